/* profile.h: what an office says about itself: names, languages, clocks, contacts, counters, notices, menus.
 *
 * Written in YAML (docs/profile.md explains every key), kept in the record as an edition of the kind
 * "profile". A text per language is a LocalText; a language it lacks is answered in the office's first language. */
#pragma once

#include "record/civil.h"

typedef GHashTable LocalText; /* language tag -> text */
const char *local_text (const LocalText *text, const char *language, const char *fallback_language);

typedef struct
{
  LocalText *label;
  char *zone_name; /* IANA */
  GTimeZone *zone;
} Clock;

typedef struct
{
  int from; /* minutes after midnight, 0 to 1439 */
  int to;   /* 1 to 1440, later than FROM */
} Interval;

typedef struct
{
  GArray *weekly[8];     /* of Interval, sorted, by ISO weekday 1 to 7; [0] unused; NULL: closed */
  GPtrArray *exceptions; /* of HoursException, sorted by date */
} Hours;

typedef struct
{
  CivilDate from, to; /* both included */
  GArray *intervals;  /* of Interval; empty: closed */
  LocalText *note;    /* may be NULL: "Independence Day" */
} HoursException;

typedef struct
{
  LocalText *label;
  char *phone; /* as it is to be read: "+351 210 000 000"; each of these may be NULL */
  char *email;
  LocalText *address; /* lines separated by \n */
  Hours *hours;
} Contact;

typedef struct
{
  gboolean until; /* else since */
  CivilDate date;
  LocalText *sentence; /* ICU MessageFormat with {days, plural, …} */
  LocalText *note;     /* may be NULL */
} Counter;

typedef enum
{
  SEVERITY_INFORMATION,
  SEVERITY_WARNING,
  SEVERITY_EMERGENCY
} Severity;

typedef struct
{
  Severity severity;
  LocalText *text;
  LocalText *href; /* may be NULL */
  Instant from;    /* INSTANT_MIN if not given */
  Instant until;   /* INSTANT_MAX if not given */
} Notice;

typedef struct
{
  LocalText *label;
  LocalText *href; /* absolute URL or a path; "{language}" stands for the page's language tag */
} MenuItem;

typedef struct
{
  LocalText *name; /* may be NULL: it is called by its key's */
  char *key;       /* a verifier of cosignatures (C2SP signed-note), "name+id+base64" */
  char *url;       /* where it is asked: "https://witness.example", without a slash at its end */
} Witness;

typedef struct
{
  LocalText *name;
  char **languages; /* the first is the default */
  char *home_zone_name, *host_zone_name;
  GTimeZone *home_zone, *host_zone;
  char *address; /* origin of the public site, "https://lisbon.mfa.example"; NULL if not given */
  char **hosts;  /* further host names it answers to; may be empty */
  GPtrArray *clocks, *contacts, *counters, *notices; /* of Clock, Contact, Counter, Notice */
  GPtrArray *menu, *footer;                          /* of MenuItem: menus.main and menus.footer */
  GHashTable *date_patterns;                         /* "list", "long", … -> LocalText of CLDR patterns */
  unsigned latest;                                   /* number of latest messages, 1 to 50; 10 if not given */
  GPtrArray *witnesses;                              /* of Witness: who is asked to cosign the office's log */
  unsigned witnesses_needed;                         /* how many of them; the majority if not given */
} Profile;

#define PROFILE_ERROR (profile_error_quark ())
typedef enum
{
  PROFILE_ERROR_INVALID
} ProfileError;
GQuark profile_error_quark (void);

/* FILE names the text in errors: "profile.yaml:7: clocks[0].zone: “Europe/Londn” is no IANA time zone (did you mean
 * “Europe/London”?)". Transfer full. */
Profile *profile_parse (const char *yaml, gsize length, const char *file, GError **error);
void profile_free (Profile *profile);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Profile, profile_free)

gboolean profile_has_language (const Profile *profile, const char *language);
/* The office's pattern for NAME ("list", "long", "time") in LANGUAGE, or NULL: use CLDR's. */
const char *profile_date_pattern (const Profile *profile, const char *name, const char *language);
/* When anything that the profile computes from the clock next changes after AT, the minute hand aside: a notice that
 * begins or ends, a civil day of the host zone, opening or closing. */
Instant profile_next_change (const Profile *profile, Instant at);
