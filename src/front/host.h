/* host.h: which office a Host field means, remembered for a moment so that the record need not be asked each time. */
#pragma once

#include "page/site.h"

typedef struct _Hosts Hosts;

/* Of one thread, as its SITE is. OFFICE: serve this one whatever the host, or NULL. */
Hosts *hosts_new (Site *site, const char *office);
void hosts_free (Hosts *hosts);
/* FIELD as it was sent, or NULL. GENERATION and NOW: an answer holds for this generation of the record and this
 * second. NULL: no office answers to it, or it is no host. Interned. */
const char *hosts_office (Hosts *hosts, const char *field, guint64 generation, Instant now);
