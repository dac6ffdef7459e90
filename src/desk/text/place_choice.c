#include "desk/text/place_choice.h"

#include "text/locale.h"

#include <string.h>

json_t *
place_choice_view (const Exchange *exchange, const char *chosen, char **first, GError **error)
{
  g_auto (GStrv) offices = store_offices (exchange->desk->visible, error);
  json_t *view = json_array ();

  for (char **office = offices; office != NULL && *office != NULL; office++)
    {
      g_autoptr (Profile) profile = desk_profile (exchange->desk, *office, exchange->now, error);
      for (char **language = profile != NULL ? profile->languages : NULL; language != NULL && *language != NULL;
           language++)
        if (exchange_may_office (exchange, *office, *language, ACTION_BEGIN) == PERMISSION_YES)
          {
            g_autofree char *value = g_strconcat (*office, "/", *language, NULL);
            g_autofree char *name = locale_language_name (*language);
            g_autofree char *text = offices[1] != NULL ? g_strdup_printf ("%s · %s", name, *office) : g_strdup (name);
            if (*first == NULL)
              *first = g_strdup (value);
            json_array_append_new (view, json_pack ("{s:s, s:s, s:b}", "value", value, "text", text, "chosen",
                                                    g_strcmp0 (chosen, value) == 0));
          }
    }
  return view;
}

Profile *
place_choice_take (const Exchange *exchange, const char *place, char **office, char **language)
{
  const char *slash = strrchr (place, '/');
  if (slash == NULL)
    return NULL;
  *office = g_strndup (place, (gsize)(slash - place));
  *language = g_strdup (slash + 1);
  g_autoptr (Profile) profile = desk_profile (exchange->desk, *office, exchange->now, NULL);
  gboolean may = profile != NULL && profile_has_language (profile, *language)
                 && exchange_may_office (exchange, *office, *language, ACTION_BEGIN) == PERMISSION_YES;
  return may ? g_steal_pointer (&profile) : NULL;
}
