/* date.h: dates as people and generators write them. */
#pragma once

#include "record/civil.h"

/* An instant in RFC 3339, or a civil date ("2018-09-13", "13 Sep 2018", "13 September 2018", "September 13, 2018"),
 * which means the beginning of that day in ZONE. An instant at midnight UTC to the millisecond is a civil date that a
 * program wrote out. FALSE if TEXT is none of these. */
gboolean date_read (const char *text, GTimeZone *zone, Instant *instant);
/* The date that stands in front of a file's name: "2018-09-13-title.md". */
gboolean date_of_name (const char *name, GTimeZone *zone, Instant *instant);
/* The first date that stands alone at the start of one of the first lines of TEXT. */
gboolean date_of_lines (const char *text, GTimeZone *zone, Instant *instant);
