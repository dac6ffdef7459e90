/* Which texts there are to compare. An edition that was erased is listed, since its place is public, and has no
 * words. */
#include "desk/history/sides.h"

#include "desk/listing.h"
#include "desk/profile/profile_view.h"
#include "desk/text/comparison.h"

#include <string.h>

#define MOST_LISTED 200
#define SPAN (10 * INSTANT_MINUTE)

void
side_free (Side *side)
{
  g_free (side->key);
  g_free (side->name);
  g_free (side->who);
  g_free (side->at);
  g_free (side->note);
  g_clear_pointer (&side->source, source_free);
  g_free (side);
}

/* ---- Versions of the draft ---- */

static char *
numbered (const Exchange *exchange, const char *key, gint64 number)
{
  json_auto_t *value = json_integer ((json_int_t)number);
  return messages_format (exchange->desk->words, exchange->language, key, "number", value, NULL);
}

static Side *
side_of_version (const Exchange *exchange, const Sides *sides, const DraftVersion *version)
{
  Side *side = g_new0 (Side, 1);

  side->key = g_strdup_printf ("v%" G_GINT64_FORMAT, version->version);
  side->name = numbered (exchange, version->autosave ? "version_auto" : "version_name", version->version);
  side->who = g_strdup (version->name != NULL ? version->name : "");
  side->at = when_text (exchange, sides->office, version->saved);
  side->source = version->text != NULL ? source_read (version->text) : NULL;
  return side;
}

/* NEWER: the next one, or NULL. */
static gboolean
is_listed (const DraftVersion *version, const DraftVersion *newer)
{
  return newer == NULL || !version->autosave || newer->person != version->person
         || newer->saved / SPAN != version->saved / SPAN;
}

static gboolean
list_versions (const Exchange *exchange, const Sides *sides, GPtrArray *list, GError **error)
{
  g_autoptr (GPtrArray) versions = cabinet_draft_versions (exchange->desk->cabinet, sides->draft->id, error);

  for (guint i = 0; versions != NULL && i < versions->len && list->len < MOST_LISTED; i++)
    if (is_listed (versions->pdata[i], i > 0 ? versions->pdata[i - 1] : NULL))
      g_ptr_array_add (list, side_of_version (exchange, sides, versions->pdata[i]));
  return versions != NULL;
}

/* ---- Editions ---- */

/* Who published which edition, of those that the desk published. */
static GHashTable *
publishers (const Exchange *exchange, const Sides *sides)
{
  const DraftFilter filter = {
    .office = sides->office, .document = sides->document, .language = sides->language, .state = DRAFT_PUBLISHED
  };
  GHashTable *table = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (GPtrArray) drafts =
      cabinet_drafts (exchange->desk->cabinet, &filter, exchange->now, 0, MOST_LISTED, NULL);

  for (guint i = 0; drafts != NULL && i < drafts->len; i++)
    {
      const CabinetDraft *draft = drafts->pdata[i];
      if (draft->published_name != NULL)
        g_hash_table_insert (table, GUINT_TO_POINTER (draft->number), g_strdup (draft->published_name));
    }
  return table;
}

/* WITH_FILES: its attachments too. A draft's are those of the edition before it, so there they are no difference. */
static Source *
source_of (const Edition *edition, gboolean with_files)
{
  Source *source = source_of_edition (edition);
  json_t *attachments = with_files ? json_object_get (edition->fields, "attachments") : NULL;

  if (attachments != NULL)
    json_object_set (source->matter, "attachments", attachments);
  if (edition->change_note != NULL)
    source_set (source, "change_note", edition->change_note);
  return source;
}

static Side *
side_of_edition (const Exchange *exchange, const Edition *edition, GHashTable *who)
{
  Side *side = g_new0 (Side, 1);
  const char *name = g_hash_table_lookup (who, GUINT_TO_POINTER (edition->number));

  side->key = g_strdup_printf ("e%u", edition->number);
  side->name = numbered (exchange, "edition_name", edition->number);
  side->who = g_strdup (name != NULL ? name : "");
  side->at = when_text (exchange, edition->office, edition_visible_from (edition));
  side->note = g_strdup (edition->change_note);
  side->number = edition->number;
  side->erased = edition->state == STATE_ERASED;
  side->withdrawn = edition->state == STATE_WITHDRAWN;
  return side;
}

static gboolean
list_editions (const Exchange *exchange, const Sides *sides, GPtrArray *list, GError **error)
{
  store_set_instant (exchange->desk->visible, exchange->now);
  g_autoptr (GPtrArray) chain =
      store_chain (exchange->desk->visible, sides->office, sides->document, sides->language, error);
  g_autoptr (GHashTable) who = publishers (exchange, sides);

  for (guint i = 0; chain != NULL && i < chain->len; i++)
    g_ptr_array_add (list, side_of_edition (exchange, chain->pdata[i], who));
  return chain != NULL;
}

GPtrArray *
sides_list (const Exchange *exchange, const Sides *sides, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)side_free);

  return (sides->draft == NULL || list_versions (exchange, sides, list, error))
                 && list_editions (exchange, sides, list, error)
             ? g_steal_pointer (&list)
             : NULL;
}

/* ---- One of them ---- */

static Side *
find_version (const Exchange *exchange, const Sides *sides, gint64 number, GError **error)
{
  g_autoptr (DraftVersion) version =
      sides->draft != NULL ? cabinet_draft_version (exchange->desk->cabinet, sides->draft->id, number, error) : NULL;
  return version != NULL ? side_of_version (exchange, sides, version) : NULL;
}

static Side *
find_edition (const Exchange *exchange, const Sides *sides, unsigned number, GError **error)
{
  store_set_instant (exchange->desk->visible, exchange->now);
  g_autoptr (Edition) edition =
      store_edition_number (exchange->desk->visible, sides->office, sides->document, sides->language, number, error);
  if (edition == NULL || edition->state == STATE_ERASED)
    return NULL;
  g_autoptr (GHashTable) who = publishers (exchange, sides);
  Side *side = side_of_edition (exchange, edition, who);
  side->source = source_of (edition, sides->draft == NULL);
  return side;
}

Side *
sides_find (const Exchange *exchange, const Sides *sides, const char *key, GError **error)
{
  guint64 number;

  if ((*key != 'e' && *key != 'v') || !g_ascii_string_to_unsigned (key + 1, 10, 1, 999999999, &number, NULL))
    return NULL;
  return *key == 'e' ? find_edition (exchange, sides, (unsigned)number, error)
                     : find_version (exchange, sides, (gint64)number, error);
}

/* ---- A page that compares ---- */

static json_t *
list_view (const GPtrArray *list, const char *from, const char *to)
{
  json_t *view = json_array ();

  for (guint i = 0; i < list->len; i++)
    {
      const Side *side = list->pdata[i];
      json_array_append_new (view, json_pack ("{s:s, s:s, s:s, s:s, s:s, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:i}",
                                              "key", side->key, "name", side->name, "who", side->who, "at", side->at,
                                              "note", side->note != NULL ? side->note : "", "has_note",
                                              side->note != NULL, "has_who", *side->who != '\0', "erased",
                                              side->erased, "withdrawn", side->withdrawn, "is_from",
                                              strcmp (side->key, from) == 0, "is_to", strcmp (side->key, to) == 0,
                                              "is_first", i == 0, "number", (int)side->number));
    }
  return view;
}

/* Without a choice: the newest, and what it is to be seen beside: the edition that is public, or the one before. */
static const char *
chosen (const Exchange *exchange, const char *name, const GPtrArray *list, guint otherwise)
{
  const char *key = form_get (exchange->query, name);
  guint at = 0;

  for (guint i = 0; i < list->len; i++)
    {
      const Side *side = list->pdata[i];
      if (key != NULL ? strcmp (side->key, key) == 0 : (!side->erased && at++ == otherwise))
        return side->key;
    }
  return "";
}

static json_t *
side_view (const Side *side)
{
  return json_pack ("{s:s, s:s, s:s, s:b}", "name", side->name, "who", side->who, "at", side->at, "has_who",
                    *side->who != '\0');
}

/* Of a profile, part by part; of a text, field by field. */
static json_t *
fields_view (const Exchange *exchange, const Profile *profile, const Sides *sides, const Side *before,
             const Side *after)
{
  if (*sides->language != '\0')
    return comparison_view (exchange, profile, before->source, after->source, sides->language);
  json_auto_t *old = profile_tree_read (before->source->body, NULL);
  json_auto_t *new = profile_tree_read (after->source->body, NULL);
  return old != NULL && new != NULL ? profile_differences (exchange, profile, old, new) : json_array ();
}

gboolean
sides_put (const Exchange *exchange, json_t *view, const Profile *profile, const Sides *sides, GError **error)
{
  GError *failure = NULL;
  g_autoptr (GPtrArray) list = sides_list (exchange, sides, &failure);
  const char *from = list != NULL ? chosen (exchange, "from", list, 1) : "";
  const char *to = list != NULL ? chosen (exchange, "to", list, 0) : "";
  g_autoptr (Side) before = failure == NULL ? sides_find (exchange, sides, from, &failure) : NULL;
  g_autoptr (Side) after = failure == NULL ? sides_find (exchange, sides, to, &failure) : NULL;
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  g_assert (list != NULL);
  gboolean both = before != NULL && after != NULL;
  json_t *fields = both ? fields_view (exchange, profile, sides, before, after) : NULL;
  json_object_set_new (view, "sides", list_view (list, from, to));
  json_object_set_new (view, "has_comparison", json_boolean (both));
  json_object_set_new (view, "has_choice", json_boolean (list->len > 1));
  if (both)
    {
      json_object_set_new (view, "before", side_view (before));
      json_object_set_new (view, "after", side_view (after));
    }
  json_object_set_new (view, "is_same", json_boolean (json_array_size (fields) == 0));
  json_object_set_new (view, "fields", fields != NULL ? fields : json_array ());
  return TRUE;
}
