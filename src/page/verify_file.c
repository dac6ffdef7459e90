/* One file to keep: an edition as it reads, its document, its proof, the keys, and the program that checks them.
 *
 * It opens from a disk, without a network; nothing in it may load anything, and no script runs but the one whose hash
 * its policy names. */
#include "page/verify_view.h"

#include "page/answer.h"
#include "page/common.h"
#include "page/parts.h"
#include "page/record_log.h"
#include "seal/base64.h"
#include "seal/hash.h"

#include <string.h>

/* An asset to stand within an element, which it must not end (HTML section 4.12.1.3). */
static char *
asset_text (const Page *page, const char *name, GError **error)
{
  gboolean current;
  const Asset *asset = parts_asset (page->parts, name, &current);
  gsize size = 0;
  const char *bytes = asset != NULL ? g_bytes_get_data (asset->content, &size) : NULL;
  g_autofree char *text = g_strndup (bytes != NULL ? bytes : "", size);
  g_autofree char *lower = g_ascii_strdown (text, -1);

  if (strstr (lower, "</script") == NULL && strstr (lower, "</style") == NULL && strstr (lower, "<!--") == NULL)
    return g_steal_pointer (&text);
  g_set_error (error, STORE_ERROR, STORE_ERROR_FAILED,
               "%s: the file has “</script”, “</style” or “<!--” in it, and cannot stand within a page", name);
  return NULL;
}

static char *
source_of (const char *text)
{
  Hash hash = hash_of (text, strlen (text));
  g_autofree char *base64 = hash_write (&hash);
  return g_strdup_printf ("'sha256-%s'", base64);
}

static char *
policy_of (const char *style, const char *script)
{
  g_autofree char *style_source = source_of (style), *script_source = source_of (script);
  return g_strdup_printf ("default-src 'none'; script-src %s; style-src %s; base-uri 'none'; form-action 'none'",
                          script_source, style_source);
}

/* JSON in which nothing can end or begin an element. */
static char *
quoted_files (GBytes *document, GBytes *proof)
{
  gsize document_length, proof_length;
  const char *document_text = g_bytes_get_data (document, &document_length);
  const char *proof_text = g_bytes_get_data (proof, &proof_length);
  json_auto_t *files =
      json_pack ("{s:s%, s:s%}", "document", document_text, document_length, "proof", proof_text, proof_length);
  g_autofree char *text = json_dumps (files, JSON_COMPACT);
  g_auto (GStrv) parts = g_strsplit (text, "<", -1);
  return g_strjoinv ("\\u003c", parts);
}

/* Links of the text that lead into the site lead there from anywhere. Only within a tag: what a text says of links is
 * left as it says it. */
static char *
links_from_afar (const Page *page, const char *html)
{
  static const char link[] = " href=\"/";
  GString *text = g_string_new (NULL);
  gboolean tag = FALSE, quoted = FALSE;

  for (const char *at = html; *at != '\0'; at++)
    {
      if (tag && *at == '"')
        quoted = !quoted;
      else if (!quoted && (*at == '<' || *at == '>'))
        tag = *at == '<';
      if (tag && !quoted && g_str_has_prefix (at, link) && at[strlen (link)] != '/')
        {
          g_string_append_printf (text, " href=\"%s", page->origin);
          at += strlen (link) - 2; /* the quotation mark is what comes last */
          quoted = TRUE;
        }
      else
        g_string_append_c (text, *at);
    }
  return g_string_free (text, FALSE);
}

typedef struct
{
  GBytes *document, *proof;
  char *style, *script;
} Content;

static void
content_clear (Content *content)
{
  g_clear_pointer (&content->document, g_bytes_unref);
  g_clear_pointer (&content->proof, g_bytes_unref);
  g_free (content->style);
  g_free (content->script);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Content, content_clear)

static gboolean
content_read (Content *content, const Page *page, const Edition *edition, GError **error)
{
  content->document = record_log_file (page, edition, FORM_EDITION_DOCUMENT, error);
  content->proof = content->document != NULL ? record_log_file (page, edition, FORM_PROOF, error) : NULL;
  content->style = content->proof != NULL ? asset_text (page, "file.css", error) : NULL;
  content->script = content->style != NULL ? asset_text (page, "verify.js", error) : NULL;
  return content->script != NULL;
}

/* What the template shows; the log's own view stands around it. */
static json_t *
file_view (Page *page, const Edition *edition, guint total, const Content *content, const char *policy,
           GError **error)
{
  g_autofree char *address = link_edition (edition, edition->number);
  json_t *view = json_object ();

  if (!verify_put_edition (page, view, edition, total, address, error))
    {
      json_decref (view);
      return NULL;
    }
  view_text (view, "title", edition->title);
  view_text (view, "language", edition->language);
  view_text (view, "direction", page_direction (edition->language));
  view_text (view, "summary", edition->summary);
  view_take (view, "html", links_from_afar (page, edition->html != NULL ? edition->html : ""));
  view_take (view, "address", link_absolute (page, address));
  view_put (view, "published", view_date (page, edition->dated, "long"));
  view_text (view, "policy", policy);
  view_text (view, "style", content->style);
  view_text (view, "script", content->script);
  view_take (view, "files", quoted_files (content->document, content->proof));
  return view;
}

static gboolean
render (Page *page, json_t *view, GError **error)
{
  json_t *common = common_view (page, error);
  json_auto_t *words = view_words (page);
  json_auto_t *file = json_pack ("{s:O}", "file", view);
  json_t *contexts[] = { words, common, file, NULL };

  g_string_truncate (page->buffer, 0);
  return common != NULL
         && template_render (parts_templates (page->parts), "verify_file", contexts, NULL, NULL, page->buffer, error);
}

Answer *
verify_file_answer (Page *page, const Edition *edition, guint total, GError **error)
{
  g_auto (Content) content = { NULL };
  if (!content_read (&content, page, edition, error))
    return NULL;
  g_autofree char *policy = policy_of (content.style, content.script);
  json_auto_t *view = file_view (page, edition, total, &content, policy, error);
  const char *name = json_string_value (json_object_get (json_object_get (view, "log"), "name"));
  if (name == NULL || !render (page, view, error))
    return NULL;

  g_autoptr (GBytes) body = g_bytes_new (page->buffer->str, page->buffer->len);
  Answer *answer = answer_bytes (200, "text/html; charset=utf-8", body, page_end (page));
  answer->shared = TRUE;
  answer->download = g_strconcat (name, ".verify.html", NULL);
  answer->policy = g_strconcat (policy, "; frame-ancestors 'none'", NULL);
  return answer;
}
