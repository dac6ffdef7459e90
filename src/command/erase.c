/* chancery erase: what a court orders removed is removed, one edition at a time; the record says that it was, and
 * why. */
#include "command/keys.h"

#include "cabinet/erasing.h"
#include "publish/publish.h"

#include <stdio.h>

typedef struct
{
  const char *site, *keys;
} Place;

static void
print (GPtrArray *outcomes)
{
  for (guint i = 0; i < outcomes->len; i++)
    {
      const ErasureOutcome *outcome = outcomes->pdata[i];
      printf ("%s  %s\n",
              !outcome->erased  ? "still there      "
              : outcome->before ? "was erased before"
                                : "erased           ",
              outcome->address);
    }
}

/* What the desk keeps of it, if there is a desk. */
static gboolean
erase_at_desk (const Place *place, const char *office, const GPtrArray *outcomes, GError **error)
{
  g_autofree char *path = cabinet_path (place->site), *where = g_strconcat ("console, ", g_get_user_name (), NULL);
  const Actor actor = { 0, "console", where, g_get_real_time () };
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_autoptr (Cabinet) cabinet = cabinet_open (path, error);
  gboolean fine = cabinet != NULL;

  for (guint i = 0; fine && i < outcomes->len; i++)
    {
      const ErasureOutcome *outcome = outcomes->pdata[i];
      const Erasing what = { office, outcome->document, outcome->language, outcome->number };
      fine = !outcome->erased || cabinet_erase (cabinet, &actor, &what, error);
    }
  return fine && cabinet_scrub (cabinet, error);
}

/* The text is gone for every reader once it is committed; what may be left of it goes then. */
static int
clean (Store *store, const Place *place, const char *office, const GPtrArray *outcomes)
{
  GError *error = NULL;
  if (erase_at_desk (place, office, outcomes, &error) && store_scrub (store, &error))
    return COMMAND_FINE;
  g_prefix_error (
      &error,
      "the text is erased, but its bytes may still lie in free places of %s, or at the desk: give the same "
      "command again when this is mended: ",
      place->site);
  return command_fail (error);
}

static int
erase (Store *store, const Place *place, const ErasureOrder *order)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) outcomes = NULL;

  if (!store_begin (store, &error))
    return command_fail (error);
  outcomes = publish_erasure (store, order, g_get_real_time (), &error);
  if (outcomes == NULL || !command_commit (store, place->site, order->office, place->keys, NULL, &error))
    {
      store_rollback (store);
      return command_fail (error);
    }
  print (outcomes);
  return clean (store, place, order->office, outcomes);
}

int
command_erase (int argc, char **argv)
{
  g_autofree char *note = NULL, *named = NULL, *keys = NULL;
  gboolean all = FALSE;
  const GOptionEntry entries[] = {
    { "note", 'n', 0, G_OPTION_ARG_STRING, &note, "Why: the order that requires it; it is public", "REASON" },
    { "all-editions", 0, 0, G_OPTION_ARG_NONE, &all, "Every edition of the document in that language", NULL },
    { "office", 'o', 0, G_OPTION_ARG_STRING, &named, "Which office, where there are several", "NAME" },
    COMMAND_KEYS_OPTION (keys),
    { NULL }
  };
  int status;
  if (!command_options ("erase", entries, &argc, &argv, 2, 2, &status))
    return status;
  if (note == NULL || *note == '\0')
    return command_wrong ("erase: --note REASON is needed: say which order requires it; readers will see it");

  GError *error = NULL;
  g_autoptr (Store) store = store_open (argv[1], STORE_WRITE, &error);
  if (store == NULL)
    return command_fail (error);
  g_autofree char *office = command_office (store, named, &status);
  const Place place = { argv[1], keys };
  const ErasureOrder order = { office, argv[2], all, note };
  return office != NULL ? erase (store, &place, &order) : status;
}
