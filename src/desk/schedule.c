#include "desk/schedule.h"

#include "cabinet/taking_back.h"
#include "desk/moment.h"
#include "desk/release.h"
#include "desk/source.h"

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
  if (taking->moved != NULL && !run (exchange->desk, &moved, error))
    return FALSE;
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
  gboolean done = run (exchange->desk, taking, error);
  if (done && taking->seen)
    done = put_back (exchange, taking, error);
  *public = taking->public;
  if (!done)
    stands (exchange, taking->draft);
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

static char *
text_at (const CabinetDraft *draft, const char *when)
{
  g_autoptr (Source) source = source_read (draft->text);
  source_set (source, "when", when);
  return source_write (source);
}

static gboolean
note_moved (const Desk *desk, const Actor *actor, const CabinetDraft *draft, const char *text, unsigned number,
            Instant visible_from, GError **error)
{
  const DraftText typed = { draft->kind, draft->title, text };
  return cabinet_draft_moved (desk->cabinet, actor, draft->id, &typed, number, visible_from, error);
}

gboolean
schedule_move (Exchange *exchange, const char *reason, const char *when, gboolean *public, GError **error)
{
  Desk *desk = exchange->desk;
  const CabinetDraft *draft = exchange->draft;
  Actor actor = exchange_actor (exchange);
  g_autofree char *text = text_at (draft, when);
  CabinetDraft moved = *draft;
  moved.text = text;
  Taking taking = { .exchange = exchange, .draft = draft, .moved = &moved };
  GError *failure = NULL;

  *public = FALSE;
  gboolean done = cabinet_take_back_draft (desk->cabinet, &actor, draft->id, reason, when, error)
                  && take (exchange, &taking, public, error);
  g_autoptr (Draft) put = taking.put;
  if (!done)
    return FALSE;
  if (!note_moved (desk, &actor, draft, text, put->number, put->visible_from, &failure))
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
  g_autofree char *text = text_at (draft, draft->moving_to);
  Instant visible_from = edition_visible_from (edition);

  if (visible_from != draft->visible_from && moment_parse (draft->moving_to, &when, &kind, NULL)
      && visible_from == when)
    return note_moved (desk, actor, draft, text, edition->number, visible_from, error);
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
