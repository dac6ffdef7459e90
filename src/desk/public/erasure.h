/* erasure.h: a text is erased by order of law, in the record and at the desk. */
#pragma once

#include "cabinet/erasing.h"
#include "desk/exchange.h"

/* Erase WHAT, of the text at ADDRESS ("/en/2026/…"), because of REASON, which is public. *LEFT: it is done, but old
 * bytes may still lie in free places of the files (transfer full: why), until it is done once more. FALSE with ERROR
 * set: nothing is erased. */
gboolean erasure_do (Exchange *exchange, const Erasing *what, const char *address, const char *reason, char **left,
                     GError **error);
