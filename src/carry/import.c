/* A tree of Markdown carried over.
 *
 * Two passes: the first learns every old address, so that links between pages can be told from links to files; the
 * second publishes, some files at a time, all in one transaction. A file is known by its path below the folder when
 * it comes again. */
#include "carry/carry.h"

#include "carry/date.h"
#include "carry/kind_guess.h"
#include "carry/link.h"
#include "carry/matter.h"
#include "carry/tree.h"
#include "publish/publish.h"
#include "record/slug.h"
#include "text/kramdown.h"
#include "text/messages.h"

#include <gumbo.h>
#include <string.h>

#define CHUNK 200
#define TITLE_LIMIT 500

G_DEFINE_QUARK (carry_error, carry_error)

typedef struct
{
  const char *folder;
  const ImportOptions *options;
  Publisher *publisher;
  const Profile *profile;
  const char *language;
  char *origin;
  const char *update_note;
  GHashTable *known; /* old paths */
  GPtrArray *drafts; /* of the chunk */
  ImportResult *result;
} Import;

static void
skipped_free (ImportSkipped *skipped)
{
  g_free (skipped->file);
  g_free (skipped->reason);
  g_free (skipped);
}

void
import_result_free (ImportResult *result)
{
  g_ptr_array_unref (result->skipped);
  g_free (result);
}

static void
skip (Import *import, const char *file, const char *reason)
{
  ImportSkipped *skipped = g_new0 (ImportSkipped, 1);
  skipped->file = g_strdup (file);
  skipped->reason = g_strdup (reason);
  g_ptr_array_add (import->result->skipped, skipped);
}

/* ---- One file ---- */

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
file_text (const Import *import, const char *file, GError **error)
{
  g_autofree char *path = g_build_filename (import->folder, file, NULL);
  g_autofree char *text = NULL;
  gsize length;
  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  if (strlen (text) == length && g_utf8_validate (text, (gssize)length, NULL))
    {
      g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
      return g_strjoinv ("\n", lines);
    }
  g_set_error (error, CARRY_ERROR, CARRY_ERROR_MATTER, "it is not text in UTF-8");
  return NULL;
}

/* A title is one line of plain text: entities decoded, marks of Markdown gone. */
static char *
plain_title (const char *title)
{
  g_autoptr (GRegex) marks = g_regex_new ("[*_`]{1,3}(\\S(?:.*?\\S)?)[*_`]{1,3}", 0, 0, NULL);
  g_autofree char *unmarked = g_regex_replace (marks, title, -1, 0, "\\1", 0, NULL);
  g_autoptr (GRegex) spaces = g_regex_new ("[\\s\\x{a0}]+", 0, 0, NULL);
  GumboOutput *parsed = gumbo_parse (unmarked);
  GString *text = g_string_new (NULL);

  /* The title may hold entities, but a "<" in it is a sign, not an element: only character data is wanted. */
  if (strchr (unmarked, '&') != NULL && strchr (unmarked, '<') == NULL)
    {
      const GumboNode *body = parsed->root->v.element.children.data[1];
      for (unsigned i = 0; i < body->v.element.children.length; i++)
        g_string_append (text, ((const GumboNode *)body->v.element.children.data[i])->v.text.text);
    }
  else
    g_string_append (text, unmarked);
  gumbo_destroy_output (&kGumboDefaultOptions, parsed);
  char *folded = g_strstrip (g_regex_replace (spaces, text->str, -1, 0, " ", 0, NULL));
  g_string_free (text, TRUE);
  if (g_utf8_strlen (folded, -1) > TITLE_LIMIT)
    *g_utf8_offset_to_pointer (folded, TITLE_LIMIT) = '\0';
  return folded;
}

/* Front matter, else the file's name, else a dateline: the first is what the old site sorted by. */
static gboolean
find_date (const Import *import, const Matter *matter, const char *file, const char *dateline, Instant *instant)
{
  GTimeZone *zone = import->profile->host_zone;
  g_autofree char *name = g_path_get_basename (file);

  return (matter->date != NULL && date_read (matter->date, zone, instant)) || date_of_name (name, zone, instant)
         || (dateline != NULL && date_read (dateline, zone, instant)) || date_of_lines (matter->body, zone, instant);
}

static char *
mend_body (const Import *import, const char *title, char *text)
{
  g_autofree char *common = kramdown_to_commonmark (text, strlen (text));
  g_autofree char *body = links_mend (common, import->known, import->origin);
  g_autofree char *quoted = g_regex_escape_string (title, -1);
  g_autofree char *pattern = g_strdup_printf ("^\\s*#{1,3} *%s *#* *\n", quoted);
  g_autoptr (GRegex) repeated = g_regex_new (pattern, G_REGEX_CASELESS, 0, NULL);

  g_free (text);
  return repeated != NULL ? g_regex_replace (repeated, body, -1, 0, "", 0, NULL) : g_steal_pointer (&body);
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
edition_of (const Import *import, const Matter *matter, const char *file, char *text, Instant published)
{
  Edition *edition = edition_new ();
  json_t *speaker;

  edition->title = plain_title (matter->title);
  edition->kind = kind_guess (matter->kind, edition->title, file, import->options->kinds);
  edition->state = STATE_PUBLISHED;
  edition->language = g_strdup (matter->language != NULL && profile_has_language (import->profile, matter->language)
                                    ? matter->language
                                    : import->language);
  edition->published = published;
  edition->slug = matter->slug != NULL && slug_valid (matter->slug) ? g_strdup (matter->slug) : NULL;
  edition->summary = g_strdup (matter->summary);
  edition->body = mend_body (import, edition->title, text);
  if (*matter->topics != NULL)
    json_object_set_new (edition->fields, "topics", topics_of (matter));
  if ((speaker = speaker_guess (edition->title)) != NULL)
    json_object_set_new (edition->fields, "speaker", speaker);
  return edition;
}

static Draft *
draft_of (const Import *import, const Matter *matter, const char *file, Edition *edition)
{
  Draft *draft = draft_new ();

  draft->matter = g_new0 (FrontMatter, 1);
  draft->matter->edition = edition;
  draft->file = g_strdup (file);
  draft->source = g_strconcat ("import:", file, NULL);
  draft->imported = TRUE;
  draft->update_note = import->update_note;
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

static Draft *
read_document (const Import *import, const char *file, GError **error)
{
  g_autofree char *text = file_text (import, file, error);
  g_autoptr (Matter) matter = text != NULL ? matter_parse (text, file, error) : NULL;
  if (matter == NULL)
    return NULL;

  const char *reason = reason_to_skip (matter);
  g_autofree char *dateline = NULL;
  g_autofree char *updated = NULL;
  g_autofree char *body = kramdown_strip_dateline (matter->body, &dateline, &updated);
  Instant published;
  if (reason == NULL && !find_date (import, matter, file, dateline, &published))
    reason = "it has no date: neither in its front matter, nor in its name, nor in its first lines";
  if (reason != NULL)
    {
      g_set_error_literal (error, CARRY_ERROR, CARRY_ERROR_MATTER, reason);
      return NULL;
    }
  return draft_of (import, matter, file, edition_of (import, matter, file, g_steal_pointer (&body), published));
}

/* ---- All files ---- */

static void
count_outcomes (Import *import)
{
  for (guint i = 0; i < import->drafts->len; i++)
    {
      const Draft *draft = import->drafts->pdata[i];
      import->result->imported += draft->outcome == PUBLISH_NEW;
      import->result->updated += draft->outcome == PUBLISH_NEXT;
      import->result->unchanged += draft->outcome == PUBLISH_UNCHANGED;
    }
}

static gboolean
flush (Import *import, GError **error)
{
  if (!publisher_run (import->publisher, import->drafts, error))
    return FALSE;
  count_outcomes (import);
  g_ptr_array_set_size (import->drafts, 0);
  return TRUE;
}

static gboolean
import_file (Import *import, const char *file, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (!is_markdown (file))
    skip (import, file, "it is not Markdown");
  else if (is_index (file))
    skip (import, file, "it is the index page of a section");
  else
    {
      Draft *draft = read_document (import, file, &reason);
      if (draft != NULL)
        g_ptr_array_add (import->drafts, draft);
      else
        skip (import, file, reason->message);
    }
  return import->drafts->len < CHUNK || flush (import, error);
}

/* The first pass: only front matter is looked at. */
static void
learn_old_paths (Import *import, GPtrArray *files)
{
  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *text = is_markdown (files->pdata[i]) ? file_text (import, files->pdata[i], NULL) : NULL;
      g_autoptr (Matter) matter = text != NULL ? matter_parse (text, files->pdata[i], NULL) : NULL;
      for (guint p = 0; matter != NULL && matter->old_paths[p] != NULL; p++)
        g_hash_table_add (import->known, g_strdup (matter->old_paths[p]));
    }
}

static gboolean
import_files (Import *import, GPtrArray *files, GError **error)
{
  learn_old_paths (import, files);
  for (guint i = 0; i < files->len; i++)
    {
      if (!import_file (import, files->pdata[i], error))
        return FALSE;
      if (import->options->progress != NULL && (i % 20 == 0 || i + 1 == files->len))
        import->options->progress (i + 1, files->len, import->options->data);
    }
  import->result->found = files->len;
  return flush (import, error);
}

static gboolean
import_all (Import *import, Store *store, const char *office, GPtrArray *files, Instant now, GError **error)
{
  g_autoptr (Publisher) publisher = publisher_new (store, office, now, error);
  g_autoptr (Messages) messages = publisher != NULL ? messages_load (error) : NULL;
  if (messages == NULL)
    return FALSE;

  import->publisher = publisher;
  import->profile = publisher_profile (publisher);
  import->language = import->options->language != NULL ? import->options->language : import->profile->languages[0];
  import->update_note = messages_get (messages, import->language, "updated_from_import");
  return import_files (import, files, error);
}

static void
import_clear (Import *import)
{
  g_ptr_array_unref (import->drafts);
  g_hash_table_unref (import->known);
  g_free (import->origin);
  g_clear_pointer (&import->result, import_result_free);
}

static void
import_prepare (Import *import, const char *folder, const ImportOptions *options)
{
  import->folder = folder;
  import->options = options;
  import->origin = options->origin != NULL ? g_strdup (options->origin) : tree_origin (folder);
  import->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  import->drafts = g_ptr_array_new_with_free_func ((GDestroyNotify)draft_free);
  import->result = g_new0 (ImportResult, 1);
  import->result->skipped = g_ptr_array_new_with_free_func ((GDestroyNotify)skipped_free);
}

gboolean
import_markdown (Store *store, const char *office, const char *folder, const ImportOptions *options, Instant now,
                 ImportResult **result, GError **error)
{
  g_autoptr (GPtrArray) files = tree_files (folder, error);
  Import import = { 0 };
  if (files == NULL || !store_begin (store, error))
    return FALSE;

  import_prepare (&import, folder, options);
  gboolean done = import_all (&import, store, office, files, now, error) && store_commit (store, error);
  if (!done)
    store_rollback (store);
  else
    *result = g_steal_pointer (&import.result);
  import_clear (&import);
  return done;
}
