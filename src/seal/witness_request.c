/* "old N", the hashes of a proof, an empty line, and the checkpoint: each line ends in a newline. */
#include "seal/witness.h"

#include <string.h>

#define OLD "old "
#define MOST_HASHES 63

void
witness_request_free (WitnessRequest *request)
{
  g_array_unref (request->proof);
  g_free (request->checkpoint);
  g_clear_pointer (&request->claimed, checkpoint_free);
  g_free (request);
}

/* The line at *AT without its newline, or NULL; moves on past it. */
static const char *
take_line (const char **at, const char *end, gsize *length)
{
  const char *line = *at, *newline = memchr (line, '\n', (gsize)(end - line));
  if (newline == NULL)
    return NULL;
  *length = (gsize)(newline - line);
  *at = newline + 1;
  return line;
}

static const char *
read_old_size (WitnessRequest *request, const char **at, const char *end)
{
  const gsize skip = strlen (OLD);
  gsize length;
  const char *line = take_line (at, end, &length);

  if (line == NULL || length < skip || memcmp (line, OLD, skip) != 0
      || !decimal_read (line + skip, length - skip, &request->old_size))
    return "it should begin with a line “old SIZE”";
  return NULL;
}

static const char *
read_proof (WitnessRequest *request, const char **at, const char *end)
{
  gsize length;
  const char *line;

  while ((line = take_line (at, end, &length)) != NULL && length > 0)
    {
      Hash hash;
      if (request->proof->len == MOST_HASHES)
        return "its proof has more than 63 hashes";
      if (!hash_read (line, length, &hash))
        return "a line of its proof is not Base64 of 32 bytes";
      g_array_append_val (request->proof, hash);
    }
  return line != NULL ? NULL : "there is no empty line after its proof";
}

static const char *
read_checkpoint (WitnessRequest *request, const char *at, const char *end)
{
  gsize length = note_text_length (at, (gsize)(end - at));
  if (length == 0)
    return "its checkpoint is no signed note";

  g_autofree char *text = g_strndup (at, length);
  request->checkpoint = g_strndup (at, (gsize)(end - at));
  request->claimed = checkpoint_parse (text, NULL);
  return request->claimed != NULL ? NULL : "its note is no checkpoint";
}

WitnessRequest *
witness_request_parse (const char *bytes, gsize length, GError **error)
{
  g_autoptr (WitnessRequest) request = g_new0 (WitnessRequest, 1);
  const char *at = bytes, *end = bytes + length;

  request->proof = g_array_new (FALSE, FALSE, sizeof (Hash));
  const char *wrong = read_old_size (request, &at, end);
  if (wrong == NULL)
    wrong = read_proof (request, &at, end);
  if (wrong == NULL)
    wrong = read_checkpoint (request, at, end);
  if (wrong == NULL)
    return g_steal_pointer (&request);
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED, "this is no request to a witness: %s", wrong);
  return NULL;
}

char *
witness_request_write (guint64 old_size, const GArray *proof, const char *checkpoint)
{
  GString *body = g_string_new (OLD);

  g_string_append_printf (body, "%" G_GUINT64_FORMAT "\n", old_size);
  for (guint i = 0; i < proof->len; i++)
    {
      g_autofree char *line = hash_write (&g_array_index (proof, Hash, i));
      g_string_append_printf (body, "%s\n", line);
    }
  g_string_append_printf (body, "\n%s", checkpoint);
  return g_string_free (body, FALSE);
}
