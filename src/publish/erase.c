/* Erasing, by order of law: one edition, or every edition of a document in one language.
 *
 * What a court orders is about certain words. Other editions are left as they are, since the record is not the
 * office's to thin out; so an address of a document alone is not enough, and the editions there are are named. */
#include "publish/publish.h"

#include <string.h>

typedef struct
{
  char *language, *path;
  unsigned number; /* 0: the document's own address */
} Target;

static void
target_clear (Target *target)
{
  g_free (target->language);
  g_free (target->path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Target, target_clear)

static void
outcome_free (ErasureOutcome *outcome)
{
  g_free (outcome->document);
  g_free (outcome->language);
  g_free (outcome->address);
  g_free (outcome);
}

static gboolean fail (GError **error, PublishError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
fail (GError **error, PublishError code, const char *format, ...)
{
  va_list values;
  va_start (values, format);
  g_autofree char *what = g_strdup_vprintf (format, values);
  va_end (values);
  g_set_error_literal (error, PUBLISH_ERROR, (int)code, what);
  return FALSE;
}

/* "https://…/en/2024/05/06/slug/editions/2", with or without the number. */
static gboolean
target_read (Target *target, const char *address, GError **error)
{
  g_autoptr (GRegex) regex =
      g_regex_new ("(?:^|/)([a-z]{2,3}(?:-[A-Za-z0-9]+)*)/([0-9]{4}/[0-9]{2}/[0-9]{2}/[a-z0-9-]+)"
                   "(?:/editions/([1-9][0-9]{0,5}))?/?$",
                   0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (!g_regex_match (regex, address, 0, &match))
    return fail (error, PUBLISH_ERROR_REFERENCE,
                 "“%s” is no address of an edition; it should read like /en/2024/05/06/a-statement/editions/2",
                 address);
  g_autofree char *number = g_match_info_fetch (match, 3);
  target->language = g_match_info_fetch (match, 1);
  target->path = g_match_info_fetch (match, 2);
  target->number = number != NULL ? (unsigned)g_ascii_strtoull (number, NULL, 10) : 0;
  return TRUE;
}

static GPtrArray *
chain_of (Store *store, const char *office, const Target *target, GError **error)
{
  g_auto (GStrv) documents = store_documents_at (store, office, target->language, target->path, error);

  if (documents != NULL && *documents != NULL)
    return store_whole_chain (store, office, documents[0], target->language, error);
  if (documents != NULL)
    fail (error, PUBLISH_ERROR_REFERENCE, "nothing stands, or ever stood, at /%s/%s", target->language, target->path);
  return NULL;
}

static char *
address_of (const Edition *edition)
{
  return g_strdup_printf ("/%s/%s/editions/%u", edition->language, edition->path, edition->number);
}

static char *
name_all (GPtrArray *chain)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < chain->len; i++)
    {
      const Edition *edition = ((const StorePlace *)chain->pdata[i])->edition;
      g_autofree char *address = address_of (edition);
      g_string_append_printf (names, "\n  %s%s", address, edition->state == STATE_ERASED ? " (erased)" : "");
    }
  return g_string_free (names, FALSE);
}

/* One edition must be named, or all of them on purpose. */
static gboolean
target_fits (const Target *target, const ErasureOrder *order, GPtrArray *chain, GError **error)
{
  g_autofree char *names = name_all (chain);

  if (target->number > chain->len)
    return fail (error, PUBLISH_ERROR_REFERENCE, "%s: there is no such edition; there are:%s", order->address, names);
  if (target->number > 0 && order->all)
    return fail (error, PUBLISH_ERROR_REFERENCE,
                 "%s is one edition; for all of them give the address of the document: /%s/%s", order->address,
                 target->language, target->path);
  return target->number > 0 || order->all
         || fail (error, PUBLISH_ERROR_REFERENCE,
                  "an erasure is for one edition, and cannot be undone: name the one, or give --all-editions for all "
                  "of them. There are:%s",
                  names);
}

static gboolean
erase_one (Store *store, const StorePlace *place, const ErasureOrder *order, Instant now, GPtrArray *outcomes,
           gboolean wanted, GError **error)
{
  ErasureOutcome *outcome = g_new (ErasureOutcome, 1);
  gboolean before = place->edition->state == STATE_ERASED;

  *outcome = (ErasureOutcome){ place->edition->number,
                               g_strdup (place->edition->document),
                               g_strdup (place->edition->language),
                               address_of (place->edition),
                               before || wanted,
                               before };
  g_ptr_array_add (outcomes, outcome);
  return before || !wanted || store_erase (store, place, order->reason, now, error);
}

static gboolean
recorded_instant (Store *store, Instant *now, GError **error)
{
  Instant last;
  if (!store_last_recorded (store, &last, error))
    return FALSE;
  *now = MAX (*now, last);
  return TRUE;
}

GPtrArray *
publish_erasure (Store *store, const ErasureOrder *order, Instant now, GError **error)
{
  g_auto (Target) target = { NULL, NULL, 0 };
  g_autoptr (GPtrArray) outcomes = g_ptr_array_new_with_free_func ((GDestroyNotify)outcome_free);
  if (!target_read (&target, order->address, error) || !recorded_instant (store, &now, error))
    return NULL;
  g_autoptr (GPtrArray) chain = chain_of (store, order->office, &target, error);
  if (chain == NULL || !target_fits (&target, order, chain, error))
    return NULL;

  for (guint i = 0; i < chain->len; i++)
    {
      const StorePlace *place = chain->pdata[i];
      gboolean wanted = order->all || place->edition->number == target.number;
      if (!erase_one (store, place, order, now, outcomes, wanted, error))
        return NULL;
    }
  return g_steal_pointer (&outcomes);
}
