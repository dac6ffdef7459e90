/* sandbox.h: what a process that talks to strangers gives up, for good, before it begins.
 *
 * Root, where there is another user to be; capabilities; files that are not named (Landlock, Linux 5.13); system
 * calls that its work does not need (seccomp). What it has opened before, it keeps. */
#pragma once

#include <glib.h>

#define SANDBOX_ERROR (sandbox_error_quark ())
typedef enum
{
  SANDBOX_ERROR_USER,   /* there is no such user, or it may not be become */
  SANDBOX_ERROR_ACCESS, /* a path of the profile is closed to the user */
  SANDBOX_ERROR_SYSTEM  /* the kernel refused */
} SandboxError;
GQuark sandbox_error_quark (void);

typedef struct _SandboxUser SandboxUser;

/* Whom a process that root has started is to become: NAME, or the owner of FILE if NAME is NULL. *USER is NULL if it
 * stays who it is; transfer full. */
gboolean sandbox_user_find (const char *name, const char *file, SandboxUser **user, GError **error);
void sandbox_user_free (SandboxUser *user);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxUser, sandbox_user_free)

typedef struct
{
  const SandboxUser *user;  /* NULL: stay who it is */
  const char *const *read;  /* files, and folders with all that is below; NULL: none */
  const char *const *write; /* files to read and write; in folders also to make and remove; NULL: none */
  gboolean closed;          /* opens nothing, starts no thread: uses what it has open */
  gboolean threads;         /* closed, but for threads */
  gboolean forks;           /* closed, but for children, who narrow what they have further */
  gboolean accepts;         /* takes in and talks on sockets that it was given */
  gboolean connects;        /* makes sockets of its own */
  guint64 memory;           /* bytes of data; 0: no limit */
  guint64 file_size;        /* how long a file it writes may become; 0: no limit */
} SandboxProfile;

/* What this kernel or this build cannot keep from a process within, as a sentence; NULL: nothing. */
const char *sandbox_shortfall (void);

/* Before any other thread is started: Landlock holds the caller and who descends from it. A path that does not exist
 * is passed over. What has been given up when this fails stays so; the process had better end. */
gboolean sandbox_enter (const SandboxProfile *profile, GError **error);
/* The user alone. NULL: nothing is done. */
gboolean sandbox_become (const SandboxUser *user, GError **error);
/* In a child of one that forks: what it gives up beside. Of PROFILE the memory and the calls count. */
gboolean sandbox_narrow (const SandboxProfile *profile, GError **error);
