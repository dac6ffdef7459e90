/* Two lines of text: what the file is and how it is locked, and the secret lines, locked. */
#include "seal/secret_file.h"

#include "seal/base64.h"
#include "seal/key.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define FIRST "chancery keys, version 1"
#define MOST_BYTES 65536
#define HEAD_BYTES (crypto_pwhash_SALTBYTES + crypto_secretbox_NONCEBYTES)

static gboolean
fail_system (GError **error, const char *path, const char *what)
{
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED, "%s: %s: %s", path, what, g_strerror (errno));
  return FALSE;
}

/* What a passphrase opens a box with: 64 MB and three passes, so that guessing costs. */
static gboolean
derive (guint8 key[crypto_secretbox_KEYBYTES], const char *passphrase, const guint8 *salt)
{
  return crypto_pwhash (key, crypto_secretbox_KEYBYTES, passphrase, strlen (passphrase), salt, 3, 64 * 1024 * 1024,
                        crypto_pwhash_ALG_ARGON2ID13)
         == 0;
}

/* Salt, nonce, and the box. */
static char *
lock (const char *lines, const char *passphrase)
{
  gsize size = HEAD_BYTES + crypto_secretbox_MACBYTES + strlen (lines);
  g_autofree guint8 *bytes = g_malloc (size);
  guint8 *key = key_memory (crypto_secretbox_KEYBYTES), *nonce = bytes + crypto_pwhash_SALTBYTES;

  randombytes_buf (bytes, HEAD_BYTES);
  gboolean derived = derive (key, passphrase, bytes);
  if (derived)
    crypto_secretbox_easy (bytes + HEAD_BYTES, (const guint8 *)lines, strlen (lines), nonce, key);
  sodium_free (key);
  return derived ? base64_write (bytes, size) : NULL;
}

static gboolean
write_all (int file, const char *text)
{
  gsize left = strlen (text);

  while (left > 0)
    {
      ssize_t written = write (file, text, left);
      if (written < 0 && errno != EINTR)
        return FALSE;
      gsize done = written > 0 ? (gsize)written : 0;
      text += done;
      left -= done;
    }
  return fsync (file) == 0;
}

/* A name is on the disk when its folder is. */
static gboolean
keep_name (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int file = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean kept = file >= 0 && fsync (file) == 0;

  if (file >= 0)
    close (file);
  return kept;
}

static gboolean
write_new (const char *path, const char *text, GError **error)
{
  int file = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0)
    return fail_system (error, path, "the file of keys cannot be made");
  gboolean written = write_all (file, text) && keep_name (path);
  if (!written)
    {
      fail_system (error, path, "the keys cannot be written");
      g_unlink (path);
    }
  close (file);
  return written;
}

gboolean
secret_file_save (const char *lines, const char *path, const char *passphrase, GError **error)
{
  gboolean locked = passphrase != NULL && *passphrase != '\0';
  char *rest = locked ? lock (lines, passphrase) : base64_write (lines, strlen (lines));
  if (rest == NULL)
    {
      g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED, "there is not enough memory to lock the keys (64 MB)");
      return FALSE;
    }
  char *text = g_strdup_printf (FIRST ", %s\n%s\n", locked ? "locked" : "open", rest);
  gboolean saved = write_new (path, text, error);
  sodium_memzero (text, strlen (text));
  sodium_memzero (rest, strlen (rest));
  g_free (text);
  g_free (rest);
  return saved;
}

/* ---- Reading ---- */

static void
fail_form (GError **error, const char *path)
{
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED, "%s: this is no file of keys (“chancery key new” makes one)",
               path);
}

static gboolean
is_private (int file, const char *path, GError **error)
{
  struct stat status;

  if (fstat (file, &status) != 0)
    return fail_system (error, path, "the keys cannot be read");
  if (S_ISREG (status.st_mode) && (status.st_mode & 077) == 0)
    return TRUE;
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED, "%s: others may read these keys; “chmod 600 %s” keeps them out",
               path, path);
  return FALSE;
}

static char *
read_private (const char *path, GError **error)
{
  char *text = NULL;
  int file = g_open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0);
  if (file < 0)
    {
      fail_system (error, path, "the keys cannot be read");
      return NULL;
    }
  if (is_private (file, path, error))
    {
      text = g_malloc0 (MOST_BYTES);
      ssize_t size = read (file, text, MOST_BYTES - 1);
      if (size < 0)
        fail_system (error, path, "the keys cannot be read");
      else if (strlen (text) != (gsize)size)
        fail_form (error, path);
      if (size < 0 || strlen (text) != (gsize)size)
        g_clear_pointer (&text, g_free);
    }
  close (file);
  return text;
}

/* The second line of TEXT as bytes, and whether they are locked. */
static guint8 *
unpack (const char *path, const char *text, gboolean *locked, gsize *size, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 3);
  guint8 *bytes = NULL;

  gboolean whole = g_strv_length (lines) == 3 && *lines[2] == '\0';
  *locked = whole && strcmp (lines[0], FIRST ", locked") == 0;
  if (*locked || (whole && strcmp (lines[0], FIRST ", open") == 0))
    bytes = base64_read (lines[1], strlen (lines[1]), size);
  if (whole)
    sodium_memzero (lines[1], strlen (lines[1]));
  if (bytes == NULL)
    fail_form (error, path);
  return bytes;
}

static char *
unlock (const char *path, const guint8 *bytes, gsize size, const char *passphrase, GError **error)
{
  gsize length = size > HEAD_BYTES + crypto_secretbox_MACBYTES ? size - HEAD_BYTES - crypto_secretbox_MACBYTES : 0;
  guint8 *key = key_memory (crypto_secretbox_KEYBYTES);
  char *lines = key_memory (length + 1);
  gboolean opened = length > 0 && passphrase != NULL && derive (key, passphrase, bytes)
                    && crypto_secretbox_open_easy ((guint8 *)lines, bytes + HEAD_BYTES, size - HEAD_BYTES,
                                                   bytes + crypto_pwhash_SALTBYTES, key)
                           == 0;
  sodium_free (key);
  if (opened)
    {
      lines[length] = '\0';
      return lines;
    }
  sodium_free (lines);
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MISMATCH, "%s: the passphrase is wrong, or the file was changed", path);
  return NULL;
}

static char *
copy_open (const guint8 *bytes, gsize size)
{
  char *lines = key_memory (size + 1);

  memcpy (lines, bytes, size);
  lines[size] = '\0';
  return lines;
}

gboolean
secret_file_locked (const char *path, gboolean *locked, GError **error)
{
  gsize size;
  char *text = read_private (path, error);
  guint8 *bytes = text != NULL ? unpack (path, text, locked, &size, error) : NULL;
  gboolean read = bytes != NULL;

  if (text != NULL)
    sodium_memzero (text, strlen (text));
  if (bytes != NULL)
    sodium_memzero (bytes, size);
  g_free (text);
  g_free (bytes);
  return read;
}

char *
secret_file_load (const char *path, const char *passphrase, GError **error)
{
  gboolean locked;
  gsize size;
  char *text = read_private (path, error);
  guint8 *bytes = text != NULL ? unpack (path, text, &locked, &size, error) : NULL;
  char *lines = bytes == NULL ? NULL
                : locked      ? unlock (path, bytes, size, passphrase, error)
                              : copy_open (bytes, size);

  if (text != NULL)
    sodium_memzero (text, strlen (text));
  if (bytes != NULL)
    sodium_memzero (bytes, size);
  g_free (text);
  g_free (bytes);
  return lines;
}
