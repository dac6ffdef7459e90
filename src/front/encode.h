/* encode.h: content codings (RFC 9110 section 8.4.1): gzip (RFC 1952) by libdeflate, br (RFC 7932) by libbrotli. */
#pragma once

#include "front/negotiate.h"

typedef enum
{
  EFFORT_QUICK, /* for what may never be asked for again */
  EFFORT_GOOD,  /* for what many ask for */
  EFFORT_BEST   /* for what never changes */
} Effort;

/* BODY in the coding that CODING permits and EFFORT is worth: brotli is slow, so a quick encoding for a client that
 * takes brotli is gzip. *USED is what was chosen. Transfer full. */
GBytes *encode_body (GBytes *body, Coding coding, Effort effort, Coding *used);
/* The body of SIZE bytes that ENCODED, which encode_body() made, is in CODING. Transfer full; NULL if it is not. */
GBytes *decode_body (GBytes *encoded, Coding coding, gsize size);
