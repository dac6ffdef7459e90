/* The way into the sandbox.
 *
 * The order matters: capabilities are needed to give them up and to become another user; a change of user makes the
 * kernel forget what the parent's death shall do; Landlock and seccomp want that no program can gain rights again;
 * and after the filter none of these calls could be made. */
#include "sandbox/steps.h"

#include <errno.h>

G_DEFINE_QUARK (sandbox_error, sandbox_error)

gboolean
sandbox_failed (const char *step, GError **error)
{
  g_set_error (error, SANDBOX_ERROR, SANDBOX_ERROR_SYSTEM,
               "the sandbox cannot be entered: %s: %s; --no-sandbox goes without, for debugging", step,
               g_strerror (errno));
  return FALSE;
}

const char *
sandbox_shortfall (void)
{
  if (SANDBOX_CHECKED)
    return "this build has AddressSanitizer: the sandbox lets it read /proc and trace itself";
  return paths_abi () > 0 ? NULL : "this kernel has no Landlock: only permissions say what it can read";
}

gboolean
sandbox_enter (const SandboxProfile *profile, GError **error)
{
  if (!rights_limit (profile, error))
    return FALSE;
  rights_bound ();
  return sandbox_become (profile->user, error) && rights_drop (error) && paths_check (profile, error)
         && paths_restrict (profile, error) && calls_restrict (profile, error);
}

gboolean
sandbox_narrow (const SandboxProfile *profile, GError **error)
{
  return rights_limit (profile, error) && calls_restrict (profile, error);
}
