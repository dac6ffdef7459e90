/* Profiles: an office's own words about itself, as values.
 *
 * profile_read.c and its neighbours make them from YAML; here is what is asked of them. A profile never changes once
 * read, and may be used from many threads. */
#include "record/profile.h"

#include "record/hours.h"
#include "record/profile_read.h"

#include <string.h>

#define SECONDS_A_DAY G_GINT64_CONSTANT (86400)

G_DEFINE_QUARK (profile_error, profile_error)

/* ---- Texts in several languages ---- */

/* "pt-BR" → "pt", "zh-Hant-TW" → "zh-Hant" → "zh". */
static const char *
lookup_parents (const LocalText *text, const char *language)
{
  g_autofree char *tag = g_strdup (language);

  for (;;)
    {
      const char *found = g_hash_table_lookup ((LocalText *)text, tag);
      char *hyphen = strrchr (tag, '-');
      if (found != NULL || hyphen == NULL)
        return found;
      *hyphen = '\0';
    }
}

/* That of the first tag in alphabetical order. */
static const char *
any_text (const LocalText *text)
{
  GHashTableIter iter;
  gpointer tag, value;
  const char *first = NULL, *found = NULL;

  g_hash_table_iter_init (&iter, (LocalText *)text);
  while (g_hash_table_iter_next (&iter, &tag, &value))
    if (first == NULL || strcmp (tag, first) < 0)
      {
        first = tag;
        found = value;
      }
  return found;
}

const char *
local_text (const LocalText *text, const char *language, const char *fallback_language)
{
  if (text == NULL)
    return NULL;
  const char *found = lookup_parents (text, language);
  if (found == NULL && fallback_language != NULL)
    found = lookup_parents (text, fallback_language);
  return found != NULL ? found : any_text (text);
}

/* ---- Ownership ---- */

void
clock_free (Clock *clock)
{
  g_clear_pointer (&clock->label, g_hash_table_unref);
  g_free (clock->zone_name);
  g_clear_pointer (&clock->zone, g_time_zone_unref);
  g_free (clock);
}

void
contact_free (Contact *contact)
{
  g_clear_pointer (&contact->label, g_hash_table_unref);
  g_free (contact->phone);
  g_free (contact->email);
  g_clear_pointer (&contact->address, g_hash_table_unref);
  hours_free (contact->hours);
  g_free (contact);
}

void
counter_free (Counter *counter)
{
  g_clear_pointer (&counter->sentence, g_hash_table_unref);
  g_clear_pointer (&counter->note, g_hash_table_unref);
  g_free (counter);
}

void
notice_free (Notice *notice)
{
  g_clear_pointer (&notice->text, g_hash_table_unref);
  g_clear_pointer (&notice->href, g_hash_table_unref);
  g_free (notice);
}

void
menu_item_free (MenuItem *item)
{
  g_clear_pointer (&item->label, g_hash_table_unref);
  g_clear_pointer (&item->href, g_hash_table_unref);
  g_free (item);
}

void
profile_free (Profile *profile)
{
  if (profile == NULL)
    return;
  g_clear_pointer (&profile->name, g_hash_table_unref);
  g_strfreev (profile->languages);
  g_free (profile->home_zone_name);
  g_free (profile->host_zone_name);
  g_clear_pointer (&profile->home_zone, g_time_zone_unref);
  g_clear_pointer (&profile->host_zone, g_time_zone_unref);
  g_free (profile->address);
  g_strfreev (profile->hosts);
  g_clear_pointer (&profile->clocks, g_ptr_array_unref);
  g_clear_pointer (&profile->contacts, g_ptr_array_unref);
  g_clear_pointer (&profile->counters, g_ptr_array_unref);
  g_clear_pointer (&profile->notices, g_ptr_array_unref);
  g_clear_pointer (&profile->menu, g_ptr_array_unref);
  g_clear_pointer (&profile->footer, g_ptr_array_unref);
  g_clear_pointer (&profile->date_patterns, g_hash_table_unref);
  g_clear_pointer (&profile->witnesses, g_ptr_array_unref);
  g_free (profile);
}

/* ---- What is asked ---- */

gboolean
profile_has_language (const Profile *profile, const char *language)
{
  return g_strv_contains ((const char *const *)profile->languages, language);
}

const char *
profile_date_pattern (const Profile *profile, const char *name, const char *language)
{
  const LocalText *patterns = g_hash_table_lookup (profile->date_patterns, name);
  return patterns != NULL ? lookup_parents (patterns, language) : NULL;
}

static Instant
next_day (const Profile *profile, Instant at)
{
  CivilTime now = civil_time_at (at, profile->host_zone);
  CivilDate tomorrow = civil_date_from_number (civil_date_number (now.date) + 1);
  Instant next = civil_day_start (tomorrow, profile->host_zone);

  if (next > at)
    return next;
  gint64 of_day = now.hour * 3600 + now.minute * 60 + now.second; /* midnight comes twice tonight, and was once */
  return (at / INSTANT_SECOND + SECONDS_A_DAY - of_day) * INSTANT_SECOND;
}

static Instant
next_notice (const Profile *profile, Instant at)
{
  Instant next = INSTANT_MAX;

  for (guint i = 0; i < profile->notices->len; i++)
    {
      const Notice *notice = profile->notices->pdata[i];
      if (notice->from > at)
        next = MIN (next, notice->from);
      if (notice->until > at)
        next = MIN (next, notice->until);
    }
  return next;
}

static Instant
next_opening (const Profile *profile, Instant at)
{
  Instant next = INSTANT_MAX;

  for (guint i = 0; i < profile->contacts->len; i++)
    {
      const Contact *contact = profile->contacts->pdata[i];
      if (contact->hours == NULL)
        continue;
      OpenState state = hours_state (contact->hours, at, profile->host_zone);
      if (state.known)
        next = MIN (next, state.changes);
    }
  return next;
}

Instant
profile_next_change (const Profile *profile, Instant at)
{
  return MIN (next_day (profile, at), MIN (next_notice (profile, at), next_opening (profile, at)));
}
