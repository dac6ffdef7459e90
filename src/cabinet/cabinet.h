/* cabinet.h: the desk's own file beside the record: people, sessions, drafts, and the trail of what was done. The
 * front cannot open it.
 *
 * A Cabinet is one connection and belongs to one thread. Nothing here reads the clock: whoever asks says the instant.
 * What changes something takes an Actor, who does it, and writes the trail itself, in the same transaction; so
 * nothing happens without a trace. Rules that need no look at the file are record/permission.h, and whoever calls
 * asks them first; what the file must hold at any rate (states, versions, two people for a publication) is held here.
 *
 * people.h, login.h, session.h, draft.h, review.h and trail.h are the rest of this room. */
#pragma once

#include "record/instant.h"
#include "record/permission.h"

#define CABINET_ERROR (cabinet_error_quark ())
typedef enum
{
  CABINET_ERROR_FAILED,    /* the file cannot be read or written */
  CABINET_ERROR_NOT_DESK,  /* the file is something else, or of a newer or older Chancery */
  CABINET_ERROR_FULL,      /* no space left */
  CABINET_ERROR_BUSY,      /* another process writes for too long */
  CABINET_ERROR_MISSING,   /* there is no such person, draft, version, link */
  CABINET_ERROR_EXISTS,    /* the name is taken; the text has a draft already */
  CABINET_ERROR_INVALID,   /* what was given is wrong: a name, an address, a code; an empty reason */
  CABINET_ERROR_PASSWORD,  /* the new password is too short, too long or too common */
  CABINET_ERROR_CONFLICT,  /* somebody saved since */
  CABINET_ERROR_STATE,     /* the draft is not in a state in which that can be done */
  CABINET_ERROR_TWO_PERSON /* who submitted it cannot publish it */
} CabinetError;
GQuark cabinet_error_quark (void);

typedef struct _Cabinet Cabinet;

/* "SITE.desk" for "SITE.db", else with ".desk" appended. Transfer full. */
char *cabinet_path (const char *site);

/* Open the file PATH for reading and writing; it is made, readable by its owner alone, if it is not there. */
Cabinet *cabinet_open (const char *path, GError **error);
void cabinet_close (Cabinet *cabinet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Cabinet, cabinet_close)

/* Several changes together. Every call that changes something is a transaction of its own outside of these. After a
 * call that failed only cabinet_rollback() may follow. */
gboolean cabinet_begin (Cabinet *cabinet, GError **error);
gboolean cabinet_commit (Cabinet *cabinet, GError **error);
void cabinet_rollback (Cabinet *cabinet);

/* Who does something, when, and from where. A plain value that borrows. */
typedef struct
{
  gint64 person;     /* 0: whoever sits at the console, or the desk itself */
  const char *name;  /* of the person; "console" or "desk" for 0 */
  const char *place; /* network address, or "console" */
  Instant now;
} Actor;

/* Whether the office wants two people for a publication; it does until it says otherwise. OFFICE as in the record.
 * FALSE with ERROR set too. */
gboolean cabinet_two_person (Cabinet *cabinet, const char *office, GError **error);
gboolean cabinet_set_two_person (Cabinet *cabinet, const Actor *actor, const char *office, gboolean on,
                                 GError **error);
