#include "desk/write/intake.h"

#include "darkroom/darkroom.h"
#include "desk/text/files.h"
#include "publish/file_type.h"

#include <string.h>

#define MOST_BYTES_OF_FILE ((gsize)64 << 20)

typedef struct
{
  const Exchange *exchange;
  Intake *intake;
  GHashTable *taken; /* names, as a set */
  guint64 bytes;     /* of all files of the draft */
  guint count;
  char **problem;
} Taking;

static void
file_clear (gpointer data)
{
  NewFile *file = data;

  g_free ((char *)file->name);
  g_free ((char *)file->of);
  g_bytes_unref (file->content);
}

void
intake_free (Intake *intake)
{
  g_ptr_array_unref (intake->names);
  g_array_unref (intake->files);
  g_free (intake);
}

static gboolean
refuse (const Taking *taking, const char *key, const char *name)
{
  json_auto_t *value = json_string (name != NULL && *name != '\0' ? name : "?");

  *taking->problem =
      messages_format (taking->exchange->desk->words, taking->exchange->language, key, "name", value, NULL);
  return FALSE;
}

/* ---- Names ---- */

/* WANTED, or with a number before its ending, so that no other has it. Transfer full. */
static char *
choose_name (Taking *taking, const char *wanted)
{
  const char *dot = strrchr (wanted, '.');
  g_autofree char *name = g_strdup (wanted);

  for (guint i = 2; g_hash_table_contains (taking->taken, name); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%.*s-%u%s", (int)(dot - wanted), wanted, i, dot);
    }
  g_hash_table_add (taking->taken, g_strdup (name));
  return g_steal_pointer (&name);
}

/* "harbour.jpg" in 480 of WebP: "harbour-480.webp". Transfer full. */
static char *
rendition_name (Taking *taking, const char *name, const DarkroomPicture *picture)
{
  const char *ending = strrchr (picture->type, '/') + 1;
  g_autofree char *wanted = g_strdup_printf ("%.*s-%u.%s", (int)(strrchr (name, '.') - name), name, picture->width,
                                             strcmp (ending, "jpeg") == 0 ? "jpg" : ending);
  return choose_name (taking, wanted);
}

/* ---- One ---- */

static void
add (Taking *taking, char *name, const char *of, const char *type, GBytes *content, unsigned width, unsigned height)
{
  const NewFile file = { name, g_strdup (of), type, width, height, g_bytes_ref (content) };

  g_array_append_val (taking->intake->files, file);
  taking->bytes += g_bytes_get_size (content);
  if (of == NULL)
    g_ptr_array_add (taking->intake->names, g_strdup (name));
}

static void
add_pictures (Taking *taking, const FormFile *file, const GPtrArray *pictures)
{
  const DarkroomPicture *whole = pictures->pdata[0];
  const char *ending = strcmp (whole->type, "image/jpeg") == 0 ? "jpg" : strrchr (whole->type, '/') + 1;
  g_autofree char *wanted = file_name_for (file->name, ending), *name = choose_name (taking, wanted);

  for (guint i = 0; i < pictures->len; i++)
    {
      const DarkroomPicture *picture = pictures->pdata[i];
      add (taking, i == 0 ? g_strdup (name) : rendition_name (taking, name, picture), i == 0 ? NULL : name,
           picture->type, picture->bytes, picture->width, picture->height);
    }
}

static gboolean
take_picture (Taking *taking, const FormFile *file, FileType type)
{
  static const char *const texts[] = { [DARKROOM_ERROR_MISSING] = "file_no_pictures",
                                       [DARKROOM_ERROR_FAILED] = "file_picture_failed",
                                       [DARKROOM_ERROR_TOO_LARGE] = "file_picture_large",
                                       [DARKROOM_ERROR_BROKEN] = "file_picture_broken" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pictures =
      darkroom_develop (taking->exchange->desk->options->darkroom, file_type_media (type), file->content, &error);
  if (pictures == NULL)
    return refuse (taking, texts[error->code], file->name);
  add_pictures (taking, file, pictures);
  return TRUE;
}

static gboolean
take_other (Taking *taking, const FormFile *file, FileType type)
{
  g_autofree char *wanted = file_name_for (file->name, file_type_ending (type));

  add (taking, choose_name (taking, wanted), NULL, file_type_media (type), file->content, 0, 0);
  return TRUE;
}

static const char *
refusal_of (FileType type)
{
  switch (type)
    {
    case FILE_SVG:
      return "file_is_svg";
    case FILE_GIF:
      return "file_is_gif";
    case FILE_HEIC:
      return "file_is_heic";
    case FILE_ARCHIVE:
      return "file_is_archive";
    default:
      return "file_is_other";
    }
}

static gboolean
take_one (Taking *taking, const FormFile *file)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (file->content, &length);
  FileType type = file_type_find (bytes, length);

  if (length == 0)
    return refuse (taking, "file_is_empty", file->name);
  if (length > MOST_BYTES_OF_FILE)
    return refuse (taking, "file_is_large", file->name);
  if (taking->count++ >= MOST_FILES_OF_DRAFT || taking->bytes + length > MOST_BYTES_OF_DRAFT)
    return refuse (taking, "file_too_many", file->name);
  if (!file_type_is_taken (type))
    return refuse (taking, refusal_of (type), file->name);
  return darkroom_reads (file_type_media (type)) ? take_picture (taking, file, type)
                                                 : take_other (taking, file, type);
}

/* ---- All ---- */

/* Names that are in use, and how much there is. */
static void
look_around (Taking *taking, const GPtrArray *there, const Source *source)
{
  json_t *entries = json_object_get (source->matter, "attachments"), *entry;
  size_t index;

  for (guint i = 0; there != NULL && i < there->len; i++)
    {
      const CabinetFile *file = there->pdata[i];
      g_hash_table_add (taking->taken, g_strdup (file->name));
      taking->bytes += file->size;
    }
  json_array_foreach (entries, index, entry)
    {
      const char *name = json_string_value (json_object_get (entry, "file"));
      if (name != NULL)
        g_hash_table_add (taking->taken, g_strdup (name));
    }
  taking->count = (guint)json_array_size (entries);
}

Intake *
intake_take (const Exchange *exchange, const Form *form, const GPtrArray *there, const Source *source, char **problem)
{
  g_autoptr (Intake) intake = g_new0 (Intake, 1);
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Taking taking = { .exchange = exchange, .intake = intake, .taken = taken, .problem = problem };

  intake->names = g_ptr_array_new_with_free_func (g_free);
  intake->files = g_array_new (FALSE, FALSE, sizeof (NewFile));
  g_array_set_clear_func (intake->files, file_clear);
  look_around (&taking, there, source);
  for (guint i = 0; i < form_count_files (form); i++)
    if (!take_one (&taking, form_file (form, i)))
      return NULL;
  return g_steal_pointer (&intake);
}

void
intake_name (const Intake *intake, Source *source)
{
  if (intake->names->len > 0 && json_object_get (source->matter, "attachments") == NULL)
    json_object_set_new (source->matter, "attachments", json_array ());
  for (guint i = 0; i < intake->names->len; i++)
    json_array_append_new (json_object_get (source->matter, "attachments"),
                           json_pack ("{s:s}", "file", (const char *)intake->names->pdata[i]));
}

gboolean
intake_write (const Intake *intake, Exchange *exchange, const char *id, GError **error)
{
  Actor actor = exchange_actor (exchange);
  return intake->files->len == 0
         || cabinet_add_files (exchange->desk->cabinet, &actor, id,
                               (const NewFile *)(const void *)intake->files->data, intake->files->len, error);
}
