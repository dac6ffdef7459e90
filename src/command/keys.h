/* keys.h: the office's keys, as the command line gets at them, and how a command that writes ends. */
#pragma once

#include "command/command.h"
#include "seal/key_file.h"

/* The option of every command that adds to a record. */
#define COMMAND_KEYS_OPTION(variable)                                                                                \
  {                                                                                                                  \
    "keys", 0, 0, G_OPTION_ARG_FILENAME, &(variable),                                                                \
        "The office's keys, if its record is sealed (default: SITE.db.keys)", "FILE"                                 \
  }

/* The passphrase: from the environment (CHANCERY_PASSPHRASE), a credential of systemd (chancery-passphrase), or asked
 * for on the terminal, twice if it is NEW. In memory of its own, to be freed with sodium_free(); NULL with ERROR set.
 */
char *command_passphrase (const char *path, gboolean new, GError **error);
Keys *command_keys (const char *path, GError **error);
/* Seal what has become public, and commit. PATH: the keys' file, or NULL for the usual place. */
gboolean command_commit (Store *store, const char *site, const char *office, const char *path, GError **error);
