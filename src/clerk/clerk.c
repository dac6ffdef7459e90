/* It wakes at the instant that the next edition becomes public, and when another process has committed. What cannot
 * be sealed is said once, and tried again ever more slowly. */
#include "clerk/clerk.h"

#include "clerk/confine.h"
#include "clerk/courier.h"
#include "keeper/keeper.h"
#include "publish/sealing.h"
#include "witness/witnessing.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NAP (100 * INSTANT_MILLISECOND) /* between two looks at whether anybody has committed */
#define FIRST_PAUSE (5 * INSTANT_SECOND)
#define LONGEST_PAUSE (60 * INSTANT_SECOND)

typedef struct
{
  const char *name;
  Keeper *keeper;
  gboolean compared; /* with what the witnesses hold */
  Instant due;       /* when its next edition is to be sealed */
  Instant pause;     /* after a failure: before the next try */
  char *said;        /* of the last failure */
} Office;

typedef struct
{
  const ClerkOptions *options;
  Store *store;
  Office *offices;
  const char **names;
  Courier *courier;
  gint64 generation;
} Clerk;

/* ---- One office ---- */

/* The pause begins now: to fail may have taken longer than it lasts, and others write in it. */
static void
failed (Office *office, const GError *error)
{
  if (g_strcmp0 (office->said, error->message) != 0)
    {
      fprintf (stderr, "chancery: what became public is not sealed: %s\n", error->message);
      g_free (office->said);
      office->said = g_strdup (error->message);
    }
  office->pause = CLAMP (2 * office->pause, FIRST_PAUSE, LONGEST_PAUSE);
  office->due = g_get_real_time () + office->pause;
}

/* Before anything is signed: no witness may hold more of this log than is here. */
static gboolean
compare (const Clerk *clerk, Office *office, GError **error)
{
  const Witnessing witnessing = { .store = clerk->store, .office = office->name };

  office->compared = office->compared || witnessing_compare (&witnessing, g_get_real_time (), error);
  return office->compared;
}

/* The keys may have been changed since the keeper read them; it cannot read them again, and another one can. */
static gboolean
run (const Clerk *clerk, Office *office, guint *sealed, GError **error)
{
  GError *failure = NULL;

  if (sealing_run (clerk->store, office->name, office->keeper, g_get_real_time (), sealed, &failure))
    return TRUE;
  if (g_error_matches (failure, SEAL_ERROR, SEAL_ERROR_KEYS))
    keeper_end (office->keeper);
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
seal (Clerk *clerk, Office *office, GError **error)
{
  guint sealed;
  if (!compare (clerk, office, error) || !store_begin (clerk->store, error))
    return FALSE;
  if (!run (clerk, office, &sealed, error) || !store_commit (clerk->store, error))
    {
      store_rollback (clerk->store);
      return FALSE;
    }
  if (sealed > 0)
    courier_tell (clerk->courier);
  return sealed == 0 || sealing_remember (clerk->store, office->name, office->keeper, error);
}

static void
look_ahead (Clerk *clerk, Office *office)
{
  g_autoptr (GError) error = NULL;

  office->due = store_next_unsealed (clerk->store, office->name, &error);
  if (error != NULL)
    failed (office, error);
}

/* What still waits afterwards, waits for a signature from elsewhere. */
static void
seal_due (Clerk *clerk, Office *office, Instant now)
{
  g_autoptr (GError) error = NULL;

  if (!seal (clerk, office, &error))
    {
      failed (office, error);
      return;
    }
  office->pause = 0;
  g_clear_pointer (&office->said, g_free);
  look_ahead (clerk, office);
  if (office->due <= now)
    office->due = now + FIRST_PAUSE;
}

/* ---- All of them ---- */

/* When to look again. */
static Instant
work (Clerk *clerk)
{
  Instant now = g_get_real_time (), next = now + NAP;
  gint64 generation = store_generation (clerk->store);

  for (guint i = 0; i < clerk->options->count; i++)
    {
      Office *office = &clerk->offices[i];
      if (generation != clerk->generation && office->pause == 0)
        look_ahead (clerk, office);
      if (office->due <= now)
        seal_due (clerk, office, now);
      next = MIN (next, office->due);
    }
  if (generation != clerk->generation)
    courier_tell (clerk->courier);
  clerk->generation = generation;
  return next;
}

static void
work_until_told (Clerk *clerk)
{
  sigset_t end;
  int signal = 0;

  sigemptyset (&end);
  sigaddset (&end, SIGTERM);
  sigprocmask (SIG_BLOCK, &end, NULL);
  while (signal != SIGTERM)
    {
      gint64 nap = MAX (work (clerk) - g_get_real_time (), INSTANT_MILLISECOND);
      struct timespec time = { nap / INSTANT_SECOND, nap % INSTANT_SECOND * 1000 };
      signal = sigtimedwait (&end, NULL, &time);
    }
}

static gboolean
meet_others (Clerk *clerk, GError **error)
{
  clerk->offices = g_new0 (Office, clerk->options->count);
  clerk->names = g_new0 (const char *, clerk->options->count);
  for (guint i = 0; i < clerk->options->count; i++)
    {
      const ClerkOffice *office = &clerk->options->offices[i];
      clerk->offices[i].name = clerk->names[i] = office->office;
      clerk->offices[i].keeper = keeper_connect (dup (office->keeper), error);
      if (clerk->offices[i].keeper == NULL)
        return FALSE;
    }
  clerk->courier = courier_start (clerk->options->record, clerk->names, clerk->options->count, error);
  return clerk->courier != NULL;
}

static void
clerk_clear (Clerk *clerk)
{
  if (clerk->courier != NULL && !courier_stop (clerk->courier))
    _exit (0);
  for (guint i = 0; clerk->offices != NULL && i < clerk->options->count; i++)
    {
      g_clear_pointer (&clerk->offices[i].keeper, keeper_free);
      g_free (clerk->offices[i].said);
    }
  g_free (clerk->offices);
  g_free (clerk->names);
  g_clear_pointer (&clerk->store, store_close);
}

int
clerk_run (int ready, gpointer options)
{
  Clerk clerk = { .options = options };
  g_autoptr (GError) error = NULL;

  signal (SIGINT, SIG_IGN);
  signal (SIGUSR1, SIG_IGN);
  gboolean begun = clerk_confine (options, &clerk.store, &error) && meet_others (&clerk, &error);
  const char *said = begun ? "r" : error->message;
  if (write (ready, said, strlen (said)) < 0)
    begun = FALSE;
  close (ready);
  if (begun)
    work_until_told (&clerk);
  clerk_clear (&clerk);
  return begun ? 0 : 1;
}
