/* command.h: the command line: one file a subcommand, and what they share.
 *
 * Exit codes: 0 it is done, 1 it failed, 2 it was asked for wrongly. Data goes to standard output, everything else to
 * standard error. */
#pragma once

#include "store/store.h"

#include <glib.h>

enum
{
  COMMAND_FINE = 0,
  COMMAND_FAILED = 1,
  COMMAND_WRONG = 2
};

typedef struct
{
  const char *name;
  const char *operands; /* "SITE.db FILE.md…" */
  const char *summary;  /* one line */
  int (*run) (int argc, char **argv);
} Command;

extern const Command commands[]; /* ended by one without a name */

/* Read the options of COMMAND from ARGV (which begins with its name). What is left are operands: at least LEAST, at
 * most MOST. FALSE: *STATUS is what to exit with; it has been said why. */
gboolean command_options (const char *name, const GOptionEntry *entries, int *argc, char ***argv, int least, int most,
                          int *status);

/* Say what failed; returns COMMAND_FAILED. Takes ERROR. */
int command_fail (GError *error);
/* Say what was asked for wrongly; returns COMMAND_WRONG. */
int command_wrong (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* The instant in TEXT, or DEFAULT_INSTANT if TEXT is NULL. FALSE: *STATUS, as above. */
gboolean command_instant (const char *option, const char *text, Instant default_instant, Instant *instant,
                          int *status);

/* The office that a command is for: REQUESTED if it is in the record, the only one if none is named. NULL: *STATUS,
 * as above. Transfer full. */
char *command_office (Store *store, const char *requested, int *status);

/* Print VALUE (taken over) as a line of JSON on standard output. */
void command_json (json_t *value);

gboolean command_on_terminal (int fd);

int command_init (int argc, char **argv);
int command_profile (int argc, char **argv);
int command_publish (int argc, char **argv);
int command_withdraw (int argc, char **argv);
int command_erase (int argc, char **argv);
int command_import (int argc, char **argv);
int command_render (int argc, char **argv);
int command_serve (int argc, char **argv);
int command_key (int argc, char **argv);
int command_seal (int argc, char **argv);
int command_sign (int argc, char **argv);
int command_verify (int argc, char **argv);
int command_witness (int argc, char **argv);
int command_user (int argc, char **argv);
int command_check (int argc, char **argv);
int command_backup (int argc, char **argv);
int command_templates (int argc, char **argv);
