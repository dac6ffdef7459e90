/* The keeper signs what it can read itself, and no more: leaves in their form, other than of keys; and heads of its
 * own log that are proved to grow from the last one, of the record and of its own memory.
 *
 * It does not know whether what it signs is committed: whoever asks says so afterwards, and only then it remembers.
 */
#include "keeper/answer.h"

#include "seal/leaf.h"
#include "seal/merkle.h"

#include <string.h>

void
answerer_begin (Answerer *answerer, const Keys *keys, const Memory *memory)
{
  *answerer = (Answerer){ .keys = keys, .memory = memory, .log = { keys->log->verifier }, .log_count = 1 };
  if (keys->old_log != NULL)
    answerer->log[answerer->log_count++] = keys->old_log->verifier;
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, SEAL_ERROR, SEAL_ERROR_MISMATCH, why);
  return FALSE;
}

/* ---- The keys ---- */

static void
put_verifier (GByteArray *answer, const Verifier *verifier)
{
  g_autofree char *text = verifier != NULL ? verifier_write (verifier) : NULL;
  packet_put_text (answer, text);
}

static gboolean
answer_keys (Answerer *answerer, PacketReader *fields, GByteArray *answer, GError **error)
{
  (void)fields, (void)error;
  const Keys *keys = answerer->keys;
  guint64 size;
  Hash root;
  g_autofree char *note = memory_recall (answerer->memory, answerer->log, answerer->log_count, &size, &root);

  put_verifier (answer, keys->office_verifier);
  put_verifier (answer, keys->log->verifier);
  put_verifier (answer, keys->old_log != NULL ? keys->old_log->verifier : NULL);
  packet_put_text (answer, note);
  packet_put_text (answer, keys->office != NULL ? "held" : NULL);
  return TRUE;
}

/* ---- Leaves ---- */

static gboolean
sign_leaf (const Keys *keys, const char *text, GByteArray *answer, GError **error)
{
  g_autoptr (Leaf) leaf = leaf_read (text, strlen (text), error);
  if (leaf == NULL)
    return FALSE;
  if (leaf->kind == LEAF_KEYS)
    return refuse (error, "a leaf that names keys is signed by “chancery key” alone");
  g_autofree char *line = note_sign (text, keys->office, 0);
  packet_put_text (answer, line);
  return TRUE;
}

static gboolean
answer_leaves (Answerer *answerer, PacketReader *fields, GByteArray *answer, GError **error)
{
  const Keys *keys = answerer->keys;
  if (keys->office == NULL)
    return refuse (error, "the office's key is kept elsewhere: “chancery sign” signs with it");
  while (fields->left > 0)
    {
      g_autofree char *text = packet_next_text (fields);
      if (text == NULL)
        return refuse (error, "this is no leaf");
      if (!sign_leaf (keys, text, answer, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- Heads ---- */

typedef struct
{
  guint64 size;
  Hash root;
  char *last; /* a note, or "" */
  const Hash *from_last, *from_memory;
  gsize last_count, memory_count;
} HeadOrder;

static gboolean
read_hashes (PacketReader *fields, const Hash **hashes, gsize *count)
{
  const guint8 *bytes;
  gsize length;

  if (!packet_next (fields, &bytes, &length) || length % sizeof (Hash) != 0)
    return FALSE;
  *hashes = (const Hash *)bytes;
  *count = length / sizeof (Hash);
  return TRUE;
}

static gboolean
read_head (HeadOrder *order, PacketReader *fields)
{
  const Hash *root;
  gsize count;
  g_autofree char *size = packet_next_text (fields);

  if (size == NULL || !decimal_read (size, strlen (size), &order->size) || !read_hashes (fields, &root, &count)
      || count != 1)
    return FALSE;
  order->root = *root;
  order->last = packet_next_text (fields);
  return order->last != NULL && read_hashes (fields, &order->from_last, &order->last_count)
         && read_hashes (fields, &order->from_memory, &order->memory_count) && fields->left == 0;
}

/* The same tree, or a later one of the same log. */
static gboolean
grows (guint64 size, const Hash *root, const HeadOrder *order, const Hash *proof, gsize count)
{
  if (size == order->size)
    return hash_equal (root, &order->root);
  return merkle_verify_consistency (size, root, order->size, &order->root, proof, count);
}

static gboolean
grows_from_last (const Answerer *answerer, const HeadOrder *order, GError **error)
{
  if (*order->last == '\0')
    return TRUE;
  g_autoptr (Note) note = note_open (order->last, strlen (order->last), answerer->log, answerer->log_count, error);
  g_autoptr (Checkpoint) head = note != NULL ? checkpoint_parse (note->text, error) : NULL;
  if (head == NULL)
    {
      g_prefix_error (error, "its last checkpoint: ");
      return FALSE;
    }
  if (strcmp (head->origin, answerer->keys->log->verifier->name) != 0)
    return refuse (error, "it has a checkpoint of another log");
  return grows (head->size, &head->root, order, order->from_last, order->last_count)
         || refuse (error, "it does not hold what was signed");
}

/* What is remembered now, by whichever keeper of these keys; who asks may have been told of less, or have asked for
 * nothing. */
static gboolean
grows_from_memory (const Answerer *answerer, const HeadOrder *order, GError **error)
{
  guint64 size;
  Hash root;
  g_autofree char *note = memory_recall (answerer->memory, answerer->log, answerer->log_count, &size, &root);

  if (note == NULL)
    return *order->last == '\0'
           || refuse (
               error,
               "the file that remembers what was signed last, beside the keys' own (.state), is empty or lost; "
               "if this is surely the newest copy of the record, “chancery key trust” says so");
  if (size > order->size)
    return refuse (error, "it ends before what was signed last");
  return grows (size, &root, order, order->from_memory, order->memory_count)
         || refuse (error, "it does not hold what was signed");
}

static gboolean
answer_head (Answerer *answerer, PacketReader *fields, GByteArray *answer, GError **error)
{
  const Keys *keys = answerer->keys;
  HeadOrder order = { 0 };
  gboolean read = read_head (&order, fields);
  g_autofree char *last G_GNUC_UNUSED = order.last;

  if (!read)
    return refuse (error, "this is no head of a log");
  if (!grows_from_last (answerer, &order, error) || !grows_from_memory (answerer, &order, error))
    return FALSE;
  g_autofree char *text = checkpoint_write (keys->log->verifier->name, order.size, &order.root);
  g_autofree char *line = note_sign (text, keys->log, 0);
  g_autofree char *old = keys->old_log != NULL ? note_sign (text, keys->old_log, 0) : NULL;
  g_autofree char *lines = g_strconcat (line, old, NULL);
  packet_put_text (answer, lines);
  return TRUE;
}

static gboolean
answer_remember (Answerer *answerer, PacketReader *fields, GByteArray *answer, GError **error)
{
  (void)answer;
  g_autofree char *text = packet_next_text (fields);
  if (text == NULL)
    return refuse (error, "this is no checkpoint");
  g_autoptr (Note) note = note_open (text, strlen (text), answerer->log, answerer->log_count, error);
  g_autoptr (Checkpoint) head = note != NULL ? checkpoint_parse (note->text, error) : NULL;
  return head != NULL && memory_keep (answerer->memory, answerer->log, answerer->log_count, text, head->size, error);
}

/* ---- Any ---- */

static const struct
{
  Order order;
  gboolean (*answer) (Answerer *answerer, PacketReader *fields, GByteArray *answer, GError **error);
} orders[] = {
  { ORDER_KEYS, answer_keys },
  { ORDER_LEAVES, answer_leaves },
  { ORDER_HEAD, answer_head },
  { ORDER_REMEMBER, answer_remember },
};

static gboolean
dispatch (Answerer *answerer, const guint8 *bytes, gsize length, GByteArray *answer, GError **error)
{
  for (gsize i = 0; length > 0 && i < G_N_ELEMENTS (orders); i++)
    if (orders[i].order == bytes[0])
      {
        PacketReader fields = { bytes + 1, length - 1 };
        return orders[i].answer (answerer, &fields, answer, error);
      }
  return refuse (error, "this is nothing that may be asked of the keeper");
}

GByteArray *
keeper_answer (Answerer *answerer, const guint8 *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) answer = packet_new (ANSWER_DONE);

  if (dispatch (answerer, bytes, length, answer, &error))
    return g_steal_pointer (&answer);
  GByteArray *refusal = packet_new (ANSWER_REFUSED);
  packet_put_text (refusal, error->message);
  return refusal;
}
