/* A note is text, an empty line, and lines "— name base64"; the last empty line parts them, for the text may have
 * some of its own. */
#include "seal/note.h"

#include "seal/base64.h"

#include <sodium.h>
#include <string.h>

#define MOST_BYTES 1000000
#define MOST_SIGNATURES 100
#define MARK "\xe2\x80\x94 " /* em dash, space */
#define MARK_LENGTH 4
#define ID_BYTES 4
#define TIME_BYTES 8

gboolean
note_text_is_good (const char *text, gsize length)
{
  if (length == 0 || text[length - 1] != '\n' || !g_utf8_validate (text, (gssize)length, NULL))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if ((guchar)text[i] < 0x20 && text[i] != '\n')
      return FALSE;
  return TRUE;
}

static gboolean
malformed (GError **error, const char *what)
{
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED, "this is no signed note: %s", what);
  return FALSE;
}

gsize
note_text_length (const char *bytes, gsize length)
{
  if (length > MOST_BYTES || !note_text_is_good (bytes, length))
    return 0;
  for (gsize end = length - 1; end >= 2; end--)
    if (bytes[end - 1] == '\n' && bytes[end - 2] == '\n')
      return end - 1;
  return 0;
}

/* ---- A signature ---- */

/* What is signed: the text, or for a witness the text and the time at which it was seen. */
static GByteArray *
message_of (KeyAlgorithm algorithm, const char *text, gsize length, gint64 time)
{
  GByteArray *message = g_byte_array_new ();

  if (algorithm == KEY_COSIGNATURE)
    {
      g_autofree char *head = g_strdup_printf ("cosignature/v1\ntime %" G_GINT64_FORMAT "\n", time);
      g_byte_array_append (message, (const guint8 *)head, (guint)strlen (head));
    }
  return g_byte_array_append (message, (const guint8 *)text, (guint)length);
}

static gint64
read_time (const guint8 *bytes)
{
  guint64 time = 0;
  for (int i = 0; i < TIME_BYTES; i++)
    time = time << 8 | bytes[i];
  return time <= G_MAXINT64 ? (gint64)time : -1;
}

/* SIGNATURE: the bytes after the id. */
static gboolean
verify (const Verifier *verifier, const char *text, gsize length, const guint8 *signature, gsize size, gint64 *time)
{
  gsize before = verifier->algorithm == KEY_COSIGNATURE ? TIME_BYTES : 0;
  if (size < before)
    return FALSE;

  *time = before > 0 ? read_time (signature) : 0;
  g_autoptr (GByteArray) message = message_of (verifier->algorithm, text, length, *time);
  return *time >= 0 && verifier_check (verifier, message->data, message->len, signature + before, size - before);
}

typedef struct
{
  guint8 *bytes; /* id and signature; of the caller */
  gsize size;
  const char *name;
  gsize name_length;
  guint32 id;
} Line;

/* A line without its newline. */
static gboolean
line_read (Line *line, const char *text, gsize length)
{
  const char *space = length > MARK_LENGTH && memcmp (text, MARK, MARK_LENGTH) == 0
                          ? memchr (text + MARK_LENGTH, ' ', length - MARK_LENGTH)
                          : NULL;
  if (space == NULL)
    return FALSE;
  line->name = text + MARK_LENGTH;
  line->name_length = (gsize)(space - line->name);
  line->bytes = base64_read (space + 1, (gsize)(text + length - space - 1), &line->size);
  if (line->bytes == NULL || line->size <= ID_BYTES || !key_name_is_good (line->name, line->name_length))
    return FALSE;
  const guint8 *id = line->bytes;
  line->id = (guint32)id[0] << 24 | (guint32)id[1] << 16 | (guint32)id[2] << 8 | id[3];
  return TRUE;
}

static const Verifier *
find_verifier (const Line *line, Verifier *const *verifiers, gsize count)
{
  for (gsize i = 0; i < count; i++)
    if (verifiers[i]->id == line->id && strlen (verifiers[i]->name) == line->name_length
        && memcmp (verifiers[i]->name, line->name, line->name_length) == 0)
      return verifiers[i];
  return NULL;
}

const NoteSignature *
note_signature (const Note *note, const Verifier *verifier)
{
  for (guint i = 0; i < note->signed_by->len; i++)
    {
      const NoteSignature *signature = &g_array_index (note->signed_by, NoteSignature, i);
      if (verifier_equal (signature->verifier, verifier))
        return signature;
    }
  return NULL;
}

static gboolean
take_line (Note *note, gsize text_length, const char *start, gsize length, Verifier *const *verifiers, gsize count,
           GError **error)
{
  Line line = { .bytes = NULL };
  gboolean read = line_read (&line, start, length);
  g_autofree guint8 *bytes = line.bytes;
  if (!read)
    return malformed (error, "a signature is not “— name Base64”");

  NoteSignature signature = { .verifier = find_verifier (&line, verifiers, count) };
  if (signature.verifier == NULL || note_signature (note, signature.verifier) != NULL)
    return TRUE;
  if (!verify (signature.verifier, note->text, text_length, bytes + ID_BYTES, line.size - ID_BYTES, &signature.time))
    {
      g_set_error (error, SEAL_ERROR, SEAL_ERROR_MISMATCH,
                   "the signature of %s is wrong: the text was changed, or signed with another key",
                   signature.verifier->name);
      return FALSE;
    }
  g_array_append_val (note->signed_by, signature);
  return TRUE;
}

/* ---- The whole ---- */

void
note_free (Note *note)
{
  g_free (note->text);
  g_array_unref (note->signed_by);
  g_free (note);
}

Note *
note_open (const char *bytes, gsize length, Verifier *const *verifiers, gsize count, GError **error)
{
  gsize text_length = note_text_length (bytes, length);
  if (text_length == 0)
    {
      malformed (error, "there are not text, an empty line and signatures");
      return NULL;
    }
  g_autoptr (Note) note = g_new0 (Note, 1);
  note->text = g_strndup (bytes, text_length);
  note->signed_by = g_array_new (FALSE, FALSE, sizeof (NoteSignature));

  const char *at = bytes + text_length + 1, *end = bytes + length;
  for (int lines = 0; at < end; lines++)
    {
      const char *newline = memchr (at, '\n', (gsize)(end - at));
      if (lines == MOST_SIGNATURES)
        malformed (error, "it has more than 100 signatures");
      if (lines == MOST_SIGNATURES
          || !take_line (note, text_length, at, (gsize)(newline - at), verifiers, count, error))
        return NULL;
      at = newline + 1;
    }
  if (note->signed_by->len > 0)
    return g_steal_pointer (&note);
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MISMATCH, "none of the known keys signed this");
  return NULL;
}

char *
note_sign (const char *text, const Signer *signer, gint64 time)
{
  const Verifier *verifier = signer->verifier;
  gsize before = verifier->algorithm == KEY_COSIGNATURE ? TIME_BYTES : 0;
  guint8 bytes[ID_BYTES + TIME_BYTES + crypto_sign_BYTES];
  g_autoptr (GByteArray) message = message_of (verifier->algorithm, text, strlen (text), time);

  for (int i = 0; i < ID_BYTES; i++)
    bytes[i] = (guint8)(verifier->id >> (24 - 8 * i));
  for (gsize i = 0; i < before; i++)
    bytes[ID_BYTES + i] = (guint8)((guint64)time >> (56 - 8 * i));
  crypto_sign_detached (bytes + ID_BYTES + before, NULL, message->data, message->len, signer->secret);
  g_autofree char *base64 = base64_write (bytes, ID_BYTES + before + crypto_sign_BYTES);
  return g_strdup_printf (MARK "%s %s\n", verifier->name, base64);
}

char *
note_write (const char *text, const char *signatures)
{
  return g_strconcat (text, "\n", signatures, NULL);
}
