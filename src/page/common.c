/* What all pages of an office in one language share.
 *
 * It holds from the minute for which it was made until something it shows changes, and no longer than the record
 * stays as it is. Kept for each office and language: the last one made, since requests come in the order of time. */
#include "page/common.h"

#include "page/log_view.h"
#include "page/parts.h"

#include <string.h>

/* The partials that show what is common and nothing of the page. */
static const char *const shared_partials[] = { "clocks", "notices", "side", "latest", "latest_short" };

typedef struct
{
  json_t *view;
  TemplateMemo *html;  /* NULL until a page is rendered */
  Instant from, until; /* UNTIL: but for the minute, if it ticks */
  gboolean ticks;
  gint64 state;
} Common;

struct _Commons
{
  GHashTable *known; /* "office language", or with " past" -> Common */
  gint64 generation;
};

static void
common_free (Common *common)
{
  json_decref (common->view);
  g_clear_pointer (&common->html, template_memo_free);
  g_free (common);
}

Commons *
commons_new (void)
{
  Commons *commons = g_new0 (Commons, 1);
  commons->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)common_free);
  return commons;
}

void
commons_free (Commons *commons)
{
  g_hash_table_unref (commons->known);
  g_free (commons);
}

void
commons_stand (Commons *commons, gint64 generation)
{
  if (commons->generation == generation)
    return;
  g_hash_table_remove_all (commons->known);
  commons->generation = generation;
}

/* ---- Making ---- */

static json_t *
office_view (const Page *page)
{
  json_t *view = json_object ();

  view_text (view, "name", page_office_name (page));
  view_take (view, "home", link_home (page->language));
  view_take (view, "about", link_office (page->language));
  view_take (view, "calendar", link_calendar (page->language, NULL));
  view_take (view, "mark", link_asset (page->parts, "mark.svg"));
  return view;
}

static json_t *
site_view (const Page *page)
{
  json_t *view = json_object ();

  view_take (view, "stylesheet", link_asset (page->parts, "site.css"));
  view_take (view, "script", link_asset (page->parts, "clock.js"));
  view_take (view, "icon", link_asset (page->parts, "icon.svg"));
  return view;
}

static json_t *
today_view (const Page *page)
{
  json_t *view = view_date (page, page->at, "full");

  json_object_del (view, "instant");
  view_text (view, "zone", page->profile->host_zone_name);
  view_take (view, "minute", instant_format (page_minute (page)));
  return view;
}

static json_t *
latest_view (const Page *page, GError **error)
{
  g_autoptr (GPtrArray) editions =
      store_latest (page->store, page->office, page->language, page->profile->latest, error);
  if (editions == NULL)
    return NULL;

  ArchiveLink all = { .language = page->language };
  json_t *view = json_object ();
  json_object_set_new (view, "items", items_view (page, editions));
  view_take (view, "all", link_archive (&all));
  return view;
}

/* PAGE stands for all pages of its office and language: its expiry becomes that of what they share. */
static json_t *
make_view (Page *page, GError **error)
{
  GError *failure = NULL;
  json_auto_t *latest = latest_view (page, &failure);
  Instant change = failure == NULL ? store_next_change (page->store, page->office, &failure) : INSTANT_MAX;
  json_auto_t *record = failure == NULL ? log_view (page, &failure) : NULL;

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  page_expires_by (page, change);
  page_expires_by (page, profile_next_change (page->profile, page->at));
  json_t *view = json_object ();
  view_put (view, "office", office_view (page));
  view_put (view, "site", site_view (page));
  view_put (view, "today", today_view (page));
  view_put (view, "clocks", clocks_view (page));
  view_put (view, "contacts", contacts_view (page));
  view_put (view, "counters", counters_view (page));
  view_put (view, "notices", notices_view (page));
  view_put (view, "latest", json_incref (latest));
  view_put (view, "record", json_incref (record));
  return view;
}

static Common *
common_make (const Page *page, GError **error)
{
  Page any = *page;
  any.expires = INSTANT_MAX;
  gint64 state = page->at == page->now ? store_state (page->store, error) : 0; /* a page of the past is not renewed */
  json_t *view = state >= 0 ? make_view (&any, error) : NULL;
  if (view == NULL)
    return NULL;

  Common *common = g_new0 (Common, 1);
  common->view = view;
  common->from = page_minute (page);
  common->until = any.expires;
  common->ticks = any.ticks;
  common->state = state;
  return common;
}

static gboolean
holds (const Common *common, const Page *page)
{
  return common->from <= page->at && page->at < common->until
         && (!common->ticks || page->at < common->from + INSTANT_MINUTE);
}

static Common *
common_of (const Page *page, GError **error)
{
  g_autofree char *key =
      g_strconcat (page->office, " ", page->language, page->at != page->now ? " past" : NULL, NULL);
  Common *common = g_hash_table_lookup (page->commons->known, key);

  if (common != NULL && holds (common, page))
    return common;
  common = common_make (page, error);
  if (common != NULL)
    g_hash_table_replace (page->commons->known, g_steal_pointer (&key), common);
  return common;
}

json_t *
common_minute (const json_t *view)
{
  return json_object_get (json_object_get (view, "today"), "minute");
}

json_t *
common_view (Page *page, GError **error)
{
  const Common *common = common_of (page, error);
  if (common == NULL)
    return NULL;
  page_expires_by (page, common->until);
  page->ticks |= common->ticks;
  return common->view;
}

gint64
common_state (const Page *page, GError **error)
{
  const Common *common = common_of (page, error);
  return common != NULL ? common->state : -1;
}

const TemplateMemo *
common_html (Page *page, json_t *words, GError **error)
{
  Common *common = common_of (page, error);
  if (common == NULL || common->html != NULL)
    return common != NULL ? common->html : NULL;

  json_t *contexts[] = { words, common->view, NULL };
  g_autoptr (TemplateMemo) html = template_memo_new ();
  template_memo_mark_fleeting (html, json_object_get (common->view, "clocks"));
  template_memo_mark_fleeting (html, common_minute (common->view));
  for (gsize i = 0; i < G_N_ELEMENTS (shared_partials); i++)
    if (!template_memo_add (html, parts_templates (page->parts), shared_partials[i], contexts, error))
      return NULL;
  common->html = g_steal_pointer (&html);
  return common->html;
}
