#include "desk/public/edition.h"

Edition *
desk_edition (Exchange *exchange, const Form *form)
{
  const char *office = exchange->office, *language = exchange->in_language;
  GError *error = NULL;

  store_set_instant (exchange->desk->visible, exchange->now);
  g_autoptr (Edition) current =
      store_edition_current (exchange->desk->visible, office, form_text (form, "document"), language, &error);
  Edition *whole = current != NULL ? store_edition_number (exchange->desk->visible, office, current->document,
                                                           language, current->number, &error)
                                   : NULL;
  if (whole != NULL && whole->state != STATE_ERASED)
    {
      if (whole->path == NULL)
        whole->path = g_strdup (current->path);
      return whole;
    }
  g_clear_pointer (&whole, edition_free);
  if (error != NULL)
    desk_fail (exchange, error);
  else
    desk_say (exchange, 404, "nothing_title", "nothing_text", NULL);
  return NULL;
}

gboolean
desk_edition_is_of_form (Exchange *exchange, const Edition *edition)
{
  const char *number = form_get (exchange->form, "number");

  if (number == NULL || g_ascii_strtoull (number, NULL, 10) == edition->number)
    return TRUE;
  desk_say (exchange, 409, "refused_title", "state_text", NULL);
  return FALSE;
}
