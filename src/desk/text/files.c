#include "desk/text/files.h"

#include "record/attachment_entry.h"
#include "text/locale.h"

#include <stdlib.h>
#include <string.h>

/* What may be said of a file; each is a field of the form, “file_3_caption”. */
static const char *const texts[] = { "title", "alt", "caption", "credit", "terms", "focus", "decoration" };

static const char *
text_at (const json_t *entry, const char *key)
{
  const char *text = json_string_value (json_object_get (entry, key));
  return text != NULL ? text : "";
}

static const char *
form_at (const Form *form, guint i, const char *key)
{
  g_autofree char *name = g_strdup_printf ("file_%u_%s", i, key);
  return form_get (form, name);
}

static json_t *
entries_of (const Source *source)
{
  return json_object_get (source->matter, "attachments");
}

/* Borrowed; NULL: there is none of that name. */
static json_t *
find_entry (json_t *entries, const char *name)
{
  size_t index;
  json_t *entry;

  json_array_foreach (entries, index, entry)
    if (strcmp (text_at (entry, "file"), name) == 0)
      return entry;
  return NULL;
}

gboolean
files_names (const Source *source, const char *name)
{
  return find_entry (entries_of (source), name) != NULL;
}

/* ---- What was typed ---- */

static void
take_texts (json_t *entry, const Form *form, guint i)
{
  for (gsize j = 0; j < G_N_ELEMENTS (texts); j++)
    {
      const char *typed = form_at (form, i, texts[j]);
      g_autofree char *text = g_strstrip (g_strdup (typed != NULL ? typed : ""));
      if (*text != '\0')
        json_object_set_new (entry, texts[j], json_string (text));
      else
        json_object_del (entry, texts[j]);
    }
}

/* In the order of the form; what is not in it was added by somebody else, and stays. */
static json_t *
take_entries (json_t *before, const Form *form)
{
  json_t *after = json_array ();
  const char *name;
  size_t index;
  json_t *entry;

  for (guint i = 0; i < MOST_FILES_OF_DRAFT && (name = form_at (form, i, "name")) != NULL; i++)
    if ((entry = find_entry (before, name)) != NULL && find_entry (after, name) == NULL)
      {
        take_texts (entry, form, i);
        json_array_append (after, entry);
      }
  json_array_foreach (before, index, entry)
    if (find_entry (after, text_at (entry, "file")) == NULL)
      json_array_append (after, entry);
  return after;
}

static void
swap (json_t *entries, gsize a, gsize b)
{
  json_t *first = json_incref (json_array_get (entries, a)), *second = json_incref (json_array_get (entries, b));

  if (first != NULL && second != NULL)
    {
      json_array_set (entries, a, second);
      json_array_set (entries, b, first);
    }
  json_decref (first);
  json_decref (second);
}

static void
take_order (json_t *entries, const char *then)
{
  guint64 place;

  if (g_str_has_prefix (then, "file-up-") && g_ascii_string_to_unsigned (then + 8, 10, 1, 1000, &place, NULL))
    swap (entries, place, place - 1);
  else if (g_str_has_prefix (then, "file-down-") && g_ascii_string_to_unsigned (then + 10, 10, 0, 1000, &place, NULL))
    swap (entries, place, place + 1);
  else if (g_str_has_prefix (then, "file-remove-")
           && g_ascii_string_to_unsigned (then + 12, 10, 0, 1000, &place, NULL))
    json_array_remove (entries, place);
}

/* An empty list says that there are none; no list at all, that they are those of the edition before. */
void
files_take (Source *source, const Form *form)
{
  if (form_at (form, 0, "name") == NULL || entries_of (source) == NULL)
    return;
  json_t *entries = take_entries (entries_of (source), form);
  take_order (entries, form_text (form, "then"));
  json_object_set_new (source->matter, "attachments", entries);
}

/* ---- Where they are ---- */

typedef struct
{
  GPtrArray *own; /* of CabinetFile, or NULL */
  json_t *before; /* attachments of the edition that is corrected, or NULL */
} Places;

static void
places_clear (Places *places)
{
  g_clear_pointer (&places->own, g_ptr_array_unref);
  json_decref (places->before);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Places, places_clear)

static gboolean
find_places (const Exchange *exchange, const CabinetDraft *draft, Places *places, GError **error)
{
  const Desk *desk = exchange->desk;
  unsigned number = draft->number > 0 ? draft->number : draft->based_on;
  GError *failure = NULL;

  *places = (Places){ .own = cabinet_files (desk->cabinet, draft->id, error) };
  if (places->own == NULL || number == 0)
    return places->own != NULL;
  store_set_instant (desk->visible, exchange->now);
  g_autoptr (Edition) edition =
      store_edition_number (desk->visible, draft->office, draft->document, draft->language, number, &failure);
  if (edition != NULL)
    places->before = json_incref (json_object_get (edition->fields, "attachments"));
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

static const CabinetFile *
find_own (const Places *places, const char *name)
{
  for (guint i = 0; places->own != NULL && i < places->own->len; i++)
    {
      const CabinetFile *file = places->own->pdata[i];
      if (file->of == NULL && strcmp (file->name, name) == 0)
        return file;
    }
  return NULL;
}

/* By what it is called there, or by what it was called when it was taken in. */
static json_t *
find_before (const Places *places, const char *name)
{
  size_t index;
  json_t *entry;

  json_array_foreach (places->before, index, entry)
    if (strcmp (text_at (entry, "name"), name) == 0)
      return entry;
  return find_entry (places->before, name);
}

/* ---- What they are ---- */

static void
put_file (json_t *entry, const CabinetFile *file)
{
  json_object_set_new (entry, "media", json_string (file->digest));
  json_object_set_new (entry, "name", json_string (file->name));
  json_object_set_new (entry, "type", json_string (file->type));
  json_object_set_new (entry, "size", json_integer ((json_int_t)file->size));
  if (file->width > 0)
    {
      json_object_set_new (entry, "width", json_integer (file->width));
      json_object_set_new (entry, "height", json_integer (file->height));
    }
}

static void
complete_own (json_t *entry, const CabinetFile *file, const Places *places)
{
  json_t *renditions = json_array ();

  put_file (entry, file);
  for (guint i = 0; i < places->own->len; i++)
    {
      const CabinetFile *rendition = places->own->pdata[i];
      if (g_strcmp0 (rendition->of, file->name) != 0)
        continue;
      json_array_append_new (renditions, json_object ());
      put_file (json_array_get (renditions, json_array_size (renditions) - 1), rendition);
    }
  if (json_array_size (renditions) > 0)
    json_object_set (entry, "renditions", renditions);
  json_decref (renditions);
}

static void
complete_before (json_t *entry, json_t *before)
{
  static const char *const keys[] = { "media", "name", "type", "size", "width", "height", "renditions" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (json_object_get (before, keys[i]) != NULL)
      json_object_set (entry, keys[i], json_object_get (before, keys[i]));
}

static gboolean
complete (json_t *entry, const Places *places)
{
  const char *name = text_at (entry, "file");
  const CabinetFile *own = find_own (places, name);
  json_t *before = own == NULL ? find_before (places, name) : NULL;

  if (own != NULL)
    complete_own (entry, own, places);
  else if (before != NULL)
    complete_before (entry, before);
  return own != NULL || before != NULL;
}

/* ---- To be written ---- */

static gboolean
add_media (const Exchange *exchange, json_t *file, gboolean own, GPtrArray *media, GError **error)
{
  g_autofree char *type = NULL;
  GBytes *content =
      own ? cabinet_file_content (exchange->desk->cabinet, text_at (file, "media"), &type, error) : NULL;
  if (own && content == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, PUBLISH_ERROR, PUBLISH_ERROR_ATTACHMENT, "“%s” is gone", text_at (file, "name"));
      return FALSE;
    }
  Media *made = g_new0 (Media, 1);
  made->digest = g_strdup (text_at (file, "media"));
  made->name = g_strdup (text_at (file, "name"));
  made->type = g_intern_string (text_at (file, "type"));
  made->content = content;
  g_ptr_array_add (media, made);
  return TRUE;
}

static gboolean
add_all_media (const Exchange *exchange, json_t *entry, const Places *places, GPtrArray *media, GError **error)
{
  gboolean own = find_own (places, text_at (entry, "file")) != NULL;
  gboolean fine = add_media (exchange, entry, own, media, error);
  size_t index;
  json_t *rendition;

  json_array_foreach (json_object_get (entry, "renditions"), index, rendition)
    fine = fine && add_media (exchange, rendition, own, media, error);
  return fine;
}

gboolean
files_complete (const Exchange *exchange, const CabinetDraft *draft, json_t *fields, GPtrArray *media, GError **error)
{
  g_auto (Places) places = { 0 };
  json_t *entries = json_object_get (fields, "attachments");
  size_t index;
  json_t *entry;

  if (!find_places (exchange, draft, &places, error))
    return FALSE;
  json_array_foreach (entries, index, entry)
    {
      if (!complete (entry, &places))
        {
          g_set_error (error, PUBLISH_ERROR, PUBLISH_ERROR_ATTACHMENT, "“%s” is not among the files of this draft",
                       text_at (entry, "file"));
          return FALSE;
        }
      if (media != NULL && !add_all_media (exchange, entry, &places, media, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
files_are_said (const Source *source)
{
  return entries_of (source) != NULL;
}

gboolean
files_prepare (const Exchange *exchange, const CabinetDraft *draft, const Source *source, json_t *fields,
               GError **error)
{
  g_auto (Places) places = { 0 };

  if (files_are_said (source))
    return files_complete (exchange, draft, fields, NULL, error);
  if (!find_places (exchange, draft, &places, error))
    return FALSE;
  if (places.before != NULL)
    json_object_set_new (fields, "attachments", json_deep_copy (places.before));
  return TRUE;
}

/* ---- What is missing ---- */

static gboolean
is_picture_name (const char *name)
{
  static const char *const endings[] = { ".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg" };

  const char *dot = strrchr (name, '.');

  for (gsize i = 0; dot != NULL && i < G_N_ELEMENTS (endings); i++)
    if (g_ascii_strcasecmp (dot, endings[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
lacks_words (const json_t *entry)
{
  return is_picture_name (text_at (entry, "file")) && *text_at (entry, "alt") == '\0'
         && *text_at (entry, "decoration") == '\0';
}

void
files_check (const Exchange *exchange, const Source *source, GPtrArray *problems)
{
  size_t index;
  json_t *entry;

  json_array_foreach (entries_of (source), index, entry)
    if (lacks_words (entry))
      {
        json_auto_t *name = json_string (text_at (entry, "file"));
        problems_add (
            problems, "attachments",
            messages_format (exchange->desk->words, exchange->language, "file_alt_needed", "name", name, NULL));
      }
}

/* ---- To be shown ---- */

static json_t *
focus_options (const Exchange *exchange, const json_t *entry)
{
  const char *chosen = text_at (entry, "focus");
  json_t *options = json_array ();

  for (gsize i = 0; attachment_focuses[i] != NULL; i++)
    {
      g_autofree char *key = g_strconcat ("focus_", attachment_focuses[i], NULL);
      json_array_append_new (options, json_pack ("{s:s, s:s, s:b}", "value", i == 0 ? "" : attachment_focuses[i],
                                                 "text", desk_word (exchange, g_strdelimit (key, " ", '_')), "chosen",
                                                 i > 0 && strcmp (chosen, attachment_focuses[i]) == 0));
    }
  return options;
}

static void
put_details (const Exchange *exchange, json_t *view, const json_t *entry)
{
  g_autofree char *size =
      locale_size (exchange->language, (guint64)json_integer_value (json_object_get (entry, "size")));
  g_autofree char *thumbnail = attachment_thumbnail (entry), *address = attachment_address (entry);
  json_int_t width = json_integer_value (json_object_get (entry, "width"));
  g_autofree char *pixels = width > 0
                                ? g_strdup_printf ("%" JSON_INTEGER_FORMAT " × %" JSON_INTEGER_FORMAT " · ", width,
                                                   json_integer_value (json_object_get (entry, "height")))
                                : g_strdup ("");
  g_autofree char *details = g_strconcat (pixels, size, NULL);
  const char *focus = attachment_focus (entry);

  json_object_set_new (view, "details", json_string (details));
  json_object_set_new (view, "thumbnail", json_string (thumbnail != NULL ? thumbnail : ""));
  json_object_set_new (view, "address", json_string (address != NULL ? address : ""));
  json_object_set_new (view, "focus_class", json_string (focus != NULL ? focus : "centre"));
}

static json_t *
file_view (const Exchange *exchange, json_t *entry, const Places *places, gsize index, gsize count)
{
  json_auto_t *whole = json_deep_copy (entry);
  gboolean there = complete (whole, places);
  gboolean picture = is_picture_name (text_at (entry, "file"));
  json_t *view =
      json_pack ("{s:I, s:I, s:s, s:b, s:b, s:b, s:b, s:b}", "index", (json_int_t)index, "place",
                 (json_int_t)index + 1, "name", text_at (entry, "file"), "is_picture", picture, "has_thumbnail",
                 picture && there, "is_first", index == 0, "is_last", index + 1 == count, "is_lost", !there);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    json_object_set_new (view, texts[i], json_string (text_at (entry, texts[i])));
  json_object_set_new (view, "is_decoration", json_boolean (*text_at (entry, "decoration") != '\0'));
  json_object_set_new (view, "focuses", focus_options (exchange, entry));
  put_details (exchange, view, whole);
  return view;
}

json_t *
files_view (const Exchange *exchange, const CabinetDraft *draft, const Source *source, const GPtrArray *problems)
{
  g_auto (Places) places = { 0 };
  json_t *list = json_array (), *entry;
  size_t index, count = json_array_size (entries_of (source));

  if (draft != NULL)
    find_places (exchange, draft, &places, NULL);
  json_array_foreach (entries_of (source), index, entry)
    {
      json_t *view = file_view (exchange, entry, &places, index, count);
      json_object_set_new (view, "has_problem", json_boolean (problems != NULL && lacks_words (entry)));
      json_array_append_new (list, view);
    }
  return list;
}
