/* How an older site's texts are understood. */
#include "carry/date.h"
#include "carry/kind_guess.h"
#include "carry/link.h"
#include "carry/matter.h"
#include "publish/picture.h"

#include <string.h>

static void
matter_in_yaml_toml_and_json (void)
{
  static const char *const texts[] = {
    "---\ntitle: 'Words: said'\ndate: 2018-09-13\npermalink: /a/b/\ntags: [x, y]\n---\nBody",
    "+++\ntitle = \"Words: said\"\ndate = 2018-09-13\nurl = \"/a/b\"\ntags = [\"x\", \"y\"]\n+++\nBody",
    "{\"title\": \"Words: said\", \"date\": \"2018-09-13\", \"url\": \"/a/b\", \"tags\": [\"x\", \"y\"]}\nBody",
    "---\ntitle: Words: said\ndate: 2018-09-13\ndate: 2019-01-01\nurl: http://x/a/b/\ntags: [x, 'y']\n---\nBody",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (Matter) matter = matter_parse (texts[i], "x.md", NULL);
      g_test_message ("%s", texts[i]);
      g_assert_nonnull (matter);
      g_assert_cmpstr (matter->title, ==, "Words: said");
      g_assert_cmpstr (matter->date, ==, "2018-09-13");
      g_assert_cmpstr (matter->old_paths[0], ==, "a/b");
      g_assert_cmpuint (g_strv_length (matter->topics), ==, 2);
      g_assert_nonnull (strstr (matter->body, "Body"));
    }
  g_assert_null (matter_parse ("No front matter", "x.md", NULL));
  g_assert_null (matter_parse ("---\ntitle: never closed", "x.md", NULL));
}

static void
dates_as_people_write_them (void)
{
  g_autoptr (GTimeZone) zone = zone_find ("Asia/Singapore");
  static const char *const texts[] = { "2018-09-13",         "13 Sep 2018",    "13 September 2018",
                                       "September 13, 2018", "13th Sept 2018", "2018-09-13T00:00:00.000Z",
                                       "**13 Sep 2018**" };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      Instant instant;
      g_test_message ("%s", texts[i]);
      g_assert_true (date_read (texts[i], zone, &instant));
      g_autofree char *text = instant_format (instant);
      g_assert_cmpstr (text, ==, "2018-09-12T16:00:00Z"); /* the beginning of that day in Singapore */
    }
  Instant instant;
  g_assert_false (date_read ("31 Feb 2018", zone, &instant));
  g_assert_false (date_read ("13 Smarch 2018", zone, &instant));
  g_assert_true (date_of_lines ("\n# Title\n\n13 Sep 2018 Posted\n\nText", zone, &instant));
  g_assert_false (date_of_lines ("a\nb\nc\nd\ne\nf\n13 Sep 2018", zone, &instant));
}

static void
kinds_by_key_folder_and_title (void)
{
  g_autoptr (GHashTable) kinds = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (kinds, (gpointer) "bulletins", (gpointer) "briefing");
  g_assert_cmpint (kind_guess ("interview", "x", "a/b.md", kinds), ==, KIND_INTERVIEW);
  g_assert_cmpint (kind_guess (NULL, "x", "news/speeches/_posts/b.md", kinds), ==, KIND_REMARKS);
  g_assert_cmpint (kind_guess (NULL, "Press release on a speech by X at Y", "press-releases/_posts/b.md", kinds), ==,
                   KIND_PRESS_RELEASE);
  g_assert_cmpint (kind_guess (NULL, "Written Answer by Minister to Parliamentary Question", "speeches/b.md", kinds),
                   ==, KIND_ANSWER);
  g_assert_cmpint (kind_guess (NULL, "x", "bulletins/b.md", kinds), ==, KIND_BRIEFING);
  g_assert_cmpint (kind_guess (NULL, "x", "b.md", kinds), ==, KIND_ARTICLE);
}

static void
a_speaker_only_where_the_title_says_so (void)
{
  json_auto_t *one = speaker_guess ("Speech by Minister for Law, Mr K Shanmugam, at the Opening");
  g_assert_cmpstr (json_string_value (json_object_get (one, "name")), ==, "K Shanmugam");
  g_assert_cmpstr (json_string_value (json_object_get (one, "role")), ==, "Minister for Law");
  g_assert_null (speaker_guess ("Visit by delegation from Saudi Arabia"));
  g_assert_null (speaker_guess ("Errant moneylenders convicted"));
}

static void
links_lead_where_the_thing_is (void)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_add (known, (gpointer) "news/a");
  static const char *const rows[][2] = {
    { "[x](/news/a/)", "[x](/news/a/)" },
    { "[x](/files/b.pdf)", "[x](https://o.example/files/b.pdf)" },
    { "[x](https://o.example/news/a/)", "[x](/news/a/)" },
    { "[x](https://other.example/c)", "[x](https://other.example/c)" },
    { "![Alt](/i/p.jpg)", "[Alt](https://o.example/i/p.jpg)" },
    { "![](/i/p%20q.jpg)", "[p q.jpg](https://o.example/i/p%20q.jpg)" },
    { "[![Alt](/i/p.jpg)](/files/b.pdf)", "[Alt](https://o.example/files/b.pdf)" },
    { "<img src=\"/i/p.jpg\" alt='A & B'>", "<a href=\"https://o.example/i/p.jpg\">A &amp; B</a>" },
    { "<a href=\"/x\"><img src=\"/i/p.jpg\"></a>", "<a href=\"https://o.example/x\">p.jpg</a>" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *mended = links_mend (rows[i][0], known, "https://o.example");
      g_assert_cmpstr (mended, ==, rows[i][1]);
    }
}

static void
pictures_state_their_size (void)
{
  static const guint8 png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\4\xb0\0\0\3\x20\10\2\0\0\0";
  static const guint8 gif[] = "GIF89a\x10\0\x20\0";
  g_autoptr (GBytes) one = g_bytes_new_static (png, sizeof png - 1);
  g_autoptr (GBytes) two = g_bytes_new_static (gif, sizeof gif - 1);
  g_autoptr (GBytes) cut = g_bytes_new_static (png, 20);
  int width = 0, height = 0;
  g_assert_true (picture_size (one, "image/png", &width, &height));
  g_assert_cmpint (width, ==, 1200);
  g_assert_cmpint (height, ==, 800);
  g_assert_true (picture_size (two, "image/gif", &width, &height));
  g_assert_cmpint (width, ==, 16);
  g_assert_false (picture_size (cut, "image/png", &width, &height));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/carry/matter-in-yaml-toml-and-json", matter_in_yaml_toml_and_json);
  g_test_add_func ("/carry/dates-as-people-write-them", dates_as_people_write_them);
  g_test_add_func ("/carry/kinds-by-key-folder-and-title", kinds_by_key_folder_and_title);
  g_test_add_func ("/carry/a-speaker-only-where-the-title-says-so", a_speaker_only_where_the_title_says_so);
  g_test_add_func ("/carry/links-lead-where-the-thing-is", links_lead_where_the_thing_is);
  g_test_add_func ("/publish/pictures-state-their-size", pictures_state_their_size);
  return g_test_run ();
}
