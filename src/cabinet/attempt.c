/* How often somebody may try to prove who they are.
 *
 * Failures are counted for the name that was given (whether there is such a person or not) and for the network
 * address. The first few are free; from then on each is followed by a wait that is twice the last, up to a quarter of
 * an hour. A day without one, and all is forgotten. A subject stands in the file as a hash: a name may be a password
 * in the wrong field. */
#include "cabinet/file.h"

#include <gio/gio.h>
#include <string.h>

#define FREE_FOR_NAME 5
#define FREE_FOR_PLACE 20
#define WAIT_MOST (15 * INSTANT_MINUTE)
#define MEMORY (24 * 60 * INSTANT_MINUTE)

typedef struct
{
  gint64 failures;
  Instant last, free;
} Count;

static gpointer
count_read (Cursor *cursor)
{
  Count *count = g_new (Count, 1);
  *count = (Count){ cursor_integer (cursor, 0), cursor_integer (cursor, 1), cursor_integer (cursor, 2) };
  return count;
}

/* Whoever has one address of IPv6 has a network of 64 bits. */
static char *
network_of (const char *place)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (place);
  if (address == NULL || g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    return g_strdup (place);
  guint8 bytes[16];
  memcpy (bytes, g_inet_address_to_bytes (address), sizeof bytes);
  memset (bytes + 8, 0, 8);
  g_autoptr (GInetAddress) network = g_inet_address_new_from_bytes (bytes, G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (network);
}

/* NULL: no name is tried. */
static GBytes *
name_subject (const Attempt *attempt)
{
  if (attempt->name == NULL)
    return NULL;
  return token_hash (attempt->code ? "code of" : "name", attempt->name);
}

static GBytes *
place_subject (const Attempt *attempt)
{
  g_autofree char *network = network_of (attempt->place);
  return token_hash ("place", network);
}

/* Of the failure that is number FAILURES. */
static Instant
wait_after (gint64 failures, gint64 free)
{
  gint64 doublings = failures - free;
  if (doublings < 0)
    return 0;
  return doublings < 20 ? MIN (INSTANT_SECOND << doublings, WAIT_MOST) : WAIT_MOST;
}

/* Count one for SUBJECT. FALSE without ERROR set: it has to wait, until *RETRY. */
static gboolean
count_one (Cabinet *cabinet, GBytes *subject, gint64 free, Instant now, Instant *retry, GError **error)
{
  GError *failure = NULL;
  g_autofree Count *before =
      cabinet_row (cabinet, sql_open (&cabinet->sql, &failure, "attempt", "b", subject), count_read, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  /* A clock that was set back must not lock anybody out for longer than the longest wait. */
  if (before != NULL && before->free > now && before->free <= now + WAIT_MOST)
    {
      *retry = MAX (*retry, before->free);
      return FALSE;
    }
  gint64 failures = before != NULL && before->last > now - MEMORY ? before->failures + 1 : 1;
  Instant wait = wait_after (failures, free);
  return cabinet_do (cabinet, error, "set_attempt", "biii", subject, failures, now, wait > 0 ? now + wait : 0);
}

gboolean
attempt_count (Cabinet *cabinet, const Attempt *attempt, Instant now, Instant *retry, GError **error)
{
  g_autoptr (GBytes) name = name_subject (attempt);
  g_autoptr (GBytes) place = place_subject (attempt);

  *retry = now;
  gboolean fine = change_begin (cabinet, error) && count_one (cabinet, place, FREE_FOR_PLACE, now, retry, error)
                  && (name == NULL || count_one (cabinet, name, FREE_FOR_NAME, now, retry, error));
  return change_end (cabinet, fine, error);
}

gboolean
attempt_forgive (Cabinet *cabinet, const Attempt *attempt, GError **error)
{
  g_autoptr (GBytes) name = name_subject (attempt);
  g_autoptr (GBytes) place = place_subject (attempt);

  /* An address keeps its other failures: else an account of one's own would be a way to try those of others. */
  return (name == NULL || cabinet_do (cabinet, error, "remove_attempt", "b", name))
         && cabinet_do (cabinet, error, "forgive_attempt", "b", place);
}
