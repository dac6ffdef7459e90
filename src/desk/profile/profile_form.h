/* profile_form.h: the parts of a profile as plain form fields, and back.
 *
 * A profile is held as its YAML says it (base/yaml_json.h). What is typed is put into it as it is, right or wrong; a
 * field that comes back as it was shown changes nothing, and what has no field is left alone. So no data is lost,
 * whichever of the ways of writing the profile took. No I/O. */
#pragma once

#include "desk/form.h"
#include "record/profile.h"

#include <jansson.h>

typedef enum
{
  PROFILE_LINE,
  PROFILE_AREA,
  PROFILE_DATE,
  PROFILE_TIME,
  PROFILE_ZONE,    /* any that there is */
  PROFILE_CAPITAL, /* one of the two capitals', or UTC */
  PROFILE_CHOICE,  /* of the field's choices */
  PROFILE_SENTENCE /* a form of a sentence; EXAMPLE is a number that takes it */
} ProfileInputType;

typedef struct
{
  char *name, *value;
  ProfileInputType type;
  const char *language; /* in which it is written, or NULL */
  const char *part;     /* "date", "zone", … of a field that has several; or NULL */
  gint64 example;
} ProfileInput;

typedef struct
{
  const char *name; /* "phone" */
  gboolean needed;
  const char *const *choices; /* of PROFILE_CHOICE */
  GPtrArray *inputs;          /* of ProfileInput */
} ProfileField;

/* Sections: "name", and the lists "clocks", "contacts", "counters", "notices", "main" and "footer"; and "hours",
 * those of a contact. */
gboolean profile_section_known (const char *section);
gboolean profile_section_is_list (const char *section);
/* The list within TREE, or NULL if it has none. Borrowed. */
json_t *profile_list (json_t *tree, const char *section);
/* The same, made if it is not there. */
json_t *profile_list_need (json_t *tree, const char *section);

/* The fields of ENTRY: of a list's, of the whole tree for "name", of a contact for "hours". PROFILE: whose languages
 * and zones. Array of ProfileField; transfer full. */
GPtrArray *profile_fields (const char *section, const json_t *entry, const Profile *profile);
/* Put what was typed into ENTRY. Transfer full: the changed entry, which may be another value. */
json_t *profile_take (const char *section, const json_t *entry, const Profile *profile, const Form *form);

/* What ENTRY is called in a list, in LANGUAGE: its label or text. "" if it has none yet. Borrowed. */
const char *profile_entry_title (const json_t *entry, const char *language, const Profile *profile);
