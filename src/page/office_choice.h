/* office_choice.h: which office of the data file a request is for. */
#pragma once

#include "page/site.h"
#include "record/profile.h"

/* One office's name and its profile as it stands at the store's instant; profiles are parsed once and kept. */
typedef struct _Offices Offices;

Offices *offices_new (Store *store);
void offices_free (Offices *offices);

/* Before any choice: the record is at GENERATION, and the store at the instant AT. */
gboolean offices_stand (Offices *offices, gint64 generation, Instant at, GError **error);
/* The office named in REQUEST, else the one that answers to its host. A host that is no office's is answered by the
 * only office there is or, for addresses that are no names (127.0.0.1, localhost), by the first. NULL without ERROR
 * set: no office answers to it. Borrowed until the next call. */
const char *offices_choose (Offices *offices, const Request *request, const Profile **profile, GError **error);
/* The first office, for pages that say so. */
const char *offices_first (Offices *offices, const Profile **profile, GError **error);
