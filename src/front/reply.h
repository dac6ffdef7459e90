/* reply.h: a site's answer as an HTTP response: encoded, with validators, lifetime and security headers; ready to be
 * sent any number of times, from any thread. */
#pragma once

#include "front/encode.h"
#include "front/request_fields.h"
#include "page/site.h"

typedef struct _Reply Reply;

typedef struct
{
  Site *site;    /* that made the answer */
  Coding coding; /* the best that the client takes */
  Effort effort;
  Instant now;            /* by the site's clock */
  gint64 clock_offset;    /* of the site's clock from the real one, microseconds */
  gboolean last;          /* the connection ends with it */
  const char *request_id; /* by which the operator finds a failure, or NULL */
} ReplyOptions;

/* The whole of ANSWER, which is taken over. Transfer full. */
Reply *reply_new (Answer *answer, const ReplyOptions *options);
Reply *reply_ref (Reply *reply);
void reply_unref (Reply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reply, reply_unref)

/* Whether it may still be sent at NOW: its headers say how long it lasts. */
gboolean reply_holds (const Reply *reply, Instant now);
gboolean reply_is_constant (const Reply *reply); /* whatever is committed */
gboolean reply_is_best (const Reply *reply);     /* no effort would make it shorter */
gboolean reply_is_absence (const Reply *reply);  /* there is nothing at the address */
gsize reply_size (const Reply *reply);           /* bytes of memory */
const Answer *reply_answer (const Reply *reply); /* without its body */
GBytes *reply_text (const Reply *reply);         /* the answer's body, decoded; transfer full; NULL: it has none */

typedef struct
{
  unsigned status;
  guint64 bytes; /* of the body, had it been asked for */
} Sent;

/* Send it, or that nothing has changed (RFC 9110 section 13.1.2). */
enum MHD_Result reply_send (const Reply *reply, struct MHD_Connection *connection, const Fields *fields, Sent *sent);
/* Send the part of ANSWER that a Range field asks for, if it has parts; else the whole (RFC 9110 section 14). ANSWER
 * is taken over. */
enum MHD_Result reply_send_part (Answer *answer, const ReplyOptions *options, struct MHD_Connection *connection,
                                 const Fields *fields, Sent *sent);
/* A response of one line of text, for what never reaches the site. */
struct MHD_Response *reply_plain (const char *text);
