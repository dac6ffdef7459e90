/* One entry of the profile: its form, and its place in its list.
 *
 * A form says which text it is of. What others changed meanwhile is kept: an entry is found again wherever it stands
 * now, and of one that two changed only what both changed is asked about. */
#include "desk/pages.h"

#include "desk/profile/profile_form.h"
#include "desk/profile/profile_merge.h"
#include "desk/profile/profile_view.h"

#include <string.h>

#define NEW G_MAXUINT
#define MOST_ENTRIES 100

typedef struct
{
  unsigned status;
  const char *section;
  guint index;
  const json_t *entry; /* or NULL */
  char *theirs;        /* what stands there now, or NULL */
} EntryPage;

static guint
index_of (const Form *form)
{
  guint64 index;
  return g_ascii_string_to_unsigned (form_text (form, "n"), 10, 0, MOST_ENTRIES, &index, NULL) ? (guint)index : NEW;
}

/* NULL: it has been answered. */
static ProfileWork *
open_work (Exchange *exchange, const char *section, gboolean to_change)
{
  GError *error = NULL;
  if (!profile_section_known (section))
    {
      desk_say (exchange, 404, "nothing_title", "nothing_text", NULL);
      return NULL;
    }
  g_autoptr (ProfileWork) work = profile_work_open (exchange, exchange->office, &error);
  if (work == NULL)
    desk_fail (exchange, error);
  else if (to_change && !profile_work_is_open (work))
    desk_say (exchange, 409, "refused_title", "state_text", NULL);
  else
    return g_steal_pointer (&work);
  return NULL;
}

/* ---- The form ---- */

static void
put_zones (json_t *view)
{
  g_auto (GStrv) names = zone_names ();
  json_t *zones = json_array ();

  for (char **name = names; *name != NULL; name++)
    json_array_append_new (zones, json_string (*name));
  json_object_set_new (view, "zones", zones);
}

/* A counter shows its number of today; what is new is called nothing yet. Transfer full. */
static char *
title_of (const Exchange *exchange, const ProfileWork *work, const EntryPage *page)
{
  if (page->index == NEW || strcmp (page->section, "name") == 0)
    return g_strdup ("");
  if (strcmp (page->section, "counters") != 0)
    return g_strdup (profile_entry_title (page->entry, exchange->language, work->profile));
  g_autoptr (Profile) parsed = profile_parse (work->source->body, strlen (work->source->body), "profile", NULL);
  g_autofree char *today = parsed != NULL ? profile_counter_today (exchange, parsed, page->index) : NULL;
  return today != NULL ? g_strdup_printf ("%s %s", desk_word (exchange, "profile_today"), today) : g_strdup ("");
}

static void
show (Exchange *exchange, ProfileWork *work, const EntryPage *page)
{
  g_autoptr (GPtrArray) problems = profile_check (exchange, work->tree, work->profile);
  gboolean new = page->index == NEW;
  g_autofree char *title = title_of (exchange, work, page);
  json_t *view =
      json_pack ("{s:s, s:s, s:s, s:b, s:s, s:b, s:s, s:b, s:b, s:o}", "title",
                 profile_word (exchange, "section", page->section), "kicker", title, "section", page->section,
                 "has_list", strcmp (page->section, "name") != 0, "list", profile_list_of (page->section),
                 "has_theirs", page->theirs != NULL, "theirs", page->theirs != NULL ? page->theirs : "", "is_hours",
                 strcmp (page->section, "hours") == 0, "has_said", form_get (exchange->query, "saved") != NULL,
                 "fields", profile_fields_view (exchange, work, page->section, page->index, page->entry, problems));

  g_autofree char *n = new ? g_strdup ("new") : g_strdup_printf ("%u", page->index);
  json_object_set_new (view, "n", json_string (n));
  json_object_set_new (view, "has_zones", json_boolean (strcmp (page->section, "clocks") == 0));
  if (strcmp (page->section, "clocks") == 0)
    put_zones (view);
  json_object_set_new (view, "list_name",
                       json_string (profile_word (exchange, "section", profile_list_of (page->section))));
  json_object_set_new (view, "is_new", json_boolean (new));
  json_object_set_new (view, "wrong",
                       json_boolean (profile_problem (problems, page->section, page->index, NULL) != NULL));
  profile_put_read (view, work);
  desk_show (exchange, page->status, "profile_entry", view);
}

void
page_profile_entry (Exchange *exchange)
{
  const char *section = form_text (exchange->query, "of");
  EntryPage page = { .status = 200, .section = section, .index = index_of (exchange->query) };
  g_autoptr (ProfileWork) work = open_work (exchange, section, FALSE);
  if (work == NULL)
    return;
  page.entry = page.index != NEW ? profile_entry (work->tree, section, page.index) : NULL;
  if (page.entry != NULL || (page.index == NEW && profile_section_is_list (section)))
    show (exchange, work, &page);
  else
    desk_say (exchange, 404, "nothing_title", "nothing_text", NULL);
}

/* ---- What the form is of, and where that is now ---- */

/* The whole text that whoever sent the form had read. NULL: it is gone. Transfer full. */
static json_t *
tree_read (Exchange *exchange, const ProfileWork *work)
{
  const Form *form = exchange->form;
  return profile_tree_before (exchange, work, form_text (form, "draft"),
                              g_ascii_strtoll (form_text (form, "version"), NULL, 10),
                              (unsigned)g_ascii_strtoull (form_text (form, "base"), NULL, 10));
}

static guint
place_of (const json_t *list, const json_t *entry)
{
  size_t index;
  json_t *one;

  json_array_foreach (list, index, one)
    if (json_equal (one, entry))
      return (guint)index;
  return NEW;
}

/* Where the entry INDEX of the tree BEFORE stands in that of WORK; NEW: nowhere that is known. */
static guint
find_again (const ProfileWork *work, json_t *before, const char *section, guint index)
{
  json_t *entry = profile_entry (before, section, index);
  if (strcmp (section, "name") == 0 || index == NEW || json_equal (entry, profile_entry (work->tree, section, index)))
    return index;
  const json_t *now = profile_list (work->tree, profile_list_of (section));
  guint place = place_of (now, entry);
  gboolean as_long = json_array_size (now) == json_array_size (profile_list (before, profile_list_of (section)));
  return place == NEW && as_long ? index : place;
}

/* ---- Saving ---- */

/* TREE is changed; ENTRY is taken over. */
static void
put_entry (json_t **tree, const char *section, guint index, json_t *entry)
{
  const char *list = profile_list_of (section);

  if (strcmp (section, "name") == 0)
    {
      json_decref (*tree);
      *tree = entry;
    }
  else if (index == NEW)
    json_array_append_new (profile_list_need (*tree, list), entry);
  else
    json_array_set_new (profile_list_need (*tree, list), index, entry);
}

static void
go_on (Exchange *exchange, const ProfileWork *work, const char *section, guint index)
{
  const char *then = form_text (exchange->form, "then");
  g_autoptr (GPtrArray) problems = profile_check (exchange, work->tree, work->profile);
  gboolean wrong = profile_problem (problems, section, index, NULL) != NULL;
  gboolean office = strcmp (profile_list_of (section), "contacts") == 0;

  if (wrong || strcmp (then, "more") == 0)
    desk_go (exchange, "/profile/%s/entry?of=%s&n=%u&saved=1", work->office, section, index);
  else if (strcmp (then, "preview") == 0 && work->draft != NULL)
    desk_go (exchange, "/drafts/%s%s", work->draft->id, office ? "?page=office" : "");
  else if (profile_section_is_list (section))
    desk_go (exchange, "/profile/%s/section?of=%s&saved=1", work->office, section);
  else
    desk_go (exchange, strcmp (section, "hours") == 0 ? "/profile/%s/section?of=contacts&saved=1" : "/profile/%s",
             work->office);
}

/* Save what stands in TREE, unless it says what stands there. FALSE: it has been answered, or, with *AGAIN, somebody
 * was quicker. */
static gboolean
save (Exchange *exchange, ProfileWork *work, json_t *tree, gboolean *again)
{
  GError *error = NULL;
  *again = FALSE;
  if (json_equal (work->tree, tree) || profile_work_save (exchange, work, tree, &error))
    return TRUE;
  *again = g_error_matches (error, CABINET_ERROR, CABINET_ERROR_CONFLICT)
           || g_error_matches (error, CABINET_ERROR, CABINET_ERROR_EXISTS);
  if (*again)
    g_error_free (error);
  else
    desk_fail (exchange, error);
  return FALSE;
}

/* What was typed, with what others typed into the same entry. CONFLICT: they changed the same. */
static json_t *
typed_entry (const ProfileWork *work, const char *section, const json_t *before, const json_t *there,
             const Form *form, char **conflict)
{
  json_auto_t *mine = profile_take (section, before, work->profile, form);
  return before == NULL ? json_incref (mine) : profile_merge (before, mine, there, conflict);
}

static void
show_conflict (Exchange *exchange, ProfileWork *work, const char *section, guint index, const json_t *there,
               json_t *mine)
{
  g_autofree char *theirs =
      there != NULL ? profile_entry_text (exchange, work->profile, section, there) : g_strdup ("");
  const EntryPage page = { 409, section, index, mine, theirs };
  show (exchange, work, &page);
}

/* Once. *AGAIN: somebody saved at the same moment. */
static void
take (Exchange *exchange, const char *section, gboolean *again)
{
  g_autoptr (ProfileWork) work = open_work (exchange, section, TRUE);
  json_auto_t *read = work != NULL ? tree_read (exchange, work) : NULL;
  g_autofree char *conflict = NULL;
  *again = FALSE;
  if (work == NULL)
    return;

  guint asked = index_of (exchange->form);
  json_t *before_all = read != NULL ? read : work->tree; /* what was read is gone: then it is as if this was */
  guint index = find_again (work, before_all, section, asked);
  const json_t *before = asked != NEW ? profile_entry (before_all, section, asked) : NULL;
  const json_t *there = index != NEW ? profile_entry (work->tree, section, index) : NULL;
  json_t *entry = typed_entry (work, section, before, there, exchange->form, &conflict);
  gboolean lost = before != NULL && there == NULL; /* somebody removed it, or moved and changed it */
  if (entry == NULL || conflict != NULL || lost)
    {
      show_conflict (exchange, work, section, index, there, entry);
      json_decref (entry);
      return;
    }
  json_t *tree = json_deep_copy (work->tree);
  gboolean empty = index == NEW && json_object_size (entry) == 0;
  if (empty)
    json_decref (entry);
  else
    put_entry (&tree, section, index, entry);
  if (save (exchange, work, tree, again))
    go_on (exchange, work, section,
           index != NEW ? index : (guint)json_array_size (profile_list (work->tree, section)) - 1);
  json_decref (tree);
}

void
page_profile_entry_post (Exchange *exchange)
{
  const char *section = form_text (exchange->form, "of");
  gboolean again = TRUE;

  for (int tries = 0; again && tries < 3; tries++)
    take (exchange, section, &again);
  if (again)
    desk_say (exchange, 503, "refused_title", "busy_text", NULL);
}

/* ---- Moving and removing ---- */

static void
rearrange (json_t *list, guint index, const char *how)
{
  guint other = strcmp (how, "up") == 0 ? index - 1 : index + 1;

  if (strcmp (how, "remove") == 0)
    json_array_remove (list, index);
  else if (other < json_array_size (list))
    {
      json_t *entry = json_incref (json_array_get (list, index));
      json_array_remove (list, index);
      json_array_insert_new (list, other, entry);
    }
}

void
page_profile_arrange (Exchange *exchange)
{
  const char *section = form_text (exchange->form, "of"), *how = form_text (exchange->form, "do");
  g_autoptr (ProfileWork) work = open_work (exchange, section, TRUE);
  json_auto_t *read = work != NULL ? tree_read (exchange, work) : NULL;
  gboolean again;
  if (work == NULL)
    return;

  guint asked = index_of (exchange->form);
  const json_t *before =
      read != NULL && asked != NEW && profile_section_is_list (section) ? profile_entry (read, section, asked) : NULL;
  json_auto_t *tree = json_deep_copy (work->tree);
  gboolean stays = before != NULL && json_equal (before, profile_entry (work->tree, section, asked));
  guint index = stays ? asked : before != NULL ? place_of (profile_list (work->tree, section), before) : NEW;
  if (index == NEW) /* somebody changed or removed it meanwhile */
    {
      desk_say (exchange, 409, "refused_title", "state_text", NULL);
      return;
    }
  rearrange (profile_list_need (tree, section), index, how);
  if (save (exchange, work, tree, &again))
    desk_go (exchange, "/profile/%s/section?of=%s&saved=1", work->office, section);
  else if (again)
    desk_say (exchange, 409, "refused_title", "state_text", NULL);
}
