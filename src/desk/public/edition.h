/* edition.h: the text of a published edition that a page is about. */
#pragma once

#include "desk/exchange.h"

/* The text of the office and language that the gate let through, of which FORM names the document, as it is public
 * now. NULL: it has been answered. Transfer full. */
Edition *desk_edition (Exchange *exchange, const Form *form);
/* Whether EDITION is the one that the form was about; another may have taken its place since. FALSE: it has been
 * answered. */
gboolean desk_edition_is_of_form (Exchange *exchange, const Edition *edition);
