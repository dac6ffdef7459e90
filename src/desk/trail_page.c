/* Who did what, when, and from where. */
#include "desk/pages.h"

#include <string.h>

#define PAGE 100
#define MOST_READ 20 /* pages, in which nothing is for who asks */

/* What is of no office is for who may read the trail of all. */
static gboolean
may_read (const Exchange *exchange, const TrailEntry *entry)
{
  return exchange_may_office (exchange, entry->office, NULL, ACTION_TRAIL) == PERMISSION_YES;
}

static char *
change_text (json_t *change)
{
  return change != NULL ? json_dumps (change, JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS) : g_strdup ("");
}

static json_t *
entry_view (const TrailEntry *entry)
{
  g_autofree char *at = instant_format (entry->at / INSTANT_SECOND * INSTANT_SECOND);
  g_autofree char *before = change_text (entry->before), *after = change_text (entry->after);

  return json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "at", at, "name", entry->name != NULL ? entry->name : "",
                    "place", entry->place != NULL ? entry->place : "", "action", entry->action, "office",
                    entry->office != NULL ? entry->office : "", "before", before, "after", after);
}

static TrailFilter
filter_of (const Exchange *exchange)
{
  const char *name = form_text (exchange->query, "name"), *action = form_text (exchange->query, "action");
  return (TrailFilter){ .name = *name != '\0' ? name : NULL,
                        .action = *action != '\0' ? action : NULL,
                        .beyond = g_ascii_strtoll (form_text (exchange->query, "beyond"), NULL, 10) };
}

/* FILTER goes on behind what was read. FALSE: it was the last. */
static gboolean
read_page (Exchange *exchange, TrailFilter *filter, json_t *list, GError **error)
{
  g_autoptr (GPtrArray) entries = cabinet_trail (exchange->desk->cabinet, filter, PAGE, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const TrailEntry *entry = entries->pdata[i];
      filter->beyond = entry->id;
      if (may_read (exchange, entry))
        json_array_append_new (list, entry_view (entry));
    }
  return entries != NULL && entries->len == PAGE;
}

void
page_trail (Exchange *exchange)
{
  TrailFilter filter = filter_of (exchange);
  GError *error = NULL;
  json_auto_t *list = json_array ();
  gboolean more = TRUE;

  for (guint i = 0; more && i < MOST_READ && json_array_size (list) == 0; i++)
    more = read_page (exchange, &filter, list, &error);
  if (error != NULL)
    {
      desk_fail (exchange, error);
      return;
    }
  desk_show (exchange, 200, "trail",
             json_pack ("{s:s, s:O, s:b, s:I, s:s, s:s}", "title", desk_word (exchange, "trail_title"), "entries",
                        list, "more", more, "beyond", (json_int_t)filter.beyond, "name",
                        form_text (exchange->query, "name"), "action", form_text (exchange->query, "action")));
}
