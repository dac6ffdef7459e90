/* seal_error.h: how proofs, notes and logs fail. */
#pragma once

#include <glib.h>

#define SEAL_ERROR (seal_error_quark ())
typedef enum
{
  SEAL_ERROR_MALFORMED, /* it is not what its standard says */
  SEAL_ERROR_MISMATCH,  /* it is well formed, and does not prove what it should */
  SEAL_ERROR_KEYS,      /* the log is kept with other keys */
  SEAL_ERROR_FAILED     /* a file, the store, or the network */
} SealError;
GQuark seal_error_quark (void);
