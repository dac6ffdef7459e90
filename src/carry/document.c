/* One file of an older site: what stands in front of its text, when it was published, and its text made good. */
#include "carry/document.h"

#include "base/pattern.h"
#include "base/utf8.h"
#include "carry/carry.h"
#include "carry/date.h"
#include "carry/kind_guess.h"
#include "carry/link.h"
#include "carry/matter.h"
#include "record/slug.h"
#include "text/kramdown.h"

#include <gumbo.h>
#include <string.h>

#define TITLE_LIMIT 500

static gboolean
has_ending (const char *file, const char *const *endings)
{
  g_autofree char *lower = g_ascii_strdown (file, -1);

  for (; *endings != NULL; endings++)
    if (g_str_has_suffix (lower, *endings))
      return TRUE;
  return FALSE;
}

static gboolean
is_markdown (const char *file)
{
  static const char *const endings[] = { ".md", ".markdown", ".mdown", ".html", ".htm", NULL };
  g_autofree char *name = g_path_get_basename (file);
  return has_ending (file, endings) || (strchr (name, '.') == NULL && g_ascii_isdigit (*name));
}

/* "index.html" and "_index.md" list what stands beside them. */
static gboolean
is_index (const char *file)
{
  g_autofree char *name = g_path_get_basename (file);
  return g_str_has_prefix (name, "index.") || g_str_has_prefix (name, "_index.");
}

static char *
file_read (const OldSite *site, const char *file, gsize *length, GError **error)
{
  g_autofree char *path = g_build_filename (site->folder, file, NULL);
  char *text = NULL;

  return g_file_get_contents (path, &text, length, error) ? text : NULL;
}

/* What was READ from a file as text with plain line ends; takes it over. */
static char *
text_of (char *read, gsize length, GError **error)
{
  g_autofree char *text = read;

  if (!utf8_valid (text, length))
    {
      g_set_error (error, CARRY_ERROR, CARRY_ERROR_MATTER, "it is not text in UTF-8");
      return NULL;
    }
  if (strstr (text, "\r\n") == NULL)
    return g_steal_pointer (&text);
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  return g_strjoinv ("\n", lines);
}

/* TEXT with its entities decoded. A "<" in it is a sign, not an element: only character data is wanted. */
static char *
decode_entities (const char *text)
{
  if (strchr (text, '&') == NULL || strchr (text, '<') != NULL)
    return g_strdup (text);

  GumboOutput *parsed = gumbo_parse (text);
  const GumboNode *body = parsed->root->v.element.children.data[1];
  GString *decoded = g_string_new (NULL);
  for (unsigned i = 0; i < body->v.element.children.length; i++)
    g_string_append (decoded, ((const GumboNode *)body->v.element.children.data[i])->v.text.text);
  gumbo_destroy_output (&kGumboDefaultOptions, parsed);
  return g_string_free (decoded, FALSE);
}

/* A title is one line of plain text: entities decoded, marks of Markdown gone. */
static char *
plain_title (const char *title)
{
  static Pattern marks = PATTERN ("[*_`]{1,3}(\\S(?:.*?\\S)?)[*_`]{1,3}", 0);
  static Pattern spaces = PATTERN ("[\\s\\x{a0}]+", 0);
  g_autofree char *unmarked = g_regex_replace (pattern_regex (&marks), title, -1, 0, "\\1", 0, NULL);
  g_autofree char *decoded = decode_entities (unmarked);
  char *folded = g_strstrip (g_regex_replace (pattern_regex (&spaces), decoded, -1, 0, " ", 0, NULL));

  if (g_utf8_strlen (folded, -1) > TITLE_LIMIT)
    *g_utf8_offset_to_pointer (folded, TITLE_LIMIT) = '\0';
  return folded;
}

/* Front matter, else the file's name, else a dateline: the first is what the old site sorted by. */
static gboolean
find_date (const OldSite *site, const Matter *matter, const char *file, const char *dateline, Instant *instant)
{
  GTimeZone *zone = site->profile->host_zone;
  g_autofree char *name = g_path_get_basename (file);

  return (matter->date != NULL && date_read (matter->date, zone, instant)) || date_of_name (name, zone, instant)
         || (dateline != NULL && date_read (dateline, zone, instant)) || date_of_lines (matter->body, zone, instant);
}

/* Whether TEXT may begin with a heading: after white space, which can be of any script. */
static gboolean
may_begin_with_heading (const char *text)
{
  while (g_ascii_isspace (*text) || *text == '\v' || (guchar)*text >= 0x80)
    text++;
  return *text == '#';
}

/* BODY without the heading at its start that only repeats the title. */
static char *
drop_repeated_title (char *body, const char *title)
{
  if (!may_begin_with_heading (body))
    return body;
  g_autofree char *quoted = g_regex_escape_string (title, -1);
  g_autofree char *pattern = g_strdup_printf ("^\\s*#{1,3} *%s *#* *\n", quoted);
  g_autoptr (GRegex) repeated = g_regex_new (pattern, G_REGEX_CASELESS, 0, NULL);
  if (repeated == NULL)
    return body;
  char *rest = g_regex_replace (repeated, body, -1, 0, "", 0, NULL);
  g_free (body);
  return rest;
}

static char *
mend_body (const OldSite *site, const char *title, char *text)
{
  g_autofree char *common = kramdown_to_commonmark (text, strlen (text));

  g_free (text);
  return drop_repeated_title (links_mend (common, site->known, site->origin), title);
}

static json_t *
topics_of (const Matter *matter)
{
  json_t *topics = json_array ();
  for (guint i = 0; matter->topics[i] != NULL; i++)
    json_array_append_new (topics, json_string (matter->topics[i]));
  return topics;
}

static Edition *
edition_of (const OldSite *site, const Matter *matter, const char *file, char *text, Instant published)
{
  Edition *edition = edition_new ();
  json_t *speaker;

  edition->title = plain_title (matter->title);
  edition->kind = kind_guess (matter->kind, edition->title, file, site->kinds);
  edition->state = STATE_PUBLISHED;
  edition->language =
      g_strdup (matter->language != NULL && profile_has_language (site->profile, matter->language) ? matter->language
                                                                                                   : site->language);
  edition->published = published;
  edition->slug = matter->slug != NULL && slug_valid (matter->slug) ? g_strdup (matter->slug) : NULL;
  edition->summary = g_strdup (matter->summary);
  edition->body = mend_body (site, edition->title, text);
  if (*matter->topics != NULL)
    json_object_set_new (edition->fields, "topics", topics_of (matter));
  if ((speaker = speaker_guess (edition->title)) != NULL)
    json_object_set_new (edition->fields, "speaker", speaker);
  return edition;
}

static Draft *
draft_of (const OldSite *site, const Matter *matter, const char *file, Edition *edition)
{
  Draft *draft = draft_new ();

  draft->matter = g_new0 (FrontMatter, 1);
  draft->matter->edition = edition;
  draft->file = g_strdup (file);
  draft->source = g_strconcat ("import:", file, NULL);
  draft->imported = TRUE;
  draft->update_note = site->update_note;
  draft->old_paths = g_strdupv (matter->old_paths);
  return draft;
}

static const char *
reason_to_skip (const Matter *matter)
{
  if (matter->hidden)
    return "it is a draft or not published";
  return matter->title == NULL ? "it has no title" : NULL;
}

/* Why FILE is passed over, as far as its name tells; NULL if it is not. */
static const char *
reason_of_name (const char *file)
{
  if (!is_markdown (file))
    return "it is not Markdown";
  return is_index (file) ? "it is the index page of a section" : NULL;
}

static Draft *
passed_over (const char *reason, GError **error)
{
  g_set_error_literal (error, CARRY_ERROR, CARRY_ERROR_MATTER, reason);
  return NULL;
}

static Draft *
draft_from (const OldSite *site, const Matter *matter, const char *file, GError **error)
{
  const char *reason = reason_to_skip (matter);
  if (reason != NULL)
    return passed_over (reason, error);

  g_autofree char *dateline = NULL;
  g_autofree char *updated = NULL;
  g_autofree char *body = kramdown_strip_dateline (matter->body, &dateline, &updated);
  Instant published;
  if (!find_date (site, matter, file, dateline, &published))
    return passed_over ("it has no date: neither in its front matter, nor in its name, nor in its first lines",
                        error);
  return draft_of (site, matter, file, edition_of (site, matter, file, g_steal_pointer (&body), published));
}

Draft *
document_read (const OldSite *site, const char *file, GError **error)
{
  const char *reason = reason_of_name (file);
  if (reason != NULL)
    return passed_over (reason, error);

  gsize length;
  char *read = file_read (site, file, &length, error);
  g_autofree char *text = read != NULL ? text_of (read, length, error) : NULL;
  g_autoptr (Matter) matter = text != NULL ? matter_parse (text, file, error) : NULL;
  Draft *draft = matter != NULL ? draft_from (site, matter, file, error) : NULL;
  if (draft != NULL)
    draft_prepare (draft);
  return draft;
}

/* Whether TEXT may give addresses: it names a key for them, or holds a backslash, by which a key can be written
 * otherwise. */
static gboolean
may_name_paths (const char *text)
{
  return strstr (text, "permalink") != NULL || strstr (text, "url") != NULL || strstr (text, "aliases") != NULL
         || strstr (text, "redirect_from") != NULL || strchr (text, '\\') != NULL;
}

char **
document_old_paths (const OldSite *site, const char *file)
{
  gsize length;
  g_autofree char *read = is_markdown (file) ? file_read (site, file, &length, NULL) : NULL;
  if (read == NULL || !may_name_paths (read))
    return NULL;

  g_autofree char *text = text_of (g_steal_pointer (&read), length, NULL);
  g_autoptr (Matter) matter = text != NULL ? matter_parse (text, file, NULL) : NULL;
  return matter != NULL ? g_steal_pointer (&matter->old_paths) : NULL;
}
