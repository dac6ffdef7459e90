/* One thread and one daemon of libmicrohttpd (serving.h): requests come to the sequencer
 * one by one. */
#include "witness/server.h"

#include "record/instant.h"
#include "sandbox/sandbox.h"
#include "serving/serving.h"
#include "witness/listening.h"

#include <microhttpd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MOST_BYTES 65536 /* of a request: a checkpoint and 63 hashes take a tenth of it */
#define REQUEST_TIME (10 * G_USEC_PER_SEC)
#define IDLE_TIME 15 /* seconds */
#define MOST_CONNECTIONS 256
#define PLAIN "text/plain; charset=utf-8"

typedef struct
{
  Visitor visitor;
  GString *body; /* of the request that is under way, or NULL */
  gboolean too_large;
} Client;

typedef struct
{
  const Sequencer *sequencer;
  struct MHD_Daemon *daemon;
  Serving serving;
} Server;

/* ---- Answers ---- */

/* TEXT: transfer full. */
static enum MHD_Result
answer (struct MHD_Connection *connection, unsigned status, const char *type, const char *allow, char *text)
{
  struct MHD_Response *response = MHD_create_response_from_buffer (strlen (text), text, MHD_RESPMEM_MUST_FREE);

  MHD_add_response_header (response, "Content-Type", type);
  MHD_add_response_header (response, "Cache-Control", "no-store");
  MHD_add_response_header (response, "X-Content-Type-Options", "nosniff");
  if (allow != NULL)
    MHD_add_response_header (response, "Allow", allow);
  enum MHD_Result queued = MHD_queue_response (connection, status, response);
  MHD_destroy_response (response);
  return queued;
}

static enum MHD_Result
say (struct MHD_Connection *connection, unsigned status, const char *what)
{
  return answer (connection, status, PLAIN, NULL, g_strconcat (what, "\n", NULL));
}

static void
describe_log (GString *text, const Sequencer *sequencer, const char *origin)
{
  const Seen *seen = state_file_get (sequencer->state, origin);

  if (seen == NULL)
    {
      g_string_append_printf (text, "%s: not seen yet\n", origin);
      return;
    }
  g_autofree char *time = instant_format (seen->time * INSTANT_SECOND);
  g_string_append_printf (text, "%s: %" G_GUINT64_FORMAT " entries, since %s\n", origin, seen->tree.size, time);
}

static char *
describe (const Sequencer *sequencer)
{
  const GPtrArray *origins = watched_origins (sequencer->watched);
  g_autofree char *key = verifier_write (sequencer->signer->verifier);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          "%s is a witness of record logs (C2SP tlog-witness): it vouches that they only grow.\n\n"
                          "Its key: %s\nIt is asked by POST /add-checkpoint.\n\nThe logs that it watches:\n",
                          sequencer->signer->verifier->name, key);
  for (guint i = 0; i < origins->len; i++)
    describe_log (text, sequencer, origins->pdata[i]);
  return g_string_free (text, FALSE);
}

/* What only who holds the log's key can bring about is said; anybody's mistakes are not. */
static void
tell (const char *origin, const WitnessAnswer *answer)
{
  if (answer->outcome == WITNESS_COSIGNED)
    fprintf (stderr, "chancery: cosigned %s at %" G_GUINT64_FORMAT " entries\n", origin, answer->state.size);
  else if (answer->outcome == WITNESS_INCONSISTENT
           || (answer->outcome == WITNESS_CONFLICT && g_str_has_prefix (answer->type, "text/plain")))
    fprintf (stderr, "chancery: refused %s: %s", origin, answer->body);
}

static enum MHD_Result
answer_request (const Server *server, struct MHD_Connection *connection, const GString *body)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *origin = NULL;
  g_autoptr (WitnessAnswer) answered = sequencer_answer (server->sequencer, body->str, body->len,
                                                         g_get_real_time () / G_USEC_PER_SEC, &origin, &error);
  if (answered == NULL)
    {
      fprintf (stderr, "chancery: nothing is cosigned: %s\n", error->message);
      return say (connection, 500, "the witness cannot keep its state, and cosigns nothing");
    }
  tell (origin, answered);
  return answer (connection, answered->outcome, answered->type, NULL, g_strdup (answered->body));
}

static enum MHD_Result
answer_client (const Server *server, const Client *client, const char *path, const char *method)
{
  struct MHD_Connection *connection = client->visitor.connection;

  if (strcmp (path, "/add-checkpoint") == 0)
    {
      if (strcmp (method, "POST") != 0)
        return answer (connection, 405, PLAIN, "POST", g_strdup ("a checkpoint is sent by POST\n"));
      return client->too_large ? say (connection, 413, "the request is too large")
                               : answer_request (server, connection, client->body);
    }
  if (strcmp (path, "/") != 0)
    return say (connection, 404, "there is nothing here but / and /add-checkpoint");
  if (strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0)
    return answer (connection, 405, PLAIN, "GET, HEAD", g_strdup ("this page is read by GET\n"));
  return answer (connection, 200, PLAIN, NULL, describe (server->sequencer));
}

/* ---- Requests ---- */

/* 0: the body may come. */
static unsigned
refusal_of_header (struct MHD_Connection *connection)
{
  const char *length = MHD_lookup_connection_value (connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
  guint64 bytes;

  if (length == NULL)
    return 0;
  if (MHD_lookup_connection_value (connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_TRANSFER_ENCODING) != NULL)
    return 400;
  return g_ascii_string_to_unsigned (length, 10, 0, MOST_BYTES, &bytes, NULL) ? 0 : 413;
}

/* An answer to a header alone ends the connection, so the body need not be read. */
static enum MHD_Result
begin_request (Client *client)
{
  unsigned refusal = refusal_of_header (client->visitor.connection);

  client->body = g_string_new (NULL);
  client->too_large = FALSE;
  return refusal == 0
             ? MHD_YES
             : say (client->visitor.connection, refusal, "the request is too large, or of no certain length");
}

static enum MHD_Result
on_request (void *data, struct MHD_Connection *connection, const char *path, const char *method, const char *version,
            const char *bytes, size_t *size, void **context)
{
  Client *client = visitor_of (connection);

  (void)version;
  if (*context == NULL)
    {
      *context = client;
      return begin_request (client);
    }
  if (*size == 0)
    return answer_client (data, client, path, method);
  client->too_large = client->too_large || *size > MOST_BYTES - client->body->len;
  if (!client->too_large)
    g_string_append_len (client->body, bytes, (gssize)*size);
  *size = 0;
  return MHD_YES;
}

static void *
on_target (void *data, const char *target, struct MHD_Connection *connection)
{
  const Server *server = data;
  Client *client = visitor_of (connection);

  (void)target;
  visitor_asks (&server->serving, &client->visitor);
  return NULL;
}

static void
drop_body (Client *client)
{
  if (client->body != NULL)
    g_string_free (g_steal_pointer (&client->body), TRUE);
}

static void
on_completed (void *data, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode code)
{
  const Server *server = data;
  Client *client = visitor_of (connection);

  (void)code;
  *context = NULL;
  drop_body (client);
  visitor_rests (&server->serving, &client->visitor);
}

static void
on_connection (void *data, struct MHD_Connection *connection, void **context,
               enum MHD_ConnectionNotificationCode code)
{
  Server *server = data;
  Client *client = *context;

  if (code == MHD_CONNECTION_NOTIFY_STARTED)
    {
      *context = client = g_new0 (Client, 1);
      visitor_come (&server->serving, &client->visitor, connection);
      return;
    }
  visitor_go (&server->serving, &client->visitor);
  drop_body (client);
  g_free (client);
}

/* ---- Running ---- */

static gboolean
start_daemon (Server *server, int socket, GError **error)
{
  server->daemon = MHD_start_daemon (MHD_USE_EPOLL, 0, NULL, NULL, on_request, server, MHD_OPTION_LISTEN_SOCKET,
                                     socket, MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CONNECTIONS,
                                     MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_TIME, MHD_OPTION_NOTIFY_CONNECTION,
                                     on_connection, server, MHD_OPTION_URI_LOG_CALLBACK, on_target, server,
                                     MHD_OPTION_NOTIFY_COMPLETED, on_completed, server, MHD_OPTION_END);
  if (server->daemon == NULL)
    g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED, "the HTTP listener could not be started");
  return server->daemon != NULL;
}

/* It keeps its state, and answers; it needs no other file, and calls nobody. */
static gboolean
confine (const WitnessOptions *options, GError **error)
{
  const char *folder = state_file_folder (options->sequencer.state);
  const char *const read[] = { "/dev/urandom", NULL };
  const char *const write[] = { folder, NULL };
  g_autoptr (SandboxUser) user = NULL;

  if (!sandbox_user_find (options->user, folder, &user, error))
    return FALSE;
  if (options->unconfined)
    {
      fprintf (stderr, "chancery: --no-sandbox: whoever takes over the witness can do all that its user can\n");
      return sandbox_become (user, error);
    }
  if (sandbox_shortfall () != NULL)
    fprintf (stderr, "chancery: %s\n", sandbox_shortfall ());
  const SandboxProfile profile = { .user = user, .read = read, .write = write, .accepts = TRUE };
  return sandbox_enter (&profile, error);
}

gboolean
witness_serve (const WitnessOptions *options, GError **error)
{
  Server server = { .sequencer = &options->sequencer,
                    .serving = { .request_time = REQUEST_TIME, .idle_time = IDLE_TIME * G_USEC_PER_SEC } };
  g_autofree char *bound = NULL;
  int socket = listening_open (options->listen, &bound, error);
  if (socket < 0)
    return FALSE;

  serving_begin (&server.serving);
  serving_stop_at (SIGTERM);
  serving_stop_at (SIGINT);
  gboolean begun = confine (options, error) && start_daemon (&server, socket, error);
  if (begun)
    {
      printf ("listening on http://%s\n", bound);
      fflush (stdout);
      serving_run (&server.serving, server.daemon);
      MHD_stop_daemon (server.daemon);
    }
  else
    close (socket);
  return begun;
}
