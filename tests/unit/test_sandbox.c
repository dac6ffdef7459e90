/* What a process in the front's sandbox cannot do, tried one by one, and what it still can.
 *
 * Each case is a child of its own, which enters and tries. The kernel says no by an error or by ending the child. */
#include "front/confine.h"
#include "sandbox/steps.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define ENTERED_NOT 99

/* Made before, as the supervisor would have: in the child as it was. */
typedef struct
{
  char *folder, *record, *log, *index, *desk, *keys, *state, *fresh;
  int listener; /* a socket that listens */
  int visitor;  /* one that is connected to it, and waits to be taken in */
  int unbound;  /* one that is neither */
  int pipe[2];
} Place;

static Place place;

/* ---- The place ---- */

static void
make_sockets (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;

  place.listener = socket (AF_INET, SOCK_STREAM, 0);
  g_assert_cmpint (bind (place.listener, (struct sockaddr *)&address, size), ==, 0);
  g_assert_cmpint (listen (place.listener, 8), ==, 0);
  g_assert_cmpint (getsockname (place.listener, (struct sockaddr *)&address, &size), ==, 0);
  place.visitor = socket (AF_INET, SOCK_STREAM, 0);
  g_assert_cmpint (connect (place.visitor, (struct sockaddr *)&address, size), ==, 0);
  place.unbound = socket (AF_INET, SOCK_STREAM, 0);
}

static void
make_place (void)
{
  g_autoptr (GError) error = NULL;

  place.folder = g_dir_make_tmp ("chancery-sandbox-XXXXXX", &error);
  g_assert_no_error (error);
  place.record = g_build_filename (place.folder, "site.db", NULL);
  place.log = g_strconcat (place.record, "-wal", NULL);
  place.index = g_strconcat (place.record, "-shm", NULL);
  place.desk = g_build_filename (place.folder, "site.desk", NULL);
  place.keys = g_strconcat (place.record, ".keys", NULL);
  place.state = g_strconcat (place.keys, ".state", NULL);
  place.fresh = g_build_filename (place.folder, "fresh", NULL);
  Store *store = store_open (place.record, STORE_CREATE, &error);
  g_assert_no_error (error);
  store_close (store);
  g_assert_true (g_file_set_contents (place.desk, "drafts", -1, NULL));
  g_assert_true (g_file_set_contents (place.keys, "keys", -1, NULL));
  g_assert_true (g_file_set_contents (place.state, "what was signed last", -1, NULL));
  make_sockets ();
}

static void
remove_place (void)
{
  char *const files[] = { place.record, place.log, place.index, place.desk, place.keys, place.state, place.fresh };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_unlink (files[i]);
      g_free (files[i]);
    }
  g_assert_cmpint (g_rmdir (place.folder), ==, 0);
  g_free (place.folder);
  close (place.listener);
  close (place.visitor);
  close (place.unbound);
}

/* ---- Entering ---- */

/* As the front does it: what was opened before is closed once there is another. Transfer full. */
static Store *
enter_front (void)
{
  const FrontOptions options = { .record = place.record };
  g_autoptr (Store) opened = NULL;

  if (!confine (&options, NULL, &opened, NULL))
    _exit (ENTERED_NOT);
  Store *store = store_open (place.record, STORE_FRONT, NULL);
  if (store == NULL)
    _exit (ENTERED_NOT);
  return store;
}

/* How a child ended that entered and called TRY: as wait() says. */
static int
end_within (gboolean (*try) (Store *store))
{
  int status;
  pid_t child = fork ();

  if (child == 0)
    _exit (try (enter_front ()) ? 0 : 1);
  g_assert_cmpint (child, >, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_false (WIFEXITED (status) && WEXITSTATUS (status) == ENTERED_NOT);
  return status;
}

/* ---- What it cannot do ---- */

static gboolean
refused (int result)
{
  return result < 0 && (errno == EPERM || errno == EACCES);
}

static gboolean
closed (const char *path, int flags)
{
  int fd = open (path, flags | O_CLOEXEC, 0600);
  gboolean is_closed = refused (fd);

  if (fd >= 0)
    close (fd);
  return is_closed;
}

static void *
map (int protection)
{
  return mmap (NULL, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, 0, 0);
}

static gboolean
read_another_file (Store *store)
{
  (void)store;
  return closed ("/etc/passwd", O_RDONLY) && errno == EACCES;
}

static gboolean
read_the_desk (Store *store)
{
  (void)store;
  return closed (place.desk, O_RDONLY) && errno == EACCES;
}

static gboolean
read_the_keys (Store *store)
{
  (void)store;
  return closed (place.keys, O_RDONLY) && errno == EACCES && closed (place.state, O_RDONLY) && errno == EACCES;
}

static gboolean
change_the_keys (Store *store)
{
  (void)store;
  return closed (place.keys, O_WRONLY) && closed (place.keys, O_RDWR) && closed (place.state, O_WRONLY | O_APPEND)
         && closed (place.state, O_WRONLY | O_CREAT | O_TRUNC) && refused (truncate (place.keys, 0))
         && refused (unlink (place.state)) && refused (rename (place.desk, place.state))
         && refused (link (place.keys, place.fresh)) && refused (chmod (place.keys, 0644));
}

static gboolean
list_the_folder (Store *store)
{
  (void)store;
  return closed (place.folder, O_RDONLY | O_DIRECTORY) && errno == EACCES;
}

static gboolean
write_beside (Store *store)
{
  (void)store;
  return closed (place.fresh, O_WRONLY | O_CREAT) && refused (mkdir (place.fresh, 0700))
         && closed (place.folder, O_WRONLY | O_TMPFILE) && refused (symlink ("/", place.fresh));
}

static gboolean
write_the_record (Store *store)
{
  (void)store;
  return closed (place.record, O_RDWR) && closed (place.record, O_WRONLY | O_APPEND)
         && refused (truncate (place.record, 0)) && closed (place.log, O_RDWR)
         && closed (place.log, O_RDONLY | O_TRUNC) && refused (unlink (place.record))
         && refused (rename (place.desk, place.record)) && refused (link (place.desk, place.fresh));
}

/* Of what was opened before the sandbox nothing may be left that leads into the record. */
static gboolean
write_what_it_holds (Store *store)
{
  struct stat record, log, held;
  (void)store;

  if (stat (place.record, &record) != 0 || stat (place.log, &log) != 0)
    return FALSE;
  for (int fd = 0; fd < 256; fd++)
    if (fstat (fd, &held) == 0 && (held.st_ino == record.st_ino || held.st_ino == log.st_ino)
        && (fcntl (fd, F_GETFL) & O_ACCMODE) != O_RDONLY)
      return FALSE;
  return TRUE;
}

static gboolean
shorten_the_index (Store *store)
{
  (void)store;
  for (int fd = 3; fd < 256; fd++)
    if (!refused (ftruncate (fd, 0)))
      return FALSE;
  return TRUE;
}

static gboolean
make_a_socket (Store *store)
{
  int pair[2];
  (void)store;
  return refused (socket (AF_INET, SOCK_STREAM, 0)) && refused (socket (AF_UNIX, SOCK_STREAM, 0))
         && refused (socket (AF_NETLINK, SOCK_RAW, 0)) && refused (socketpair (AF_UNIX, SOCK_STREAM, 0, pair));
}

static gboolean
connect_one (Store *store)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t size = sizeof address;
  (void)store;

  if (getsockname (place.listener, (struct sockaddr *)&address, &size) != 0)
    return FALSE;
  gboolean unconnected = refused (connect (place.unbound, (struct sockaddr *)&address, size));
  address.sin_port = 0;
  return unconnected && refused (bind (place.unbound, (struct sockaddr *)&address, size))
         && refused (listen (place.unbound, 1));
}

/* The library's own fork() would be no such thing under AddressSanitizer. */
static gboolean
make_a_process (Store *store)
{
  (void)store;
  return refused ((int)syscall (SYS_clone, SIGCHLD, 0, 0, 0, 0))
         && refused ((int)syscall (SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD, 0, 0, 0, 0))
         && syscall (SYS_clone3, NULL, 0) < 0 && errno == ENOSYS;
}

static gboolean
signal_the_parent (Store *store)
{
  (void)store;
  return refused (kill (getppid (), SIGCONT)) && refused (tgkill (getppid (), getppid (), SIGCONT));
}

static gboolean
run_what_it_writes (Store *store)
{
  void *page = map (PROT_READ | PROT_WRITE);
  void *code = map (PROT_READ | PROT_EXEC);
  (void)store;
  return page != MAP_FAILED && refused (mprotect (page, 4096, PROT_READ | PROT_EXEC)) && code == MAP_FAILED
         && refused ((int)syscall (SYS_memfd_create, "code", 0));
}

static gboolean
regain_rights (Store *store)
{
  struct rlimit limit;
  (void)store;
  return refused (setresuid (0, 0, 0)) && refused (setgroups (0, NULL)) && getrlimit (RLIMIT_CORE, &limit) == 0
         && limit.rlim_max == 0 && refused (setrlimit (RLIMIT_CORE, &limit));
}

static void
cannot (gconstpointer data)
{
  gboolean (*const *try) (Store * store) = data;
  gboolean of_paths =
      *try == read_another_file || *try == read_the_desk || *try == read_the_keys || *try == list_the_folder;

  if (of_paths && paths_abi () == 0)
    g_test_skip ("this kernel has no Landlock");
  else
    g_assert_cmpint (end_within (*try), ==, 0);
}

/* ---- What ends it ---- */

static gboolean
run_a_program (Store *store)
{
  char *const none[] = { NULL };
  (void)store;
  return execve ("/bin/true", none, none) == 0;
}

static gboolean
trace (Store *store)
{
  (void)store;
  return ptrace (PTRACE_ATTACH, getppid (), NULL, NULL) == 0;
}

static gboolean
read_the_parent (Store *store)
{
  (void)store;
  return syscall (SYS_process_vm_readv, getppid (), NULL, 0, NULL, 0, 0) == 0;
}

static gboolean
mount_something (Store *store)
{
  (void)store;
  return syscall (SYS_mount, "none", place.folder, "tmpfs", 0, NULL) == 0;
}

static gboolean
load_into_the_kernel (Store *store)
{
  (void)store;
  return syscall (SYS_bpf, 0, NULL, 0) == 0;
}

static gboolean
make_a_name_space (Store *store)
{
  (void)store;
  return syscall (SYS_unshare, 0x10000000 /* CLONE_NEWUSER */) == 0;
}

static void
is_ended_by (gconstpointer data)
{
  gboolean (*const *try) (Store * store) = data;

  if (*try == trace && SANDBOX_CHECKED)
    {
      g_test_skip ("the sanitizer's leak check traces");
      return;
    }
  int status = end_within (*try);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGSYS);
}

/* ---- What it can do ---- */

static gboolean
read_the_record (Store *store)
{
  g_autoptr (Store) another = store_open (place.record, STORE_FRONT, NULL);
  g_autoptr (GError) error = NULL;

  if (another == NULL)
    return FALSE;
  g_auto (GStrv) offices = store_offices (store, &error);
  g_auto (GStrv) again = store_offices (another, &error);
  return offices != NULL && again != NULL && error == NULL && store_generation (store) > 0;
}

static gboolean
know_time_zones (Store *store)
{
  (void)store;
  g_autoptr (GTimeZone) lisbon = g_time_zone_new_identifier ("Europe/Lisbon");
  g_autoptr (GTimeZone) apia = g_time_zone_new_identifier ("Pacific/Apia");
  int interval = apia != NULL ? g_time_zone_find_interval (apia, G_TIME_TYPE_UNIVERSAL, 1700000000) : 0;
  return lisbon != NULL && apia != NULL && g_time_zone_get_offset (apia, interval) == 13 * 3600;
}

static gboolean
answer (Store *store)
{
  int yes = 1;
  (void)store;
  int fd = accept4 (place.listener, NULL, NULL, SOCK_CLOEXEC);
  return fd >= 0 && setsockopt (fd, IPPROTO_TCP, 1 /* TCP_NODELAY */, &yes, sizeof yes) == 0
         && send (fd, "hello", 5, MSG_NOSIGNAL) == 5 && shutdown (fd, SHUT_RDWR) == 0;
}

static gpointer
count_up (gpointer number)
{
  g_atomic_int_inc ((int *)number);
  return g_strdup ("memory of its own");
}

static gboolean
make_threads (Store *store)
{
  GThread *threads[8];
  int number = 0;
  (void)store;

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("counter", count_up, &number);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_free (g_thread_join (threads[i]));
  return number == G_N_ELEMENTS (threads);
}

static void
can (gconstpointer data)
{
  gboolean (*const *try) (Store * store) = data;
  g_assert_cmpint (end_within (*try), ==, 0);
}

static void
can_be_answered (void)
{
  char heard[6] = "";

  g_assert_cmpint (end_within (answer), ==, 0);
  g_assert_cmpint (recv (place.visitor, heard, sizeof heard - 1, MSG_WAITALL), ==, 5);
  g_assert_cmpstr (heard, ==, "hello");
}

static gboolean
give_up (Store *store)
{
  (void)store;
  signal (SIGABRT, SIG_DFL);
  abort ();
}

static void
can_give_up (void)
{
  int status = end_within (give_up);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGABRT);
}

/* ---- Other profiles ---- */

/* As wait() says of a child that entered by PROFILE and called TRY. */
static int
end_with (const SandboxProfile *profile, gboolean (*try) (void))
{
  int status;
  pid_t child = fork ();

  if (child == 0)
    _exit (!sandbox_enter (profile, NULL) ? ENTERED_NOT : try () ? 0 : 1);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return status;
}

static gboolean
write_and_connect (void)
{
  int file = open (place.fresh, O_RDWR | O_CREAT | O_EXCL, 0600);
  int fd = socket (AF_INET, SOCK_STREAM, 0);
  struct sockaddr nowhere = { .sa_family = AF_UNSPEC };

  return file >= 0 && write (file, "words", 5) == 5 && ftruncate (file, 0) == 0 && fsync (file) == 0
         && unlink (place.fresh) == 0 && fd >= 0 && connect (fd, &nowhere, sizeof nowhere) == 0
         && (paths_abi () == 0 || closed ("/tmp/chancery-not-here", O_WRONLY | O_CREAT));
}

static void
allows_what_a_profile_says (void)
{
  const char *const folders[] = { place.folder, NULL };
  const SandboxProfile profile = { .write = folders, .connects = TRUE };

  g_assert_cmpint (end_with (&profile, write_and_connect), ==, 0);
}

/* The keeper of the keys: it uses what it holds. */
static gboolean
nothing_but_what_is_open (void)
{
  char byte;
  gboolean uses = read (place.pipe[0], &byte, 1) == 1 && write (place.pipe[1], "x", 1) == 1;

  return uses && refused (socket (AF_UNIX, SOCK_STREAM, 0)) && refused (accept4 (place.listener, NULL, NULL, 0))
         && refused (connect (place.unbound, &(struct sockaddr){ .sa_family = AF_UNSPEC }, sizeof (struct sockaddr)))
         && refused (unlink (place.desk))
         && (SANDBOX_CHECKED || (closed (place.desk, O_RDONLY) && closed ("/dev/null", O_RDONLY)))
         && closed (place.fresh, O_WRONLY | O_CREAT) && refused (kill (getppid (), 0));
}

static void
is_closed_where_a_profile_is (void)
{
  const SandboxProfile profile = { .closed = TRUE };

  g_assert_cmpint (pipe (place.pipe), ==, 0);
  g_assert_cmpint (write (place.pipe[1], "x", 1), ==, 1);
  g_assert_cmpint (end_with (&profile, nothing_but_what_is_open), ==, 0);
  close (place.pipe[0]);
  close (place.pipe[1]);
}

static gboolean
no_socket_at_all (void)
{
  return refused (accept4 (place.listener, NULL, NULL, 0)) && refused (socket (AF_UNIX, SOCK_STREAM, 0));
}

static void
allows_nothing_unsaid (void)
{
  const SandboxProfile profile = { 0 };
  g_assert_cmpint (end_with (&profile, no_socket_at_all), ==, 0);
}

/* ---- Users ---- */

static gboolean
is_another (void)
{
  return getuid () != 0 && geteuid () != 0 && getgid () != 0 && refused (setresuid (0, 0, 0));
}

static void
becomes_another_user (void)
{
  g_autoptr (SandboxUser) user = NULL;
  g_autoptr (GError) error = NULL;

  if (geteuid () != 0)
    {
      g_test_skip ("only root can become another user");
      return;
    }
  g_assert_true (sandbox_user_find ("nobody", place.record, &user, &error));
  const SandboxProfile profile = { .user = user };
  g_assert_cmpint (end_with (&profile, is_another), ==, 0);

  const char *const closed[] = { place.record, NULL }; /* its folder is for the owner alone */
  const SandboxProfile hopeless = { .user = user, .read = closed };
  g_assert_cmpint (end_with (&hopeless, is_another), ==, ENTERED_NOT << 8);
}

/* The child reports what it is told of at its parent's end. */
static void
still_ends_with_its_parent (void)
{
  g_autoptr (SandboxUser) user = NULL;
  int status, signal = 0;

  if (geteuid () != 0)
    {
      g_test_skip ("only root can become another user");
      return;
    }
  g_assert_true (sandbox_user_find ("nobody", place.record, &user, NULL));
  pid_t child = fork ();
  if (child == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGTERM);
      _exit (sandbox_become (user, NULL) && prctl (PR_GET_PDEATHSIG, &signal) == 0 ? signal : ENTERED_NOT);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, SIGTERM << 8);
}

static void
is_the_owner_of_the_record (void)
{
  g_autoptr (SandboxUser) user = NULL;
  g_autoptr (SandboxUser) owner = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (sandbox_user_find (NULL, place.record, &user, &error));
  g_assert_null (user); /* whoever runs this made it */
  if (geteuid () == 0)
    {
      g_assert_cmpint (chown (place.record, 54321, 54321), ==, 0);
      g_assert_true (sandbox_user_find (NULL, place.record, &owner, &error));
      g_assert_nonnull (owner);
      g_assert_cmpint (chown (place.record, 0, 0), ==, 0);
    }
  g_assert_false (sandbox_user_find ("no-such-user", place.record, &user, &error));
  g_assert_error (error, SANDBOX_ERROR, SANDBOX_ERROR_USER);
}

typedef struct
{
  const char *name;
  gboolean (*try) (Store *store);
} Case;

static void
add (const char *rule, const Case *cases, gsize count, GTestDataFunc test)
{
  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *path = g_strdup_printf ("/sandbox/the-front-%s-%s", rule, cases[i].name);
      g_test_add_data_func (path, &cases[i].try, test);
    }
}

static const Case refusals[] = {
  { "read-another-file", read_another_file }, { "read-the-desk", read_the_desk },
  { "read-the-keys", read_the_keys },         { "change-the-keys", change_the_keys },
  { "list-the-folder", list_the_folder },     { "write-beside-the-record", write_beside },
  { "write-the-record", write_the_record },   { "write-by-what-it-holds", write_what_it_holds },
  { "shorten-the-index", shorten_the_index }, { "make-a-socket", make_a_socket },
  { "connect-or-bind-one", connect_one },     { "make-a-process", make_a_process },
  { "signal-its-parent", signal_the_parent }, { "run-what-it-writes", run_what_it_writes },
  { "regain-rights", regain_rights },
};

static const Case ends[] = {
  { "runs-a-program", run_a_program },
  { "traces", trace },
  { "reads-another-process", read_the_parent },
  { "mounts", mount_something },
  { "loads-into-the-kernel", load_into_the_kernel },
  { "makes-a-name-space", make_a_name_space },
};

static const Case abilities[] = {
  { "read-the-record", read_the_record },
  { "know-time-zones", know_time_zones },
  { "make-threads", make_threads },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  make_place ();
  add ("cannot", refusals, G_N_ELEMENTS (refusals), cannot);
  add ("is-ended-if-it", ends, G_N_ELEMENTS (ends), is_ended_by);
  add ("can", abilities, G_N_ELEMENTS (abilities), can);
  g_test_add_func ("/sandbox/the-front-can-answer", can_be_answered);
  g_test_add_func ("/sandbox/the-front-can-give-up", can_give_up);
  g_test_add_func ("/sandbox/a-profile-allows-what-it-says", allows_what_a_profile_says);
  g_test_add_func ("/sandbox/a-profile-allows-nothing-unsaid", allows_nothing_unsaid);
  g_test_add_func ("/sandbox/a-closed-profile-uses-what-is-open-alone", is_closed_where_a_profile_is);
  g_test_add_func ("/sandbox/root-becomes-another-user", becomes_another_user);
  g_test_add_func ("/sandbox/another-user-still-ends-with-its-parent", still_ends_with_its_parent);
  g_test_add_func ("/sandbox/the-user-is-the-owner-of-the-record", is_the_owner_of_the_record);
  int code = g_test_run ();
  remove_place ();
  return code;
}
