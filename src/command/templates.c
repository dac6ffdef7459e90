/* chancery templates: the built-in templates and assets, written out for an office to change. */
#include "command/command.h"

#include "page/parts.h"

#include <stdio.h>

int
command_templates (int argc, char **argv)
{
  gboolean force = FALSE;
  const GOptionEntry entries[] = {
    { "force", 0, 0, G_OPTION_ARG_NONE, &force, "Overwrite what is in the folder", NULL }, { NULL }
  };
  int status;
  if (!command_options ("templates", entries, &argc, &argv, 1, 1, &status))
    return status;
  if (!force && g_file_test (argv[1], G_FILE_TEST_EXISTS))
    return command_wrong ("templates: %s exists; --force overwrites what is in it", argv[1]);

  GError *error = NULL;
  if (!parts_write_defaults (argv[1], &error))
    return command_fail (error);
  printf ("%s: change what you like, delete what you leave alone, and serve with --templates %s\n", argv[1], argv[1]);
  return COMMAND_FINE;
}
