/* exchange.h: one request and its answer, as libmicrohttpd hands it over piece by piece. */
#pragma once

#include "front/host.h"
#include "front/metrics.h"

typedef struct
{
  Site *site;
  Hosts *hosts;
  Cache *cache; /* shared by all threads */
  Metrics *metrics;
  const char *office;
  gint64 clock_offset;
} ExchangePlace;

#define EXCHANGE_TARGET 512 /* a longer target is allocated */

/* Lies in its connection, which has one at a time, so that an answer from the cache allocates nothing. */
typedef struct
{
  char *target;    /* as sent; ROOM or allocated */
  char *query;     /* what was cut off from it, for it makes no difference; or NULL */
  const char *end; /* where it ended on the wire, to be compared and nothing else */
  Fields fields;
  gboolean begun;
  gboolean last;      /* the connection ends with this one */
  const char *method; /* borrowed, as is the version */
  const char *version;
  Sent sent; /* status 0: no answer was given */
  char room[EXCHANGE_TARGET];
} Exchange;

/* TARGET as it arrived. */
void exchange_begin (Exchange *exchange, const char *target);
void exchange_end (Exchange *exchange);

/* An access handler's call. The first for a request answers only what must close the connection. */
enum MHD_Result exchange_step (Exchange *exchange, const ExchangePlace *place, struct MHD_Connection *connection,
                               const char *method, const char *version, gsize *upload_size);
