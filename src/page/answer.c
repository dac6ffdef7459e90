/* The forms an answer can take: bytes, a redirect, or a view as HTML or JSON. */
#include "page/answer.h"

#include "page/common.h"
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
  g_autoptr (GBytes) body = g_bytes_new (page->buffer->str, page->buffer->len);
  Answer *answer = answer_bytes (status, "text/html; charset=utf-8", body, page_end (page));
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
