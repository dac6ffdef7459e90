/* The forms an answer can take: bytes, a redirect, or a view as HTML or JSON. */
#include "page/answer.h"

#include "page/common.h"
#include "page/memento.h"
#include "page/parts.h"
#include "page/renewal.h"

#include <string.h>

void
answer_free (Answer *answer)
{
  g_clear_pointer (&answer->body, g_bytes_unref);
  g_clear_pointer (&answer->renewal, renewal_unref);
  g_free (answer->digest);
  g_free (answer->location);
  g_free (answer->link);
  g_free (answer->content_location);
  g_free (answer->type);
  g_free (answer);
}

static gboolean
is_text (const char *type)
{
  return g_str_has_prefix (type, "text/") || strstr (type, "json") != NULL || strstr (type, "xml") != NULL;
}

Answer *
answer_bytes (unsigned status, const char *type, GBytes *body, Instant expires)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->status = status;
  answer->type = g_strdup (type);
  answer->body = body != NULL ? g_bytes_ref (body) : NULL;
  answer->size = body != NULL ? g_bytes_get_size (body) : 0;
  answer->expires = expires;
  answer->compress = is_text (type);
  return answer;
}

Answer *
answer_again (const Answer *answer, GBytes *text)
{
  Answer *again = g_new (Answer, 1);

  *again = *answer;
  again->type = g_strdup (answer->type);
  again->digest = g_strdup (answer->digest);
  again->location = g_strdup (answer->location);
  again->link = g_strdup (answer->link);
  again->content_location = g_strdup (answer->content_location);
  again->body = g_bytes_ref (text);
  again->renewal = answer->renewal != NULL ? renewal_ref (answer->renewal) : NULL;
  return again;
}

Answer *
answer_redirect (unsigned status, const char *location, Instant expires)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("", 0);
  Answer *answer = answer_bytes (status, "text/plain; charset=utf-8", body, expires);
  answer->location = g_strdup (location);
  return answer;
}

/* JSON that may stand inside a script element: no "<" (HTML section 4.12.1.3). */
static char *
script_json (json_t *data)
{
  g_autofree char *text = json_dumps (data, JSON_COMPACT);
  g_auto (GStrv) parts = g_strsplit (text, "<", -1);
  return g_strjoinv ("\\u003c", parts);
}

json_t *
answer_words (const Page *page)
{
  return json_pack ("{s:O}", "words", messages_context (page->messages, page->language));
}

static Answer *
answer_html (Page *page, unsigned status, const char *template, json_t *view, GError **error)
{
  json_auto_t *words = answer_words (page);
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

Answer *
answer_view (Page *page, unsigned status, const char *template, json_t *view, gboolean as_view, GError **error)
{
  if (view == NULL)
    return NULL;
  Answer *answer = as_view ? answer_json (page, status, view) : answer_html (page, status, template, view, error);
  json_decref (view);
  return answer;
}

/* ---- As a request wants it ---- */

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
Answer *
answer_page (Page *page, const Request *request, const char *template, json_t *view, GError **error)
{
  if (view == NULL && (error == NULL || *error == NULL))
    return answer_error (page, request, 404, error);
  Answer *answer = answer_view (page, 200, template, view, wants_view (page, request), error);
  if (answer != NULL)
    {
      answer->vary = "Accept";
      answer->shared = answer->status == 200;
    }
  return answer;
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
