/* One text that the office has published: where a correction begins. */
#include "desk/pages.h"

#include "desk/public/edition.h"
#include "desk/text/source.h"

/* Whoever has begun one already goes on with it. */
static gboolean
go_to_draft (Exchange *exchange, const Edition *edition, GError **error)
{
  g_autoptr (CabinetDraft) draft = cabinet_draft_of (exchange->desk->cabinet, edition->office, edition->document,
                                                     edition->language, exchange->now, error);
  if (draft != NULL)
    desk_go (exchange, "/drafts/%s", draft->id);
  return draft != NULL;
}

void
page_correct (Exchange *exchange)
{
  g_autoptr (Edition) edition = desk_edition (exchange, exchange->form);
  GError *error = NULL;
  if (edition == NULL || go_to_draft (exchange, edition, &error))
    return;
  g_autoptr (Source) source = source_of_edition (edition);
  g_autofree char *text = source_write (source);
  const DraftText typed = { edition->kind, edition->title, text };
  Actor actor = exchange_actor (exchange);
  g_autofree char *id =
      error == NULL ? cabinet_begin_draft (exchange->desk->cabinet, &actor, edition->office, edition->document,
                                           edition->language, edition->number, &typed, &error)
                    : NULL;
  if (id != NULL)
    desk_go (exchange, "/drafts/%s/edit", id);
  else
    desk_fail (exchange, error);
}
