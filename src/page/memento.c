/* The past is the record read at an earlier instant; only what is about that instant is added here. */
#include "page/memento.h"

#include "page/answer.h"
#include "text/locale.h"

#include <string.h>

#define LIFE (3600 * INSTANT_SECOND) /* an erasure must reach what caches hold */
#define MOST_IN_MAP 1000

/* ---- Links ---- */

static gboolean
stays (const char *address)
{
  static const char *const elsewhere[] = { "/assets/", "/media/", "/at/", "/timegate/", "/timemap/", "/log/", "//" };

  for (gsize i = 0; i < G_N_ELEMENTS (elsewhere); i++)
    if (g_str_has_prefix (address, elsewhere[i]))
      return FALSE;
  return *address == '/';
}

/* The banner's link, which says so, and the files of an edition, which name it by its number. */
static gboolean
leads_to_now (const char *address)
{
  const char *after = address + strcspn (address, "\"");
  return g_str_has_prefix (after, "\" data-now>") || g_str_has_prefix (after, "\" download");
}

void
memento_turn_links (const Page *page, GString *buffer)
{
  static const char mark[] = "href=\"";
  g_autofree char *prefix = memento_prefix (page->at);
  g_autoptr (GString) turned = g_string_sized_new (buffer->len + 4096);
  const char *from = buffer->str;

  for (const char *at = from; (at = strstr (at, mark)) != NULL;)
    {
      at += strlen (mark);
      if (!stays (at) || leads_to_now (at))
        continue;
      g_string_append_len (turned, from, at - from);
      g_string_append (turned, prefix);
      from = at;
    }
  g_string_append_len (turned, from, buffer->str + buffer->len - from);
  g_string_truncate (buffer, 0);
  g_string_append_len (buffer, turned->str, (gssize)turned->len);
}

static void
add_link (GString *links, const char *address, const char *rel, const char *more)
{
  g_string_append_printf (links, "%s<%s>; rel=\"%s\"%s", links->len > 0 ? ", " : "", address, rel, more);
}

/* Where the page's gate and map are. ORIGIN: "" for a header of the page itself. */
static void
add_gate_and_map (GString *links, const char *origin, const char *original)
{
  g_autofree char *gate = g_strconcat (origin, "/timegate", original, NULL);
  g_autofree char *map = g_strconcat (origin, "/timemap/link", original, NULL);

  add_link (links, gate, "timegate", "");
  add_link (links, map, "timemap", "; type=\"application/link-format\"");
}

void
memento_announce (const Page *page, Answer *answer)
{
  g_autoptr (GString) links = g_string_new (NULL);

  if (answer->status != 200 || page->route->original == NULL)
    return;
  add_gate_and_map (links, "", page->route->original);
  answer->link = g_string_free (g_steal_pointer (&links), FALSE);
}

/* ---- A memento ---- */

/* That of now, at the memento's year: of the document, or of the site. */
static char *
calendar_of (const Page *page)
{
  CivilTime time = civil_time_at (page->at, page->profile->host_zone);
  char year[8];

  g_snprintf (year, sizeof year, "%04d", time.date.year);
  if (page->route->path == NULL)
    return link_calendar (page->language, year);
  return g_strconcat ("/", page->language, "/", page->route->path, "/calendar/", year, NULL);
}

json_t *
memento_view (const Page *page)
{
  CivilTime time = civil_time_at (page->at, page->profile->host_zone);
  g_autofree char *date = locale_date (page->language, &time, DATE_FULL, NULL);
  g_autofree char *when = g_strdup_printf ("%s, %02d:%02d:%02d", date, time.hour, time.minute, time.second);
  json_t *view = json_object ();

  view_text (view, "when", when);
  view_take (view, "instant", view_second (page->at));
  view_text (view, "now", page->route->original);
  view_take (view, "map", g_strconcat ("/timemap/json", page->route->original, NULL));
  view_take (view, "calendar", calendar_of (page));
  view_text (view, "zone", page->profile->host_zone_name);
  view_take (view, "script", link_asset (page->parts, "past.js"));
  return view;
}

/* A change of what the page is about, as of now: of its document, or of anything. */
static gboolean
add_neighbour (Page *page, GString *links, StoreChange which, Instant than, const char *rel, GError **error)
{
  GError *failure = NULL;
  Instant instant =
      store_change (page->store, page->office, page->subject, page->subject_language, which, than, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (instant == INSTANT_MIN || instant == INSTANT_MAX)
    return TRUE;
  g_autofree char *prefix = memento_prefix (instant);
  g_autofree char *address = g_strconcat (page->origin, prefix, page->route->original, NULL);
  g_autofree char *date = instant_format_http (instant);
  g_autofree char *more = g_strdup_printf ("; datetime=\"%s\"", date);
  add_link (links, address, rel, more);
  return TRUE;
}

static gboolean
add_neighbours (Page *page, GString *links, GError **error)
{
  store_set_instant (page->store, page->now);
  Instant began = store_change (page->store, page->office, page->subject, page->subject_language, STORE_CHANGE_LAST,
                                page->at, error);
  gboolean done = add_neighbour (page, links, STORE_CHANGE_LAST, began - 1, "prev memento", error)
                  && add_neighbour (page, links, STORE_CHANGE_NEXT, page->at, "next memento", error);
  store_set_instant (page->store, page->at);
  return done;
}

static void
turn_location (const Page *page, Answer *answer)
{
  if (answer->location == NULL || !stays (answer->location))
    return;
  g_autofree char *prefix = memento_prefix (page->at);
  char *location = g_strconcat (prefix, answer->location, NULL);
  g_free (answer->location);
  answer->location = location;
}

/* A page, or that it stood elsewhere then, is a memento (section 4.5.4); that there was none is not. */
static gboolean
is_memento (const Answer *answer)
{
  return !answer->immutable && (answer->status == 200 || answer->location != NULL);
}

gboolean
memento_finish (Page *page, Answer *answer, GError **error)
{
  g_autoptr (GString) links = g_string_new (NULL);
  g_autofree char *original = g_strconcat (page->origin, page->route->original, NULL);

  turn_location (page, answer);
  if (!is_memento (answer))
    return TRUE;
  answer->memento = page->at;
  answer->expires = INSTANT_MAX;
  add_link (links, original, "original", "");
  add_gate_and_map (links, page->origin, page->route->original);
  if (answer->status == 200 && !add_neighbours (page, links, error))
    return FALSE;
  answer->link = g_string_free (g_steal_pointer (&links), FALSE);
  return TRUE;
}

/* ---- The gate ---- */

/* Within what there is: the first for what is earlier. */
static Instant
nearest (Page *page, Instant asked, GError **error)
{
  const char *document = page->subject, *language = page->subject_language;
  Instant last =
      store_change (page->store, page->office, document, language, STORE_CHANGE_LAST, MIN (asked, page->now), error);
  return last != INSTANT_MIN
             ? last
             : store_change (page->store, page->office, document, language, STORE_CHANGE_NEXT, asked, error);
}

static gboolean
is_ours (const Page *page, const MementoAddress *address, const Request *request)
{
  const char *own = strstr (page->origin, "://");
  gsize length = address->authority != NULL ? strcspn (address->authority, ":") : 0;

  return address->authority == NULL || (own != NULL && strcmp (own + 3, address->authority) == 0)
         || (request->host != NULL && strlen (request->host) == length
             && strncmp (request->host, address->authority, length) == 0);
}

Answer *
timegate_answer (Page *page, const MementoAddress *address, const Request *request, GError **error)
{
  GError *failure = NULL;
  Instant asked = page->now;
  if (!is_ours (page, address, request))
    return NULL;
  if (request->accept_datetime != NULL && !memento_date_read (request->accept_datetime, &asked))
    {
      static const char text[] = "Accept-Datetime: this is no date as in “Mon, 06 May 2024 12:00:00 GMT”.\n";
      g_autoptr (GBytes) body = g_bytes_new_static (text, strlen (text));
      return answer_bytes (400, "text/plain; charset=utf-8", body, page->now);
    }
  Instant instant = nearest (page, asked, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  if (instant == INSTANT_MIN || instant == INSTANT_MAX)
    return NULL;
  g_autofree char *prefix = memento_prefix (instant);
  g_autofree char *location = g_strconcat (prefix, page->route->original, NULL);
  g_autoptr (GString) links = g_string_new (NULL);
  g_autofree char *original = g_strconcat (page->origin, page->route->original, NULL);
  g_autofree char *map = g_strconcat (page->origin, "/timemap/link", page->route->original, NULL);

  Answer *answer = answer_redirect (302, location, page->now);
  add_link (links, original, "original", "");
  add_link (links, map, "timemap", "; type=\"application/link-format\"");
  answer->vary = "accept-datetime";
  answer->link = g_string_free (g_steal_pointer (&links), FALSE);
  return answer;
}

/* ---- The map ---- */

typedef struct
{
  const Page *page;
  const MementoAddress *address;
  GArray *instants; /* of this page of it */
  guint64 before;   /* how many stand on earlier ones */
  gboolean more;
  Instant next; /* where there are more: the first of them */
} Map;

static char *
map_address (const Map *map, unsigned number)
{
  g_autofree char *part = number > 1 ? g_strdup_printf ("/%u", number) : g_strdup ("");
  return g_strconcat (map->page->origin, "/timemap/", map->address->json ? "json" : "link", part,
                      map->page->route->original, NULL);
}

static char *
memento_address_of (const Map *map, guint i)
{
  g_autofree char *prefix = memento_prefix (g_array_index (map->instants, Instant, i));
  return g_strconcat (map->page->origin, prefix, map->page->route->original, NULL);
}

static char *
date_of (const Map *map, guint i)
{
  return instant_format_http (g_array_index (map->instants, Instant, i));
}

static char *
relation_of (const Map *map, guint i)
{
  gboolean first = map->before == 0 && i == 0, last = !map->more && i + 1 == map->instants->len;
  return g_strconcat (first ? "first " : "", last ? "last " : "", "memento", NULL);
}

/* The pages of the map before and after this one. */
static void
add_other_maps (GString *out, const Map *map)
{
  static const char type[] = "rel=\"timemap\";type=\"application/link-format\"";
  if (map->before > 0)
    {
      g_autofree char *earlier = map_address (map, map->address->page - 1);
      g_string_append_printf (out, ",\n<%s>;%s", earlier, type);
    }
  if (map->more)
    {
      g_autofree char *later = map_address (map, map->address->page + 1), *from = instant_format_http (map->next);
      g_string_append_printf (out, ",\n<%s>;%s;from=\"%s\"", later, type, from);
    }
}

static char *
link_map (const Map *map)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *self = map_address (map, map->address->page);
  g_autofree char *from = date_of (map, 0), *until = date_of (map, map->instants->len - 1);

  g_string_append_printf (out, "<%s%s>;rel=\"original\",\n<%s/timegate%s>;rel=\"timegate\",\n", map->page->origin,
                          map->page->route->original, map->page->origin, map->page->route->original);
  g_string_append_printf (out, "<%s>;rel=\"self\";type=\"application/link-format\";from=\"%s\";until=\"%s\"", self,
                          from, until);
  add_other_maps (out, map);
  for (guint i = 0; i < map->instants->len; i++)
    {
      g_autofree char *address = memento_address_of (map, i), *relation = relation_of (map, i),
                      *date = date_of (map, i);
      g_string_append_printf (out, ",\n<%s>;rel=\"%s\";datetime=\"%s\"", address, relation, date);
    }
  g_string_append_c (out, '\n');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
json_map (const Map *map)
{
  g_autofree char *original = g_strconcat (map->page->origin, map->page->route->original, NULL);
  g_autofree char *gate = g_strconcat (map->page->origin, "/timegate", map->page->route->original, NULL);
  g_autofree char *self = map_address (map, map->address->page), *next = map_address (map, map->address->page + 1);
  json_auto_t *view = json_pack ("{s:s, s:s, s:{s:s}}", "original_uri", original, "timegate_uri", gate, "timemap_uri",
                                 "json_format", self);
  json_t *list = json_array ();

  for (guint i = 0; i < map->instants->len; i++)
    {
      g_autofree char *address = memento_address_of (map, i), *date = date_of (map, i);
      json_array_append_new (list, json_pack ("{s:s, s:s}", "datetime", date, "uri", address));
    }
  json_object_set_new (view, "mementos", json_pack ("{s:o}", "list", list));
  if (map->more)
    json_object_set_new (view, "pages", json_pack ("{s:{s:s}}", "next", "uri", next));
  return json_dumps (view, JSON_INDENT (1));
}

Answer *
timemap_answer (Page *page, const MementoAddress *address, GError **error)
{
  guint64 before = (guint64)(address->page - 1) * MOST_IN_MAP;
  g_autoptr (GArray) instants = store_changes (page->store, page->office, page->subject, page->subject_language,
                                               before, MOST_IN_MAP + 1, error);
  if (instants == NULL || instants->len == 0)
    return NULL;

  gboolean more = instants->len > MOST_IN_MAP;
  Instant next = more ? g_array_index (instants, Instant, MOST_IN_MAP) : INSTANT_MAX;
  Map map = { page, address, instants, before, more, next };
  g_array_set_size (instants, MIN (instants->len, MOST_IN_MAP));
  char *text = address->json ? json_map (&map) : link_map (&map);
  g_autoptr (GBytes) body = g_bytes_new_take (text, strlen (text));
  Answer *answer = answer_bytes (200, address->json ? "application/json" : "application/link-format", body,
                                 store_next_change (page->store, page->office, error));
  answer->shared = answer->compress = TRUE;
  return answer;
}
