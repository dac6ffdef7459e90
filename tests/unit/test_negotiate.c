/* What a client can take and what it has, by the tables of RFC 9110; and how a request begins, by RFC 9112. */
#include "front/negotiate.h"
#include "front/target.h"

static void
coding_by_weight (void)
{
  static const struct
  {
    const char *field;
    Coding coding;
  } rows[] = {
    { NULL, CODING_IDENTITY },
    { "", CODING_IDENTITY },
    { "gzip", CODING_GZIP },
    { "GZIP", CODING_GZIP },
    { "x-gzip", CODING_GZIP },
    { "br, gzip", CODING_BROTLI },
    { "gzip, deflate, br", CODING_BROTLI },
    { "br", CODING_IDENTITY },
    { "br;q=0, gzip", CODING_GZIP },
    { "br;q=0.4, gzip;q=0.5", CODING_GZIP },
    { "br;q=0.5, gzip;q=0.500", CODING_BROTLI },
    { "br, *", CODING_BROTLI },
    { "gzip;q=0", CODING_IDENTITY },
    { "gzip; q=0.000", CODING_IDENTITY },
    { "gzip;q=0.001", CODING_GZIP },
    { "gzip;q=0.5, identity;q=1", CODING_GZIP },
    { "*", CODING_GZIP },
    { "*;q=0", CODING_IDENTITY },
    { "*;q=0, gzip", CODING_GZIP },
    { "gzip;q=0, *", CODING_IDENTITY },
    { "gzipped", CODING_IDENTITY },
    { ",,,gzip", CODING_GZIP },
    { "gzip;level=9", CODING_IDENTITY },
    { "gzip;q=", CODING_IDENTITY },
    { "gzip;q=99999999999999999999", CODING_GZIP },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].field);
      g_assert_cmpint (negotiate_coding (rows[i].field), ==, rows[i].coding);
    }
}

static void
if_none_match_compares_weakly (void)
{
  static const struct
  {
    const char *field;
    gboolean matches;
  } rows[] = {
    { NULL, FALSE },         { "\"a\"", TRUE }, { "W/\"a\"", TRUE }, { "\"b\", \"a\"", TRUE },  { "*", TRUE },
    { "\"b\"", FALSE },      { "a", FALSE },    { "\"a", FALSE },    { "\"b\",W/\"a\"", TRUE }, { "*, \"b\"", FALSE },
    { "\"\", \"a\"", TRUE }, { "", FALSE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].field);
      g_assert_cmpint (negotiate_none_match (rows[i].field, "\"a\""), ==, rows[i].matches);
    }
}

static void
ranges_of_bytes (void)
{
  static const struct
  {
    const char *field;
    RangeResult result;
    guint64 first, last;
  } rows[] = {
    { NULL, RANGE_NONE, 0, 0 },
    { "bytes=0-0", RANGE_PART, 0, 0 },
    { "bytes=10-", RANGE_PART, 10, 99 },
    { "bytes=-10", RANGE_PART, 90, 99 },
    { "bytes=-1000", RANGE_PART, 0, 99 },
    { "bytes=50-500", RANGE_PART, 50, 99 },
    { "bytes=100-", RANGE_UNSATISFIABLE, 0, 0 },
    { "bytes=-0", RANGE_UNSATISFIABLE, 0, 0 },
    { "bytes=5-4", RANGE_NONE, 0, 0 },
    { "bytes=0-1,5-6", RANGE_NONE, 0, 0 },
    { "bytes=", RANGE_NONE, 0, 0 },
    { "lines=1-2", RANGE_NONE, 0, 0 },
    { "bytes=99999999999999999999999-", RANGE_UNSATISFIABLE, 0, 0 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint64 first = 0, last = 0;
      g_test_message ("%s", rows[i].field);
      g_assert_cmpint (negotiate_range (rows[i].field, 100, &first, &last), ==, rows[i].result);
      if (rows[i].result == RANGE_PART)
        {
          g_assert_cmpuint (first, ==, rows[i].first);
          g_assert_cmpuint (last, ==, rows[i].last);
        }
    }
}

static void
targets_and_hosts (void)
{
  g_autoptr (Target) plain = target_parse ("/en/all?x=1?2");
  g_assert_cmpstr (plain->path, ==, "/en/all");
  g_assert_cmpstr (plain->query, ==, "x=1?2");
  g_autoptr (Target) absolute = target_parse ("http://LISBON.example:80/en/");
  g_assert_cmpstr (absolute->host, ==, "lisbon.example");
  g_assert_cmpstr (absolute->path, ==, "/en/");
  g_autoptr (Target) bare = target_parse ("https://a.example?x");
  g_assert_cmpstr (bare->path, ==, "/");
  g_autoptr (Target) loud = target_parse ("HTTP://a.example/x");
  g_assert_cmpstr (loud->host, ==, "a.example");
  static const char *const refused[] = { "*",     "",      "en/",     "ftp://x/",   "/a b",
                                         "/\x01", "/\xff", "http://", "http://a b/" };
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_null (target_parse (refused[i]));

  static const char *const hosts[][2] = { { "A.example:80", "a.example" },
                                          { "[::1]:8080", "[::1]" },
                                          { "127.0.0.1", "127.0.0.1" },
                                          { "a/b", NULL },
                                          { "a:b", NULL },
                                          { "", NULL },
                                          { "[::1", NULL },
                                          { "a@b", NULL } };
  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *host = host_parse (hosts[i][0]);
      g_assert_cmpstr (host, ==, hosts[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/negotiate/coding-by-weight", coding_by_weight);
  g_test_add_func ("/negotiate/if-none-match-compares-weakly", if_none_match_compares_weakly);
  g_test_add_func ("/negotiate/ranges-of-bytes", ranges_of_bytes);
  g_test_add_func ("/target/targets-and-hosts", targets_and_hosts);
  return g_test_run ();
}
