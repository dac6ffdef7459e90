/* chancery init, chancery profile: an office and what it says about itself. */
#include "command/keys.h"

#include "publish/publish.h"
#include "record/profile.h"
#include "record/slug.h"

#include <stdio.h>
#include <string.h>

typedef struct
{
  char *text;
  gsize length;
  const char *file;
  const char *site, *keys; /* what it is written to, and signed with */
} Given;

/* The office's name in the data file, made of its name in its first language. */
static char *
office_from (const Given *text, GError **error)
{
  g_autoptr (Profile) profile = profile_parse (text->text, text->length, text->file, error);
  return profile != NULL ? slug_from_title (local_text (profile->name, profile->languages[0], profile->languages[0]))
                         : NULL;
}

static gboolean
office_is_new (Store *store, const char *office, GError **error)
{
  GError *failure = NULL;
  g_autoptr (Edition) last = store_last_profile (store, office, NULL, &failure);

  if (last != NULL)
    g_set_error (&failure, STORE_ERROR, STORE_ERROR_EXISTS,
                 "the office “%s” is in this record already; “chancery profile” changes what it says, --office names "
                 "another one",
                 office);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
write_profile (Store *store, const char *office, const Given *text, Instant from, gboolean must_be_new,
               PublishOutcome *outcome, GError **error)
{
  Instant now = g_get_real_time ();
  const ProfileText written = {
    .office = office, .yaml = text->text, .length = text->length, .file = text->file, .from = from
  };
  if (!command_begin_profile (store, office, from <= now ? text->text : NULL, error))
    return FALSE;
  if ((!must_be_new || office_is_new (store, office, error))
      && publish_profile (store, &written, g_get_real_time (), outcome, error))
    return command_commit (store, text->site, office, text->keys, NULL, error);
  store_rollback (store);
  return FALSE;
}

static void
report (const char *office, PublishOutcome outcome, gboolean json)
{
  static const char *const words[] = { "new", "changed", "unchanged" };

  if (json)
    command_json (json_pack ("{s:s, s:s}", "office", office, "outcome", words[outcome]));
  else
    printf ("%s: %s\n", office, outcome == PUBLISH_UNCHANGED ? "unchanged; nothing was written" : words[outcome]);
}

int
command_init (int argc, char **argv)
{
  g_autofree char *file = NULL;
  g_autofree char *named = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "profile", 'p', 0, G_OPTION_ARG_FILENAME, &file, "What the office says about itself (YAML)", "FILE" },
    { "office", 'o', 0, G_OPTION_ARG_STRING, &named, "The office's name in the data file", "NAME" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Report as JSON", NULL },
    { NULL }
  };
  int status;
  if (!command_options ("init", entries, &argc, &argv, 1, 1, &status))
    return status;
  if (file == NULL)
    return command_wrong ("init: --profile FILE is needed; demo/profile.yaml shows every key");

  GError *error = NULL;
  g_autofree char *content = NULL;
  Given text = { .file = file, .site = argv[1] };
  if (!g_file_get_contents (file, &content, &text.length, &error))
    return command_fail (error);
  text.text = content;
  g_autofree char *office = named != NULL ? g_strdup (named) : office_from (&text, &error);
  if (office == NULL)
    return command_fail (error);
  if (!slug_valid (office) && strchr (office, '.') == NULL)
    return command_wrong ("--office: “%s”: use lower-case letters, digits and hyphens, or a host name", office);

  /* An unreadable profile must not leave an empty data file behind. */
  g_autofree char *probe = office_from (&text, &error);
  g_autoptr (Store) store = probe != NULL ? store_open (argv[1], STORE_CREATE, &error) : NULL;
  PublishOutcome outcome;
  if (store == NULL || !write_profile (store, office, &text, g_get_real_time (), TRUE, &outcome, &error))
    return command_fail (error);
  report (office, outcome, json);
  return COMMAND_FINE;
}

int
command_profile (int argc, char **argv)
{
  g_autofree char *from_text = NULL;
  g_autofree char *keys = NULL;
  g_autofree char *named = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "from", 'f', 0, G_OPTION_ARG_STRING, &from_text, "From when it holds (now or later)", "INSTANT" },
    { "office", 'o', 0, G_OPTION_ARG_STRING, &named, "Which office, where there are several", "NAME" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Report as JSON", NULL },
    COMMAND_KEYS_OPTION (keys),
    { NULL }
  };
  int status;
  Instant from, now = g_get_real_time ();
  if (!command_options ("profile", entries, &argc, &argv, 2, 2, &status)
      || !command_instant ("--from", from_text, now, &from, &status))
    return status;

  GError *error = NULL;
  g_autofree char *content = NULL;
  Given text = { .file = argv[2], .site = argv[1], .keys = keys };
  if (!g_file_get_contents (argv[2], &content, &text.length, &error))
    return command_fail (error);
  text.text = content;
  g_autoptr (Store) store = store_open (argv[1], STORE_WRITE, &error);
  if (store == NULL)
    return command_fail (error);
  g_autofree char *office = command_office (store, named, &status);
  if (office == NULL)
    return status;
  PublishOutcome outcome;
  if (!write_profile (store, office, &text, MAX (from, now), FALSE, &outcome, &error))
    return command_fail (error);
  report (office, outcome, json);
  return COMMAND_FINE;
}
