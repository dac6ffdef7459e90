/* Every key of the front matter is a field, a key within a map too. A list of texts is merged as lines. */
#include "desk/text/merging.h"

#include "text/merge.h"

#include <string.h>

#define MOST_PLACES 40 /* of the text at which somebody is asked to choose; beyond, of the text as a whole */

static void
clash_free (gpointer data)
{
  Clash *clash = data;

  g_free (clash->field);
  g_free (clash->base);
  g_free (clash->ours);
  g_free (clash->theirs);
  g_free (clash);
}

void
merging_free (Merging *merging)
{
  g_ptr_array_unref (merging->clashes);
  g_ptr_array_unref (merging->theirs);
  g_clear_pointer (&merging->base, source_free);
  source_free (merging->from_us);
  source_free (merging->from_them);
  g_free (merging);
}

/* ---- The fields there are ---- */

static void
add_name (GPtrArray *names, const char *name)
{
  if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_ptr_array_add (names, g_strdup (name));
}

static void
add_names (GPtrArray *names, const Source *source)
{
  const char *key, *inner;
  json_t *value, *part;

  if (source != NULL)
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

static json_t *
value_of (const Source *source, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, ".", 2);
  json_t *value = source != NULL ? json_object_get (source->matter, parts[0]) : NULL;

  return parts[1] != NULL ? json_object_get (value, parts[1]) : value;
}

static gboolean
is_texts (const json_t *value)
{
  size_t index;
  json_t *item;

  if (!json_is_array (value))
    return FALSE;
  json_array_foreach (value, index, item)
    if (!json_is_string (item))
      return FALSE;
  return TRUE;
}

/* As a person reads it; what is neither a text nor a list of them, as JSON. */
static char *
text_of (const Source *source, const char *name)
{
  json_t *value = value_of (source, name);

  if (value == NULL)
    return g_strdup ("");
  if (json_is_string (value))
    return g_strdup (json_string_value (value));
  if (is_texts (value))
    return source_get_lines (source, name);
  return json_dumps (value, JSON_ENCODE_ANY | JSON_INDENT (2));
}

static gboolean
is_same (const json_t *a, const json_t *b)
{
  return a == b || (a != NULL && b != NULL && json_equal (a, b));
}

/* ---- One field ---- */

static void
add_clash (Merging *merging, const char *field, const char *base, const char *ours, const char *theirs)
{
  Clash *clash = g_new0 (Clash, 1);

  *clash = (Clash){ g_strdup (field), g_strdup (base), g_strdup (ours), g_strdup (theirs) };
  g_ptr_array_add (merging->clashes, clash);
}

/* Both changed it: whether lines of it can be taken from either. Transfer full; NULL: they cannot. */
static char *
merged_lines (const Merging *merging, const char *name)
{
  const json_t *ours = value_of (merging->from_us, name), *theirs = value_of (merging->from_them, name);
  gboolean texts = json_is_string (ours) && json_is_string (theirs);

  if (merging->base == NULL || !(texts || (is_texts (ours) && is_texts (theirs))))
    return NULL;
  g_autofree char *base = text_of (merging->base, name), *a = text_of (merging->from_us, name);
  g_autofree char *b = text_of (merging->from_them, name);
  g_autoptr (GPtrArray) pieces = merge_texts (base, a, b);
  return merge_clashes (pieces) == 0 ? merge_result (pieces, "") : NULL;
}

typedef enum
{
  FROM_US,
  FROM_THEM,
  FROM_BOTH, /* by lines */
  FROM_CHOICE
} From;

static From
from_of (const Merging *merging, const char *name, char **lines)
{
  const json_t *base = value_of (merging->base, name), *ours = value_of (merging->from_us, name);
  const json_t *theirs = value_of (merging->from_them, name);

  *lines = NULL;
  if (is_same (ours, theirs))
    return FROM_US;
  if (merging->base == NULL)
    return FROM_CHOICE;
  if (is_same (base, theirs))
    return FROM_US;
  if (is_same (base, ours))
    return FROM_THEM;
  *lines = merged_lines (merging, name);
  return *lines != NULL ? FROM_BOTH : FROM_CHOICE;
}

static GPtrArray *
names_of (const Merging *merging)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  add_names (names, merging->from_us);
  add_names (names, merging->from_them);
  add_names (names, merging->base);
  return names;
}

static GPtrArray *
body_of (const Merging *merging)
{
  const char *base = merging->base != NULL ? merging->base->body : NULL;
  const char *ours = merging->from_us->body, *theirs = merging->from_them->body;
  g_autoptr (GPtrArray) pieces = merge_texts (base, ours, theirs);

  return merge_clashes (pieces) <= MOST_PLACES ? g_steal_pointer (&pieces) : merge_whole (base, ours, theirs);
}

/* ---- All of them ---- */

static void
find_in_fields (Merging *merging)
{
  g_autoptr (GPtrArray) names = names_of (merging);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = names->pdata[i];
      g_autofree char *lines = NULL;
      From from = from_of (merging, name, &lines);
      if (from == FROM_THEM || from == FROM_BOTH)
        add_name (merging->theirs, name);
      if (from != FROM_CHOICE)
        continue;
      g_autofree char *base = text_of (merging->base, name), *ours = text_of (merging->from_us, name);
      g_autofree char *theirs = text_of (merging->from_them, name);
      add_clash (merging, name, base, ours, theirs);
    }
}

static void
find_in_body (Merging *merging)
{
  g_autoptr (GPtrArray) pieces = body_of (merging);

  for (guint i = 0; i < pieces->len; i++)
    {
      const MergePiece *piece = pieces->pdata[i];
      if (piece->outcome == MERGE_CLASH)
        add_clash (merging, "body", piece->base, piece->ours, piece->theirs);
      else if (piece->outcome == MERGE_THEIRS)
        add_name (merging->theirs, "body");
    }
}

Merging *
merging_new (const char *base, const char *ours, const char *theirs)
{
  Merging *merging = g_new0 (Merging, 1);

  merging->base = base != NULL ? source_read (base) : NULL;
  merging->from_us = source_read (ours);
  merging->from_them = source_read (theirs);
  merging->clashes = g_ptr_array_new_with_free_func (clash_free);
  merging->theirs = g_ptr_array_new_with_free_func (g_free);
  find_in_fields (merging);
  find_in_body (merging);
  return merging;
}

gboolean
clash_takes_both (const Clash *clash)
{
  static const char *const texts[] = {
    "body", "summary", "change_note", "notes_to_editors", "topics", "places", NULL
  };
  return g_strv_contains (texts, clash->field);
}

/* ---- What becomes of it ---- */

static void
put_value (Source *source, const char *name, json_t *value)
{
  g_auto (GStrv) parts = g_strsplit (name, ".", 2);

  if (json_is_string (value) || value == NULL)
    source_set (source, name, value != NULL ? json_string_value (value) : "");
  else if (parts[1] == NULL)
    json_object_set (source->matter, name, value);
  else
    {
      if (!json_is_object (json_object_get (source->matter, parts[0])))
        json_object_set_new (source->matter, parts[0], json_object ());
      json_object_set (json_object_get (source->matter, parts[0]), parts[1], value);
    }
}

static void
put_text (Source *source, const char *name, const char *text, gboolean list)
{
  if (list)
    source_set_lines (source, name, text);
  else
    source_set (source, name, text);
}

static void
put_both (Source *source, const Merging *merging, const char *name)
{
  g_autofree char *ours = text_of (merging->from_us, name), *theirs = text_of (merging->from_them, name);
  g_autofree char *both = g_strjoin ("\n", theirs, ours, NULL);

  put_text (source, name, both, is_texts (value_of (merging->from_us, name)));
}

static const char *
put_field (Source *source, const Merging *merging, const char *name, const char *take)
{
  g_autofree char *lines = NULL;
  From from = from_of (merging, name, &lines);
  int how = from == FROM_CHOICE ? *take : from == FROM_THEM ? 't' : 'o';

  if (lines != NULL)
    put_text (source, name, lines, is_texts (value_of (merging->from_us, name)));
  else if (how == 'b')
    put_both (source, merging, name);
  else
    put_value (source, name, value_of (how == 't' ? merging->from_them : merging->from_us, name));
  return from == FROM_CHOICE ? take + 1 : take;
}

Source *
merging_result (const Merging *merging, const char *take)
{
  g_autoptr (GPtrArray) names = names_of (merging), pieces = body_of (merging);
  Source *source = source_new ();

  for (guint i = 0; i < names->len; i++)
    take = put_field (source, merging, names->pdata[i], take);
  g_free (source->body);
  source->body = merge_result (pieces, take);
  return source;
}
