/* chancery serve: the site on the air. */
#include "command/command.h"

#include "front/front.h"
#include "store/store.h"

/* The front only reads: a record of an older Chancery is brought up to date before it begins. */
static gboolean
bring_up_to_date (const char *record, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (Store) store = store_open (record, STORE_READ, &failure);

  if (!g_error_matches (failure, STORE_ERROR, STORE_ERROR_OLDER))
    return TRUE; /* whatever else is wrong, the front will say */
  g_clear_pointer (&store, store_close);
  g_autoptr (Store) writer = store_open (record, STORE_WRITE, error);
  return writer != NULL;
}

int
command_serve (int argc, char **argv)
{
  g_autofree char *listen = NULL;
  g_autofree char *at_text = NULL;
  g_autofree char *templates = NULL;
  g_autofree char *office = NULL;
  g_autofree char *user = NULL;
  gboolean unconfined = FALSE;
  int threads = 0;
  g_autofree char *private = NULL;
  g_autofree char *access_log = NULL;
  g_auto (GStrv) proxies = NULL;
  int cache = 64;
  int per_address = PEERS_DEFAULT;
  const GOptionEntry entries[] = {
    { "listen", 'l', 0, G_OPTION_ARG_STRING, &listen, "Where to listen (default: 127.0.0.1:8080; port 0: any)",
      "ADDR:PORT" },
    { "at", 'a', 0, G_OPTION_ARG_STRING, &at_text, "Start the site's clock at this instant", "INSTANT" },
    { "office", 'o', 0, G_OPTION_ARG_STRING, &office, "Serve this office whatever the host name", "NAME" },
    { "templates", 't', 0, G_OPTION_ARG_FILENAME, &templates, "Templates and assets of the office's own", "FOLDER" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &threads, "Threads that serve (default: one a core)", "N" },
    { "cache", 0, 0, G_OPTION_ARG_INT, &cache, "Memory for ready pages (default: 64)", "MB" },
    { "private", 0, 0, G_OPTION_ARG_STRING, &private, "Where to serve /metrics and /healthz to the operator",
      "ADDR:PORT" },
    { "access-log", 0, 0, G_OPTION_ARG_FILENAME, &access_log,
      "Log requests to FILE, reopened at SIGUSR1, or to the “journal” (default: off)", "FILE" },
    { "proxy", 0, 0, G_OPTION_ARG_STRING_ARRAY, &proxies,
      "Believe this address or network in whom it speaks for; may be repeated", "ADDR[/BITS]" },
    { "connections-per-address", 0, 0, G_OPTION_ARG_INT, &per_address,
      "Connections an address may have, 0 for any number (default: 256, but from the machine itself)", "N" },
    { "user", 'u', 0, G_OPTION_ARG_STRING, &user, "Become this user once the sockets are bound, if root started it",
      "NAME" },
    { "no-sandbox", 0, 0, G_OPTION_ARG_NONE, &unconfined, "Leave the front all rights of its user, for debugging",
      NULL },
    { NULL }
  };
  int status;
  Instant at, now = g_get_real_time ();
  if (!command_options ("serve", entries, &argc, &argv, 1, 1, &status)
      || !command_instant ("--at", at_text, now, &at, &status))
    return status;
  if (threads < 0 || threads > 256)
    return command_wrong ("--threads: a number from 1 to 256, or 0 for one a core");

  if (cache < 1 || cache > 1 << 20)
    return command_wrong ("--cache: a number of megabytes, 1 or more");

  if (per_address < PEERS_DEFAULT)
    return command_wrong ("--connections-per-address: a number of connections, or 0 for any number");

  FrontOptions options = { .record = argv[1],
                           .listen = listen != NULL ? listen : "127.0.0.1:8080",
                           .templates = templates,
                           .clock_offset = at - now,
                           .threads = (unsigned)threads,
                           .cache_bytes = (gsize)cache << 20,
                           .private = private,
                           .access_log = access_log,
                           .proxies = proxies,
                           .per_address = per_address,
                           .office = office,
                           .user = user,
                           .unconfined = unconfined };
  GError *error = NULL;
  if (!bring_up_to_date (options.record, &error))
    return command_fail (error);
  int code = front_serve (&options, &error);
  return error != NULL ? command_fail (error) : code;
}
