/* checks.h: what is worth a look before a text is submitted. None of it stands in the way; what does is in fields.h.
 */
#pragma once

#include "desk/exchange.h"
#include "desk/text/source.h"

/* What is to be seen of the draft of EXCHANGE, whose text SOURCE is, into VIEW: `warnings`, `has_warnings`, `reading`
 * (how long it takes), and `seen`, which a form sends back to say that they were shown. TRUE: there are some. */
gboolean checks_put (const Exchange *exchange, json_t *view, const Source *source, const Profile *profile);
