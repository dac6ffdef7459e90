#include "seal/sign_request.h"

#include "seal/canonical.h"
#include "seal/members.h"
#include "seal/verification.h"

#include <string.h>

static void
request_free (SignRequest *request)
{
  g_clear_pointer (&request->document, edition_document_free);
  g_clear_pointer (&request->erasure, erasure_document_free);
  g_clear_pointer (&request->leaf, leaf_free);
  g_free (request->text);
  g_free (request->whole);
  g_free (request);
}

char *
sign_request_write (const char *document, const char *leaf)
{
  json_auto_t *object = json_pack ("{s:s, s:s}", "document", document, "leaf", leaf);
  g_autofree char *line = canonical_write (object, NULL, NULL);
  return g_strconcat (line, "\n", NULL);
}

char *
sign_answer_write (const char *entry)
{
  json_auto_t *text = json_string (entry);
  g_autofree char *line = json_dumps (text, JSON_COMPACT | JSON_ENCODE_ANY);
  return g_strconcat (line, "\n", NULL);
}

static gboolean
read_members (SignRequest *request, const char *line, gsize length, GError **error)
{
  Members members;
  if (!members_begin (&members, line, length, error))
    return FALSE;
  request->whole = members_text (&members, "document", TRUE);
  request->text = members_text (&members, "leaf", TRUE);
  return members_end (&members, error);
}

static SignRequest *
read_line (const char *line, gsize length, GError **error)
{
  SignRequest *request = g_new0 (SignRequest, 1);

  if (read_members (request, line, length, error))
    request->leaf = leaf_read (request->text, strlen (request->text), error);
  if (request->leaf != NULL && request->leaf->kind == LEAF_ERASURE)
    request->erasure = verification_erasure (request->leaf, request->whole, strlen (request->whole), error);
  else if (request->leaf != NULL)
    request->document = verification_document (request->leaf, request->whole, strlen (request->whole), error);
  if (request->document == NULL && request->erasure == NULL)
    g_clear_pointer (&request, request_free);
  return request;
}

/* The line from *AT on, without its end, and *AT on the next one; NULL: there is none, or it does not end. */
static const char *
next_line (const char **at, const char *end, gsize *length)
{
  const char *line = *at, *newline = line < end ? memchr (line, '\n', (gsize)(end - line)) : NULL;

  if (newline == NULL)
    return NULL;
  *length = (gsize)(newline - line);
  *at = newline + 1;
  return line;
}

static gboolean
all_is_read (const char *at, const char *end, guint lines, GError **error)
{
  if (at == end)
    return TRUE;
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED, "line %u: it does not end", lines + 1);
  return FALSE;
}

GPtrArray *
sign_request_read (const char *bytes, gsize length, GError **error)
{
  g_autoptr (GPtrArray) requests = g_ptr_array_new_with_free_func ((GDestroyNotify)request_free);
  const char *at = bytes, *end = bytes + length, *line;
  gsize line_length;

  while ((line = next_line (&at, end, &line_length)) != NULL)
    {
      SignRequest *request = read_line (line, line_length, error);
      if (request == NULL)
        {
          g_prefix_error (error, "line %u: ", requests->len + 1);
          return NULL;
        }
      g_ptr_array_add (requests, request);
    }
  return all_is_read (at, end, requests->len, error) ? g_steal_pointer (&requests) : NULL;
}

char **
sign_answer_read (const char *bytes, gsize length, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_free);
  const char *at = bytes, *end = bytes + length, *line;
  gsize line_length;

  while ((line = next_line (&at, end, &line_length)) != NULL)
    {
      json_auto_t *text = json_loadb (line, line_length, JSON_DECODE_ANY, NULL);
      if (!json_is_string (text))
        {
          g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED, "line %u: this is no signed leaf", entries->len + 1);
          return NULL;
        }
      g_ptr_array_add (entries, g_strdup (json_string_value (text)));
    }
  if (!all_is_read (at, end, entries->len, error))
    return NULL;
  g_ptr_array_add (entries, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&entries), FALSE);
}
