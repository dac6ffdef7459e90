#include "audit/reading.h"

#include "publish/publish.h"

#include <string.h>

/* As templates write it. */
static char *
escaped (const char *before, const char *text, const char *after)
{
  GString *all = g_string_new (text);

  g_string_replace (all, "&", "&amp;", 0);
  g_string_replace (all, "<", "&lt;", 0);
  g_string_replace (all, ">", "&gt;", 0);
  g_string_replace (all, "\"", "&quot;", 0);
  g_string_prepend (all, before);
  g_string_append (all, after);
  return g_string_free (all, FALSE);
}

static gboolean
has (const char *page, gsize length, const char *text)
{
  return memmem (page, length, text, strlen (text)) != NULL;
}

static gboolean
has_escaped (const char *page, gsize length, const char *before, const char *text, const char *after)
{
  g_autofree char *whole = escaped (before, text, after);
  return has (page, length, whole);
}

/* The HTML that publishing makes of the logged text. */
static char *
rendered (const EditionDocument *document)
{
  g_autoptr (Edition) edition = edition_new ();

  if (!kind_parse (document->kind, &edition->kind))
    edition->kind = KIND_STATEMENT;
  edition->language = g_strdup (document->language);
  edition->title = g_strdup (document->title);
  edition->summary = g_strdup (document->summary);
  edition->body = g_strdup (document->body);
  if (document->fields != NULL)
    json_object_update (edition->fields, document->fields);
  edition_render (edition);
  return g_steal_pointer (&edition->html);
}

const char *
reading_differs (const EditionDocument *document, const char *page, gsize length, gboolean with_note)
{
  g_autofree char *html = rendered (document);

  if (!has_escaped (page, length, ">", document->title, "</h1>"))
    return "the title";
  if (document->summary != NULL && !has_escaped (page, length, ">", document->summary, "<"))
    return "the summary";
  if (!has (page, length, html))
    return "the text";
  if (with_note && document->change_note != NULL && !has_escaped (page, length, ">", document->change_note, "<"))
    return "the change note";
  return NULL;
}

GArray *
reading_editions (const char *page, gsize length, const char *path)
{
  g_autofree char *link = g_strconcat ("\"", path, "/editions/", NULL);
  gsize link_length = strlen (link);
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  const char *end = page + length;

  for (const char *at = page; (at = memmem (at, (gsize)(end - at), link, link_length)) != NULL;)
    {
      guint number = 0;
      for (at += link_length; at < end && g_ascii_isdigit (*at) && number < 1000000; at++)
        number = 10 * number + (guint)(*at - '0');
      if (at < end && *at == '"') /* not one of its files */
        g_array_append_val (numbers, number);
    }
  return numbers;
}
