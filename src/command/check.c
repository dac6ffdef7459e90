/* chancery check: whether the record, and the desk's file beside it, are whole and keep their rules. */
#include "command/keys.h"

#include "cabinet/checking.h"
#include "keeper/memory.h"
#include "publish/log_check.h"

#include <stdio.h>

static void
collect (const char *finding, gpointer findings)
{
  json_array_append_new (findings, json_string (finding));
}

static void
print_findings (const char *file, json_t *findings)
{
  size_t index;
  json_t *finding;

  json_array_foreach (findings, index, finding)
    printf ("%s: %s\n", file, json_string_value (finding));
  if (json_array_size (findings) == 0)
    printf ("%s: the file is whole and the record keeps its rules\n", file);
}

/* What the keys of OFFICE remember, where their file is here: it can be read without them. */
static gboolean
check_memory (Store *store, const char *site, const char *office, json_t *findings, GError **error)
{
  GError *failure = NULL;
  g_autoptr (StoreLog) log = store_log (store, office, &failure);
  g_autofree char *path = log != NULL ? command_keys_path (store, site, office, NULL, &failure) : NULL;
  g_autofree char *state = path != NULL ? g_strconcat (path, ".state", NULL) : NULL;
  if (failure != NULL || state == NULL || !g_file_test (state, G_FILE_TEST_EXISTS))
    {
      if (failure != NULL)
        g_propagate_error (error, failure);
      return failure == NULL;
    }

  g_autoptr (Memory) memory = memory_open_to_read (state, error);
  g_autoptr (Verifier) verifier = memory != NULL ? verifier_parse (log->log_key, error) : NULL;
  guint64 size, remembered = 0;
  Hash root;
  g_autofree char *last = verifier != NULL ? store_checkpoint (store, office, &size, error) : NULL;
  g_autofree char *note = last != NULL ? memory_recall (memory, &verifier, 1, &remembered, &root) : NULL;
  if (note != NULL && remembered > size)
    json_array_append_new (
        findings, json_sprintf ("the log of “%s” has %llu leaves, and its keys have signed %llu: this is an old copy",
                                office, (unsigned long long)size, (unsigned long long)remembered));
  return last != NULL;
}

static gboolean
check_memories (Store *store, const char *site, json_t *findings, GError **error)
{
  g_auto (GStrv) offices = store_offices (store, error);

  for (char **office = offices; office != NULL && *office != NULL; office++)
    if (!check_memory (store, site, *office, findings, error))
      return FALSE;
  return offices != NULL;
}

/* ---- The desk's file ---- */

static gboolean
check_claim (Store *store, const CabinetClaim *claim, json_t *findings, GError **error)
{
  GError *failure = NULL;
  Instant instant =
      store_instant_of (store, claim->office, claim->document, claim->language, claim->number, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (instant != claim->visible_from && !claim->under_way)
    json_array_append_new (findings,
                           json_sprintf ("the desk: draft %s became edition %u of %s in “%s”, and the record %s",
                                         claim->id, claim->number, claim->document, claim->language,
                                         instant == INSTANT_MAX ? "has none such" : "has it at another instant"));
  return TRUE;
}

/* Where there is a desk. Both files are read as they stood at one moment. */
static gboolean
check_desk (Store *store, const char *site, json_t *findings, GError **error)
{
  g_autofree char *path = cabinet_path (site);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_autoptr (Cabinet) cabinet = cabinet_open_as_it_is (path, error);
  g_autoptr (Cabinet) reader = cabinet != NULL ? cabinet_open_as_it_is (path, error) : NULL;
  if (reader == NULL || !cabinet_hold_still (cabinet, reader, error))
    return FALSE;
  gboolean held = store_hold_still (store, error);
  cabinet_let_write (cabinet);
  if (!held || !cabinet_check (reader, collect, findings, error))
    return FALSE;
  g_autoptr (GPtrArray) claims = cabinet_claims (reader, error);
  gboolean done = claims != NULL;
  for (guint i = 0; done && i < claims->len; i++)
    done = check_claim (store, claims->pdata[i], findings, error);
  store_rollback (store);
  return done;
}

int
command_check (int argc, char **argv)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Report as JSON", NULL }, { NULL } };
  int status;
  if (!command_options ("check", entries, &argc, &argv, 1, 1, &status))
    return status;

  GError *error = NULL;
  json_auto_t *findings = json_array ();
  g_autoptr (Store) store = store_open (argv[1], STORE_READ, &error);
  if (store == NULL || !store_check (store, collect, findings, &error)
      || !log_check (store, collect, findings, &error) || !check_memories (store, argv[1], findings, &error)
      || !check_desk (store, argv[1], findings, &error))
    return command_fail (error);
  if (json)
    command_json (json_pack ("{s:b, s:O}", "fine", json_array_size (findings) == 0, "findings", findings));
  else
    print_findings (argv[1], findings);
  return json_array_size (findings) == 0 ? COMMAND_FINE : COMMAND_FAILED;
}
