/* kind_guess.h: what sort of statement an imported text is, and who made it, as far as that is plain. */
#pragma once

#include "record/kind.h"

#include <jansson.h>

/* By the key KIND if it is one; by the title where that says it; by the nearest folder of PATH that KINDS (folder
 * name -> kind's name) or the usual names know; else an article. */
Kind kind_guess (const char *kind, const char *title, const char *path, GHashTable *kinds);

/* {name, role} from a title such as "Speech by Minister for Law Mr K Shanmugam at …"; NULL where it is not plain.
 * Transfer full. */
json_t *speaker_guess (const char *title);
