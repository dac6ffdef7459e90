#include "seal/key.h"

#include "base/sha256.h"
#include "seal/base64.h"

#include <sodium.h>
#include <string.h>

#define PRIVATE "PRIVATE+KEY+"

void *
key_memory (gsize size)
{
  void *memory = sodium_init () >= 0 ? sodium_malloc (size) : NULL;
  if (memory == NULL)
    g_error ("there is no memory for keys");
  return memory;
}

/* Unicode's White_Space; GLib leaves out the next line. */
static gboolean
is_space (gunichar character)
{
  return g_unichar_isspace (character) || character == 0x85;
}

gboolean
key_name_is_good (const char *name, gsize length)
{
  if (length == 0 || !g_utf8_validate (name, (gssize)length, NULL))
    return FALSE;
  for (const char *at = name; at < name + length; at = g_utf8_next_char (at))
    if (*at == '+' || (guchar)*at < 0x20 || is_space (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

static guint32
id_of (const char *name, KeyAlgorithm algorithm, const guint8 *key)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 middle[2] = { '\n', (guint8)algorithm }, digest[SHA256_SIZE];

  g_byte_array_append (bytes, (const guint8 *)name, (guint)strlen (name));
  g_byte_array_append (bytes, middle, sizeof middle);
  g_byte_array_append (bytes, key, KEY_BYTES);
  sha256 (bytes->data, bytes->len, digest);
  return (guint32)digest[0] << 24 | (guint32)digest[1] << 16 | (guint32)digest[2] << 8 | digest[3];
}

static Verifier *
verifier_new (const char *name, KeyAlgorithm algorithm, const guint8 *key)
{
  Verifier *verifier = g_new0 (Verifier, 1);

  verifier->name = g_strdup (name);
  verifier->algorithm = algorithm;
  verifier->id = id_of (name, algorithm, key);
  memcpy (verifier->key, key, KEY_BYTES);
  return verifier;
}

gboolean
verifier_check (const Verifier *verifier, const void *message, gsize length, const guint8 *signature, gsize size)
{
  return size == crypto_sign_BYTES && crypto_sign_verify_detached (signature, message, length, verifier->key) == 0;
}

void
verifier_free (Verifier *verifier)
{
  g_free (verifier->name);
  g_free (verifier);
}

Verifier *
verifier_copy (const Verifier *verifier)
{
  return verifier_new (verifier->name, verifier->algorithm, verifier->key);
}

gboolean
verifier_equal (const Verifier *a, const Verifier *b)
{
  return a->algorithm == b->algorithm && strcmp (a->name, b->name) == 0 && memcmp (a->key, b->key, KEY_BYTES) == 0;
}

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED, "this is no key: %s", what);
  return FALSE;
}

/* The algorithm's byte and the key. Transfer full; to be wiped if it is secret. */
static guint8 *
read_key (const char *base64, GError **error)
{
  gsize size;
  g_autofree guint8 *bytes = base64_read (base64, strlen (base64), &size);
  gboolean whole = bytes != NULL && size == 1 + KEY_BYTES;

  if (whole && (bytes[0] == KEY_ED25519 || bytes[0] == KEY_COSIGNATURE))
    return g_steal_pointer (&bytes);
  if (bytes != NULL)
    sodium_memzero (bytes, size);
  fail (error,
        whole ? "it is of an algorithm that is not known here" : "what follows the id is not Base64 of 33 bytes");
  return NULL;
}

/* "name+id+base64" into its parts. Base64 has "+" as well. */
static gboolean
split (const char *text, char **name, guint32 *id, guint8 **bytes, GError **error)
{
  const char *plus = strchr (text, '+'), *second = plus != NULL ? strchr (plus + 1, '+') : NULL;

  if (second == NULL || second - plus != 9 || strspn (plus + 1, "0123456789abcdef") != 8)
    return fail (error, "it should read name+id+key, the id in eight hexadecimal digits");
  if (!key_name_is_good (text, (gsize)(plus - text)))
    return fail (error, "its name is empty, or has white space in it");
  *bytes = read_key (second + 1, error);
  if (*bytes == NULL)
    return FALSE;
  *id = (guint32)g_ascii_strtoull (plus + 1, NULL, 16);
  *name = g_strndup (text, (gsize)(plus - text));
  return TRUE;
}

Verifier *
verifier_parse (const char *text, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree guint8 *bytes = NULL;
  guint32 id;

  if (!split (text, &name, &id, &bytes, error))
    return NULL;
  g_autoptr (Verifier) verifier = verifier_new (name, bytes[0], bytes + 1);
  if (verifier->id == id)
    return g_steal_pointer (&verifier);
  fail (error, "its id is not that of its name and key; was a character lost?");
  return NULL;
}

static char *
write_key (const Verifier *verifier, const guint8 *key)
{
  guint8 bytes[1 + KEY_BYTES] = { (guint8)verifier->algorithm };
  memcpy (bytes + 1, key, KEY_BYTES);
  g_autofree char *text = base64_write (bytes, sizeof bytes);
  sodium_memzero (bytes, sizeof bytes);
  char *written = g_strdup_printf ("%s+%08x+%s", verifier->name, verifier->id, text);
  sodium_memzero (text, strlen (text));
  return written;
}

char *
verifier_write (const Verifier *verifier)
{
  return write_key (verifier, verifier->key);
}

gboolean
verifier_is (const Verifier *verifier, const char *text)
{
  g_autofree char *own = verifier_write (verifier);
  return g_strcmp0 (own, text) == 0;
}

KeyRole
verifier_role (const Verifier *verifier)
{
  if (g_str_has_suffix (verifier->name, "/office"))
    return KEY_OF_OFFICE;
  return g_str_has_suffix (verifier->name, "/root") ? KEY_OF_ROOT : KEY_OF_LOG;
}

/* ---- Signers ---- */

static Signer *
signer_of (const char *name, KeyAlgorithm algorithm, const guint8 *seed)
{
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  Signer *signer = g_new0 (Signer, 1);

  signer->secret = key_memory (crypto_sign_SECRETKEYBYTES);
  crypto_sign_seed_keypair (public_key, signer->secret, seed);
  signer->verifier = verifier_new (name, algorithm, public_key);
  return signer;
}

Signer *
signer_new (const char *name, KeyAlgorithm algorithm, GError **error)
{
  guint8 seed[KEY_BYTES];

  if (!key_name_is_good (name, strlen (name)))
    {
      g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED,
                   "“%s” is no name for a key: it must not be empty, nor hold “+” or white space", name);
      return NULL;
    }
  randombytes_buf (seed, sizeof seed);
  Signer *signer = signer_of (name, algorithm, seed);
  sodium_memzero (seed, sizeof seed);
  return signer;
}

Signer *
signer_parse (const char *text, GError **error)
{
  g_autofree char *name = NULL;
  guint8 *bytes = NULL;
  guint32 id;
  Signer *signer = NULL;

  if (!g_str_has_prefix (text, PRIVATE))
    fail (error, "a secret key begins with " PRIVATE);
  else if (split (text + strlen (PRIVATE), &name, &id, &bytes, error))
    signer = signer_of (name, bytes[0], bytes + 1);
  if (bytes != NULL)
    sodium_memzero (bytes, 1 + KEY_BYTES);
  g_free (bytes);
  if (signer == NULL || signer->verifier->id == id)
    return signer;
  fail (error, "its id is not that of its name and key; was a character lost?");
  signer_free (signer);
  return NULL;
}

char *
signer_write (const Signer *signer)
{
  char *key = write_key (signer->verifier, signer->secret);
  gsize length = strlen (PRIVATE) + strlen (key) + 1;
  char *text = key_memory (length);

  g_snprintf (text, length, "%s%s", PRIVATE, key);
  sodium_memzero (key, strlen (key));
  g_free (key);
  return text;
}

void
signer_free (Signer *signer)
{
  verifier_free (signer->verifier);
  sodium_free (signer->secret);
  g_free (signer);
}
