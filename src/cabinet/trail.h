/* trail.h: the trail of what was done at the desk: who, when, from where, what, and what it was before and after. It
 * is only ever appended to, which triggers of the file hold.
 *
 * The calls of this room write it themselves; what else the desk does (withdraw, erase, change a profile, take in a
 * file) it notes by cabinet_note(). */
#pragma once

#include "cabinet/cabinet.h"

#include <jansson.h>

typedef struct
{
  gint64 id; /* grows */
  Instant at;
  gint64 person; /* 0: console, desk, or nobody known */
  char *name;    /* to log in with, as it was; of a failed login, what was given */
  char *place;
  char *action;           /* "draft.save", "login.failed", "person.disabled", … (docs/desk.md) */
  char *office;           /* or NULL */
  char *document;         /* UUID, or NULL */
  json_t *before, *after; /* or NULL */
} TrailEntry;
void trail_entry_free (TrailEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrailEntry, trail_entry_free)

/* BEFORE and AFTER are taken over; they may be NULL. OFFICE and DOCUMENT may be NULL. */
gboolean cabinet_note (Cabinet *cabinet, const Actor *actor, const char *action, const char *office,
                       const char *document, json_t *before, json_t *after, GError **error);

typedef struct
{
  const char *name; /* who; NULL: anybody; so with all of these */
  const char *office;
  const char *document;
  const char *action; /* one, "draft.saved"; or all that begin with it: "draft.", "login" */
  Instant since;      /* 0: from the beginning; it counts itself */
  Instant until;      /* 0: to the end; it does not count itself */
  gint64 beyond; /* the next page: older than the entry of this id (newer where OLDEST_FIRST); 0: the first page */
  gboolean oldest_first;
} TrailFilter;
/* Newest first, or the other way. Array of TrailEntry; transfer full. */
GPtrArray *cabinet_trail (Cabinet *cabinet, const TrailFilter *filter, unsigned limit, GError **error);
/* One object, for a line of an export; instants in RFC 3339. Transfer full. */
json_t *trail_entry_json (const TrailEntry *entry);
