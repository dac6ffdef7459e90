/* Whom to become, and becoming it. */
#include "sandbox/steps.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

struct _SandboxUser
{
  char *name; /* NULL: the system knows but a number */
  char *shown;
  uid_t uid;
  gid_t gid;
};

static SandboxUser *
user_known (const struct passwd *entry)
{
  SandboxUser *user = g_new0 (SandboxUser, 1);
  user->name = g_strdup (entry->pw_name);
  user->shown = g_strdup (entry->pw_name);
  user->uid = entry->pw_uid;
  user->gid = entry->pw_gid;
  return user;
}

static SandboxUser *
user_numbered (uid_t uid, gid_t gid)
{
  SandboxUser *user = g_new0 (SandboxUser, 1);
  user->shown = g_strdup_printf ("number %u", uid);
  user->uid = uid;
  user->gid = gid;
  return user;
}

static gboolean
find_named (const char *name, SandboxUser **user, GError **error)
{
  /* cppcheck-suppress getpwnamCalled; no thread has been started yet */
  const struct passwd *entry = getpwnam (name);

  if (entry != NULL && entry->pw_uid == geteuid ())
    return TRUE;
  if (entry != NULL && geteuid () == 0)
    {
      *user = user_known (entry);
      return TRUE;
    }
  g_set_error (error, SANDBOX_ERROR, SANDBOX_ERROR_USER,
               entry != NULL ? "--user: only root can become another user, such as “%s”"
                             : "--user: there is no user “%s”",
               name);
  return FALSE;
}

gboolean
sandbox_user_find (const char *name, const char *file, SandboxUser **user, GError **error)
{
  struct stat found;

  *user = NULL;
  if (name != NULL)
    return find_named (name, user, error);
  if (geteuid () != 0 || stat (file, &found) != 0 || found.st_uid == 0)
    return TRUE;
  /* cppcheck-suppress getpwuidCalled; no thread has been started yet */
  const struct passwd *entry = getpwuid (found.st_uid);
  *user = entry != NULL ? user_known (entry) : user_numbered (found.st_uid, found.st_gid);
  return TRUE;
}

void
sandbox_user_free (SandboxUser *user)
{
  g_free (user->name);
  g_free (user->shown);
  g_free (user);
}

const char *
sandbox_user_name (const SandboxUser *user)
{
  return user != NULL ? user->shown : geteuid () == 0 ? "root without its privileges" : "this user";
}

static gboolean
change (const SandboxUser *user)
{
  int groups = user->name != NULL ? initgroups (user->name, user->gid) : setgroups (1, &user->gid);

  return groups == 0 && setresgid (user->gid, user->gid, user->gid) == 0
         && setresuid (user->uid, user->uid, user->uid) == 0;
}

/* A process that changes its user is no longer told of its parent's end: that has to be said again, and might have
 * come in between. */
gboolean
sandbox_become (const SandboxUser *user, GError **error)
{
  pid_t parent = getppid ();
  int signal = 0;

  if (user == NULL)
    return TRUE;
  if (prctl (PR_GET_PDEATHSIG, &signal) != 0 || !change (user) || prctl (PR_SET_PDEATHSIG, signal) != 0)
    return sandbox_failed ("another user", error);
  errno = ECHILD;
  return getppid () == parent || sandbox_failed ("the parent has ended", error);
}
