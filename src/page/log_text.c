#include "page/log_text.h"

#include "seal/note.h"

#include <string.h>

/* In UTC, in which the log is kept: what is read beside it elsewhere is the same everywhere. */
char *
log_utc_text (const Page *page, Instant instant, DateStyle style)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  CivilTime time = civil_time_at (instant, utc);
  return locale_date (page->language, &time, style, NULL);
}

Leaf *
log_leaf (const char *entry)
{
  gsize length = note_text_length (entry, strlen (entry));
  return length > 0 ? leaf_read (entry, length, NULL) : NULL;
}
