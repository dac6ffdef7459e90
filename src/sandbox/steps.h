/* steps.h: the steps into the sandbox, shared by the files of this room alone. */
#pragma once

#include "sandbox/sandbox.h"

/* AddressSanitizer reads /proc/self/maps; its leak check at the end of a process makes a task that traces the others.
 */
#if defined(__SANITIZE_ADDRESS__)
#define SANDBOX_CHECKED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANDBOX_CHECKED 1
#endif
#endif
#ifndef SANDBOX_CHECKED
#define SANDBOX_CHECKED 0
#endif

/* Set ERROR from errno; always FALSE. */
gboolean sandbox_failed (const char *step, GError **error);

/* user.c */
const char *sandbox_user_name (const SandboxUser *user); /* of the one that the process is now, if NULL */

/* rights.c */
gboolean rights_limit (const SandboxProfile *profile, GError **error);
void rights_bound (void); /* as long as there are capabilities to do it with */
gboolean rights_drop (GError **error);

/* paths.c */
int paths_abi (void); /* of Landlock; 0: there is none */
gboolean paths_check (const SandboxProfile *profile, GError **error);
gboolean paths_restrict (const SandboxProfile *profile, GError **error);

/* calls.c */
gboolean calls_restrict (const SandboxProfile *profile, GError **error);
