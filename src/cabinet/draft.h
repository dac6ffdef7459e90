/* draft.h: texts that are being written: each of one language of a document, with every version that was saved.
 *
 *   draft ──submit──→ submitted ──publish──→ scheduled ──at its instant──→ published
 *     ↑ ↑                │    │                  │
 *     │ └─────recall─────┘    └──reject──→ rejected (is saved, and is a draft again)
 *     └──────────────────unschedule──────────────┘
 *
 * Saving what was submitted makes it a draft again, so that what is published is what was submitted. A text that is
 * public is done with: the next edition begins as a new draft. Of a language of a document there is at most one draft
 * that is not published. */
#pragma once

#include "cabinet/cabinet.h"
#include "record/kind.h"

typedef enum
{
  DRAFT_DRAFT,
  DRAFT_SUBMITTED,
  DRAFT_REJECTED,
  DRAFT_SCHEDULED, /* in the record, and not public yet */
  DRAFT_PUBLISHED
} DraftState;
const char *draft_state_name (DraftState state); /* "draft" */
gboolean draft_state_parse (const char *name, DraftState *state);

/* What somebody typed. A plain value that borrows. TEXT is the whole source: front matter and body, as
 * front_matter_parse() reads it once it is complete; it need not be. TITLE (may be "") and KIND are for lists. */
typedef struct
{
  Kind kind;
  const char *title;
  const char *text;
} DraftText;

typedef struct
{
  char *id; /* UUID */
  char *office, *language;
  char *document;    /* UUID, from the beginning on: translations share it */
  unsigned based_on; /* the number of the record's edition that it began from; 0: none */
  Kind kind;
  char *title;
  char *text; /* NULL in lists */
  DraftState state;
  gint64 version;                                 /* of what is here, from 1 */
  gint64 begun_by, saved_by, submitted_by;        /* people; 0: nobody */
  char *begun_name, *saved_name, *submitted_name; /* as they are displayed, or NULL */
  Instant begun, saved, submitted;                /* INSTANT_MIN: it is not */
  /* Publishing: from cabinet_draft_publish() on. */
  gboolean publishing; /* it is decided, and not known to be in the record yet */
  gint64 published_by;
  char *published_name;
  gboolean forced;
  char *force_reason;   /* or NULL */
  gboolean reviewed;    /* what was forced */
  unsigned number;      /* of the edition that it became; 0: none yet */
  Instant visible_from; /* of that edition */
  char *taking_back;    /* why it is being taken back, or given another time; NULL: it is not */
  char *moving_to;      /* that other time, as it was typed, or NULL */
  /* Who works on it; 0 and NULL where nobody does. */
  gint64 held_by;
  char *held_name;
  Instant held; /* when they last were seen to */
} CabinetDraft;
void cabinet_draft_free (CabinetDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CabinetDraft, cabinet_draft_free)

/* What an office says about itself is in all its languages at once, so that its draft is of none: its LANGUAGE is "",
 * and the office has one that is not public. */
gboolean draft_is_profile (const CabinetDraft *draft);

/* What permission_ask() is asked about a draft. TWO_PERSON: cabinet_two_person() of its office. */
Matter cabinet_draft_matter (const CabinetDraft *draft, gint64 person, gboolean two_person);

/* ---- Reading ---- */

/* NULL without ERROR set: there is none. NOW decides what is scheduled, and who is still at work. Transfer full. */
CabinetDraft *cabinet_draft (Cabinet *cabinet, const char *id, Instant now, GError **error);
/* The one of that language which is not published (scheduled is not), if any. */
CabinetDraft *cabinet_draft_of (Cabinet *cabinet, const char *office, const char *document, const char *language,
                                Instant now, GError **error);

#define DRAFT_ANY (-1)
typedef struct
{
  const char *office; /* NULL: any; so with all of these */
  const char *language;
  const char *document;
  int state;            /* a DraftState, or DRAFT_ANY */
  gint64 begun_by;      /* 0: anybody */
  gboolean unpublished; /* but for what is published */
  gboolean to_review;   /* published by force and not reviewed */
} DraftFilter;
/* The last saved first, without texts. Array of CabinetDraft; transfer full. */
GPtrArray *cabinet_drafts (Cabinet *cabinet, const DraftFilter *filter, Instant now, guint64 offset, unsigned limit,
                           GError **error);
/* What is scheduled, the next first, without texts. Array of CabinetDraft; transfer full. */
GPtrArray *cabinet_scheduled (Cabinet *cabinet, Instant now, guint64 offset, unsigned limit, GError **error);
/* What was submitted before THAN and waits still, the first first; the same otherwise. */
GPtrArray *cabinet_overdue (Cabinet *cabinet, Instant than, Instant now, unsigned limit, GError **error);
gint64 cabinet_count_drafts (Cabinet *cabinet, const DraftFilter *filter, Instant now,
                             GError **error); /* -1: ERROR */

/* ---- Writing ---- */

/* DOCUMENT NULL: a new one. BASED_ON: the edition of the record that TEXT is of, or 0. EXISTS: that language has a
 * draft. The id; transfer full. */
char *cabinet_begin_draft (Cabinet *cabinet, const Actor *actor, const char *office, const char *document,
                           const char *language, unsigned based_on, const DraftText *text, GError **error);

/* Save over VERSION, which one has read. *NEW_VERSION is what it is then; the same if nothing differs. CONFLICT:
 * somebody saved since; *THERE (may be NULL; transfer full) is what they left, and cabinet_draft_version() of VERSION
 * is what both began from. AUTOSAVE: nobody asked for it; of these, one is kept in ten minutes. What is scheduled,
 * published or being published is refused: STATE. */
gboolean cabinet_save_draft (Cabinet *cabinet, const Actor *actor, const char *id, gint64 version,
                             const DraftText *text, gboolean autosave, gint64 *new_version, CabinetDraft **there,
                             GError **error);
/* The draft was brought up to an edition that was published beside it. */
gboolean cabinet_rebase_draft (Cabinet *cabinet, const Actor *actor, const char *id, unsigned based_on,
                               GError **error);
/* It is gone, with its versions; the trail keeps that it was. Not what is scheduled or published: STATE. */
gboolean cabinet_discard_draft (Cabinet *cabinet, const Actor *actor, const char *id, gint64 version, GError **error);

typedef struct
{
  gint64 version;
  gint64 person;
  char *name; /* as displayed */
  Instant saved;
  gboolean autosave;
  Kind kind;
  char *title;
  char *text; /* NULL in lists */
} DraftVersion;
void draft_version_free (DraftVersion *version);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DraftVersion, draft_version_free)
/* The newest first, without texts. Array of DraftVersion; transfer full. */
GPtrArray *cabinet_draft_versions (Cabinet *cabinet, const char *id, GError **error);
/* NULL without ERROR set: it was thinned out, or never was. */
DraftVersion *cabinet_draft_version (Cabinet *cabinet, const char *id, gint64 version, GError **error);

/* ---- Who works on it ---- */

#define DRAFT_HELD (90 * INSTANT_SECOND) /* without a sign of life */
/* Say, every half minute, that ACTOR works on it. It hinders nobody from saving. *HOLDER (transfer full): who else
 * has been at it since before, by display name; NULL: nobody, and it is ACTOR's now. */
gboolean cabinet_hold_draft (Cabinet *cabinet, const Actor *actor, const char *id, char **holder, GError **error);
gboolean cabinet_release_draft (Cabinet *cabinet, const Actor *actor, const char *id, GError **error);
