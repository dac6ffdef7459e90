#include "desk/right.h"

static gboolean
is_refused (Exchange *exchange)
{
  desk_say (exchange, 403, "refused_title", "not_allowed_text", NULL);
  return FALSE;
}

static gboolean
may_draft (Exchange *exchange, const Route *route)
{
  g_autoptr (GError) error = NULL;

  exchange->draft = g_uuid_string_is_valid (exchange->argument)
                        ? cabinet_draft (exchange->desk->cabinet, exchange->argument, exchange->now, &error)
                        : NULL;
  if (error != NULL)
    {
      desk_fail (exchange, g_steal_pointer (&error));
      return FALSE;
    }
  if (exchange->draft == NULL || (draft_is_profile (exchange->draft) && !route->profile)
      || exchange_may_draft (exchange, exchange->draft, ACTION_READ) != PERMISSION_YES)
    {
      desk_say (exchange, 404, "nothing_title", "nothing_text", NULL);
      return FALSE;
    }
  if (exchange_may_draft (exchange, exchange->draft, route->action) == PERMISSION_YES
      || exchange_may_draft (exchange, exchange->draft, route->other) == PERMISSION_YES)
    return TRUE;
  if (exchange_may_draft (exchange, exchange->draft, route->action) != PERMISSION_OTHER)
    return is_refused (exchange);
  desk_say (exchange, 403, "refused_title", "two_person_text", NULL);
  return FALSE;
}

/* In how many of the offices in which they work (of all, where their role is for all) who asks may do ACTION. */
static guint
reach (const Exchange *exchange, const Person *colleague, Action action)
{
  guint count = 0;

  for (guint i = 0; i < colleague->grants->len; i++)
    {
      const Grant *grant = colleague->grants->pdata[i];
      if (exchange_may_office (exchange, grant->office, NULL, action) == PERMISSION_YES)
        count++;
    }
  return count;
}

static gboolean
may_colleague (Exchange *exchange, const Route *route)
{
  guint64 id = 0;
  GError *error = NULL;
  if (g_ascii_string_to_unsigned (exchange->argument, 10, 1, G_MAXINT64, &id, NULL))
    exchange->colleague = cabinet_person (exchange->desk->cabinet, (gint64)id, &error);
  if (error != NULL)
    {
      desk_fail (exchange, error);
      return FALSE;
    }
  guint reached = exchange->colleague != NULL ? reach (exchange, exchange->colleague, route->action) : 0;
  if (reached == 0)
    {
      desk_say (exchange, 404, "nothing_title", "nothing_text", NULL);
      return FALSE;
    }
  exchange->whole_colleague = reached == exchange->colleague->grants->len;
  return exchange->whole_colleague || route->access == ACCESS_COLLEAGUE || is_refused (exchange);
}

static gboolean
may_office (Exchange *exchange, const Route *route)
{
  const Form *fields = exchange->form != NULL ? exchange->form : exchange->query;
  const char *office = exchange->argument != NULL ? exchange->argument : form_text (fields, "office");

  exchange->office = *office != '\0' ? office : NULL;
  exchange->in_language = action_of_whole_office (route->action) ? NULL : form_text (fields, "language");
  if (exchange->in_language != NULL && (exchange->office == NULL || *exchange->in_language == '\0'))
    return is_refused (exchange); /* there is no text of all offices, and what is of no language is a profile */
  return exchange_may_office (exchange, exchange->office, exchange->in_language, route->action) == PERMISSION_YES
         || exchange_may_office (exchange, exchange->office, exchange->in_language, route->other) == PERMISSION_YES
         || is_refused (exchange);
}

gboolean
right_to (Exchange *exchange, const Route *route)
{
  if (route->access == ACCESS_DRAFT)
    return may_draft (exchange, route);
  if (route->access == ACCESS_OFFICE)
    return may_office (exchange, route);
  if (route->access == ACCESS_COLLEAGUE || route->access == ACCESS_WHOLE_COLLEAGUE)
    return may_colleague (exchange, route);
  return route->access != ACCESS_ANY || permission_anywhere (exchange->person->grants, route->action)
         || permission_anywhere (exchange->person->grants, route->other) || is_refused (exchange);
}
