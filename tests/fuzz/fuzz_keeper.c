/* Any bytes as a question to the keeper of the keys: it answers, and signs no text but a leaf's that names no keys,
 * or a head's. And any bytes as what waits to be signed elsewhere, and as what was. */
#include "keeper/answer.h"
#include "seal/leaf.h"
#include "seal/sign_request.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static Answerer answerer;
static char *path;

static void
forget (void)
{
  unlink (path);
}

static void
begin (void)
{
  close (g_file_open_tmp ("chancery-fuzz-XXXXXX", &path, NULL));
  atexit (forget);
  answerer_begin (&answerer, keys_new ("log.example", NULL, NULL), memory_open (path, NULL));
}

/* What was signed was a leaf, and not one of keys. */
static void
check_leaves (const guint8 *data, size_t size)
{
  PacketReader fields = { data + 1, size - 1 };

  while (fields.left > 0)
    {
      g_autofree char *text = packet_next_text (&fields);
      g_autoptr (Leaf) leaf = text != NULL ? leaf_read (text, strlen (text), NULL) : NULL;
      if (leaf == NULL || leaf->kind == LEAF_KEYS)
        abort ();
    }
}

static void
try_lines (const char *bytes, size_t size)
{
  g_autoptr (GError) error = NULL, other = NULL;
  g_autoptr (GPtrArray) requests = sign_request_read (bytes, size, &error);
  g_auto (GStrv) answers = sign_answer_read (bytes, size, &other);

  if ((requests == NULL) != (error != NULL) || (answers == NULL) != (other != NULL))
    abort ();
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  if (path == NULL)
    begin ();
  g_autoptr (GByteArray) answer = keeper_answer (&answerer, data, size);

  if (*answer->data != ANSWER_DONE && *answer->data != ANSWER_REFUSED)
    abort ();
  if (*answer->data == ANSWER_DONE && *data == ORDER_LEAVES)
    check_leaves (data, size);
  try_lines ((const char *)data, size);
  return 0;
}
