#include "seal/erasure_document.h"

#include "seal/canonical.h"
#include "seal/members.h"

#define FORMAT "chancery-erasure/1"

char *
erasure_document_write (const Edition *edition, const char *origin, const char *reason, Instant recorded,
                        gsize *length, GError **error)
{
  g_autofree char *instant = instant_format (recorded);
  json_auto_t *object =
      json_pack ("{s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:s}", "format", FORMAT, "log", origin, "office",
                 edition->office, "document", edition->document, "language", edition->language, "edition",
                 (int)edition->number, "reason", reason, "recorded", instant);
  return canonical_write (object, length, error);
}

void
erasure_document_free (ErasureDocument *document)
{
  g_free (document->origin);
  g_free (document->office);
  g_free (document->document);
  g_free (document->language);
  g_free (document->reason);
  g_free (document);
}

ErasureDocument *
erasure_document_read (const char *bytes, gsize length, GError **error)
{
  Members members;
  if (!members_begin (&members, bytes, length, error))
    return NULL;

  g_autoptr (ErasureDocument) document = g_new0 (ErasureDocument, 1);
  g_autofree char *format = members_text (&members, "format", TRUE);
  if (g_strcmp0 (format, FORMAT) != 0)
    members_refuse (&members, "this is no document of an erasure (its “format” is not “" FORMAT "”)");
  document->origin = members_text (&members, "log", TRUE);
  document->office = members_text (&members, "office", TRUE);
  document->document = members_text (&members, "document", TRUE);
  document->language = members_text (&members, "language", TRUE);
  document->number = (unsigned)members_number (&members, "edition");
  document->reason = members_text (&members, "reason", TRUE);
  document->recorded = members_instant (&members, "recorded");
  return members_end (&members, error) ? g_steal_pointer (&document) : NULL;
}
