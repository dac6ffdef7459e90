/* The audit of a log, of its pages and of what it remembers, without a network: logs are made here, honest ones and
 * others. */
#include "audit/frontier.h"
#include "audit/known_keys.h"
#include "audit/log_audit.h"
#include "audit/reading.h"
#include "audit/site_map.h"
#include "audit/state.h"
#include "seal/key_file.h"
#include "seal/leaf.h"
#include "seal/merkle.h"
#include "seal/tile.h"

#include <string.h>

#define ORIGIN "office.example/log"
#define NOW (1000 * 86400 * INSTANT_SECOND)

/* ---- A log in memory ---- */

typedef struct
{
  Keys *keys;
  GPtrArray *entries;  /* of text */
  GHashTable *spoilt;  /* path -> GBytes: served instead */
  Checkpoint *earlier; /* for trust */
  GPtrArray *believed; /* of Verifier */
  guint needed;
  GPtrArray *found; /* of text */
} Log;

static Log *
log_new (void)
{
  Log *log = g_new0 (Log, 1);

  log->keys = keys_new (ORIGIN, NULL, NULL);
  log->entries = g_ptr_array_new_with_free_func (g_free);
  log->spoilt = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  log->believed = g_ptr_array_new_with_free_func ((GDestroyNotify)verifier_free);
  log->found = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (log->believed, verifier_copy (log->keys->log->verifier));
  g_ptr_array_add (log->believed, verifier_copy (log->keys->office->verifier));
  return log;
}

static void
log_free (Log *log)
{
  keys_free (log->keys);
  g_ptr_array_unref (log->entries);
  g_hash_table_unref (log->spoilt);
  g_clear_pointer (&log->earlier, checkpoint_free);
  g_ptr_array_unref (log->believed);
  g_ptr_array_unref (log->found);
  g_free (log);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Log, log_free)

static void
append (Log *log, const Leaf *leaf, const Signer *signer)
{
  g_autofree char *text = leaf_write (leaf), *line = note_sign (text, signer, 0);
  g_ptr_array_add (log->entries, note_write (text, line));
}

static void
append_keys (Log *log, const Keys *keys, const Signer *signer)
{
  g_autofree char *log_key = verifier_write (keys->log->verifier), *office = verifier_write (keys->office->verifier);
  char *names[] = { office, log_key, NULL };
  Leaf leaf = { .kind = LEAF_KEYS, .recorded = NOW - 1000, .keys = names };
  append (log, &leaf, signer);
}

/* An edition NUMBER of the document that DOCUMENT stands for. */
static Leaf
leaf_of (guint document, unsigned number, guint64 previous, char uuid[37])
{
  g_snprintf (uuid, 37, "%08x-0000-4000-8000-%012x", document, document);
  return (Leaf){ .kind = number == 1 ? LEAF_EDITION : LEAF_CORRECTION,
                 .document_digest = hash_of (&document, sizeof document),
                 .document = uuid,
                 .language = (char *)"en",
                 .number = number,
                 .previous = previous,
                 .published = NOW - 500,
                 .recorded = NOW - 500 + number };
}

static void
append_edition (Log *log, guint document, unsigned number, guint64 previous)
{
  char uuid[37];
  Leaf leaf = leaf_of (document, number, previous, uuid);
  append (log, &leaf, log->keys->office);
}

/* Keys, and SIZE - 1 editions of as many documents. */
static Log *
honest (guint size)
{
  Log *log = log_new ();

  append_keys (log, log->keys, log->keys->office);
  for (guint i = 1; i < size; i++)
    append_edition (log, i, 1, LEAF_NONE);
  return log;
}

static Hash
range_root (const Log *log, gsize first, gsize count)
{
  gsize left = 1;
  const char *entry = first < log->entries->len ? log->entries->pdata[first] : "";
  if (count == 0)
    return hash_empty ();
  if (count == 1)
    return hash_leaf (entry, strlen (entry));
  while (2 * left < count)
    left *= 2;
  Hash one = range_root (log, first, left), two = range_root (log, first + left, count - left);
  return hash_node (&one, &two);
}

static char *
head_of (const Log *log, gsize size)
{
  Hash root = range_root (log, 0, size);
  g_autofree char *text = checkpoint_write (ORIGIN, size, &root), *line = note_sign (text, log->keys->log, 0);
  return note_write (text, line);
}

static GBytes *
tile_of (const Log *log, const Tile *tile)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize span = tile->level == TILE_ENTRIES ? 1 : (gsize)1 << (tile->level * TILE_HEIGHT);

  for (guint i = 0; i < tile->width; i++)
    {
      gsize place = tile->index * TILE_WIDTH + i;
      Hash hash = range_root (log, place * span, span);
      const char *entry = tile->level == TILE_ENTRIES ? log->entries->pdata[place] : NULL;
      if (entry != NULL)
        bundle_append (bytes, entry, strlen (entry));
      else
        g_byte_array_append (bytes, hash.bytes, sizeof hash);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static GBytes *
file_of (const Log *log, const char *path)
{
  GBytes *instead = g_hash_table_lookup (log->spoilt, path);
  Tile tile;
  if (instead != NULL)
    return g_bytes_ref (instead);
  if (strcmp (path, "checkpoint") == 0)
    {
      char *head = head_of (log, log->entries->len);
      return g_bytes_new_take (head, strlen (head));
    }
  g_assert_true (g_str_has_prefix (path, "tile/") && tile_parse (path + strlen ("tile/"), &tile));
  return tile_width (tile.level, tile.index, log->entries->len) == tile.width ? tile_of (log, &tile) : NULL;
}

static gboolean
read_files (gpointer data, char *const *paths, guint count, GBytes **bytes, GError **error)
{
  for (guint i = 0; i < count; i++)
    {
      bytes[i] = file_of (data, paths[i]);
      if (bytes[i] != NULL)
        continue;
      g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED, "%s is not there", paths[i]);
      while (i > 0)
        g_bytes_unref (bytes[--i]);
      return FALSE;
    }
  return TRUE;
}

static void
take_finding (const char *finding, gpointer data)
{
  g_ptr_array_add (((Log *)data)->found, g_strdup (finding));
}

/* How many things were found. */
static guint
audit (Log *log)
{
  g_autoptr (Policy) policy = policy_new (0, NULL, 0, NULL);
  LogSource source = { read_files, log };
  LogTrust trust = { log->believed, log->earlier, policy, NOW };
  Findings findings = { take_finding, log, 0 };
  g_autoptr (GError) error = NULL;

  g_ptr_array_set_size (log->found, 0);
  g_autoptr (LogAudit) result = log_audit_run (&source, &trust, 2, &findings, NULL, NULL, &error);
  if (result == NULL)
    take_finding (error->message, log);
  g_assert_true (result == NULL || findings.count == log->found->len);
  return log->found->len;
}

static void
assert_found (Log *log, const char *what)
{
  audit (log);
  for (guint i = 0; i < log->found->len; i++)
    if (strstr (log->found->pdata[i], what) != NULL)
      return;
  g_error ("“%s” was not found, but: %s", what, log->found->len > 0 ? (char *)log->found->pdata[0] : "nothing");
}

static void
assert_fine (Log *log)
{
  if (audit (log) > 0)
    g_error ("%s", (char *)log->found->pdata[0]);
}

/* ---- The tree ---- */

static void
the_root_of_leaves_that_are_not_kept_is_that_of_the_tree (void)
{
  g_autoptr (Log) log = log_new ();
  Frontier frontier = { .count = 0 }, by_tiles = { .count = 0 };

  for (guint size = 0; size <= 1000; size++)
    {
      Hash root = frontier_root (&frontier), expected = range_root (log, 0, size);
      g_assert_true (hash_equal (&root, &expected));
      if (size % TILE_WIDTH == 0 && size > 0)
        {
          Hash tile = range_root (log, size - TILE_WIDTH, TILE_WIDTH);
          frontier_add (&by_tiles, &tile, TILE_HEIGHT);
          root = frontier_root (&by_tiles);
          g_assert_true (hash_equal (&root, &expected));
        }
      char *entry = g_strdup_printf ("%u", size);
      Hash hash = hash_leaf (entry, strlen (entry));
      g_ptr_array_add (log->entries, entry);
      frontier_add (&frontier, &hash, 0);
    }
}

static void
an_honest_log_of_any_size_is_verified (void)
{
  static const guint sizes[] = { 1, 2, 255, 256, 257, 511, 512, 513, 700 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (Log) log = honest (sizes[i]);
      assert_fine (log);
    }
}

static void
every_flipped_bit_of_every_file_is_found (void)
{
  static const char *const paths[] = { "checkpoint", "tile/entries/000.p/3", "tile/0/000.p/3" };
  g_autoptr (Log) log = honest (3);

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GBytes) file = file_of (log, paths[i]);
      for (gsize bit = 0; bit < 8 * g_bytes_get_size (file); bit++)
        {
          guint8 *bytes = g_memdup2 (g_bytes_get_data (file, NULL), g_bytes_get_size (file));
          bytes[bit / 8] = (guint8)(bytes[bit / 8] ^ 1u << bit % 8);
          g_hash_table_insert (log->spoilt, g_strdup (paths[i]), g_bytes_new_take (bytes, g_bytes_get_size (file)));
          if (audit (log) == 0)
            g_error ("bit %zu of %s", bit, paths[i]);
        }
      g_hash_table_remove_all (log->spoilt);
    }
  assert_fine (log);
}

static void
every_tile_is_compared (void)
{
  static const char *const paths[] = { "tile/0/000", "tile/0/002", "tile/0/003.p/5", "tile/1/000.p/3" };
  g_autoptr (Log) log = honest (3 * TILE_WIDTH + 5);

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GBytes) file = file_of (log, paths[i]);
      guint8 *bytes = g_memdup2 (g_bytes_get_data (file, NULL), g_bytes_get_size (file));
      bytes[g_bytes_get_size (file) - 1] ^= 1;
      g_hash_table_insert (log->spoilt, g_strdup (paths[i]), g_bytes_new_take (bytes, g_bytes_get_size (file)));
      g_autofree char *what = g_strconcat ("tile ", paths[i] + strlen ("tile/"), NULL);
      assert_found (log, what);
      g_assert_cmpuint (log->found->len, ==, 1);
      g_hash_table_remove_all (log->spoilt);
    }
}

static void
the_earlier_head_is_a_beginning_or_the_log_was_rewritten (void)
{
  static const guint sizes[] = { 1, 2, 255, 256, 257, 300 };
  g_autoptr (Log) log = honest (300);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      Hash root = range_root (log, 0, sizes[i]);
      g_autofree char *text = checkpoint_write (ORIGIN, sizes[i], &root);
      g_clear_pointer (&log->earlier, checkpoint_free);
      log->earlier = checkpoint_parse (text, NULL);
      assert_fine (log);
      log->earlier->root.bytes[0] ^= 1;
      assert_found (log, "leaves are not those of the earlier audit");
    }
  log->earlier->size = 301;
  assert_found (log, "the log has 300 leaves, and had 301 at the earlier audit");
  g_free (log->earlier->origin);
  log->earlier->origin = g_strdup ("other.example");
  assert_found (log, "the earlier audit was of other.example");
}

/* ---- Chains ---- */

static void
a_chain_goes_on_as_it_must (void)
{
  static const struct
  {
    unsigned number;
    guint64 previous;
    LeafKind kind;
    Instant later;    /* recorded, than the one before */
    const char *what; /* is found; NULL: nothing */
  } cases[] = {
    { 2, 1, LEAF_CORRECTION, 1, NULL },
    { 2, 1, LEAF_CORRECTION, 0, NULL },
    { 3, 1, LEAF_CORRECTION, 1, NULL }, /* the second never became public */
    { 2, 1, LEAF_WITHDRAWAL, 1, NULL },
    { 1, 1, LEAF_ERASURE, 1, NULL },
    { 1, 1, LEAF_CORRECTION, 1, "leaf 3: edition 1 comes after edition 1 (leaf 1)" },
    { 0, 1, LEAF_CORRECTION, 1, "leaf 3: editions count from 1" },
    { 2, 2, LEAF_CORRECTION, 1, "leaf 3: its chain's leaf before is 1" },
    { 2, LEAF_NONE, LEAF_CORRECTION, 1, "leaf 3: its chain's leaf before is 1" },
    { 2, 1, LEAF_CORRECTION, -1, "leaf 3: it was recorded before the edition that it follows (leaf 1)" },
    { 2, 1, LEAF_EDITION, 1, "leaf 3: it calls itself the first edition" },
    { 2, 1, LEAF_RESTORED, 1, "leaf 3: it restores what was not withdrawn" },
    { 2, 1, LEAF_IMPORT, 1, "leaf 3: an imported edition follows one that was made here" },
    { 2, 1, LEAF_ERASURE, 1, "leaf 3: it erases an edition that the log does not know" },
    { 1, 2, LEAF_ERASURE, 1, "leaf 3: it erases edition 1, whose leaf is 1, and names another one" },
    { 2, 1, LEAF_CORRECTION, 2 * 86400 * INSTANT_SECOND, "leaf 3: it says that it was recorded at" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Log) log = honest (3);
      char uuid[37];
      Leaf first = leaf_of (1, 1, LEAF_NONE, uuid), leaf = leaf_of (1, cases[i].number, cases[i].previous, uuid);
      leaf.kind = cases[i].kind;
      leaf.recorded = first.recorded + cases[i].later;
      append (log, &leaf, log->keys->office);
      if (cases[i].what == NULL)
        assert_fine (log);
      else
        assert_found (log, cases[i].what);
    }
}

static void
what_follows_a_withdrawal_and_an_erasure (void)
{
  g_autoptr (Log) log = honest (2);
  char uuid[37];
  Leaf leaf = leaf_of (1, 2, 1, uuid);

  leaf.kind = LEAF_WITHDRAWAL;
  append (log, &leaf, log->keys->office); /* 2 */
  leaf = leaf_of (1, 3, 2, uuid);
  leaf.kind = LEAF_RESTORED;
  append (log, &leaf, log->keys->office); /* 3 */
  leaf = leaf_of (1, 1, 1, uuid);
  leaf.kind = LEAF_ERASURE;
  append (log, &leaf, log->keys->office); /* 4: of edition 1; the chain ends with 3 still */
  append_edition (log, 1, 4, 3);          /* 5 */
  leaf = leaf_of (9, 7, LEAF_NONE, uuid);
  leaf.kind = LEAF_ERASURE;
  append (log, &leaf, log->keys->office); /* 6: of what was never logged */
  append_edition (log, 9, 8, LEAF_NONE);  /* 7: which has none before it */
  assert_fine (log);
  leaf = leaf_of (1, 1, 1, uuid);
  leaf.kind = LEAF_ERASURE;
  append (log, &leaf, log->keys->office);
  assert_found (log, "leaf 8: it erases what was erased already");
}

static void
what_is_no_leaf_is_named (void)
{
  g_autoptr (Log) log = honest (2);
  g_autoptr (Keys) stranger = keys_new (ORIGIN, NULL, NULL);
  char uuid[37];
  Leaf leaf = leaf_of (7, 1, LEAF_NONE, uuid);

  append (log, &leaf, stranger->office);
  assert_found (log, "leaf 2: none of the known keys signed this");
  g_ptr_array_set_size (log->entries, 2);
  append (log, &leaf, log->keys->log);
  assert_found (log, "leaf 2: none of the known keys signed this");
  g_ptr_array_set_size (log->entries, 2);
  uuid[0] = 'G';
  append (log, &leaf, log->keys->office);
  assert_found (log, "leaf 2: its “document” is no UUID");
  g_ptr_array_set_size (log->entries, 2);
  g_ptr_array_add (log->entries, g_strdup ("x"));
  assert_found (log, "leaf 2: it is no signed note");
  g_ptr_array_set_size (log->entries, 0);
  append_edition (log, 1, 1, LEAF_NONE);
  assert_found (log, "leaf 0: the first leaf of a log names its keys, and this one does not");
}

/* ---- Keys ---- */

/* 300 leaves, then new keys, then 300 more. SIGNER: of the leaf that names them. */
static Log *
rotated (Keys *next, gboolean by_old)
{
  Log *log = honest (300);

  append_keys (log, next, by_old ? log->keys->office : next->office);
  keys_free (log->keys);
  log->keys = next;
  for (guint i = 0; i < 300; i++)
    append_edition (log, 1000 + i, 1, LEAF_NONE);
  return log;
}

static void
keys_change_by_the_word_of_those_before (void)
{
  g_autoptr (Log) log = rotated (keys_new (ORIGIN, NULL, NULL), TRUE);
  assert_fine (log); /* the old keys are believed: they signed the first leaf, and the new ones */

  g_ptr_array_set_size (log->believed, 0);
  g_ptr_array_add (log->believed, verifier_copy (log->keys->log->verifier));
  assert_fine (log); /* the new one: it signed the head */

  g_autoptr (Log) usurped = rotated (keys_new (ORIGIN, NULL, NULL), FALSE);
  assert_found (usurped, "leaf 300: none of the known keys signed this");
  assert_found (usurped, "leaf 301: none of the known keys signed this");
  assert_found (usurped, "the checkpoint: none of the known keys signed this");
}

/* Which signs nothing else, and is not in the file of keys. */
static void
the_root_vouches_for_new_keys_and_for_nothing_else (void)
{
  g_autoptr (Log) log = log_new ();
  g_autoptr (Signer) root = signer_new (ORIGIN "/root", KEY_ED25519, NULL);
  g_autofree char *root_key = verifier_write (root->verifier);
  g_autofree char *log_key = verifier_write (log->keys->log->verifier);
  g_autofree char *office = verifier_write (log->keys->office->verifier);
  char *names[] = { office, log_key, root_key, NULL };
  Leaf leaf = { .kind = LEAF_KEYS, .recorded = NOW - 1, .keys = names };

  append (log, &leaf, root);
  append_edition (log, 1, 1, LEAF_NONE);
  g_ptr_array_set_size (log->believed, 0);
  g_ptr_array_add (log->believed, verifier_copy (root->verifier));
  assert_fine (log);

  keys_free (log->keys);
  log->keys = keys_new (ORIGIN, NULL, NULL);
  append_keys (log, log->keys, root);
  append_edition (log, 2, 1, LEAF_NONE);
  assert_fine (log);
  char uuid[37];
  leaf = leaf_of (3, 1, LEAF_NONE, uuid);
  append (log, &leaf, root);
  assert_found (log, "leaf 4: none of the known keys signed this");
}

static void
old_keys_sign_nothing_more (void)
{
  g_autoptr (Log) log = honest (2);
  g_autoptr (Keys) next = keys_new (ORIGIN, NULL, NULL);

  append_keys (log, next, log->keys->office);
  append_edition (log, 5, 1, LEAF_NONE);
  assert_found (log, "leaf 3: none of the known keys signed this");
}

/* Who forges a log may put into its first leaf whatever is believed. */
static void
a_key_that_is_only_named_is_no_tie (void)
{
  g_autoptr (Log) log = honest (1);
  g_autoptr (Keys) forger = keys_new (ORIGIN, NULL, NULL);
  g_autofree char *log_key = verifier_write (log->keys->log->verifier);
  g_autofree char *office = verifier_write (log->keys->office->verifier);
  g_autofree char *own = verifier_write (forger->office->verifier), *own_log = verifier_write (forger->log->verifier);
  char *names[] = { office, log_key, own, own_log, NULL };
  Leaf leaf = { .kind = LEAF_KEYS, .recorded = NOW - 1, .keys = names };

  g_ptr_array_set_size (log->entries, 0);
  append (log, &leaf, forger->office);
  keys_free (log->keys);
  log->keys = g_steal_pointer (&forger);
  append_edition (log, 1, 1, LEAF_NONE);
  assert_found (log, "nothing ties this log to the keys that you trust");
}

static void
strange_keys_are_not_those_of_the_log (void)
{
  g_autoptr (Log) log = honest (3);
  g_autoptr (Keys) other = keys_new (ORIGIN, NULL, NULL);

  g_ptr_array_set_size (log->believed, 0);
  g_ptr_array_add (log->believed, verifier_copy (other->log->verifier));
  assert_found (log, "the log does not know the key " ORIGIN);
  assert_found (log, "nothing ties this log to the keys that you trust");
}

/* ---- What is remembered, and what the site says of itself ---- */

static void
a_state_reads_as_it_was_written_and_nothing_else_does (void)
{
  static const char *const changes[][2] = {
    { "\"size\":3", "\"size\":4" },
    { "\"size\":3", "\"size\":\"3\"" },
    { "office.example/log\\n", "x\\n" },
    { "chancery-audit/1", "chancery-audit/2" },
    { "\"audited\"", "\"more\":1,\"audited\"" },
    { "\"keys\":[", "\"keys\":[\"x\"," },
    { "\"root\":\"", "\"root\":\"0" },
    { "Z\"", "+00:00\"" },
    { "\"origin\"", "\"origins\"" },
    { "}\n", "" },
  };
  g_autoptr (Log) log = honest (3);
  g_autofree char *note = head_of (log, 3);
  g_autofree char *signed_text = g_strndup (note, note_text_length (note, strlen (note)));
  g_autoptr (Checkpoint) head = checkpoint_parse (signed_text, NULL);
  g_autofree char *text = audit_state_write (note, head, log->believed, NOW);
  g_autoptr (GError) error = NULL;
  g_autoptr (AuditState) state = audit_state_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  g_autofree char *again = audit_state_write (state->checkpoint, state->head, state->keys, state->audited);
  g_assert_cmpstr (again, ==, text);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_auto (GStrv) parts = g_strsplit (text, changes[i][0], 2);
      g_autofree char *changed = g_strjoinv (changes[i][1], parts);
      g_assert_cmpstr (changed, !=, text);
      g_assert_null (audit_state_parse (changed, strlen (changed), NULL));
    }
}

static void
a_site_tells_its_keys (void)
{
  g_autoptr (Log) log = log_new ();
  g_autofree char *log_key = verifier_write (log->keys->log->verifier);
  g_autofree char *office = verifier_write (log->keys->office->verifier);
  g_autofree char *good =
      g_strdup_printf ("{\"log\":\"l\",\"log_key\":\"%s\",\"office_key\":\"%s\",\"keys\":[\"%s\",\"%s\"],"
                       "\"witnesses\":[],\"other\":{}}",
                       log_key, office, log_key, office);
  static const char *const bad[] = { "",
                                     "[]",
                                     "{}",
                                     "{\"log\":1}",
                                     "{\"log\":\"l\"}",
                                     "{\"log\":\"l\",\"keys\":{}}",
                                     "{\"log\":\"l\",\"keys\":[1]}",
                                     "{\"log\":\"l\",\"keys\":[\"x\"]}",
                                     "{\"log\":\"l\",\"log_key\":\"x\"}" };
  g_autoptr (KnownKeys) known = known_keys_parse (good, strlen (good), NULL);

  g_assert_nonnull (known);
  g_assert_cmpstr (known->origin, ==, "l");
  g_assert_cmpuint (known->keys->len, ==, 2);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (known_keys_parse (bad[i], strlen (bad[i]), NULL));
}

static void
a_sitemap_tells_addresses (void)
{
  static const char map[] = "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
                            "<url><loc>https://a.example/en/</loc><lastmod>2024-01-01</lastmod></url>"
                            "<url><loc>https://a.example/en/2024/05/06/x</loc></url><url/></urlset>";
  static const char index[] = "<sitemapindex><sitemap><loc>/sitemap-2024-05.xml</loc></sitemap></sitemapindex>";
  static const char bomb[] = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><urlset><url><loc>/&b;</loc>"
                             "</url></urlset>";
  gboolean is_index;
  g_autoptr (GPtrArray) paths = site_map_parse (map, strlen (map), &is_index, NULL);

  g_assert_false (is_index);
  g_assert_cmpuint (paths->len, ==, 2);
  g_assert_cmpstr (paths->pdata[1], ==, "/en/2024/05/06/x");
  g_assert_true (site_map_is_document (paths->pdata[1]));
  g_assert_false (site_map_is_document (paths->pdata[0]));
  g_assert_false (site_map_is_document ("/en/2024/05/06/x/y"));
  g_autoptr (GPtrArray) maps = site_map_parse (index, strlen (index), &is_index, NULL);
  g_assert_true (is_index);
  g_assert_cmpuint (maps->len, ==, 1);
  g_autoptr (GPtrArray) exploded = site_map_parse (bomb, strlen (bomb), &is_index, NULL);
  g_assert_nonnull (exploded);
  static const char elsewhere[] = "<sitemapindex><sitemap><loc>mailto:@b.example/sitemap.xml</loc></sitemap>"
                                  "<sitemap><loc>.b.example/</loc></sitemap></sitemapindex>";
  g_autoptr (GPtrArray) none = site_map_parse (elsewhere, strlen (elsewhere), &is_index, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_null (site_map_parse ("<html/>", 7, &is_index, NULL));
  g_assert_null (site_map_parse ("", 0, &is_index, NULL));
}

static void
a_page_reads_as_logged_or_it_is_said_what_does_not (void)
{
  EditionDocument document = { .kind = (char *)"statement",
                               .language = (char *)"en",
                               .title = (char *)"A & <b>",
                               .summary = (char *)"S \"s\"",
                               .body = (char *)"One *two*.\n",
                               .change_note = (char *)"N" };
  static const char page[] = "<h1 class=\"x\">A &amp; &lt;b&gt;</h1><p>S &quot;s&quot;</p><div><p>One "
                             "<em>two</em>.</p>\n</div><i>N</i>";
  static const struct
  {
    const char *from, *to, *what;
  } changes[] = { { "A &amp;", "B &amp;", "the title" },     { "</h1>", "!</h1>", "the title" },
                  { "S &quot;", "T &quot;", "the summary" }, { "two", "three", "the text" },
                  { "<p>One", "<p>Not one", "the text" },    { "<i>N", "<i>M", "the change note" } };

  g_assert_cmpstr (reading_differs (&document, page, strlen (page), TRUE), ==, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_auto (GStrv) parts = g_strsplit (page, changes[i].from, 2);
      g_autofree char *changed = g_strjoinv (changes[i].to, parts);
      g_assert_cmpstr (reading_differs (&document, changed, strlen (changed), TRUE), ==, changes[i].what);
    }
  static const char links[] = "<a href=\"/en/x/editions/1\"><a href=\"/en/x/editions/12\">"
                              "<a href=\"/en/x/editions/3.edition.json\"><a href=\"/en/xy/editions/4\">";
  g_autoptr (GArray) numbers = reading_editions (links, strlen (links), "/en/x");
  g_assert_cmpuint (numbers->len, ==, 2);
  g_assert_cmpuint (g_array_index (numbers, guint, 1), ==, 12);
}

static void
a_uuid_has_one_text (void)
{
  static const char *const bad[] = { "",
                                     "1e0f3c0e-0000-4000-8000-00000000000",
                                     "1e0f3c0e-0000-4000-8000-0000000000000",
                                     "1E0f3c0e-0000-4000-8000-000000000000",
                                     "1e0f3c0e00000-4000-8000-000000000000",
                                     "1e0f3c0e-0000-4000-8000-00000000000-" };
  guint8 uuid[UUID_BYTES];

  g_assert_true (uuid_read ("1e0f3c0e-0a0b-4000-8000-0000000000ff", uuid));
  g_autofree char *again = uuid_write (uuid);
  g_assert_cmpstr (again, ==, "1e0f3c0e-0a0b-4000-8000-0000000000ff");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (uuid_read (bad[i], uuid));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit/the-root-of-leaves-that-are-not-kept-is-that-of-the-tree",
                   the_root_of_leaves_that_are_not_kept_is_that_of_the_tree);
  g_test_add_func ("/audit/an-honest-log-of-any-size-is-verified", an_honest_log_of_any_size_is_verified);
  g_test_add_func ("/audit/every-flipped-bit-of-every-file-is-found", every_flipped_bit_of_every_file_is_found);
  g_test_add_func ("/audit/every-tile-is-compared", every_tile_is_compared);
  g_test_add_func ("/audit/the-earlier-head-is-a-beginning-or-the-log-was-rewritten",
                   the_earlier_head_is_a_beginning_or_the_log_was_rewritten);
  g_test_add_func ("/audit/a-chain-goes-on-as-it-must", a_chain_goes_on_as_it_must);
  g_test_add_func ("/audit/what-follows-a-withdrawal-and-an-erasure", what_follows_a_withdrawal_and_an_erasure);
  g_test_add_func ("/audit/what-is-no-leaf-is-named", what_is_no_leaf_is_named);
  g_test_add_func ("/audit/keys-change-by-the-word-of-those-before", keys_change_by_the_word_of_those_before);
  g_test_add_func ("/audit/the-root-vouches-for-new-keys-and-for-nothing-else",
                   the_root_vouches_for_new_keys_and_for_nothing_else);
  g_test_add_func ("/audit/old-keys-sign-nothing-more", old_keys_sign_nothing_more);
  g_test_add_func ("/audit/a-key-that-is-only-named-is-no-tie", a_key_that_is_only_named_is_no_tie);
  g_test_add_func ("/audit/strange-keys-are-not-those-of-the-log", strange_keys_are_not_those_of_the_log);
  g_test_add_func ("/audit/a-state-reads-as-it-was-written-and-nothing-else-does",
                   a_state_reads_as_it_was_written_and_nothing_else_does);
  g_test_add_func ("/audit/a-site-tells-its-keys", a_site_tells_its_keys);
  g_test_add_func ("/audit/a-sitemap-tells-addresses", a_sitemap_tells_addresses);
  g_test_add_func ("/audit/a-page-reads-as-logged-or-it-is-said-what-does-not",
                   a_page_reads_as_logged_or_it_is_said_what_does_not);
  g_test_add_func ("/audit/a-uuid-has-one-text", a_uuid_has_one_text);
  return g_test_run ();
}
