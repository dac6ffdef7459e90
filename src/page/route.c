/* What an address asks for.
 *
 * A path is split at "/", each segment unescaped once; ".json" on the last segment asks for the view. There is one
 * address for each page: a missing or extra slash at the end is answered with a redirect. */
#include "page/route.h"

#include "page/site.h"

#include <string.h>

/* What may stand in an address as it is; what would end a link (RFC 8288 section 3) is escaped. */
#define IN_ADDRESS "%!#$&'()*+,/:;=?@[]"

typedef struct
{
  char **segments;
  guint count;
  gboolean slash; /* the path ends with one */
} Path;

static gboolean
is_number (const char *text, gsize digits)
{
  return strlen (text) == digits && strspn (text, "0123456789") == digits;
}

static gboolean
is_language (const char *text)
{
  gsize letters = strspn (text, "abcdefghijklmnopqrstuvwxyz");
  gsize rest = strspn (text + letters, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
  return (letters == 2 || letters == 3) && text[letters + rest] == '\0' && (rest == 0 || text[letters] == '-')
         && strlen (text) <= 35;
}

static gboolean
is_slug (const char *text)
{
  return *text != '\0' && text[strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

static gboolean
is_edition_number (const char *text)
{
  return strspn (text, "0123456789") == strlen (text) && strlen (text) <= 6 && text[0] > '0';
}

static void
set (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static char *
period_of (char **segments, guint count)
{
  if (count == 0)
    return NULL;
  if (count == 1)
    return g_strdup (segments[0]);
  return g_strconcat (segments[0], "/", segments[1], count > 2 ? "/" : NULL, count > 2 ? segments[2] : NULL, NULL);
}

static void
route_archive (Route *route, char **rest, guint count)
{
  if (count > 2 || (count > 0 && !is_number (rest[0], 4)) || (count > 1 && !is_number (rest[1], 2)))
    return;
  route->type = ROUTE_ARCHIVE;
  route->period = period_of (rest, count);
}

/* Of the site: a year of it, or a day; of a document: a year. */
static void
route_calendar (Route *route, char **rest, guint count)
{
  gboolean year = count == 0 || is_number (rest[0], 4);
  gboolean day = count == 3 && is_number (rest[1], 2) && is_number (rest[2], 2) && route->path == NULL;

  if (!year || (count > 1 && !day))
    return;
  route->type = ROUTE_CALENDAR;
  route->period = period_of (rest, count);
}

static void
route_feed (Route *route, const char *name)
{
  static const struct
  {
    const char *name;
    Form form;
  } feeds[] = { { "feed.atom", FORM_ATOM }, { "feed.rss", FORM_RSS }, { "feed.json", FORM_JSON_FEED } };

  for (gsize i = 0; i < G_N_ELEMENTS (feeds); i++)
    if (strcmp (name, feeds[i].name) == 0)
      {
        route->type = ROUTE_FEED;
        route->form = feeds[i].form;
      }
}

static void
route_dated (Route *route, char **rest, guint count)
{
  if (count < 4)
    {
      g_autofree char *period = period_of (rest, MIN (count, 2));
      route->type = ROUTE_MOVED;
      route->moved = g_strconcat ("/", route->language, "/all/", period, NULL);
      return;
    }
  if (!is_slug (rest[3]) || count > 6)
    return;
  route->path = g_strjoin ("/", rest[0], rest[1], rest[2], rest[3], NULL);
  if (count == 4)
    route->type = ROUTE_DOCUMENT;
  else if (strcmp (rest[4], "calendar") == 0)
    route_calendar (route, rest + 5, count - 5);
  else if (count == 6 && strcmp (rest[4], "editions") == 0 && is_edition_number (rest[5]))
    {
      route->type = ROUTE_EDITION;
      route->number = (unsigned)g_ascii_strtoull (rest[5], NULL, 10);
    }
}

static gboolean
is_dated (char **rest, guint count)
{
  return is_number (rest[0], 4) && (count < 2 || is_number (rest[1], 2)) && (count < 3 || is_number (rest[2], 2));
}

/* What stands below a language: REST are the COUNT segments after it. */
static void
route_below_language (Route *route, char **rest, guint count)
{
  if (count == 0)
    route->type = ROUTE_HOME;
  else if (strcmp (rest[0], "all") == 0)
    route_archive (route, rest + 1, count - 1);
  else if (count == 1 && strcmp (rest[0], "office") == 0)
    route->type = ROUTE_OFFICE;
  else if (count == 1 && strcmp (rest[0], "record") == 0)
    route->type = ROUTE_RECORD;
  else if (strcmp (rest[0], "calendar") == 0)
    route_calendar (route, rest + 1, count - 1);
  else if (is_dated (rest, count))
    route_dated (route, rest, count);
  else if (count == 1)
    route_feed (route, rest[0]);
}

static void
route_sitemap (Route *route, const char *name)
{
  g_autoptr (GRegex) regex = g_regex_new ("^sitemap(?:-([0-9]{4})-([0-9]{2}))?\\.xml$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (!g_regex_match (regex, name, 0, &match))
    return;
  g_autofree char *year = g_match_info_fetch (match, 1);
  g_autofree char *month = g_match_info_fetch (match, 2);
  route->type = ROUTE_SITEMAP;
  route->period = year != NULL && *year != '\0' ? g_strconcat (year, "/", month, NULL) : NULL;
}

/* A document, its text in a language, or an edition of that. */
static void
route_identifier (Route *route, char **rest, guint count)
{
  if (count > 3 || (count > 1 && !is_language (rest[1])) || (count > 2 && !is_edition_number (rest[2])))
    return;
  route->type = ROUTE_IDENTIFIER;
  route->key = g_ascii_strdown (rest[0], -1);
  if (count > 1)
    set (&route->language, rest[1]);
  if (count > 2)
    route->number = (unsigned)g_ascii_strtoull (rest[2], NULL, 10);
}

static void
route_top (Route *route, const Path *path)
{
  const char *first = path->segments[0];

  if (path->count == 1 && strcmp (first, "robots.txt") == 0)
    route->type = ROUTE_ROBOTS;
  else if (path->count == 1 && g_str_has_prefix (first, "sitemap"))
    route_sitemap (route, first);
  else if (path->count == 1 && strcmp (first, "favicon.ico") == 0)
    {
      route->type = ROUTE_ASSET;
      route->name = g_strdup ("icon.svg");
    }
  else if (path->count == 2 && strcmp (first, "assets") == 0)
    {
      route->type = ROUTE_ASSET;
      route->name = g_strdup (path->segments[1]);
    }
  else if (path->count == 3 && strcmp (first, "media") == 0)
    {
      route->type = ROUTE_MEDIA;
      route->key = g_strdup (path->segments[1]);
      route->name = g_strdup (path->segments[2]);
    }
  else if (path->count >= 2 && strcmp (first, "log") == 0)
    {
      route->type = ROUTE_LOG;
      route->name = g_strjoinv ("/", path->segments + 1);
    }
  else if (path->count == 2 && strcmp (first, ".well-known") == 0 && strcmp (path->segments[1], "chancery") == 0
           && route->form == FORM_VIEW)
    route->type = ROUTE_KEYS;
  else if (path->count >= 2 && strcmp (first, "d") == 0)
    route_identifier (route, path->segments + 1, path->count - 1);
}

/* The ending of the last segment of a page's address; a feed's own ".json" is left to it. */
static void
take_form (Route *route, Path *path)
{
  static const struct
  {
    const char *ending;
    Form form;
  } forms[] = { { ".edition.json", FORM_EDITION_DOCUMENT },
                { ".erasure.json", FORM_ERASURE_DOCUMENT },
                { ".tlog-proof", FORM_PROOF },
                { ".verify.html", FORM_VERIFY_FILE },
                { ".json", FORM_VIEW } };
  char *last = path->segments[path->count - 1];
  gsize i = 0;

  while (i < G_N_ELEMENTS (forms) && !g_str_has_suffix (last, forms[i].ending))
    i++;
  if (i == G_N_ELEMENTS (forms) || strcmp (last, "feed.json") == 0)
    return;
  last[strlen (last) - strlen (forms[i].ending)] = '\0';
  route->form = forms[i].form;
  if (*last == '\0' && path->count > 1)
    path->count--; /* "/en/.json" */
}

/* An address with an ending that says the form is a file's, whatever slash follows. */
static gboolean
is_file (const Route *route)
{
  return route->form == FORM_VIEW || route->form >= FORM_EDITION_DOCUMENT;
}

static void
redirect_slash (Route *route, const Path *path, const char *original)
{
  gboolean home = route->type == ROUTE_HOME;

  if (route->type == ROUTE_UNKNOWN || route->type == ROUTE_MOVED || is_file (route) || path->slash == home)
    return;
  route->type = ROUTE_MOVED;
  route->moved = home ? g_strconcat (original, "/", NULL) : g_strndup (original, strlen (original) - 1);
}

static void
route_segments (Route *route, Path *path, const char *original)
{
  route->whole = g_strjoinv ("/", path->segments);
  take_form (route, path);
  if (is_language (path->segments[0]) && strcmp (path->segments[0], "log") != 0)
    {
      set (&route->language, path->segments[0]);
      route_below_language (route, path->segments + 1, path->count - 1);
    }
  else
    route_top (route, path);
  if (route->form >= FORM_EDITION_DOCUMENT && route->type != ROUTE_DOCUMENT && route->type != ROUTE_EDITION
      && (route->type != ROUTE_IDENTIFIER || route->number == 0))
    route->type = ROUTE_UNKNOWN;
  redirect_slash (route, path, original);
}

/* NULL where a segment is no text: a bad escape, a NUL, an escaped slash, bytes that are no UTF-8. */
static char **
segments_read (const char *path)
{
  g_auto (GStrv) raw = g_strsplit (path, "/", -1);
  g_autoptr (GStrvBuilder) segments = g_strv_builder_new ();

  for (guint i = 0; raw[i] != NULL; i++)
    {
      g_autofree char *segment = g_uri_unescape_string (raw[i], "/");
      if (segment == NULL || !g_utf8_validate (segment, -1, NULL))
        return NULL;
      if (*segment != '\0')
        g_strv_builder_add (segments, segment);
    }
  return g_strv_builder_end (segments);
}

static void
take_parameter (Route *route, const char *name, const char *value)
{
  struct
  {
    const char *name;
    char **field;
  } fields[] = {
    { "kind", &route->kind }, { "topic", &route->topic }, { "place", &route->place }, { "speaker", &route->speaker }
  };

  if (strcmp (name, "page") == 0 && strlen (value) <= 7)
    route->page = MAX (1, (unsigned)g_ascii_strtoull (value, NULL, 10));
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (name, fields[i].name) == 0 && *value != '\0')
      set (fields[i].field, value);
}

static void
read_query (Route *route, const char *query)
{
  g_auto (GStrv) pairs = g_strsplit (query != NULL ? query : "", "&", 32);

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      char *equals = strchr (pairs[i], '=');
      if (equals == NULL)
        continue;
      *equals = '\0';
      g_autofree char *value = g_uri_unescape_string (equals + 1, NULL);
      if (value != NULL && g_utf8_validate (value, -1, NULL))
        take_parameter (route, pairs[i], value);
    }
}

static void
parse_now (Route *route, const char *path, const char *query)
{
  g_auto (GStrv) segments = segments_read (path);

  if (segments == NULL || *path != '/')
    {
      route->type = ROUTE_BAD;
      return;
    }
  read_query (route, query);
  Path parts = { segments, g_strv_length (segments), g_str_has_suffix (path, "/") };
  if (parts.count == 0)
    route->type = ROUTE_ROOT;
  else
    route_segments (route, &parts, path);
}

/* An address of the past is one of now with an instant before it. What it is about is not asked of a gate or a map.
 */
static void
parse_past (Route *route, MementoAddress *address, const char *query)
{
  switch (address->type)
    {
    case MEMENTO_AT:
      parse_now (route, address->original, query);
      route->past = address->at;
      break;
    case MEMENTO_TIMEGATE:
    case MEMENTO_TIMEMAP:
      parse_now (route, address->original, query);
      if (route->type == ROUTE_UNKNOWN || route->type == ROUTE_BAD)
        break;
      route->type = address->type == MEMENTO_TIMEGATE ? ROUTE_TIMEGATE : ROUTE_TIMEMAP;
      route->about = *address;
      address->authority = NULL;
      break;
    default:
      route->type = ROUTE_UNKNOWN;
    }
}

/* Slashes at the beginning are one: what is sent back as an address must not begin with two, and so with a host. */
Route *
route_parse (const char *path, const char *query)
{
  Route *route = g_new0 (Route, 1);
  MementoAddress address;

  route->page = 1;
  route->past = INSTANT_MAX;
  route->sent = g_strdup (path);
  path = one_slash (route->sent);
  memento_address_read (&address, path);
  if (address.type == MEMENTO_NONE)
    parse_now (route, path, query);
  else
    parse_past (route, &address, query);
  const char *original = address.original != NULL ? address.original : path;
  g_autofree char *whole = query != NULL ? g_strconcat (original, "?", query, NULL) : g_strdup (original);
  route->original = g_uri_escape_string (whole, IN_ADDRESS, FALSE);
  memento_address_clear (&address);
  return route;
}

void
route_free (Route *route)
{
  g_free (route->language);
  g_free (route->whole);
  g_free (route->path);
  g_free (route->period);
  g_free (route->name);
  g_free (route->key);
  g_free (route->moved);
  g_free (route->original);
  g_free (route->sent);
  memento_address_clear (&route->about);
  g_free (route->kind);
  g_free (route->topic);
  g_free (route->place);
  g_free (route->speaker);
  g_free (route);
}

/* An escape may spell anything. */
gboolean
site_reads_query (const char *path)
{
  if (g_str_has_prefix (path, "/at/") && strchr (path + strlen ("/at/"), '/') != NULL)
    path = strchr (path + strlen ("/at/"), '/');
  const char *rest = *path == '/' ? strchr (path + 1, '/') : NULL;
  return strchr (path, '%') != NULL || g_str_has_prefix (path, "/timegate/") || g_str_has_prefix (path, "/timemap/")
         || (rest != NULL && (g_str_has_prefix (rest, "/all") || g_str_has_prefix (rest, "/feed.")));
}
