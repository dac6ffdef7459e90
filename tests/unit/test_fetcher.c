/* Many requests at once, against a server of the test's own: one thread, and a page that tells what it was asked. */
#include "fetch/fetcher.h"

#include <microhttpd.h>
#include <string.h>
#include <unistd.h>

#define LARGEST 1000

typedef struct
{
  struct MHD_Daemon *daemon;
  int connections; /* ever made */
  int busy, most_busy;
  char *agent, *type;
} Server;

typedef struct
{
  Fetcher *fetcher;
  char *base;
} Fixture;

static Server server;

/* ---- The server ---- */

static enum MHD_Result
answer_with (struct MHD_Connection *connection, guint status, const char *text, const char *location)
{
  struct MHD_Response *response =
      MHD_create_response_from_buffer (strlen (text), (void *)text, MHD_RESPMEM_MUST_COPY);
  MHD_add_response_header (response, "Content-Type", "text/plain");
  if (location != NULL)
    MHD_add_response_header (response, "Location", location);
  enum MHD_Result queued = MHD_queue_response (connection, status, response);
  MHD_destroy_response (response);
  return queued;
}

/* No length is said, so that only counting shows that it is too much. */
static ssize_t
drip (void *nothing, guint64 position, char *buffer, size_t most)
{
  (void)nothing;
  if (position > 100 * LARGEST)
    return MHD_CONTENT_READER_END_OF_STREAM;
  memset (buffer, 'x', most);
  return (ssize_t)most;
}

static enum MHD_Result
answer_endless (struct MHD_Connection *connection)
{
  struct MHD_Response *response = MHD_create_response_from_callback (MHD_SIZE_UNKNOWN, 512, drip, NULL, NULL);
  enum MHD_Result queued = MHD_queue_response (connection, 200, response);
  MHD_destroy_response (response);
  return queued;
}

static enum MHD_Result
answer (struct MHD_Connection *connection, const char *url, GString *sent)
{
  g_autofree char *large = g_strnfill (LARGEST + 1, 'x');
  g_autofree char *exact = g_strnfill (LARGEST, 'x');

  if (strcmp (url, "/large") == 0)
    return answer_with (connection, 200, large, NULL);
  if (strcmp (url, "/exact") == 0)
    return answer_with (connection, 200, exact, NULL);
  if (strcmp (url, "/endless") == 0)
    return answer_endless (connection);
  if (strcmp (url, "/moved") == 0)
    return answer_with (connection, 302, "there", "/there");
  if (strcmp (url, "/file") == 0)
    return answer_with (connection, 302, "file", "file:///etc/passwd");
  if (strcmp (url, "/slow") == 0)
    g_usleep (600 * 1000);
  if (strcmp (url, "/none") == 0)
    return answer_with (connection, 404, "none", NULL);
  return answer_with (connection, 200, sent->len > 0 ? sent->str : url, NULL);
}

static enum MHD_Result
take (void *nothing, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
      const char *bytes, size_t *length, void **request)
{
  (void)nothing, (void)method, (void)version;
  if (*request == NULL)
    {
      *request = g_string_new (NULL);
      return MHD_YES;
    }
  if (*length > 0)
    {
      g_string_append_len (*request, bytes, (gssize)*length);
      *length = 0;
      return MHD_YES;
    }
  g_free (server.agent);
  g_free (server.type);
  server.agent = g_strdup (MHD_lookup_connection_value (connection, MHD_HEADER_KIND, "User-Agent"));
  server.type = g_strdup (MHD_lookup_connection_value (connection, MHD_HEADER_KIND, "Content-Type"));
  return answer (connection, url, *request);
}

static void
forget (void *nothing, struct MHD_Connection *connection, void **request, enum MHD_RequestTerminationCode how)
{
  (void)nothing, (void)connection, (void)how;
  if (*request != NULL)
    g_string_free (*request, TRUE);
}

static void
count (void *nothing, struct MHD_Connection *connection, void **socket, enum MHD_ConnectionNotificationCode what)
{
  (void)nothing, (void)connection, (void)socket;
  if (what != MHD_CONNECTION_NOTIFY_STARTED)
    {
      server.busy--;
      return;
    }
  server.connections++;
  server.busy++;
  server.most_busy = MAX (server.most_busy, server.busy);
}

/* ---- The fixture ---- */

static void
set_up (Fixture *fixture, gconstpointer redirections)
{
  const FetcherLimits limits = { LARGEST, 2000, 300, GPOINTER_TO_UINT (redirections) };

  server = (Server){ 0 };
  server.daemon =
      MHD_start_daemon (MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, take, NULL, MHD_OPTION_NOTIFY_CONNECTION,
                        count, NULL, MHD_OPTION_NOTIFY_COMPLETED, forget, NULL, MHD_OPTION_END);
  g_assert_nonnull (server.daemon);
  fixture->base =
      g_strdup_printf ("http://127.0.0.1:%u", MHD_get_daemon_info (server.daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
  fixture->fetcher = fetcher_new (&limits);
}

static void
tear_down (Fixture *fixture, gconstpointer nothing)
{
  (void)nothing;
  fetcher_free (fixture->fetcher);
  if (server.daemon != NULL)
    MHD_stop_daemon (server.daemon);
  g_free (fixture->base);
  g_free (server.agent);
  g_free (server.type);
}

/* Transfer full. */
static Fetch *
get (Fixture *fixture, const char *path)
{
  g_autofree char *url = g_strconcat (fixture->base, path, NULL);
  Fetch *fetch = fetch_get (url, NULL);

  fetcher_add (fixture->fetcher, fetch);
  fetcher_run (fixture->fetcher, 1, NULL, NULL);
  return fetch;
}

static void
assert_body (const Fetch *fetch, const char *expected)
{
  g_autoptr (GBytes) bytes = g_bytes_new (expected, strlen (expected));
  g_assert_no_error (fetch->failure);
  g_assert_true (g_bytes_equal (fetch->body, bytes));
}

/* ---- The cases ---- */

static void
test_get (Fixture *fixture, gconstpointer nothing)
{
  (void)nothing;
  g_autoptr (Fetch) fetch = get (fixture, "/page"), none = get (fixture, "/none");

  assert_body (fetch, "/page");
  g_assert_cmpuint (fetch->status, ==, 200);
  g_assert_cmpstr (fetch->type, ==, "text/plain");
  g_assert_cmpuint (none->status, ==, 404);
  assert_body (none, "none");
  g_assert_cmpstr (server.agent, ==, "chancery/" CHANCERY_VERSION);
}

static void
test_post (Fixture *fixture, gconstpointer nothing)
{
  (void)nothing;
  g_autoptr (GBytes) body = g_bytes_new_static ("old 0\n", 6), empty = g_bytes_new_static (NULL, 0);
  g_autofree char *url = g_strconcat (fixture->base, "/add", NULL);
  g_autoptr (Fetch) fetch = fetch_post (url, "text/x.tlog", body, NULL),
                    second = fetch_post (url, "a/b", empty, NULL);

  fetcher_add (fixture->fetcher, fetch);
  fetcher_run (fixture->fetcher, 1, NULL, NULL);
  assert_body (fetch, "old 0\n");
  g_assert_cmpstr (server.type, ==, "text/x.tlog");
  fetcher_add (fixture->fetcher, second);
  fetcher_run (fixture->fetcher, 1, NULL, NULL);
  assert_body (second, "/add");

  /* Nothing of it is left for the next request on the same handle. */
  g_autoptr (Fetch) after = get (fixture, "/page");
  assert_body (after, "/page");
  g_assert_null (server.type);
}

/* A callback that adds until a thousand are asked for, and frees what it was given. */
typedef struct
{
  Fixture *fixture;
  guint asked, done, stop_at;
  guint stopped;
} Walk;

static void
ask (Walk *walk)
{
  g_autofree char *url = g_strdup_printf ("%s/%u", walk->fixture->base, walk->asked++);
  fetcher_add (walk->fixture->fetcher, fetch_get (url, NULL));
}

static void
walk_on (Fetcher *fetcher, Fetch *fetch, gpointer data)
{
  Walk *walk = data;

  walk->done++;
  if (g_error_matches (fetch->failure, FETCH_ERROR, FETCH_ERROR_STOPPED))
    walk->stopped++;
  else
    assert_body (fetch, strrchr (fetch->url, '/'));
  if (walk->done == walk->stop_at)
    fetcher_stop (fetcher);
  else if (walk->stop_at == 0 && walk->asked < 1000)
    ask (walk);
  fetch_free (fetch);
}

static void
test_many (Fixture *fixture, gconstpointer nothing)
{
  (void)nothing;
  Walk walk = { fixture, 0, 0, 0, 0 };

  for (guint i = 0; i < 20; i++)
    ask (&walk);
  fetcher_run (fixture->fetcher, 8, walk_on, &walk);
  g_assert_cmpuint (walk.done, ==, 1000);
  g_assert_cmpint (server.connections, <=, 8);
  g_assert_cmpint (server.most_busy, >, 1);

  g_autoptr (Fetch) later = get (fixture, "/later");
  assert_body (later, "/later");
  g_assert_cmpint (server.connections, <=, 8);
}

static void
test_stop (Fixture *fixture, gconstpointer nothing)
{
  (void)nothing;
  Walk walk = { fixture, 0, 0, 5, 0 };

  for (guint i = 0; i < 50; i++)
    ask (&walk);
  fetcher_run (fixture->fetcher, 4, walk_on, &walk);
  g_assert_cmpuint (walk.done, ==, 50);
  g_assert_cmpuint (walk.stopped, >=, 50 - 5 - 4);
  g_autoptr (Fetch) later = get (fixture, "/later");
  assert_body (later, "/later");
}

static void
assert_failure (Fetch *fetch, FetchError code)
{
  g_assert_error (fetch->failure, FETCH_ERROR, (int)code);
  g_assert_nonnull (strstr (fetch->failure->message, fetch->url));
  g_assert_cmpuint (fetch->status, ==, 0);
  fetch_free (fetch);
}

static void
test_limits (Fixture *fixture, gconstpointer nothing)
{
  (void)nothing;
  g_autoptr (Fetch) exact = get (fixture, "/exact");

  g_assert_no_error (exact->failure);
  g_assert_cmpuint (g_bytes_get_size (exact->body), ==, LARGEST);
  assert_failure (get (fixture, "/large"), FETCH_ERROR_LARGE);
  assert_failure (get (fixture, "/endless"), FETCH_ERROR_LARGE);
  assert_failure (get (fixture, "/slow"), FETCH_ERROR_SLOW);
}

static void
test_address (Fixture *fixture, gconstpointer nothing)
{
  (void)nothing;
  static const char *const bad[] = { "file:///etc/passwd", "/etc/passwd", "ftp://127.0.0.1/", "example.org", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      Fetch *fetch = fetch_get (bad[i], NULL);
      fetcher_add (fixture->fetcher, fetch);
      fetcher_run (fixture->fetcher, 1, NULL, NULL);
      assert_failure (fetch, FETCH_ERROR_ADDRESS);
    }
}

static void
test_unreachable (Fixture *fixture, gconstpointer nothing)
{
  (void)nothing;
  MHD_stop_daemon (g_steal_pointer (&server.daemon));
  assert_failure (get (fixture, "/page"), FETCH_ERROR_UNREACHABLE);
}

static void
test_redirection (Fixture *fixture, gconstpointer nothing)
{
  (void)nothing;
  g_autoptr (Fetch) moved = get (fixture, "/moved");

  g_assert_cmpuint (moved->status, ==, 302);
  g_assert_cmpstr (moved->location, ==, "/there");
}

static void
test_followed (Fixture *fixture, gconstpointer nothing)
{
  (void)nothing;
  g_autoptr (Fetch) moved = get (fixture, "/moved");

  assert_body (moved, "/there");
  assert_failure (get (fixture, "/file"), FETCH_ERROR_ADDRESS);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("http_proxy");
#define CASE(name, redirections, function)                                                                           \
  g_test_add (name, Fixture, GUINT_TO_POINTER (redirections), set_up, function, tear_down)
  CASE ("/fetcher/an-answer-of-any-status-is-an-answer", 0, test_get);
  CASE ("/fetcher/a-body-is-sent-with-its-type", 0, test_post);
  CASE ("/fetcher/many-go-over-few-connections-and-more-may-be-added", 0, test_many);
  CASE ("/fetcher/stopping-leaves-out-what-was-not-sent", 0, test_stop);
  CASE ("/fetcher/no-answer-is-larger-or-slower-than-agreed", 0, test_limits);
  CASE ("/fetcher/only-http-and-https", 0, test_address);
  CASE ("/fetcher/nobody-there-is-said", 0, test_unreachable);
  CASE ("/fetcher/a-redirection-is-an-answer", 0, test_redirection);
  CASE ("/fetcher/a-redirection-is-followed-if-asked-but-not-to-a-file", 3, test_followed);
#undef CASE
  return g_test_run ();
}
