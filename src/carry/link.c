/* Links of an imported text. */
#include "carry/link.h"

#include "base/pattern.h"
#include "base/utf8.h"

#include <string.h>

typedef struct
{
  GHashTable *known;
  const char *origin;
} Links;

static char *
replace (Pattern *pattern, const char *text, GRegexEvalCallback callback, gpointer data)
{
  char *replaced = g_regex_replace_eval (pattern_regex (pattern), text, -1, 0, 0, callback, data, NULL);
  return replaced != NULL ? replaced : g_strdup (text);
}

/* What stands for an image: its alternative text, else the name of its file. */
static char *
image_label (const char *alt, const char *src)
{
  if (alt != NULL && *alt != '\0')
    return g_strdup (alt);
  g_autofree char *path = g_strndup (src, strcspn (src, "?# "));
  g_autofree char *escaped = g_path_get_basename (path);
  char *name = g_uri_unescape_string (escaped, NULL);
  return name != NULL ? name : g_strdup (escaped);
}

static gboolean
linked_image (const GMatchInfo *match, GString *out, gpointer data)
{
  g_autofree char *alt = g_match_info_fetch (match, 1);
  g_autofree char *src = g_match_info_fetch (match, 2);
  g_autofree char *label = image_label (alt, src);

  (void)data;
  g_string_append_printf (out, "[%s](", label);
  return FALSE;
}

static gboolean
markdown_image (const GMatchInfo *match, GString *out, gpointer data)
{
  g_autofree char *alt = g_match_info_fetch (match, 1);
  g_autofree char *src = g_match_info_fetch (match, 2);
  g_autofree char *label = image_label (alt, src);

  (void)data;
  g_string_append_printf (out, "[%s](%s)", label, src);
  return FALSE;
}

static char *
attribute (const char *tag, const char *name)
{
  g_autofree char *pattern = g_strdup_printf ("\\b%s\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')", name);
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  if (!g_regex_match (regex, tag, 0, &match))
    return NULL;
  char *value = g_match_info_fetch (match, 1);
  if (*value != '\0')
    return value;
  g_free (value);
  return g_match_info_fetch (match, 2);
}

static gboolean
html_image (const GMatchInfo *match, GString *out, gpointer data)
{
  g_autofree char *opening = g_match_info_fetch (match, 1);
  g_autofree char *tag = g_match_info_fetch (match, 2);
  g_autofree char *alt = attribute (tag, "alt");
  g_autofree char *src = attribute (tag, "src");
  g_autofree char *label = src != NULL ? image_label (alt, src) : g_strdup ("");
  g_autofree char *escaped = g_markup_escape_text (label, -1);

  (void)data;
  if (src == NULL)
    return FALSE;
  if (opening != NULL && *opening != '\0') /* within a link already */
    g_string_append_printf (out, "%s%s", opening, escaped);
  else
    g_string_append_printf (out, "<a href=\"%s\">%s</a>", src, escaped);
  return FALSE;
}

static gboolean
is_known (const Links *links, const char *path)
{
  g_autofree char *plain = g_strndup (path, strcspn (path, "?#"));
  g_autofree char *decoded = g_uri_unescape_string (plain, NULL);
  const char *start = decoded != NULL ? decoded + strspn (decoded, "/") : "";
  gsize length = strlen (start);
  while (length > 0 && start[length - 1] == '/')
    length--;
  g_autofree char *key = g_strndup (start, length);
  return g_hash_table_contains (links->known, key);
}

/* One address, "/files/x.pdf" or an URL of the old site. */
static gboolean
mend_address (const GMatchInfo *match, GString *out, gpointer data)
{
  const Links *links = data;
  g_autofree char *before = g_match_info_fetch (match, 1);
  g_autofree char *address = g_match_info_fetch (match, 2);
  const char *path = address;

  if (links->origin != NULL && g_str_has_prefix (address, links->origin) && address[strlen (links->origin)] == '/')
    path = address + strlen (links->origin);
  g_string_append (out, before);
  if (*path != '/' || path[1] == '/')
    g_string_append (out, address);
  else if (is_known (links, path) || links->origin == NULL)
    g_string_append (out, path);
  else
    g_string_append_printf (out, "%s%s", links->origin, path);
  return FALSE;
}

static Pattern linked = PATTERN ("\\[\\s*!\\[([^\\]]*)\\]\\(([^)\\s]*)[^)]*\\)\\s*\\]\\(", G_REGEX_CASELESS);
static Pattern image = PATTERN ("!\\[([^\\]]*)\\]\\(([^)\\s]*)[^)]*\\)", G_REGEX_CASELESS);
static Pattern html = PATTERN ("(<a\\b[^>]*>\\s*)?(<img\\b[^>]*>)", G_REGEX_CASELESS);
static Pattern address =
    PATTERN ("(\\]\\(|\\bhref\\s*=\\s*[\"']|\\bsrc\\s*=\\s*[\"'])\\s*([^\\s)\"']+)", G_REGEX_CASELESS);

/* All that the patterns match holds one of these; most texts of offices hold none. */
static gboolean
may_link (const char *markdown)
{
  return strchr (markdown, '<') != NULL || strchr (markdown, '=') != NULL || strstr (markdown, "](") != NULL;
}

char *
links_mend (const char *markdown, GHashTable *known, const char *origin)
{
  if (!may_link (markdown) || !utf8_valid (markdown, strlen (markdown)))
    return g_strdup (markdown);

  Links links = { known, origin };
  g_autofree char *one = replace (&linked, markdown, linked_image, NULL);
  g_autofree char *two = replace (&image, one, markdown_image, NULL);
  g_autofree char *three = replace (&html, two, html_image, NULL);
  return replace (&address, three, mend_address, &links);
}
