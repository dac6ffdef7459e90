/* Which system calls can be made: seccomp (libseccomp).
 *
 * What is not listed fails with EPERM, as a library that merely probes for something new expects; what only an
 * intruder asks for ends the process. The lists are what strace saw of the front over all site tests on x86-64, the
 * forms of the same that arm64 and other versions of the C library use, and a few calls that reach no further than
 * the process.
 *
 * clone3 hides its flags behind a pointer, which no filter can follow: it is said not to exist, and the C library
 * takes clone, whose flags must say that it makes a thread. */
#include "sandbox/steps.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct
{
  scmp_filter_ctx context;
  int failed; /* 0, or a negative errno */
} Filter;

static const int on_memory[] = { SCMP_SYS (brk), SCMP_SYS (munmap), SCMP_SYS (mremap), SCMP_SYS (madvise) };

static const int on_threads[] = { SCMP_SYS (futex),       SCMP_SYS (set_robust_list),   SCMP_SYS (rseq),
                                  SCMP_SYS (sched_yield), SCMP_SYS (sched_getaffinity), SCMP_SYS (exit),
                                  SCMP_SYS (exit_group) };

static const int on_itself[] = { SCMP_SYS (getpid),  SCMP_SYS (gettid),    SCMP_SYS (getppid),  SCMP_SYS (getuid),
                                 SCMP_SYS (geteuid), SCMP_SYS (getgid),    SCMP_SYS (getegid),  SCMP_SYS (uname),
                                 SCMP_SYS (sysinfo), SCMP_SYS (getrusage), SCMP_SYS (getrandom) };

static const int on_time[] = { SCMP_SYS (clock_gettime), SCMP_SYS (clock_getres), SCMP_SYS (clock_nanosleep),
                               SCMP_SYS (gettimeofday),  SCMP_SYS (nanosleep),    SCMP_SYS (time),
                               SCMP_SYS (poll),          SCMP_SYS (ppoll),        SCMP_SYS (epoll_create1),
                               SCMP_SYS (epoll_ctl),     SCMP_SYS (epoll_wait),   SCMP_SYS (epoll_pwait),
                               SCMP_SYS (epoll_pwait2),  SCMP_SYS (eventfd2) };

static const int on_signals[] = { SCMP_SYS (rt_sigaction),    SCMP_SYS (rt_sigprocmask), SCMP_SYS (rt_sigreturn),
                                  SCMP_SYS (rt_sigtimedwait), SCMP_SYS (sigaltstack),    SCMP_SYS (restart_syscall) };

/* Which files can be opened, Landlock and the user say. */
static const int on_files[] = {
  SCMP_SYS (read),       SCMP_SYS (readv),      SCMP_SYS (pread64),    SCMP_SYS (write),      SCMP_SYS (writev),
  SCMP_SYS (pwrite64),   SCMP_SYS (lseek),      SCMP_SYS (close),      SCMP_SYS (dup),        SCMP_SYS (stat),
  SCMP_SYS (lstat),      SCMP_SYS (fstat),      SCMP_SYS (newfstatat), SCMP_SYS (statx),      SCMP_SYS (access),
  SCMP_SYS (faccessat),  SCMP_SYS (faccessat2), SCMP_SYS (readlink),   SCMP_SYS (readlinkat), SCMP_SYS (getcwd),
  SCMP_SYS (getdents64), SCMP_SYS (fadvise64)
};

static const int on_sockets[] = { SCMP_SYS (accept),      SCMP_SYS (accept4),   SCMP_SYS (getsockname),
                                  SCMP_SYS (getpeername), SCMP_SYS (recvfrom),  SCMP_SYS (recvmsg),
                                  SCMP_SYS (sendto),      SCMP_SYS (sendmsg),   SCMP_SYS (sendfile),
                                  SCMP_SYS (shutdown),    SCMP_SYS (getsockopt) };

/* On what is open already. */
static const int on_the_open[] = { SCMP_SYS (read),     SCMP_SYS (write),   SCMP_SYS (writev),    SCMP_SYS (pread64),
                                   SCMP_SYS (pwrite64), SCMP_SYS (lseek),   SCMP_SYS (fsync),     SCMP_SYS (flock),
                                   SCMP_SYS (close),    SCMP_SYS (fstat),   SCMP_SYS (recvfrom),  SCMP_SYS (recvmsg),
                                   SCMP_SYS (sendto),   SCMP_SYS (sendmsg), SCMP_SYS (poll),      SCMP_SYS (ppoll),
                                   SCMP_SYS (futex),    SCMP_SYS (exit),    SCMP_SYS (exit_group) };

/* The last two are how the C library asks name servers. */
static const int of_sockets[] = { SCMP_SYS (socket), SCMP_SYS (socketpair), SCMP_SYS (connect), SCMP_SYS (bind),
                                  SCMP_SYS (listen), SCMP_SYS (sendmmsg),   SCMP_SYS (recvmmsg) };

static const int of_writers[] = { SCMP_SYS (open),      SCMP_SYS (openat), SCMP_SYS (ftruncate),
                                  SCMP_SYS (fallocate), SCMP_SYS (fsync),  SCMP_SYS (unlink),
                                  SCMP_SYS (unlinkat),  SCMP_SYS (rename), SCMP_SYS (renameat),
                                  SCMP_SYS (renameat2), SCMP_SYS (fchmod), SCMP_SYS (fchown),
                                  SCMP_SYS (utimensat), SCMP_SYS (flock),  SCMP_SYS (fdatasync) };

/* The sanitizer's, and nothing that execve would need. */
static const int of_checks[] = { SCMP_SYS (ptrace), SCMP_SYS (wait4), SCMP_SYS (prctl),
                                 SCMP_SYS (pipe),   SCMP_SYS (pipe2), SCMP_SYS (getdents) };

/* What only an intruder asks for. */
static const int on_others[] = { SCMP_SYS (execve),           SCMP_SYS (execveat),
                                 SCMP_SYS (process_vm_readv), SCMP_SYS (process_vm_writev),
                                 SCMP_SYS (pidfd_getfd),      SCMP_SYS (perf_event_open),
                                 SCMP_SYS (userfaultfd) };

static const int on_the_kernel[] = { SCMP_SYS (init_module), SCMP_SYS (finit_module),   SCMP_SYS (delete_module),
                                     SCMP_SYS (bpf),         SCMP_SYS (kexec_load),     SCMP_SYS (kexec_file_load),
                                     SCMP_SYS (reboot),      SCMP_SYS (iopl),           SCMP_SYS (ioperm),
                                     SCMP_SYS (modify_ldt),  SCMP_SYS (io_uring_setup), SCMP_SYS (add_key),
                                     SCMP_SYS (request_key), SCMP_SYS (keyctl) };

static const int on_the_system[] = { SCMP_SYS (mount),      SCMP_SYS (umount2),       SCMP_SYS (pivot_root),
                                     SCMP_SYS (chroot),     SCMP_SYS (setns),         SCMP_SYS (unshare),
                                     SCMP_SYS (move_mount), SCMP_SYS (open_tree),     SCMP_SYS (fsopen),
                                     SCMP_SYS (fsmount),    SCMP_SYS (mount_setattr), SCMP_SYS (open_by_handle_at),
                                     SCMP_SYS (swapon),     SCMP_SYS (swapoff),       SCMP_SYS (quotactl) };

static void
rule (Filter *filter, uint32_t action, int call, unsigned count, const struct scmp_arg_cmp *conditions)
{
  if (filter->failed == 0 && call >= 0) /* below: this architecture has no such call */
    filter->failed = seccomp_rule_add_array (filter->context, action, call, count, conditions);
}

static void
allow_if (Filter *filter, int call, struct scmp_arg_cmp condition)
{
  rule (filter, SCMP_ACT_ALLOW, call, 1, &condition);
}

static void
all (Filter *filter, uint32_t action, const int *calls, gsize count)
{
  for (gsize i = 0; i < count; i++)
    rule (filter, action, calls[i], 0, NULL);
}

#define ALLOW_ALL(filter, calls) all (filter, SCMP_ACT_ALLOW, calls, G_N_ELEMENTS (calls))
#define KILL_ALL(filter, calls) all (filter, SCMP_ACT_KILL_PROCESS, calls, G_N_ELEMENTS (calls))

/* What is written is never run. */
static void
allow_memory (Filter *filter)
{
  allow_if (filter, SCMP_SYS (mmap), SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  allow_if (filter, SCMP_SYS (mprotect), SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

static void
allow_threads (Filter *filter)
{
  /* The leak check's task shares memory and is no thread; what posix_spawn() makes is a child of vfork's kind. */
  scmp_datum_t kinds = SANDBOX_CHECKED ? CLONE_VM | CLONE_VFORK : CLONE_THREAD;
  scmp_datum_t kind = SANDBOX_CHECKED ? CLONE_VM : CLONE_THREAD;

  allow_if (filter, SCMP_SYS (clone), SCMP_A0 (SCMP_CMP_MASKED_EQ, kinds, kind));
  rule (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0, NULL);
  allow_if (filter, SCMP_SYS (tgkill), SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t)getpid ())); /* abort() */
  if (!SANDBOX_CHECKED)
    allow_if (filter, SCMP_SYS (prctl), SCMP_A0 (SCMP_CMP_EQ, PR_SET_NAME));
}

/* A child that is a process of its own in the same world, and what it needs to have less than this one. */
static void
allow_forking (Filter *filter)
{
  static const scmp_datum_t others = CLONE_VM | CLONE_VFORK | CLONE_THREAD | CLONE_FILES | CLONE_FS | CLONE_PARENT
                                     | CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER
                                     | CLONE_NEWPID | CLONE_NEWNET;
  static const int steps[] = { SCMP_SYS (seccomp), SCMP_SYS (prlimit64), SCMP_SYS (setrlimit), SCMP_SYS (wait4) };
  static const int settings[] = { PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP };

  allow_if (filter, SCMP_SYS (clone), SCMP_A0 (SCMP_CMP_MASKED_EQ, others, 0));
  rule (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0, NULL);
  ALLOW_ALL (filter, steps);
  for (gsize i = 0; i < G_N_ELEMENTS (settings) && !SANDBOX_CHECKED; i++)
    allow_if (filter, SCMP_SYS (prctl), SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t)settings[i]));
}

/* Each of VALUES as the argument at PLACE. */
static void
allow_values (Filter *filter, int call, unsigned place, const unsigned *values, gsize count)
{
  for (gsize i = 0; i < count; i++)
    allow_if (filter, call, SCMP_CMP (place, SCMP_CMP_EQ, values[i]));
}

static void
allow_descriptors (Filter *filter)
{
  static const unsigned commands[] = { F_GETFD, F_SETFD,  F_GETFL,     F_SETFL,     F_DUPFD_CLOEXEC, F_GETLK,
                                       F_SETLK, F_SETLKW, F_OFD_GETLK, F_OFD_SETLK, F_OFD_SETLKW };
  const struct scmp_arg_cmp reading_limits[] = { SCMP_A0 (SCMP_CMP_EQ, 0), SCMP_A2 (SCMP_CMP_EQ, 0) };
  static const unsigned requests[] = { FIONREAD, FIONBIO, TCGETS }; /* isatty() */

  allow_values (filter, SCMP_SYS (fcntl), 1, commands, G_N_ELEMENTS (commands));
  allow_values (filter, SCMP_SYS (ioctl), 1, requests, G_N_ELEMENTS (requests));
  rule (filter, SCMP_ACT_ALLOW, SCMP_SYS (prlimit64), 2, reading_limits);
}

static void
allow_sockets (Filter *filter)
{
  static const unsigned levels[] = { SOL_SOCKET, IPPROTO_TCP };

  ALLOW_ALL (filter, on_sockets);
  allow_values (filter, SCMP_SYS (setsockopt), 1, levels, G_N_ELEMENTS (levels));
}

/* It asks of such a socket to be told what went wrong. */
static void
allow_connecting (Filter *filter)
{
  static const unsigned levels[] = { IPPROTO_IP, IPPROTO_IPV6 };

  ALLOW_ALL (filter, of_sockets);
  allow_values (filter, SCMP_SYS (setsockopt), 1, levels, G_N_ELEMENTS (levels));
}

/* Where nothing is written nothing need be opened for it: this holds without Landlock too. */
static void
allow_opening (Filter *filter)
{
  scmp_datum_t writing = O_ACCMODE | O_CREAT | O_TRUNC;

  allow_if (filter, SCMP_SYS (openat), SCMP_A2 (SCMP_CMP_MASKED_EQ, writing, O_RDONLY));
  allow_if (filter, SCMP_SYS (open), SCMP_A1 (SCMP_CMP_MASKED_EQ, writing, O_RDONLY));
}

static void
allow_ordinary (Filter *filter)
{
  ALLOW_ALL (filter, on_memory);
  ALLOW_ALL (filter, on_threads);
  ALLOW_ALL (filter, on_itself);
  ALLOW_ALL (filter, on_time);
  ALLOW_ALL (filter, on_signals);
  ALLOW_ALL (filter, on_files);
  allow_memory (filter);
  allow_threads (filter);
  allow_descriptors (filter);
}

/* Its own memory, and the files that it has. */
static void
allow_closed (Filter *filter, const SandboxProfile *profile)
{
  ALLOW_ALL (filter, on_memory);
  ALLOW_ALL (filter, on_itself);
  ALLOW_ALL (filter, on_signals);
  ALLOW_ALL (filter, on_the_open);
  allow_memory (filter);
  rule (filter, SCMP_ACT_ALLOW, SCMP_SYS (clock_gettime), 0, NULL);
  if (profile->threads || profile->forks)
    {
      ALLOW_ALL (filter, on_threads);
      allow_threads (filter);
    }
  if (profile->forks)
    allow_forking (filter);
}

static void
allow_by_profile (Filter *filter, const SandboxProfile *profile)
{
  allow_ordinary (filter);
  if (profile->write != NULL && *profile->write != NULL)
    ALLOW_ALL (filter, of_writers);
  else
    allow_opening (filter);
  if (profile->accepts || profile->connects)
    allow_sockets (filter);
  if (profile->connects)
    allow_connecting (filter);
}

static void
write_rules (Filter *filter, const SandboxProfile *profile)
{
  if (profile->closed)
    allow_closed (filter, profile);
  else
    allow_by_profile (filter, profile);
  if (profile->closed && SANDBOX_CHECKED)
    {
      allow_ordinary (filter);
      allow_opening (filter);
    }
  if (SANDBOX_CHECKED)
    ALLOW_ALL (filter, of_checks);
  else
    rule (filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS (ptrace), 0, NULL);
  KILL_ALL (filter, on_others);
  KILL_ALL (filter, on_the_kernel);
  KILL_ALL (filter, on_the_system);
}

gboolean
calls_restrict (const SandboxProfile *profile, GError **error)
{
  Filter filter = { .context = seccomp_init (SCMP_ACT_ERRNO (EPERM)) };
  if (filter.context == NULL)
    return sandbox_failed ("seccomp", error);

  seccomp_attr_set (filter.context, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  seccomp_attr_set (filter.context, SCMP_FLTATR_CTL_OPTIMIZE, 2); /* a tree of numbers, not a list */
  write_rules (&filter, profile);
  if (filter.failed == 0)
    filter.failed = seccomp_load (filter.context);
  seccomp_release (filter.context);
  errno = -filter.failed;
  return filter.failed == 0 || sandbox_failed ("seccomp", error);
}
