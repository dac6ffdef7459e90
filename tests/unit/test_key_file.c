/* Files of keys: what is saved loads again, for its owner with its passphrase, and nothing else does. */
#include "seal/base64.h"
#include "seal/key_file.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PASSPHRASE "correct horse battery staple"

/* In place of the library's, so that the sanitizer sees what is written. */
void
sodium_memzero (void *memory, size_t size)
{
  memset (memory, 0, size);
  __asm__ __volatile__("" : : "r"(memory) : "memory");
}

typedef struct
{
  char *folder, *path;
  Keys *keys;
} Scene;

static void
scene_begin (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  scene->folder = g_dir_make_tmp ("chancery-keys-XXXXXX", NULL);
  scene->path = g_build_filename (scene->folder, "site.keys", NULL);
  scene->keys = keys_new ("log.example", NULL, NULL);
  g_assert_nonnull (scene->keys);
}

static void
scene_end (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  g_remove (scene->path);
  g_assert_cmpint (g_rmdir (scene->folder), ==, 0); /* nothing is left beside it */
  keys_free (scene->keys);
  g_free (scene->path);
  g_free (scene->folder);
}

static void
save (const Scene *scene, const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  keys_save (scene->keys, scene->path, passphrase, &error);
  g_assert_no_error (error);
}

static void
check_refused (const Scene *scene, const char *passphrase, SealError code, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (keys_load (scene->path, passphrase, &error));
  g_assert_error (error, SEAL_ERROR, (int)code);
  g_assert_nonnull (strstr (error->message, scene->path));
  g_assert_nonnull (strstr (error->message, word));
}

static gboolean
same_signer (const Signer *a, const Signer *b)
{
  return verifier_equal (a->verifier, b->verifier) && memcmp (a->secret, b->secret, KEY_BYTES) == 0;
}

static void
check_loads (const Scene *scene, const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Keys) again = keys_load (scene->path, passphrase, &error);

  g_assert_no_error (error);
  g_assert_true (same_signer (again->log, scene->keys->log));
  g_assert_true (same_signer (again->office, scene->keys->office));
}

static char *
contents (const Scene *scene, gsize *length)
{
  char *bytes = NULL;
  g_assert_true (g_file_get_contents (scene->path, &bytes, length, NULL));
  return bytes;
}

/* In its place, so that its mode stays. */
static void
overwrite (const Scene *scene, const char *bytes, gsize length)
{
  FILE *file = g_fopen (scene->path, "r+");
  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (bytes, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* ---- The rules ---- */

static void
keys_load_again_with_their_passphrase (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  gboolean locked = FALSE;

  save (scene, PASSPHRASE);
  g_assert_true (secret_file_locked (scene->path, &locked, NULL));
  g_assert_true (locked);
  check_loads (scene, PASSPHRASE);
  check_refused (scene, "correct horse battery stapler", SEAL_ERROR_MISMATCH, "passphrase");
  check_refused (scene, "", SEAL_ERROR_MISMATCH, "passphrase");
  check_refused (scene, NULL, SEAL_ERROR_MISMATCH, "passphrase");
}

static void
a_locked_file_tells_nothing_of_its_keys (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  gsize length, size = 0;
  save (scene, PASSPHRASE);
  g_autofree char *first = contents (scene, &length);
  const char *rest = first + strcspn (first, "\n") + 1;
  guint8 *bytes = g_malloc (length);

  sodium_base642bin (bytes, length, rest, strlen (rest), "\n", &size, NULL, sodium_base64_VARIANT_ORIGINAL);
  g_assert_cmpuint (size, >, 100);
  g_assert_null (g_strstr_len ((const char *)bytes, (gssize)size, "PRIVATE"));
  g_assert_null (g_strstr_len ((const char *)bytes, (gssize)size, "log.example"));
  g_free (bytes);

  g_remove (scene->path);
  save (scene, PASSPHRASE); /* salt and nonce are new */
  g_autofree char *second = contents (scene, &length);
  g_assert_cmpstr (first, !=, second);
}

static void
keys_without_a_passphrase_load_without_one (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  gboolean locked = TRUE;

  save (scene, NULL);
  g_assert_true (secret_file_locked (scene->path, &locked, NULL));
  g_assert_false (locked);
  check_loads (scene, NULL);
  g_assert_cmpint (g_chmod (scene->path, 0400), ==, 0); /* as systemd gives a credential */
  check_loads (scene, NULL);
}

static void
a_file_of_keys_is_its_owners_alone (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  static const mode_t modes[] = { 0604, 0640, 0602, 0620, 0601, 0610, 0666 };
  mode_t before = umask (0);
  GStatBuf status;

  save (scene, NULL);
  umask (before);
  g_assert_cmpint (g_stat (scene->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 07777, ==, 0600);
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_assert_cmpint (g_chmod (scene->path, modes[i]), ==, 0);
      check_refused (scene, NULL, SEAL_ERROR_FAILED, "chmod 600");
    }
}

static void
what_stands_there_is_not_overwritten (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Keys) others = keys_new ("log.example", NULL, NULL);

  save (scene, NULL);
  g_assert_false (keys_save (others, scene->path, NULL, &error));
  g_assert_error (error, SEAL_ERROR, SEAL_ERROR_FAILED);
  check_loads (scene, NULL);
}

static void
links_and_pipes_are_no_files_of_keys (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *target = g_build_filename (scene->folder, "target", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink (target, scene->path), ==, 0);
  g_assert_false (keys_save (scene->keys, scene->path, NULL, &error));
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
  g_remove (scene->path);

  save (scene, NULL);
  g_assert_cmpint (g_rename (scene->path, target), ==, 0);
  g_assert_cmpint (symlink (target, scene->path), ==, 0);
  check_refused (scene, NULL, SEAL_ERROR_FAILED, "cannot be read");
  g_remove (scene->path);
  g_remove (target);

  g_assert_cmpint (mkfifo (scene->path, 0600), ==, 0);
  check_refused (scene, NULL, SEAL_ERROR_FAILED, ""); /* at once, though nobody writes */
  g_remove (scene->path);
  check_refused (scene, NULL, SEAL_ERROR_FAILED, "cannot be read");
}

static void
every_flipped_bit_of_an_open_file_is_found (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  gsize length;
  save (scene, NULL);
  g_autofree char *bytes = contents (scene, &length);

  for (gsize bit = 0; bit < 8 * length; bit++)
    {
      bytes[bit / 8] ^= (char)(1 << bit % 8);
      overwrite (scene, bytes, length);
      g_assert_null (keys_load (scene->path, NULL, NULL));
      bytes[bit / 8] ^= (char)(1 << bit % 8);
    }
  overwrite (scene, bytes, length);
  check_loads (scene, NULL);
}

/* Each costs a guess at the passphrase, so some must stand for all. */
static void
flipped_bits_of_a_locked_file_are_found (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  gsize length;
  save (scene, PASSPHRASE);
  g_autofree char *bytes = contents (scene, &length);

  for (gsize bit = 0; bit < 8 * length; bit += 211)
    {
      bytes[bit / 8] ^= (char)(1 << bit % 8);
      overwrite (scene, bytes, length);
      g_assert_null (keys_load (scene->path, PASSPHRASE, NULL));
      bytes[bit / 8] ^= (char)(1 << bit % 8);
    }
  overwrite (scene, bytes, length);
  check_loads (scene, PASSPHRASE);
}

/* A file without a passphrase, and MORE after its two keys. */
static void
write_open (const Scene *scene, const char *more)
{
  char *office = signer_write (scene->keys->office), *log = signer_write (scene->keys->log);
  g_autofree char *lines = g_strconcat (office, "\n", log, "\n", more, NULL);
  g_autofree char *base64 = base64_write (lines, strlen (lines));
  g_autofree char *text = g_strdup_printf ("chancery keys, version 1, open\n%s\n", base64);

  g_assert_true (g_file_set_contents_full (scene->path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  sodium_free (office);
  sodium_free (log);
}

static void
what_is_no_file_of_keys_is_refused (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const texts[] = { "",
                                       "\n",
                                       "chancery keys, version 1, open\n",
                                       "chancery keys, version 1, open\n\n",
                                       "chancery keys, version 2, open\nAAAA\n",
                                       "chancery keys, version 1, open\nAAAA",
                                       "chancery keys, version 1, open\nAAAA\n\n" };

  gsize length;
  save (scene, NULL);
  g_autofree char *good = contents (scene, &length), *long_one = g_strconcat (good, ".", NULL);
  overwrite (scene, good, length + 1); /* a zero byte more */
  check_refused (scene, NULL, SEAL_ERROR_MALFORMED, "no file of keys");
  overwrite (scene, long_one, length + 1);
  check_refused (scene, NULL, SEAL_ERROR_MALFORMED, "no file of keys");
  g_remove (scene->path);
  write_open (scene, ".");
  g_assert_null (keys_load (scene->path, NULL, NULL));
  g_remove (scene->path);
  write_open (scene, "");
  check_loads (scene, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_remove (scene->path);
      g_assert_true (g_file_set_contents_full (scene->path, texts[i], -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      g_assert_null (keys_load (scene->path, NULL, &error));
      g_assert_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED);
    }
}

/* Whatever the length of what should be the key, no more than that is wiped. */
static void
no_more_is_wiped_than_was_read (Scene *scene G_GNUC_UNUSED, gconstpointer data G_GNUC_UNUSED)
{
  guint8 bytes[100] = { KEY_ED25519 };

  for (gsize length = 0; length <= sizeof bytes; length++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *base64 = base64_write (bytes, length);
      g_autofree char *text = g_strconcat ("PRIVATE+KEY+a+00000000+", base64, NULL);
      g_assert_null (signer_parse (text, &error));
      g_assert_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED);
    }
}

#define ADD(name, test) g_test_add ("/key-file/" name, Scene, NULL, scene_begin, test, scene_end)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("keys-load-again-with-their-passphrase", keys_load_again_with_their_passphrase);
  ADD ("a-locked-file-tells-nothing-of-its-keys", a_locked_file_tells_nothing_of_its_keys);
  ADD ("keys-without-a-passphrase-load-without-one", keys_without_a_passphrase_load_without_one);
  ADD ("a-file-of-keys-is-its-owners-alone", a_file_of_keys_is_its_owners_alone);
  ADD ("what-stands-there-is-not-overwritten", what_stands_there_is_not_overwritten);
  ADD ("links-and-pipes-are-no-files-of-keys", links_and_pipes_are_no_files_of_keys);
  ADD ("every-flipped-bit-of-an-open-file-is-found", every_flipped_bit_of_an_open_file_is_found);
  ADD ("flipped-bits-of-a-locked-file-are-found", flipped_bits_of_a_locked_file_are_found);
  ADD ("what-is-no-file-of-keys-is-refused", what_is_no_file_of_keys_is_refused);
  ADD ("no-more-is-wiped-than-was-read", no_more_is_wiped_than_was_read);
  return g_test_run ();
}
