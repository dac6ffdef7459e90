/* The request target and the host, as they arrive. */
#include "front/target.h"

#include <string.h>

#define HOST_LENGTH 255

gboolean
target_is_printable (const char *text)
{
  gboolean ascii = TRUE;

  for (const guchar *c = (const guchar *)text; *c != '\0'; c++)
    {
      if (*c <= ' ' || *c == 0x7f)
        return FALSE;
      ascii &= *c < 0x7f;
    }
  return ascii || g_utf8_validate (text, -1, NULL);
}

char *
host_parse (const char *field)
{
  if (field == NULL)
    return NULL;
  gsize length = *field == '[' ? strcspn (field, "]") + 1 : strcspn (field, ":");
  if (length == 0 || length > HOST_LENGTH || length > strlen (field))
    return NULL;
  const char *port = field + length;
  if (*port == ':')
    port += 1 + strspn (port + 1, "0123456789");
  const char *allowed = *field == '[' ? "[]:.%0123456789abcdefABCDEF"
                                      : "-._0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  if (*port != '\0' || strspn (field, allowed) < length)
    return NULL;
  return g_ascii_strdown (field, (gssize)length);
}

static void
split_query (Target *target, const char *text)
{
  const char *query = strchr (text, '?');

  target->path = query != NULL ? g_strndup (text, (gsize)(query - text)) : g_strdup (text);
  target->query = query != NULL ? g_strdup (query + 1) : NULL;
}

static gboolean
read_absolute (Target *target, const char *text)
{
  const char *authority = strstr (text, "://") + 3;
  gsize length = strcspn (authority, "/?");
  g_autofree char *field = g_strndup (authority, length);
  g_autofree char *rest =
      authority[length] == '/' ? g_strdup (authority + length) : g_strconcat ("/", authority + length, NULL);

  target->host = host_parse (field);
  split_query (target, rest);
  return target->host != NULL;
}

Target *
target_parse (const char *text)
{
  g_autoptr (Target) target = g_new0 (Target, 1);

  if (text == NULL || !target_is_printable (text))
    return NULL;
  if (*text == '/')
    split_query (target, text);
  else if ((g_ascii_strncasecmp (text, "http://", 7) != 0 && g_ascii_strncasecmp (text, "https://", 8) != 0)
           || !read_absolute (target, text))
    return NULL;
  return g_steal_pointer (&target);
}

void
target_free (Target *target)
{
  g_free (target->path);
  g_free (target->query);
  g_free (target->host);
  g_free (target);
}
