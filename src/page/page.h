/* page.h: the inside of the room: what a builder of pages is given, and what it returns.
 *
 * A builder reads the store at the page's instant and returns a view (docs/api.md), transfer full. It returns NULL
 * without ERROR set where there is nothing at the address, and with ERROR set where the record could not be read. */
#pragma once

#include "page/route.h"
#include "page/site.h"
#include "record/profile.h"
#include "template/template.h"
#include "text/messages.h"

typedef struct _Commons Commons;

typedef struct
{
  const SiteParts *parts;
  Commons *commons;
  GString *buffer; /* to render in, the site's; what is kept is copied, so that it takes no more than it needs */
  GArray *pieces;  /* the site's: where in the buffer the shared partials stand */
  const Messages *messages;
  Store *store;
  const char *office;
  const Profile *profile;
  const char *language;
  const Route *route;
  Instant at;
  Instant now;                            /* later than AT for a page of the past */
  const char *subject, *subject_language; /* the document that the page is about, or NULL; borrowed */
  char *origin;                           /* "https://lisbon.mfa.example": what absolute addresses begin with */
  Instant expires;                        /* lowered by whoever shows something that changes */
  gboolean ticks;                         /* the clocks show the minute as well, among what all pages share */
} Page;

void page_expires_by (Page *page, Instant instant);
/* When the page may next change. */
Instant page_end (const Page *page);
/* The minute in which the page's instant lies: the finest that a page shows, so that its bytes hold for a minute. */
Instant page_minute (const Page *page);

/* ---- view.c: small pieces of every view ---- */

/* Set a text; NULL or "" leaves the key out. */
void view_text (json_t *view, const char *key, const char *text);
/* The same, taking TEXT over. */
void view_take (json_t *view, const char *key, char *text);
/* Set VALUE (taken over); an empty array or object, or NULL, leaves the key out. */
void view_put (json_t *view, const char *key, json_t *value);
/* Set a list, and has_KEY beside it: what a template asks before it writes a heading. */
void view_list (json_t *view, const char *key, json_t *list);
/* Set a flag, true or false: one that is left out would be looked for further out by the template. */
void view_flag (json_t *view, const char *key, gboolean flag);
json_t *view_date (const Page *page, Instant instant, const char *style); /* "list", "long", "full" */
/* The message KEY with the day of INSTANT as its {date}. Transfer full. */
char *view_with_date (const Page *page, const char *key, Instant instant);
/* INSTANT to the second, in which HTML and addresses reckon. Transfer full. */
char *view_second (Instant instant);
const char *page_message (const Page *page, const char *key);
const char *page_office_name (const Page *page);
/* {words: …}: the messages in the page's language. */
json_t *view_words (const Page *page);
char *html_escape (const char *text);

/* ---- link.c: addresses ---- */
char *link_home (const char *language);
char *link_document (const Edition *edition);
char *link_edition (const Edition *edition, unsigned number);
char *link_office (const char *language);
char *link_record (const char *language);
char *link_calendar (const char *language, const char *period); /* "2025", "2025/06/12"; NULL: this year */
char *link_document_calendar (const Edition *edition, const char *year);
typedef struct
{
  const char *language, *period, *kind, *topic, *place, *speaker;
  unsigned page; /* 0 and 1: the first */
} ArchiveLink;
char *link_archive (const ArchiveLink *link);
char *link_feed (const ArchiveLink *link, const char *ending); /* "atom", "rss", "json" */
ArchiveLink link_of_route (const Page *page);
char *link_media (const char *digest, const char *name);
/* A link as the profile writes it, "{language}" filled in; NULL for NULL. */
char *link_written (const Page *page, const LocalText *href);
char *link_absolute (const Page *page, const char *address);
json_t *link_phone (const char *phone); /* {text, href} */
json_t *link_email (const char *email);

/* ---- assets (site.c) ---- */
char *link_asset (const SiteParts *parts, const char *name); /* with the hash of its content; NULL: no such asset */

/* ---- frame.c: what every page carries ---- */
typedef struct
{
  const char *kind;  /* "home", … */
  const char *title; /* NULL: the office's name */
  const char *description;
  const char *address;  /* "": it has none */
  json_t *translations; /* language tag -> address in it, or NULL: none; borrowed */
  const char *robots;   /* NULL: index */
  const char *sheet;    /* a style sheet besides that of all pages, or NULL */
} FrameInput;
json_t *frame_build (Page *page, const FrameInput *input, GError **error);
/* Every language of the office at the address that LINK makes in it. */
json_t *frame_same_in_all (const Page *page, char *(*link) (const char *language));

/* ---- clock_view.c: parts of the frame that are computed ---- */
json_t *contacts_view (Page *page);
json_t *counters_view (Page *page);
json_t *clocks_view (Page *page);
json_t *notices_view (Page *page);

/* ---- item.c: a document in a list ---- */
json_t *item_view (const Page *page, const Edition *edition);
json_t *items_view (const Page *page, GPtrArray *editions);
const char *edition_field (const Edition *edition, const char *key); /* a text of its fields, or NULL */
const char *page_direction (const char *language);
char *kind_text (const Page *page, Kind kind);

/* ---- history.c: what stands beside an edition ---- */
/* Every edition of the chain of SHOWN, whose last is CURRENT, into VIEW. */
gboolean history_put (const Page *page, json_t *view, const Edition *shown, const Edition *current, GError **error);
json_t *translation_addresses (GPtrArray *translations); /* language -> address */

/* ---- builders ---- */
json_t *home_build (Page *page, GError **error);
json_t *document_build (Page *page, const Edition *edition, const Edition *current, GError **error);
/* In the place of EDITION, which was erased. */
json_t *erased_build (Page *page, const Edition *edition, const Edition *current, GError **error);
json_t *changes_view (Page *page, const Edition *edition, GError **error);
json_t *document_json_ld (const Page *page, const Edition *edition);
json_t *archive_build (Page *page, GError **error);
json_t *office_build (Page *page, GError **error);
json_t *error_build (Page *page, unsigned status, const char *address, GError **error);
GBytes *feed_build (Page *page, const char **type, GError **error);
GBytes *sitemap_build (Page *page, GError **error);
char *robots_build (const Page *page);
