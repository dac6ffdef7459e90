/* The loader is chosen by the type that was found in the first bytes, never guessed by the library, so no other
 * loader of the many that it has is reached. The size in pixels stands in the head, and is looked at before anything
 * is decoded. */
#include "darkroom/develop.h"

#include <string.h>
#include <vips/vips.h>

#include <vips/vector.h> /* which does not stand alone */

#define MOST_PIXELS ((guint64)64000000)
#define LONGEST_SIDE 32000
#define LONGEST_WEBP 16383
#define WHOLE_QUALITY 90
#define QUALITY 80

static const int widths[] = { 480, 960, 1440, 2000 };
#define WIDEST 2000
#define FALLBACK 1 /* the one of these that there is in JPEG as well */

static void
say_nothing (const char *domain, GLogLevelFlags level, const char *text, gpointer data)
{
  (void)domain, (void)level, (void)text, (void)data;
}

gboolean
develop_begin (const char *name)
{
  if (vips_init (name) != 0)
    return FALSE;
  g_log_set_default_handler (say_nothing, NULL); /* what a library has to say about somebody's bytes */
  vips_block_untrusted_set (TRUE);
  vips_vector_set_enabled (FALSE); /* it would write code, and run it */
  vips_cache_set_max (0);
  vips_concurrency_set (2);
  return TRUE;
}

/* ---- Reading ---- */

static VipsImage *
load (WireType type, const guint8 *bytes, gsize length)
{
  VipsImage *image = NULL;
  void *data = (void *)bytes;

  switch (type)
    {
    case WIRE_JPEG:
      vips_jpegload_buffer (data, length, &image, "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL);
      break;
    case WIRE_PNG:
      vips_pngload_buffer (data, length, &image, "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL);
      break;
    case WIRE_WEBP:
      vips_webpload_buffer (data, length, &image, "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL);
      break;
    case WIRE_AVIF:
      vips_heifload_buffer (data, length, &image, "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL);
      break;
    }
  return image;
}

static gboolean
is_too_large (VipsImage *image)
{
  guint64 width = (guint64)vips_image_get_width (image), height = (guint64)vips_image_get_height (image);
  return width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > MOST_PIXELS;
}

/* Takes IMAGE, and passes on what STEP made of it; NULL if it failed. */
#define STEP(image, call)                                                                                            \
  ({                                                                                                                 \
    VipsImage *made_ = NULL, *from_ = (image);                                                                       \
    if (from_ != NULL && call)                                                                                       \
      made_ = NULL;                                                                                                  \
    g_clear_object (&from_);                                                                                         \
    made_;                                                                                                           \
  })

static void *
note_field (VipsImage *image, const char *name, GValue *value, void *names)
{
  (void)image, (void)value;
  g_ptr_array_add (names, g_strdup (name));
  return NULL;
}

/* Whatever it says of itself goes; what its writer needs of width, height and colours is no such field. */
static void
silence (VipsImage *image)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  vips_image_map (image, note_field, names);
  for (guint i = 0; i < names->len; i++)
    vips_image_remove (image, names->pdata[i]);
}

/* Upright, in sRGB, eight bits a colour, and silent. */
static VipsImage *
settle (VipsImage *image)
{
  image = STEP (image, vips_autorot (from_, &made_, NULL));
  if (image != NULL && vips_image_get_typeof (image, VIPS_META_ICC_NAME) != 0)
    {
      VipsImage *made = NULL;
      if (vips_icc_transform (image, &made, "srgb", "embedded", TRUE, "depth", 8, NULL) == 0)
        {
          g_object_unref (image);
          image = made;
        } /* else: the profile is none, and its colours are taken as they are */
    }
  image = STEP (image, vips_colourspace (from_, &made_, VIPS_INTERPRETATION_sRGB, NULL));
  image = STEP (image, vips_cast (from_, &made_, VIPS_FORMAT_UCHAR, NULL));
  if (image == NULL)
    return NULL;
  VipsImage *whole = vips_image_copy_memory (image);
  g_object_unref (image);
  if (whole != NULL)
    silence (whole);
  return whole;
}

/* ---- Writing ---- */

static gboolean
keep (Developed *developed, VipsImage *image, WireType type, const void *bytes, gsize length)
{
  guint32 place = developed->count;

  if (place == WIRE_MOST_PICTURES || length > WIRE_MOST_ANSWERED - developed->used)
    return FALSE;
  memcpy (developed->bytes + developed->used, bytes, length);
  developed->pictures[place] = (WirePicture){ type, (guint32)vips_image_get_width (image),
                                              (guint32)vips_image_get_height (image), (guint32)length };
  developed->offsets[place] = developed->used;
  developed->used += (guint32)length;
  developed->count++;
  return TRUE;
}

static gboolean
write_picture (Developed *developed, VipsImage *image, WireType type, int quality)
{
  void *bytes = NULL;
  size_t length = 0;
  int failed = type == WIRE_JPEG  ? vips_jpegsave_buffer (image, &bytes, &length, "Q", quality, "strip", TRUE,
                                                          "optimize_coding", TRUE, "interlace", TRUE, NULL)
               : type == WIRE_PNG ? vips_pngsave_buffer (image, &bytes, &length, "strip", TRUE, NULL)
                                  : vips_webpsave_buffer (image, &bytes, &length, "Q", quality, "strip", TRUE, NULL);
  gboolean kept = failed == 0 && keep (developed, image, type, bytes, length);

  g_free (bytes);
  return kept;
}

/* ---- Narrower ones ---- */

/* In memory; NULL if it cannot be made. */
static VipsImage *
narrow_to (VipsImage *image, int width)
{
  VipsImage *narrow = NULL, *whole;

  if (image == NULL
      || vips_thumbnail_image (image, &narrow, width, "height", LONGEST_SIDE, "size", VIPS_SIZE_DOWN, NULL) != 0)
    return NULL;
  whole = vips_image_copy_memory (narrow);
  g_object_unref (narrow);
  return whole;
}

/* A width that cannot be written is left out: the whole one is there. */
static void
write_narrow (Developed *developed, VipsImage *image, WireType type)
{
  if (image != NULL && (type != WIRE_WEBP || vips_image_get_height (image) <= LONGEST_WEBP))
    write_picture (developed, image, type, QUALITY);
}

/* Each of the next wider one, which is much less to read than the whole; written from the narrowest on. */
static void
write_widths (Developed *developed, VipsImage *image, gboolean seen_through)
{
  VipsImage *made[G_N_ELEMENTS (widths)] = { NULL }, *wider = image;
  int width = vips_image_get_width (image);

  for (gsize i = G_N_ELEMENTS (widths); i-- > 0;)
    if (widths[i] < width)
      wider = made[i] = narrow_to (wider, widths[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    write_narrow (developed, made[i], WIRE_WEBP);
  if (width <= WIDEST)
    write_narrow (developed, image, WIRE_WEBP);
  write_narrow (developed, made[FALLBACK], seen_through ? WIRE_PNG : WIRE_JPEG);
  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    g_clear_object (&made[i]);
}

/* A drawing stays as it is to the pixel; whatever is not one, and not seen through, is what everything can read. */
static WireType
type_of_whole (WireType type, gboolean seen_through)
{
  return type == WIRE_PNG || seen_through ? WIRE_PNG : WIRE_JPEG;
}

static gboolean
write_all (Developed *developed, VipsImage *image, WireType type)
{
  gboolean seen_through = vips_image_hasalpha (image);

  if (!write_picture (developed, image, type_of_whole (type, seen_through), WHOLE_QUALITY))
    return FALSE;
  write_widths (developed, image, seen_through);
  return TRUE;
}

void
develop_picture (WireType type, const guint8 *bytes, gsize length, Developed *developed)
{
  VipsImage *image = load (type, bytes, length);

  developed->result = WIRE_BROKEN;
  if (image != NULL && is_too_large (image))
    {
      developed->result = WIRE_TOO_LARGE;
      g_object_unref (image);
      return;
    }
  image = settle (image);
  if (image != NULL && write_all (developed, image, type))
    developed->result = WIRE_FINE;
  g_clear_object (&image);
}
