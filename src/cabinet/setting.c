/* The settings of an office. */
#include "cabinet/file.h"

#include "cabinet/trail.h"

gboolean
cabinet_two_person (Cabinet *cabinet, const char *office, GError **error)
{
  GError *failure = NULL;
  gint64 on = 1;

  cabinet_find (cabinet, sql_open (&cabinet->sql, &failure, "two_person", "s", office), &on, &failure);
  if (failure == NULL)
    return on != 0;
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
cabinet_set_two_person (Cabinet *cabinet, const Actor *actor, const char *office, gboolean on, GError **error)
{
  GError *failure = NULL;
  gboolean begun = change_begin (cabinet, &failure);
  gboolean before = begun && cabinet_two_person (cabinet, office, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return change_end (cabinet, FALSE, NULL);
    }
  gboolean fine =
      cabinet_do (cabinet, error, "set_two_person", "si", office, (gint64)on)
      && cabinet_note (cabinet, actor, "office.two_person", office, NULL, json_pack ("{s:b}", "two_person", before),
                       json_pack ("{s:b}", "two_person", on), error);
  return change_end (cabinet, fine, error);
}
