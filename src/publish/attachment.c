/* The files that belong to an edition: images, documents, tables.
 *
 * A file is known by the SHA-256 of its bytes, and kept once however many editions use it. Only types that a browser
 * shows or a reader expects of an office are taken; the type is decided by the ending and must not contradict the
 * first bytes. */
#include "publish/attachment.h"

#include "base/sha256.h"
#include "publish/picture.h"
#include "record/slug.h"

#include <string.h>

#define ATTACHMENT_LIMIT ((gsize)64 << 20)

static const struct
{
  const char *ending;
  const char *type;
  const char *magic; /* how the bytes begin, NULL if that says nothing */
} types[] = {
  { "jpg", "image/jpeg", "\xff\xd8\xff" },
  { "jpeg", "image/jpeg", "\xff\xd8\xff" },
  { "png", "image/png", "\x89PNG" },
  { "gif", "image/gif", "GIF8" },
  { "webp", "image/webp", "RIFF" },
  { "avif", "image/avif", NULL },
  { "svg", "image/svg+xml", NULL },
  { "pdf", "application/pdf", "%PDF" },
  { "csv", "text/csv; charset=utf-8", NULL },
  { "txt", "text/plain; charset=utf-8", NULL },
  { "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK" },
  { "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK" },
  { "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "PK" },
  { "odt", "application/vnd.oasis.opendocument.text", "PK" },
  { "ods", "application/vnd.oasis.opendocument.spreadsheet", "PK" },
  { "odp", "application/vnd.oasis.opendocument.presentation", "PK" },
  { "zip", "application/zip", "PK" },
  { "mp3", "audio/mpeg", NULL },
  { "ogg", "audio/ogg", "OggS" },
  { "mp4", "video/mp4", NULL },
  { "webm", "video/webm", NULL },
};

void
media_free (Media *media)
{
  g_free (media->digest);
  g_free (media->name);
  g_clear_pointer (&media->content, g_bytes_unref);
  g_free (media);
}

static const char *
ending_of (const char *file)
{
  const char *dot = strrchr (file, '.');
  return dot != NULL ? dot + 1 : "";
}

static gboolean
begins_with (GBytes *content, const char *magic)
{
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (content, &size);
  return magic == NULL || (size >= strlen (magic) && memcmp (data, magic, strlen (magic)) == 0);
}

static const char *
type_of (const char *file, GBytes *content, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_ascii_strcasecmp (types[i].ending, ending_of (file)) == 0)
      {
        if (begins_with (content, types[i].magic))
          return types[i].type;
        g_set_error (error, PUBLISH_ERROR, PUBLISH_ERROR_ATTACHMENT, "“%s” is not what its ending says (%s)", file,
                     types[i].type);
        return NULL;
      }
  g_set_error (error, PUBLISH_ERROR, PUBLISH_ERROR_ATTACHMENT,
               "“%s” is of a type that is not served; images (jpg, png, gif, webp, avif, svg), pdf, csv, txt, office "
               "documents, zip, mp3, ogg, mp4 and webm are",
               file);
  return NULL;
}

static GBytes *
file_read (const Draft *draft, const char *file, GError **error)
{
  if (draft->folder == NULL)
    {
      g_set_error (error, PUBLISH_ERROR, PUBLISH_ERROR_ATTACHMENT, "“%s”: attachments are not taken here", file);
      return NULL;
    }
  g_autofree char *path = g_canonicalize_filename (file, draft->folder);
  g_autoptr (GMappedFile) mapped = g_mapped_file_new (path, FALSE, error);
  if (mapped == NULL)
    return NULL;
  if (g_mapped_file_get_length (mapped) <= ATTACHMENT_LIMIT)
    return g_bytes_new (g_mapped_file_get_contents (mapped), g_mapped_file_get_length (mapped));
  g_set_error (error, PUBLISH_ERROR, PUBLISH_ERROR_ATTACHMENT, "“%s” is larger than %u MB", file,
               (unsigned)(ATTACHMENT_LIMIT >> 20));
  return NULL;
}

/* "Trade figures 2026.CSV" → "trade-figures-2026.csv" */
static char *
address_name (const char *file)
{
  g_autofree char *base = g_path_get_basename (file);
  g_autofree char *ending = g_ascii_strdown (ending_of (base), -1);
  base[strlen (base) - strlen (ending) - 1] = '\0';
  g_autofree char *stem = slug_from_title (base);
  return g_strdup_printf ("%s.%s", stem, ending);
}

static void
entry_complete (json_t *entry, const Media *media)
{
  int width, height;

  json_object_set_new (entry, "media", json_string (media->digest));
  json_object_set_new (entry, "name", json_string (media->name));
  json_object_set_new (entry, "type", json_string (media->type));
  json_object_set_new (entry, "size", json_integer ((json_int_t)g_bytes_get_size (media->content)));
  if (picture_size (media->content, media->type, &width, &height))
    {
      json_object_set_new (entry, "width", json_integer (width));
      json_object_set_new (entry, "height", json_integer (height));
    }
}

static Media *
attachment_read (const Draft *draft, const char *file, GError **error)
{
  g_autoptr (GBytes) content = file_read (draft, file, error);
  const char *type = content != NULL ? type_of (file, content, error) : NULL;
  if (type == NULL)
    return NULL;

  Media *media = g_new0 (Media, 1);
  media->digest = sha256_hex (g_bytes_get_data (content, NULL), g_bytes_get_size (content));
  media->name = address_name (file);
  media->type = type;
  media->content = g_steal_pointer (&content);
  return media;
}

GPtrArray *
attachments_read (const Draft *draft, GError **error)
{
  if (draft->files != NULL)
    return g_ptr_array_ref (draft->files);
  g_autoptr (GPtrArray) read = g_ptr_array_new_with_free_func ((GDestroyNotify)media_free);
  size_t index;
  json_t *entry;

  json_array_foreach (json_object_get (draft->matter->edition->fields, "attachments"), index, entry)
    {
      Media *media = attachment_read (draft, json_string_value (json_object_get (entry, "file")), error);
      if (media == NULL)
        return NULL;
      entry_complete (entry, media);
      g_ptr_array_add (read, media);
    }
  return g_steal_pointer (&read);
}
