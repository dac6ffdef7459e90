#include "record/attachment_entry.h"

#include <string.h>

const char *const attachment_focuses[] = { "centre", "top left",    "top",    "top right",    "left",
                                           "right",  "bottom left", "bottom", "bottom right", NULL };
static const char *const focus_classes[] = { "centre", "top-left",    "top",    "top-right",   "left",
                                             "right",  "bottom-left", "bottom", "bottom-right" };

static const char *
text_at (const json_t *entry, const char *key)
{
  return json_string_value (json_object_get (entry, key));
}

gboolean
attachment_is_picture (const json_t *entry)
{
  const char *type = text_at (entry, "type");
  return type != NULL && g_str_has_prefix (type, "image/");
}

char *
attachment_address (const json_t *entry)
{
  const char *media = text_at (entry, "media"), *name = text_at (entry, "name");
  return media != NULL && name != NULL ? g_strconcat ("/media/", media, "/", name, NULL) : NULL;
}

static gboolean
is_webp (const json_t *rendition)
{
  return g_strcmp0 (text_at (rendition, "type"), "image/webp") == 0;
}

char *
attachment_shown (const json_t *entry)
{
  size_t index;
  json_t *rendition;

  json_array_foreach (json_object_get (entry, "renditions"), index, rendition)
    if (!is_webp (rendition))
      return attachment_address (rendition);
  return attachment_address (entry);
}

char *
attachment_thumbnail (const json_t *entry)
{
  json_t *first = json_array_get (json_object_get (entry, "renditions"), 0);
  return attachment_address (first != NULL ? first : entry);
}

char *
attachment_source_set (const json_t *entry)
{
  GString *set = g_string_new (NULL);
  size_t index;
  json_t *rendition;

  json_array_foreach (json_object_get (entry, "renditions"), index, rendition)
    {
      g_autofree char *address = is_webp (rendition) ? attachment_address (rendition) : NULL;
      if (address != NULL)
        g_string_append_printf (set, "%s%s %" JSON_INTEGER_FORMAT "w", set->len > 0 ? ", " : "", address,
                                json_integer_value (json_object_get (rendition, "width")));
    }
  return g_string_free (set, set->len == 0);
}

const char *
attachment_focus_of (const char *text)
{
  g_autofree char *words = g_strdelimit (g_ascii_strdown (text, -1), "-_", ' ');

  if (strcmp (words, "center") == 0)
    return focus_classes[0];
  for (gsize i = 0; attachment_focuses[i] != NULL; i++)
    if (strcmp (words, attachment_focuses[i]) == 0)
      return focus_classes[i];
  return NULL;
}

const char *
attachment_focus (const json_t *entry)
{
  const char *text = text_at (entry, "focus"), *name = text != NULL ? attachment_focus_of (text) : NULL;
  return name != focus_classes[0] ? name : NULL;
}
