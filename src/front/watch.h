/* watch.h: notices that the record was committed to, from whichever process. */
#pragma once

#include <glib.h>

typedef struct _Watch Watch;

/* Called from the watch's own thread after each commit, or several at once, within some ten milliseconds. */
typedef void (*WatchNotice) (gpointer data);

/* Opens RECORD; watches until watch_free(). Transfer full. */
Watch *watch_new (const char *record, WatchNotice notice, gpointer data, GError **error);
void watch_free (Watch *watch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Watch, watch_free)
