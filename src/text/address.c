/* address.c: the order of work is that of a browser (WHATWG URL, section 4.4), so that no trick of white space, case
 * or backslash hides a scheme: first what browsers ignore is taken out, then the scheme is read, then the rest is
 * encoded. What a browser would have to guess is refused. */
#include "text/address.h"

#include <string.h>

#define LONGEST 4000

/* What browsers strip: control characters and spaces around, tabs and line breaks anywhere. */
static char *
strip_ignored (const char *address)
{
  GString *out = g_string_new (NULL);
  gsize end;

  while (*address != '\0' && (guchar)*address <= ' ')
    address++;
  for (end = strlen (address); end > 0 && (guchar)address[end - 1] <= ' '; end--)
    ;
  for (gsize i = 0; i < end; i++)
    if (address[i] != '\t' && address[i] != '\n' && address[i] != '\r')
      g_string_append_c (out, address[i]);
  return g_string_free (out, FALSE);
}

/* Length of the scheme without its colon; 0 if ADDRESS has none. */
static gsize
scheme_length (const char *address)
{
  gsize n = 0;

  if (!g_ascii_isalpha (address[0]))
    return 0;
  while (g_ascii_isalnum (address[n]) || address[n] == '+' || address[n] == '-' || address[n] == '.')
    n++;
  return address[n] == ':' ? n : 0;
}

static gboolean
scheme_is (const char *address, gsize length, const char *scheme)
{
  return strlen (scheme) == length && g_ascii_strncasecmp (address, scheme, length) == 0;
}

static gboolean
is_hex_pair (const char *text)
{
  return g_ascii_isxdigit (text[0]) && g_ascii_isxdigit (text[1]);
}

/* Percent-encode whatever is no URL code point; a stray “%” too. */
static void
append_encoded (GString *out, const char *text, const char *also_refused)
{
  gboolean in_fragment = FALSE;

  for (; *text != '\0'; text++)
    {
      gboolean second_hash = *text == '#' && in_fragment;

      in_fragment |= *text == '#';
      if ((*text == '%' && !is_hex_pair (text + 1)) || (guchar)*text <= ' ' || (guchar)*text >= 0x7f || second_hash
          || strchr ("\"<>\\^`{|}", *text) != NULL || strchr (also_refused, *text) != NULL)
        g_string_append_printf (out, "%%%02X", (guchar)*text);
      else
        g_string_append_c (out, *text);
    }
}

/* Labels of letters, digits, “-” and “_”, none empty or longer than DNS has room for. */
static gboolean
host_is_plain (const char *host, gsize length)
{
  gsize label = 0;

  if (length == 0 || length > 253 || host[0] == '-')
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      gboolean dot = host[i] == '.';

      if ((dot ? label == 0 : label == 63) || (!dot && !g_ascii_isalnum (host[i]) && !strchr ("-_", host[i])))
        return FALSE;
      label = dot ? 0 : label + 1;
    }
  return TRUE;
}

/* A last label of digits makes a browser read the whole host as an IPv4 address, and refuse most. */
static gboolean
host_may_be_read (const char *host)
{
  const char *label = strrchr (host, '.');
  const char *last = label != NULL && label[1] != '\0' ? label + 1 : host;

  return !g_ascii_isdigit (last[0]) || g_hostname_is_ip_address (host);
}

/* HOST in ASCII, lower case; NULL if it is none. */
static char *
host_clean (const char *host, gsize length)
{
  g_autofree char *text = g_strndup (host, length);
  g_autofree char *ascii = NULL;
  g_autofree char *decoded = NULL;

  if (text[0] == '[')
    {
      g_autofree char *inside = length > 2 && text[length - 1] == ']' ? g_strndup (text + 1, length - 2) : NULL;

      return inside != NULL && strchr (inside, '%') == NULL && g_hostname_is_ip_address (inside)
                 ? g_steal_pointer (&text)
                 : NULL;
    }
  ascii = g_hostname_to_ascii (text);
  if (ascii == NULL || !host_is_plain (ascii, strlen (ascii)) || !host_may_be_read (ascii))
    return NULL;
  decoded = g_hostname_to_unicode (ascii); /* fails if a label that says it is encoded is not */
  if (decoded == NULL)
    return NULL;
  return g_ascii_strdown (ascii, -1);
}

/* Append “host:port” out of AUTHORITY; FALSE if it is none, or bears a user name, which only misleads readers. */
static gboolean
append_authority (GString *out, const char *authority, gsize length)
{
  const char *colon = memrchr (authority, ':', length);
  const char *bracket = memrchr (authority, ']', length);
  gsize host_length = colon != NULL && (bracket == NULL || colon > bracket) ? (gsize)(colon - authority) : length;
  g_autofree char *host = NULL;
  g_autofree char *port = NULL;
  guint64 number = 0;

  if (memchr (authority, '@', length) != NULL)
    return FALSE;
  host = host_clean (authority, host_length);
  if (host == NULL)
    return FALSE;
  g_string_append (out, host);
  if (host_length + 1 >= length)
    return TRUE;
  port = g_strndup (authority + host_length + 1, length - host_length - 1);
  if (!g_ascii_string_to_unsigned (port, 10, 0, 65535, &number, NULL))
    return FALSE;
  g_string_append_printf (out, ":%u", (guint)number);
  return TRUE;
}

/* What follows “http:” or stands in place of it: slashes (either way round), authority, the rest. */
static char *
clean_outside (const char *scheme, const char *rest)
{
  g_autoptr (GString) out = g_string_new (scheme);
  gsize authority;

  rest += strspn (rest, "/\\");
  authority = strcspn (rest, "/\\?#");
  g_string_append (out, "//");
  if (!append_authority (out, rest, authority))
    return NULL;
  rest += authority;
  if (*rest == '\\')
    rest++, g_string_append_c (out, '/');
  append_encoded (out, rest, "[]");
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* mailto: and tel: say nothing without something after the colon. */
static char *
clean_opaque (const char *scheme, const char *rest)
{
  GString *out;

  if (*rest == '\0')
    return NULL;
  out = g_string_new (scheme);
  append_encoded (out, rest, "[]");
  return g_string_free (out, FALSE);
}

static char *
clean_relative (const char *address)
{
  gsize path = strcspn (address, "?#");
  GString *out;

  if (*address == '\0')
    return NULL;
  if ((address[0] == '/' || address[0] == '\\') && (address[1] == '/' || address[1] == '\\'))
    return clean_outside ("", address);
  out = g_string_new (NULL);
  if (memchr (address, ':', MIN (path, strcspn (address, "/"))) != NULL)
    g_string_append (out, "./"); /* a colon in the first segment is not a scheme */
  append_encoded (out, address, "[]");
  return g_string_free (out, FALSE);
}

char *
address_clean (const char *address, AddressUse use)
{
  g_autofree char *stripped = strip_ignored (address);
  gsize scheme = scheme_length (stripped);
  const char *rest = stripped + scheme + 1;

  if (strlen (stripped) > LONGEST || !g_utf8_validate (stripped, -1, NULL))
    return NULL;
  if (scheme_is (stripped, scheme, "http"))
    return clean_outside ("http:", rest);
  if (scheme_is (stripped, scheme, "https"))
    return clean_outside ("https:", rest);
  if (use == ADDRESS_OUTSIDE)
    return g_str_has_prefix (stripped, "//") ? clean_outside ("https:", stripped) : NULL;
  if (scheme == 0)
    return clean_relative (stripped);
  if (use == ADDRESS_LINK && scheme_is (stripped, scheme, "mailto"))
    return clean_opaque ("mailto:", rest);
  if (use == ADDRESS_LINK && scheme_is (stripped, scheme, "tel"))
    return clean_opaque ("tel:", rest);
  return NULL;
}

char *
address_host (const char *address)
{
  const char *slashes = strstr (address, "//");
  const char *host = slashes == NULL ? address : slashes + 2;

  if (g_str_has_prefix (host, "www."))
    host += 4;
  return g_strndup (host, strcspn (host, "/?#:"));
}
