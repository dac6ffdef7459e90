/* What a file is, its first bytes say. */
#include "publish/file_type.h"

#include <string.h>

#define BYTES(text) (const guint8 *)text, sizeof text - 1

static void
test_types (void)
{
  static const struct
  {
    const guint8 *bytes;
    gsize length;
    FileType type;
  } cases[] = {
    { BYTES ("\xff\xd8\xff\xe0"), FILE_JPEG },
    { BYTES ("\x89PNG\r\n\x1a\n"), FILE_PNG },
    { BYTES ("\x89PNG\n"), FILE_OTHER },
    { BYTES ("RIFF\0\0\0\0WEBPVP8 "), FILE_WEBP },
    { BYTES ("RIFF\0\0\0\0WAVE"), FILE_OTHER },
    { BYTES ("\0\0\0\x1c"
             "ftypavif\0\0\0\0avifmif1miaf"),
      FILE_AVIF },
    { BYTES ("\0\0\0\x18"
             "ftypmif1\0\0\0\0mif1heic"),
      FILE_HEIC },
    { BYTES ("\0\0\0\x18"
             "ftypmif1\0\0\0\0mif1avif"),
      FILE_AVIF },
    { BYTES ("\0\0\0\x18"
             "ftypisom\0\0\2\0isommp42"),
      FILE_MP4 },
    { BYTES ("\0\0\0\x14"
             "ftypqt  \0\0\2\0qt  "),
      FILE_OTHER },
    { BYTES ("\0\0\0\x08"
             "ftyp"),
      FILE_OTHER },
    { BYTES ("%PDF-1.7"), FILE_PDF },
    { BYTES (" %PDF-1.7"), FILE_OTHER },
    { BYTES ("GIF89a"), FILE_GIF },
    { BYTES ("PK\3\4"), FILE_ARCHIVE },
    { BYTES ("\x1f\x8b\x08"), FILE_ARCHIVE },
    { BYTES ("ID3\4\0\0\0\0\0\0\0"), FILE_MP3 },
    { BYTES ("ID3"), FILE_OTHER },
    { BYTES ("\xff\xfb\x90\0"), FILE_OTHER }, /* one frame may be an accident */
    { BYTES ("<?xml version='1.0'?><svg onload='alert(1)'>"), FILE_SVG },
    { BYTES ("<!doctype html><p>"), FILE_OTHER },
    { BYTES (""), FILE_OTHER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (file_type_find (cases[i].bytes, cases[i].length), ==, cases[i].type);
}

static void
test_frames (void)
{
  g_autofree guint8 *frames = g_malloc0 (3 * 417);

  for (int i = 0; i < 3; i++)
    memcpy (frames + 417 * i, "\xff\xfb\x90", 3);
  g_assert_cmpint (file_type_find (frames, 3 * 417), ==, FILE_MP3);
  frames[417] = 0;
  g_assert_cmpint (file_type_find (frames, 3 * 417), ==, FILE_OTHER);
}

static void
test_names (void)
{
  static const char *const cases[][2] = { { "My photo.JPG", "my-photo.jpg" },
                                          { "page.html", "page.jpg" },
                                          { "C:\\fakepath\\Am H\xc3\xa4"
                                            "fen.png",
                                            "am-hafen.jpg" },
                                          { "../../etc/passwd", "passwd.jpg" },
                                          { ".htaccess", "htaccess.jpg" },
                                          { "", "document.jpg" },
                                          { "\xff\xfe", "document.jpg" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = file_name_for (cases[i][0], "jpg");
      g_assert_cmpstr (name, ==, cases[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-type/a-file-is-what-its-first-bytes-say", test_types);
  g_test_add_func ("/file-type/two-frames-in-a-row-are-sound", test_frames);
  g_test_add_func ("/file-type/a-name-becomes-one-of-an-address-with-its-true-ending", test_names);
  return g_test_run ();
}
