/* Front matter: what is taken, in which forms, and how mistakes are named. */
#include "record/front_matter.h"

#include <string.h>

#define HEAD "---\ntitle: A title\nkind: statement\nlanguage: en\npublished: 2026-11-23T10:00:00+01:00\n"

static const char *const languages[] = { "en", "fr", "ar", NULL };

static FrontMatter *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  FrontMatter *matter = front_matter_parse (text, strlen (text), "a.md", languages, &error);
  g_assert_no_error (error);
  return matter;
}

static void
check_refused (const char *text, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FrontMatter) matter = front_matter_parse (text, strlen (text), "a.md", languages, &error);

  g_assert_null (matter);
  g_assert_error (error, FRONT_MATTER_ERROR, FRONT_MATTER_ERROR_INVALID);
  if (strstr (error->message, message) == NULL)
    g_error ("“%s” does not say “%s”", error->message, message);
}

static void
check_fields (const char *keys, const char *json)
{
  g_autofree char *text = g_strconcat (HEAD, keys, "---\n", NULL);
  g_autoptr (FrontMatter) matter = parse (text);
  json_t *expected = json_loads (json, 0, NULL);
  char *found = json_dumps (matter->edition->fields, JSON_SORT_KEYS | JSON_COMPACT);

  g_test_message ("%s", found);
  g_assert_nonnull (expected);
  g_assert_true (json_equal (matter->edition->fields, expected));
  json_decref (expected);
  free (found);
}

static void
test_required (void)
{
  g_autoptr (FrontMatter) matter = parse (HEAD "---\n\nFirst line.\n\nSecond.\n");
  const Edition *edition = matter->edition;

  g_assert_cmpstr (edition->title, ==, "A title");
  g_assert_cmpint (edition->kind, ==, KIND_STATEMENT);
  g_assert_cmpint (edition->state, ==, STATE_PUBLISHED);
  g_assert_cmpstr (edition->language, ==, "en");
  g_assert_cmpstr (edition->body, ==, "First line.\n\nSecond.\n");
  g_autofree char *published = instant_format (edition->published);
  g_assert_cmpstr (published, ==, "2026-11-23T09:00:00Z");
  g_assert_null (edition->slug);
  g_assert_null (edition->summary);
  g_assert_cmpuint (json_object_size (edition->fields), ==, 0);
}

static void
test_missing (void)
{
  check_refused ("---\nkind: notice\nlanguage: en\npublished: 2026-11-23T10:00:00Z\n---\n",
                 "a.md:2: “title” is missing");
  check_refused ("---\ntitle:\nkind: notice\n---\n", "“title” is missing");
  check_refused ("---\ntitle: ' '\nkind: notice\n---\n", "a.md:2: title: the text is empty");
  check_refused ("---\ntitle: a\nkind: notice\nlangauge: en\n---\n",
                 "a.md:4: langauge: there is no such key (did you mean “language”?)");
}

static void
test_values (void)
{
  check_refused ("---\ntitle: a\nkind: speach\n---\n",
                 "a.md:3: kind: “speach” is not a kind; one of remarks, statement");
  check_refused ("---\ntitle: a\nkind: profile\n---\n", "a.md:3: kind: “profile” is not a kind");
  check_refused ("---\ntitle: a\nkind: notice\nlanguage: de\n---\n",
                 "a.md:4: language: “de” is no language of this office; one of en, fr, ar");
  check_refused ("---\ntitle: a\nkind: notice\nlanguage: en\npublished: 2026-11-23\n---\n",
                 "a.md:5: published: “2026-11-23” is a date without a time and a zone");
  check_refused (HEAD "published: 2026-11-23T10:00:00Z\n---\n",
                 "a.md:6: the key “published” stands here a second time (first in line 5)");
  check_refused (HEAD "delivery: sung\n---\n", "a.md:6: delivery: “sung” is no way of delivery; one of as delivered");
  check_refused (HEAD "slug: A Slug\n---\n", "such as “a-slug”");
  check_refused (HEAD "event: {zone: Europe/Londn}\n---\n",
                 "a.md:6: event.zone: “Europe/Londn” is no IANA time zone (did you mean “Europe/London”?)");
  check_refused (HEAD "event:\n  name: x\n  date: 2026-02-30\n---\n", "a.md:8: event.date: “2026-02-30” is no date");
  check_refused (HEAD "speaker: {role: Minister}\n---\n", "a.md:6: speaker: “name” is missing");
  check_refused (HEAD "topics: {a: b}\n---\n", "a.md:6: topics: here must stand a text");
  check_refused (HEAD "author: me\n---\n", "a.md:6: author: there is no such key; allowed are title, kind");
}

static void
test_kinds (void)
{
  static const char *const spellings[] = { "press release", "press-release", "press_release", "Press Release" };

  for (gsize i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      g_autofree char *text = g_strdup_printf (
          "---\ntitle: a\nkind: %s\nlanguage: en\npublished: 2026-11-23T10:00:00Z\n---\n", spellings[i]);
      g_autoptr (FrontMatter) matter = parse (text);
      g_assert_cmpint (matter->edition->kind, ==, KIND_PRESS_RELEASE);
    }
}

static void
test_fields (void)
{
  check_fields ("speaker: Ana Reis\n", "{\"speaker\": {\"name\": \"Ana Reis\"}}");
  check_fields ("speaker: {name: Ana Reis, role: Minister}\n",
                "{\"speaker\": {\"name\": \"Ana Reis\", \"role\": \"Minister\"}}");
  check_fields ("event: {name: Forum, date: 2026-11-22, place: Lisbon, zone: Europe/Lisbon}\n",
                "{\"event\": {\"name\": \"Forum\", \"date\": \"2026-11-22\", \"place\": \"Lisbon\", \"zone\": "
                "\"Europe/Lisbon\"}}");
  check_fields ("delivery: As_delivered\n", "{\"delivery\": \"as delivered\"}");
  check_fields ("embargo: 2026-11-24T00:00:00+01:00\n", "{\"embargo\": \"2026-11-23T23:00:00Z\"}");
  check_fields ("topics: [water, trade]\nplaces: Lisbon\n",
                "{\"topics\": [\"water\", \"trade\"], \"places\": [\"Lisbon\"]}");
  check_fields ("press_contacts:\n  - Ana Reis\n  - {name: Rui, phone: \"+351 1\", email: a@b.example}\n",
                "{\"press_contacts\": [{\"name\": \"Ana Reis\"}, {\"name\": \"Rui\", \"phone\": \"+351 1\", "
                "\"email\": \"a@b.example\"}]}");
  check_fields ("related: other.en.md\nattachments:\n  - {file: a.pdf, title: The text, language: en}\n  - b.jpg\n",
                "{\"related\": [\"other.en.md\"], \"attachments\": [{\"file\": \"a.pdf\", \"title\": \"The text\", "
                "\"language\": \"en\"}, {\"file\": \"b.jpg\"}]}");
  check_fields (
      "outlet: The Paper\ninterviewer: J. D.\ndateline: Lisbon, 23 November\nnotes_to_editors: |\n  One.\n\n  Two.\n",
      "{\"outlet\": \"The Paper\", \"interviewer\": \"J. D.\", \"dateline\": \"Lisbon, 23 November\", "
      "\"notes_to_editors\": \"One.\\n\\nTwo.\"}");
  check_fields ("topics:\nspeaker: \"\"\noutlet: ~\n", "{}");
}

static void
test_texts (void)
{
  g_autoptr (FrontMatter) matter =
      parse ("\xef\xbb\xbf"
             "---\r\ntitle: >\r\n  A long\r\n  title\r\nkind: notice\r\nlanguage: AR\r\n"
             "published: 2026-11-23 10:00Z\r\nsummary: In short\r\nslug: my-slug\r\ntranslation_of: a.en.md\r\n"
             "change_note: A name was misspelt\r\n---\r\nOne.\r\nTwo.\rThree.\r\n");

  g_assert_cmpstr (matter->edition->title, ==, "A long title");
  g_assert_cmpstr (matter->edition->language, ==, "ar");
  g_assert_cmpstr (matter->edition->summary, ==, "In short");
  g_assert_cmpstr (matter->edition->slug, ==, "my-slug");
  g_assert_cmpstr (matter->edition->change_note, ==, "A name was misspelt");
  g_assert_cmpstr (matter->translation_of, ==, "a.en.md");
  g_assert_cmpstr (matter->edition->body, ==, "One.\nTwo.\nThree.\n");
}

static void
test_whole (void)
{
  g_autoptr (GError) error = NULL;
  static const char nul[] = HEAD "---\nbody\0more";

  check_refused ("# A title\n\nA text.\n", "a.md:1: there is no front matter");
  check_refused ("", "a.md:1: there is no front matter");
  check_refused ("---\ntitle: a\n", "a.md:1: the front matter is never closed");
  check_refused (HEAD "---\nbody \xff\n", "a.md:7: the text is not in UTF-8");
  check_refused ("---\ntitle: [\n---\n", "this is no YAML");
  check_refused ("---\n- a\n---\n", "a.md:2: here must stand keys with values");
  g_assert_null (front_matter_parse (nul, sizeof nul - 1, "a.md", NULL, &error));
  g_assert_nonnull (strstr (error->message, "a.md:7: the text holds a NUL byte"));
}

static void
test_any_language (void)
{
  static const char text[] = "---\ntitle: a\nkind: notice\nlanguage: ka\npublished: 2026-11-23T10:00:00Z\n---\n";
  g_autoptr (FrontMatter) matter = front_matter_parse (text, sizeof text - 1, "a.md", NULL, NULL);

  g_assert_cmpstr (matter->edition->language, ==, "ka");
  g_assert_cmpstr (matter->edition->body, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/front-matter/four-keys-make-an-edition", test_required);
  g_test_add_func ("/front-matter/a-missing-key-is-named", test_missing);
  g_test_add_func ("/front-matter/a-wrong-value-is-named-with-what-is-allowed", test_values);
  g_test_add_func ("/front-matter/a-kind-may-be-written-as-people-write-it", test_kinds);
  g_test_add_func ("/front-matter/fields-take-one-form", test_fields);
  g_test_add_func ("/front-matter/line-ends-and-marks-are-made-plain", test_texts);
  g_test_add_func ("/front-matter/a-file-that-is-none-is-refused", test_whole);
  g_test_add_func ("/front-matter/without-an-office-any-language-goes", test_any_language);
  return g_test_run ();
}
