/* In this order: is it this desk that is meant; is there such a page; who asks; was a form sent by a page of ours;
 * may they. What somebody may not read is answered as if it were not there. */
#include "desk/gate.h"

#include "desk/pages.h"
#include "desk/door/passkey.h"
#include "desk/right.h"
#include "text/locale.h"

#include <sodium.h>
#include <string.h>

#define TOKEN_BYTES 32
#define SESSION_COOKIE "chancery"
#define FORM_COOKIE "chancery-form"
#define THEN_COOKIE "chancery-then" /* where somebody was going when they had to log in */

/* ---- Which desk ---- */

static gboolean
is_loopback (const char *host)
{
  static const char *const names[] = { "localhost", "127.0.0.1", "[::1]" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize length = strlen (names[i]);
      if (strncmp (host, names[i], length) == 0 && (host[length] == ':' || host[length] == '\0'))
        return TRUE;
    }
  return FALSE;
}

/* Another name for this machine may be somebody's trick (DNS rebinding). */
static gboolean
is_meant (Exchange *exchange)
{
  const char *address = exchange->desk->options->address;
  const char *host = exchange->host;

  if (host == NULL)
    return FALSE;
  if (address != NULL && g_ascii_strcasecmp (host, address + strlen ("https://")) == 0)
    return TRUE;
  exchange->local = is_loopback (host);
  return exchange->local;
}

/* ---- Which page ---- */

static gboolean
matches (const char *pattern, const char *path, char **argument)
{
  const char *star = strpbrk (pattern, "*#");
  if (star == NULL)
    return strcmp (pattern, path) == 0;
  if (*star == '#')
    return strncmp (pattern, path, (gsize)(star - pattern)) == 0;

  gsize before = (gsize)(star - pattern);
  if (strncmp (pattern, path, before) != 0)
    return FALSE;
  gsize length = strcspn (path + before, "/");
  if (length == 0 || strcmp (path + before + length, star + 1) != 0)
    return FALSE;
  *argument = g_strndup (path + before, length);
  return TRUE;
}

static gboolean
is_method (const Route *route, const char *method)
{
  return strcmp (route->method, method) == 0 || (strcmp (route->method, "GET") == 0 && strcmp (method, "HEAD") == 0);
}

static const Route *
route_at (const Route *routes, const char *method, const char *path)
{
  for (const Route *route = routes; route->method != NULL; route++)
    {
      g_autofree char *argument = NULL;
      if (is_method (route, method) && matches (route->pattern, path, &argument))
        return route;
    }
  return NULL;
}

gboolean
gate_is_at_door (const Route *routes, const char *method, const char *path)
{
  const Route *route = route_at (routes, method, path);
  return route != NULL && route->at_door;
}

gboolean
gate_takes_files (const Route *routes, const char *method, const char *path)
{
  const Route *route = route_at (routes, method, path);
  return route != NULL && route->takes_files;
}

/* THERE: there is the page, if not for this method. */
static const Route *
find_route (const Route *routes, Exchange *exchange, gboolean *there)
{
  *there = FALSE;
  for (const Route *route = routes; route->method != NULL; route++)
    {
      g_autofree char *argument = NULL;
      if (!matches (route->pattern, exchange->path, &argument))
        continue;
      *there = TRUE;
      if (!is_method (route, exchange->method))
        continue;
      exchange->argument = g_steal_pointer (&argument);
      return route;
    }
  return NULL;
}

/* ---- Who ---- */

/* RFC 6265 section 4.2.1. Of a name that is given twice neither counts. */
static char *
cookie (const Exchange *exchange, const char *name)
{
  g_autofree char *whole = g_strconcat (exchange->local ? "" : "__Host-", name, "=", NULL);
  g_auto (GStrv) pairs = g_strsplit (exchange->cookie != NULL ? exchange->cookie : "", ";", 64);
  char *value = NULL;
  guint found = 0;

  for (char **pair = pairs; *pair != NULL; pair++)
    {
      g_strstrip (*pair);
      if (!g_str_has_prefix (*pair, whole))
        continue;
      g_free (value);
      value = g_strdup (*pair + strlen (whole));
      found++;
    }
  if (found > 1)
    g_clear_pointer (&value, g_free);
  return value;
}

static gboolean
find_person (Exchange *exchange, GError **error)
{
  GError *failure = NULL;

  exchange->token = cookie (exchange, SESSION_COOKIE);
  if (exchange->token != NULL)
    exchange->session = cabinet_session (exchange->desk->cabinet, exchange->token, exchange->now, &failure);
  if (exchange->session != NULL)
    {
      exchange->person = cabinet_person (exchange->desk->cabinet, exchange->session->person, &failure);
      exchange->csrf = g_strdup (exchange->session->csrf);
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
gate_knows (Desk *desk, const char *host, const char *cookies)
{
  Exchange exchange = { .desk = desk, .host = host, .cookie = cookies, .now = g_get_real_time () };
  gboolean known = is_meant (&exchange) && find_person (&exchange, NULL) && exchange.person != NULL;

  exchange_clear (&exchange);
  return known;
}

/* ---- A form of ours ---- */

/* A page that sends no referrer sends a form with the origin “null”: then what the browser itself says of where the
 * form comes from (Sec-Fetch-Site) must vouch for it. */
static gboolean
is_own_origin (const Exchange *exchange)
{
  if (exchange->fetch_site != NULL && strcmp (exchange->fetch_site, "same-origin") != 0)
    return FALSE;
  if (exchange->origin == NULL || strcmp (exchange->origin, "null") == 0)
    return exchange->fetch_site != NULL;
  g_autofree char *own =
      exchange->local ? g_strconcat ("http://", exchange->host, NULL) : g_strdup (exchange->desk->options->address);
  return g_ascii_strcasecmp (exchange->origin, own) == 0;
}

static gboolean
is_same_token (const char *a, const char *b)
{
  gsize length = a != NULL ? strlen (a) : 0;
  return length > 0 && b != NULL && strlen (b) == length && sodium_memcmp (a, b, length) == 0;
}

/* Before there is a session its place is taken by a cookie of the form's own. */
static gboolean
is_own_form (const Exchange *exchange)
{
  const char *given = form_get (exchange->form, "csrf");

  if (exchange->session != NULL)
    return session_csrf_fits (exchange->session, given);
  g_autofree char *kept = cookie (exchange, FORM_COOKIE);
  return is_same_token (kept, given);
}

static char *
new_token (void)
{
  guint8 bytes[TOKEN_BYTES];
  char text[sodium_base64_ENCODED_LEN (TOKEN_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];

  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2base64 (text, sizeof text, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return g_strdup (text);
}

/* For the form that is about to be shown. */
static void
prepare_form (Exchange *exchange)
{
  if (exchange->csrf != NULL)
    return;
  exchange->csrf = cookie (exchange, FORM_COOKIE);
  if (exchange->csrf != NULL
      && strspn (exchange->csrf, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
             == strlen (exchange->csrf)
      && strlen (exchange->csrf) == 43)
    return;
  g_free (exchange->csrf);
  exchange->csrf = new_token ();
  desk_cookie (exchange, FORM_COOKIE, exchange->csrf);
}

/* ---- What was typed, and where somebody was ---- */

static json_t *
typed_fields (const Form *form)
{
  g_auto (GStrv) names = form_names (form);
  json_t *fields = json_array ();

  for (char **name = names; *name != NULL; name++)
    if (strcmp (*name, "csrf") != 0 && strcmp (*name, "password") != 0)
      json_array_append_new (fields, json_pack ("{s:s, s:s}", "name", *name, "value", form_text (form, *name)));
  return fields;
}

/* Of who is not logged in no more than a small body is read. */
static gboolean
brings_text (const Form *form)
{
  g_auto (GStrv) names = form_names (form);
  return g_strv_length (names) > (form_get (form, "csrf") != NULL ? 1 : 0);
}

/* Whose session ended while they wrote gets back what they sent, in a form to be sent again. */
static void
give_back (Exchange *exchange)
{
  gboolean out = exchange->session == NULL || exchange->session->half;
  json_t *fields = typed_fields (exchange->form);

  if (!out)
    json_array_append_new (fields, json_pack ("{s:s, s:s}", "name", "csrf", "value", exchange->csrf));
  desk_show (exchange, 403, "typed",
             json_pack ("{s:s, s:s, s:s, s:o, s:b}", "title", desk_word (exchange, "typed_title"), "text",
                        desk_word (exchange, out ? "typed_out" : "typed_in"), "address", exchange->path, "fields",
                        fields, "is_out", out));
}

static gboolean
is_to_come_back_to (const Route *route)
{
  static const char *const patterns[] = { "/write", "/drafts/*", "/drafts/*/edit", NULL };
  return strcmp (route->method, "GET") == 0 && g_strv_contains (patterns, route->pattern);
}

static void
send_to_login (Exchange *exchange, const Route *route)
{
  if (is_to_come_back_to (route))
    desk_cookie (exchange, THEN_COOKIE, exchange->path);
  desk_go (exchange, "/login");
}

/* Who has logged in and comes to the diary goes on to where they were. */
static gboolean
goes_on (Exchange *exchange, const Route *route)
{
  g_autofree char *then = strcmp (route->pattern, "/") == 0 ? cookie (exchange, THEN_COOKIE) : NULL;
  g_autofree char *argument = NULL;
  if (then == NULL)
    return FALSE;
  desk_cookie (exchange, THEN_COOKIE, NULL);
  if (strcmp (then, "/write") != 0
      && ((!matches ("/drafts/*", then, &argument) && !matches ("/drafts/*/edit", then, &argument))
          || !g_uuid_string_is_valid (argument)))
    return FALSE;
  desk_go (exchange, "%s", then);
  return TRUE;
}

/* ---- Asked again, at the door ---- */

gboolean
gate_brings_password (const Route *routes, const Exchange *exchange)
{
  if (strcmp (exchange->method, "POST") != 0 || exchange->form == NULL
      || *form_text (exchange->form, "password") == '\0')
    return FALSE;
  for (const Route *route = routes; route->method != NULL; route++)
    {
      g_autofree char *argument = NULL;
      if (is_method (route, exchange->method) && matches (route->pattern, exchange->path, &argument))
        return route->access > ACCESS_KNOWN && !route->at_door;
    }
  return FALSE;
}

/* Whether a form of their own brings it, and it is asked for. */
static gboolean
is_asked (Exchange *probe)
{
  return is_meant (probe) && find_person (probe, NULL) && probe->person != NULL && !probe->session->half
         && is_own_origin (probe) && is_own_form (probe) && !session_asked_lately (probe->session, probe->now);
}

void
gate_try_password (Desk *door, Exchange *exchange)
{
  Exchange probe = *exchange;

  probe.desk = door;
  exchange->tried = is_asked (&probe);
  if (exchange->tried)
    exchange->again = cabinet_login_again (door->cabinet, probe.session, form_text (probe.form, "password"),
                                           probe.place, probe.now, &exchange->failure);
  exchange_clear (&probe);
}

/* ---- May they ---- */

static gboolean
may (Exchange *exchange, const Route *route)
{
  gboolean whole = exchange->session != NULL && exchange->person != NULL && !exchange->session->half;

  switch (route->access)
    {
    case ACCESS_OPEN:
      return TRUE;
    case ACCESS_HALF:
      whole = exchange->session != NULL && exchange->session->half;
      break;
    case ACCESS_KNOWN:
      whole = exchange->session != NULL && exchange->person != NULL;
      break;
    default:
      break;
    }
  if (!whole)
    {
      send_to_login (exchange, route);
      return FALSE;
    }
  if (goes_on (exchange, route))
    return FALSE;
  return right_to (exchange, route);
}

/* ---- All of it ---- */

static const char *
language_of (const Exchange *exchange)
{
  static const char *const spoken[] = { "en", "ar", "es", "fr", "pt", "ru", "zh", NULL };
  return locale_negotiate (exchange->accept_language, spoken);
}

/* FALSE: it has been answered. */
static gboolean
is_sound (Exchange *exchange, const Route *route, gboolean there)
{
  if (route == NULL)
    {
      desk_say (exchange, there ? 405 : 404, "nothing_title", "nothing_text", NULL);
      return FALSE;
    }
  if (strcmp (route->method, "POST") != 0)
    return TRUE;
  if (exchange->form == NULL)
    desk_say (exchange, 415, "refused_title", "not_a_form_text", NULL);
  else if (!is_own_origin (exchange))
    desk_say (exchange, 403, "refused_title", "foreign_form_text", NULL);
  else if (!is_own_form (exchange) && route->typed && brings_text (exchange->form))
    give_back (exchange);
  else if (!is_own_form (exchange))
    desk_say (exchange, 403, "refused_title", "stale_form_text", NULL);
  return exchange->status == 0;
}

void
gate_pass (const Route *routes, Exchange *exchange)
{
  g_autoptr (GError) error = NULL;
  gboolean there;

  exchange->language = language_of (exchange);
  if (!is_meant (exchange))
    {
      desk_say (exchange, 421, "refused_title", "other_desk_text", NULL);
      return;
    }
  exchange->passkey_host = passkey_host (exchange);
  const Route *route = find_route (routes, exchange, &there);
  if (!find_person (exchange, &error))
    {
      desk_fail (exchange, g_steal_pointer (&error));
      return;
    }
  if (!is_sound (exchange, route, there) || !may (exchange, route))
    return;
  if (route->access == ACCESS_OPEN)
    prepare_form (exchange);
  route->handle (exchange);
}

void
gate_pass_outside (const Route *routes, Exchange *exchange)
{
  gboolean there;

  exchange->outside = TRUE;
  exchange->language = language_of (exchange);
  const Route *route = is_meant (exchange) ? find_route (routes, exchange, &there) : NULL;
  if (!rate_allows (exchange->desk->rate, exchange->place, exchange->now))
    press_too_often (exchange);
  else if (route == NULL)
    press_nothing (exchange);
  else
    route->handle (exchange);
}
