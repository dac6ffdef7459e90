/* again.h: before what cannot be undone, who sits there shows once more that they are who they are. */
#pragma once

#include "desk/exchange.h"

/* Whether the page must ask (template again.html). */
gboolean again_is_asked (const Exchange *exchange);
/* Whether the form brought the right password or passkey, or none is asked for. Else *PROBLEM (transfer full) is what
 * to say beside the field, or ERROR is set. */
gboolean again_given (Exchange *exchange, char **problem, GError **error);
