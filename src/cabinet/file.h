/* file.h: the inside of a Cabinet, shared by the files of this room alone. */
#pragma once

#include "cabinet/cabinet.h"
#include "sql/sql.h"

#include <jansson.h>

struct _Cabinet
{
  Sql sql;
  unsigned depth;            /* of changes within changes */
  unsigned long long effort; /* of Argon2id: passes */
  gsize memory;              /* and bytes */
  guint64 hashed;            /* how often that work was done */
};

/* change.c */
/* What a call changes stands between these: a transaction, or a part of the one that is open. change_end() returns
 * FINE, or FALSE if it could not be committed. */
gboolean change_begin (Cabinet *cabinet, GError **error);
gboolean change_end (Cabinet *cabinet, gboolean fine, GError **error);

/* Open a statement and run it. */
#define cabinet_do(cabinet, error, ...)                                                                              \
  sql_effect (&(cabinet)->sql, sql_open (&(cabinet)->sql, (error), __VA_ARGS__), (error))
/* The first column of the first row: TRUE if there is one; FALSE without ERROR set: there is none. OPENED is closed.
 */
gboolean cabinet_find (Cabinet *cabinet, Cursor *opened, gint64 *value, GError **error);
/* An object made of each row by READ, in an array that frees them by FREE. OPENED is closed. NULL with ERROR set. */
GPtrArray *cabinet_rows (Cabinet *cabinet, Cursor *opened, gpointer (*read) (Cursor *cursor), GDestroyNotify free,
                         GError **error);
/* The same of the first row; NULL without ERROR set: there is none. */
gpointer cabinet_row (Cabinet *cabinet, Cursor *opened, gpointer (*read) (Cursor *cursor), GError **error);

/* token.c: what is hard to guess */
#define TOKEN_BYTES 32
char *token_new (void); /* 256 bits in 43 characters; transfer full */
/* What the file holds instead of TOKEN; PURPOSE keeps the one sort from being good for the other. Transfer full. */
GBytes *token_hash (const char *purpose, const char *token);

/* password.c */
/* What the file holds instead of PASSWORD; NULL if there is no memory for it, or it is no UTF-8. Transfer full. */
char *password_hash (Cabinet *cabinet, const char *password);
/* HASH NULL: takes as long, and is FALSE. */
gboolean password_matches (Cabinet *cabinet, const char *hash, const char *password);
/* It is theirs, and right: hash it anew if it was hashed with less effort than now. */
gboolean password_renew (Cabinet *cabinet, gint64 person, const char *hash, const char *password, GError **error);
/* For tests: how much work a hash is from now on. */
void cabinet_set_effort (Cabinet *cabinet, unsigned long long effort, gsize memory);

/* attempt.c */
typedef struct
{
  const char *name;  /* what was given as a name; or of a person, for a code; NULL: none */
  const char *place; /* network address */
  gboolean code;     /* a code is tried, not a password */
} Attempt;
/* Count an attempt before it is tried. FALSE without ERROR set: not before *RETRY. */
gboolean attempt_count (Cabinet *cabinet, const Attempt *attempt, Instant now, Instant *retry, GError **error);
/* It was right: count it no longer. */
gboolean attempt_forgive (Cabinet *cabinet, const Attempt *attempt, GError **error);

/* passkey.c */
#include "cabinet/passkey.h"
/* NULL without ERROR set: there is none. Transfer full. */
Passkey *passkey_find (Cabinet *cabinet, GBytes *credential, GError **error);
/* Whether ASSERTION is PASSKEY's own answer to a challenge of CEREMONY that nobody answered yet; notes that it was
 * used. FALSE with ERROR set: WEBAUTHN_ERROR if not. */
gboolean passkey_prove (Cabinet *cabinet, const Passkey *passkey, const Ceremony *ceremony,
                        const Assertion *assertion, GError **error);

/* second_factor.c */
/* Within a change. Whoever has a second factor and no recovery codes gets some (*CODES; else NULL), and who has no
 * second factor keeps none. */
gboolean recovery_codes_ensure (Cabinet *cabinet, const Actor *actor, gint64 id, char ***codes, GError **error);
gboolean recovery_codes_tidy (Cabinet *cabinet, gint64 id, GError **error);
/* Take off all: codes of a device, passkeys, recovery codes. Within a change. */
gboolean second_factor_remove (Cabinet *cabinet, const Actor *actor, gint64 id, GError **error);
/* Whether CODE is of the person's device, or a recovery code, which is used by that. Within a change. */
gboolean second_factor_fits (Cabinet *cabinet, const Actor *actor, const char *code, GError **error);

/* session.c */
char *session_begin (Cabinet *cabinet, const Actor *actor, const char *agent, gboolean half, GError **error);

/* person.c */
/* Somebody who is there, or ERROR (MISSING). Transfer full. */
char *person_name (Cabinet *cabinet, gint64 id, GError **error);
/* Whether somebody can still let others in. */
gboolean people_keep_administrator (Cabinet *cabinet, GError **error);

/* password.c */
/* The hash of a PASSWORD that will do for somebody of that NAME; takes half a second, so no change is open meanwhile.
 * Transfer full. */
char *password_prepare (Cabinet *cabinet, const char *name, const char *password, GError **error);
/* It is theirs from now on, without a word in the trail; ends their links, and all sessions but KEEP. */
gboolean password_write (Cabinet *cabinet, gint64 id, const char *hash, gint64 keep, GError **error);
