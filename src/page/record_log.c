/* The log is what the record holds: tiles and bundles are made from its rows when they are asked for, of any width
 * that the last checkpoint covers. */
#include "page/record_log.h"

#include "log/log_tree.h"
#include "page/answer.h"
#include "seal/checkpoint.h"
#include "seal/edition_document.h"
#include "seal/erasure_document.h"
#include "seal/proof.h"
#include "text/locale.h"

#include <string.h>

typedef struct
{
  const Page *page;
  guint64 size;
  char *checkpoint;
} Head;

static void
head_clear (Head *head)
{
  g_free (head->checkpoint);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Head, head_clear)

static gboolean
head_read (Head *head, const Page *page, GError **error)
{
  head->page = page;
  head->checkpoint = store_checkpoint (page->store, page->office, &head->size, error);
  return head->checkpoint != NULL;
}

/* The newest head that is witnessed as the office asks, if the leaf at POSITION is below it; else the newest. */
static gboolean
head_read_for (Head *head, const Page *page, guint64 position, GError **error)
{
  GError *failure = NULL;

  head->page = page;
  head->checkpoint = store_checkpoint_witnessed (page->store, page->office, &head->size, &failure);
  if (head->checkpoint != NULL && position < head->size)
    return TRUE;
  g_clear_pointer (&head->checkpoint, g_free);
  if (failure == NULL)
    return head_read (head, page, error);
  g_propagate_error (error, failure);
  return FALSE;
}

static LogPlace
place_of (const Head *head)
{
  return (LogPlace){ head->page->store, head->page->office };
}

static Answer *
answer_of (const char *type, GBytes *taken, Instant expires)
{
  g_autoptr (GBytes) body = taken;
  if (body == NULL)
    return NULL;
  Answer *answer = answer_bytes (200, type, body, expires);
  answer->shared = TRUE;
  return answer;
}

/* ---- Tiles ---- */

static GBytes *
hashes_of (Head *head, const Tile *tile, GError **error)
{
  g_autofree Hash *hashes = g_new (Hash, tile->width);
  LogPlace place = place_of (head);
  return log_tile (&place, tile, hashes, error) ? g_bytes_new (hashes, tile->width * sizeof *hashes) : NULL;
}

static GBytes *
entries_of (Head *head, const Tile *tile, GError **error)
{
  const Page *page = head->page;
  g_auto (GStrv) entries =
      store_log_entries (page->store, page->office, tile->index * TILE_WIDTH, tile->width, error);
  g_autoptr (GByteArray) bundle = g_byte_array_new ();

  for (char **entry = entries; entry != NULL && *entry != NULL; entry++)
    bundle_append (bundle, *entry, strlen (*entry));
  return entries != NULL ? g_byte_array_free_to_bytes (g_steal_pointer (&bundle)) : NULL;
}

static Answer *
answer_tile (Head *head, const char *address, GError **error)
{
  Tile tile;
  if (!tile_parse (address, &tile) || tile_width (tile.level, tile.index, head->size) < tile.width)
    return NULL;

  gboolean entries = tile.level == TILE_ENTRIES;
  Answer *answer =
      answer_of ("application/octet-stream",
                 entries ? entries_of (head, &tile, error) : hashes_of (head, &tile, error), INSTANT_MAX);
  if (answer != NULL)
    {
      answer->immutable = TRUE;
      answer->compress = entries;
    }
  return answer;
}

Answer *
record_log_answer (Page *page, GError **error)
{
  const char *name = page->route->name;
  g_auto (Head) head = { .checkpoint = NULL };
  if (!head_read (&head, page, error))
    return NULL;
  if (g_str_has_prefix (name, "tile/"))
    return answer_tile (&head, name + strlen ("tile/"), error);
  if (strcmp (name, "checkpoint") != 0)
    return NULL;
  Answer *answer = answer_of ("text/plain; charset=utf-8", g_bytes_new (head.checkpoint, strlen (head.checkpoint)),
                              page->at + CHECKPOINT_LIFE);
  answer->brief = TRUE;
  return answer;
}

/* ---- An edition ---- */

static GBytes *
signed_text (const Page *page, const Edition *edition, const StoreLeaf *leaf, GError **error)
{
  g_autoptr (StoreLog) log = store_log (page->store, page->office, error);
  gsize length;
  if (log == NULL || leaf->salt == NULL || g_bytes_get_size (leaf->salt) != SALT_BYTES)
    return NULL;
  char *text = edition_document_write (edition, log->origin, g_bytes_get_data (leaf->salt, NULL), &length, error);
  return text != NULL ? g_bytes_new_take (text, length) : NULL;
}

/* Of the leaf at POSITION. */
static GBytes *
proof_text (const Page *page, guint64 position, const char *leaf, GError **error)
{
  g_auto (Head) head = { .checkpoint = NULL };
  if (!head_read_for (&head, page, position, error) || position >= head.size)
    return NULL;
  LogPlace place = place_of (&head);
  g_autoptr (MerkleTree) tree = log_tree (&place, head.size);
  g_autoptr (GArray) hashes = merkle_prove_inclusion (tree, position, error);
  if (hashes == NULL)
    return NULL;
  g_autoptr (GBytes) entry = g_bytes_new (leaf, strlen (leaf));
  char *proof = proof_write (entry, position, hashes, head.checkpoint);
  return g_bytes_new_take (proof, strlen (proof));
}

GBytes *
record_log_file (const Page *page, const Edition *edition, Form form, GError **error)
{
  g_autoptr (StoreLeaf) leaf = store_leaf (page->store, edition, error);
  if (leaf == NULL || form == FORM_ERASURE_DOCUMENT)
    return NULL;
  return form == FORM_PROOF ? proof_text (page, leaf->position, leaf->entry, error)
                            : signed_text (page, edition, leaf, error);
}

Answer *
record_log_edition (Page *page, const Edition *edition, GError **error)
{
  gboolean document = page->route->form == FORM_EDITION_DOCUMENT;
  return answer_of (document ? "application/json" : "text/plain; charset=utf-8",
                    record_log_file (page, edition, page->route->form, error), INSTANT_MAX);
}

/* ---- An erasure ---- */

static Answer *
answer_erasure (const Page *page, const Edition *edition, const StoreErasure *erasure, GError **error)
{
  g_autoptr (StoreLog) log = store_log (page->store, page->office, error);
  gsize length;
  char *text = log != NULL
                   ? erasure_document_write (edition, log->origin, erasure->reason, erasure->recorded, &length, error)
                   : NULL;
  return answer_of ("application/json", text != NULL ? g_bytes_new_take (text, length) : NULL, INSTANT_MAX);
}

Answer *
record_log_erasure (Page *page, const Edition *edition, GError **error)
{
  g_autoptr (StoreErasure) erasure = store_erasure (page->store, edition, error);
  if (erasure == NULL || erasure->entry == NULL)
    return NULL;
  return page->route->form == FORM_PROOF
             ? answer_of ("text/plain; charset=utf-8",
                          proof_text (page, (guint64)erasure->leaf, erasure->entry, error), INSTANT_MAX)
             : answer_erasure (page, edition, erasure, error);
}

/* {number, document, proof}: the place of a leaf, counted from 1, and its files. */
static json_t *
place_view (const Page *page, guint64 position, const char *address, const char *ending)
{
  json_t *view = json_object ();

  view_take (view, "number", locale_number (page->language, (gint64)position + 1));
  view_take (view, "document", g_strconcat (address, ending, NULL));
  view_take (view, "proof", g_strconcat (address, ".tlog-proof", NULL));
  return view;
}

json_t *
record_log_erasure_view (const Page *page, const StoreErasure *erasure, const char *address)
{
  return erasure->entry != NULL ? place_view (page, (guint64)erasure->leaf, address, ".erasure.json") : NULL;
}
