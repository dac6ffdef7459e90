/* Fields: what only some texts have, from YAML into JSON.
 *
 * The forms that people write are made one: a bare speaker is a name, a bare related text a list of one. Empty values
 * are left out, so that an edition says the same whether a key is empty or absent. */
#include "record/field_read.h"

#include "record/attachment_entry.h"
#include "record/civil.h"
#include "record/language.h"

#include <string.h>

#define TEXT_LIMIT 1000   /* characters of a name, place, caption */
#define NOTES_LIMIT 50000 /* of notes to editors */
#define LIST_LIMIT 200    /* items */

/* ---- Texts ---- */

static gboolean
check_length (const YamlNode *node, const char *text, glong limit, GError **error)
{
  return g_utf8_strlen (text, -1) <= limit
         || yaml_fail (node, error, "the text is longer than %ld characters", limit);
}

static gboolean
text_put (json_t *object, YamlNode *map, const char *key, glong limit, GError **error)
{
  g_autofree char *text = NULL;

  if (!yaml_map_take_text (map, key, &text, error))
    return FALSE;
  if (text == NULL || *text == '\0')
    return TRUE;
  if (!check_length (yaml_map_take (map, key), text, limit, error))
    return FALSE;
  json_object_set_new (object, key, json_string (text));
  return TRUE;
}

static gboolean
texts_put (json_t *object, YamlNode *map, const char *const *keys, GError **error)
{
  for (; *keys != NULL; keys++)
    if (!text_put (object, map, *keys, TEXT_LIMIT, error))
      return FALSE;
  return TRUE;
}

static gboolean
text_demand (YamlNode *map, const char *key, const json_t *object, GError **error)
{
  return json_object_get (object, key) != NULL || yaml_fail (map, error, "“%s” is missing", key);
}

/* A bare text stands for {KEY: text}. */
static gboolean
bare_put (json_t *object, const YamlNode *node, const char *key, GError **error)
{
  g_autofree char *text = g_strstrip (g_strdup (yaml_text (node)));

  if (*text != '\0')
    json_object_set_new (object, key, json_string (text));
  return check_length (node, text, TEXT_LIMIT, error);
}

/* A map of the texts KEYS, of which NEEDED (if not NULL) must be there; or a bare text for the first of them. */
static gboolean
object_read (json_t *object, YamlNode *node, const char *const *keys, const char *needed, GError **error)
{
  if (yaml_type (node) == YAML_TEXT)
    return bare_put (object, node, keys[0], error);
  return yaml_expect (node, YAML_MAP, error) && texts_put (object, node, keys, error)
         && (needed == NULL || text_demand (node, needed, object, error)) && yaml_map_refuse_rest (node, error);
}

/* ---- Lists ---- */

typedef gboolean (*ItemAppend) (json_t *array, YamlNode *node, GError **error);

static gboolean
text_append (json_t *array, YamlNode *node, GError **error)
{
  if (!yaml_expect (node, YAML_TEXT, error))
    return FALSE;
  g_autofree char *text = g_strstrip (g_strdup (yaml_text (node)));
  if (*text != '\0')
    json_array_append_new (array, json_string (text));
  return check_length (node, text, TEXT_LIMIT, error);
}

/* A list, or a single item in the place of one. */
static gboolean
list_put (json_t *object, YamlNode *map, const char *key, ItemAppend append, GError **error)
{
  YamlNode *node = yaml_map_take (map, key);
  json_t *array;
  gboolean fine = TRUE;

  if (node == NULL)
    return TRUE;
  if (yaml_type (node) == YAML_LIST && yaml_count (node) > LIST_LIMIT)
    return yaml_fail (node, error, "the list is longer than %d", LIST_LIMIT);
  array = json_array ();
  if (yaml_type (node) != YAML_LIST)
    fine = append (array, node, error);
  else
    for (unsigned i = 0; fine && i < yaml_count (node); i++)
      fine = append (array, yaml_child (node, i), error);
  if (fine && json_array_size (array) > 0)
    json_object_set (object, key, array);
  json_decref (array);
  return fine;
}

/* ---- Speaker and event ---- */

typedef gboolean (*ObjectRead) (json_t *object, YamlNode *node, GError **error);

static gboolean
object_put (json_t *fields, YamlNode *top, const char *key, ObjectRead read, GError **error)
{
  YamlNode *node = yaml_map_take (top, key);

  if (node == NULL)
    return TRUE;
  json_t *object = json_object ();
  gboolean fine = read (object, node, error);
  if (fine && json_object_size (object) > 0)
    json_object_set (fields, key, object);
  json_decref (object);
  return fine;
}

static gboolean
speaker_read (json_t *speaker, YamlNode *node, GError **error)
{
  static const char *const keys[] = { "name", "role", NULL };
  return object_read (speaker, node, keys, "name", error);
}

static gboolean
event_date_check (YamlNode *node, const json_t *event, GError **error)
{
  const char *text = json_string_value (json_object_get (event, "date"));
  CivilDate date;

  return text == NULL || civil_date_parse (text, &date)
         || yaml_fail (yaml_map_take (node, "date"), error, "“%s” is no date of the calendar; write it as 2026-11-23",
                       text);
}

static gboolean
event_zone_check (YamlNode *node, const json_t *event, GError **error)
{
  const char *name = json_string_value (json_object_get (event, "zone"));
  g_autoptr (GTimeZone) zone = name != NULL ? zone_find (name) : NULL;

  if (name == NULL || zone != NULL)
    return TRUE;
  g_autofree char *nearest = zone_suggest (name);
  return yaml_fail (yaml_map_take (node, "zone"), error, "“%s” is no IANA time zone (%s “%s”%s", name,
                    nearest != NULL ? "did you mean" : "one is", nearest != NULL ? nearest : "Europe/Lisbon",
                    nearest != NULL ? "?)" : ")");
}

static gboolean
event_read (json_t *event, YamlNode *node, GError **error)
{
  static const char *const keys[] = { "name", "date", "place", "zone", NULL };

  return object_read (event, node, keys, NULL, error) && event_date_check (node, event, error)
         && event_zone_check (node, event, error);
}

/* ---- Words from a list, and instants ---- */

static gboolean
delivery_read (json_t *fields, YamlNode *top, GError **error)
{
  static const char *const allowed[] = { "as delivered", "draft text", "speaking notes", NULL };
  g_autofree char *text = NULL;

  if (!yaml_map_take_text (top, "delivery", &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  g_autofree char *words = g_strdelimit (g_ascii_strdown (text, -1), "_-", ' ');
  if (!g_strv_contains (allowed, words))
    return yaml_fail (yaml_map_take (top, "delivery"), error,
                      "“%s” is no way of delivery; one of as delivered, draft text, speaking notes", text);
  json_object_set_new (fields, "delivery", json_string (words));
  return TRUE;
}

gboolean
instant_take (YamlNode *map, const char *key, Instant *instant, gboolean *given, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) failure = NULL;

  if (!yaml_map_take_text (map, key, &text, error))
    return FALSE;
  if (given != NULL)
    *given = text != NULL;
  return text == NULL || instant_parse (text, instant, &failure)
         || yaml_fail (yaml_map_take (map, key), error, "%s", failure->message);
}

static gboolean
embargo_read (json_t *fields, YamlNode *top, GError **error)
{
  Instant embargo;
  gboolean given;

  if (!instant_take (top, "embargo", &embargo, &given, error))
    return FALSE;
  if (!given)
    return TRUE;
  g_autofree char *text = instant_format (embargo);
  json_object_set_new (fields, "embargo", json_string (text));
  return TRUE;
}

/* ---- Press contacts and attachments ---- */

static gboolean
object_append (json_t *array, json_t *object, gboolean fine)
{
  if (fine && json_object_size (object) > 0)
    json_array_append (array, object);
  json_decref (object);
  return fine;
}

static gboolean
press_contact_append (json_t *array, YamlNode *node, GError **error)
{
  static const char *const keys[] = { "name", "role", "phone", "email", NULL };
  json_t *contact = json_object ();

  return object_append (array, contact, object_read (contact, node, keys, NULL, error));
}

static gboolean
focus_check (const YamlNode *node, const json_t *attachment, GError **error)
{
  const char *focus = json_string_value (json_object_get (attachment, "focus"));

  return focus == NULL || attachment_focus_of (focus) != NULL
         || yaml_fail (node, error,
                       "focus: “%s” is no place in a picture; one of centre, top left, top, top right, left, right, "
                       "bottom left, bottom, bottom right",
                       focus);
}

/* An image that says nothing has no alternative text to give. */
static gboolean
decoration_check (const YamlNode *node, const json_t *attachment, GError **error)
{
  const char *decoration = json_string_value (json_object_get (attachment, "decoration"));

  return decoration == NULL || strcmp (decoration, "yes") == 0
         || yaml_fail (node, error, "decoration: “%s” is not known; “yes”, or nothing", decoration);
}

static gboolean
attachment_check (const YamlNode *node, const json_t *attachment, GError **error)
{
  const char *language = json_string_value (json_object_get (attachment, "language"));
  g_autofree char *tag = language != NULL ? language_tag (language) : NULL;

  return (language == NULL || tag != NULL
          || yaml_fail (node, error, "“%s” is no language tag (BCP 47), such as “en”", language))
         && focus_check (node, attachment, error) && decoration_check (node, attachment, error);
}

static gboolean
attachment_append (json_t *array, YamlNode *node, GError **error)
{
  static const char *const keys[] = { "file",   "title", "language", "alt",        "caption",
                                      "credit", "terms", "focus",    "decoration", NULL };
  json_t *attachment = json_object ();

  return object_append (array, attachment,
                        object_read (attachment, node, keys, "file", error)
                            && attachment_check (node, attachment, error));
}

/* ---- Of which edition it is a translation ---- */

static gboolean
translated_check (YamlNode *node, const json_t *object, GError **error)
{
  const char *language = json_string_value (json_object_get (object, "language"));
  const char *edition = json_string_value (json_object_get (object, "edition"));
  g_autofree char *tag = language != NULL ? language_tag (language) : NULL;
  guint64 number;

  if (tag == NULL)
    return yaml_fail (node, error, "“%s” is no language tag (BCP 47), such as “en”",
                      language != NULL ? language : "");
  return (edition != NULL && g_ascii_string_to_unsigned (edition, 10, 1, 999999, &number, NULL))
         || yaml_fail (node, error, "“%s” is no number of an edition", edition != NULL ? edition : "");
}

static gboolean
translated_read (json_t *object, YamlNode *node, GError **error)
{
  static const char *const keys[] = { "language", "edition", NULL };

  return yaml_expect (node, YAML_MAP, error) && object_read (object, node, keys, NULL, error)
         && translated_check (node, object, error);
}

gboolean
fields_read (json_t *fields, YamlNode *top, GError **error)
{
  static const char *const texts[] = { "dateline", "outlet", "interviewer", NULL };

  return object_put (fields, top, "speaker", speaker_read, error)
         && object_put (fields, top, "event", event_read, error) && delivery_read (fields, top, error)
         && texts_put (fields, top, texts, error) && embargo_read (fields, top, error)
         && list_put (fields, top, "topics", text_append, error)
         && list_put (fields, top, "places", text_append, error)
         && list_put (fields, top, "press_contacts", press_contact_append, error)
         && text_put (fields, top, "notes_to_editors", NOTES_LIMIT, error)
         && list_put (fields, top, "related", text_append, error)
         && object_put (fields, top, "translated_from", translated_read, error)
         && list_put (fields, top, "attachments", attachment_append, error);
}
