/* What the log commits to: canonical JSON, the document of an edition, the leaf, the proof, and the addresses of
 * tiles. */
#include "seal/canonical.h"
#include "seal/edition_document.h"
#include "seal/leaf.h"
#include "seal/proof.h"
#include "seal/tile.h"

#include "vectors.h"

#define WRITTEN 4 /* of the public vectors of RFC 8785 */

static gboolean
has_fractions (const json_t *value)
{
  const char *key;
  json_t *member;
  size_t index;

  json_object_foreach ((json_t *)value, key, member)
    if (has_fractions (member))
      return TRUE;
  json_array_foreach (value, index, member)
    if (has_fractions (member))
      return TRUE;
  return json_is_real (value);
}

static char *
unhex (const char *text, gsize *length)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (; *text != '\0'; text++)
    if (g_ascii_isxdigit (text[0]))
      {
        guint8 byte = (guint8)(g_ascii_xdigit_value (text[0]) << 4 | g_ascii_xdigit_value (text[1]));
        g_byte_array_append (bytes, &byte, 1);
        text++;
      }
  *length = bytes->len;
  return (char *)g_byte_array_free (g_steal_pointer (&bytes), FALSE);
}

static guint written, refused;

/* The vectors have what is expected as a file, and in hex. */
static void
try_canonical (const char *path, const char *bytes, gsize length)
{
  json_auto_t *value = json_loadb (bytes, length, 0, NULL);
  g_autofree char *folder = g_path_get_dirname (path), *name = g_path_get_basename (path);
  g_autofree char *output = g_build_filename (folder, "..", "output", NULL);
  g_autofree char *hex_folder = g_build_filename (folder, "..", "outhex", NULL);
  g_autofree char *hex_name = g_strdelimit (g_strdup (name), ".", '\0');
  g_autofree char *hex_file = g_strconcat (hex_name, ".txt", NULL);
  gsize expected_length, hex_length, unhexed_length, got_length;
  g_autofree char *expected = vectors_read (output, name, &expected_length);
  g_autofree char *hex = vectors_read (hex_folder, hex_file, &hex_length);
  g_autofree char *unhexed = unhex (hex, &unhexed_length);
  g_autofree char *got = canonical_write (value, &got_length, NULL);

  g_assert_cmpuint (unhexed_length, ==, expected_length);
  g_assert_true (memcmp (unhexed, expected, expected_length) == 0);
  if (has_fractions (value))
    {
      g_assert_null (got);
      refused++;
      return;
    }
  g_assert_cmpuint (got_length, ==, expected_length);
  g_assert_true (memcmp (got, expected, got_length) == 0);
  written++;
}

/* Of the six, four are written byte for byte: those whose numbers are integers as JSON has them. The others hold
 * fractions or exponents, for which RFC 8785 asks for ECMAScript's way of writing numbers; nothing that is signed
 * here holds any, so they are refused, each as a whole. */
static void
public_vectors_are_written_byte_for_byte_or_refused (void)
{
  g_autofree char *folder = vectors_path ("jcs/testdata/input");
  if (folder == NULL)
    return;
  written = refused = 0;
  vectors_each (folder, ".json", try_canonical);
  g_test_message ("%u written, %u refused for their fractions", written, refused);
  g_assert_cmpuint (written, ==, WRITTEN);
  g_assert_cmpuint (refused, ==, 6 - WRITTEN);
}

static void
keys_stand_by_their_code_units (void)
{
  json_auto_t *value = json_loads (
      "{\"\\ud83d\\ude00\":1,\"\\uf900\":2,\"\\u00e9\":3,\"a\":4,\"\":5,\"aa\":6,\"\\ud7ff\":7,\"\\ue000\":8}", 0,
      NULL);
  g_autofree char *text = canonical_write (value, NULL, NULL);
  g_assert_cmpstr (
      text, ==, "{\"\":5,\"a\":4,\"aa\":6,\"é\":3,\"\xed\x9f\xbf\":7,\"😀\":1,\"\xee\x80\x80\":8,\"\xef\xa4\x80\":2}");
}

static Edition *
some_edition (void)
{
  Edition *edition = edition_new ();

  edition->office = g_strdup ("office");
  edition->document = g_strdup ("1e0f3c0e-0000-4000-8000-000000000000");
  edition->language = g_strdup ("en");
  edition->number = 2;
  edition->kind = KIND_REMARKS;
  edition->published = 86400 * INSTANT_SECOND;
  edition->recorded = 86401 * INSTANT_SECOND + 5;
  edition->title = g_strdup ("A “title”");
  edition->slug = g_strdup ("a-title");
  edition->body = g_strdup ("Words.\n");
  edition->change_note = g_strdup ("A name.");
  json_object_set_new (edition->fields, "topics", json_pack ("[s]", "water"));
  return edition;
}

static void
a_document_reads_as_it_was_written (void)
{
  g_autoptr (Edition) edition = some_edition ();
  guint8 salt[SALT_BYTES] = { 1, 2, 3 };
  gsize length;
  g_autofree char *bytes = edition_document_write (edition, "log.example", salt, &length, NULL);
  g_autoptr (EditionDocument) document = edition_document_read (bytes, length, NULL);

  g_assert_cmpuint (length, ==, strlen (bytes));
  g_assert_nonnull (document);
  g_assert_cmpstr (document->title, ==, edition->title);
  g_assert_cmpstr (document->origin, ==, "log.example");
  g_assert_cmpstr (document->office, ==, "office");
  g_assert_cmpuint (document->number, ==, 2);
  g_assert_cmpint (document->recorded, ==, edition->recorded);
  salt[31] = 1;
  g_autofree char *salted = edition_document_write (edition, "log.example", salt, NULL, NULL);
  g_assert_cmpstr (salted, !=, bytes);
}

static Leaf *
some_leaf (LeafKind kind)
{
  Leaf *leaf = g_new0 (Leaf, 1);

  leaf->kind = kind;
  leaf->document_digest = hash_of ("x", 1);
  leaf->document = g_strdup ("1e0f3c0e-0000-4000-8000-000000000000");
  leaf->language = g_strdup ("en");
  leaf->number = 1;
  leaf->previous = LEAF_NONE;
  leaf->recorded = 5;
  return leaf;
}

static void
a_leaf_is_one_line_and_reads_as_it_was_written (void)
{
  for (LeafKind kind = LEAF_EDITION; kind <= LEAF_IMPORT; kind++)
    {
      g_autoptr (Leaf) leaf = some_leaf (kind);
      g_auto (GStrv) keys = g_strsplit ("a+b c+d", " ", 0);
      if (kind == LEAF_KEYS)
        leaf->keys = g_strdupv (keys);
      if (kind == LEAF_CORRECTION)
        leaf->previous = 0;
      g_autofree char *text = leaf_write (leaf);
      g_autoptr (GError) error = NULL;
      g_autoptr (Leaf) read = leaf_read (text, strlen (text), &error);
      g_assert_no_error (error);
      g_autofree char *again = leaf_write (read);
      g_assert_cmpstr (text, ==, again);
      g_assert_true (strchr (text, '\n') == text + strlen (text) - 1);
    }
}

static void
a_leaf_with_anything_else_in_it_is_refused (void)
{
  g_autoptr (Leaf) leaf = some_leaf (LEAF_EDITION);
  g_autofree char *text = leaf_write (leaf);
  static const char *const changes[][2] = {
    { "\"kind\"", "\"title\":\"x\",\"kind\"" },
    { "\"kind\":\"edition\"", "\"kind\":\"edition\",\"kind\":\"edition\"" },
    { "\"edition\"", "\"editions\"" },
    { "\"edition\":1", "\"edition\":\"1\"" },
    { "\"edition\":1", "\"edition\":-1" },
    { "\"edition\":1", "\"edition\":1.0" },
    { "Z\"", "+00:00\"" },
    { "\n", "" },
    { "\n", "\n\n" },
    { "\"doc\":\"2", "\"doc\":\"G" },
    { "\"language\":\"en\",", "" },
    { "{", "[{" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_auto (GStrv) parts = g_strsplit (text, changes[i][0], 2);
      g_autofree char *changed = g_strjoinv (changes[i][1], parts);
      g_assert_cmpstr (changed, !=, text);
      g_assert_null (leaf_read (changed, strlen (changed), NULL));
    }
}

static void
a_proof_reads_as_it_was_written (void)
{
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (Hash));
  g_autoptr (GBytes) extra = g_bytes_new_static ("leaf\n", 5);
  Hash hash = hash_of ("x", 1);
  g_array_append_val (hashes, hash);
  g_array_append_val (hashes, hash);
  for (int with = 0; with < 2; with++)
    {
      g_autofree char *text = proof_write (with ? extra : NULL, 73894, hashes, "log\n1\nx\n\n— a b\n");
      g_autoptr (Proof) proof = proof_parse (text, strlen (text), NULL);
      g_assert_nonnull (proof);
      g_assert_cmpuint (proof->index, ==, 73894);
      g_autofree char *again = proof_write (proof->extra, proof->index, proof->hashes, proof->checkpoint);
      g_assert_cmpstr (again, ==, text);
    }
}

static void
what_is_no_proof_is_refused (void)
{
  static const char *const texts[] = { "",
                                       "c2sp.org/tlog-proof@v1",
                                       "c2sp.org/tlog-proof@v1\n",
                                       "c2sp.org/tlog-proof@v2\nindex 0\n\nx",
                                       "c2sp.org/tlog-proof@v1\nindex 00\n\nx",
                                       "c2sp.org/tlog-proof@v1\nindex 0\n",
                                       "c2sp.org/tlog-proof@v1\nindex 0\n\n",
                                       "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nx",
                                       "c2sp.org/tlog-proof@v1\nextra A\nindex 0\n\nx",
                                       "c2sp.org/tlog-proof@v1\nindex 0\nextra AAAA\n\nx",
                                       "c2sp.org/tlog-proof@v1\nindex -0\n\nx" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (proof_parse (texts[i], strlen (texts[i]), NULL));
}

static void
a_tile_has_one_address (void)
{
  static const struct
  {
    const char *path;
    Tile tile;
  } good[] = {
    { "0/000", { 0, 0, 256 } },
    { "63/x001/x234/067", { 63, 1234067, 256 } },
    { "1/x001/000.p/255", { 1, 1000, 255 } },
    { "entries/999.p/1", { TILE_ENTRIES, 999, 1 } },
  };
  static const char *const bad[] = {
    "",         "0",         "0/",           "0/0",         "0/00",
    "0/0000",   "00/000",    "64/000",       "0/x000/001",  "0/x001",
    "0/x001/",  "0/001/000", "0/000.p/0",    "0/000.p/256", "0/000.p/01",
    "0/000.p/", "0/000.p",   "0/000/",       "-1/000",      "0/x999/x999/x999/x999/x999/x999/x999/999",
    "entries",  "entries/1", "entriess/001", "data/000"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      Tile tile;
      g_assert_true (tile_parse (good[i].path, &tile));
      g_assert_cmpuint (tile.level, ==, good[i].tile.level);
      g_assert_cmpuint (tile.index, ==, good[i].tile.index);
      g_assert_cmpuint (tile.width, ==, good[i].tile.width);
      g_autofree char *path = tile_path (&tile);
      g_assert_cmpstr (path, ==, good[i].path);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      Tile tile;
      g_assert_false (tile_parse (bad[i], &tile));
    }
}

/* The example of the standard: 70,000 entries. */
static void
a_tree_has_the_tiles_that_the_standard_says (void)
{
  g_assert_cmpuint (tile_width (0, 272, 70000), ==, 256);
  g_assert_cmpuint (tile_width (0, 273, 70000), ==, 112);
  g_assert_cmpuint (tile_width (0, 274, 70000), ==, 0);
  g_assert_cmpuint (tile_width (1, 0, 70000), ==, 256);
  g_assert_cmpuint (tile_width (1, 1, 70000), ==, 17);
  g_assert_cmpuint (tile_width (2, 0, 70000), ==, 1);
  g_assert_cmpuint (tile_width (3, 0, 70000), ==, 0);
  g_assert_cmpuint (tile_width (0, 0, 256), ==, 256);
  g_assert_cmpuint (tile_width (1, 0, 256), ==, 1);
  g_assert_cmpuint (tile_width (0, 1, 256), ==, 0);
  g_assert_cmpuint (tile_width (63, 0, G_MAXUINT64), ==, 0);
}

static void
a_bundle_reads_as_it_was_written (void)
{
  g_autoptr (GByteArray) bundle = g_byte_array_new ();
  g_autofree char *large = g_strnfill (ENTRY_MOST, 'x');

  bundle_append (bundle, "one", 3);
  bundle_append (bundle, "", 0);
  bundle_append (bundle, large, ENTRY_MOST);
  g_autoptr (GBytes) bytes = g_bytes_new (bundle->data, bundle->len);
  g_autoptr (GPtrArray) entries = bundle_read (bytes);
  g_assert_cmpuint (entries->len, ==, 3);
  g_assert_cmpuint (g_bytes_get_size (entries->pdata[2]), ==, ENTRY_MOST);
  for (gsize cut = 1; cut < 3; cut++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, bundle->len - cut);
      g_assert_null (bundle_read (part));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/canonical/public-vectors-are-written-byte-for-byte-or-refused",
                   public_vectors_are_written_byte_for_byte_or_refused);
  g_test_add_func ("/canonical/keys-stand-by-their-code-units", keys_stand_by_their_code_units);
  g_test_add_func ("/edition-document/reads-as-it-was-written", a_document_reads_as_it_was_written);
  g_test_add_func ("/leaf/is-one-line-and-reads-as-it-was-written", a_leaf_is_one_line_and_reads_as_it_was_written);
  g_test_add_func ("/leaf/with-anything-else-in-it-is-refused", a_leaf_with_anything_else_in_it_is_refused);
  g_test_add_func ("/proof/reads-as-it-was-written", a_proof_reads_as_it_was_written);
  g_test_add_func ("/proof/what-is-none-is-refused", what_is_no_proof_is_refused);
  g_test_add_func ("/tile/has-one-address", a_tile_has_one_address);
  g_test_add_func ("/tile/a-tree-has-the-tiles-that-the-standard-says", a_tree_has_the_tiles_that_the_standard_says);
  g_test_add_func ("/tile/a-bundle-reads-as-it-was-written", a_bundle_reads_as_it_was_written);
  return g_test_run ();
}
