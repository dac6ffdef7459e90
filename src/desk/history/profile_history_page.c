/* What the office said about itself before: its editions, what differs between any two of them, and back to one.
 * Going back makes a draft, which is looked at and published as any other. */
#include "desk/pages.h"

#include "desk/history/sides.h"
#include "desk/listing.h"
#include "desk/profile/profile_view.h"
#include "text/locale.h"

#define MOST_SCHEDULED 50

static Sides
sides_of (const ProfileWork *work)
{
  return (Sides){ work->office, work->last->document, "", NULL };
}

static void
show (Exchange *exchange, unsigned status, const ProfileWork *work, const char *problem)
{
  const Sides sides = sides_of (work);
  const DraftFilter filter = {
    .office = work->office, .document = work->last->document, .language = "", .state = DRAFT_SCHEDULED
  };
  GError *error = NULL;
  json_t *scheduled = drafts_view (exchange, &filter, ACTION_READ, MOST_SCHEDULED, &error);
  json_t *view = json_pack ("{s:s, s:s, s:s, s:[], s:b, s:o}", "title", desk_word (exchange, "profile_history"),
                            "tag", exchange->language, "text_direction", locale_direction (exchange->language),
                            "compare_fields", "has_planned", json_array_size (scheduled) > 0, "planned", scheduled);

  profile_put_read (view, work);
  desk_put (view, "problem", problem);
  if (error == NULL && sides_put (exchange, view, work->profile, &sides, &error))
    {
      desk_show (exchange, status, "profile_history", view);
      return;
    }
  json_decref (view);
  desk_fail (exchange, error);
}

/* NULL: it has been answered. */
static ProfileWork *
open_work (Exchange *exchange)
{
  GError *error = NULL;
  ProfileWork *work = profile_work_open (exchange, exchange->office, &error);
  if (work == NULL)
    desk_fail (exchange, error);
  return work;
}

void
page_profile_history (Exchange *exchange)
{
  g_autoptr (ProfileWork) work = open_work (exchange);
  if (work != NULL)
    show (exchange, 200, work, NULL);
}

/* ---- Going back ---- */

static gboolean
note_return (Exchange *exchange, const ProfileWork *work, const Side *side, GError **error)
{
  Actor actor = exchange_actor (exchange);
  return cabinet_note (exchange->desk->cabinet, &actor, "draft.returned", work->office, work->last->document, NULL,
                       json_pack ("{s:s, s:s}", "draft", work->draft->id, "to", side->key), error);
}

static gboolean
begin (Exchange *exchange, ProfileWork *work, const Side *side, GError **error)
{
  Cabinet *cabinet = exchange->desk->cabinet;
  json_auto_t *tree = profile_tree_read (side->source->body, error);

  if (tree == NULL || !cabinet_begin (cabinet, error))
    return FALSE;
  if (profile_work_save (exchange, work, tree, error) && note_return (exchange, work, side, error))
    return cabinet_commit (cabinet, error);
  cabinet_rollback (cabinet);
  return FALSE;
}

void
page_profile_return (Exchange *exchange)
{
  g_autoptr (ProfileWork) work = open_work (exchange);
  GError *error = NULL;
  if (work == NULL)
    return;
  const Sides sides = sides_of (work);
  g_autoptr (Side) side = sides_find (exchange, &sides, form_text (exchange->form, "to"), &error);

  if (side == NULL && error == NULL)
    desk_say (exchange, 404, "nothing_title", "nothing_text", NULL);
  else if (side != NULL && work->draft != NULL)
    show (exchange, 409, work, desk_word (exchange, "profile_return_busy"));
  else if (side != NULL && begin (exchange, work, side, &error))
    desk_go (exchange, "/drafts/%s", work->draft->id);
  else
    desk_fail (exchange, error);
}
