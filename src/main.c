/* chancery: a publishing server for offices that speak on the record. This file knows the subcommands and nothing
 * else. */
#include "command/command.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

const Command commands[] = {
  { "init", "SITE.db --profile FILE", "Make a data file, or add an office to one.", command_init },
  { "profile", "SITE.db FILE", "Change what an office says about itself: now, or from an instant on.",
    command_profile },
  { "publish", "SITE.db FILE.md…", "Publish Markdown files: all of them or none.", command_publish },
  { "withdraw", "SITE.db ADDRESS --note TEXT", "Withdraw a document; it stays readable, with the reason.",
    command_withdraw },
  { "import", "markdown SITE.db FOLDER", "Carry over a site made with Jekyll or Hugo.", command_import },
  { "render", "SITE.db ADDRESS", "Write one page as it stands at an instant.", command_render },
  { "serve", "SITE.db", "Serve the site.", command_serve },
  { "check", "SITE.db", "Check the file and every rule the record must keep.", command_check },
  { "templates", "FOLDER", "Write out the built-in templates and assets, to be changed.", command_templates },
  { NULL, NULL, NULL, NULL },
};

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
