#include "desk/public/schedule.h"

#include "cabinet/taking_back.h"
#include "desk/moment.h"
#include "desk/profile/profile_release.h"
#include "desk/public/release.h"
#include "desk/text/source.h"

/* ---- In the record ---- */

typedef struct
{
  Exchange *exchange;        /* NULL after a crash: then nothing is moved */
  const CabinetDraft *draft; /* what is taken back */
  const CabinetDraft *moved; /* the same with another time, that takes its place; or NULL */
  Draft *put;                /* what became of that */
  gboolean public;           /* it was too late */
  gboolean seen;             /* it was done too slowly: somebody may have seen it */
} Taking;

static gboolean
replace (const Desk *desk, Taking *taking, Instant *instant, GError **error)
{
  const CabinetDraft *draft = taking->draft;
  g_autofree char *source = g_strconcat (DRAFT_SOURCE, draft->id, NULL);
  const Edition which = {
    .office = draft->office, .document = draft->document, .language = draft->language, .number = draft->number
  };
  GError *failure = NULL;

  if (!store_take_back (desk->record, &which, source, g_get_real_time (), instant, &failure))
    taking->public = failure == NULL;
  else if (taking->moved != NULL)
    taking->put = release_put (taking->exchange, taking->moved, &failure);
  if (failure == NULL)
    return !taking->public;
  g_propagate_error (error, failure);
  return FALSE;
}

/* FALSE without ERROR set: it is public. */
static gboolean
run (const Desk *desk, Taking *taking, GError **error)
{
  GError *failure = NULL;
  Instant instant;

  if (!store_begin_before (desk->record, error))
    return FALSE;
  if (!replace (desk, taking, &instant, error))
    {
      store_rollback (desk->record);
      return FALSE;
    }
  gboolean done = store_commit_before (desk->record, instant, &taking->seen, &failure);
  taking->public = !done && failure == NULL;
  if (failure != NULL)
    g_propagate_error (error, failure);
  return done;
}

/* ---- At the desk ---- */

/* What somebody may have seen was public, and is again. */
static gboolean
put_back (Exchange *exchange, Taking *taking, GError **error)
{
  Taking moved = { .draft = taking->draft };
  if (taking->moved != NULL && !run (exchange->desk, &moved, NULL))
    return TRUE; /* it stands at its other time, and others of its chain upon it */
  g_autoptr (Draft) again = release_edition (exchange, taking->draft, error);
  taking->public = again != NULL;
  return FALSE;
}

static void
stands (Exchange *exchange, const CabinetDraft *draft)
{
  Actor actor = exchange_actor (exchange);
  GError *failure = NULL;

  if (!cabinet_draft_not_taken_back (exchange->desk->cabinet, &actor, draft->id, &failure))
    desk_unsettle (exchange->desk, failure);
}

static gboolean
take (Exchange *exchange, Taking *taking, gboolean *public, GError **error)
{
  const CabinetDraft *draft = taking->draft;
  gboolean done = (!draft_is_profile (draft) || profile_release_leave (exchange, draft, error))
                  && run (exchange->desk, taking, error);
  if (done && taking->seen)
    done = put_back (exchange, taking, error);
  *public = taking->public;
  if (!done)
    stands (exchange, draft);
  return done;
}

gboolean
schedule_take_back (Exchange *exchange, const char *reason, gboolean *public, GError **error)
{
  Desk *desk = exchange->desk;
  const CabinetDraft *draft = exchange->draft;
  Actor actor = exchange_actor (exchange);
  Taking taking = { .exchange = exchange, .draft = draft };
  GError *failure = NULL;

  *public = FALSE;
  if (!cabinet_take_back_draft (desk->cabinet, &actor, draft->id, reason, NULL, error)
      || !take (exchange, &taking, public, error))
    return FALSE;
  if (!cabinet_unschedule_draft (desk->cabinet, &actor, draft->id, reason, &failure))
    desk_unsettle (desk, failure);
  return TRUE;
}

/* ---- Another time ---- */

/* EDITION: that which it became; of a profile, it has what was published meanwhile. NULL: its own words. */
static char *
text_at (const CabinetDraft *draft, const char *when, const Edition *edition)
{
  g_autoptr (Source) source = source_read (draft->text);

  source_set (source, "when", when);
  if (edition != NULL && draft_is_profile (draft))
    {
      g_free (source->body);
      source->body = g_strdup (edition->body);
    }
  return source_write (source);
}

/* Of a profile: the number of the one before EDITION. */
static unsigned
base_of (const Desk *desk, const CabinetDraft *draft, const Edition *edition)
{
  if (!draft_is_profile (draft))
    return draft->based_on;
  store_set_instant (desk->record, edition_visible_from (edition) - 1);
  g_autoptr (Edition) before = store_profile (desk->record, draft->office, NULL);
  return before != NULL ? before->number : draft->based_on;
}

static gboolean
note_moved (const Desk *desk, const Actor *actor, const CabinetDraft *draft, const char *when, const Edition *edition,
            GError **error)
{
  g_autofree char *text = text_at (draft, when, edition);
  const DraftText typed = { draft->kind, draft->title, text };
  const DraftPlace place = { edition->number, base_of (desk, draft, edition), edition_visible_from (edition) };

  return cabinet_draft_moved (desk->cabinet, actor, draft->id, &typed, &place, error)
         && (!draft_is_profile (draft) || profile_release_settle (desk, draft->office, actor->now, error));
}

gboolean
schedule_move (Exchange *exchange, const char *reason, const char *when, gboolean *public, GError **error)
{
  Desk *desk = exchange->desk;
  const CabinetDraft *draft = exchange->draft;
  Actor actor = exchange_actor (exchange);
  g_autofree char *text = text_at (draft, when, NULL);
  CabinetDraft moved = *draft;
  moved.text = text;
  Taking taking = { .exchange = exchange, .draft = draft, .moved = &moved };
  GError *failure = NULL;

  *public = FALSE;
  gboolean done = cabinet_take_back_draft (desk->cabinet, &actor, draft->id, reason, when, error)
                  && take (exchange, &taking, public, error);
  g_clear_pointer (&taking.put, draft_free);
  if (!done)
    return FALSE;
  g_autoptr (Edition) edition = release_found (desk, draft, &failure);
  if (edition == NULL || !note_moved (desk, &actor, draft, when, edition, &failure))
    desk_unsettle (desk, failure);
  return TRUE;
}

/* ---- After a crash ---- */

static gboolean
recover_moved (const Desk *desk, const Actor *actor, const CabinetDraft *draft, const Edition *edition,
               GError **error)
{
  Instant when = INSTANT_MIN;
  MomentKind kind;
  Instant visible_from = edition_visible_from (edition);

  if (visible_from != draft->visible_from && moment_parse (draft->moving_to, &when, &kind, NULL)
      && visible_from == when)
    return note_moved (desk, actor, draft, draft->moving_to, edition, error);
  return cabinet_draft_not_taken_back (desk->cabinet, actor, draft->id, error);
}

static gboolean
recover_taken_back (const Desk *desk, const Actor *actor, const CabinetDraft *draft, GError **error)
{
  Taking taking = { .draft = draft };
  GError *failure = NULL;

  if (run (desk, &taking, &failure))
    return cabinet_unschedule_draft (desk->cabinet, actor, draft->id, draft->taking_back, error);
  if (taking.public || g_error_matches (failure, STORE_ERROR, STORE_ERROR_RULE))
    {
      g_clear_error (&failure);
      return cabinet_draft_not_taken_back (desk->cabinet, actor, draft->id, error);
    }
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
schedule_recover (const Desk *desk, const CabinetDraft *draft, Instant now, GError **error)
{
  const Actor actor = { .name = "desk", .place = "console", .now = now };
  GError *failure = NULL;
  g_autoptr (Edition) edition = release_found (desk, draft, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (edition == NULL || edition->number < draft->number)
    return cabinet_unschedule_draft (desk->cabinet, &actor, draft->id, draft->taking_back, error);
  return draft->moving_to != NULL ? recover_moved (desk, &actor, draft, edition, error)
                                  : recover_taken_back (desk, &actor, draft, error);
}
