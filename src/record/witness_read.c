/* The witnesses of an office's log: whom it asks to vouch that the log only grew, and how many of them must.
 *
 * A witness's key is the text of a verifier (C2SP signed-note): name, id and Base64 of 33 bytes, the first of which
 * tells the algorithm. What signs and verifies with it stands above this room; here it is read closely enough for a
 * mistyped one to be found in its line. */
#include "record/profile_read.h"

#include "base/sha256.h"

#include <string.h>

#define BASE64_LENGTH 44 /* of 33 bytes: nothing is padded, so there is one way to write them */
#define ID_LENGTH 8
#define TAIL_LENGTH (1 + ID_LENGTH + 1 + BASE64_LENGTH)
#define NOTE_ALGORITHM 1
#define COSIGNATURE_ALGORITHM 4
#define MOST_WITNESSES 16 /* a head with all of their signatures is remembered in 4 KB */

void
witness_free (Witness *witness)
{
  g_clear_pointer (&witness->name, g_hash_table_unref);
  g_free (witness->key);
  g_free (witness->url);
  g_free (witness);
}

/* ---- The key ---- */

static const char *
base64_of (const char *key)
{
  return key + strlen (key) - BASE64_LENGTH;
}

/* The first eight digits of SHA-256 over name, newline, algorithm and public key. */
static gboolean
id_fits (const char *key, const guint8 *bytes, gsize size)
{
  gsize name_length = strlen (key) - TAIL_LENGTH;
  g_autoptr (GByteArray) named = g_byte_array_new ();

  g_byte_array_append (named, (const guint8 *)key, (guint)name_length);
  g_byte_array_append (named, (const guint8 *)"\n", 1);
  g_byte_array_append (named, bytes, (guint)size);
  g_autofree char *digest = sha256_hex (named->data, named->len);
  return strncmp (digest, key + name_length + 1, ID_LENGTH) == 0;
}

static gboolean
key_check (const YamlNode *node, const char *key, GError **error)
{
  if (!g_regex_match_simple ("^[^+\\p{Z}\\p{C}]+\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]{44}$", key, G_REGEX_DOLLAR_ENDONLY, 0))
    return yaml_fail (node, error, "“%s” is no key of a witness, such as its operator gives it: name+id+key", key);

  gsize size;
  g_autofree guint8 *bytes = g_base64_decode (base64_of (key), &size);
  if (!id_fits (key, bytes, size))
    return yaml_fail (node, error, "“%s” was mistyped: its id is not that of its name and key", key);
  if (bytes[0] == NOTE_ALGORITHM)
    return yaml_fail (node, error, "“%s” is a key of a log or an office, not of a witness", key);
  return bytes[0] == COSIGNATURE_ALGORITHM
         || yaml_fail (node, error, "“%s” is a key of an algorithm that is not known here (%u)", key, bytes[0]);
}

/* Who signs twice with one key would count twice. */
static gboolean
key_is_new (const Profile *profile, const YamlNode *node, const char *key, GError **error)
{
  for (guint i = 0; i < profile->witnesses->len; i++)
    {
      const Witness *other = profile->witnesses->pdata[i];
      if (strcmp (base64_of (other->key), base64_of (key)) == 0)
        return yaml_fail (node, error, "this is the key of “%s” above, under whatever name", other->key);
    }
  return TRUE;
}

static gboolean
key_require (const Profile *profile, YamlNode *map, char **key, GError **error)
{
  const YamlNode *node = yaml_map_require (map, "key", error);

  return node != NULL && yaml_map_take_text (map, "key", key, error) && key_check (node, *key, error)
         && key_is_new (profile, node, *key, error);
}

/* ---- The witness ---- */

static gboolean
url_require (YamlNode *map, char **url, GError **error)
{
  const YamlNode *node = yaml_map_require (map, "url", error);

  if (node == NULL || !yaml_map_take_text (map, "url", url, error))
    return FALSE;
  if (!g_regex_match_simple ("^https?://([a-z0-9.-]+|\\[[0-9a-f:.]+\\])(:[0-9]{1,5})?(/[a-z0-9._~/%-]*)?$", *url,
                             G_REGEX_CASELESS | G_REGEX_DOLLAR_ENDONLY, 0))
    return yaml_fail (node, error, "“%s” is not where a witness is asked; write it as “https://witness.example”",
                      *url);
  while (g_str_has_suffix (*url, "/"))
    (*url)[strlen (*url) - 1] = '\0';
  return TRUE;
}

static gpointer
witness_read (Profile *profile, YamlNode *node, GError **error)
{
  Witness *witness = g_new0 (Witness, 1);

  if (yaml_expect (node, YAML_MAP, error) && local_text_take (node, "name", profile->languages, &witness->name, error)
      && key_require (profile, node, &witness->key, error) && url_require (node, &witness->url, error)
      && yaml_map_refuse_rest (node, error))
    return witness;
  witness_free (witness);
  return NULL;
}

gboolean
witnesses_read (Profile *profile, YamlNode *top, GError **error)
{
  g_autofree char *text = NULL;
  guint64 needed;

  if (!items_read (profile, top, "witnesses", witness_read, profile->witnesses, error)
      || !yaml_map_take_text (top, "witnesses_needed", &text, error))
    return FALSE;
  guint count = profile->witnesses->len;
  if (count > MOST_WITNESSES)
    return yaml_fail (yaml_map_take (top, "witnesses"), error, "there are %u, and no more than %d are asked", count,
                      MOST_WITNESSES);
  profile->witnesses_needed = count > 0 ? count / 2 + 1 : 0;
  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, count, &needed, NULL))
    return yaml_fail (yaml_map_take (top, "witnesses_needed"), error,
                      "“%s” is no number from 0 to %u, as many witnesses as there are", text, count);
  profile->witnesses_needed = (unsigned)needed;
  return TRUE;
}
