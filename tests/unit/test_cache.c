/* The page cache: who builds, how long an answer holds, and what goes first. */
#include "front/cache.h"

#include <string.h>

static Reply *
reply_of (gsize size, Instant now, Instant expires, Effort effort)
{
  Answer *answer = g_new (Answer, 1);
  *answer = (Answer){ .status = 200,
                      .type = g_strdup ("text/plain"),
                      .body = g_bytes_new_take (g_malloc0 (size), size),
                      .size = size,
                      .expires = expires,
                      .compress = TRUE };
  ReplyOptions options = { .coding = CODING_IDENTITY, .effort = effort, .now = now };
  return reply_new (answer, &options);
}

static CacheKey
key_of (const char *target)
{
  return (CacheKey){ g_intern_static_string ("office"), target, 0 };
}

/* TRUE if it was there. */
static gboolean
ask (Cache *cache, const char *target, Instant now, gsize size, Instant expires)
{
  CacheKey key = key_of (target);
  CacheTicket *ticket;
  g_autoptr (Reply) found = cache_take (cache, &key, now, &ticket);
  if (found != NULL)
    return TRUE;
  g_autoptr (Reply) built = reply_of (size, now, expires, EFFORT_QUICK);
  cache_give (ticket, built);
  return FALSE;
}

static void
an_answer_holds_until_its_end (void)
{
  g_autoptr (Cache) cache = cache_new (1 << 20);
  Instant minute = INSTANT_MINUTE;

  g_assert_false (ask (cache, "/a", 0, 100, minute));
  g_assert_true (ask (cache, "/a", minute - 1, 100, minute));
  g_assert_false (ask (cache, "/a", minute, 100, 2 * minute));
  g_assert_false (ask (cache, "/a", -1, 100, minute)); /* a clock that went back */
}

static void
a_commit_ends_all_answers (void)
{
  g_autoptr (Cache) cache = cache_new (1 << 20);

  g_assert_false (ask (cache, "/a", 0, 100, INSTANT_MAX));
  g_assert_true (ask (cache, "/a", 1, 100, INSTANT_MAX));
  cache_next_generation (cache);
  g_assert_false (ask (cache, "/a", 2, 100, INSTANT_MAX));
  g_assert_true (ask (cache, "/a", 3, 100, INSTANT_MAX));
}

static void
what_was_built_from_before_a_commit_does_not_hold_after (void)
{
  g_autoptr (Cache) cache = cache_new (1 << 20);
  CacheKey key = key_of ("/a");
  CacheTicket *ticket;

  g_assert_null (cache_take (cache, &key, 0, &ticket));
  cache_next_generation (cache);
  g_autoptr (Reply) stale = reply_of (100, 0, INSTANT_MAX, EFFORT_QUICK);
  cache_give (ticket, stale);
  g_assert_false (ask (cache, "/a", 0, 100, INSTANT_MAX));
}

static void
it_is_bounded_and_the_least_used_go_first (void)
{
  const gsize budget = 16 * 40000;
  g_autoptr (Cache) cache = cache_new (budget);

  for (int i = 0; i < 2000; i++)
    {
      g_autofree char *target = g_strdup_printf ("/%d", i);
      ask (cache, target, 0, 1000, INSTANT_MAX);
      ask (cache, "/used", 0, 1000, INSTANT_MAX);
      g_assert_cmpuint (cache_counts (cache).bytes, <=, budget);
    }
  g_assert_true (ask (cache, "/used", 0, 1000, INSTANT_MAX));
  g_assert_false (ask (cache, "/0", 0, 1000, INSTANT_MAX));
  CacheCounts counts = cache_counts (cache);
  g_assert_cmpuint (counts.evictions, >, 1000);
  g_assert_cmpuint (counts.entries, >, 100);
  ask (cache, "/huge", 0, budget, INSTANT_MAX); /* larger than its share: not kept */
  g_assert_false (ask (cache, "/huge", 0, budget, INSTANT_MAX));
  g_assert_cmpuint (cache_counts (cache).bytes, <=, budget);
}

static void
what_is_not_kept_is_asked_for_again (void)
{
  g_autoptr (Cache) cache = cache_new (1 << 20);
  CacheKey key = key_of ("/missing");
  CacheTicket *ticket;

  for (int i = 0; i < 3; i++)
    {
      g_assert_null (cache_take (cache, &key, 0, &ticket));
      cache_give (ticket, NULL);
    }
  g_assert_cmpuint (cache_counts (cache).entries, ==, 0);
}

typedef struct
{
  Cache *cache;
  gint built, answered; /* atomic */
} Crowd;

static gpointer
one_of_the_crowd (gpointer data)
{
  Crowd *crowd = data;
  CacheKey key = key_of ("/news");
  CacheTicket *ticket;
  Reply *reply = cache_take (crowd->cache, &key, 0, &ticket);

  if (reply == NULL)
    {
      g_usleep (20000);
      reply = reply_of (100, 0, INSTANT_MAX, EFFORT_QUICK);
      cache_give (ticket, reply);
      g_atomic_int_inc (&crowd->built);
    }
  reply_unref (reply);
  g_atomic_int_inc (&crowd->answered);
  return NULL;
}

static void
one_builds_and_the_others_wait (void)
{
  g_autoptr (Cache) cache = cache_new (1 << 20);
  Crowd crowd = { .cache = cache };
  GThread *threads[32];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, one_of_the_crowd, &crowd);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (crowd.built, ==, 1);
  g_assert_cmpint (crowd.answered, ==, G_N_ELEMENTS (threads));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cache/an-answer-holds-until-its-end", an_answer_holds_until_its_end);
  g_test_add_func ("/cache/a-commit-ends-all-answers", a_commit_ends_all_answers);
  g_test_add_func ("/cache/what-was-built-from-before-a-commit-does-not-hold-after",
                   what_was_built_from_before_a_commit_does_not_hold_after);
  g_test_add_func ("/cache/it-is-bounded-and-the-least-used-go-first", it_is_bounded_and_the_least_used_go_first);
  g_test_add_func ("/cache/what-is-not-kept-is-asked-for-again", what_is_not_kept_is_asked_for_again);
  g_test_add_func ("/cache/one-builds-and-the-others-wait", one_builds_and_the_others_wait);
  return g_test_run ();
}
