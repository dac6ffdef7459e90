/* chancery publish: Markdown files into the record, all of them or none. */
#include "command/keys.h"

#include "publish/publish.h"

#include <stdio.h>
#include <string.h>

typedef struct
{
  gboolean imported;
  gboolean json;
  char *keys;
} PublishOptions;

static Draft *
draft_read (const char *file, const Profile *profile, gboolean imported, GError **error)
{
  g_autofree char *text = NULL;
  gsize length;
  if (!g_file_get_contents (file, &text, &length, error))
    return NULL;
  FrontMatter *matter = front_matter_parse (text, length, file, (const char *const *)profile->languages, error);
  if (matter == NULL)
    return NULL;

  Draft *draft = draft_new ();
  draft->matter = matter;
  draft->file = g_strdup (file);
  draft->source = g_canonicalize_filename (file, NULL);
  draft->folder = g_path_get_dirname (draft->source);
  draft->imported = imported;
  return draft;
}

/* Every file that cannot be read is named, not only the first. */
static GPtrArray *
drafts_read (char **files, const Profile *profile, gboolean imported)
{
  g_autoptr (GPtrArray) drafts = g_ptr_array_new_with_free_func ((GDestroyNotify)draft_free);
  gboolean complete = TRUE;

  for (; *files != NULL; files++)
    {
      GError *error = NULL;
      Draft *draft = draft_read (*files, profile, imported, &error);
      if (draft != NULL)
        g_ptr_array_add (drafts, draft);
      else
        {
          command_fail (error);
          complete = FALSE;
        }
    }
  return complete ? g_steal_pointer (&drafts) : NULL;
}

static json_t *
draft_json (const Draft *draft)
{
  static const char *const outcomes[] = { "new", "next", "unchanged" };
  g_autofree char *visible = instant_format (draft->visible_from);
  g_autofree char *address = g_strdup_printf ("/%s/%s", draft->language, draft->path);
  return json_pack ("{s:s, s:s, s:s, s:s, s:i, s:s, s:s}", "file", draft->file, "outcome", outcomes[draft->outcome],
                    "document", draft->document, "language", draft->language, "edition", (int)draft->number,
                    "address", address, "visible_from", visible);
}

static void
draft_print (const Draft *draft)
{
  g_autofree char *visible = instant_format (draft->visible_from);

  if (draft->outcome == PUBLISH_UNCHANGED)
    printf ("unchanged  /%s/%s  edition %u; nothing was written\n", draft->language, draft->path, draft->number);
  else
    printf ("published  /%s/%s  edition %u, visible from %s\n", draft->language, draft->path, draft->number, visible);
}

static void
report (GPtrArray *drafts, gboolean json)
{
  json_t *all = json_array ();

  for (guint i = 0; i < drafts->len; i++)
    if (json)
      json_array_append_new (all, draft_json (drafts->pdata[i]));
    else
      draft_print (drafts->pdata[i]);
  if (json)
    command_json (all);
  else
    json_decref (all);
}

static int
publish_files (Store *store, const char *site, const char *office, char **files, const PublishOptions *options)
{
  GError *error = NULL;
  g_autoptr (Publisher) publisher = publisher_new (store, office, g_get_real_time (), &error);
  if (publisher == NULL)
    return command_fail (error);
  g_autoptr (GPtrArray) drafts = drafts_read (files, publisher_profile (publisher), options->imported);
  if (drafts == NULL)
    return COMMAND_FAILED;
  if (!publisher_run (publisher, drafts, &error)
      || !command_commit (store, site, office, options->keys, NULL, &error))
    return command_fail (error);
  report (drafts, options->json);
  return COMMAND_FINE;
}

int
command_publish (int argc, char **argv)
{
  PublishOptions options = { 0 };
  g_autofree char *named = NULL;
  const GOptionEntry entries[] = { { "imported", 'i', 0, G_OPTION_ARG_NONE, &options.imported,
                                     "They were public elsewhere at the instant they bear", NULL },
                                   { "office", 'o', 0, G_OPTION_ARG_STRING, &named,
                                     "Which office, where there are several", "NAME" },
                                   { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, "Report as JSON", NULL },
                                   COMMAND_KEYS_OPTION (options.keys),
                                   { NULL } };
  int status;
  if (!command_options ("publish", entries, &argc, &argv, 2, G_MAXINT, &status))
    return status;

  GError *error = NULL;
  g_autoptr (Store) store = store_open (argv[1], STORE_WRITE, &error);
  if (store == NULL)
    return command_fail (error);
  g_autofree char *office = command_office (store, named, &status);
  if (office == NULL)
    return status;
  if (!command_begin (store, office, &error))
    return command_fail (error);
  status = publish_files (store, argv[1], office, argv + 2, &options);
  g_free (options.keys);
  store_rollback (store);
  return status;
}
