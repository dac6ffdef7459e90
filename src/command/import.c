/* chancery import: an older site carried over. */
#include "command/keys.h"

#include "carry/carry.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BAR_WIDTH 40

/* One line, redrawn in place; only on a terminal. */
static void
draw_progress (guint done, guint total, gpointer data)
{
  int filled = total > 0 ? (int)((guint64)done * BAR_WIDTH / total) : BAR_WIDTH;

  (void)data;
  if (!command_on_terminal (STDERR_FILENO))
    return;
  fprintf (stderr, "\r[%.*s%*s] %u of %u", filled, "########################################", BAR_WIDTH - filled, "",
           done, total);
  if (done == total)
    fputc ('\n', stderr);
  fflush (stderr);
}

static void
report_json (const ImportResult *result)
{
  json_t *skipped = json_array ();

  for (guint i = 0; i < result->skipped->len; i++)
    {
      const ImportSkipped *skip = result->skipped->pdata[i];
      json_array_append_new (skipped, json_pack ("{s:s, s:s}", "file", skip->file, "reason", skip->reason));
    }
  command_json (json_pack ("{s:i, s:i, s:i, s:o}", "imported", (int)result->imported, "unchanged",
                           (int)result->unchanged, "updated", (int)result->updated, "skipped", skipped));
}

static void
report_text (const ImportResult *result)
{
  for (guint i = 0; i < result->skipped->len; i++)
    {
      const ImportSkipped *skip = result->skipped->pdata[i];
      printf ("skipped    %s: %s\n", skip->file, skip->reason);
    }
  printf ("%u files: %u imported, %u unchanged, %u updated, %u skipped\n", result->found, result->imported,
          result->unchanged, result->updated, result->skipped->len);
}

/* "speeches=remarks" */
static gboolean
read_kinds (char **pairs, GHashTable *kinds, int *status)
{
  for (; pairs != NULL && *pairs != NULL; pairs++)
    {
      Kind kind;
      g_auto (GStrv) parts = g_strsplit (*pairs, "=", 2);
      if (g_strv_length (parts) != 2 || !kind_parse (parts[1], &kind))
        {
          *status = command_wrong ("--kind: “%s”: write FOLDER=KIND, such as speeches=remarks", *pairs);
          return FALSE;
        }
      g_hash_table_insert (kinds, g_strdup (parts[0]), g_strdup (kind_name (kind)));
    }
  return TRUE;
}

typedef struct
{
  const char *site, *folder, *keys;
  gboolean json;
} Import;

static int
import_folder (Store *store, const char *office, const Import *import, const ImportOptions *options)
{
  GError *error = NULL;
  ImportResult *result = NULL;
  g_autoptr (Keeper) keeper = command_keeper (store, import->site, office, import->keys, &error);

  if (error != NULL || !command_begin (store, office, &error)
      || !import_markdown (store, office, import->folder, options, g_get_real_time (), &result, &error)
      || !command_commit (store, import->site, office, import->keys, keeper, &error))
    {
      store_rollback (store);
      g_clear_pointer (&result, import_result_free);
      return command_fail (error);
    }
  if (import->json)
    report_json (result);
  else
    report_text (result);
  import_result_free (result);
  return COMMAND_FINE;
}

int
command_import (int argc, char **argv)
{
  g_auto (GStrv) kinds = NULL;
  g_autofree char *named = NULL;
  g_autofree char *language = NULL;
  g_autofree char *origin = NULL;
  g_autofree char *keys = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "kind", 'k', 0, G_OPTION_ARG_STRING_ARRAY, &kinds, "The kind of what is in a folder; may be repeated",
      "FOLDER=KIND" },
    { "language", 0, 0, G_OPTION_ARG_STRING, &language,
      "The language of texts that do not say (default: the office's first)", "TAG" },
    { "origin", 0, 0, G_OPTION_ARG_STRING, &origin, "Where files that are not in the folder are to be had", "URL" },
    { "office", 'o', 0, G_OPTION_ARG_STRING, &named, "Which office, where there are several", "NAME" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Report as JSON", NULL },
    COMMAND_KEYS_OPTION (keys),
    { NULL }
  };
  int status;
  if (!command_options ("import", entries, &argc, &argv, 3, 3, &status))
    return status;
  if (strcmp (argv[1], "markdown") != 0)
    return command_wrong ("import: “%s” cannot be imported; “markdown” can", argv[1]);
  g_autoptr (GHashTable) map = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!read_kinds (kinds, map, &status))
    return status;

  GError *error = NULL;
  g_autoptr (Store) store = store_open (argv[2], STORE_WRITE, &error);
  if (store == NULL)
    return command_fail (error);
  g_autofree char *office = command_office (store, named, &status);
  if (office == NULL)
    return status;
  ImportOptions options = { .kinds = map, .language = language, .origin = origin, .progress = draw_progress };
  Import import = { argv[2], argv[3], keys, json };
  return import_folder (store, office, &import, &options);
}
