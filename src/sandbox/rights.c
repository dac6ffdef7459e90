/* Limits and privileges.
 *
 * RLIMIT_NPROC is left alone: it counts all processes of the user and not those of root, and the filter refuses to
 * fork. RLIMIT_AS is too: it would count what threads reserve and never touch. */
#include "sandbox/steps.h"

#include <linux/capability.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static gboolean
limit (__rlimit_resource_t resource, guint64 bytes)
{
  struct rlimit now;

  if (getrlimit (resource, &now) != 0)
    return FALSE;
  now.rlim_max = MIN (now.rlim_max, bytes);
  now.rlim_cur = MIN (now.rlim_cur, now.rlim_max);
  return setrlimit (resource, &now) == 0;
}

/* Where standard output or error is a file, that may grow. */
static gboolean
logs_to_file (void)
{
  struct stat found;

  for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
    if (fstat (fd, &found) == 0 && S_ISREG (found.st_mode))
      return TRUE;
  return FALSE;
}

gboolean
rights_limit (const SandboxProfile *profile, GError **error)
{
  if (!limit (RLIMIT_CORE, 0)) /* memory holds what is not yet public */
    return sandbox_failed ("RLIMIT_CORE", error);
  /* The sanitizer's shadow memory is counted. */
  if (profile->memory > 0 && !SANDBOX_CHECKED && !limit (RLIMIT_DATA, profile->memory))
    return sandbox_failed ("RLIMIT_DATA", error);
  if (profile->file_size == 0 || logs_to_file ())
    return TRUE;
  signal (SIGXFSZ, SIG_IGN); /* the write fails; the process need not die */
  return limit (RLIMIT_FSIZE, profile->file_size) || sandbox_failed ("RLIMIT_FSIZE", error);
}

/* Who lacks the capability to do it has nothing that he could regain by it either. */
void
rights_bound (void)
{
  prctl (PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0UL, 0UL, 0UL);
  for (unsigned long capability = 0; prctl (PR_CAPBSET_READ, capability) >= 0; capability++)
    prctl (PR_CAPBSET_DROP, capability);
}

gboolean
rights_drop (GError **error)
{
  struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
  const struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { 0 };

  if (syscall (SYS_capset, &header, none) != 0)
    return sandbox_failed ("capabilities", error);
  if (prctl (PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL) != 0)
    return sandbox_failed ("PR_SET_NO_NEW_PRIVS", error);
  /* No other process of the same user can look into it. */
  return prctl (PR_SET_DUMPABLE, 0UL) == 0 || sandbox_failed ("PR_SET_DUMPABLE", error);
}
