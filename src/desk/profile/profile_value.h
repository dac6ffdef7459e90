/* profile_value.h: single values of a profile's YAML, as they are shown and as they are typed. For profile_form.c. */
#pragma once

#include "record/profile.h"

#include <jansson.h>

/* A text for each language, or a bare one, which is in the first language. "" if there is none. Transfer full. */
char *local_value_get (const json_t *value, const char *language, const Profile *profile);
/* VALUE with that text in LANGUAGE; NULL: nothing is left of it. Transfer full. */
json_t *local_value_set (const json_t *value, const char *language, const char *text, const Profile *profile);

/* When something begins or ends: date, time ("" if it is a whole day) and zone. Transfer full. */
typedef struct
{
  char *date, *time, *zone;
} MomentParts;
void moment_parts_clear (MomentParts *parts);
MomentParts moment_parts_read (const char *text, const Profile *profile);
/* As a profile has it: a date, or an instant as the clocks there show it; what is neither stays as it was typed.
 * Transfer full. */
char *moment_parts_write (const char *date, const char *time, const char *zone);
