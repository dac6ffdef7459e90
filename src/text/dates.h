/* dates.h: the dates that a text names in words, as its language writes them: "Friday, 27 November 2026", "le
 * vendredi 27 novembre", "2026年11月27日（星期五）". Pure; any text. */
#pragma once

#include "record/civil.h"

typedef struct
{
  CivilDate date;
  int weekday; /* that it names: 1 Monday to 7 Sunday; 0: none */
  char *text;  /* as it stands there */
} NamedDate;

/* NEAR: of a date without a year the one nearest to it is meant. Array of NamedDate, 200 at most; transfer full. */
GPtrArray *dates_find (const char *text, const char *language, CivilDate near);
