/* page = site (record, instant, request): from an address to an answer.
 *
 * Every request is answered from one state of the record (a read transaction) at one instant. What goes wrong becomes
 * a page that says so; only a 500 also tells the operator why. */
#include "page/answer.h"
#include "page/calendar.h"
#include "page/common.h"
#include "page/document_answer.h"
#include "page/memento.h"
#include "page/office_choice.h"
#include "page/page_answer.h"
#include "page/parts.h"
#include "page/record_log.h"
#include "page/record_page.h"
#include "page/renewal.h"

#include "record/slug.h"
#include "text/locale.h"

#include <string.h>

#define DEFAULT_ORIGIN "http://localhost:8080"
#define LARGE_FILE (256 * 1024)
#define SHORT_LIFE (60 * INSTANT_SECOND) /* of a redirect that depends on what exists */

struct _Site
{
  const SiteParts *parts;
  Store *store;
  Offices *offices, *past_offices; /* those of now, and those of the instant that was asked for last */
  Commons *commons;
  GString *buffer;
  GArray *pieces;
};

Site *
site_new (const SiteParts *parts, Store *store)
{
  Site *site = g_new0 (Site, 1);
  site->parts = parts;
  site->store = store;
  site->offices = offices_new (store);
  site->past_offices = offices_new (store);
  site->commons = commons_new ();
  site->buffer = g_string_sized_new (32768);
  site->pieces = g_array_new (FALSE, FALSE, sizeof (TemplatePiece));
  return site;
}

void
site_free (Site *site)
{
  offices_free (site->offices);
  offices_free (site->past_offices);
  commons_free (site->commons);
  g_string_free (site->buffer, TRUE);
  g_array_unref (site->pieces);
  g_free (site);
}

static Answer *
answer_root (const Page *page, const Request *request)
{
  const char *language = locale_negotiate (request->accept_language, (const char *const *)page->profile->languages);
  g_autofree char *home = link_home (language);
  Answer *answer = answer_redirect (302, home, page->at + SHORT_LIFE);
  answer->vary = "Accept-Language";
  return answer;
}

static Answer *
answer_asset (Page *page, const Request *request, GError **error)
{
  gboolean current;
  const Asset *asset = parts_asset (page->parts, page->route->name, &current);
  if (asset == NULL)
    return answer_error (page, request, 404, error);

  Answer *answer = answer_bytes (200, asset->type, asset->content, current ? INSTANT_MAX : page->at + SHORT_LIFE);
  answer->immutable = answer->shared = answer->constant = current;
  return answer;
}

/* A small file is an answer like any other; a large one is read while it is sent. */
static Answer *
answer_file (const Page *page, const StoreMedia *media, GError **error)
{
  g_autoptr (GBytes) body = NULL;
  if (media->size <= LARGE_FILE)
    {
      void *bytes = g_malloc (media->size);
      body = g_bytes_new_take (bytes, media->size);
      if (!store_media_read (page->store, media->id, 0, bytes, media->size, error))
        return NULL;
    }
  Answer *answer = answer_bytes (200, media->type, body, INSTANT_MAX);
  answer->immutable = TRUE;
  answer->shared = body != NULL;
  answer->compress &= body != NULL;
  answer->file = media->id;
  answer->size = media->size;
  answer->digest = g_strdup (page->route->key);
  return answer;
}

static Answer *
answer_media (Page *page, const Request *request, GError **error)
{
  GError *failure = NULL;
  g_autoptr (StoreMedia) media =
      store_media (page->store, page->office, page->route->key, page->route->name, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  return media != NULL ? answer_file (page, media, error) : answer_error (page, request, 404, error);
}

static Answer *
answer_built (const Page *page, const char *type, GBytes *built)
{
  g_autoptr (GBytes) body = built;
  if (body == NULL)
    return NULL;
  Answer *answer = answer_bytes (200, type, body, page_end (page));
  answer->shared = TRUE;
  return answer;
}

static Answer *
answer_feed (Page *page, GError **error)
{
  const char *type;
  GBytes *body = feed_build (page, &type, error);
  return answer_built (page, type, body);
}

static Answer *
answer_robots (const Page *page)
{
  char *text = robots_build (page);
  return answer_built (page, "text/plain; charset=utf-8", g_bytes_new_take (text, strlen (text)));
}

static Answer *
answer_log (Page *page, const Request *request, GError **error)
{
  GError *failure = NULL;
  Answer *answer =
      page->route->type == ROUTE_KEYS ? record_keys_answer (page, &failure) : record_log_answer (page, &failure);
  return answer_logged_or_none (page, request, answer, failure, error);
}

static Answer *
answer_gate_or_map (Page *page, const Request *request, GError **error)
{
  const MementoAddress *about = &page->route->about;
  GError *failure = NULL;
  if (page->route->path != NULL && page->subject == NULL) /* of no document */
    return answer_error (page, request, 404, error);
  Answer *answer = page->route->type == ROUTE_TIMEGATE ? timegate_answer (page, about, request, &failure)
                                                       : timemap_answer (page, about, &failure);
  return answer_or_none (page, request, answer, failure, error);
}

static gboolean
needs_language (RouteType type)
{
  return type == ROUTE_HOME || type == ROUTE_DOCUMENT || type == ROUTE_EDITION || type == ROUTE_ARCHIVE
         || type == ROUTE_OFFICE || type == ROUTE_RECORD || type == ROUTE_CALENDAR || type == ROUTE_FEED;
}

static Answer *
answer_route (Page *page, const Request *request, GError **error)
{
  const Route *route = page->route;

  if (needs_language (route->type) && !profile_has_language (page->profile, route->language))
    return answer_old_address (page, request, error);
  switch (route->type)
    {
    case ROUTE_ROOT:
      return answer_root (page, request);
    case ROUTE_HOME:
      return answer_page (page, request, "home", home_build (page, error), error);
    case ROUTE_DOCUMENT:
    case ROUTE_EDITION:
      return answer_document (page, request, error);
    case ROUTE_ARCHIVE:
      return answer_page (page, request, "archive", archive_build (page, error), error);
    case ROUTE_OFFICE:
      return answer_page (page, request, "office", office_build (page, error), error);
    case ROUTE_RECORD:
      return answer_page (page, request, "record", record_build (page, error), error);
    case ROUTE_CALENDAR:
      return answer_calendar (page, request, error);
    case ROUTE_FEED:
      return answer_feed (page, error);
    case ROUTE_IDENTIFIER:
      return answer_identifier (page, request, error);
    case ROUTE_SITEMAP:
      return answer_built (page, "application/xml; charset=utf-8", sitemap_build (page, error));
    case ROUTE_ROBOTS:
      return answer_robots (page);
    case ROUTE_ASSET:
      return answer_asset (page, request, error);
    case ROUTE_MEDIA:
      return answer_media (page, request, error);
    case ROUTE_TIMEGATE:
    case ROUTE_TIMEMAP:
      return answer_gate_or_map (page, request, error);
    case ROUTE_LOG:
    case ROUTE_KEYS:
      return answer_log (page, request, error);
    case ROUTE_MOVED:
      return answer_redirect (301, route->moved, page->at + SHORT_LIFE);
    case ROUTE_BAD:
      return answer_error (page, request, 400, error);
    case ROUTE_UNKNOWN:
      break;
    }
  return answer_old_address (page, request, error);
}

/* The document in the language that the address is about, if it is about one. */
static Edition *
find_subject (const Page *page)
{
  const Route *route = page->route;

  return route->path != NULL && route->language != NULL
             ? store_edition_at (page->store, page->office, route->language, route->path, NULL)
             : NULL;
}

/* A page of now says where its past is, one of the past when it is of; nothing is of a time to come. */
static Answer *
answer_in_time (Page *page, const Request *request, GError **error)
{
  const Route *route = page->route;
  if (route->past != INSTANT_MAX && route->past > page->now)
    return answer_redirect (302, route->original, page->now);

  gboolean past = page->at != page->now;
  gboolean about = past || route->type == ROUTE_TIMEGATE || route->type == ROUTE_TIMEMAP;
  gboolean of_now = route->type == ROUTE_LOG || route->type == ROUTE_KEYS || route->form >= FORM_ERASURE_DOCUMENT;
  g_autoptr (Edition) subject = about ? find_subject (page) : NULL;
  page->subject = subject != NULL ? subject->document : NULL;
  page->subject_language = subject != NULL ? subject->language : NULL;
  g_autoptr (Answer) answer =
      past && of_now ? answer_error (page, request, 404, error) : answer_route (page, request, error);
  if (answer == NULL || (past && !memento_finish (page, answer, error)))
    return NULL;
  if (!past && !of_now && (g_str_has_prefix (answer->type, "text/html") || route->type == ROUTE_FEED))
    memento_announce (page, answer);
  return g_steal_pointer (&answer);
}

/* An error page speaks the language of the address if the office does, else the reader's. */
static const char *
page_language (const Profile *profile, const Route *route, const Request *request)
{
  if (route->language != NULL && profile_has_language (profile, route->language))
    return route->language;
  return locale_negotiate (request->accept_language, (const char *const *)profile->languages);
}

/* The request's office into PAGE; MISDIRECTED: none answers to it, and the first one says so. */
static gboolean
choose_office (Site *site, Page *page, const Request *request, gboolean *misdirected, GError **error)
{
  GError *failure = NULL;
  gint64 generation = store_generation (site->store);
  Offices *offices = page->at != page->now ? site->past_offices : site->offices;

  commons_stand (site->commons, generation);
  if (offices_stand (offices, generation, page->at, &failure))
    page->office = offices_choose (offices, request, &page->profile, &failure);
  *misdirected = page->office == NULL && failure == NULL;
  if (*misdirected)
    page->office = offices_first (offices, &page->profile, &failure);
  if (failure == NULL && page->office != NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

static Page
page_of (Site *site, const Route *route, Instant at)
{
  return (Page){ .parts = site->parts,
                 .commons = site->commons,
                 .buffer = site->buffer,
                 .pieces = site->pieces,
                 .messages = parts_messages (site->parts),
                 .store = site->store,
                 .route = route,
                 .at = at,
                 .now = at,
                 .expires = INSTANT_MAX };
}

static Answer *
answer_for_office (Site *site, const Request *request, const Route *route, Instant at, GError **error)
{
  Page page = page_of (site, route, MIN (at, route->past));
  gboolean misdirected;
  page.now = at;
  store_set_instant (site->store, page.at);
  if (!choose_office (site, &page, request, &misdirected, error))
    return NULL;

  g_autofree char *origin = g_strdup (page.profile->address != NULL ? page.profile->address : DEFAULT_ORIGIN);
  page.origin = origin;
  page.language = page_language (page.profile, route, request);
  return misdirected ? answer_error (&page, request, 421, error) : answer_in_time (&page, request, error);
}

const char *
site_office (Site *site, const char *host, const char *office, Instant at)
{
  Request request = { .host = host, .office = office };
  Page page = { .store = site->store, .at = at };
  gboolean misdirected = TRUE;

  store_set_instant (site->store, at);
  if (!store_begin (site->store, NULL))
    return NULL;
  gboolean chosen = choose_office (site, &page, &request, &misdirected, NULL);
  const char *name = chosen && !misdirected ? g_intern_string (page.office) : NULL;
  store_rollback (site->store);
  return name;
}

Answer *
site_renew (Site *site, const Answer *old, GBytes *text, Instant at)
{
  if (old->renewal == NULL)
    return NULL;
  Request request = { .office = renewal_office (old->renewal) };
  Page page = page_of (site, NULL, at);
  gboolean misdirected;

  page.language = renewal_language (old->renewal);
  store_set_instant (site->store, at);
  if (!store_begin (site->store, NULL))
    return NULL;
  Answer *answer = choose_office (site, &page, &request, &misdirected, NULL) && !misdirected
                       ? renewal_make (&page, old, text, NULL)
                       : NULL;
  store_rollback (site->store);
  return answer;
}

static Answer *
answer_failure (const Site *site)
{
  const Messages *messages = parts_messages (site->parts);
  char *text = g_strdup_printf ("%s\n\n%s\n", messages_get (messages, "en", "error_title"),
                                messages_get (messages, "en", "error_text"));
  g_autoptr (GBytes) body = g_bytes_new_take (text, strlen (text));
  return answer_bytes (500, "text/plain; charset=utf-8", body, 0);
}

Answer *
site_answer (Site *site, const Request *request, Instant at, GError **error)
{
  g_autoptr (Route) route = route_parse (request->path, request->query);
  g_autoptr (GError) failure = NULL;
  Answer *answer = NULL;

  store_set_instant (site->store, at);
  if (store_begin (site->store, &failure))
    {
      answer = answer_for_office (site, request, route, at, &failure);
      store_rollback (site->store);
    }
  if (answer == NULL)
    {
      answer = answer_failure (site);
      if (failure == NULL)
        g_set_error (&failure, STORE_ERROR, STORE_ERROR_FAILED, "there is no office in the record");
      g_propagate_error (error, g_steal_pointer (&failure));
    }
  return answer;
}

/* What the publisher makes of a text when it takes it in (publish/assign.c). */
static void
complete (const Page *page, Edition *edition)
{
  CivilTime time = civil_time_at (edition->dated, page->profile->host_zone);

  if (edition->slug == NULL)
    edition->slug = slug_from_title (edition->title);
  if (edition->path == NULL)
    edition->path =
        g_strdup_printf ("%04d/%02d/%02d/%s", time.date.year, time.date.month, time.date.day, edition->slug);
}

static Answer *
preview (Page *page, gpointer what, GError **error)
{
  Edition *edition = what;
  g_autofree char *origin = g_strdup (page->profile->address != NULL ? page->profile->address : DEFAULT_ORIGIN);
  const Request none = { 0 };

  complete (page, edition);
  page->origin = origin;
  page->language = edition->language;
  json_t *view = document_build (page, edition, edition, error);
  if (view == NULL)
    return NULL;
  view_flag (view, "preview", TRUE);
  return answer_page (page, &none, "document", view, error);
}

/* The page that BUILD makes of WHAT, which is not in the record, in an office that is. */
static Answer *
preview_in (Site *site, const Route *route, const char *office, Instant at,
            Answer *(*build) (Page *page, gpointer what, GError **error), gpointer what, GError **error)
{
  const Request request = { .office = office };
  Page page = page_of (site, route, at);
  gboolean misdirected = TRUE;

  store_set_instant (site->store, at);
  if (!store_begin (site->store, error))
    return NULL;
  Answer *answer =
      choose_office (site, &page, &request, &misdirected, error) && !misdirected ? build (&page, what, error) : NULL;
  store_rollback (site->store);
  if (answer == NULL && error != NULL && *error == NULL)
    g_set_error (error, STORE_ERROR, STORE_ERROR_MISSING, "there is no office “%s” in this record", office);
  return answer;
}

Answer *
site_preview (Site *site, Edition *edition, Instant at, GError **error)
{
  const Route route = { .type = ROUTE_DOCUMENT, .past = INSTANT_MAX, .language = edition->language };
  return preview_in (site, &route, edition->office, at, preview, edition, error);
}

/* What all pages share is of the profile that is in force, so this one has its own. */
static Answer *
preview_with (Page *page, gpointer what, GError **error)
{
  const Profile *profile = what;
  g_autofree char *origin = g_strdup (profile->address != NULL ? profile->address : DEFAULT_ORIGIN);
  const Request none = { 0 };
  gboolean home = page->route->type == ROUTE_HOME;
  Commons *own = commons_new ();
  Answer *answer = NULL;

  page->commons = own;
  page->profile = profile;
  page->origin = origin;
  page->language = page->route->language;
  json_t *view = home ? home_build (page, error) : office_build (page, error);
  if (view != NULL)
    {
      view_flag (view, "preview", TRUE);
      answer = answer_page (page, &none, home ? "home" : "office", view, error);
    }
  commons_free (own);
  return answer;
}

Answer *
site_preview_profile (Site *site, const char *office, const Profile *profile, SitePage which, const char *language,
                      Instant at, GError **error)
{
  const Route route = { .type = which == SITE_PAGE_HOME ? ROUTE_HOME : ROUTE_OFFICE,
                        .past = INSTANT_MAX,
                        .language = (char *)language };
  return preview_in (site, &route, office, at, preview_with, (gpointer)profile, error);
}

gboolean
site_read (Site *site, gint64 file, guint64 offset, void *buffer, gsize length, GError **error)
{
  return store_media_read (site->store, file, offset, buffer, length, error);
}
