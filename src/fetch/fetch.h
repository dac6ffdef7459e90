/* fetch.h: what is asked of another server by HTTP or HTTPS, and what it answers. */
#pragma once

#include <glib.h>

#define FETCH_ERROR (fetch_error_quark ())
typedef enum
{
  FETCH_ERROR_ADDRESS,     /* it is no address of HTTP or HTTPS */
  FETCH_ERROR_UNREACHABLE, /* no such host, or nobody takes the call */
  FETCH_ERROR_SLOW,        /* it did not answer in time */
  FETCH_ERROR_LARGE,       /* the answer is larger than is taken */
  FETCH_ERROR_BROKEN,      /* the answer ended early, or is no HTTP, or its certificate is not believed */
  FETCH_ERROR_STOPPED      /* nobody waits for it any more */
} FetchError;
GQuark fetch_error_quark (void);

/* One request and its answer. It has either FAILURE or a status. */
typedef struct
{
  char *url;
  char *sent_type; /* of the body that is sent; NULL: a GET */
  GBytes *sent;
  gpointer about; /* the caller's */

  guint status; /* of HTTP, whichever it is; 0: there was no answer */
  char *type;   /* Content-Type, or NULL */
  char *location;
  GBytes *body;    /* never NULL if there was an answer */
  GError *failure; /* names the address */
} Fetch;

/* ABOUT is the caller's, who keeps it. Transfer full. */
Fetch *fetch_get (const char *url, gpointer about);
Fetch *fetch_post (const char *url, const char *type, GBytes *body, gpointer about);
void fetch_free (Fetch *fetch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fetch, fetch_free)
