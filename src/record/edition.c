/* Editions: immutable versions of a document in one language.
 *
 * What an edition says is told apart from how it came into the record: the digest covers the first alone, in a
 * canonical form (JSON with sorted keys and no spaces), so that the same text sent twice is known to be the same. */
#include "record/edition.h"

#include <string.h>

static const char *const state_names[] = {
  [STATE_PUBLISHED] = "published",
  [STATE_WITHDRAWN] = "withdrawn",
  [STATE_ERASED] = "erased",
};

const char *
state_name (State state)
{
  g_assert ((gsize)state < G_N_ELEMENTS (state_names));
  return state_names[state];
}

gboolean
state_parse (const char *name, State *state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (strcmp (state_names[i], name) == 0)
      {
        *state = (State)i;
        return TRUE;
      }
  return FALSE;
}

Edition *
edition_new (void)
{
  Edition *edition = g_new0 (Edition, 1);

  edition->fields = json_object ();
  edition->superseded = INSTANT_MAX;
  return edition;
}

void
edition_free (Edition *edition)
{
  if (edition == NULL)
    return;
  g_free (edition->office);
  g_free (edition->document);
  g_free (edition->language);
  g_free (edition->slug);
  g_free (edition->title);
  g_free (edition->summary);
  g_free (edition->body);
  json_decref (edition->fields);
  g_free (edition->change_note);
  g_free (edition->path);
  g_free (edition->html);
  g_free (edition->contents);
  g_free (edition->lead);
  g_free (edition);
}

Instant
edition_visible_from (const Edition *edition)
{
  const char *text = json_string_value (json_object_get (edition->fields, "embargo"));
  Instant from = edition->published;
  Instant embargo;

  if (text != NULL && instant_parse (text, &embargo, NULL))
    from = MAX (from, embargo);
  return edition->imported ? from : MAX (from, edition->recorded);
}

static json_t *
text_or_null (const char *text)
{
  return text != NULL ? json_string (text) : json_null ();
}

static json_t *
canonical_form (const Edition *edition)
{
  g_autofree char *published = instant_format (edition->published);
  json_t *form = json_object ();

  json_object_set_new (form, "kind", json_string (kind_name (edition->kind)));
  json_object_set_new (form, "language", text_or_null (edition->language));
  json_object_set_new (form, "slug", text_or_null (edition->slug));
  json_object_set_new (form, "published", json_string (published));
  json_object_set_new (form, "title", text_or_null (edition->title));
  json_object_set_new (form, "summary", text_or_null (edition->summary));
  json_object_set_new (form, "body", text_or_null (edition->body));
  json_object_set (form, "fields", edition->fields);
  return form;
}

char *
edition_digest (const Edition *edition)
{
  json_t *form = canonical_form (edition);
  char *text = json_dumps (form, JSON_SORT_KEYS | JSON_COMPACT);
  char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  free (text);
  json_decref (form);
  return digest;
}
