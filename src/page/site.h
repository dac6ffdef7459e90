/* site.h: page = site (record, instant, request).
 *
 * A site answers requests from one record. It reads no clock and no environment: the same record, instant and request
 * give the same bytes. One Site belongs to one thread (it holds the thread's connection to the store). */
#pragma once

#include "record/instant.h"
#include "record/profile.h"
#include "store/store.h"

typedef struct _SiteParts SiteParts; /* templates, messages, assets: immutable, shared by all threads */

/* TEMPLATES: a folder whose *.html and assets take the place of the built-in ones, or NULL. Transfer full. */
SiteParts *site_parts_new (const char *templates, GError **error);
void site_parts_free (SiteParts *parts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SiteParts, site_parts_free)

typedef struct
{
  const char *host;   /* the Host field's value without the port, lower case; NULL: the first office */
  const char *office; /* name of the office asked for, or NULL: by HOST */
  const char *path;   /* as asked, still percent-encoded, beginning with "/" */
  const char *query;  /* without "?", or NULL */
  const char *accept; /* field values, or NULL */
  const char *accept_language;
  const char *accept_datetime;
} Request;

typedef struct _Renewal Renewal; /* how a page becomes the next minute's: an atomic reference-counted box */

typedef struct
{
  unsigned status;
  char *type;             /* media type with charset */
  GBytes *body;           /* NULL: a large file, to be read by site_read() */
  gint64 file;            /* which */
  guint64 size;           /* bytes of the body or the file */
  char *digest;           /* SHA-256 of a file, in hex; else NULL */
  char *location;         /* for 3xx, else NULL */
  char *content_location; /* the exact edition that a page of the past shows, or NULL */
  char *link;             /* what else there is of it (RFC 8288), or NULL */
  char *download;         /* the name of the file that it is meant to be kept as, or NULL */
  char *policy;           /* what it may do in a browser, where that is not what all pages may, or NULL */
  Instant memento;        /* the instant it is of; 0: now */
  const char *vary;       /* fields that chose the answer besides Accept-Encoding, or NULL */
  Instant expires;    /* when the answer may next change by what the record knows; INSTANT_MAX: never (hashed assets,
                         media) */
  gboolean shared;    /* the same for all who ask for this address of this office in this form */
  gboolean constant;  /* part of the program: no commit changes it */
  gboolean immutable; /* the address names these very bytes */
  gboolean brief;     /* when it ends it is not to be used even while a cache asks anew */
  gboolean compress;  /* text, worth an encoding */
  Renewal *renewal;   /* NULL: when it ends it must be built anew */
} Answer;

void answer_free (Answer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

/* The same answer with TEXT for a body. Transfer full. */
Answer *answer_again (const Answer *answer, GBytes *text);

/* Whether an Accept field asks for the view of a page, as JSON. */
gboolean site_wants_view (const char *accept);
/* Whether the page at PATH depends on the query at all; to all others it makes no difference. */
gboolean site_reads_query (const char *path);

typedef struct _Site Site;

/* Borrows PARTS and STORE. Transfer full. */
Site *site_new (const SiteParts *parts, Store *store);
void site_free (Site *site);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Site, site_free)

/* The name of the office that a request for HOST, or for OFFICE if that is not NULL, is meant for, as the record
 * stands at AT. NULL: no office answers to it, or the record cannot be read. Interned: never freed. */
const char *site_office (Site *site, const char *host, const char *office, Instant at);
/* A piece of the file of an answer that has no body. Of the site's thread. */
gboolean site_read (Site *site, gint64 file, guint64 offset, void *buffer, gsize length, GError **error);
/* The answer that OLD becomes at AT, where nothing has changed since but the minute. TEXT: its body, not encoded.
 * NULL: it must be asked for anew. Transfer full. */
Answer *site_renew (Site *site, const Answer *old, GBytes *text, Instant at);
/* Answer REQUEST as the record stands at AT. Never NULL: what fails becomes an error page; ERROR (may be NULL) then
 * tells the operator why a 500 was answered. Transfer full. */
Answer *site_answer (Site *site, const Request *request, Instant at, GError **error);

/* The page of EDITION as it would stand if it were public at AT, though it is not in the record; what is not set of
 * it yet (slug, path) is. NULL with ERROR set. Transfer full. */
Answer *site_preview (Site *site, Edition *edition, Instant at, GError **error);

/* The home page of OFFICE in LANGUAGE, or what the page about the office is, as it would stand at AT if PROFILE were
 * in force. NULL with ERROR set. Transfer full. */
typedef enum
{
  SITE_PAGE_HOME,
  SITE_PAGE_OFFICE
} SitePage;
Answer *site_preview_profile (Site *site, const char *office, const Profile *profile, SitePage which,
                              const char *language, Instant at, GError **error);
