/* publish.h: from a text as written to an edition in the record.
 *
 * Drafts are queued and committed together: all of them or none. A draft whose source file (or address and instant)
 * is known makes the next edition of its chain; one that says the same as the last edition makes nothing. */
#pragma once

#include "record/front_matter.h"
#include "record/profile.h"
#include "store/store.h"

#define PUBLISH_ERROR (publish_error_quark ())
typedef enum
{
  PUBLISH_ERROR_REFERENCE,  /* translation_of or related names no document, or several */
  PUBLISH_ERROR_ATTACHMENT, /* a file that is missing, too large, or of a type that is not served */
  PUBLISH_ERROR_NOTE,       /* a changed text without a change note */
  PUBLISH_ERROR_CHAIN,      /* it belongs to a chain that has another text */
  PUBLISH_ERROR_ERASED      /* what stood there was erased, and the text does not say that it takes its place */
} PublishError;
GQuark publish_error_quark (void);

typedef enum
{
  PUBLISH_NEW,       /* edition 1 */
  PUBLISH_NEXT,      /* a later edition */
  PUBLISH_UNCHANGED, /* nothing was written */
  PUBLISH_ERASED     /* nothing was written: as PUBLISH_ERROR_ERASED, of a text that nobody is there to ask about */
} PublishOutcome;

/* A file that belongs to an edition. */
typedef struct
{
  char *digest; /* SHA-256, hex */
  char *name;   /* last segment of its address */
  const char *type;
  GBytes *content; /* NULL: the record has it */
} Media;
void media_free (Media *media);

typedef struct
{
  FrontMatter *matter;       /* owned */
  char *file;                /* its name in messages */
  char *source;              /* what it is known by when it comes again: an absolute path, "import:…" */
  char *folder;              /* attachments are looked for below it; NULL: attachments are not read */
  gboolean imported;         /* it was public elsewhere at the instant it bears */
  const char *update_note;   /* change note for a changed text that brings none; NULL: refuse it, and all with it */
  gboolean keep_attachments; /* its files are those of the edition before it */
  GPtrArray *files;          /* of Media: what its attachments name, whose entries are complete; NULL: see FOLDER */
  char **old_paths;          /* its addresses on an older site, without outer slashes; may be NULL */

  gboolean slug_of_title; /* set by draft_choose_slug () */

  char *document; /* which document it is of, if that is known beforehand; else set by publisher_run () */

  /* set by publisher_run () */
  gboolean fresh; /* nothing in the record is of this document yet */
  char *language;
  char *path;
  unsigned number;
  Instant visible_from;
  PublishOutcome outcome;
} Draft;

Draft *draft_new (void);
void draft_free (Draft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Draft, draft_free)

/* Make what can be made of a draft before it is known which document it is of. Any thread may do this ahead of
 * publisher_run (), which does it for drafts that come without. */
void draft_prepare (Draft *draft);
void draft_choose_slug (Draft *draft); /* that of its title, if it asks for none */

typedef struct _Publisher Publisher;

/* STORE is open for writing and within a transaction. NOW becomes the recorded instant, unless the record is already
 * ahead of it. Transfer full; NULL with ERROR set if there is no such office. */
Publisher *publisher_new (Store *store, const char *office, Instant now, GError **error);
void publisher_free (Publisher *publisher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Publisher, publisher_free)

const Profile *publisher_profile (const Publisher *publisher); /* the office's newest */

/* Write every draft of DRAFTS (array of Draft), which may name each other. The first failure is reported with its
 * file; the caller then rolls back. */
gboolean publisher_run (Publisher *publisher, GPtrArray *drafts, GError **error);

/* What profile_parse() does not look into: sentences and date patterns. FILE names the text in messages. */
gboolean publish_profile_sound (const Profile *profile, const char *file, GError **error);

typedef struct
{
  const char *office;
  const char *yaml;
  gsize length;
  const char *file; /* its name in messages */
  const char *note; /* what changed and why; NULL: nothing is said of it */
  Instant from;     /* from when it holds */
} ProfileText;

/* The next edition of an office's profile; OUTCOME says whether it differs from the last one. The first profile makes
 * the office. */
gboolean publish_profile (Store *store, const ProfileText *text, Instant now, PublishOutcome *outcome, GError **error);

/* Take back what REFERENCE names (an address: that language; a UUID or slug: all languages). ADDRESS: what was
 * withdrawn, transfer full. */
gboolean publish_withdrawal (Store *store, const char *office, const char *reference, const char *note, Instant now,
                             char **address, GError **error);

/* Put back what was withdrawn, as it stood; the same otherwise. */
gboolean publish_restoration (Store *store, const char *office, const char *reference, const char *note, Instant now,
                              char **address, GError **error);

typedef struct
{
  const char *office;
  const char *address; /* of an edition; or of a document, and then it is every edition of that language */
  gboolean all;        /* it may be every edition */
  const char *reason;
} ErasureOrder;

/* An edition that an order to erase is about, or one of the same chain that it leaves. */
typedef struct
{
  unsigned number;
  char *document, *language, *address;
  gboolean erased, before; /* erased; and had been before */
} ErasureOutcome;

/* Erase by ORDER. Array of ErasureOutcome, for each edition of the chain; transfer full. Once it is committed the
 * file must be cleaned (store_scrub ()). NULL with ERROR set. */
GPtrArray *publish_erasure (Store *store, const ErasureOrder *order, Instant now, GError **error);

/* Set what is made of an edition's text: html, contents, lead. */
void edition_render (Edition *edition);
