/* press.h: links by which people without an account read one text before it is public: each for somebody, until an
 * instant or until it is ended, and every visit is kept. */
#pragma once

#include "cabinet/draft.h"

typedef enum
{
  PRESS_PREVIEW, /* of a text that is being written */
  PRESS_EMBARGO  /* of one that is scheduled */
} PressPurpose;

typedef struct
{
  gint64 id;
  char *draft;
  PressPurpose purpose;
  char *recipient;
  char *made_name; /* who made it, as displayed, or NULL */
  Instant made, expires;
  Instant ended; /* INSTANT_MIN: it was not */
  guint visits;
  Instant last; /* visit, or INSTANT_MIN */
} PressLink;
void press_link_free (PressLink *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PressLink, press_link_free)

typedef struct
{
  Instant at;
  char *place, *agent; /* agent or NULL */
  char *file;          /* that was fetched; NULL: the page */
} PressVisit;
void press_visit_free (PressVisit *visit);

/* The token, which nobody can be told again; transfer full. STATE: what is not scheduled has no link for the press,
 * and what is published none at all. */
char *cabinet_make_press_link (Cabinet *cabinet, const Actor *actor, const char *draft, PressPurpose purpose,
                               const char *recipient, Instant expires, GError **error);
/* The link ID of DRAFT is good no longer. */
gboolean cabinet_end_press_link (Cabinet *cabinet, const Actor *actor, const char *draft, gint64 id, GError **error);
/* Those of DRAFT, the last first. Array of PressLink; transfer full. */
GPtrArray *cabinet_press_links (Cabinet *cabinet, const char *draft, GError **error);
/* The last visits by link ID, the last first. Array of PressVisit; transfer full. */
GPtrArray *cabinet_press_visits (Cabinet *cabinet, gint64 id, unsigned limit, GError **error);
/* Who can read DRAFT by links that are good at NOW: names, transfer full. */
char **cabinet_press_recipients (Cabinet *cabinet, const char *draft, Instant now, GError **error);

/* The link of TOKEN, if it is good at NOW. NULL without ERROR set: it is not. Transfer full. */
PressLink *cabinet_press_link (Cabinet *cabinet, const char *token, Instant now, GError **error);
/* It was used at NOW, from PLACE. AGENT and FILE may be NULL. */
gboolean cabinet_press_visited (Cabinet *cabinet, gint64 id, Instant now, const char *place, const char *agent,
                                const char *file, GError **error);
