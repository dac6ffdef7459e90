/* The small pieces that every view is made of. What is absent is left out of a view, never null. */
#include "page/page.h"

#include "text/locale.h"

#include <string.h>

void
page_expires_by (Page *page, Instant instant)
{
  page->expires = MIN (page->expires, instant);
}

Instant
page_minute (const Page *page)
{
  Instant into = page->at % INSTANT_MINUTE;
  return page->at - (into < 0 ? into + INSTANT_MINUTE : into);
}

Instant
page_end (const Page *page)
{
  return page->ticks ? MIN (page->expires, page_minute (page) + INSTANT_MINUTE) : page->expires;
}

void
view_text (json_t *view, const char *key, const char *text)
{
  if (text != NULL && *text != '\0')
    json_object_set_new (view, key, json_string (text));
}

void
view_take (json_t *view, const char *key, char *text)
{
  view_text (view, key, text);
  g_free (text);
}

void
view_put (json_t *view, const char *key, json_t *value)
{
  gboolean empty = (json_is_array (value) && json_array_size (value) == 0)
                   || (json_is_object (value) && json_object_size (value) == 0);
  if (value != NULL && !empty)
    json_object_set_new (view, key, value);
  else
    json_decref (value);
}

void
view_list (json_t *view, const char *key, json_t *list)
{
  g_autofree char *flag = g_strconcat ("has_", key, NULL);
  view_flag (view, flag, json_array_size (list) > 0);
  view_put (view, key, list);
}

void
view_flag (json_t *view, const char *key, gboolean flag)
{
  json_object_set_new (view, key, json_boolean (flag));
}

static DateStyle
date_style (const char *style)
{
  if (strcmp (style, "full") == 0)
    return DATE_FULL;
  return strcmp (style, "long") == 0 ? DATE_LONG : DATE_MEDIUM;
}

json_t *
view_date (const Page *page, Instant instant, const char *style)
{
  CivilTime time = civil_time_at (instant, page->profile->host_zone);
  const char *pattern = profile_date_pattern (page->profile, style, page->language);
  json_t *view = json_object ();

  view_take (view, "instant", instant_format (instant));
  view_take (view, "date", civil_date_format (time.date));
  view_take (view, "text", locale_date (page->language, &time, date_style (style), pattern));
  return view;
}

char *
view_with_date (const Page *page, const char *key, Instant instant)
{
  json_auto_t *date = view_date (page, instant, "long");
  return messages_format (page->messages, page->language, key, "date", json_object_get (date, "text"), NULL);
}

char *
view_second (Instant instant)
{
  Instant into = instant % INSTANT_SECOND;
  return instant_format (instant - (into < 0 ? into + INSTANT_SECOND : into));
}

const char *
page_message (const Page *page, const char *key)
{
  return messages_get (page->messages, page->language, key);
}

char *
html_escape (const char *text)
{
  return g_markup_escape_text (text, -1);
}

const char *
page_direction (const char *language)
{
  return locale_direction (language);
}

const char *
page_office_name (const Page *page)
{
  return local_text (page->profile->name, page->language, page->profile->languages[0]);
}

json_t *
view_words (const Page *page)
{
  return json_pack ("{s:O}", "words", messages_context (page->messages, page->language));
}
