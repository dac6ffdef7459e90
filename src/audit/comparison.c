/* While an audit runs the office goes on publishing. What does not fit is therefore fetched once more before it is
 * said; and an edition that the log did not know yet must prove that it is in it since. */
#include "audit/comparison.h"

#include "audit/reading.h"
#include "seal/edition_document.h"
#include "seal/verification.h"

#include <string.h>

/* What the site shows at an address. */
typedef struct
{
  const char *path;
  Fetch *page, *document;
  Hash digest;           /* of the document's bytes */
  EditionDocument *said; /* what they say; NULL: for this reason */
  GError *problem;
} Shown;

static void
shown_clear (Shown *shown)
{
  g_clear_pointer (&shown->page, fetch_free);
  g_clear_pointer (&shown->document, fetch_free);
  g_clear_pointer (&shown->said, edition_document_free);
  g_clear_error (&shown->problem);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shown, shown_clear)

void
comparison_free (Comparison *comparison)
{
  g_ptr_array_unref (comparison->findings);
  g_free (comparison);
}

static Comparison *
comparison_new (void)
{
  Comparison *comparison = g_new0 (Comparison, 1);

  comparison->findings = g_ptr_array_new_with_free_func (g_free);
  comparison->leaf = NO_LEAF;
  return comparison;
}

G_GNUC_PRINTF (2, 3)
static void
find (Comparison *comparison, const char *format, ...)
{
  va_list values;
  va_start (values, format);
  g_ptr_array_add (comparison->findings, g_strdup_vprintf (format, values));
  va_end (values);
}

static const char *
body_of (const Fetch *fetch, gsize *length)
{
  const char *bytes = fetch->body != NULL ? g_bytes_get_data (fetch->body, length) : NULL;
  if (bytes == NULL)
    *length = 0;
  return bytes != NULL ? bytes : "";
}

static void
ask (const SiteAudit *audit, Shown *shown, const char *path)
{
  g_autofree char *document = g_strconcat (path, ".edition.json", NULL);

  shown->path = path;
  shown->page = web_fetch (audit->web, path);
  shown->document = web_fetch (audit->web, document);
  Fetch *both[] = { shown->page, shown->document };
  web_ask (audit->web, both, G_N_ELEMENTS (both));
  if (shown->document->status != 200)
    return;
  gsize length;
  const char *bytes = body_of (shown->document, &length);
  shown->digest = hash_of (bytes, length);
  shown->said = edition_document_read (bytes, length, &shown->problem);
}

/* FALSE: what was asked for is not there, which was found. */
static gboolean
is_there (Comparison *comparison, const Fetch *fetch)
{
  if (fetch->failure != NULL)
    find (comparison, "%s", fetch->failure->message);
  else if (fetch->status != 200)
    find (comparison, "%s is answered with %u", fetch->url, fetch->status);
  return fetch->failure == NULL && fetch->status == 200;
}

/* ---- An edition and its leaf ---- */

static gboolean
state_fits (const EditionDocument *document, LeafKind kind)
{
  gboolean withdrawn = strcmp (document->state, state_name (STATE_WITHDRAWN)) == 0;
  return withdrawn == (kind == LEAF_WITHDRAWAL)
         && document->imported == (kind == LEAF_IMPORT || (withdrawn && document->imported));
}

static gboolean
says_the_same (const SiteAudit *audit, const EditionDocument *document, const HistoryLeaf *leaf)
{
  g_autofree char *uuid = uuid_write (leaf->chain->uuid);
  return strcmp (document->document, uuid) == 0 && strcmp (document->language, leaf->chain->language) == 0
         && strcmp (document->origin, audit->origin) == 0 && document->number == leaf->number
         && document->published == leaf->published && document->recorded == leaf->recorded
         && state_fits (document, leaf->kind);
}

static void
compare_page (const HistoryLeaf *leaf, Comparison *comparison, const Shown *shown)
{
  gsize length;
  const char *page = body_of (shown->page, &length);
  if (!is_there (comparison, shown->page))
    return;

  const char *differs = reading_differs (shown->said, page, length, leaf->chain->kept > 1);
  if (differs != NULL)
    find (comparison, "%s does not read as logged (leaf %u): %s is another one", shown->path, comparison->leaf,
          differs);
  comparison->pages++;
}

/* DOCUMENT is what the site gives out as the edition of the leaf. */
static void
compare_edition (const SiteAudit *audit, Comparison *comparison, const Shown *shown)
{
  const HistoryLeaf *leaf = history_leaf (audit->history, comparison->leaf);

  comparison->editions++;
  if (!hash_equal (&shown->digest, &leaf->document))
    find (comparison, "%s, edition %u, is not what was logged (leaf %u): its file has another SHA-256", shown->path,
          leaf->number, comparison->leaf);
  else if (shown->said == NULL)
    find (comparison, "%s: leaf %u is of something that is no edition: %s", shown->path, comparison->leaf,
          shown->problem->message);
  else if (!says_the_same (audit, shown->said, leaf))
    find (comparison, "%s, edition %u, says other things of itself than its leaf %u", shown->path, leaf->number,
          comparison->leaf);
  else
    compare_page (leaf, comparison, shown);
}

/* ---- What the site lists ---- */

/* It was logged after the checkpoint that is audited: its proof must say so. */
static void
check_newer (const SiteAudit *audit, Comparison *comparison, const Shown *shown)
{
  GPtrArray *named = history_keys (audit->history);
  g_autofree char *path = g_strconcat (shown->path, ".tlog-proof", NULL);
  g_autoptr (Fetch) fetch = web_fetch (audit->web, path);
  g_autoptr (GError) error = NULL;
  Fetch *all[] = { fetch };
  if (named == NULL)
    return;

  g_autoptr (GPtrArray) office = keys_of_office (named), log = keys_of_log (named);
  web_ask (audit->web, all, 1);
  VerificationKeys keys = { .logs = (Verifier *const *)log->pdata,
                            .log_count = log->len,
                            .offices = (Verifier *const *)office->pdata,
                            .office_count = office->len };
  gsize length, proof_length;
  const char *bytes = body_of (shown->document, &length), *proof = body_of (fetch, &proof_length);
  g_autoptr (Verification) verification =
      fetch->status == 200 ? verification_of (bytes, length, proof, proof_length, &keys, &error) : NULL;
  if (verification != NULL && verification->index >= history_size (audit->history))
    comparison->since++;
  else
    find (comparison, "%s shows edition %u, which is not in the log", shown->path, shown->said->number);
}

static void
check_history (const SiteAudit *audit, Comparison *comparison, const Shown *shown, const Chain *chain)
{
  gsize length;
  const char *page = body_of (shown->page, &length);
  g_autoptr (GArray) numbers = reading_editions (page, length, shown->path);

  for (guint i = 0; i < numbers->len; i++)
    if (history_edition (audit->history, chain, g_array_index (numbers, guint, i)) == NO_LEAF)
      find (comparison, "%s lists edition %u, which is not in the log", shown->path,
            g_array_index (numbers, guint, i));
}

static void
check_listed (const SiteAudit *audit, Comparison *comparison, const Shown *shown)
{
  const EditionDocument *document = shown->said;
  guint8 uuid[UUID_BYTES];
  const Chain *chain =
      uuid_read (document->document, uuid) ? history_chain (audit->history, uuid, document->language) : NULL;
  guint32 index = chain != NULL ? history_edition (audit->history, chain, document->number) : NO_LEAF;

  if (index == NO_LEAF)
    {
      check_newer (audit, comparison, shown);
      return;
    }
  if (index != chain->last)
    find (comparison, "%s shows edition %u as the current one, and the log's last is edition %u (leaf %u)",
          shown->path, document->number, history_leaf (audit->history, chain->last)->number, chain->last);
  comparison->leaf = index;
  check_history (audit, comparison, shown, chain);
  compare_edition (audit, comparison, shown);
}

static void
look_at_listed (const SiteAudit *audit, Comparison *comparison, const char *path)
{
  g_auto (Shown) shown = { .path = NULL };

  ask (audit, &shown, path);
  if (!is_there (comparison, shown.page))
    return;
  if (shown.document->failure == NULL && shown.document->status == 404)
    find (comparison, "%s is shown, and is not in the log", path);
  else if (!is_there (comparison, shown.document))
    return;
  else if (shown.said != NULL)
    check_listed (audit, comparison, &shown);
  else
    find (comparison, "%s: its file is none of an edition: %s", path, shown.problem->message);
}

Comparison *
comparison_of_listed (const SiteAudit *audit, const char *path)
{
  Comparison *comparison = comparison_new ();

  look_at_listed (audit, comparison, path);
  if (comparison->findings->len == 0)
    return comparison;
  comparison_free (comparison);
  comparison = comparison_new ();
  look_at_listed (audit, comparison, path);
  return comparison;
}

/* ---- What the log says ---- */

static char *
name_of (const HistoryLeaf *leaf, guint32 index)
{
  g_autofree char *uuid = uuid_write (leaf->chain->uuid);
  return g_strdup_printf ("edition %u of document %s in language %s (leaf %u)", leaf->number, uuid,
                          leaf->chain->language, index);
}

/* Where the edition of LEAF stands now; NULL: nowhere. Transfer full. */
static char *
address_of (const SiteAudit *audit, const HistoryLeaf *leaf, guint *status)
{
  g_autofree char *uuid = uuid_write (leaf->chain->uuid);
  g_autofree char *path = g_strdup_printf ("/d/%s/%s/%u", uuid, leaf->chain->language, leaf->number);
  g_autoptr (Fetch) fetch = web_fetch (audit->web, path);
  Fetch *all[] = { fetch };

  web_ask (audit->web, all, 1);
  *status = fetch->status;
  gboolean redirected = fetch->status == 301 || fetch->status == 302 || fetch->status == 308;
  return redirected && fetch->location != NULL ? web_path (fetch->location) : NULL;
}

/* Nothing is left to be seen but, perhaps, the file that says that it was erased. */
static void
check_erased (const SiteAudit *audit, Comparison *comparison, const Shown *shown, const HistoryLeaf *leaf)
{
  const HistoryLeaf *erasure = history_leaf (audit->history, leaf->erased_by);

  if (shown->page->status == 200
      || (shown->document->status == 200 && !hash_equal (&shown->digest, &erasure->document)))
    find (comparison, "%s: edition %u was erased (leaf %u), and is still shown", shown->path, leaf->number,
          leaf->erased_by);
  else
    comparison->erased++;
}

static void
look_at_leaf (const SiteAudit *audit, Comparison *comparison, guint32 index, const char *document_path)
{
  const HistoryLeaf *leaf = history_leaf (audit->history, index);
  guint status = 0;
  g_autofree char *path = document_path != NULL ? g_strdup_printf ("%s/editions/%u", document_path, leaf->number)
                                                : address_of (audit, leaf, &status);
  g_auto (Shown) shown = { .path = NULL };

  comparison->leaf = index;
  if (path == NULL && leaf->erased_by != NO_LEAF)
    comparison->erased++;
  else if (path == NULL)
    {
      g_autofree char *name = name_of (leaf, index);
      find (comparison, "%s is in the log, and the site does not have it: it answers %u", name, status);
    }
  if (path == NULL)
    return;
  ask (audit, &shown, path);
  if (leaf->erased_by != NO_LEAF)
    check_erased (audit, comparison, &shown, leaf);
  else if (is_there (comparison, shown.document))
    compare_edition (audit, comparison, &shown);
}

Comparison *
comparison_of_leaf (const SiteAudit *audit, guint32 leaf, const char *path)
{
  Comparison *comparison = comparison_new ();

  look_at_leaf (audit, comparison, leaf, path);
  if (comparison->findings->len == 0)
    return comparison;
  comparison_free (comparison);
  comparison = comparison_new ();
  look_at_leaf (audit, comparison, leaf, NULL);
  return comparison;
}
