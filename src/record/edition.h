/* edition.h: one immutable version of a document in one language.
 *
 * A plain value: whoever holds it owns all of it. FIELDS holds what only some kinds have, under the keys of the front
 * matter (docs/front-matter.md):
 *
 *   speaker {name, role}   event {name, date, place, zone}   delivery   dateline   outlet   interviewer   embargo
 *   topics [text]   places [text]   press_contacts [{name, role, phone, email}]   related [document UUID]
 *   notes_to_editors (Markdown)   translated_from {language, edition: the number of that language's edition}
 *   attachments [{file, title, language, alt, caption, credit, terms, focus, decoration, media, name, type, size,
 * width, height, renditions [{media, name, type, size, width, height}]}]
 *
 * in which instants are RFC 3339 texts in UTC, dates are "YYYY-MM-DD", and `media` is the SHA-256 of the file in hex.
 */
#pragma once

#include "record/instant.h"
#include "record/kind.h"

#include <jansson.h>

typedef enum
{
  STATE_PUBLISHED,
  STATE_WITHDRAWN, /* readable, under a notice that says why */
  STATE_ERASED     /* its words are gone by order of law, its place stays */
} State;

const char *state_name (State state);
gboolean state_parse (const char *name, State *state);

typedef struct
{
  char *office;   /* its name in the data file */
  char *document; /* UUID, lower case */
  char *language; /* BCP 47 tag */
  unsigned number;
  Kind kind;
  State state;
  Instant published;
  Instant recorded;
  gboolean imported;
  char *slug;
  char *title;
  char *summary; /* NULL if none was written */
  char *body;    /* Markdown; YAML for a profile */
  json_t *fields;
  char *change_note; /* NULL for the first edition only */

  /* Derived from the chain, and kept beside the edition. */
  Instant dated;      /* when the document first appeared: lists are sorted by it */
  Instant superseded; /* when a successor became visible; INSTANT_MAX while none is */
  char *path;         /* "2024/03/01/slug": the address below the language */
  char *html;         /* the body as clean HTML */
  char *contents;     /* its headings where it is long: JSON array of {id, text, level}, or NULL */
  char *lead;
  char *digest; /* edition_digest () of it, where that is known already; NULL otherwise */
} Edition;

Edition *edition_new (void);
void edition_free (Edition *edition);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Edition, edition_free)

/* From when the edition may be read by all, if no later edition is: max (published, embargo, recorded), without the
 * recorded instant for an imported one. */
Instant edition_visible_from (const Edition *edition);

/* SHA-256 in hex over what the office said (kind, language, slug, published, title, summary, body, fields): two
 * editions with equal digests say the same. The change note does not count. Transfer full. */
char *edition_digest (const Edition *edition);
