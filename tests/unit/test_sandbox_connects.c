/* A process that may call others can ask name servers, as the C library does; one that may only answer cannot.
 *
 * Each case is a child of its own, which enters and tries. */
#include "sandbox/sandbox.h"

#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define ENTERED_NOT 99

static int
asked (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_port = htons (9),
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  char question[] = "?";
  struct iovec part = { question, 1 };
  struct mmsghdr messages[2] = { { .msg_hdr = { .msg_iov = &part, .msg_iovlen = 1 } } };
  int yes = 1, fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  messages[1] = messages[0];
  if (fd < 0 || setsockopt (fd, IPPROTO_IP, IP_RECVERR, &yes, sizeof yes) != 0
      || connect (fd, (struct sockaddr *)&address, sizeof address) != 0)
    return errno;
  return sendmmsg (fd, messages, 1, 0) == 1 ? 0 : errno;
}

/* What came of it within PROFILE: an errno. */
static int
within (const SandboxProfile *profile)
{
  int status;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    _exit (sandbox_enter (profile, NULL) ? asked () : ENTERED_NOT);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static void
who_may_call_can_ask_for_names (void)
{
  const SandboxProfile profile = { .connects = TRUE };
  g_assert_cmpint (within (&profile), ==, 0);
}

static void
who_may_answer_alone_cannot (void)
{
  const SandboxProfile profile = { .accepts = TRUE };
  g_assert_cmpint (within (&profile), ==, EPERM);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox-connects/who-may-call-can-ask-for-names", who_may_call_can_ask_for_names);
  g_test_add_func ("/sandbox-connects/who-may-answer-alone-cannot", who_may_answer_alone_cannot);
  return g_test_run ();
}
