/* What two people made of one draft. */
#include "desk/text/merging.h"

#include <string.h>

static const char base[] = "---\ntitle: \"On the ferry\"\nspeaker: {\"name\":\"Ana\",\"role\":\"Envoy\"}\n"
                           "topics: [\"Tides\"]\n---\nOne.\n\nTwo.\n\nThree.";

static Merging *
merge (const char *ours, const char *theirs)
{
  return merging_new (base, ours, theirs);
}

static void
test_fields_apart (void)
{
  g_autoptr (Merging) merging =
      merge ("---\ntitle: \"On the new ferry\"\nspeaker: {\"name\":\"Ana\",\"role\":\"Envoy\"}\ntopics: [\"Tides\"]\n"
             "---\nOne, again.\n\nTwo.\n\nThree.",
             "---\ntitle: \"On the ferry\"\nspeaker: {\"name\":\"Bea\",\"role\":\"Envoy\"}\nslug: \"ferry\"\n"
             "---\nOne.\n\nTwo.\n\nThree, again.");
  g_assert_cmpuint (merging->clashes->len, ==, 0);
  g_assert_cmpuint (merging->theirs->len, ==, 4); /* name, topics, slug, body */
  g_autoptr (Source) result = merging_result (merging, "");
  g_assert_cmpstr (source_get (result, "title"), ==, "On the new ferry");
  g_assert_cmpstr (source_get (result, "speaker.name"), ==, "Bea");
  g_assert_cmpstr (source_get (result, "speaker.role"), ==, "Envoy");
  g_assert_cmpstr (source_get (result, "slug"), ==, "ferry");
  g_assert_null (json_object_get (result->matter, "topics"));
  g_assert_cmpstr (result->body, ==, "One, again.\n\nTwo.\n\nThree, again.");
}

static void
test_clashes (void)
{
  g_autoptr (Merging) merging =
      merge ("---\ntitle: \"Ours\"\ntopics: [\"Tides\",\"Boats\"]\n---\nOne.\n\nOurs.\n\nThree.",
             "---\ntitle: \"Theirs\"\ntopics: [\"Ferries\",\"Tides\"]\n---\nOne.\n\nTheirs.\n\nThree.");
  const Clash *title = merging->clashes->pdata[0], *body = merging->clashes->pdata[1];
  g_assert_cmpuint (merging->clashes->len, ==, 2);
  g_assert_cmpstr (title->field, ==, "title");
  g_assert_cmpstr (title->base, ==, "On the ferry");
  g_assert_false (clash_takes_both (title));
  g_assert_cmpstr (body->theirs, ==, "Theirs.\n");
  g_assert_true (clash_takes_both (body));
  g_autoptr (Source) result = merging_result (merging, "tb");
  g_assert_cmpstr (source_get (result, "title"), ==, "Theirs");
  g_assert_cmpstr (source_get (result, "speaker.name"), ==, "");
  g_autofree char *topics = source_get_lines (result, "topics");
  g_assert_cmpstr (topics, ==, "Ferries\nTides\nBoats");
  g_assert_cmpstr (result->body, ==, "One.\n\nTheirs.\n\nOurs.\n\nThree.");
}

static void
test_without_base (void)
{
  g_autoptr (Merging) merging = merging_new (NULL, "---\ntitle: \"Ours\"\nslug: \"a\"\n---\nSame.\nOurs.",
                                             "---\ntitle: \"Theirs\"\nslug: \"a\"\n---\nSame.");
  g_assert_cmpuint (merging->clashes->len, ==, 2);
  g_autoptr (Source) result = merging_result (merging, "ot");
  g_assert_cmpstr (source_get (result, "title"), ==, "Ours");
  g_assert_cmpstr (source_get (result, "slug"), ==, "a");
  g_assert_cmpstr (result->body, ==, "Same.");
}

/* Nobody chooses a hundred times. */
static void
test_too_many_places (void)
{
  g_autoptr (GString) before = g_string_new ("---\n---\n"), ours = g_string_new ("---\n---\n");
  g_autoptr (GString) theirs = g_string_new ("---\n---\n");

  for (guint i = 0; i < 100; i++)
    {
      g_string_append_printf (before, "Paragraph %u.\n\n", i);
      g_string_append_printf (ours, "Our paragraph %u.\n\n", i);
      g_string_append_printf (theirs, "Their paragraph %u.\n\n", i);
    }
  g_autoptr (Merging) merging = merging_new (before->str, ours->str, theirs->str);
  g_assert_cmpuint (merging->clashes->len, ==, 1);
  g_autoptr (Source) result = merging_result (merging, "t"), expected = source_read (theirs->str);
  g_assert_cmpstr (result->body, ==, expected->body);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/merging/fields-that-one-changed-are-taken", test_fields_apart);
  g_test_add_func ("/merging/fields-that-both-changed-are-asked", test_clashes);
  g_test_add_func ("/merging/without-a-base-all-differences-are-asked", test_without_base);
  g_test_add_func ("/merging/where-there-is-too-much-to-choose-the-text-is-one", test_too_many_places);
  return g_test_run ();
}
