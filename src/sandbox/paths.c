/* Which files can be opened: Landlock (landlock(7)).
 *
 * Its rules hang on files, not names: one that is made later has none but those of its folders. Kernels know ever
 * more kinds of access; each is refused where it is known. What older ones do not know (truncating, TCP, signals),
 * the filter of system calls refuses as well. */
#include "sandbox/steps.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Headers may be older than the kernel: all that is known of Landlock up to its sixth ABI. */
typedef struct
{
  guint64 files;
  guint64 ports;
  guint64 scopes;
} Ruleset;

#define TRUNCATE (1ULL << 14)
#define IOCTL_DEVICE (1ULL << 15)
#define ALL_PORTS 3ULL  /* bind, connect */
#define ALL_SCOPES 3ULL /* abstract Unix sockets, signals */

#define READ_FILES (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define WRITE_FILES                                                                                                  \
  (READ_FILES | LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE | LANDLOCK_ACCESS_FS_MAKE_REG                               \
   | LANDLOCK_ACCESS_FS_REMOVE_FILE)
#define OF_A_FILE                                                                                                    \
  (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_EXECUTE | TRUNCATE              \
   | IOCTL_DEVICE)

int
paths_abi (void)
{
  long abi = syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return (int)MAX (abi, 0);
}

static guint64
files_known (int abi)
{
  static const int kinds[] = { 13, 14, 15, 15, 16 };
  return (1ULL << kinds[MIN (abi, (int)G_N_ELEMENTS (kinds)) - 1]) - 1;
}

/* AddressSanitizer asks where its stacks are. */
static const char *const for_checks[] = { "/proc", NULL };

static gboolean
allow (int rules, const char *path, guint64 access)
{
  struct landlock_path_beneath_attr rule = { .allowed_access = access };
  struct stat found;

  rule.parent_fd = open (path, O_PATH | O_CLOEXEC);
  if (rule.parent_fd < 0)
    return errno == ENOENT;
  if (fstat (rule.parent_fd, &found) == 0 && !S_ISDIR (found.st_mode))
    rule.allowed_access &= OF_A_FILE;
  gboolean done = syscall (SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
  int kept = errno;
  close (rule.parent_fd);
  errno = kept;
  return done;
}

static gboolean
allow_all (int rules, const char *const *paths, guint64 access, GError **error)
{
  for (; paths != NULL && *paths != NULL; paths++)
    if (!allow (rules, *paths, access))
      return sandbox_failed (*paths, error);
  return TRUE;
}

static gboolean
restrict_to (int rules, guint64 known, const SandboxProfile *profile, GError **error)
{
  if (!allow_all (rules, profile->read, READ_FILES, error)
      || !allow_all (rules, profile->write, WRITE_FILES & known, error)
      || (SANDBOX_CHECKED && !allow_all (rules, for_checks, READ_FILES, error)))
    return FALSE;
  return syscall (SYS_landlock_restrict_self, rules, 0) == 0 || sandbox_failed ("Landlock", error);
}

gboolean
paths_restrict (const SandboxProfile *profile, GError **error)
{
  int abi = paths_abi ();
  if (abi == 0)
    return TRUE;

  Ruleset wanted = { .files = files_known (abi),
                     .ports = abi >= 4 && !profile->connects ? ALL_PORTS : 0,
                     .scopes = abi >= 6 ? ALL_SCOPES : 0 };
  int rules = (int)syscall (SYS_landlock_create_ruleset, &wanted, sizeof wanted, 0);
  if (rules < 0)
    return sandbox_failed ("Landlock", error);
  gboolean done = restrict_to (rules, wanted.files, profile, error);
  close (rules);
  return done;
}

static gboolean
is_open (const SandboxProfile *profile, const char *path, int mode, GError **error)
{
  if (access (path, mode) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, SANDBOX_ERROR, SANDBOX_ERROR_ACCESS,
               "%s cannot be %s by %s (%s): allow it, or name a user who may with --user", path,
               mode == R_OK ? "read" : "written", sandbox_user_name (profile->user), g_strerror (errno));
  return FALSE;
}

/* Whoever has only just become another user would otherwise fail at each in a way of its own. */
gboolean
paths_check (const SandboxProfile *profile, GError **error)
{
  if (profile->user == NULL && geteuid () != 0)
    return TRUE;
  for (const char *const *path = profile->read; path != NULL && *path != NULL; path++)
    if (!is_open (profile, *path, R_OK, error))
      return FALSE;
  for (const char *const *path = profile->write; path != NULL && *path != NULL; path++)
    if (!is_open (profile, *path, W_OK, error))
      return FALSE;
  return TRUE;
}
