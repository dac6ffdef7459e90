/* Content codings.
 *
 * Measured on a page of 15 KB: gzip at 1 takes 47 µs and leaves 3,680 bytes, at 5 127 µs and 3,410; brotli at 5 takes
 * 245 µs and leaves 3,050. libdeflate's compressors are large, so each thread keeps its own. */
#include "front/encode.h"

#include <brotli/decode.h>
#include <brotli/encode.h>
#include <libdeflate.h>

#define LEAST_TO_ENCODE 256
#define MOST_ROOM (256 * 1024)

static const int gzip_levels[] = { [EFFORT_QUICK] = 1, [EFFORT_GOOD] = 5, [EFFORT_BEST] = 12 };
static const int brotli_qualities[] = { [EFFORT_QUICK] = 1, [EFFORT_GOOD] = 5, [EFFORT_BEST] = 11 };

/* What a thread keeps. It encodes into ROOM and copies what came of it: a page's encoding is kept for long, and would
 * hold its place among larger ones that come and go. */
typedef struct
{
  struct libdeflate_compressor *levels[G_N_ELEMENTS (gzip_levels)];
  struct libdeflate_decompressor *back;
  guint8 *room;
  gsize size;
} Tools;

static void
tools_free (gpointer data)
{
  Tools *tools = data;
  for (gsize i = 0; i < G_N_ELEMENTS (tools->levels); i++)
    libdeflate_free_compressor (tools->levels[i]);
  libdeflate_free_decompressor (tools->back);
  g_free (tools->room);
  g_free (tools);
}

static GPrivate kept = G_PRIVATE_INIT (tools_free);

static Tools *
tools_of_thread (void)
{
  Tools *tools = g_private_get (&kept);

  if (tools == NULL)
    g_private_set (&kept, tools = g_new0 (Tools, 1));
  return tools;
}

/* Room for SIZE bytes, until the next call. What is rare and large is not kept. */
static guint8 *
room_for (gsize size)
{
  Tools *tools = tools_of_thread ();

  if (tools->size < size || tools->size > MOST_ROOM)
    {
      g_free (tools->room);
      tools->room = g_malloc (size);
      tools->size = size;
    }
  return tools->room;
}

static struct libdeflate_compressor *
compressor_for (Effort effort)
{
  Tools *tools = tools_of_thread ();

  if (tools->levels[effort] == NULL)
    tools->levels[effort] = libdeflate_alloc_compressor (gzip_levels[effort]);
  return tools->levels[effort];
}

static struct libdeflate_decompressor *
decompressor (void)
{
  Tools *tools = tools_of_thread ();

  if (tools->back == NULL)
    tools->back = libdeflate_alloc_decompressor ();
  return tools->back;
}

static GBytes *
gzip_bytes (GBytes *body, Effort effort)
{
  gsize size;
  const void *data = g_bytes_get_data (body, &size);
  struct libdeflate_compressor *compressor = compressor_for (effort);
  gsize bound = libdeflate_gzip_compress_bound (compressor, size);
  guint8 *packed = room_for (bound);

  return g_bytes_new (packed, libdeflate_gzip_compress (compressor, data, size, packed, bound));
}

/* NULL if it fails, for want of memory. */
static GBytes *
brotli_bytes (GBytes *body, Effort effort)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (body, &size);
  gsize length = BrotliEncoderMaxCompressedSize (size);
  guint8 *packed = room_for (length);

  return BrotliEncoderCompress (brotli_qualities[effort], BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, size, data,
                                &length, packed)
             ? g_bytes_new (packed, length)
             : NULL;
}

GBytes *
encode_body (GBytes *body, Coding coding, Effort effort, Coding *used)
{
  gboolean short_body = g_bytes_get_size (body) < LEAST_TO_ENCODE;
  GBytes *packed = NULL;

  *used = short_body ? CODING_IDENTITY : coding == CODING_BROTLI && effort == EFFORT_QUICK ? CODING_GZIP : coding;
  if (*used == CODING_BROTLI)
    packed = brotli_bytes (body, effort);
  else if (*used == CODING_GZIP)
    packed = gzip_bytes (body, effort);
  if (packed != NULL)
    return packed;
  *used = CODING_IDENTITY;
  return g_bytes_ref (body);
}

GBytes *
decode_body (GBytes *encoded, Coding coding, gsize size)
{
  if (encoded == NULL || coding == CODING_IDENTITY)
    return encoded != NULL ? g_bytes_ref (encoded) : NULL;

  gsize length, got = size;
  const guint8 *bytes = g_bytes_get_data (encoded, &length);
  g_autofree guint8 *text = g_malloc (size);
  gboolean whole =
      coding == CODING_GZIP
          ? libdeflate_gzip_decompress (decompressor (), bytes, length, text, size, NULL) == LIBDEFLATE_SUCCESS
          : BrotliDecoderDecompress (length, bytes, &got, text) == BROTLI_DECODER_RESULT_SUCCESS && got == size;
  return whole ? g_bytes_new_take (g_steal_pointer (&text), size) : NULL;
}
