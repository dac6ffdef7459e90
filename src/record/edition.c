/* Editions: immutable versions of a document in one language.
 *
 * What an edition says is told apart from how it came into the record: the digest covers the first alone, in a
 * canonical form (JSON with sorted keys and no spaces), so that the same text sent twice is known to be the same. */
#include "record/edition.h"

#include "base/sha256.h"
#include "base/utf8.h"

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
  g_free (edition->digest);
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

/* All but the body, which stands first in the canonical form. */
static json_t *
canonical_rest (const Edition *edition)
{
  g_autofree char *published = instant_format (edition->published);
  json_t *form = json_object ();

  json_object_set_new (form, "kind", json_string (kind_name (edition->kind)));
  json_object_set_new (form, "language", text_or_null (edition->language));
  json_object_set_new (form, "slug", text_or_null (edition->slug));
  json_object_set_new (form, "published", json_string (published));
  json_object_set_new (form, "title", text_or_null (edition->title));
  json_object_set_new (form, "summary", text_or_null (edition->summary));
  json_object_set (form, "fields", edition->fields);
  return form;
}

static gboolean
stands_in_json (guchar c)
{
  return c >= 0x20 && c != '"' && c != '\\';
}

static void
append_json_escape (GString *out, char c)
{
  static const char named[] = "\"\"\\\\\bb\ff\nn\rr\tt";

  for (const char *at = named; *at != '\0'; at += 2)
    if (*at == c)
      {
        g_string_append_c (out, '\\');
        g_string_append_c (out, at[1]);
        return;
      }
  g_string_append_printf (out, "\\u%04X", (unsigned)(guchar)c);
}

/* As jansson writes it, many times faster: bodies are nearly all of what is digested. */
static void
append_json_text (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  while (*text != '\0')
    {
      const char *end = text;
      while (stands_in_json ((guchar)*end))
        end++;
      g_string_append_len (out, text, end - text);
      text = end;
      if (*text != '\0')
        append_json_escape (out, *text++);
    }
  g_string_append_c (out, '"');
}

/* A text that is not UTF-8 cannot stand in JSON. */
static void
append_body (GString *out, const char *body)
{
  if (body != NULL && !utf8_valid (body, strlen (body)))
    return;
  g_string_append (out, "\"body\":");
  if (body == NULL)
    g_string_append (out, "null");
  else
    append_json_text (out, body);
  g_string_append_c (out, ',');
}

char *
edition_digest (const Edition *edition)
{
  json_t *rest = canonical_rest (edition);
  char *members = json_dumps (rest, JSON_SORT_KEYS | JSON_COMPACT);
  g_autoptr (GString) form = g_string_sized_new (2 * (edition->body != NULL ? strlen (edition->body) : 0) + 256);

  g_string_append_c (form, '{');
  append_body (form, edition->body);
  g_string_append (form, members + 1);
  free (members);
  json_decref (rest);
  return sha256_hex (form->str, form->len);
}
