/* memento_address.h: the addresses of the past (RFC 7089): /at/YYYYMMDDhhmmss/PATH, /timegate/URI, /timemap/FORM/URI.
 */
#pragma once

#include "record/instant.h"

typedef enum
{
  MEMENTO_NONE, /* an address of now */
  MEMENTO_AT,
  MEMENTO_TIMEGATE,
  MEMENTO_TIMEMAP,
  MEMENTO_BAD /* it looks like one and is none */
} MementoType;

typedef struct
{
  MementoType type;
  Instant at;           /* MEMENTO_AT: the last instant of the second in the address */
  const char *original; /* the path that it is about, beginning with "/", within the address */
  char *authority;      /* of a URI that names its host, in lower case; or NULL */
  gboolean json;        /* MEMENTO_TIMEMAP: else link-format */
  unsigned page;        /* of a time map, from 1 */
} MementoAddress;

/* PATH from the last of the slashes that it begins with. */
const char *one_slash (const char *path);
/* PATH as sent; without its query. To be ended by memento_address_clear(). */
void memento_address_read (MementoAddress *address, const char *path);
void memento_address_clear (MementoAddress *address);

/* "/at/20240506120000" for the second of INSTANT. Transfer full. */
char *memento_prefix (Instant instant);
/* The date of an Accept-Datetime field (RFC 7089 section 2.1.1). */
gboolean memento_date_read (const char *field, Instant *instant);
