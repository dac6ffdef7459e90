#include "publish/file_type.h"

#include "record/slug.h"

#include <string.h>

#define SEARCHED 1024 /* bytes in which the mark of an SVG must stand */

static const struct
{
  const char *media, *ending;
} taken[] = { [FILE_JPEG] = { "image/jpeg", "jpg" },     [FILE_PNG] = { "image/png", "png" },
              [FILE_WEBP] = { "image/webp", "webp" },    [FILE_AVIF] = { "image/avif", "avif" },
              [FILE_PDF] = { "application/pdf", "pdf" }, [FILE_MP3] = { "audio/mpeg", "mp3" },
              [FILE_MP4] = { "video/mp4", "mp4" } };

typedef struct
{
  const guint8 *bytes;
  gsize length;
} Bytes;

static gboolean
has_at (Bytes bytes, gsize place, const char *mark, gsize length)
{
  return bytes.length >= place + length && memcmp (bytes.bytes + place, mark, length) == 0;
}

#define HAS(bytes, place, mark) has_at (bytes, place, mark, sizeof mark - 1)

/* ---- ISO base media files: pictures and films ---- */

/* One of BRANDS (ended by NULL) is what it says first, or one that it is compatible with. */
static gboolean
has_brand (Bytes bytes, const char *const *brands)
{
  gsize size =
      (gsize)bytes.bytes[0] << 24 | (gsize)bytes.bytes[1] << 16 | (gsize)bytes.bytes[2] << 8 | bytes.bytes[3];
  gsize end = MIN (MIN (size, bytes.length), SEARCHED);

  for (; *brands != NULL; brands++)
    for (gsize at = 8; at + 4 <= end; at += at == 8 ? 8 : 4) /* a number stands after the first */
      if (memcmp (bytes.bytes + at, *brands, 4) == 0)
        return TRUE;
  return FALSE;
}

static FileType
type_of_boxes (Bytes bytes)
{
  static const char *const avif[] = { "avif", NULL };
  static const char *const heic[] = { "heic", "heix", "hevc", "heim", "heis", "mif1", "msf1", "avis", NULL };
  static const char *const mp4[] = { "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "mp41",
                                     "mp42", "avc1", "dash", "M4V ", "MSNV", NULL };

  return has_brand (bytes, avif)   ? FILE_AVIF
         : has_brand (bytes, heic) ? FILE_HEIC
         : has_brand (bytes, mp4)  ? FILE_MP4
                                   : FILE_OTHER;
}

/* ---- Sound ---- */

/* The length of the frame of MPEG layer III at PLACE (ISO/IEC 11172-3 section 2.4.2.3); 0: there is none. */
static gsize
frame_length (Bytes bytes, gsize place)
{
  static const guint rates[2][15] = { { 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320 },
                                      { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160 } };
  static const guint samples[] = { 44100, 48000, 32000 };
  const guint8 *head = bytes.bytes + place;
  if (place + 4 > bytes.length || head[0] != 0xff || (head[1] & 0xe6) != 0xe2)
    return 0;

  guint version = head[1] >> 3 & 3, rate = head[2] >> 4, sample = head[2] >> 2 & 3;
  if (version == 1 || rate == 0 || rate == 15 || sample == 3)
    return 0;
  gboolean low = version != 3;
  guint frequency = samples[sample] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
  return (low ? 72000U : 144000U) * rates[low][rate] / frequency + (head[2] >> 1 & 1);
}

/* One frame may be an accident, two that follow each other are not. */
static gboolean
is_mp3 (Bytes bytes)
{
  if (HAS (bytes, 0, "ID3"))
    return bytes.length > 10 && bytes.bytes[3] < 5
           && (bytes.bytes[6] | bytes.bytes[7] | bytes.bytes[8] | bytes.bytes[9]) < 0x80;
  gsize length = frame_length (bytes, 0);
  return length > 4 && frame_length (bytes, length) > 4;
}

/* ---- Others ---- */

static gboolean
is_archive (Bytes bytes)
{
  return HAS (bytes, 0, "PK\3\4") || HAS (bytes, 0, "PK\5\6") || HAS (bytes, 0, "\x1f\x8b")
         || HAS (bytes, 0, "7z\xbc\xaf") || HAS (bytes, 0, "Rar!") || HAS (bytes, 0, "BZh")
         || HAS (bytes, 0,
                 "\xfd"
                 "7zXZ")
         || HAS (bytes, 0, "\x28\xb5\x2f\xfd") || HAS (bytes, 257, "ustar") || HAS (bytes, 0, "\xd0\xcf\x11\xe0");
}

static gboolean
is_svg (Bytes bytes)
{
  return memmem (bytes.bytes, MIN (bytes.length, SEARCHED), "<svg", 4) != NULL;
}

FileType
file_type_find (const guint8 *data, gsize length)
{
  Bytes bytes = { data, length };

  if (HAS (bytes, 0, "\xff\xd8\xff"))
    return FILE_JPEG;
  if (HAS (bytes, 0, "\x89PNG\r\n\x1a\n"))
    return FILE_PNG;
  if (HAS (bytes, 0, "RIFF") && HAS (bytes, 8, "WEBP"))
    return FILE_WEBP;
  if (HAS (bytes, 4, "ftyp"))
    return type_of_boxes (bytes);
  if (HAS (bytes, 0, "%PDF-"))
    return FILE_PDF;
  if (HAS (bytes, 0, "GIF8"))
    return FILE_GIF;
  if (is_archive (bytes))
    return FILE_ARCHIVE;
  return is_mp3 (bytes) ? FILE_MP3 : length > 0 && is_svg (bytes) ? FILE_SVG : FILE_OTHER;
}

gboolean
file_type_is_taken (FileType type)
{
  return type < G_N_ELEMENTS (taken);
}

const char *
file_type_media (FileType type)
{
  g_assert (file_type_is_taken (type));
  return taken[type].media;
}

const char *
file_type_ending (FileType type)
{
  g_assert (file_type_is_taken (type));
  return taken[type].ending;
}

/* Of a browser on Windows that sends the whole path, too. */
static const char *
last_part (const char *name)
{
  const char *slash = strrchr (name, '/'), *back = strrchr (name, '\\');
  return MAX (slash, back) != NULL ? MAX (slash, back) + 1 : name;
}

char *
file_name_for (const char *name, const char *ending)
{
  g_autofree char *valid = g_utf8_make_valid (last_part (name), -1);
  char *dot = strrchr (valid, '.');
  if (dot != NULL && dot > valid)
    *dot = '\0';
  g_autofree char *stem = slug_from_title (valid);
  return g_strdup_printf ("%s.%s", stem, ending);
}
