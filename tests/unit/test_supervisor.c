/* What the supervisor does with a child that does not live as it should. */
#include "supervisor/supervisor.h"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#define STARTS 5

typedef struct
{
  guint started, announced;
  gint64 times[STARTS];
} Life; /* shared by the processes */

static Life *
life_new (void)
{
  Life *life = mmap (NULL, sizeof *life, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, 0, 0);
  g_assert_true (life != MAP_FAILED);
  return life;
}

static void
announce (gpointer data)
{
  ((Life *)data)->announced++;
}

/* Dies at once; the last asks its parent to end. */
static int
die_early (int ready, gpointer data)
{
  Life *life = data;

  if (life->started < STARTS)
    life->times[life->started] = g_get_monotonic_time ();
  if (write (ready, "r", 1) != 1)
    _exit (3);
  if (++life->started == STARTS)
    kill (getppid (), SIGTERM);
  _exit (2);
}

static void
starts_ever_more_slowly (void)
{
  Life *life = life_new ();
  Supervised supervised = { "child", die_early, life, NULL };
  SupervisorEvents events = { .started = announce, .data = life };

  supervisor_run (&supervised, 1, &events);
  g_assert_cmpuint (life->started, ==, STARTS);
  g_assert_cmpuint (life->announced, ==, 1);
  for (int i = 1; i < STARTS; i++)
    g_assert_cmpint (life->times[i] - life->times[i - 1], >=, (gint64)(50 << (i - 1)) * 1000);
  munmap (life, sizeof *life);
}

static int
never_ready (int ready, gpointer data)
{
  (void)ready;
  ((Life *)data)->started++;
  _exit (1);
}

static void
gives_up_at_the_first_start (void)
{
  Life *life = life_new ();
  Supervised supervised = { "child", never_ready, life, NULL };
  SupervisorEvents events = { .started = announce, .data = life };

  g_assert_cmpint (supervisor_run (&supervised, 1, &events), ==, 1);
  g_assert_cmpuint (life->started, ==, 1);
  g_assert_cmpuint (life->announced, ==, 0);
  munmap (life, sizeof *life);
}

/* Hears nothing: only the end that cannot be ignored helps. */
static int
deaf (int ready, gpointer data)
{
  (void)data;
  signal (SIGTERM, SIG_IGN);
  if (write (ready, "r", 1) != 1)
    _exit (3);
  kill (getppid (), SIGTERM);
  for (;;)
    pause ();
}

static void
ends_a_child_that_does_not_finish (void)
{
  Life *life = life_new ();
  Supervised supervised = { "child", deaf, life, NULL };
  SupervisorEvents events = { .data = NULL };
  gint64 begun = g_get_monotonic_time ();

  g_assert_cmpint (supervisor_run (&supervised, 1, &events), ==, 1);
  g_assert_cmpint (g_get_monotonic_time () - begun, >, 5 * G_USEC_PER_SEC);
  munmap (life, sizeof *life);
}

/* ---- Several ---- */

static int
first_of_two (int ready, gpointer data)
{
  Life *life = data;

  life->times[0] = g_get_monotonic_time ();
  if (write (ready, "r", 1) != 1)
    _exit (3);
  pause ();
  return 0;
}

/* Asks its parent to end once both run. */
static int
second_of_two (int ready, gpointer data)
{
  Life *life = data;

  life->times[1] = g_get_monotonic_time ();
  if (write (ready, "r", 1) != 1)
    _exit (3);
  while (g_atomic_int_get (&life->announced) == 0)
    g_usleep (1000);
  kill (getppid (), SIGTERM);
  pause ();
  return 0;
}

static void
starts_one_after_the_other (void)
{
  Life *life = life_new ();
  Supervised children[] = { { "first", first_of_two, life, NULL }, { "second", second_of_two, life, NULL } };
  SupervisorEvents events = { .started = announce, .data = life };

  g_assert_cmpint (supervisor_run (children, 2, &events), ==, 0);
  g_assert_cmpint (life->times[0], >, 0);
  g_assert_cmpint (life->times[1], >, life->times[0]);
  g_assert_cmpuint (life->announced, ==, 1);
  munmap (life, sizeof *life);
}

static int
count_and_die (int ready, gpointer data)
{
  ((Life *)data)->started++;
  if (write (ready, "r", 1) != 1)
    _exit (3);
  _exit (2);
}

static int
end_soon (int ready, gpointer data)
{
  (void)data;
  if (write (ready, "r", 1) != 1)
    _exit (3);
  g_usleep (300000);
  kill (getppid (), SIGTERM);
  pause ();
  return 0;
}

static void
leaves_down_what_cannot_begin_again (void)
{
  Life *life = life_new ();
  Supervised children[] = { { "keeper", count_and_die, life, "it stays down" }, { "front", end_soon, life, NULL } };
  SupervisorEvents events = { .data = NULL };

  g_assert_cmpint (supervisor_run (children, 2, &events), ==, 0);
  g_assert_cmpuint (life->started, ==, 1);
  munmap (life, sizeof *life);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/supervisor/a-child-that-dies-early-is-started-ever-more-slowly", starts_ever_more_slowly);
  g_test_add_func ("/supervisor/a-child-that-was-never-ready-is-given-up", gives_up_at_the_first_start);
  g_test_add_func ("/supervisor/a-child-that-does-not-finish-is-ended", ends_a_child_that_does_not_finish);
  g_test_add_func ("/supervisor/each-child-is-started-when-the-one-before-is-ready", starts_one_after_the_other);
  g_test_add_func ("/supervisor/a-child-that-cannot-begin-again-stays-down", leaves_down_what_cannot_begin_again);
  return g_test_run ();
}
