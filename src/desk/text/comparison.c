/* The order of the fields is that of the editor, and what it has no field for comes after; so nothing that differs is
 * passed over. Only what is a person's to change is compared: the language stays, and who and when stand above. */
#include "desk/text/comparison.h"

#include "desk/moment.h"
#include "text/difference.h"

#include <string.h>

static const char *const order[] = { "title",
                                     "kind",
                                     "change_note",
                                     "summary",
                                     "body",
                                     "when",
                                     "speaker.name",
                                     "speaker.role",
                                     "event.name",
                                     "event.place",
                                     "event.date",
                                     "event.zone",
                                     "delivery",
                                     "outlet",
                                     "interviewer",
                                     "dateline",
                                     "topics",
                                     "places",
                                     "notes_to_editors",
                                     "slug",
                                     "translated_from.edition",
                                     "press_contacts",
                                     "attachments",
                                     "related" };
static const char *const passed_over[] = { "language", "translated_from.language", NULL };

const char *
comparison_label (const Exchange *exchange, const char *name)
{
  g_autofree char *key = g_strconcat ("field_", name, NULL);
  g_strdelimit (key, ".", '_');
  const char *label = desk_word (exchange, key);
  return strcmp (label, key) == 0 ? name : label;
}

/* ---- A field in words ---- */

static void
append_object (GString *text, const json_t *object)
{
  static const char *const shown[] = {
    "title", "file", "name", "role", "phone", "email", "alt", "caption", "credit"
  };
  const char *gap = text->len > 0 ? "\n" : "";

  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      const char *value = json_string_value (json_object_get (object, shown[i]));
      if (value == NULL || *value == '\0')
        continue;
      g_string_append_printf (text, "%s%s", gap, value);
      gap = " · ";
    }
}

static char *
list_text (const json_t *list)
{
  GString *text = g_string_new (NULL);
  size_t index;
  json_t *item;

  json_array_foreach (list, index, item)
    if (json_is_object (item))
      append_object (text, item);
    else if (json_is_string (item))
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", json_string_value (item));
  return g_string_free (text, FALSE);
}

static char *
word_of (const Exchange *exchange, const char *prefix, const char *value)
{
  g_autofree char *key = g_strconcat (prefix, value, NULL);
  g_strdelimit (key, " ", '_');
  return g_strdup (*value == '\0' ? "" : desk_word (exchange, key));
}

static char *
when_words (const Exchange *exchange, const Profile *profile, const char *typed)
{
  Instant when;
  MomentKind kind;

  return moment_parse (typed, &when, &kind, NULL) ? moment_words (exchange, profile, when) : g_strdup (typed);
}

static char *
words_of (const Exchange *exchange, const Profile *profile, const Source *source, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, ".", 2);
  json_t *value = json_object_get (source->matter, parts[0]);

  if (strcmp (name, "body") == 0)
    return g_strdup (source->body);
  if (parts[1] != NULL)
    value = json_object_get (value, parts[1]);
  if (json_is_array (value))
    return list_text (value);
  if (value != NULL && !json_is_string (value))
    return json_dumps (value, JSON_ENCODE_ANY | JSON_INDENT (2));
  const char *text = value != NULL ? json_string_value (value) : "";
  if (strcmp (name, "kind") == 0)
    return word_of (exchange, "kind_", text);
  if (strcmp (name, "delivery") == 0)
    return word_of (exchange, "delivery_", text);
  return strcmp (name, "when") == 0 ? when_words (exchange, profile, text) : g_strdup (text);
}

/* ---- All fields ---- */

static void
add_name (GPtrArray *names, const char *name)
{
  if (!g_strv_contains (passed_over, name) && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_ptr_array_add (names, g_strdup (name));
}

static void
add_names (GPtrArray *names, const Source *source)
{
  const char *key, *inner;
  json_t *value, *part;

  json_object_foreach (source->matter, key, value)
    {
      if (!json_is_object (value))
        add_name (names, key);
      else
        json_object_foreach (value, inner, part)
          {
            g_autofree char *name = g_strdup_printf ("%s.%s", key, inner);
            add_name (names, name);
          }
    }
}

json_t *
comparison_view (const Exchange *exchange, const Profile *profile, const Source *before, const Source *after,
                 const char *language)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  json_t *view = json_array ();

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    add_name (names, order[i]);
  add_names (names, before);
  add_names (names, after);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *old = words_of (exchange, profile, before, names->pdata[i]);
      g_autofree char *new = words_of (exchange, profile, after, names->pdata[i]);
      g_autofree char *html = strcmp (old, new) != 0 ? difference_html (old, new, language) : NULL;
      if (html != NULL && *html != '\0')
        json_array_append_new (
            view, json_pack ("{s:s, s:s}", "label", comparison_label (exchange, names->pdata[i]), "html", html));
    }
  return view;
}
