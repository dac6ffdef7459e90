/* From the address of a document to its text, its earlier editions, and where it has moved. */
#include "page/document_answer.h"

#include "page/answer.h"
#include "page/page_answer.h"
#include "page/record_log.h"
#include "page/verify_view.h"
#include "text/locale.h"

#include <string.h>

#define SHORT_LIFE (60 * INSTANT_SECOND) /* of a redirect that depends on what exists */

static Answer *
redirect_with_form (const Page *page, unsigned status, const char *address)
{
  static const char *const endings[] = {
    [FORM_VIEW] = ".json",
    [FORM_EDITION_DOCUMENT] = ".edition.json",
    [FORM_ERASURE_DOCUMENT] = ".erasure.json",
    [FORM_PROOF] = ".tlog-proof",
    [FORM_VERIFY_FILE] = ".verify.html",
  };
  const char *ending = page->route->form < G_N_ELEMENTS (endings) ? endings[page->route->form] : NULL;
  g_autofree char *location = g_strconcat (address, ending, NULL);
  return answer_redirect (status, location, page->at + SHORT_LIFE);
}

Answer *
answer_old_address (Page *page, const Request *request, GError **error)
{
  GError *failure = NULL;
  g_autofree char *address = store_redirect (page->store, page->office, page->route->whole, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  if (address == NULL)
    return answer_error (page, request, 404, error);
  g_autofree char *location = g_strconcat ("/", address, NULL);
  return redirect_with_form (page, 301, location);
}

static gboolean
is_of_log (const Page *page)
{
  return page->route->form >= FORM_EDITION_DOCUMENT;
}

static Answer *
answer_verify_file (Page *page, const Edition *edition, GError **error)
{
  g_autoptr (GPtrArray) chain = store_chain (page->store, page->office, edition->document, edition->language, error);
  return chain != NULL ? verify_file_answer (page, edition, chain->len, error) : NULL;
}

/* One edition, in whatever form. */
static Answer *
answer_number (Page *page, const Request *request, const Edition *current, unsigned number, GError **error)
{
  GError *failure = NULL;
  g_autoptr (Edition) edition =
      store_edition_number (page->store, page->office, current->document, current->language, number, &failure);
  gboolean erased = edition != NULL && edition->state == STATE_ERASED;
  if (edition == NULL)
    return answer_or_none (page, request, NULL, failure, error);

  if (erased && page->route->form != FORM_ERASURE_DOCUMENT && page->route->form != FORM_PROOF)
    return answer_erased (page, request, erased_build (page, edition, current, error), error);
  if (!is_of_log (page))
    return answer_page (page, request, "document", document_build (page, edition, current, error), error);
  Answer *answer = erased                                  ? record_log_erasure (page, edition, &failure)
                   : page->route->form == FORM_VERIFY_FILE ? answer_verify_file (page, edition, &failure)
                                                           : record_log_edition (page, edition, &failure);
  return answer_logged_or_none (page, request, answer, failure, error);
}

static Answer *
answer_current (Page *page, const Request *request, const Edition *current, GError **error)
{
  if (current->state == STATE_ERASED || is_of_log (page))
    return answer_number (page, request, current, current->number, error);
  Answer *answer = answer_page (page, request, "document", document_build (page, current, current, error), error);
  if (answer != NULL && page->at != page->now)
    answer->content_location = link_edition (current, current->number);
  return answer;
}

static Answer *
answer_edition (Page *page, const Request *request, const Edition *current, GError **error)
{
  gboolean edition_page = page->route->type == ROUTE_EDITION;

  if (strcmp (current->path, page->route->path) != 0)
    {
      g_autofree char *address = edition_page ? link_edition (current, page->route->number) : link_document (current);
      return redirect_with_form (page, 301, address);
    }
  return edition_page ? answer_number (page, request, current, page->route->number, error)
                      : answer_current (page, request, current, error);
}

Answer *
answer_document (Page *page, const Request *request, GError **error)
{
  GError *failure = NULL;
  g_autoptr (Edition) found =
      store_edition_at (page->store, page->office, page->language, page->route->path, &failure);
  if (found == NULL && failure == NULL)
    return answer_old_address (page, request, error);

  g_autoptr (Edition) later = NULL;
  if (failure == NULL && found->superseded != INSTANT_MAX)
    later = store_edition_current (page->store, page->office, found->document, found->language, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  const Edition *current = found->superseded == INSTANT_MAX ? found : later;
  return current != NULL ? answer_edition (page, request, current, error) : answer_error (page, request, 404, error);
}

/* What can be read; where nothing can any more, what tells of it. */
static GPtrArray *
texts_of (const Page *page, GError **error)
{
  g_autoptr (GPtrArray) texts = store_translations (page->store, page->office, page->route->key, error);
  return texts == NULL || texts->len > 0 ? g_steal_pointer (&texts)
                                         : store_texts (page->store, page->office, page->route->key, error);
}

/* The text in one language, or one edition of it; its own address may change, this one never does. */
static Answer *
answer_exact_identifier (Page *page, const Request *request, GError **error)
{
  const Route *route = page->route;
  GError *failure = NULL;
  g_autoptr (Edition) current =
      store_edition_current (page->store, page->office, route->key, route->language, &failure);
  gboolean there = current != NULL && current->kind != KIND_PROFILE;
  g_autoptr (Edition) edition =
      there && route->number > 0
          ? store_edition_number (page->store, page->office, route->key, route->language, route->number, &failure)
          : NULL;
  Answer *answer = NULL;

  if (there && (route->number == 0 || edition != NULL))
    {
      g_autofree char *address = edition != NULL ? link_edition (current, edition->number) : link_document (current);
      answer = redirect_with_form (page, 302, address);
    }
  return answer_or_none (page, request, answer, failure, error);
}

Answer *
answer_identifier (Page *page, const Request *request, GError **error)
{
  if (page->route->language != NULL)
    return answer_exact_identifier (page, request, error);
  g_autoptr (GPtrArray) texts = texts_of (page, error);
  if (texts == NULL)
    return NULL;
  if (texts->len == 0)
    return answer_error (page, request, 404, error);

  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  for (guint l = 0; page->profile->languages[l] != NULL; l++)
    for (guint i = 0; i < texts->len; i++)
      if (strcmp (((const Edition *)texts->pdata[i])->language, page->profile->languages[l]) == 0)
        g_strv_builder_add (builder, page->profile->languages[l]);
  g_auto (GStrv) languages = g_strv_builder_end (builder);
  const char *language = languages[0] != NULL
                             ? locale_negotiate (request->accept_language, (const char *const *)languages)
                             : ((const Edition *)texts->pdata[0])->language;

  guint best = 0;
  for (guint i = 0; i < texts->len; i++)
    if (strcmp (((const Edition *)texts->pdata[i])->language, language) == 0)
      best = i;
  g_autofree char *address = link_document (texts->pdata[best]);
  Answer *answer = redirect_with_form (page, 302, address);
  answer->vary = "Accept-Language";
  return answer;
}
