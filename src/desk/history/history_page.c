/* How a draft came to be: its versions, the editions before it, and what differs between any two of them. Going back
 * to one of them is another version, so nothing that was written since is lost. */
#include "desk/pages.h"

#include "desk/history/sides.h"
#include "desk/listing.h"

#include <string.h>

static Sides
sides_of (const CabinetDraft *draft)
{
  return (Sides){ draft->office, draft->document, draft->language, draft };
}

static gboolean
is_open (const CabinetDraft *draft)
{
  return !draft->publishing && draft->state != DRAFT_SCHEDULED && draft->state != DRAFT_PUBLISHED;
}

void
page_history (Exchange *exchange)
{
  const CabinetDraft *draft = exchange->draft;
  const Sides sides = sides_of (draft);
  GError *error = NULL;
  g_autoptr (Profile) profile = desk_profile (exchange->desk, draft->office, exchange->now, &error);
  json_t *view = draft_view (exchange, draft);

  json_object_set_new (
      view, "may_return",
      json_boolean (is_open (draft) && exchange_may_draft (exchange, draft, ACTION_SAVE) == PERMISSION_YES));
  if (profile != NULL && sides_put (exchange, view, profile, &sides, &error))
    {
      desk_show (exchange, 200, "history", view);
      return;
    }
  json_decref (view);
  desk_fail (exchange, error);
}

/* ---- Going back ---- */

/* Of an edition the words come back; what is said of the change, and when it is to be public, is the draft's. */
static Source *
returned (const Exchange *exchange, const Side *side)
{
  g_autoptr (Source) now = source_read (exchange->draft->text);
  Source *source = source_new ();

  json_object_update (source->matter, side->source->matter);
  g_free (source->body);
  source->body = g_strdup (side->source->body);
  if (side->number > 0)
    {
      json_object_del (source->matter, "attachments");
      source_set (source, "change_note", source_get (now, "change_note"));
      source_set (source, "when", source_get (now, "when"));
    }
  return source;
}

static gboolean
note_return (Exchange *exchange, const char *key, gint64 version, GError **error)
{
  const CabinetDraft *draft = exchange->draft;
  Actor actor = exchange_actor (exchange);

  return cabinet_note (exchange->desk->cabinet, &actor, "draft.returned", draft->office, draft->document,
                       json_pack ("{s:s, s:I}", "draft", draft->id, "version", (json_int_t)draft->version),
                       json_pack ("{s:s, s:s, s:I}", "draft", draft->id, "to", key, "version", (json_int_t)version),
                       error);
}

static gboolean
save_return (Exchange *exchange, const Side *side, GError **error)
{
  Cabinet *cabinet = exchange->desk->cabinet;
  g_autoptr (Source) source = returned (exchange, side);
  g_autofree char *text = source_write (source);
  Actor actor = exchange_actor (exchange);
  Kind kind = exchange->draft->kind;
  gint64 version = g_ascii_strtoll (form_text (exchange->form, "version"), NULL, 10);

  kind_parse (source_get (source, "kind"), &kind);
  const DraftText typed = { kind, source_get (source, "title"), text };
  if (!cabinet_begin (cabinet, error))
    return FALSE;
  if (cabinet_save_draft (cabinet, &actor, exchange->draft->id, version, &typed, FALSE, &version, NULL, error)
      && note_return (exchange, side->key, version, error) && cabinet_commit (cabinet, error))
    return TRUE;
  cabinet_rollback (cabinet);
  return FALSE;
}

void
page_return (Exchange *exchange)
{
  const Sides sides = sides_of (exchange->draft);
  GError *error = NULL;
  g_autoptr (Side) side = sides_find (exchange, &sides, form_text (exchange->form, "to"), &error);

  if (side == NULL && error == NULL)
    desk_say (exchange, 404, "nothing_title", "nothing_text", NULL);
  else if (side != NULL && save_return (exchange, side, &error))
    desk_go (exchange, "/drafts/%s/edit?saved=1", exchange->draft->id);
  else
    desk_fail (exchange, error);
}
