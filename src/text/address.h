/* address.h: addresses in links and images, taken from outside: those of an allowed scheme, written so that every
 * browser and checker reads them alike. */
#pragma once

#include <glib.h>

typedef enum
{
  ADDRESS_LINK,   /* http, https, mailto, tel, relative, #fragment */
  ADDRESS_IMAGE,  /* http, https, relative */
  ADDRESS_OUTSIDE /* http, https with a host */
} AddressUse;

/* Transfer full; NULL if the address is of no allowed scheme or cannot be one. */
char *address_clean (const char *address, AddressUse use);
/* The host of a clean outside address. Transfer full. */
char *address_host (const char *address);
