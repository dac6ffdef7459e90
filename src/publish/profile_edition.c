/* The editions of an office's own profile: written like any other, read by every page. */
#include "publish/publish.h"

#include "text/locale.h"
#include "text/messages.h"

#include <string.h>

static gboolean
sentences_valid (const Profile *profile, const char *file, GError **error)
{
  for (guint i = 0; i < profile->counters->len; i++)
    {
      const Counter *counter = profile->counters->pdata[i];
      GHashTableIter iter;
      gpointer language, sentence;

      g_hash_table_iter_init (&iter, counter->sentence);
      while (g_hash_table_iter_next (&iter, &language, &sentence))
        if (!message_valid (language, sentence, error))
          {
            g_prefix_error (error, "%s: counters[%u].sentence.%s: ", file, i, (const char *)language);
            return FALSE;
          }
    }
  return TRUE;
}

static gboolean
patterns_valid (const Profile *profile, const char *file, GError **error)
{
  GHashTableIter names;
  gpointer name, texts;

  g_hash_table_iter_init (&names, profile->date_patterns);
  while (g_hash_table_iter_next (&names, &name, &texts))
    {
      GHashTableIter languages;
      gpointer language, pattern;

      g_hash_table_iter_init (&languages, texts);
      while (g_hash_table_iter_next (&languages, &language, &pattern))
        if (!locale_pattern_valid (pattern))
          {
            g_set_error (error, PROFILE_ERROR, PROFILE_ERROR_INVALID,
                         "%s: date_patterns.%s.%s: “%s” is no CLDR date pattern (such as dd.MM.yyyy)", file,
                         (const char *)name, (const char *)language, (const char *)pattern);
            return FALSE;
          }
    }
  return TRUE;
}

gboolean
publish_profile_sound (const Profile *profile, const char *file, GError **error)
{
  return sentences_valid (profile, file, error) && patterns_valid (profile, file, error);
}

static Edition *
profile_edition (const ProfileText *text, const Profile *profile)
{
  Edition *edition = edition_new ();

  edition->office = g_strdup (text->office);
  edition->kind = KIND_PROFILE;
  edition->state = STATE_PUBLISHED;
  edition->language = g_strdup ("");
  edition->slug = g_strdup ("profile");
  edition->path = g_strdup ("profile");
  edition->title = g_strdup (local_text (profile->name, profile->languages[0], profile->languages[0]));
  edition->body = g_strndup (text->yaml, text->length);
  edition->published = edition->dated = text->from;
  edition->html = g_strdup ("");
  edition->lead = g_strdup ("");
  return edition;
}

static gboolean
same_text (const Edition *last, const Edition *edition)
{
  return last != NULL && strcmp (last->body, edition->body) == 0;
}

gboolean
publish_profile (Store *store, const ProfileText *text, Instant now, PublishOutcome *outcome, GError **error)
{
  g_autoptr (Profile) profile = profile_parse (text->yaml, text->length, text->file, error);
  if (profile == NULL || !publish_profile_sound (profile, text->file, error))
    return FALSE;

  GError *failure = NULL;
  g_autoptr (Edition) last = store_last_profile (store, text->office, NULL, &failure);
  g_autoptr (Edition) edition = profile_edition (text, profile);
  Instant recorded;
  gint64 id;
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  *outcome = same_text (last, edition) ? PUBLISH_UNCHANGED : last == NULL ? PUBLISH_NEW : PUBLISH_NEXT;
  if (*outcome == PUBLISH_UNCHANGED)
    return TRUE;
  if ((last == NULL && !store_add_office (store, text->office, error))
      || !store_last_recorded (store, &recorded, error))
    return FALSE;
  edition->recorded = MAX (recorded, now);
  edition->number = last != NULL ? last->number + 1 : 1;
  edition->document = last != NULL ? g_strdup (last->document) : g_uuid_string_random ();
  edition->change_note = last != NULL ? g_strdup (text->note != NULL ? text->note : "profile") : NULL;
  return store_add_edition (store, edition, &id, error);
}
