#include "seal/edition_document.h"

#include "seal/canonical.h"
#include "seal/members.h"

#include <sodium.h>

#define FORMAT "chancery-edition/1"

static json_t *
text_or_null (const char *text)
{
  return text != NULL ? json_string_nocheck (text) : json_null (); /* it was checked when it was taken in */
}

static void
put_instant (json_t *object, const char *name, Instant instant)
{
  g_autofree char *text = instant_format (instant);
  json_object_set_new (object, name, json_string (text));
}

static void
put_texts (json_t *object, const Edition *edition)
{
  json_object_set_new (object, "title", text_or_null (edition->title));
  json_object_set_new (object, "summary", text_or_null (edition->summary));
  json_object_set_new (object, "body", text_or_null (edition->body));
  json_object_set_new (object, "change_note", text_or_null (edition->change_note));
  json_object_set (object, "fields", edition->fields);
}

char *
edition_document_write (const Edition *edition, const char *origin, const guint8 salt[SALT_BYTES], gsize *length,
                        GError **error)
{
  char hex[2 * SALT_BYTES + 1];
  json_auto_t *object =
      json_pack ("{s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:s, s:b, s:s}", "format", FORMAT, "log", origin, "office",
                 edition->office, "document", edition->document, "language", edition->language, "edition",
                 (int)edition->number, "kind", kind_name (edition->kind), "state", state_name (edition->state),
                 "imported", edition->imported, "salt", sodium_bin2hex (hex, sizeof hex, salt, SALT_BYTES));

  put_instant (object, "published", edition->published);
  put_instant (object, "recorded", edition->recorded);
  put_texts (object, edition);
  return canonical_write (object, length, error);
}

void
edition_document_free (EditionDocument *document)
{
  g_free (document->origin);
  g_free (document->office);
  g_free (document->document);
  g_free (document->language);
  g_free (document->kind);
  g_free (document->state);
  g_free (document->title);
  g_free (document->summary);
  g_free (document->body);
  g_free (document->change_note);
  json_decref (document->fields);
  g_free (document);
}

static void
read_texts (EditionDocument *document, Members *members)
{
  document->title = members_text (members, "title", TRUE);
  document->change_note = members_text (members, "change_note", FALSE);
  document->summary = members_text (members, "summary", FALSE);
  document->body = members_text (members, "body", TRUE);
  document->fields = json_incref (members_value (members, "fields", JSON_OBJECT));
}

EditionDocument *
edition_document_read (const char *bytes, gsize length, GError **error)
{
  Members members;
  if (!members_begin (&members, bytes, length, error))
    return NULL;

  g_autoptr (EditionDocument) document = g_new0 (EditionDocument, 1);
  g_autofree char *format = members_text (&members, "format", TRUE);
  if (g_strcmp0 (format, FORMAT) != 0)
    members_refuse (&members, "this is no document of an edition (its “format” is not “" FORMAT "”)");
  document->origin = members_text (&members, "log", TRUE);
  document->office = members_text (&members, "office", TRUE);
  document->document = members_text (&members, "document", TRUE);
  document->language = members_text (&members, "language", TRUE);
  document->number = (unsigned)members_number (&members, "edition");
  document->kind = members_text (&members, "kind", TRUE);
  document->state = members_text (&members, "state", TRUE);
  document->imported = members_flag (&members, "imported");
  members_digest (&members, "salt");
  document->published = members_instant (&members, "published");
  document->recorded = members_instant (&members, "recorded");
  read_texts (document, &members);
  return members_end (&members, error) ? g_steal_pointer (&document) : NULL;
}
