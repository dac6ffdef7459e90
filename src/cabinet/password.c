/* Passwords: which will do, and how the file keeps them (Argon2id, by libsodium).
 *
 * What is typed is brought to one form of Unicode first (NFC), so that the same password typed on two systems is the
 * same. A check takes as long where there is nobody as where there is somebody. */
#include "cabinet/file.h"
#include "cabinet/people.h"
#include "cabinet/trail.h"

#include <sodium.h>
#include <string.h>

GResource *cabinet_resources_get_resource (void);

/* ---- Which will do ---- */

/* PASSWORD as it is compared with the common ones: small letters, without what is put at its ends to please a rule.
 */
static char *
bare (const char *password)
{
  char *small = g_utf8_strdown (password, -1);
  gsize length = strlen (small);
  while (length > 0 && !g_ascii_isalpha (small[length - 1]) && (guchar)small[length - 1] < 0x80)
    length--;
  small[length] = '\0';
  return small;
}

static gboolean
is_common (const char *password)
{
  g_autoptr (GBytes) bytes =
      g_resource_lookup_data (cabinet_resources_get_resource (), "/chancery/cabinet/common-passwords.txt", 0, NULL);
  g_assert (bytes != NULL);
  g_auto (GStrv) common = g_strsplit (g_bytes_get_data (bytes, NULL), "\n", 0);
  g_autofree char *small = g_utf8_strdown (password, -1);
  g_autofree char *stripped = bare (password);

  for (char **one = common; *one != NULL; one++)
    if (**one != '\0' && (strcmp (*one, small) == 0 || strcmp (*one, stripped) == 0))
      return TRUE;
  return FALSE;
}

/* How many different characters there are in it, up to five. */
static unsigned
variety (const char *password)
{
  gunichar seen[5];
  unsigned count = 0;

  for (; *password != '\0' && count < G_N_ELEMENTS (seen); password = g_utf8_next_char (password))
    {
      gunichar one = g_utf8_get_char (password);
      unsigned i = 0;
      while (i < count && seen[i] != one)
        i++;
      if (i == count)
        seen[count++] = one;
    }
  return count;
}

/* Whether each character is the one after, or before, its predecessor. */
static gboolean
is_sequence (const char *password)
{
  gboolean up = TRUE, down = TRUE;
  for (const char *next = g_utf8_next_char (password); *next != '\0'; next = g_utf8_next_char (next))
    {
      gint64 step = (gint64)g_utf8_get_char (next) - (gint64)g_utf8_get_char (g_utf8_prev_char (next));
      up = up && (step == 1 || step == -9);
      down = down && (step == -1 || step == 9);
    }
  return up || down;
}

/* What is wrong with PASSWORD, or NULL. */
static const char *
flaw (const char *password, const char *name)
{
  if (strlen (password) > PASSWORD_MOST || !g_utf8_validate (password, -1, NULL))
    return "the password is longer than 1024 bytes, or no text";
  if (g_utf8_strlen (password, -1) < PASSWORD_LEAST)
    return "the password is too short: it takes 12 characters; three or four words do well";
  g_autofree char *small = g_utf8_strdown (password, -1);
  g_autofree char *stripped = bare (password);
  if (strcmp (stripped, name) == 0
      || (strlen (name) >= 4 && strlen (small) <= strlen (name) + 6 && strstr (small, name)))
    return "the password is hardly more than the name; take three or four words that do not belong together";
  if (variety (password) < 5 || is_sequence (password))
    return "the password has too few different characters; take three or four words that do not belong together";
  if (is_common (password))
    return "the password is one of those that are tried first; take three or four words that do not belong together";
  return NULL;
}

gboolean
password_accept (const char *password, const char *name, GError **error)
{
  const char *found = flaw (password, name);
  if (found != NULL)
    g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_PASSWORD, found);
  return found == NULL;
}

/* ---- How it is kept ---- */

void
cabinet_set_effort (Cabinet *cabinet, unsigned long long effort, gsize memory)
{
  cabinet->effort = effort;
  cabinet->memory = memory;
}

static char *
normal_form (const char *password)
{
  return strlen (password) <= PASSWORD_MOST ? g_utf8_normalize (password, -1, G_NORMALIZE_NFC) : NULL;
}

static void
forget (char *secret)
{
  if (secret != NULL)
    sodium_memzero (secret, strlen (secret));
  g_free (secret);
}

char *
password_hash (Cabinet *cabinet, const char *password)
{
  char *normal = normal_form (password);
  char *hash = g_malloc (crypto_pwhash_STRBYTES);
  cabinet->hashed++;
  gboolean made =
      normal != NULL && crypto_pwhash_str (hash, normal, strlen (normal), cabinet->effort, cabinet->memory) == 0;
  forget (normal);
  if (made)
    return hash;
  g_free (hash);
  return NULL;
}

gboolean
password_matches (Cabinet *cabinet, const char *hash, const char *password)
{
  char *normal = normal_form (password);
  const char *typed = normal != NULL ? normal : "";
  gboolean matches = FALSE;

  if (hash != NULL)
    {
      cabinet->hashed++;
      matches = crypto_pwhash_str_verify (hash, typed, strlen (typed)) == 0 && normal != NULL;
    }
  else
    g_free (password_hash (cabinet, typed)); /* the same work, for nothing */
  forget (normal);
  return matches;
}

gboolean
password_renew (Cabinet *cabinet, gint64 person, const char *hash, const char *password, GError **error)
{
  if (crypto_pwhash_str_needs_rehash (hash, cabinet->effort, cabinet->memory) == 0)
    return TRUE;
  g_autofree char *fresh = password_hash (cabinet, password);
  return fresh == NULL || cabinet_do (cabinet, error, "set_password", "is", person, fresh);
}

char *
password_prepare (Cabinet *cabinet, const char *name, const char *password, GError **error)
{
  if (!password_accept (password, name, error))
    return NULL;
  char *hash = password_hash (cabinet, password);
  if (hash == NULL)
    g_set_error_literal (
        error, CABINET_ERROR, CABINET_ERROR_FAILED,
        "there is not enough memory to keep a password safely (256 MB are needed); nothing was changed");
  return hash;
}

gboolean
password_write (Cabinet *cabinet, gint64 id, const char *hash, gint64 keep, GError **error)
{
  return cabinet_do (cabinet, error, "set_password", "is", id, hash)
         && cabinet_do (cabinet, error, "remove_links", "i", id)
         && cabinet_do (cabinet, error, "end_sessions", "ii", id, keep);
}

gboolean
cabinet_set_password (Cabinet *cabinet, const Actor *actor, gint64 id, const char *password, gint64 keep,
                      GError **error)
{
  g_autofree char *name = person_name (cabinet, id, error);
  g_autofree char *hash = name != NULL ? password_prepare (cabinet, name, password, error) : NULL;
  if (hash == NULL)
    return FALSE;
  gboolean fine =
      change_begin (cabinet, error) && password_write (cabinet, id, hash, keep, error)
      && cabinet_note (cabinet, actor, "person.password", NULL, NULL, NULL, json_pack ("{s:s}", "name", name), error);
  return change_end (cabinet, fine, error);
}
