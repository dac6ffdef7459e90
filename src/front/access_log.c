/* A line for each request.
 *
 * Lines gather in memory and are written together, whole, to a file opened for appending; a line that cannot be
 * written is lost rather than hold up an answer. Texts of the client's are written in printable ASCII, all else as
 * \xHH, so that a line is a line. */
#include "front/access_log.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define ENOUGH 32768

struct _AccessLog
{
  const Peers *peers;
  GMutex lock;
  GString *lines;
  int fd;
};

AccessLog *
access_log_new (int fd, const Peers *peers)
{
  AccessLog *log = g_new0 (AccessLog, 1);
  log->peers = peers;
  log->lines = g_string_sized_new (2 * ENOUGH);
  log->fd = fd;
  g_mutex_init (&log->lock);
  return log;
}

/* The lock is held. */
static void
write_out (AccessLog *log)
{
  for (gsize done = 0; done < log->lines->len;)
    {
      ssize_t written = write (log->fd, log->lines->str + done, log->lines->len - done);
      if (written < 0 && errno != EINTR)
        break;
      done += written > 0 ? (gsize)written : 0;
    }
  g_string_truncate (log->lines, 0);
}

void
access_log_free (AccessLog *log)
{
  write_out (log);
  close (log->fd);
  g_mutex_clear (&log->lock);
  g_string_free (log->lines, TRUE);
  g_free (log);
}

void
access_log_flush (AccessLog *log)
{
  g_mutex_lock (&log->lock);
  write_out (log);
  g_mutex_unlock (&log->lock);
}

void
access_log_go_on (AccessLog *log, int fd)
{
  g_mutex_lock (&log->lock);
  write_out (log);
  if (fd >= 0)
    {
      close (log->fd);
      log->fd = fd;
    }
  g_mutex_unlock (&log->lock);
}

static void
put_text (GString *line, const char *text)
{
  if (text == NULL || *text == '\0')
    text = "-";
  for (const guchar *c = (const guchar *)text; *c != '\0'; c++)
    if (*c == '"' || *c == '\\' || *c < ' ' || *c >= 0x7f)
      g_string_append_printf (line, "\\x%02x", *c);
    else
      g_string_append_c (line, (char)*c);
}

/* "23/Nov/2026:16:25:55 +0000" */
static void
put_time (GString *line)
{
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  g_string_append_printf (line, "[%02d/%s/%04d:%02d:%02d:%02d +0000]", g_date_time_get_day_of_month (now),
                          months[g_date_time_get_month (now) - 1], g_date_time_get_year (now),
                          g_date_time_get_hour (now), g_date_time_get_minute (now), g_date_time_get_second (now));
}

void
access_log_write (AccessLog *log, const Exchange *exchange, const struct sockaddr *address)
{
  const Fields *fields = &exchange->fields;
  g_autofree char *client =
      peers_client (log->peers, address, fields->values[FIELD_FORWARDED], fields->values[FIELD_X_FORWARDED_FOR]);
  g_mutex_lock (&log->lock);
  g_string_append_printf (log->lines, "%s - - ", client);
  put_time (log->lines);
  g_string_append (log->lines, " \"");
  put_text (log->lines, exchange->method);
  g_string_append_c (log->lines, ' ');
  put_text (log->lines, exchange->target);
  if (exchange->query != NULL)
    {
      g_string_append_c (log->lines, '?');
      put_text (log->lines, exchange->query);
    }
  g_string_append_printf (log->lines, " %s\" %u %" G_GUINT64_FORMAT " \"", exchange->version, exchange->sent.status,
                          strcmp (exchange->method, "HEAD") == 0 ? 0 : exchange->sent.bytes);
  put_text (log->lines, fields->values[FIELD_REFERER]);
  g_string_append (log->lines, "\" \"");
  put_text (log->lines, fields->values[FIELD_USER_AGENT]);
  g_string_append (log->lines, "\"\n");
  if (log->lines->len >= ENOUGH)
    write_out (log);
  g_mutex_unlock (&log->lock);
}
