/* chancery check: whether the file is whole and the record keeps its rules. */
#include "command/command.h"

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
      || !log_check (store, collect, findings, &error))
    return command_fail (error);
  if (json)
    command_json (json_pack ("{s:b, s:O}", "fine", json_array_size (findings) == 0, "findings", findings));
  else
    print_findings (argv[1], findings);
  return json_array_size (findings) == 0 ? COMMAND_FINE : COMMAND_FAILED;
}
