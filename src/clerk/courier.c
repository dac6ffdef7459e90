/* It goes its round when it is told, and else once a minute, for those that did not answer. What it says is said
 * once, until it is something else. */
#include "clerk/courier.h"

#include "witness/witnessing.h"

#include <stdio.h>

#define ROUND (60 * G_TIME_SPAN_SECOND)

struct _Courier
{
  Store *store;
  const char *const *offices;
  guint count;
  char **said; /* of each office, at the last round */
  GThread *thread;
  GMutex mutex;
  GCond changed;
  gboolean told, busy, ended; /* under the mutex */
};

/* ---- A round ---- */

static void
note_sentence (const char *sentence, gpointer data)
{
  g_string_append_printf (data, "chancery: %s\n", sentence);
}

static void
say (Courier *courier, guint office, GString *text)
{
  if (text->len > 0 && g_strcmp0 (text->str, courier->said[office]) != 0)
    fputs (text->str, stderr);
  g_free (courier->said[office]);
  courier->said[office] = g_string_free (text, FALSE);
}

static void
go_round (Courier *courier)
{
  for (guint i = 0; i < courier->count; i++)
    {
      GString *text = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      const Witnessing witnessing = {
        .store = courier->store, .office = courier->offices[i], .told = note_sentence, .data = text
      };
      if (!witnessing_run (&witnessing, g_get_real_time (), &error))
        note_sentence (error->message, text);
      say (courier, i, text);
    }
}

/* ---- The thread ---- */

/* FALSE at the end. */
static gboolean
wait_for_round (Courier *courier)
{
  gint64 next = g_get_monotonic_time () + ROUND;
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&courier->mutex);

  courier->busy = FALSE;
  while (!courier->told && !courier->ended)
    if (!g_cond_wait_until (&courier->changed, &courier->mutex, next))
      break;
  courier->told = FALSE;
  courier->busy = !courier->ended;
  return courier->busy;
}

static gpointer
live (gpointer data)
{
  Courier *courier = data;

  while (wait_for_round (courier))
    go_round (courier);
  return NULL;
}

Courier *
courier_start (const char *record, const char *const *offices, guint count, GError **error)
{
  Store *store = store_open (record, STORE_WRITE, error);
  if (store == NULL)
    return NULL;

  Courier *courier = g_new0 (Courier, 1);
  courier->store = store;
  courier->offices = offices;
  courier->count = count;
  courier->said = g_new0 (char *, count);
  courier->told = TRUE;
  g_mutex_init (&courier->mutex);
  g_cond_init (&courier->changed);
  courier->thread = g_thread_new ("courier", live, courier);
  return courier;
}

void
courier_tell (Courier *courier)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&courier->mutex);
  courier->told = TRUE;
  g_cond_signal (&courier->changed);
}

static gboolean
end (Courier *courier)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&courier->mutex);
  courier->ended = TRUE;
  g_cond_signal (&courier->changed);
  return !courier->busy;
}

gboolean
courier_stop (Courier *courier)
{
  if (!end (courier))
    return FALSE;
  g_thread_join (courier->thread);
  store_close (courier->store);
  for (guint i = 0; i < courier->count; i++)
    g_free (courier->said[i]);
  g_free (courier->said);
  g_mutex_clear (&courier->mutex);
  g_cond_clear (&courier->changed);
  g_free (courier);
  return TRUE;
}
