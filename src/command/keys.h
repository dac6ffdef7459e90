/* keys.h: the office's keys, as the command line gets at them, and how a command that writes ends. */
#pragma once

#include "command/command.h"
#include "keeper/keeper.h"

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
char *command_passphrase_of (const char *path, GError **error); /* of a file that there is */
/* It cannot be asked for: there is no environment, no credential, and no terminal. */
gboolean command_passphrase_is_out_of_reach (void);
/* A key that is alone in its file: of a witness, or of an office that keeps it elsewhere. OPEN: without a passphrase.
 */
gboolean command_save_signer (const Signer *signer, const char *path, gboolean open, GError **error);
Signer *command_signer (const char *path, GError **error); /* transfer full */
/* In a process that has no need of it. */
void command_forget_passphrase (void);
/* Where the keys of OFFICE are: GIVEN, or the usual place. Transfer full; NULL with ERROR set. */
char *command_keys_path (Store *store, const char *site, const char *office, const char *given, GError **error);
/* The keeper of the office's keys, so that a wrong passphrase is known before what takes long. NULL without ERROR
 * set: its record is not sealed. Transfer full. */
Keeper *command_keeper (Store *store, const char *site, const char *office, const char *given, GError **error);

/* Begin to write: no witness of the office may hold more of its log than is here. */
gboolean command_begin (Store *store, const char *office, GError **error);
/* The same where PROFILE, the text of one, holds at once: its witnesses count, for it is how a wrong one is got rid
 * of. */
gboolean command_begin_profile (Store *store, const char *office, const char *profile, GError **error);
/* Seal what has become public, and commit. GIVEN: the keys' file, or NULL for the usual place; KEEPER: the one that
 * runs already, or NULL. */
gboolean command_commit (Store *store, const char *site, const char *office, const char *given, Keeper *keeper,
                         GError **error);
/* After a commit; what goes wrong is said, and does not undo it. */
void command_remember (Store *store, const char *office, Keeper *keeper);
