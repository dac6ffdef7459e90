/* The text of a draft, and when it is to be public. */
#include "desk/moment.h"
#include "desk/text/source.h"

#include <string.h>

static const char yaml[] =
    "name: {en: Testland}\nlanguages: [en]\nhome_zone: Asia/Tbilisi\nhost_zone: Europe/Lisbon\n";

static void
test_what_is_typed_comes_back (void)
{
  static const char *const texts[] = {
    "plain", "“quoted” \"and\" \\", "two\nlines", "# no comment: [x] {y}", "---", "😀 ع 外", " ", "~", "null", "1.0",
    "& * !"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (Source) source = source_new ();
      source_set (source, "summary", texts[i]);
      source_set (source, "speaker.name", texts[i]);
      g_free (source->body);
      source->body = g_strdup ("---\nWords.\n---\n");
      g_autofree char *text = source_write (source);
      g_autoptr (Source) again = source_read (text);
      g_assert_cmpstr (source_get (again, "summary"), ==, texts[i]);
      g_assert_cmpstr (source_get (again, "speaker.name"), ==, texts[i]);
      g_assert_cmpstr (again->body, ==, source->body);
    }
}

static void
test_what_is_emptied_goes (void)
{
  g_autoptr (Source) source = source_new ();

  source_set (source, "speaker.name", "Ana");
  source_set (source, "speaker.name", "");
  source_set_lines (source, "topics", " , \n");
  g_assert_cmpuint (json_object_size (source->matter), ==, 0);
}

static void
test_lists_of_every_script (void)
{
  g_autoptr (Source) source = source_new ();

  source_set_lines (source, "topics", "a, b\nc،d、e，f");
  g_autofree char *lines = source_get_lines (source, "topics");
  g_assert_cmpstr (lines, ==, "a\nb\nc\nd\ne\nf");
}

static void
test_errors_name_their_field (void)
{
  static const char *const cases[][3] = { { "slug", "Not A Slug", "slug" },
                                          { "kind", "speach", "kind" },
                                          { "when", "2026-02-30 10:00 UTC", "when" },
                                          { "delivery", "shouted", "delivery" },
                                          { "event.date", "tomorrow", "event.date" } };
  g_autoptr (Profile) profile = profile_parse (yaml, strlen (yaml), "profile", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Source) source = source_new ();
      g_autoptr (GError) error = NULL;
      g_autofree char *key = NULL;
      source_set (source, "title", "A title");
      source_set (source, "kind", "statement");
      source_set (source, "language", "en");
      source_set (source, cases[i][0], cases[i][1]);
      g_assert_null (source_parse (source, profile, 0, &key, &error));
      g_assert_cmpstr (key, ==, cases[i][2]);
      g_assert_null (strstr (error->message, "draft:"));
    }
}

static void
check_moment (const char *text, const char *expected, MomentKind kind)
{
  Instant instant;
  MomentKind found;
  g_assert_true (moment_parse (text, &instant, &found, NULL));
  g_autofree char *formatted = instant_format (instant);
  g_assert_cmpstr (formatted, ==, expected);
  g_assert_cmpint (found, ==, kind);
}

static void
test_hours_that_clocks_skip_or_repeat (void)
{
  check_moment ("2026-11-27 09:00 Europe/Lisbon", "2026-11-27T09:00:00Z", MOMENT_PLAIN);
  check_moment ("2026-11-27 09:00 Asia/Tbilisi", "2026-11-27T05:00:00Z", MOMENT_PLAIN);
  check_moment ("2026-03-29 01:30 Europe/Lisbon", "2026-03-29T01:00:00Z", MOMENT_SKIPPED);
  check_moment ("2026-10-25 01:30 Europe/Lisbon", "2026-10-25T00:30:00Z", MOMENT_TWICE);
  check_moment ("2026-04-05 01:45 Australia/Lord_Howe", "2026-04-04T14:45:00Z", MOMENT_TWICE);
}

static void
test_what_is_no_moment (void)
{
  static const struct
  {
    const char *text;
    MomentError code;
  } cases[] = { { "", MOMENT_ERROR_DATE },
                { "2026-13-01 10:00 UTC", MOMENT_ERROR_DATE },
                { "2026-12-01  UTC", MOMENT_ERROR_TIME },
                { "2026-12-01 24:00 UTC", MOMENT_ERROR_TIME },
                { "2026-12-01 9:00 UTC", MOMENT_ERROR_TIME },
                { "2026-12-01 09:00 Europe/Londn", MOMENT_ERROR_ZONE },
                { "2026-12-01 09:00", MOMENT_ERROR_ZONE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      Instant instant;
      MomentKind kind;
      g_assert_false (moment_parse (cases[i].text, &instant, &kind, &error));
      g_assert_error (error, MOMENT_ERROR, (int)cases[i].code);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/what-is-typed-comes-back", test_what_is_typed_comes_back);
  g_test_add_func ("/source/what-is-emptied-goes", test_what_is_emptied_goes);
  g_test_add_func ("/source/lists-in-every-script", test_lists_of_every_script);
  g_test_add_func ("/source/errors-name-their-field", test_errors_name_their_field);
  g_test_add_func ("/moment/hours-that-clocks-skip-or-repeat", test_hours_that_clocks_skip_or_repeat);
  g_test_add_func ("/moment/what-is-no-moment", test_what_is_no_moment);
  return g_test_run ();
}
