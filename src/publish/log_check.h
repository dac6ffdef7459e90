/* log_check.h: whether the logs of a record are what was signed, and what they say of its editions is true. */
#pragma once

#include "store/store.h"

/* FOUND is called with one plain sentence for each breach, as store_check() does. Reads all of it. */
gboolean log_check (Store *store, StoreFinding found, gpointer data, GError **error);
