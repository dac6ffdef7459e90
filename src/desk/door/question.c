#include "desk/door/question.h"

#include "desk/door/again.h"

static void
show (Exchange *exchange, unsigned status, const Question *question, const char *problem)
{
  desk_show (exchange, status, "question",
             json_pack ("{s:s, s:s, s:s, s:s, s:b, s:s, s:s, s:b, s:b, s:b, s:s}", "title",
                        desk_word (exchange, question->title), "text", desk_word (exchange, question->text), "button",
                        desk_word (exchange, question->button), "detail",
                        question->detail != NULL ? question->detail : "", "has_detail", question->detail != NULL,
                        "address", question->address, "back", question->back, "grave", question->grave, "asks_again",
                        again_is_asked (exchange), "has_problem", problem != NULL, "problem",
                        problem != NULL ? problem : ""));
}

void
question_show (Exchange *exchange, const Question *question)
{
  show (exchange, 200, question, NULL);
}

gboolean
question_answered (Exchange *exchange, const Question *question)
{
  g_autofree char *problem = NULL;
  GError *error = NULL;

  if (again_given (exchange, &problem, &error))
    return TRUE;
  if (error != NULL)
    desk_fail (exchange, error);
  else
    show (exchange, 422, question, problem);
  return FALSE;
}
