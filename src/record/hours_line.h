/* hours_line.h: the words in which opening hours are written: days, dates, intervals. Pure text to values. */
#pragma once

#include "record/profile.h"

/* "mon-fri", "sat, sun", "Monday to Thursday", "daily": sets DAYS[1..7]. FALSE if it names no days. */
gboolean hours_days_parse (const char *text, gboolean days[8]);
/* "2026-12-25", "2026-12-24 to 2026-12-26" ("..", "/" and " - " are taken too). */
gboolean hours_dates_parse (const char *text, CivilDate *from, CivilDate *to);
/* "09:00-12:30, 14:00-17:00", "9-17"; "closed", "off", "none" and "" add nothing. Appends Interval to INTERVALS. */
gboolean hours_intervals_parse (const char *text, GArray *intervals);
/* "9:00", "09.30", "17" → minutes after midnight, at most 1440. */
gboolean hours_minute_parse (const char *text, int *minute);
/* Sort INTERVALS and make one of those that meet or overlap. */
void hours_intervals_join (GArray *intervals);
/* "mon-fri 09:00-17:00" → "mon-fri", "09:00-17:00", and the text in brackets at its end, if any. Transfer full. */
gboolean hours_line_split (const char *line, char **when, char **intervals, char **note);
