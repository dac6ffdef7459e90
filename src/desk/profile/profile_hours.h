/* profile_hours.h: opening hours as a line for each day of the week, and a row for each date that is another. */
#pragma once

#include "record/profile.h"

#include <jansson.h>

typedef struct
{
  char *from, *to; /* dates; TO is "" for a single day */
  char *hours;     /* "" for a day on which it is closed */
  json_t *note;    /* or NULL */
} ProfileException;

typedef struct
{
  char *days[8];         /* by ISO weekday from 1; "" for closed */
  GPtrArray *exceptions; /* of ProfileException */
} ProfileHours;

/* What a contact's "hours" say in whichever way, or what was typed into the form. VALUE may be NULL. Transfer full.
 */
ProfileHours *profile_hours_read (json_t *value, const Profile *profile);
ProfileHours *profile_hours_new (void);
void profile_hours_free (ProfileHours *hours);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ProfileHours, profile_hours_free)
/* NOTE is taken over. */
void profile_hours_except (ProfileHours *hours, const char *from, const char *to, const char *times, json_t *note);
/* NULL: there are none. Transfer full. */
json_t *profile_hours_write (const ProfileHours *hours);
