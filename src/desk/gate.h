/* gate.h: the one place where it is decided whether a request gets to what it asks for. */
#pragma once

#include "desk/exchange.h"

typedef enum
{
  ACCESS_OPEN,      /* anybody: to log in, or with a link */
  ACCESS_HALF,      /* whose second factor is still to come */
  ACCESS_KNOWN,     /* the same, or whoever is logged in: to log out */
  ACCESS_PERSON,    /* whoever is logged in; what is shown depends on what they may see */
  ACCESS_ANY,       /* who may do the action, or the other, to anything at all; the page asks again of what it is
                       done to */
  ACCESS_OFFICE,    /* who may do the action in the office that is asked for: the address's "*", or else the field
                       “office” of the form or query, which may be empty (all offices); and in the language of the field
                       “language”, but for actions that concern an office as a whole (action_of_whole_office()) */
  ACCESS_COLLEAGUE, /* who may do the action in an office in which the person in the address works */
  ACCESS_WHOLE_COLLEAGUE, /* and in every one: what is done concerns all that they are */
  ACCESS_DRAFT            /* who may do the action, or the other, to the draft in the address */
} Access;

typedef struct
{
  const char *method, *pattern; /* one "*" stands for a segment, "#" for all that follows */
  Access access;
  Action action, other; /* of ACCESS_ANY, ACCESS_OFFICE, ACCESS_DRAFT */
  void (*handle) (Exchange *exchange);
  gboolean at_door; /* a password is hashed, which takes long: others are not to wait for it */
  gboolean typed;   /* its form brings what somebody wrote, and gives it back if it is not taken */
  gboolean profile; /* of ACCESS_DRAFT: the draft may be of a profile; else it is as if there were none */
  gboolean takes_files;
} Route;

/* Whether the page at PATH is answered at the door. */
gboolean gate_is_at_door (const Route *routes, const char *method, const char *path);

/* Whether EXCHANGE brings a password in a form of somebody who is logged in: it is tried at the door before the page
 * is answered. */
gboolean gate_brings_password (const Route *routes, const Exchange *exchange);
/* At the door, by the file of DOOR: whether it is their own. What was found out stands in EXCHANGE; nothing else of
 * it is touched. */
void gate_try_password (Desk *door, Exchange *exchange);
/* Whether what is sent to PATH may bring files with it. */
gboolean gate_takes_files (const Route *routes, const char *method, const char *path);

/* Whether who sends a header with HOST and COOKIES, each NULL if it is not there, has a session of this desk. */
gboolean gate_knows (Desk *desk, const char *host, const char *cookies);

/* Let EXCHANGE through to the one of ROUTES (ended by one without a method) that it asks for, or answer why not. */
void gate_pass (const Route *routes, Exchange *exchange);

/* The same for people without an account, who come by a link: what it is good for its page knows. */
void gate_pass_outside (const Route *routes, Exchange *exchange);
