#include "desk/profile/profile_release.h"

#include "base/yaml_json.h"
#include "cabinet/trail.h"
#include "desk/moment.h"
#include "desk/profile/profile_check.h"
#include "desk/profile/profile_merge.h"

#include <string.h>

/* ---- What stands against it ---- */

Instant
profile_release_instant (const Exchange *exchange, const ProfileWork *work)
{
  Instant when;
  gboolean now_instead;

  return source_instant (work->source, exchange->now, &when, &now_instead, NULL) ? MAX (when, exchange->now)
                                                                                 : exchange->now;
}

static void
add (const Exchange *exchange, GPtrArray *problems, const char *field, const char *message)
{
  ProfileProblem *problem = g_new0 (ProfileProblem, 1);

  problem->field = g_strdup (field);
  problem->text = g_strdup (desk_word (exchange, message));
  g_ptr_array_add (problems, problem);
}

static void
check_when (const Exchange *exchange, GPtrArray *problems, const ProfileWork *work)
{
  static const char *const texts[] = {
    [MOMENT_ERROR_DATE] = "when_no_date", [MOMENT_ERROR_TIME] = "when_no_time", [MOMENT_ERROR_ZONE] = "when_no_zone"
  };
  g_autoptr (GError) error = NULL;
  gboolean now_instead;
  Instant when;

  if (!source_instant (work->source, exchange->now, &when, &now_instead, &error))
    add (exchange, problems, "when", error->domain == MOMENT_ERROR ? texts[error->code] : "when_no_date");
}

static gboolean
is_blank (const char *text)
{
  return text[strspn (text, " \n\t")] == '\0';
}

GPtrArray *
profile_release_check (Exchange *exchange, ProfileWork *work, GError **error)
{
  g_autoptr (Edition) in_force =
      profile_in_force (exchange, work->office, profile_release_instant (exchange, work), error);
  if (in_force == NULL)
    return NULL;
  GPtrArray *problems = profile_check (exchange, work->tree, work->profile);
  json_auto_t *base = profile_tree_read (work->base->body, NULL);

  if (json_equal (base, work->tree))
    add (exchange, problems, NULL, "profile_nothing");
  if (is_blank (source_get (work->source, "change_note")))
    add (exchange, problems, "change_note", "change_note_needed");
  check_when (exchange, problems, work);
  if (in_force->number != work->base->number)
    add (exchange, problems, NULL, "profile_stale");
  return problems;
}

/* ---- Bringing it up to date ---- */

gboolean
profile_release_rebase (Exchange *exchange, ProfileWork *work, char **conflict, GError **error)
{
  Actor actor = exchange_actor (exchange);
  g_autoptr (Edition) in_force =
      profile_in_force (exchange, work->office, profile_release_instant (exchange, work), error);
  *conflict = NULL;
  if (in_force == NULL)
    return FALSE;
  if (in_force->number == work->base->number)
    return TRUE;

  json_auto_t *base = profile_tree_read (work->base->body, NULL);
  json_auto_t *theirs = profile_tree_read (in_force->body, NULL);
  json_auto_t *merged = profile_merge (base, work->tree, theirs, conflict);
  if (*conflict != NULL)
    return TRUE;
  if (!profile_work_save (exchange, work, merged, error)
      || !cabinet_rebase_draft (exchange->desk->cabinet, &actor, work->draft->id, in_force->number, error))
    return FALSE;
  edition_free (work->base);
  work->base = g_steal_pointer (&in_force);
  return TRUE;
}

/* ---- What was scheduled for later ---- */

typedef struct
{
  Edition *edition;
  Instant from;
} Pending;

static void
pending_free (gpointer data)
{
  Pending *pending = data;

  edition_free (pending->edition);
  g_free (pending);
}

static int
pending_compare (gconstpointer a, gconstpointer b)
{
  const Pending *first = *(Pending *const *)a, *second = *(Pending *const *)b;
  return first->from < second->from ? -1 : first->from > second->from;
}

/* Those that will be in force, each from its instant on, after FROM. Array of Pending; NULL with ERROR set. */
static GPtrArray *
pending_after (Exchange *exchange, const ProfileWork *work, Instant from, GError **error)
{
  g_autoptr (GPtrArray) places =
      store_whole_chain (exchange->desk->record, work->office, work->last->document, "", error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (pending_free);
  if (places == NULL)
    return NULL;
  for (guint i = 0; i < places->len; i++)
    {
      const StorePlace *place = places->pdata[i];
      if (place->visible_from <= from || place->visible_from == INSTANT_MAX)
        continue;
      g_autoptr (Edition) then = profile_in_force (exchange, work->office, place->visible_from, error);
      if (then == NULL)
        return NULL;
      if (then->number != place->edition->number)
        continue;
      Pending *pending = g_new0 (Pending, 1);
      *pending = (Pending){ g_steal_pointer (&then), place->visible_from };
      g_ptr_array_add (list, pending);
    }
  g_ptr_array_sort (list, pending_compare);
  return g_steal_pointer (&list);
}

static gboolean
refuse (const Exchange *exchange, const char *message, GError **error)
{
  g_set_error_literal (error, PUBLISH_ERROR, PUBLISH_ERROR_CHAIN, desk_word (exchange, message));
  return FALSE;
}

static gboolean
write_text (Exchange *exchange, const ProfileWork *work, const char *yaml, const char *note, Instant from,
            GError **error)
{
  const ProfileText text = {
    .office = work->office, .yaml = yaml, .length = strlen (yaml), .file = "profile", .note = note, .from = from
  };
  PublishOutcome outcome;

  return publish_profile (exchange->desk->record, &text, exchange->now, &outcome, error)
         && (outcome != PUBLISH_UNCHANGED || refuse (exchange, "unchanged_text", error));
}

/* Each again, with what was changed before it: BEFORE was changed into NOW. FIRST: the number of the first of them.
 */
static gboolean
write_pending (Exchange *exchange, const ProfileWork *work, const GPtrArray *list, unsigned first, GError **error)
{
  json_t *before = profile_tree_read (work->base->body, NULL), *now = json_incref (work->tree);
  gboolean fine = TRUE;

  for (guint i = 0; fine && i < list->len; i++)
    {
      const Pending *pending = list->pdata[i];
      g_autofree char *conflict = NULL;
      json_t *planned = profile_tree_read (pending->edition->body, NULL);
      json_t *merged = profile_merge (before, planned, now, &conflict);
      g_autofree char *yaml = yaml_write (merged);
      fine = conflict != NULL
                 ? refuse (exchange, "profile_both_changed", error)
                 : write_text (exchange, work, yaml, pending->edition->change_note, pending->from, error)
                       && store_renumber_source (exchange->desk->record, pending->edition, first + i, error);
      json_decref (before);
      json_decref (now);
      before = planned;
      now = merged;
    }
  json_decref (before);
  json_decref (now);
  return fine;
}

/* ---- Writing ---- */

static Draft *
outcome_of (const ProfileWork *work, Instant from)
{
  Draft *draft = draft_new ();

  draft->document = g_strdup (work->last->document);
  draft->number = work->last->number + 1;
  draft->visible_from = from;
  draft->outcome = PUBLISH_NEXT;
  return draft;
}

static gboolean
write_all (Exchange *exchange, ProfileWork *work, Instant from, GError **error)
{
  g_autofree char *source = g_strconcat (DRAFT_SOURCE, work->draft->id, NULL);
  g_autoptr (GPtrArray) pending = pending_after (exchange, work, from, error);

  return pending != NULL
         && write_text (exchange, work, work->source->body, source_get (work->source, "change_note"), from, error)
         && write_pending (exchange, work, pending, work->last->number + 2, error)
         && store_set_source (exchange->desk->record, work->office, source, work->last->document, "", error)
         && store_set_source_number (exchange->desk->record, work->office, source, work->last->number + 1, error);
}

static Draft *
write_checked (Exchange *exchange, ProfileWork *work, GError **error)
{
  g_autoptr (GPtrArray) problems = profile_release_check (exchange, work, error);
  if (problems == NULL)
    return NULL;
  if (problems->len > 0)
    {
      const ProfileProblem *first = problems->pdata[0];
      g_set_error_literal (error, PUBLISH_ERROR, PUBLISH_ERROR_CHAIN, first->text);
      return NULL;
    }
  Instant from = profile_release_instant (exchange, work);
  return write_all (exchange, work, from, error) ? outcome_of (work, from) : NULL;
}

Draft *
profile_release_write (Exchange *exchange, const CabinetDraft *draft, GError **error)
{
  g_autoptr (ProfileWork) work = profile_work_of_draft (exchange, draft, error);
  return work != NULL ? write_checked (exchange, work, error) : NULL;
}

/* ---- What was scheduled is given another time, or taken back ---- */

/* What it changed is changed of EDITION instead, which is taken over. */
static void
rest_on (ProfileWork *work, Edition *edition, char **conflict)
{
  json_auto_t *base = profile_tree_read (work->base->body, NULL);
  json_auto_t *theirs = profile_tree_read (edition->body, NULL);
  json_auto_t *merged = profile_merge (base, work->tree, theirs, conflict);

  profile_work_set (work, merged);
  edition_free (work->base);
  work->base = edition;
}

Draft *
profile_release_move (Exchange *exchange, const CabinetDraft *draft, GError **error)
{
  g_autofree char *conflict = NULL;
  g_autoptr (ProfileWork) work = profile_work_of_text (exchange, draft, error);
  Edition *in_force = work != NULL
                          ? profile_in_force (exchange, work->office, profile_release_instant (exchange, work), error)
                          : NULL;
  if (in_force == NULL)
    return NULL;
  rest_on (work, in_force, &conflict);
  if (conflict != NULL && !refuse (exchange, "profile_move_conflict", error))
    return NULL;
  return write_checked (exchange, work, error);
}

/* Both steps or none: a text is what somebody changed of its base. */
static gboolean
save_on (Exchange *exchange, ProfileWork *work, Edition *edition, GError **error)
{
  Cabinet *cabinet = exchange->desk->cabinet;
  Actor actor = exchange_actor (exchange);

  rest_on (work, edition, NULL);
  json_auto_t *tree = json_incref (work->tree);
  if (!cabinet_begin (cabinet, error))
    return FALSE;
  if (profile_work_save (exchange, work, tree, error)
      && cabinet_rebase_draft (cabinet, &actor, work->draft->id, edition->number, error))
    return cabinet_commit (cabinet, error);
  cabinet_rollback (cabinet);
  return FALSE;
}

/* Or from one that goes with it. */
static gboolean
is_begun_from (Exchange *exchange, const CabinetDraft *open, const CabinetDraft *scheduled, GError **error)
{
  const Edition which = { .office = scheduled->office,
                          .document = scheduled->document,
                          .language = scheduled->language,
                          .number = scheduled->number };
  unsigned first;
  return store_first_to_go (exchange->desk->record, &which, exchange->now, &first, error) && open->based_on >= first;
}

gboolean
profile_release_leave (Exchange *exchange, const CabinetDraft *scheduled, GError **error)
{
  GError *failure = NULL;
  g_autoptr (CabinetDraft) open =
      cabinet_draft_of (exchange->desk->cabinet, scheduled->office, scheduled->document, "", exchange->now, &failure);
  if (open == NULL || open->number > 0 || !is_begun_from (exchange, open, scheduled, &failure))
    {
      if (failure != NULL)
        g_propagate_error (error, failure);
      return failure == NULL;
    }
  g_autoptr (ProfileWork) work = profile_work_of_draft (exchange, open, error);
  Edition *before =
      work != NULL ? profile_in_force (exchange, work->office, scheduled->visible_from - 1, error) : NULL;
  return before != NULL && save_on (exchange, work, before, error);
}

/* ---- Numbers ---- */

static gboolean
settle (const Desk *desk, const CabinetDraft *draft, Instant now, GError **error)
{
  const Actor actor = { .name = "desk", .place = "console", .now = now };
  g_autofree char *source = g_strconcat (DRAFT_SOURCE, draft->id, NULL);
  GError *failure = NULL;
  unsigned number = draft->number > 0 ? store_source_number (desk->record, draft->office, source, &failure) : 0;

  if (failure == NULL)
    return number == 0 || number == draft->number
           || cabinet_draft_renumbered (desk->cabinet, &actor, draft->id, number, error);
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
profile_release_settle (const Desk *desk, const char *office, Instant now, GError **error)
{
  GError *failure = NULL;
  g_autoptr (Edition) last = store_last_profile (desk->record, office, NULL, &failure);
  const DraftFilter filter = {
    .office = office, .language = "", .document = last != NULL ? last->document : "", .state = DRAFT_ANY
  };
  g_autoptr (GPtrArray) drafts =
      failure == NULL ? cabinet_drafts (desk->cabinet, &filter, now, 0, G_MAXINT, &failure) : NULL;
  gboolean fine = drafts != NULL;

  for (guint i = 0; fine && i < drafts->len; i++)
    fine = settle (desk, drafts->pdata[i], now, &failure);
  if (!fine)
    g_propagate_error (error, failure);
  return fine;
}

/* ---- The trail ---- */

static void
put_changed (json_t *before, json_t *after, const json_t *old, const json_t *new, const char *key)
{
  json_t *was = json_object_get (old, key), *is = json_object_get (new, key);

  if (was != NULL && is != NULL && json_equal (was, is))
    return;
  if (was != NULL)
    json_object_set (before, key, was);
  if (is != NULL)
    json_object_set (after, key, is);
}

gboolean
profile_release_note (Exchange *exchange, const Draft *draft, GError **error)
{
  Actor actor = exchange_actor (exchange);
  g_autoptr (ProfileWork) work = profile_work_of_draft (exchange, exchange->draft, error);
  json_auto_t *old = work != NULL ? profile_tree_read (work->base->body, error) : NULL;
  if (old == NULL)
    return FALSE;
  json_t *before = json_object (), *after = json_object (), *value;
  const char *key;

  json_object_foreach (old, key, value)
    put_changed (before, after, old, work->tree, key);
  json_object_foreach (work->tree, key, value)
    if (json_object_get (old, key) == NULL)
      put_changed (before, after, old, work->tree, key);
  return cabinet_note (exchange->desk->cabinet, &actor, "profile.changed", work->office, draft->document, before,
                       after, error);
}
