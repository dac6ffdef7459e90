/* Editions: what they say, and from when they may be read. */
#include "record/edition.h"

#include <string.h>

static Edition *
sample (void)
{
  Edition *edition = edition_new ();

  edition->kind = KIND_STATEMENT;
  edition->language = g_strdup ("en");
  edition->slug = g_strdup ("a-title");
  edition->title = g_strdup ("A title");
  edition->body = g_strdup ("A body.\n");
  edition->published = 1000 * INSTANT_SECOND;
  edition->recorded = 500 * INSTANT_SECOND;
  return edition;
}

static void
test_visible (void)
{
  g_autoptr (Edition) edition = sample ();

  g_assert_cmpint (edition_visible_from (edition), ==, 1000 * INSTANT_SECOND);
  edition->recorded = 2000 * INSTANT_SECOND;
  g_assert_cmpint (edition_visible_from (edition), ==, 2000 * INSTANT_SECOND);
  edition->imported = TRUE;
  g_assert_cmpint (edition_visible_from (edition), ==, 1000 * INSTANT_SECOND);
}

static void
test_embargo (void)
{
  g_autoptr (Edition) edition = sample ();

  json_object_set_new (edition->fields, "embargo", json_string ("1970-01-01T01:00:00Z"));
  g_assert_cmpint (edition_visible_from (edition), ==, 3600 * INSTANT_SECOND);
  json_object_set_new (edition->fields, "embargo", json_string ("1970-01-01T00:00:01Z"));
  g_assert_cmpint (edition_visible_from (edition), ==, 1000 * INSTANT_SECOND);
}

static void
test_known_digest (void)
{
  static const char form[] = "{\"body\":\"A body.\\n\",\"fields\":{},\"kind\":\"statement\",\"language\":\"en\","
                             "\"published\":\"1970-01-01T00:16:40Z\",\"slug\":\"a-title\",\"summary\":null,"
                             "\"title\":\"A title\"}";
  g_autoptr (Edition) edition = sample ();
  g_autofree char *digest = edition_digest (edition);
  g_autofree char *expected = g_compute_checksum_for_string (G_CHECKSUM_SHA256, form, -1);

  g_assert_cmpstr (digest, ==, expected);
}

/* The body is written by hand, and must come out as jansson would write it. */
static void
test_digest_of_any_body (void)
{
  static const char *const bodies[] = { "", "\"quoted\" \\ and /", "\b\f\n\r\t\v\x01\x1f\x7f",
                                        "Ж € \xf0\x9f\x95\x8a\xc2\x85", "\xff no text" };
  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (Edition) edition = sample ();
      g_free (edition->body);
      edition->body = g_strdup (bodies[i]);
      json_auto_t *form =
          json_pack ("{s:{}, s:s, s:s, s:s, s:s, s:n, s:s}", "fields", "kind", "statement", "language", "en",
                     "published", "1970-01-01T00:16:40Z", "slug", "a-title", "summary", "title", "A title");
      json_object_set_new (form, "body", json_string (bodies[i]));
      char *text = json_dumps (form, JSON_SORT_KEYS | JSON_COMPACT);
      g_autofree char *digest = edition_digest (edition);
      g_autofree char *expected = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
      g_assert_cmpstr (digest, ==, expected);
      free (text);
    }
}

static void
test_same_digest (void)
{
  g_autoptr (Edition) a = sample ();
  g_autoptr (Edition) b = sample ();

  json_object_set_new (a->fields, "outlet", json_string ("x"));
  json_object_set_new (a->fields, "dateline", json_string ("y"));
  json_object_set_new (b->fields, "dateline", json_string ("y"));
  json_object_set_new (b->fields, "outlet", json_string ("x"));
  b->change_note = g_strdup ("noted");
  b->number = 7;
  b->recorded = 9;
  g_autofree char *first = edition_digest (a);
  g_autofree char *second = edition_digest (b);
  g_assert_cmpstr (first, ==, second);
}

static void
test_other_digest (void)
{
  g_autoptr (Edition) edition = sample ();
  g_autofree char *before = edition_digest (edition);

  g_free (edition->body);
  edition->body = g_strdup ("A body. \n");
  g_autofree char *body = edition_digest (edition);
  edition->published++;
  g_autofree char *published = edition_digest (edition);
  edition->summary = g_strdup ("");
  g_autofree char *summary = edition_digest (edition);
  g_assert_cmpstr (before, !=, body);
  g_assert_cmpstr (body, !=, published);
  g_assert_cmpstr (published, !=, summary);
}

static void
test_names (void)
{
  Kind kind;
  State state;

  for (int i = 0; i <= KIND_PROFILE; i++)
    g_assert_true (kind_parse (kind_name ((Kind)i), &kind) && (int)kind == i);
  for (int i = 0; i <= STATE_ERASED; i++)
    g_assert_true (state_parse (state_name ((State)i), &state) && (int)state == i);
  g_assert_false (kind_parse ("speech", &kind));
  g_assert_false (state_parse ("draft", &state));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edition/visible-once-published-and-recorded-unless-imported", test_visible);
  g_test_add_func ("/edition/an-embargo-holds-it-back", test_embargo);
  g_test_add_func ("/edition/the-digest-is-over-the-canonical-form", test_known_digest);
  g_test_add_func ("/edition/the-digest-of-any-body", test_digest_of_any_body);
  g_test_add_func ("/edition/order-and-notes-do-not-count-in-the-digest", test_same_digest);
  g_test_add_func ("/edition/what-is-said-counts-in-the-digest", test_other_digest);
  g_test_add_func ("/edition/kinds-and-states-have-one-name", test_names);
  return g_test_run ();
}
