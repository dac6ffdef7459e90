/* A witness is counted by its public key: names are anyone's to choose, and a cosignature does not tell its own. */
#include "seal/policy.h"

#include <string.h>

struct _Policy
{
  GPtrArray *witnesses; /* of Verifier */
  guint needed;
};

void
policy_free (Policy *policy)
{
  g_ptr_array_unref (policy->witnesses);
  g_free (policy);
}

static gboolean
fail (GError **error, const char *format, const char *name)
{
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED, format, name);
  return FALSE;
}

static gboolean
take_witness (Policy *policy, const Verifier *witness, GError **error)
{
  if (witness->algorithm != KEY_COSIGNATURE)
    return fail (error, "the key of “%s” is no witness's: it signs notes, and not what was seen when", witness->name);
  for (guint i = 0; i < policy->witnesses->len; i++)
    {
      const Verifier *other = g_ptr_array_index (policy->witnesses, i);
      if (memcmp (other->key, witness->key, KEY_BYTES) == 0)
        return fail (error, "the witness “%s” stands twice in the policy", witness->name);
    }
  g_ptr_array_add (policy->witnesses, verifier_copy (witness));
  return TRUE;
}

Policy *
policy_new (guint needed, Verifier *const *witnesses, gsize count, GError **error)
{
  g_autoptr (Policy) policy = g_new (Policy, 1);

  *policy = (Policy){ g_ptr_array_new_with_free_func ((GDestroyNotify)verifier_free), needed };
  for (gsize i = 0; i < count; i++)
    if (!take_witness (policy, witnesses[i], error))
      return NULL;
  if (needed <= policy->witnesses->len)
    return g_steal_pointer (&policy);
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED,
               "the policy asks for %u witnesses, and there are only %u in it", needed, policy->witnesses->len);
  return NULL;
}

Verifier *const *
policy_witnesses (const Policy *policy, gsize *count)
{
  *count = policy->witnesses->len;
  return (Verifier *const *)policy->witnesses->pdata;
}

guint
policy_needed (const Policy *policy)
{
  return policy->needed;
}

GArray *
policy_seen (const Policy *policy, const Note *note)
{
  GArray *seen = g_array_new (FALSE, FALSE, sizeof (NoteSignature));

  for (guint i = 0; i < policy->witnesses->len; i++)
    {
      const Verifier *witness = g_ptr_array_index (policy->witnesses, i);
      const NoteSignature *found = note_signature (note, witness);
      if (found == NULL)
        continue;
      NoteSignature signature = { witness, found->time };
      g_array_append_val (seen, signature);
    }
  return seen;
}

gboolean
policy_is_met (const Policy *policy, const Note *note)
{
  g_autoptr (GArray) seen = policy_seen (policy, note);
  return seen->len >= policy->needed;
}
