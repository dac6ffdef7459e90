/* store.h: the data file: an append-only record of editions, read as it stands at an instant.
 *
 * A Store is one connection and belongs to one thread. A reader first says at which instant it reads
 * (store_set_instant); what is not visible then is out of its reach: the front's connection is refused every table
 * but the visible_ views (sqlite3_set_authorizer). Editions are never changed or deleted; one that law orders erased
 * loses its words, and keeps its place. */
#pragma once

#include "record/edition.h"
#include "record/instant.h"

#define STORE_ERROR (store_error_quark ())
typedef enum
{
  STORE_ERROR_FAILED,
  STORE_ERROR_MISSING, /* no such file */
  STORE_ERROR_EXISTS,
  STORE_ERROR_NOT_RECORD, /* the file is something else */
  STORE_ERROR_NEWER,      /* written by a newer Chancery */
  STORE_ERROR_OLDER,      /* by an older one, and this connection may not change it */
  STORE_ERROR_CORRUPT,
  STORE_ERROR_READ_ONLY,
  STORE_ERROR_FULL, /* no space left */
  STORE_ERROR_BUSY, /* another process writes for too long */
  STORE_ERROR_RULE  /* it would break a rule of the record */
} StoreError;
GQuark store_error_quark (void);

typedef enum
{
  STORE_FRONT, /* read only, and only what is visible */
  STORE_READ,  /* read only, all of it: check */
  STORE_WRITE,
  STORE_CREATE /* write; the file is made if there is none */
} StoreMode;

typedef struct _Store Store;

Store *store_open (const char *path, StoreMode mode, GError **error);
void store_close (Store *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Store, store_close)

void store_set_instant (Store *store, Instant at);

/* All reads between these see one state of the record; also what a writer commits or gives up together. */
gboolean store_begin (Store *store, GError **error);
gboolean store_commit (Store *store, GError **error);
void store_rollback (Store *store);

/* A number that differs whenever another connection has committed since. As the first reading after store_begin() it
 * names the very state that is read from then on. */
gint64 store_generation (Store *store);

/* ---- Reading, as of the instant ---- */

char **store_offices (Store *store, GError **error); /* names in the order of their making; transfer full */

/* Edition or NULL; NULL without ERROR set: there is none. Lists are arrays of Edition (without body and html),
 * possibly empty, NULL with ERROR set on failure. All transfer full. */
Edition *store_profile (Store *store, const char *office, GError **error);
/* Without the body, which only its HTML is shown of. */
Edition *store_edition_at (Store *store, const char *office, const char *language, const char *path, GError **error);
Edition *store_edition_current (Store *store, const char *office, const char *document, const char *language,
                                GError **error);
/* With all that the office said. */
Edition *store_edition_number (Store *store, const char *office, const char *document, const char *language,
                               unsigned number, GError **error);
GPtrArray *store_latest (Store *store, const char *office, const char *language, unsigned limit, GError **error);
/* Without fields and lead. */
GPtrArray *store_chain (Store *store, const char *office, const char *document, const char *language, GError **error);
GPtrArray *store_translations (Store *store, const char *office, const char *document, GError **error);
/* The same, with those that were erased. */
GPtrArray *store_texts (Store *store, const char *office, const char *document, GError **error);

typedef struct
{
  const char *office, *language;
  const char *kind, *topic, *place, *speaker; /* NULL: any */
  const char *period;                         /* "2024", "2024/03", or NULL */
} StoreFilter;

typedef struct
{
  char *slug;
  char *label;
  guint64 count;
} StoreCount;

GPtrArray *store_list (Store *store, const StoreFilter *filter, guint64 offset, unsigned limit, GError **error);
gint64 store_count (Store *store, const StoreFilter *filter, GError **error); /* -1 on failure */
/* DIMENSION: "kind", "topic", "place", "speaker" or "month". Array of StoreCount. */
GPtrArray *store_counts (Store *store, const StoreFilter *filter, const char *dimension, GError **error);

typedef struct
{
  const char *words;
  const char *const *places; /* "office/language", ended by NULL */
  gboolean in_title;         /* and nowhere else */
  gint64 beyond;             /* older than this place, for a further page; G_MAXINT64: from the newest on */
} StoreSearch;
typedef struct
{
  Edition *edition; /* as in lists */
  gint64 place;     /* where it stands: smaller than that of a newer one */
} StoreFound;
void store_found_free (StoreFound *found);
/* What is public and has all the WORDS (the beginning of the last will do), the newest first. Not for the front's
 * connection. Without words it is all there is. Array of StoreFound; transfer full. */
GPtrArray *store_search (Store *store, const StoreSearch *search, unsigned limit, GError **error);

/* How many texts that are public at NOW are not found yet, since their words are still to be read in. -1 with ERROR
 * set. */
gint64 store_unread (Store *store, Instant now, GError **error);
/* Read their words in, in a transaction of its own, for TIME (microseconds) and about as long again. Who writes just
 * then is not waited for: STORE_ERROR_BUSY. *MORE: some are left. */
gboolean store_read_in (Store *store, Instant now, gint64 time, gboolean *more, GError **error);

/* A number that is another one whenever what can be seen at the instant is. -1 with ERROR set. */
gint64 store_state (Store *store, GError **error);

/* Every text of the documents that have an address in PERIOD (NULL: all), by document; without titles. */
GPtrArray *store_addresses (Store *store, const char *office, const char *period, GError **error);
/* The months ("2024/03") in which there are messages in any language, oldest first. Array of StoreCount. */
GPtrArray *store_months (Store *store, const char *office, GError **error);

typedef struct
{
  char *type;
  gint64 id;
  guint64 size;
} StoreMedia;

/* A file that a visible edition shows. Transfer full; NULL without ERROR set: there is none. */
StoreMedia *store_media (Store *store, const char *office, const char *digest, const char *name, GError **error);
void store_media_free (StoreMedia *media);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoreMedia, store_media_free)
/* LENGTH bytes from OFFSET on of the file ID, all within its size. */
gboolean store_media_read (Store *store, gint64 id, guint64 offset, void *buffer, gsize length, GError **error);
/* The address ("en/2024/03/01/slug") that took the place of an older site's PATH. */
char *store_redirect (Store *store, const char *office, const char *path, GError **error);
/* The first instant after the store's at which an edition becomes visible; INSTANT_MAX if none is waiting. */
Instant store_next_change (Store *store, const char *office, GError **error);

typedef enum
{
  STORE_CHANGE_LAST, /* at or before an instant */
  STORE_CHANGE_NEXT  /* after it */
} StoreChange;
/* When something became visible, of the DOCUMENT in LANGUAGE or, where both are NULL, of the whole office;
 * INSTANT_MIN or INSTANT_MAX if it never did. */
Instant store_change (Store *store, const char *office, const char *document, const char *language, StoreChange which,
                      Instant than, GError **error);
/* All such instants, to the second, the first first. Array of Instant; transfer full. */
GArray *store_changes (Store *store, const char *office, const char *document, const char *language, guint64 offset,
                       unsigned limit, GError **error);

/* Of a period: an office's changes in one language (its profile's among them), or a document's. */
typedef struct
{
  const char *office, *language;
  const char *document; /* NULL: all */
  Instant from, until;  /* before UNTIL */
} StorePeriod;
/* When something became visible in PERIOD, the first first. Array of Instant; transfer full. */
GArray *store_instants (Store *store, const StorePeriod *period, GError **error);
typedef struct
{
  Instant instant;
  Edition *edition; /* without fields, lead and text */
} StoreChanged;
void store_changed_free (StoreChanged *changed);
/* What became visible in PERIOD, the last first. Array of StoreChanged; transfer full. */
GPtrArray *store_changed (Store *store, const StorePeriod *period, unsigned limit, GError **error);

/* ---- Writing: within store_begin and store_commit ---- */

gboolean store_add_office (Store *store, const char *name, GError **error);

/* The last edition of a chain by number, visible or not, or NULL. DIGEST (may be NULL): its digest, transfer full. */
Edition *store_last (Store *store, const char *office, const char *document, const char *language, char **digest,
                     GError **error);
Edition *store_last_profile (Store *store, const char *office, char **digest, GError **error);

/* The chain that is published from SOURCE. FALSE without ERROR set: none. */
gboolean store_source (Store *store, const char *office, const char *source, char **document, char **language,
                       GError **error);
/* The edition that came from SOURCE; the last of its chain where no number is known. NULL without ERROR set: none.
 * Transfer full. */
Edition *store_source_edition (Store *store, const char *office, const char *source, GError **error);
/* The number that is known of it; 0: none. */
unsigned store_source_number (Store *store, const char *office, const char *source, GError **error);
/* It is NUMBER of the chain that was set for SOURCE. */
gboolean store_set_source_number (Store *store, const char *office, const char *source, unsigned number,
                                  GError **error);
/* What EDITION says was written once more, as NUMBER of the same chain: that is what its source became. */
gboolean store_renumber_source (Store *store, const Edition *edition, unsigned number, GError **error);
/* The source that was set last for a chain, or NULL. Transfer full. */
char *store_source_of (Store *store, const char *office, const char *document, const char *language, GError **error);
gboolean store_set_source (Store *store, const char *office, const char *source, const char *document,
                           const char *language, GError **error);

typedef enum
{
  REFERENCE_UUID,
  REFERENCE_PATH, /* "2024/03/01/slug" in any language */
  REFERENCE_SLUG
} ReferenceType;
/* UUIDs of the documents that a reference may mean. Transfer full. */
char **store_documents (Store *store, const char *office, ReferenceType type, const char *text, GError **error);
/* UUIDs of the documents that have or had an address in one language, now or to come; one
 * may be named several times. Transfer full. */
char **store_documents_at (Store *store, const char *office, const char *language, const char *path, GError **error);

/* Append EDITION (everything but superseded set) with its facets; its predecessors end where it begins. */
gboolean store_add_edition (Store *store, const Edition *edition, gint64 *id, GError **error);
gboolean store_add_media (Store *store, gint64 edition, const char *digest, const char *name, const char *type,
                          GBytes *content, GError **error);
/* The same of a file that the record has. */
gboolean store_use_media (Store *store, gint64 edition, const char *digest, const char *name, GError **error);
/* The edition ID shows the same files as FROM. */
gboolean store_keep_media (Store *store, const Edition *from, gint64 id, GError **error);
gboolean store_add_redirect (Store *store, const char *office, const char *path, const char *document,
                             const char *language, GError **error);
/* The latest recorded instant, INSTANT_MIN in an empty record: the next one must not lie before it. */
gboolean store_last_recorded (Store *store, Instant *recorded, GError **error);

/* ---- Taking back what is still to come ---- */

/* As store_begin(), for store_commit_before(). */
gboolean store_begin_before (Store *store, GError **error);
/* The number from which on a chain goes if WHICH is taken back: its own, or that of a profile's former edition that
 * never comes because of it. */
gboolean store_first_to_go (Store *store, const Edition *which, Instant now, unsigned *number, GError **error);
/* Remove edition NUMBER of a chain, its last, which is to come and not in the log; the chain is as if it had never
 * been. SOURCE, from which it was published, is of no chain then. *INSTANT: when it would become public. FALSE
 * without ERROR set: it is public at NOW. */
gboolean store_take_back (Store *store, const Edition *which, const char *source, Instant now, Instant *instant,
                          GError **error);
/* Commit, for every reader to see before INSTANT. FALSE without ERROR set: it is too late, and nothing was changed.
 * *SEEN: it was committed, but so slowly that somebody may have seen what stood there at INSTANT. */
gboolean store_commit_before (Store *store, Instant instant, gboolean *seen, GError **error);

/* ---- Erasing, by order of law ---- */

typedef struct
{
  gint64 id;
  Edition *edition; /* without its words */
  Instant visible_from;
} StorePlace;
void store_place_free (StorePlace *place);
/* What has become public, or will, from FROM until before UNTIL, the first first, without its words but the title:
 * the whole record's, whatever the instant. Array of StorePlace; transfer full. */
GPtrArray *store_between (Store *store, const char *office, Instant from, Instant until, unsigned limit,
                          GError **error);
/* Every edition of a chain, whenever it is public, the first first. Array of StorePlace; transfer full. */
GPtrArray *store_whole_chain (Store *store, const char *office, const char *document, const char *language,
                              GError **error);
/* Take the words of the edition PLACE away, and all that was made of them. One that is still to come never comes. */
gboolean store_erase (Store *store, const StorePlace *place, const char *reason, Instant recorded, GError **error);
/* The number of the last edition of a chain that was erased; 0: none was, or ERROR is set. */
unsigned store_last_erased (Store *store, const char *office, const char *document, const char *language,
                            GError **error);
/* After an erasure is committed: write the file anew, so that no free place in it, nor its -wal, holds what was in
 * it.
 */
gboolean store_scrub (Store *store, GError **error);
/* Where this process puts that together; without it, where SQLite does. */
void store_set_scrub_folder (const char *folder);

typedef struct
{
  gint64 id;
  Edition *edition; /* that was erased; NULL from store_erasure () */
  char *reason;
  Instant recorded;
  gint64 leaf;     /* that says so; -1: it is not in the log */
  gint64 own_leaf; /* of the edition; -1: none */
  char *entry;     /* of LEAF; of one that waits, as it was signed elsewhere, or NULL */
} StoreErasure;
void store_erasure_free (StoreErasure *erasure);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoreErasure, store_erasure_free)
/* Of an edition that is visible. NULL without ERROR set: it was not erased. Transfer full. */
StoreErasure *store_erasure (Store *store, const Edition *edition, GError **error);
/* Those of an office that are in its log, or those that wait to be. Array of StoreErasure; transfer full. */
GPtrArray *store_erasures (Store *store, const char *office, gboolean sealed, GError **error);
gboolean store_set_erasure_leaf (Store *store, gint64 edition, guint64 position, GError **error);
/* What was signed of it waits to go into the log. */
gboolean store_set_erasure_entry (Store *store, gint64 edition, const char *entry, GError **error);

/* ---- The record log (C2SP tlog-tiles): what an office signed of its editions ---- */

typedef struct
{
  char *origin;
  char *root_key, *office_key, *log_key; /* verifiers */
  char *old_log_key;                     /* signs heads beside the log's own; or NULL */
} StoreLog;
void store_log_free (StoreLog *log);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoreLog, store_log_free)

/* NULL without ERROR set: the office has none. Transfer full. */
StoreLog *store_log (Store *store, const char *office, GError **error);
/* The entries of the leaves that name keys, the first first. Transfer full. */
char **store_keys_leaves (Store *store, const char *office, GError **error);
/* The latest checkpoint and the SIZE it is of; NULL without ERROR set: there is none, and SIZE is 0. Transfer full.
 */
char *store_checkpoint (Store *store, const char *office, guint64 *size, GError **error);
/* The same of the latest that as many witnesses cosigned as the office asks for. */
char *store_checkpoint_witnessed (Store *store, const char *office, guint64 *size, GError **error);
/* COUNT hashes of 32 bytes from FIRST on: of the leaves for LEVEL 0, else of the full tiles below. */
gboolean store_log_hashes (Store *store, const char *office, guint level, guint64 first, guint count, guint8 *hashes,
                           GError **error);
/* The entries of COUNT leaves from FIRST on. Transfer full. */
char **store_log_entries (Store *store, const char *office, guint64 first, guint count, GError **error);

typedef struct
{
  guint64 position;
  char *entry;
  GBytes *salt; /* NULL: the edition was erased */
} StoreLeaf;
void store_leaf_free (StoreLeaf *leaf);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoreLeaf, store_leaf_free)
/* NULL without ERROR set: the edition is not in the log. Transfer full. */
StoreLeaf *store_leaf (Store *store, const Edition *edition, GError **error);

/* A leaf beside what it is about. For checking: STORE_READ. */
typedef struct
{
  guint64 position;
  guint8 hash[32];
  char *entry;
  Edition *edition; /* NULL: it is about none */
  GBytes *salt;     /* NULL: none, or erased */
} StoreLogged;
void store_logged_free (StoreLogged *logged);
/* LIMIT leaves from FIRST on. Array of StoreLogged; transfer full. */
GPtrArray *store_logged (Store *store, const char *office, guint64 first, unsigned limit, GError **error);
/* All signed heads, the smallest first. Transfer full. */
char **store_checkpoints (Store *store, const char *office, GError **error);

/* Writing. A log begins with all that its office made public before waiting to be sealed. */
gboolean store_add_log (Store *store, const char *office, const StoreLog *log, GError **error);
/* Other keys for the log of that origin. */
gboolean store_set_log_keys (Store *store, const char *office, const StoreLog *log, GError **error);
typedef struct
{
  gint64 id;
  Edition *edition;
} StoreUnsealed;
void store_unsealed_free (StoreUnsealed *unsealed);
/* What is public at NOW and not in the log, the first to be sealed first. Array of StoreUnsealed; transfer full. */
GPtrArray *store_unsealed (Store *store, const char *office, Instant now, unsigned limit, GError **error);
/* Where the office's key is kept elsewhere: what waits to be signed with it, whenever it will be public, with the
 * salt that it was given, or NULL. Array of StoreToSign; transfer full. */
typedef struct
{
  gint64 id;
  Edition *edition;
  GBytes *salt;
} StoreToSign;
GPtrArray *store_to_sign (Store *store, const char *office, GError **error);
gboolean store_add_salt (Store *store, gint64 edition, const guint8 salt[32], GError **error);
/* What was signed of EDITION waits to go into the log. */
gboolean store_add_signed (Store *store, gint64 edition, const char *entry, GError **error);
typedef struct
{
  gint64 edition;
  char *entry;
} StoreSigned;
/* What was signed and is public at NOW, the first to be sealed first. Array of StoreSigned; transfer full. */
GPtrArray *store_signed (Store *store, const char *office, Instant now, GError **error);
/* Those that are in the log by now wait no more. */
gboolean store_forget_signed (Store *store, GError **error);
/* When the next one is due: perhaps long ago; INSTANT_MAX: none waits. */
Instant store_next_unsealed (Store *store, const char *office, GError **error);
/* The leaf of the last edition before EDITION in its chain that has one: its POSITION, and the ENTRY itself; -1 and
 * NULL where there is none. */
gboolean store_leaf_before (Store *store, const Edition *edition, gint64 *position, char **entry, GError **error);
/* EDITION (0: it is about none) no longer waits. */
gboolean store_add_leaf (Store *store, const char *office, guint64 position, gint64 edition, const guint8 hash[32],
                         const char *entry, const guint8 *salt, GError **error);
gboolean store_add_log_hash (Store *store, const char *office, guint level, guint64 position, const guint8 hash[32],
                             GError **error);
gboolean store_add_checkpoint (Store *store, const char *office, guint64 size, const char *note, GError **error);

/* A checkpoint, and who vouches for it. */
typedef struct
{
  char *note;
  guint cosigned;     /* by how many witnesses */
  gboolean witnessed; /* they were as many as the office asks for */
} StoreCheckpoint;
void store_checkpoint_free (StoreCheckpoint *checkpoint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoreCheckpoint, store_checkpoint_free)
/* NULL without ERROR set: there is none of this SIZE. Transfer full. */
StoreCheckpoint *store_checkpoint_of_size (Store *store, const char *office, guint64 size, GError **error);
/* Its note may have gained signatures, and nothing else. */
gboolean store_cosign_checkpoint (Store *store, const char *office, guint64 size, const StoreCheckpoint *cosigned,
                                  GError **error);
/* The SIZE of the log that the witness of KEY cosigned last, as far as is known; 0: none. */
gboolean store_witness_size (Store *store, const char *office, const char *key, guint64 *size, GError **error);
gboolean store_set_witness_size (Store *store, const char *office, const char *key, guint64 size, GError **error);

/* ---- Copying ---- */

/* From now on what is read is what stands now, until store_rollback(). */
gboolean store_hold_still (Store *store, GError **error);
/* What STORE reads becomes the file PATH. */
gboolean store_copy (Store *store, const char *path, GError **error);

/* ---- Checking ---- */

/* When edition NUMBER of a chain becomes public: INSTANT_MAX if there is none, or ERROR is set. */
Instant store_instant_of (Store *store, const char *office, const char *document, const char *language,
                          unsigned number, GError **error);

typedef void (*StoreFinding) (const char *finding, gpointer data);
/* The file's integrity and every rule of the record; FOUND is called with one plain sentence for each breach. FALSE
 * with ERROR set only if the check itself could not be done. */
gboolean store_check (Store *store, StoreFinding found, gpointer data, GError **error);
