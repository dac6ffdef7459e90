/* chancery serve: the site on the air. */
#include "command/keys.h"
#include "command/serve_desk.h"

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

typedef struct
{
  Front *front;
  ServeSeal *seal;
  ServeDesk *desk; /* or NULL */
} Serve;

/* It must be able neither to have anything signed, nor to open the keys. */
static int
live_as_front (int ready, gpointer data)
{
  Serve *serve = data;

  serve_seal_hang_up (serve->seal);
  if (serve->desk != NULL)
    serve_desk_stop_listening (serve->desk);
  command_forget_passphrase ();
  return front_run (ready, serve->front);
}

static void
announce (gpointer data)
{
  front_announce (((Serve *)data)->front);
}

static void
renew_log (gpointer data)
{
  front_renew_log (((Serve *)data)->front);
}

static void
stop (gpointer data)
{
  Serve *serve = data;
  front_stop_listening (serve->front);
  if (serve->desk != NULL)
    serve_desk_stop_listening (serve->desk);
  serve_seal_hang_up (serve->seal);
}

/* The front holds neither the keys nor a listener of the desk's, and the desk no listener of the front's. */
static int
live_as_desk (int ready, gpointer data)
{
  Serve *serve = data;

  front_stop_listening (serve->front);
  command_forget_passphrase ();
  return serve_desk_run (serve->desk, ready);
}

static int
run_all (Serve *serve)
{
  guint count;
  const Supervised *seal = serve_seal_children (serve->seal, &count);
  g_autoptr (GArray) children = g_array_new (FALSE, FALSE, sizeof (Supervised));
  const Supervised desk = { "desk", live_as_desk, serve, NULL };
  const Supervised front = { "front", live_as_front, serve, NULL };
  Supervised darkroom;
  const SupervisorEvents events = { announce, renew_log, stop, serve };

  g_array_append_vals (children, seal, count);
  if (serve->desk != NULL && serve_desk_darkroom (serve->desk, &darkroom))
    g_array_append_val (children, darkroom);
  if (serve->desk != NULL)
    g_array_append_val (children, desk);
  g_array_append_val (children, front);
  return supervisor_run ((const Supervised *)(void *)children->data, children->len, &events);
}

/* One that is named must be there. */
static gboolean
office_is_there (const FrontOptions *options, int *status)
{
  g_autoptr (Store) store = options->office != NULL ? store_open (options->record, STORE_READ, NULL) : NULL;
  g_autofree char *office = store != NULL ? command_office (store, options->office, status) : NULL;

  return store == NULL || office != NULL;
}

static int
serve_record (const FrontOptions *options, const char *keys, gboolean sealing, const ServeDeskOptions *at)
{
  GError *error = NULL;
  if (!bring_up_to_date (options->record, &error))
    return command_fail (error);
  int status;
  if (!office_is_there (options, &status))
    return status;
  g_autoptr (Front) front = front_open (options, &error);
  if (front == NULL)
    return command_fail (error);
  g_autoptr (ServeSeal) seal =
      serve_seal_new (sealing ? options->record : NULL, keys, front_user (front), options->unconfined, &error);
  if (seal == NULL)
    return command_fail (error);
  g_autoptr (ServeDesk) desk = at->listen != NULL ? serve_desk_new (at, options, front, seal, &error) : NULL;
  if (error != NULL)
    return command_fail (error);
  Serve serve = { front, seal, desk };
  return run_all (&serve);
}

int
command_serve (int argc, char **argv)
{
  g_autofree char *listen = NULL;
  g_autofree char *at_text = NULL;
  g_autofree char *templates = NULL;
  g_autofree char *office = NULL;
  g_autofree char *user = NULL;
  g_autofree char *keys = NULL;
  g_autofree char *desk = NULL;
  g_autofree char *desk_address = NULL;
  g_autofree char *press = NULL;
  g_autofree char *press_address = NULL;
  gboolean unconfined = FALSE, unsealing = FALSE;
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
    { "desk", 'd', 0, G_OPTION_ARG_STRING, &desk, "Where the desk listens (default: there is none)", "ADDR:PORT" },
    { "desk-address", 0, 0, G_OPTION_ARG_STRING, &desk_address,
      "Under which address the desk is reached through a proxy with TLS", "https://NAME" },
    { "press", 0, 0, G_OPTION_ARG_STRING, &press,
      "Where links for people without an account are answered (default: there are none)", "ADDR:PORT" },
    { "press-address", 0, 0, G_OPTION_ARG_STRING, &press_address,
      "Under which address these are reached through a proxy with TLS", "https://NAME" },
    COMMAND_KEYS_OPTION (keys),
    { "no-seal", 0, 0, G_OPTION_ARG_NONE, &unsealing, "Leave what becomes public to “chancery seal”", NULL },
    { "no-sandbox", 0, 0, G_OPTION_ARG_NONE, &unconfined,
      "Leave all processes the rights of their user, for debugging", NULL },
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

  if (desk_address != NULL && desk == NULL)
    return command_wrong ("--desk-address: there is no desk without --desk");

  if (press != NULL && desk == NULL)
    return command_wrong ("--press: there is no desk without --desk");

  if (press_address != NULL && press == NULL)
    return command_wrong ("--press-address: there are no links without --press");

  const ServeDeskOptions at_desk = { desk, desk_address, press, press_address, unsealing };
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
  if (desk != NULL && serve_desk_is_public (desk, options.listen))
    return command_wrong ("--desk: it must not listen where the public does");

  if (press != NULL && (serve_desk_is_public (press, options.listen) || serve_desk_is_public (press, desk)))
    return command_wrong ("--press: it must not listen where the public or the desk does");
  return serve_record (&options, keys, !unsealing, &at_desk);
}
