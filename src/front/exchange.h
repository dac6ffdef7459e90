/* exchange.h: one request and its answer, as libmicrohttpd hands it over piece by piece. */
#pragma once

#include "page/site.h"

#include <microhttpd.h>

typedef struct
{
  Site *site;
  const char *office;
  gint64 clock_offset;
} ExchangePlace;

typedef struct _Exchange Exchange;

/* TARGET as it arrived. Transfer full. */
Exchange *exchange_new (const char *target);
void exchange_free (Exchange *exchange);

/* An access handler's call. The first for a request answers only what must close the connection. */
enum MHD_Result exchange_step (Exchange *exchange, const ExchangePlace *place, struct MHD_Connection *connection,
                               const char *method, const char *version, gsize *upload_size);
