/* What all subcommands share: options, offices, instants, and how failures are said. */
#include "command/command.h"
#include "base/plain.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

gboolean
command_on_terminal (int fd)
{
  return isatty (fd) == 1;
}

static void
say (const char *what, const char *message)
{
  gboolean colour = command_on_terminal (STDERR_FILENO) && g_getenv ("NO_COLOR") == NULL;
  fprintf (stderr, "%schancery: %s%s%s\n", colour ? "\033[31m" : "", what, colour ? "\033[0m" : "", message);
}

int
command_fail (GError *error)
{
  g_autofree char *message = plain_lines (error->message);
  say ("", message);
  g_error_free (error);
  return COMMAND_FAILED;
}

int
command_wrong (const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  say ("", message);
  return COMMAND_WRONG;
}

static const Command *
command_find (const char *name)
{
  const Command *command = commands;
  while (command->name != NULL && strcmp (command->name, name) != 0)
    command++;
  g_assert (command->name != NULL);
  return command;
}

/* GOptionContext prints the program's name before the operands: it is "chancery COMMAND". */
static GOptionContext *
context_new (const Command *command, const GOptionEntry *entries)
{
  g_autofree char *program = g_strconcat ("chancery ", command->name, NULL);
  g_set_prgname (program);
  GOptionContext *context = g_option_context_new (command->operands);
  g_autofree char *manual = g_strdup_printf ("The manual page chancery-%s(1) says more.", command->name);
  g_option_context_set_summary (context, command->summary);
  g_option_context_set_description (context, manual);
  g_option_context_add_main_entries (context, entries, NULL);
  return context;
}

gboolean
command_options (const char *name, const GOptionEntry *entries, int *argc, char ***argv, int least, int most,
                 int *status)
{
  const Command *command = command_find (name);
  g_autoptr (GOptionContext) context = context_new (command, entries);
  g_autoptr (GError) error = NULL;

  if (!g_option_context_parse (context, argc, argv, &error))
    {
      *status = command_wrong ("%s; see chancery %s --help", error->message, name);
      return FALSE;
    }
  if (*argc > 1 && strcmp ((*argv)[1], "--") == 0)
    {
      (*argv)++;
      (*argc)--;
    }
  int operands = *argc - 1;
  if (operands >= least && operands <= most)
    return TRUE;
  *status = command_wrong ("usage: chancery %s [options] %s", name, command->operands);
  return FALSE;
}

gboolean
command_instant (const char *option, const char *text, Instant default_instant, Instant *instant, int *status)
{
  g_autoptr (GError) error = NULL;

  *instant = default_instant;
  if (text == NULL || instant_parse (text, instant, &error))
    return TRUE;
  *status = command_wrong ("%s: %s", option, error->message);
  return FALSE;
}

char *
command_office (Store *store, const char *requested, int *status)
{
  GError *error = NULL;
  g_auto (GStrv) offices = store_offices (store, &error);
  if (offices == NULL)
    {
      *status = command_fail (error);
      return NULL;
    }
  g_autofree char *names = g_strjoinv (", ", offices);
  if (requested == NULL && g_strv_length (offices) == 1)
    return g_strdup (offices[0]);
  if (requested != NULL && g_strv_contains ((const char *const *)offices, requested))
    return g_strdup (requested);
  if (requested != NULL)
    *status = command_wrong ("--office: “%s” is no office of this record; it holds %s", requested, names);
  else if (*offices == NULL)
    *status = command_wrong ("there is no office in this record yet; “chancery init” adds one");
  else
    *status = command_wrong ("there are several offices in this record; name one with --office: %s", names);
  return NULL;
}

void
command_json (json_t *value)
{
  g_autofree char *text = json_dumps (value, JSON_COMPACT);
  puts (text);
  json_decref (value);
}
