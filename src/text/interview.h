/* interview.h: questions and answers, found in a text and set as such. */
#pragma once

#include "text/tree.h"

/* Gather the top blocks of TREE into <div class="question"> and <div class="answer"> from the first question on; a
 * heading ends an answer. A text without questions is left as it is. */
void interview_shape (Tree *tree);
