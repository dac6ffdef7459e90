/* chancery: a publishing server for offices that speak on the record. This file knows the subcommands and nothing
 * else. */
#include "command/command.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static void
print_help (FILE *out)
{
  fputs ("Usage: chancery COMMAND …\n\n"
         "A publishing server for offices that speak on the record.\n\nCommands:\n",
         out);
  for (const Command *command = commands; command->name != NULL; command++)
    fprintf (out, "  %-10s %s\n", command->name, command->summary);
  fputs ("\n“chancery COMMAND --help” tells more of each; so do the manual pages, from chancery(1) on.\n"
         "Exit codes: 0 it is done, 1 it failed, 2 it was asked for wrongly.\n",
         out);
}

static const Command *
command_named (const char *name)
{
  for (const Command *command = commands; command->name != NULL; command++)
    if (strcmp (command->name, name) == 0)
      return command;
  return NULL;
}

int
main (int argc, char **argv)
{
  setlocale (LC_CTYPE, "C.UTF-8"); /* messages are UTF-8 whatever the terminal's locale */
  signal (SIGPIPE, SIG_IGN);
  if (argc < 2)
    {
      print_help (stderr);
      return COMMAND_WRONG;
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 || strcmp (argv[1], "help") == 0)
    {
      print_help (stdout);
      return COMMAND_FINE;
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      puts ("chancery " CHANCERY_VERSION);
      return COMMAND_FINE;
    }
  const Command *command = command_named (argv[1]);
  if (command == NULL)
    return command_wrong ("there is no command “%s”; chancery --help lists them all", argv[1]);
  return command->run (argc - 1, argv + 1);
}
