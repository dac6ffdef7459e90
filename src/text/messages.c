/* What the site says, in every language it speaks.
 *
 * The catalogues are embedded, and read once. A message that a language lacks is taken from English; a language that
 * has no catalogue is answered by its parent, then by English, so that something is always said. Nothing changes
 * after loading: threads may share one Messages. */
#include "text/messages.h"

#include "text/catalogue.h"

#include <gio/gio.h>
#include <string.h>

#define ROOT "/chancery/"
#define FOLDER ROOT "messages/"
#define LAST_RESORT "en"
#define TAG_LIMIT 64

GResource *messages_resources_get_resource (void);

struct _Messages
{
  GHashTable *catalogues; /* language -> Catalogue */
};

/* ---- Loading ---- */

static gboolean
load_catalogue (Messages *messages, GResource *resource, const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_strconcat (folder, name, NULL);
  g_autofree char *file = g_strconcat (folder + strlen (ROOT), name, NULL);
  g_autofree char *language = g_strndup (name, strcspn (name, "."));
  g_autoptr (GBytes) yaml = g_resource_lookup_data (resource, path, 0, error);

  if (yaml == NULL)
    return FALSE;
  gsize length;
  const char *text = g_bytes_get_data (yaml, &length);
  Catalogue *catalogue = catalogue_read (language, file, text, length, error);
  if (catalogue == NULL)
    return FALSE;
  g_hash_table_insert (messages->catalogues, g_steal_pointer (&language), catalogue);
  return TRUE;
}

/* Where a catalogue has no text for templates, English stands in. */
static void
complete (Messages *messages)
{
  const Catalogue *english = g_hash_table_lookup (messages->catalogues, LAST_RESORT);
  GHashTableIter each;
  gpointer catalogue;

  g_hash_table_iter_init (&each, messages->catalogues);
  while (g_hash_table_iter_next (&each, NULL, &catalogue))
    json_object_update_missing (((Catalogue *)catalogue)->context, english->context);
}

Messages *
messages_load_from (GResource *resource, const char *folder, GError **error)
{
  g_autoptr (Messages) messages = g_new0 (Messages, 1);
  g_auto (GStrv) names = g_resource_enumerate_children (resource, folder, 0, error);

  messages->catalogues = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)catalogue_free);
  if (names == NULL)
    return NULL;
  for (char **name = names; *name != NULL; name++)
    if (!load_catalogue (messages, resource, folder, *name, error))
      return NULL;
  g_assert (g_hash_table_contains (messages->catalogues, LAST_RESORT));
  complete (messages);
  return g_steal_pointer (&messages);
}

Messages *
messages_load (GError **error)
{
  return messages_load_from (messages_resources_get_resource (), FOLDER, error);
}

void
messages_free (Messages *messages)
{
  if (messages == NULL)
    return;
  g_hash_table_unref (messages->catalogues);
  g_free (messages);
}

/* ---- Asking ---- */

/* RFC 4647 section 3.4: the tag, then its parents, then English. */
static const Catalogue *
catalogue_for (const Messages *messages, const char *language)
{
  char tag[TAG_LIMIT];
  char *end = tag;

  g_strlcpy (tag, language, sizeof tag);
  while (end != NULL)
    {
      const Catalogue *catalogue = g_hash_table_lookup (messages->catalogues, tag);
      if (catalogue != NULL)
        return catalogue;
      if ((end = strrchr (tag, '-')) != NULL)
        *end = '\0';
    }
  return g_hash_table_lookup (messages->catalogues, LAST_RESORT);
}

/* The pattern of KEY; LANGUAGE becomes that in which it was found. */
static const char *
pattern_for (const Messages *messages, const char **language, const char *key)
{
  const Catalogue *catalogue = catalogue_for (messages, *language);
  const char *pattern = g_hash_table_lookup (catalogue->patterns, key);

  if (pattern != NULL)
    {
      /* "pt-BR" keeps its own numbers in the words of "pt"; a language that is not spoken here does not. */
      if (!g_str_has_prefix (*language, catalogue->language))
        *language = catalogue->language;
      return pattern;
    }
  *language = LAST_RESORT;
  catalogue = g_hash_table_lookup (messages->catalogues, LAST_RESORT);
  return g_hash_table_lookup (catalogue->patterns, key);
}

const char *
messages_get (const Messages *messages, const char *language, const char *key)
{
  const char *text = json_string_value (json_object_get (messages_context (messages, language), key));

  if (text == NULL)
    text = pattern_for (messages, &language, key);
  return text != NULL ? text : key;
}

json_t *
messages_context (const Messages *messages, const char *language)
{
  return catalogue_for (messages, language)->context;
}

static json_t *
collect (va_list pairs)
{
  json_t *arguments = json_object ();
  const char *name;

  while ((name = va_arg (pairs, const char *)) != NULL)
    json_object_set (arguments, name, va_arg (pairs, json_t *));
  return arguments;
}

char *
messages_format (const Messages *messages, const char *language, const char *key, ...)
{
  const char *pattern = pattern_for (messages, &language, key);
  g_autoptr (GError) error = NULL;
  va_list pairs;

  if (pattern == NULL)
    return g_strdup (key);
  va_start (pairs, key);
  json_auto_t *arguments = collect (pairs);
  va_end (pairs);
  char *text = message_format (language, pattern, arguments, &error);
  if (text != NULL)
    return text;
  g_warning ("message “%s” in “%s”: %s", key, language, error->message);
  return g_strdup (pattern);
}
