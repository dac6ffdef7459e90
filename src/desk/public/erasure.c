/* The trail is written first: nothing is erased without a line that says by whom. Then the record, which is what
 * readers see; then the desk's own file; then both are written anew. What was cut short is finished by the same order
 * given again. */
#include "desk/public/erasure.h"

#include "desk/public/release.h"

static gboolean
note (Exchange *exchange, const char *action, const Erasing *what, const char *address, const char *reason,
      GError **error)
{
  Actor actor = exchange_actor (exchange);
  return cabinet_note (exchange->desk->cabinet, &actor, action, what->office, what->document, NULL,
                       json_pack ("{s:s, s:s}", "address", address, "reason", reason), error);
}

static gboolean
erase_in_record (Exchange *exchange, const ErasureOrder *order, GError **error)
{
  Store *record = exchange->desk->record;
  g_autoptr (Profile) profile = desk_profile (exchange->desk, order->office, exchange->now, error);
  if (profile == NULL || !store_begin (record, error))
    return FALSE;
  g_autoptr (GPtrArray) outcomes = publish_erasure (record, order, exchange->now, error);
  if (outcomes != NULL && release_commit (exchange, order->office, profile, error))
    return TRUE;
  store_rollback (record);
  return FALSE;
}

static gboolean
erase_at_desk (Exchange *exchange, const Erasing *what, GError **error)
{
  Actor actor = exchange_actor (exchange);

  return cabinet_erase (exchange->desk->cabinet, &actor, what, error) && store_scrub (exchange->desk->record, error)
         && cabinet_scrub (exchange->desk->cabinet, error);
}

gboolean
erasure_do (Exchange *exchange, const Erasing *what, const char *address, const char *reason, char **left,
            GError **error)
{
  g_autofree char *whole =
      what->number > 0 ? g_strdup_printf ("%s/editions/%u", address, what->number) : g_strdup (address);
  const ErasureOrder order = { .office = what->office, .address = whole, .all = what->number == 0, .reason = reason };
  g_autoptr (GError) failure = NULL;

  *left = NULL;
  if (!note (exchange, "edition.erasing", what, whole, reason, error) || !erase_in_record (exchange, &order, error))
    return FALSE;
  if (!erase_at_desk (exchange, what, &failure))
    {
      g_printerr ("chancery: the desk: %s is erased, but not all of its bytes: %s\n", whole, failure->message);
      *left = g_strdup (failure->message);
    }
  return note (exchange, "edition.erased", what, whole, reason, error);
}
