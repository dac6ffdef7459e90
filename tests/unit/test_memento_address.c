/* The addresses of the past (RFC 7089), and its dates. */
#include "page/memento_address.h"

#include <string.h>

static void
assert_read (const char *path, MementoType type, const char *original, const char *authority)
{
  MementoAddress address;

  memento_address_read (&address, path);
  g_assert_cmpint (address.type, ==, type);
  g_assert_cmpstr (address.original, ==, original);
  g_assert_cmpstr (address.authority, ==, authority);
  memento_address_clear (&address);
}

static void
an_address_is_read (void)
{
  assert_read ("/en/", MEMENTO_NONE, NULL, NULL);
  assert_read ("/at", MEMENTO_NONE, NULL, NULL);
  assert_read ("/at/20240506120000/en/", MEMENTO_AT, "/en/", NULL);
  assert_read ("/at/20240506120000/http://a.example/en/", MEMENTO_AT, "/en/", "a.example");
  assert_read ("/timegate/en/", MEMENTO_TIMEGATE, "/en/", NULL);
  assert_read ("/timegate/https:/A.example:8080", MEMENTO_TIMEGATE, "/", "a.example:8080");
  assert_read ("/at/20240506120000///b.example/x", MEMENTO_AT, "/b.example/x", NULL);
  assert_read ("/timegate/http://a.example//b.example/", MEMENTO_TIMEGATE, "/b.example/", "a.example");
  assert_read ("/timemap/link/en/", MEMENTO_TIMEMAP, "/en/", NULL);
  assert_read ("/timemap/json/12/en/2024", MEMENTO_TIMEMAP, "/en/2024", NULL);
}

static void
what_is_none_is_refused (void)
{
  static const char *const bad[] = { "/at/",
                                     "/at/2024/",
                                     "/at/20240506120000",
                                     "/at/2024050612000/en/",
                                     "/at/202405061200000/en/",
                                     "/at/20241306120000/en/",
                                     "/at/20240230120000/en/",
                                     "/at/00000101000000/en/",
                                     "/timemap/",
                                     "/timemap/xml/en/" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_read (bad[i], MEMENTO_BAD, NULL, NULL);
}

static void
an_address_has_all_of_its_second (void)
{
  MementoAddress address;
  Instant first = G_GINT64_CONSTANT (1714996800) * INSTANT_SECOND;

  memento_address_read (&address, "/at/20240506120000/");
  g_assert_cmpint (address.at, ==, first + INSTANT_SECOND - 1);
  for (Instant at = first; at < first + INSTANT_SECOND; at += INSTANT_SECOND / 3)
    {
      g_autofree char *prefix = memento_prefix (at);
      g_assert_cmpstr (prefix, ==, "/at/20240506120000");
    }
  g_autofree char *before = memento_prefix (-1);
  g_assert_cmpstr (before, ==, "/at/19691231235959");
}

static void
a_date_has_one_form (void)
{
  static const char *const bad[] = { "",
                                     "now",
                                     "2024-05-06T12:00:00Z",
                                     "Tue, 06 May 2024 12:00:00 GMT",
                                     "Mon, 6 May 2024 12:00:00 GMT",
                                     "Mon, 06 May 2024 12:00:00 UTC",
                                     "Mon, 06 May 2024 12:00:00 GMT ",
                                     "Mon, 06 May 2024 25:00:00 GMT",
                                     "Monday, 06-May-24 12:00:00 GMT",
                                     "Mon, 06 anF 2024 12:00:00 GMT",
                                     "Mon, 31 Feb 2024 12:00:00 GMT" };
  Instant instant;

  g_assert_true (memento_date_read ("Mon, 06 May 2024 12:00:00 GMT", &instant));
  g_assert_cmpint (instant / INSTANT_SECOND, ==, 1714996800);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (memento_date_read (bad[i], &instant));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/memento-address/is-read", an_address_is_read);
  g_test_add_func ("/memento-address/what-is-none-is-refused", what_is_none_is_refused);
  g_test_add_func ("/memento-address/has-all-of-its-second", an_address_has_all_of_its_second);
  g_test_add_func ("/memento-address/a-date-has-one-form", a_date_has_one_form);
  return g_test_run ();
}
