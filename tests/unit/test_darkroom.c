/* Pictures are read by a program of their own, and cost nothing but themselves. */
#include "darkroom/darkroom.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vips/vips.h>

typedef struct
{
  int socket;
  pid_t pid;
} Room;

static void
open_room (Room *room, gconstpointer data)
{
  g_autofree char *program = darkroom_find_program ();
  g_autoptr (GError) error = NULL;
  int ends[2], ready[2];
  char said = 0;

  (void)data;
  if (program == NULL) /* the tests stand in another folder */
    program = g_strdup (g_getenv ("CHANCERY_PICTURE"));
  gboolean opened = darkroom_sockets (ends, &error);
  g_assert_no_error (error);
  g_assert_true (opened);
  g_assert_cmpint (pipe (ready), ==, 0);
  room->pid = fork ();
  if (room->pid == 0)
    {
      const DarkroomProgram life = { .program = program, .socket = ends[0] };
      _exit (darkroom_become (&life, ready[1]));
    }
  close (ends[0]);
  close (ready[1]);
  g_assert_cmpint (read (ready[0], &said, 1), ==, 1);
  g_assert_cmpint (said, ==, 'r');
  close (ready[0]);
  room->socket = ends[1];
}

static void
close_room (Room *room, gconstpointer data)
{
  (void)data;
  close (room->socket);
  waitpid (room->pid, NULL, 0);
}

/* ---- Pictures ---- */

static VipsImage *
gradient (int width, int height, int bands)
{
  VipsImage *xyz = NULL, *bytes = NULL, *all = NULL;

  g_assert_cmpint (vips_xyz (&xyz, width, height, NULL), ==, 0);
  g_assert_cmpint (vips_cast (xyz, &bytes, VIPS_FORMAT_UCHAR, NULL), ==, 0);
  VipsImage *parts[] = { bytes, bytes };
  g_assert_cmpint (vips_bandjoin (parts, &all, 2, NULL), ==, 0);
  VipsImage *some = NULL, *coloured = NULL;
  g_assert_cmpint (vips_extract_band (all, &some, 0, "n", bands, NULL), ==, 0);
  g_assert_cmpint (vips_copy (some, &coloured, "interpretation", VIPS_INTERPRETATION_sRGB, NULL), ==, 0);
  g_object_unref (xyz);
  g_object_unref (bytes);
  g_object_unref (all);
  g_object_unref (some);
  return coloured;
}

/* As a telephone takes it: lying on its side, and saying where it was. */
static GBytes *
photograph (int width, int height)
{
  VipsImage *image = gradient (width, height, 3);
  void *bytes = NULL;
  size_t length = 0;

  vips_image_set_string (image, "exif-ifd3-GPSLatitude",
                         "38/1 42/1 0/1 (38, 42, 0, Rational, 3 components, 24 bytes)");
  vips_image_set_string (image, "exif-ifd0-ImageDescription",
                         "Xylophonecanary (Xylophonecanary, ASCII, 16 components, 16 bytes)");
  vips_image_set_int (image, "orientation", 6);
  g_assert_cmpint (vips_jpegsave_buffer (image, &bytes, &length, NULL), ==, 0);
  g_object_unref (image);
  return g_bytes_new_take (bytes, length);
}

static GBytes *
drawing (int width, int height)
{
  VipsImage *image = gradient (width, height, 4);
  void *bytes = NULL;
  size_t length = 0;

  g_assert_cmpint (vips_pngsave_buffer (image, &bytes, &length, "compression", 1, NULL), ==, 0);
  g_object_unref (image);
  return g_bytes_new_take (bytes, length);
}

static gboolean
says (GBytes *bytes, const char *text)
{
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);
  return memmem (data, length, text, strlen (text)) != NULL;
}

static GPtrArray *
develop (Room *room, const char *type, GBytes *picture, DarkroomError failure)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *made = darkroom_develop (room->socket, type, picture, &error);

  if (made != NULL)
    return made;
  g_assert_error (error, DARKROOM_ERROR, (int)failure);
  return NULL;
}

static void
assert_reads (Room *room)
{
  g_autoptr (GBytes) small = photograph (40, 30);
  g_autoptr (GPtrArray) made = develop (room, "image/jpeg", small, DARKROOM_ERROR_FAILED);
  g_assert_nonnull (made);
}

/* ---- Tests ---- */

static void
test_upright (Room *room, gconstpointer data)
{
  g_autoptr (GBytes) photo = photograph (1200, 1600);
  static const char gps[] = "\x25\x88\x04"; /* the tag that leads to a position, little-endian */
  (void)data;
  g_assert_true (says (photo, "Exif"));
  g_assert_true (says (photo, gps));
  g_assert_true (says (photo, "Xylophonecanary"));
  g_autoptr (GPtrArray) made = develop (room, "image/jpeg", photo, DARKROOM_ERROR_FAILED);
  static const struct
  {
    const char *type;
    unsigned width;
  } wanted[] = { { "image/jpeg", 1600 }, { "image/webp", 480 },  { "image/webp", 960 },
                 { "image/webp", 1440 }, { "image/webp", 1600 }, { "image/jpeg", 960 } };

  g_assert_nonnull (made);
  g_assert_cmpuint (made->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < made->len; i++)
    {
      const DarkroomPicture *picture = made->pdata[i];
      g_assert_cmpstr (picture->type, ==, wanted[i].type);
      g_assert_cmpuint (picture->width, ==, wanted[i].width);
      g_assert_cmpuint (picture->height, ==, wanted[i].width * 3 / 4);
      /* The writer of WebP states the size in EXIF; of what came with the photograph there is nothing. */
      g_assert_true (!says (picture->bytes, "Exif") || strcmp (picture->type, "image/webp") == 0);
      g_assert_false (says (picture->bytes, gps));
      g_assert_false (says (picture->bytes, "Xylophonecanary"));
    }
}

static void
test_seen_through (Room *room, gconstpointer data)
{
  g_autoptr (GBytes) png = drawing (600, 400);
  (void)data;
  g_autoptr (GPtrArray) made = develop (room, "image/png", png, DARKROOM_ERROR_FAILED);
  g_assert_nonnull (made);
  g_assert_cmpstr (((DarkroomPicture *)made->pdata[0])->type, ==, "image/png");
  g_assert_cmpuint (made->len, ==, 3);
}

static void
test_other_types (Room *room, gconstpointer data)
{
  VipsImage *image = gradient (700, 300, 3);
  void *bytes = NULL;
  size_t length = 0;

  (void)data;
  g_assert_cmpint (vips_webpsave_buffer (image, &bytes, &length, NULL), ==, 0);
  g_autoptr (GBytes) webp = g_bytes_new_take (bytes, length);
  g_assert_cmpint (
      vips_heifsave_buffer (image, &bytes, &length, "compression", VIPS_FOREIGN_HEIF_COMPRESSION_AV1, NULL), ==, 0);
  g_autoptr (GBytes) avif = g_bytes_new_take (bytes, length);
  g_object_unref (image);
  g_autoptr (GPtrArray) of_webp = develop (room, "image/webp", webp, DARKROOM_ERROR_FAILED);
  g_assert_nonnull (of_webp);
  g_assert_cmpstr (((DarkroomPicture *)of_webp->pdata[0])->type, ==, "image/jpeg");
  g_autoptr (GPtrArray) of_avif = develop (room, "image/avif", avif, DARKROOM_ERROR_FAILED);
  g_assert_nonnull (of_avif);
  g_assert_cmpstr (((DarkroomPicture *)of_avif->pdata[0])->type, ==, "image/jpeg");
}

static void
put_chunk (GByteArray *png, const char *name, const void *bytes, gsize length)
{
  guint32 size = GUINT32_TO_BE ((guint32)length), sum;
  guint start = png->len + 4;

  g_byte_array_append (png, (const guint8 *)&size, 4);
  g_byte_array_append (png, (const guint8 *)name, 4);
  g_byte_array_append (png, bytes, (guint)length);
  sum = 0xffffffff; /* ISO/IEC 15948, annex D */
  for (guint i = start; i < png->len; i++)
    {
      sum ^= png->data[i];
      for (int bit = 0; bit < 8; bit++)
        sum = sum & 1 ? 0xedb88320 ^ sum >> 1 : sum >> 1;
    }
  sum = GUINT32_TO_BE (~sum);
  g_byte_array_append (png, (const guint8 *)&sum, 4);
}

/* SIDE times SIDE of one grey, which deflates to a thousandth. */
static GBytes *
bomb (guint32 side)
{
  g_autoptr (GByteArray) png = g_byte_array_new ();
  guint8 head[13] = { 0 };
  const guint32 wide = GUINT32_TO_BE (side);
  g_autoptr (GConverter) packer = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) packed = g_converter_output_stream_new (memory, packer);
  g_autofree guint8 *row = g_malloc0 (side + 1);

  memcpy (head, &wide, 4);
  memcpy (head + 4, &wide, 4);
  head[8] = 8;
  for (guint32 i = 0; i < side; i++)
    g_assert_true (g_output_stream_write_all (packed, row, side + 1, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (packed, NULL, NULL));
  g_byte_array_append (png, (const guint8 *)"\x89PNG\r\n\x1a\n", 8);
  put_chunk (png, "IHDR", head, sizeof head);
  put_chunk (png, "IDAT", g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)),
             g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)));
  put_chunk (png, "IEND", "", 0);
  return g_byte_array_free_to_bytes (g_steal_pointer (&png));
}

static void
test_bomb (Room *room, gconstpointer data)
{
  g_autoptr (GBytes) png = bomb (30000);
  gint64 begun = g_get_monotonic_time ();

  (void)data;
  g_assert_cmpuint (g_bytes_get_size (png), <, 1 << 20);
  g_assert_null (develop (room, "image/png", png, DARKROOM_ERROR_TOO_LARGE));
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 2 * G_USEC_PER_SEC);
  assert_reads (room);
}

/* The most that is taken is taken. */
static void
test_largest (Room *room, gconstpointer data)
{
  g_autoptr (GBytes) png = bomb (8000);
  (void)data;
  g_autoptr (GPtrArray) made = develop (room, "image/png", png, DARKROOM_ERROR_FAILED);
  g_assert_nonnull (made);
  assert_reads (room);
}

static void
test_broken (Room *room, gconstpointer data)
{
  g_autoptr (GBytes) photo = photograph (800, 600);
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (photo, 0, g_bytes_get_size (photo) / 2);
  g_autoptr (GBytes) words = g_bytes_new_static ("\xff\xd8\xff<script>alert(1)</script>", 28);
  static const char *const types[] = { "image/jpeg", "image/png", "image/webp", "image/avif" };

  (void)data;
  g_assert_null (develop (room, "image/jpeg", half, DARKROOM_ERROR_BROKEN));
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_assert_null (develop (room, types[i], words, DARKROOM_ERROR_BROKEN));
      if (i > 0)
        g_assert_null (develop (room, types[i], photo, DARKROOM_ERROR_BROKEN));
    }
  assert_reads (room);
}

/* What was asked of one that died is asked again of nobody, and the next is asked afresh. */
static void
test_gone (Room *room, gconstpointer data)
{
  g_autoptr (GBytes) photo = photograph (40, 30);
  (void)data;
  kill (room->pid, SIGKILL);
  g_assert_null (develop (room, "image/jpeg", photo, DARKROOM_ERROR_FAILED));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (vips_init (argv[0]), ==, 0);
#define TEST(name, function) g_test_add ("/darkroom/" name, Room, NULL, open_room, function, close_room)
  TEST ("a-photograph-is-turned-upright-and-says-nothing-more", test_upright);
  TEST ("a-drawing-keeps-what-is-seen-through", test_seen_through);
  TEST ("webp-and-avif-are-read", test_other_types);
  TEST ("a-bomb-is-refused-before-it-goes-off", test_bomb);
  TEST ("the-largest-picture-is-taken", test_largest);
  TEST ("what-is-broken-costs-itself-alone", test_broken);
  TEST ("a-program-that-is-gone-is-not-waited-for", test_gone);
#undef TEST
  return g_test_run ();
}
