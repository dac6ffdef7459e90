/* courier.h: has the logs witnessed, beside the clerk's own work: a witness may take its time. */
#pragma once

#include "store/store.h"

typedef struct _Courier Courier;

/* A thread with a connection of its own. OFFICES: COUNT names, borrowed. Within the clerk's sandbox. Transfer full.
 */
Courier *courier_start (const char *record, const char *const *offices, guint count, GError **error);
void courier_tell (Courier *courier); /* somebody has committed */
/* FALSE: it waits for a witness, and is left to end with the process. */
gboolean courier_stop (Courier *courier);
