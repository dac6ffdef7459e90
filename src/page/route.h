/* route.h: what an address asks for. Pure: it knows no record, only how addresses are made (docs/api.md). */
#pragma once

#include "page/memento_address.h"

#include <glib.h>

typedef enum
{
  ROUTE_UNKNOWN,
  ROUTE_ROOT,
  ROUTE_HOME,
  ROUTE_DOCUMENT,
  ROUTE_EDITION,
  ROUTE_ARCHIVE,
  ROUTE_OFFICE,
  ROUTE_RECORD,   /* about the record log */
  ROUTE_CALENDAR, /* which days changed the site; with ->path, a document */
  ROUTE_FEED,
  ROUTE_IDENTIFIER, /* /d/UUID, /d/UUID/LANGUAGE, /d/UUID/LANGUAGE/NUMBER */
  ROUTE_SITEMAP,
  ROUTE_ROBOTS,
  ROUTE_ASSET,
  ROUTE_MEDIA,
  ROUTE_LOG,  /* of the record: checkpoint, tiles */
  ROUTE_KEYS, /* the same log's keys, for programs */
  ROUTE_TIMEGATE,
  ROUTE_TIMEMAP,
  ROUTE_MOVED, /* the same page stands at ->moved */
  ROUTE_BAD    /* not an address at all: bad escapes, a NUL, not UTF-8 */
} RouteType;

typedef enum
{
  FORM_PAGE, /* HTML, or the view if the client prefers JSON */
  FORM_VIEW, /* ".json" */
  FORM_ATOM,
  FORM_RSS,
  FORM_JSON_FEED,
  FORM_EDITION_DOCUMENT, /* ".edition.json": what the log commits to */
  FORM_ERASURE_DOCUMENT, /* ".erasure.json": what it commits to once that was erased */
  FORM_PROOF,            /* ".tlog-proof" */
  FORM_VERIFY_FILE       /* ".verify.html": an edition, its proof, and the check in one file */
} Form;

typedef struct
{
  RouteType type;
  Form form;
  char *language;       /* first segment, where it is a language tag in form; not checked against an office */
  char *whole;          /* the path decoded, without outer slashes: perhaps an address of an older site */
  char *path;           /* ROUTE_DOCUMENT, ROUTE_EDITION: "2024/03/01/slug" */
  char *period;         /* ROUTE_ARCHIVE, ROUTE_SITEMAP, ROUTE_CALENDAR: "2024", "2024/03", "2024/03/01" or NULL */
  unsigned number;      /* ROUTE_EDITION; ROUTE_IDENTIFIER: 0 where none is named */
  char *name;           /* ROUTE_ASSET, ROUTE_MEDIA: last segment; ROUTE_LOG: what follows "log/" */
  char *key;            /* ROUTE_MEDIA: digest; ROUTE_IDENTIFIER: UUID */
  char *moved;          /* ROUTE_MOVED: path, escaped */
  char *original;       /* of a page: its address as of now, with its query, escaped */
  Instant past;         /* the instant that the address asks for; INSTANT_MAX: now */
  MementoAddress about; /* ROUTE_TIMEGATE, ROUTE_TIMEMAP */
  char *sent;           /* what ABOUT points into */

  /* From the query; each NULL where absent. Values that are no slug are taken as matching nothing, not as errors. */
  char *kind, *topic, *place, *speaker;
  unsigned page; /* 1 and up */
} Route;

/* PATH as sent, beginning with "/"; QUERY without "?", or NULL. Untrusted. Transfer full; never NULL. */
Route *route_parse (const char *path, const char *query);
void route_free (Route *route);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Route, route_free)
