/* exchange.h: a request to the desk and its answer, as they pass from the listener by the gate to a page. */
#pragma once

#include "cabinet/login.h"
#include "cabinet/review.h"
#include "cabinet/trail.h"
#include "desk/desk.h"
#include "desk/form.h"
#include "desk/rate.h"
#include "keeper/keeper.h"
#include "page/site.h"
#include "record/profile.h"
#include "store/store.h"
#include "template/template.h"
#include "text/messages.h"

/* What all requests share. */
typedef struct
{
  const DeskOptions *options;
  Cabinet *cabinet;
  Cabinet *at_door; /* the same file, for the thread at the door (server.c) */
  Cabinet *aside;   /* and for the one that takes files in */
  Store *record;    /* to write */
  Store *visible;   /* to read what is public */
  Store *visible_aside;
  SiteParts *parts;
  Site *site;
  TemplateSet *templates;
  Messages *words;
  GBytes *stylesheet, *script;
  char *stylesheet_version, *script_version;
  Keeper **keepers;   /* of options->offices, in their order; each NULL until it is needed */
  Rate *rate;         /* of those who come by a link for the press; else NULL */
  gboolean unsettled; /* something was done that the desk's file does not know of yet (recover.h) */
  guint8 challenge_key[CHALLENGE_KEY_BYTES]; /* of what passkeys are asked to sign */
} Desk;

typedef enum
{
  PIECES_FAILED, /* the answer is cut off, so that nobody takes it for whole */
  PIECES_MORE,
  PIECES_END
} PiecesState;

/* A long answer, made while it is sent. */
typedef struct
{
  PiecesState (*next) (gpointer data, GString *piece); /* put the next piece behind PIECE; there may be nothing */
  gpointer data;
  GDestroyNotify free;
} Pieces;
void pieces_free (Pieces *pieces);

typedef struct
{
  Desk *desk;

  /* What was asked. Borrowed from the listener. */
  const char *method, *path;
  const char *host, *origin, *fetch_site, *cookie, *agent, *accept_language, *type;
  const char *place; /* network address */
  const Form *query, *form;
  Instant now;

  /* What the gate found out. */
  gboolean local;     /* reached from the machine itself, without TLS */
  char *passkey_host; /* passkey.h; or NULL */
  char *argument;     /* what stands in the address for the pattern's "*" */
  char *token, *csrf;
  Session *session;
  Person *person;
  CabinetDraft *draft;
  Person *colleague;                /* of ACCESS_COLLEAGUE, in the address */
  gboolean whole_colleague;         /* who asks keeps people wherever they work */
  const char *office, *in_language; /* of ACCESS_OFFICE; NULL: of all, of the office as a whole */
  const char *language;             /* in which the desk speaks */

  /* What the door found out of the password that the form brought (gate_try_password()). */
  gboolean tried;
  Login again;
  GError *failure;

  /* The answer. */
  unsigned status;
  const char *type_sent;
  GBytes *body;
  Pieces *pieces; /* instead of the body; or NULL */
  char *download; /* the name of the file that it is to be kept as, or NULL */
  char *location;
  GPtrArray *cookies; /* of char* */
  gboolean framed;    /* the page may stand in a frame of the desk's own */
  gboolean frames;    /* and this one has such a frame */
  gboolean cached;
  gboolean outside;        /* it is for somebody without an account */
  gboolean is_file;        /* from outside: nothing in it is ever run */
  const char *disposition; /* "attachment", or NULL */
} Exchange;

void exchange_clear (Exchange *exchange);

/* Who does it. */
Actor exchange_actor (const Exchange *exchange);
/* Whether the person may do ACTION to MATTER. */
Permission exchange_may (const Exchange *exchange, Action action, const Matter *matter);
/* To the draft; for an office and a language; where LANGUAGE is NULL, the office as a whole. */
Permission exchange_may_draft (const Exchange *exchange, const CabinetDraft *draft, Action action);
Permission exchange_may_office (const Exchange *exchange, const char *office, const char *language, Action action);
/* The profile of an office as it stands now. Transfer full; NULL with ERROR set. */
Profile *desk_profile (const Desk *desk, const char *office, Instant now, GError **error);

/* Something is done, and because of FAILURE (taken over) the desk's file does not know yet: it is told before the
 * next request. */
void desk_unsettle (Desk *desk, GError *failure);

/* ---- Answers ---- */

/* Render TEMPLATE with VIEW (taken over). */
void desk_show (Exchange *exchange, unsigned status, const char *template, json_t *view);
/* For the script. */
void desk_json (Exchange *exchange, unsigned status, const json_t *answer);
/* 303 to LOCATION. */
void desk_go (Exchange *exchange, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* A page of one sentence: the messages TITLE and TEXT; DETAIL may be NULL. */
void desk_say (Exchange *exchange, unsigned status, const char *title, const char *text, const char *detail);
/* What went wrong, as its kind wants it. Takes ERROR. */
void desk_fail (Exchange *exchange, GError *error);
/* NAME without its prefix: the session's or a form's. VALUE NULL: it is to be forgotten. */
void desk_cookie (Exchange *exchange, const char *name, const char *value);
const char *desk_word (const Exchange *exchange, const char *key);
/* KEY and "has_KEY" of a view; TEXT may be NULL. */
void desk_put (json_t *view, const char *key, const char *text);
