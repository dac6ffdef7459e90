/* months.h: a year as months, weeks and days, with what happened on each day. Knows no record. */
#pragma once

#include "page/page.h"

typedef struct
{
  CivilDate date;
  guint count;
  Instant last; /* of the day's changes */
} DayChanges;

typedef struct
{
  CivilDate from, until; /* months before the first and after the last are left out; both in one year */
  GArray *days;          /* of DayChanges, in their order */
  gboolean changed_only; /* leave out months without a change */
  const char *memento;   /* the address that a day leads to in the past */
  gboolean lists;        /* each day has a list of its own */
} Months;

/* The names of the days of the week, from the first on: [{short, name}]. */
json_t *months_weekdays (const Page *page);
json_t *months_view (const Page *page, const Months *months);
/* INSTANTS (array of Instant, in their order) by the days of the office. Array of DayChanges; transfer full. */
GArray *months_days (const Page *page, const GArray *instants);
