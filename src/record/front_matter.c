/* Front matter: what a press officer writes above a text, read into an edition.
 *
 * The block between the two lines "---" is YAML; what follows is the body, in which only line ends are made plain.
 * What has no column of its own goes to the edition's fields by field_read.c, under the key it was written with. Each
 * key is asked for once, and what nobody asked for is refused. */
#include "record/front_matter.h"

#include "record/field_read.h"
#include "record/language.h"
#include "record/slug.h"

#include <string.h>

#define TITLE_LIMIT 500
#define SUMMARY_LIMIT 5000

G_DEFINE_QUARK (front_matter_error, front_matter_error)

void
front_matter_free (FrontMatter *matter)
{
  if (matter == NULL)
    return;
  edition_free (matter->edition);
  g_free (matter->translation_of);
  g_free (matter);
}

static gboolean
refuse (const char *file, unsigned line, GError **error, const char *message)
{
  g_set_error (error, FRONT_MATTER_ERROR, FRONT_MATTER_ERROR_INVALID, "%s:%u: %s", file, line, message);
  return FALSE;
}

/* ---- The text as a whole ---- */

static unsigned
line_of (const char *text, const char *at)
{
  unsigned line = 1;
  for (; text < at; text++)
    line += *text == '\n';
  return line;
}

static gboolean
check_encoding (const char *text, gsize length, const char *file, GError **error)
{
  const char *nul = memchr (text, '\0', length);
  const char *end;

  if (nul != NULL)
    return refuse (file, line_of (text, nul), error, "the text holds a NUL byte; is this a Markdown file?");
  if (!g_utf8_validate_len (text, length, &end))
    return refuse (file, line_of (text, end), error, "the text is not in UTF-8; save it in that encoding");
  return TRUE;
}

/* Without the byte order mark, and each line ended by a line feed alone. */
static GString *
plain_lines (const char *text, gsize length)
{
  gsize mark = length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  GString *plain = g_string_new_len (text + mark, (gssize)(length - mark));

  if (memchr (plain->str, '\r', plain->len) != NULL)
    {
      g_string_replace (plain, "\r\n", "\n", 0);
      g_string_replace (plain, "\r", "\n", 0);
    }
  return plain;
}

/* Whether a line that is MARK, but for white space at its end, stands at AT; *NEXT is then the line after. */
static gboolean
line_is (const char *at, const char *mark, const char **next)
{
  if (!g_str_has_prefix (at, mark))
    return FALSE;
  at += strlen (mark);
  at += strspn (at, " \t");
  *next = *at == '\n' ? at + 1 : at;
  return *at == '\n' || *at == '\0';
}

typedef struct
{
  const char *matter; /* the first line after "---" */
  gsize matter_length;
  const char *body;
  unsigned matter_line;
} Parts;

static gboolean
find_end (Parts *parts)
{
  for (const char *at = parts->matter; at != NULL && *at != '\0';)
    {
      parts->matter_length = (gsize)(at - parts->matter);
      if (line_is (at, "---", &parts->body) || line_is (at, "...", &parts->body))
        return TRUE;
      at = strchr (at, '\n');
      at = at != NULL ? at + 1 : NULL;
    }
  return FALSE;
}

static gboolean
split (const char *text, const char *file, Parts *parts, GError **error)
{
  const char *start = text;

  while (line_is (start, "", &start) && *start != '\0')
    ;
  parts->matter_line = line_of (text, start) + 1;
  if (!line_is (start, "---", &parts->matter))
    return refuse (
        file, 1, error,
        "there is no front matter; the file begins with a line “---”, then title, kind, language and published, "
        "then “---” again and the text");
  return find_end (parts)
         || refuse (file, parts->matter_line - 1, error,
                    "the front matter is never closed: a line “---” must end it");
}

/* ---- The keys that are columns ---- */

static gboolean
one_line (const YamlNode *node, char *text, glong limit, GError **error)
{
  for (char *at = text; *at != '\0'; at++)
    if (*at == '\n' || *at == '\t')
      *at = ' ';
  if (*text == '\0')
    return yaml_fail (node, error, "the text is empty");
  return g_utf8_strlen (text, -1) <= limit
         || yaml_fail (node, error, "the text is longer than %ld characters", limit);
}

static gboolean
title_read (Edition *edition, YamlNode *top, GError **error)
{
  YamlNode *node = yaml_map_require (top, "title", error);

  return node != NULL && yaml_map_take_text (top, "title", &edition->title, error)
         && one_line (node, edition->title, TITLE_LIMIT, error);
}

static gboolean
refuse_kind (const YamlNode *node, const char *text, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (int kind = 0; kind < KIND_PUBLIC_COUNT; kind++)
    g_string_append_printf (list, "%s%s", kind > 0 ? ", " : "", kind_name ((Kind)kind));
  return yaml_fail (node, error, "“%s” is not a kind; one of %s", text, list->str);
}

static gboolean
kind_read (Edition *edition, YamlNode *top, GError **error)
{
  YamlNode *node = yaml_map_require (top, "kind", error);
  g_autofree char *text = NULL;

  if (node == NULL || !yaml_map_take_text (top, "kind", &text, error))
    return FALSE;
  g_autofree char *name = g_strdelimit (g_ascii_strdown (text, -1), " -", '_');
  return (kind_parse (name, &edition->kind) && edition->kind < KIND_PUBLIC_COUNT) || refuse_kind (node, text, error);
}

static gboolean
refuse_language (const YamlNode *node, const char *text, const char *const *languages, GError **error)
{
  g_autofree char *list = g_strjoinv (", ", (char **)languages);
  return yaml_fail (node, error, "“%s” is no language of this office; one of %s", text, list);
}

static gboolean
language_read (Edition *edition, YamlNode *top, const char *const *languages, GError **error)
{
  YamlNode *node = yaml_map_require (top, "language", error);
  g_autofree char *text = NULL;

  if (node == NULL || !yaml_map_take_text (top, "language", &text, error))
    return FALSE;
  edition->language = language_tag (text);
  if (edition->language == NULL)
    return yaml_fail (node, error, "“%s” is no language tag (BCP 47), such as “en”, “pt-BR” or “zh-Hans”", text);
  return languages == NULL || g_strv_contains (languages, edition->language)
         || refuse_language (node, text, languages, error);
}

static gboolean
published_read (Edition *edition, YamlNode *top, GError **error)
{
  return yaml_map_require (top, "published", error) != NULL
         && instant_take (top, "published", &edition->published, NULL, error);
}

static gboolean
slug_read (Edition *edition, YamlNode *top, GError **error)
{
  if (!yaml_map_take_text (top, "slug", &edition->slug, error))
    return FALSE;
  if (edition->slug == NULL || slug_valid (edition->slug))
    return TRUE;
  g_autofree char *better = slug_from_title (edition->slug);
  return yaml_fail (
      yaml_map_take (top, "slug"), error,
      "“%s” cannot stand in an address; a slug is made of a–z, 0–9 and single hyphens, 80 at most, such as "
      "“%s”",
      edition->slug, better);
}

/* An empty text says nothing: as if the key were not there. */
static gboolean
text_read (YamlNode *top, const char *key, char **text, GError **error)
{
  if (!yaml_map_take_text (top, key, text, error))
    return FALSE;
  if (*text != NULL && **text == '\0')
    g_clear_pointer (text, g_free);
  return *text == NULL || g_utf8_strlen (*text, -1) <= SUMMARY_LIMIT
         || yaml_fail (yaml_map_take (top, key), error, "the text is longer than %d characters", SUMMARY_LIMIT);
}

/* A number as it stands in the edition's address. */
static gboolean
replaces_read (FrontMatter *matter, YamlNode *top, GError **error)
{
  g_autofree char *text = NULL;
  guint64 number;
  if (!yaml_map_take_text (top, "replaces_erased", &text, error) || text == NULL)
    return text == NULL && (error == NULL || *error == NULL);
  if (!g_ascii_string_to_unsigned (text, 10, 1, 999999, &number, NULL))
    return yaml_fail (yaml_map_take (top, "replaces_erased"), error,
                      "“%s” is no number of an edition; the address of the erased one ends in it", text);
  matter->replaces_erased = (unsigned)number;
  return TRUE;
}

static gboolean
columns_read (FrontMatter *matter, YamlNode *top, const char *const *languages, GError **error)
{
  Edition *edition = matter->edition;

  return title_read (edition, top, error) && kind_read (edition, top, error)
         && language_read (edition, top, languages, error) && published_read (edition, top, error)
         && slug_read (edition, top, error) && text_read (top, "summary", &edition->summary, error)
         && text_read (top, "change_note", &edition->change_note, error)
         && text_read (top, "translation_of", &matter->translation_of, error) && replaces_read (matter, top, error);
}

FrontMatter *
front_matter_parse (const char *text, gsize length, const char *file, const char *const *languages, GError **error)
{
  if (!check_encoding (text, length, file, error))
    return NULL;

  g_autoptr (GString) plain = plain_lines (text, length);
  Parts parts = { 0 };
  if (!split (plain->str, file, &parts, error))
    return NULL;

  YamlSource source = { .file = file, .line = parts.matter_line, .domain = FRONT_MATTER_ERROR };
  g_autoptr (YamlNode) top = yaml_map_read (parts.matter, parts.matter_length, &source, error);
  g_autoptr (FrontMatter) matter = g_new0 (FrontMatter, 1);
  matter->edition = edition_new ();
  matter->edition->state = STATE_PUBLISHED;
  if (top == NULL || !columns_read (matter, top, languages, error)
      || !fields_read (matter->edition->fields, top, error) || !yaml_map_refuse_rest (top, error))
    return NULL;
  matter->edition->body = g_strdup (parts.body + strspn (parts.body, "\n"));
  return g_steal_pointer (&matter);
}
