#include "page/memento_address.h"

#include "record/civil.h"

#include <stdio.h>
#include <string.h>

#define DIGITS 14
#define LAST_OF_SECOND (INSTANT_SECOND - 1)
#define MOST_PAGES 100000

static int
number (const char *text, int digits)
{
  int value = 0;
  for (int i = 0; i < digits; i++)
    value = 10 * value + (text[i] - '0');
  return value;
}

/* In UTC; an edition that appeared within the second is seen at it. */
static gboolean
read_instant (const char *text, Instant *instant)
{
  int year = number (text, 4), month = number (text + 4, 2), day = number (text + 6, 2);
  g_autoptr (GDateTime) time = year > 0 ? g_date_time_new_utc (year, month, day, number (text + 8, 2),
                                                               number (text + 10, 2), number (text + 12, 2))
                                        : NULL;
  if (time == NULL)
    return FALSE;
  *instant = g_date_time_to_unix (time) * INSTANT_SECOND + LAST_OF_SECOND;
  return TRUE;
}

const char *
one_slash (const char *path)
{
  while (path[0] == '/' && path[1] == '/')
    path++;
  return path;
}

/* A URI of http or https, whole, or its path alone. Browsers and proxies may make one slash of two. */
static void
read_original (MementoAddress *address, const char *text)
{
  static const char *const schemes[] = { "/http:/", "/https:/" };

  address->original = text;
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strncasecmp (text, schemes[i], strlen (schemes[i])) == 0)
      {
        const char *authority = text + strlen (schemes[i]);
        authority += *authority == '/';
        gsize length = strcspn (authority, "/");
        address->authority = g_ascii_strdown (authority, (gssize)length);
        address->original = authority[length] == '/' ? authority + length : "/";
      }
  address->original = one_slash (address->original);
}

static void
read_at (MementoAddress *address, const char *text)
{
  gboolean whole = strspn (text, "0123456789") == DIGITS && text[DIGITS] == '/';

  address->type = whole && read_instant (text, &address->at) ? MEMENTO_AT : MEMENTO_BAD;
  if (address->type == MEMENTO_AT)
    read_original (address, text + DIGITS);
}

/* "link/en/", "json/2/en/": a path does not begin with a number. */
static void
read_map (MementoAddress *address, const char *text)
{
  address->json = g_str_has_prefix (text, "json/");
  if (!address->json && !g_str_has_prefix (text, "link/"))
    return;
  address->type = MEMENTO_TIMEMAP;
  text += strlen ("link");
  gsize digits = strspn (text + 1, "0123456789");
  if (digits > 0 && digits < 6 && text[1 + digits] == '/')
    {
      address->page = (unsigned)CLAMP (number (text + 1, (int)digits), 1, MOST_PAGES);
      text += 1 + digits;
    }
  read_original (address, text);
}

void
memento_address_read (MementoAddress *address, const char *path)
{
  *address = (MementoAddress){ .type = MEMENTO_NONE, .page = 1 };
  if (g_str_has_prefix (path, "/at/"))
    read_at (address, path + strlen ("/at/"));
  else if (g_str_has_prefix (path, "/timegate/"))
    {
      address->type = MEMENTO_TIMEGATE;
      read_original (address, path + strlen ("/timegate"));
    }
  else if (g_str_has_prefix (path, "/timemap/"))
    {
      address->type = MEMENTO_BAD;
      read_map (address, path + strlen ("/timemap/"));
    }
}

void
memento_address_clear (MementoAddress *address)
{
  g_clear_pointer (&address->authority, g_free);
}

char *
memento_prefix (Instant instant)
{
  gint64 seconds = instant / INSTANT_SECOND - (instant % INSTANT_SECOND < 0);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);
  return g_strdup_printf ("/at/%04d%02d%02d%02d%02d%02d", g_date_time_get_year (time), g_date_time_get_month (time),
                          g_date_time_get_day_of_month (time), g_date_time_get_hour (time),
                          g_date_time_get_minute (time), g_date_time_get_second (time));
}

/* "Mon, 06 May 2024 12:00:00 GMT" and nothing else. */
gboolean
memento_date_read (const char *field, Instant *instant)
{
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  char day_name[4], month_name[4], zone[4];
  int day, year, hour, minute, second, length = 0;

  if (sscanf (field, "%3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d %3[A-Z]%n", day_name, &day, month_name, &year, &hour,
              &minute, &second, zone, &length)
          != 8
      || field[length] != '\0' || strcmp (zone, "GMT") != 0 || strlen (month_name) != 3)
    return FALSE;
  const char *month = strstr (months, month_name);
  g_autoptr (GDateTime) time =
      month != NULL && (month - months) % 3 == 0 && year > 0
          ? g_date_time_new_utc (year, (int)(month - months) / 3 + 1, day, hour, minute, second)
          : NULL;
  g_autofree char *again = time != NULL ? instant_format_http (g_date_time_to_unix (time) * INSTANT_SECOND) : NULL;
  if (g_strcmp0 (field, again) != 0)
    return FALSE;
  *instant = g_date_time_to_unix (time) * INSTANT_SECOND + LAST_OF_SECOND;
  return TRUE;
}
