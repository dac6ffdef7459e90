#include "command/serve_seal.h"

#include "command/keys.h"

#include <stdio.h>
#include <unistd.h>

#define MOST_INHERITED 4096 /* files: a few for each office and each thread of the front */

enum
{
  CLERK,
  DESK,
  ASKERS
};

typedef struct
{
  char *office, *path;
  KeeperOptions options;
  int own[ASKERS], theirs[ASKERS]; /* the keeper's ends, and those of who asks */
} KeptOffice;

struct _ServeSeal
{
  GPtrArray *offices; /* of KeptOffice */
  GArray *clerk_offices;
  ClerkOptions clerk;
  GArray *children; /* of Supervised */
};

static void
hang_up (int *ends, int but)
{
  for (int i = 0; i < ASKERS; i++)
    if (i != but && ends[i] >= 0)
      {
        close (ends[i]);
        ends[i] = -1;
      }
}

static void
kept_free (KeptOffice *kept)
{
  hang_up (kept->own, ASKERS);
  hang_up (kept->theirs, ASKERS);
  g_free (kept->office);
  g_free (kept->path);
  g_free (kept);
}

void
serve_seal_free (ServeSeal *seal)
{
  g_ptr_array_unref (seal->offices);
  g_array_unref (seal->clerk_offices);
  g_array_unref (seal->children);
  g_free (seal);
}

/* In a process that may ask as WHO alone. */
static void
keep_way_of (ServeSeal *seal, int who)
{
  for (guint i = 0; i < seal->offices->len; i++)
    {
      KeptOffice *kept = seal->offices->pdata[i];
      hang_up (kept->own, ASKERS);
      hang_up (kept->theirs, who);
    }
}

/* ---- Lives ---- */

static int
live_as_keeper (int ready, gpointer data)
{
  const KeptOffice *kept = data;
  return keeper_live (&kept->options, kept->own, ASKERS, ready);
}

/* Neither the front's sockets nor the keepers' ends: of what it was born with it keeps its ways to them, the pipe,
 * and what a terminal or a log is. */
static void
close_others (const ClerkOptions *clerk, int ready)
{
  g_autoptr (GHashTable) kept = g_hash_table_new (NULL, NULL);
  long most = sysconf (_SC_OPEN_MAX);

  g_hash_table_add (kept, GINT_TO_POINTER (ready));
  for (guint i = 0; i < clerk->count; i++)
    g_hash_table_add (kept, GINT_TO_POINTER (clerk->offices[i].keeper));
  for (int fd = STDERR_FILENO + 1; fd < MIN (most, MOST_INHERITED); fd++)
    if (!g_hash_table_contains (kept, GINT_TO_POINTER (fd)))
      close (fd);
}

static int
live_as_clerk (int ready, gpointer data)
{
  ServeSeal *seal = data;

  close_others (&seal->clerk, ready);
  command_forget_passphrase ();
  return clerk_run (ready, &seal->clerk);
}

/* ---- Who is kept ---- */

/* Why an office's editions are not sealed here, or NULL. */
static const char *
hindrance (const char *path, GError **error)
{
  gboolean locked;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return "its keys are not here";
  if (!secret_file_locked (path, &locked, error))
    return NULL;
  return locked && command_passphrase_is_out_of_reach () ? "the passphrase of its keys is not to be had" : NULL;
}

/* One for each who may ask. */
static gboolean
open_ways (KeptOffice *kept, GError **error)
{
  for (int i = 0; i < ASKERS; i++)
    {
      int ends[2];
      if (!keeper_sockets (ends, error))
        return FALSE;
      kept->own[i] = ends[0];
      kept->theirs[i] = ends[1];
    }
  return TRUE;
}

static gboolean
keep (ServeSeal *seal, const char *office, const char *path, const SandboxUser *user, GError **error)
{
  GError *failure = NULL;
  const char *why = hindrance (path, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (why != NULL)
    {
      fprintf (stderr,
               "chancery: what “%s” publishes ahead is not sealed at its instant (%s); “chancery seal” does it\n",
               office, why);
      return TRUE;
    }
  KeptOffice *kept = g_new0 (KeptOffice, 1);
  kept->office = g_strdup (office);
  kept->path = g_strdup (path);
  for (int i = 0; i < ASKERS; i++)
    kept->own[i] = kept->theirs[i] = -1;
  kept->options = (KeeperOptions){
    .path = kept->path, .passphrase = command_passphrase_of, .user = user, .unconfined = seal->clerk.unconfined
  };
  g_ptr_array_add (seal->offices, kept);
  return open_ways (kept, error);
}

static gboolean
keep_if_sealed (ServeSeal *seal, Store *store, const char *office, const char *given, GError **error)
{
  GError *failure = NULL;
  g_autoptr (StoreLog) log = store_log (store, office, &failure);
  g_autofree char *path = log != NULL ? command_keys_path (store, seal->clerk.record, office, given, &failure) : NULL;

  if (failure == NULL)
    return log == NULL || keep (seal, office, path, seal->clerk.user, error);
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
find_offices (ServeSeal *seal, const char *given, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (Store) store = seal->clerk.record != NULL ? store_open (seal->clerk.record, STORE_READ, &failure) : NULL;
  g_auto (GStrv) offices = store != NULL ? store_offices (store, error) : NULL;

  for (char **office = offices; office != NULL && *office != NULL; office++)
    if (!keep_if_sealed (seal, store, *office, given, error))
      return FALSE;
  return store == NULL || offices != NULL; /* what is wrong with the record, the front will say */
}

/* ---- The whole ---- */

static void
list_children (ServeSeal *seal)
{
  for (guint i = 0; i < seal->offices->len; i++)
    {
      KeptOffice *kept = seal->offices->pdata[i];
      gboolean typed = g_getenv ("CHANCERY_PASSPHRASE") == NULL && command_on_terminal (STDIN_FILENO);
      Supervised keeper = { "keeper", live_as_keeper, kept,
                            typed ? "what is published ahead is not sealed until this is started again" : NULL };
      ClerkOffice office = { kept->office, kept->theirs[CLERK] };
      g_array_append_val (seal->children, keeper);
      g_array_append_val (seal->clerk_offices, office);
    }
  if (seal->offices->len == 0)
    return;
  seal->clerk.offices = (const ClerkOffice *)(void *)seal->clerk_offices->data;
  seal->clerk.count = seal->clerk_offices->len;
  Supervised clerk = { "clerk", live_as_clerk, seal, NULL };
  g_array_append_val (seal->children, clerk);
}

ServeSeal *
serve_seal_new (const char *site, const char *keys, const SandboxUser *user, gboolean unconfined, GError **error)
{
  g_autoptr (ServeSeal) seal = g_new0 (ServeSeal, 1);

  seal->offices = g_ptr_array_new_with_free_func ((GDestroyNotify)kept_free);
  seal->clerk_offices = g_array_new (FALSE, FALSE, sizeof (ClerkOffice));
  seal->children = g_array_new (FALSE, FALSE, sizeof (Supervised));
  seal->clerk = (ClerkOptions){ .record = site, .user = user, .unconfined = unconfined };
  if (!find_offices (seal, keys, error))
    return NULL;
  list_children (seal);
  return g_steal_pointer (&seal);
}

const Supervised *
serve_seal_children (const ServeSeal *seal, guint *count)
{
  *count = seal->children->len;
  return (const Supervised *)(const void *)seal->children->data;
}

void
serve_seal_hang_up (ServeSeal *seal)
{
  keep_way_of (seal, ASKERS);
}

GArray *
serve_seal_desk (ServeSeal *seal)
{
  GArray *offices = g_array_new (FALSE, FALSE, sizeof (DeskOffice));

  for (guint i = 0; i < seal->offices->len; i++)
    {
      const KeptOffice *kept = seal->offices->pdata[i];
      DeskOffice office = { kept->office, kept->theirs[DESK] };
      g_array_append_val (offices, office);
    }
  return offices;
}

void
serve_seal_keep_desk (ServeSeal *seal)
{
  keep_way_of (seal, DESK);
}
