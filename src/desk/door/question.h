/* question.h: a page that asks whether one means it, and who one is: for what is done by one button. */
#pragma once

#include "desk/exchange.h"

/* A plain value that borrows: keys of messages, and addresses. */
typedef struct
{
  const char *title, *text, *button;
  const char *detail;  /* what it is about, in somebody's own words; or NULL */
  const char *address; /* that the form is sent to */
  const char *back;
  gboolean grave;
} Question;

void question_show (Exchange *exchange, const Question *question);
/* Whether the form that was sent brought what shows who sits there. FALSE: it has been answered, by the question once
 * more if that may help. */
gboolean question_answered (Exchange *exchange, const Question *question);
