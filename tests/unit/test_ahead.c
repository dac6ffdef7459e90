/* Things made by threads ahead of their turn. */
#include "base/ahead.h"

#define MANY 5000

static gint made, unmade;

static gpointer
make (guint index, gpointer data)
{
  (void)data;
  g_atomic_int_inc (&made);
  if (index % 97 == 0)
    g_usleep (200); /* some are slow, and the others overtake them */
  return GUINT_TO_POINTER (index + 1);
}

static void
unmake (gpointer thing)
{
  g_assert_nonnull (thing);
  g_atomic_int_inc (&unmade);
}

static void
reset (void)
{
  g_atomic_int_set (&made, 0);
  g_atomic_int_set (&unmade, 0);
}

static void
all_come_in_their_order (void)
{
  for (guint threads = 0; threads <= 8; threads += 1 + threads)
    {
      reset ();
      g_autoptr (Ahead) ahead = ahead_new (threads, MANY, make, unmake, NULL);
      for (guint i = 0; i < MANY; i++)
        g_assert_cmpuint (GPOINTER_TO_UINT (ahead_take (ahead)), ==, i + 1);
      g_assert_cmpint (g_atomic_int_get (&made), ==, MANY);
    }
}

static void
none_and_one (void)
{
  g_autoptr (Ahead) none = ahead_new (0, 0, make, unmake, NULL);
  g_autoptr (Ahead) one = ahead_new (0, 1, make, unmake, NULL);
  g_assert_nonnull (none);
  g_assert_cmpuint (GPOINTER_TO_UINT (ahead_take (one)), ==, 1);
}

/* What was made and is not taken is freed, and not much is made for nothing. */
static void
stopped_halfway (void)
{
  reset ();
  Ahead *ahead = ahead_new (4, MANY, make, unmake, NULL);
  for (guint i = 0; i < 10; i++)
    ahead_take (ahead);
  ahead_free (ahead);
  g_assert_cmpint (g_atomic_int_get (&made), ==, g_atomic_int_get (&unmade) + 10);
  g_assert_cmpint (g_atomic_int_get (&made), <, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ahead/all-come-in-their-order", all_come_in_their_order);
  g_test_add_func ("/ahead/none-and-one", none_and_one);
  g_test_add_func ("/ahead/stopped-halfway", stopped_halfway);
  return g_test_run ();
}
