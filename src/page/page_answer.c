/* A page as its request wants it: HTML by a template, or the view itself; and what is said where there is none. */
#include "page/page_answer.h"

#include "page/answer.h"
#include "page/common.h"
#include "page/memento.h"
#include "page/parts.h"
#include "page/record_log.h"
#include "page/renewal.h"

#include <string.h>

/* JSON that may stand inside a script element: no "<" (HTML section 4.12.1.3). */
static char *
script_json (json_t *data)
{
  g_autofree char *text = json_dumps (data, JSON_COMPACT);
  g_auto (GStrv) parts = g_strsplit (text, "<", -1);
  return g_strjoinv ("\\u003c", parts);
}

static Answer *
answer_html (Page *page, unsigned status, const char *template, json_t *view, GError **error)
{
  json_auto_t *words = view_words (page);
  json_auto_t *extra = json_object ();
  json_t *contexts[] = { words, view, extra, NULL };
  TemplateTrace trace = { .pieces = page->pieces };

  if (json_object_get (view, "structured") != NULL)
    view_take (extra, "json_ld", script_json (json_object_get (view, "structured")));
  g_string_truncate (page->buffer, 0);
  const TemplateMemo *common = common_html (page, words, error);
  gboolean rendered =
      common != NULL
      && template_render (parts_templates (page->parts), template, contexts, common, &trace, page->buffer, error);
  if (!rendered)
    return NULL;
  if (page->at != page->now)
    memento_turn_links (page, page->buffer);
  g_autoptr (GBytes) body = g_bytes_new (page->buffer->str, page->buffer->len);
  Answer *answer = answer_bytes (status, "text/html; charset=utf-8", body, page_end (page));
  if (page->at == page->now)
    renewal_note (page, &trace, answer, error);
  return answer;
}

static Answer *
answer_json (const Page *page, unsigned status, json_t *view)
{
  char *text = json_dumps (view, JSON_INDENT (1));
  g_autoptr (GBytes) body = g_bytes_new_take (text, strlen (text));
  return answer_bytes (status, "application/json; charset=utf-8", body, page_end (page));
}

/* By TEMPLATE, or VIEW (taken over) itself if AS_VIEW. */
static Answer *
answer_view (Page *page, unsigned status, const char *template, json_t *view, gboolean as_view, GError **error)
{
  if (view == NULL)
    return NULL;
  Answer *answer = as_view ? answer_json (page, status, view) : answer_html (page, status, template, view, error);
  json_decref (view);
  return answer;
}

gboolean
site_wants_view (const char *accept)
{
  return accept != NULL && strstr (accept, "application/json") != NULL && strstr (accept, "text/html") == NULL;
}

static gboolean
wants_view (const Page *page, const Request *request)
{
  return page->route->form == FORM_VIEW || site_wants_view (request->accept);
}

Answer *
answer_error (Page *page, const Request *request, unsigned status, GError **error)
{
  json_t *view = error_build (page, status, request->path, error);
  Answer *answer = answer_view (page, status, "error", view, wants_view (page, request), error);
  if (answer == NULL)
    return NULL;
  gboolean in_its_language = page->route->language != NULL && strcmp (page->language, page->route->language) == 0;
  answer->vary = in_its_language ? "Accept" : "Accept, Accept-Language";
  answer->shared = status == 404 && in_its_language;
  return answer;
}

/* A view as an answer; a builder that found nothing makes a 404. */
static Answer *
answer_built (Page *page, const Request *request, unsigned status, const char *template, json_t *view,
              gboolean as_view, GError **error)
{
  if (view == NULL && (error == NULL || *error == NULL))
    return answer_error (page, request, 404, error);
  Answer *answer = answer_view (page, status, template, view, as_view, error);
  if (answer != NULL)
    {
      answer->vary = "Accept";
      answer->shared = TRUE;
    }
  return answer;
}

Answer *
answer_page (Page *page, const Request *request, const char *template, json_t *view, GError **error)
{
  return answer_built (page, request, 200, template, view, wants_view (page, request), error);
}

Answer *
answer_erased (Page *page, const Request *request, json_t *view, GError **error)
{
  gboolean as_view = wants_view (page, request) || page->route->form == FORM_EDITION_DOCUMENT;
  return answer_built (page, request, 451, "erased", view, as_view, error);
}

/* An answer, or that there is none. */
Answer *
answer_or_none (Page *page, const Request *request, Answer *answer, GError *failure, GError **error)
{
  if (failure == NULL)
    return answer != NULL ? answer : answer_error (page, request, 404, error);
  g_propagate_error (error, failure);
  return NULL;
}

/* A cache that kept that it is not there yet, for whoever asked too early, would keep it from all others. */
Answer *
answer_logged_or_none (Page *page, const Request *request, Answer *answer, GError *failure, GError **error)
{
  if (answer == NULL)
    page_expires_by (page, page->at + CHECKPOINT_LIFE);
  answer = answer_or_none (page, request, answer, failure, error);
  if (answer != NULL && answer->status == 404)
    answer->brief = TRUE;
  return answer;
}
