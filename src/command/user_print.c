/* chancery user list and audit. */
#include "command/user.h"

#include "cabinet/trail.h"

#include <stdio.h>

#define PAGE 1000

/* ---- Who there is ---- */

/* "editor (lisbon, fr)" */
static char *
grant_words (const Grant *grant)
{
  if (grant->office == NULL && grant->language == NULL)
    return g_strdup (role_name (grant->role));
  return g_strdup_printf ("%s (%s%s%s)", role_name (grant->role), grant->office != NULL ? grant->office : "",
                          grant->office != NULL && grant->language != NULL ? ", " : "",
                          grant->language != NULL ? grant->language : "");
}

static void
print_person (const Person *person)
{
  g_autoptr (GString) roles = g_string_new (NULL);
  for (guint i = 0; i < person->grants->len; i++)
    {
      g_autofree char *words = grant_words (person->grants->pdata[i]);
      g_string_append_printf (roles, "%s%s", i > 0 ? ", " : "", words);
    }
  printf ("%-20s  %s%s%s%s  %s\n", person->name, roles->str, person->disabled ? "; disabled" : "",
          person->has_password ? "" : "; has no password yet",
          person_has_second_factor (person) ? "; second factor" : "", person->display);
}

static json_t *
instant_json (Instant instant)
{
  g_autofree char *text = instant != INSTANT_MIN ? instant_format (instant) : NULL;
  return text != NULL ? json_string (text) : json_null ();
}

static json_t *
person_json (const Person *person)
{
  return json_pack ("{s:s, s:s, s:s?, s:b, s:b, s:b, s:o, s:o, s:o}", "name", person->name, "display",
                    person->display, "mail", person->address, "disabled", person->disabled, "password",
                    person->has_password, "second_factor", person_has_second_factor (person), "added",
                    instant_json (person->added), "logged_in", instant_json (person->logged_in), "roles",
                    grants_json (person->grants));
}

int
user_list (Cabinet *cabinet, Store *store G_GNUC_UNUSED, const Actor *actor G_GNUC_UNUSED, const UserOrder *order)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) people = cabinet_people (cabinet, &error);
  if (people == NULL)
    return command_fail (error);
  for (guint i = 0; i < people->len; i++)
    if (order->json)
      command_json (person_json (people->pdata[i]));
    else
      print_person (people->pdata[i]);
  if (people->len == 0 && !order->json)
    fputs ("there is nobody yet; “chancery user add” adds somebody\n", stderr);
  return COMMAND_FINE;
}

/* ---- What was done ---- */

static int
print_trail (Cabinet *cabinet, TrailFilter *filter)
{
  GError *error = NULL;
  guint count;

  do
    {
      g_autoptr (GPtrArray) entries = cabinet_trail (cabinet, filter, PAGE, &error);
      if (entries == NULL)
        return command_fail (error);
      count = entries->len;
      for (guint i = 0; i < count; i++)
        command_json (trail_entry_json (entries->pdata[i]));
      if (count > 0)
        filter->beyond = ((const TrailEntry *)entries->pdata[count - 1])->id;
    }
  while (count == PAGE);
  return COMMAND_FINE;
}

int
user_audit (Cabinet *cabinet, Store *store G_GNUC_UNUSED, const Actor *actor G_GNUC_UNUSED, const UserOrder *order)
{
  int status;
  TrailFilter filter = { .name = order->person,
                         .office = order->offices != NULL ? order->offices[0] : NULL,
                         .document = order->document,
                         .action = order->action,
                         .oldest_first = TRUE };
  if (!command_instant ("--since", order->since, 0, &filter.since, &status)
      || !command_instant ("--until", order->until, 0, &filter.until, &status))
    return status;
  return print_trail (cabinet, &filter);
}
