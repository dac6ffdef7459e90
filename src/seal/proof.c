#include "seal/proof.h"

#include "seal/base64.h"
#include "seal/checkpoint.h"

#include <string.h>

#define FIRST "c2sp.org/tlog-proof@v1\n"
#define MOST_HASHES 63

void
proof_free (Proof *proof)
{
  g_clear_pointer (&proof->extra, g_bytes_unref);
  g_array_unref (proof->hashes);
  g_free (proof->checkpoint);
  g_free (proof);
}

/* The rest of the line at *AT if it begins with WORD; moves on past it. */
static const char *
take_line (const char **at, const char *end, const char *word, gsize *length)
{
  gsize skip = strlen (word);
  const char *newline = memchr (*at, '\n', (gsize)(end - *at));
  if (newline == NULL || (gsize)(newline - *at) < skip || memcmp (*at, word, skip) != 0)
    return NULL;
  const char *rest = *at + skip;
  *length = (gsize)(newline - rest);
  *at = newline + 1;
  return rest;
}

static gboolean
read_extra (Proof *proof, const char **at, const char *end)
{
  gsize length, size;
  const char *extra = take_line (at, end, "extra ", &length);
  if (extra == NULL)
    return TRUE;
  guint8 *bytes = base64_read (extra, length, &size);
  if (bytes != NULL)
    proof->extra = g_bytes_new_take (bytes, size);
  return bytes != NULL;
}

static gboolean
read_hashes (Proof *proof, const char **at, const char *end)
{
  gsize length;
  const char *line;

  while ((line = take_line (at, end, "", &length)) != NULL && length > 0)
    {
      Hash hash;
      if (proof->hashes->len == MOST_HASHES || !hash_read (line, length, &hash))
        return FALSE;
      g_array_append_val (proof->hashes, hash);
    }
  return line != NULL;
}

static gboolean
read_all (Proof *proof, const char *at, const char *end)
{
  gsize length;
  const char *line;

  if ((gsize)(end - at) < strlen (FIRST) || memcmp (at, FIRST, strlen (FIRST)) != 0)
    return FALSE;
  at += strlen (FIRST);
  if (!read_extra (proof, &at, end) || (line = take_line (&at, end, "index ", &length)) == NULL
      || !decimal_read (line, length, &proof->index) || !read_hashes (proof, &at, end) || at == end
      || memchr (at, '\0', (gsize)(end - at)) != NULL)
    return FALSE;
  proof->checkpoint = g_strndup (at, (gsize)(end - at));
  return TRUE;
}

Proof *
proof_parse (const char *bytes, gsize length, GError **error)
{
  g_autoptr (Proof) proof = g_new0 (Proof, 1);

  proof->hashes = g_array_new (FALSE, FALSE, sizeof (Hash));
  if (read_all (proof, bytes, bytes + length))
    return g_steal_pointer (&proof);
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED,
               "this is no proof of a log entry (C2SP tlog-proof, version 1)");
  return NULL;
}

char *
proof_write (GBytes *extra, guint64 index, const GArray *hashes, const char *checkpoint)
{
  g_autoptr (GString) out = g_string_new (FIRST);

  if (extra != NULL)
    {
      gsize size;
      const void *bytes = g_bytes_get_data (extra, &size);
      g_autofree char *base64 = base64_write (bytes, size);
      g_string_append_printf (out, "extra %s\n", base64);
    }
  g_string_append_printf (out, "index %" G_GUINT64_FORMAT "\n", index);
  for (guint i = 0; i < hashes->len; i++)
    {
      g_autofree char *line = hash_write (&g_array_index (hashes, Hash, i));
      g_string_append_printf (out, "%s\n", line);
    }
  g_string_append_printf (out, "\n%s", checkpoint);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
