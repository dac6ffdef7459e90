/* Slugs: titles of every script as readable addresses. */
#include "record/slug.h"

#include <string.h>

static void
check_slug (const char *title, const char *expected)
{
  g_autofree char *slug = slug_from_title (title);
  g_assert_cmpstr (slug, ==, expected);
  g_assert_true (slug_valid (slug));
}

static void
test_scripts (void)
{
  check_slug ("Заявление Министра иностранных дел", "zayavleniye-ministra-inostrannykh-del");
  check_slug ("بيان وزير الخارجية", "byan-wzyr-alkharjyt");
  check_slug ("外交部发言人答记者问", "wai-jiao-bu-fa-yan-ren-da-ji-zhe-wen");
  check_slug ("საქართველოს მინისტრის განცხადება", "sakartvelos-ministris-gantskhadeba");
  check_slug ("Ελληνική Δημοκρατία", "ellenike-demokratia");
  check_slug ("Straße nach Łódź — 2024", "strasse-nach-lodz-2024");
}

static void
test_marks (void)
{
  check_slug ("The Minister's “visit”, & more", "the-ministers-visit-more");
  check_slug ("La réponse de l’État", "la-reponse-de-l-etat");
  check_slug ("  --a__b--  ", "a-b");
  check_slug ("50 %", "50");
}

static void
test_nothing (void)
{
  check_slug ("", "document");
  check_slug ("!!!", "document");
  check_slug ("\xff\xfe", "document");
}

static void
test_length (void)
{
  g_autofree char *endless = g_strnfill (5000, 'a');
  g_autofree char *words =
      slug_from_title ("A very long title that goes on and on about the many things which ministers say "
                       "in parliament every single day");
  g_autofree char *word = slug_from_title (endless);

  g_assert_cmpstr (words, ==, "a-very-long-title-that-goes-on-and-on-about-the-many-things-which-ministers-say");
  g_assert_cmpuint (strlen (word), ==, 80);
}

static void
test_valid (void)
{
  static const char *const wrong[] = { "", "-a", "a-", "a--b", "A", "a b", "a/b", "é", "a.b", "a_b" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (slug_valid (wrong[i]));
  g_assert_true (slug_valid ("a-1-b"));
}

static gpointer
slug_in_thread (gpointer title)
{
  char *slug = NULL;

  for (int i = 0; i < 100; i++)
    {
      g_free (slug);
      slug = slug_from_title (title);
    }
  return slug;
}

static void
test_threads (void)
{
  GThread *threads[4];

  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new ("slug", slug_in_thread, (gpointer) "Заявление");
  for (int i = 0; i < 4; i++)
    {
      g_autofree char *slug = g_thread_join (threads[i]);
      g_assert_cmpstr (slug, ==, "zayavleniye");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slug/every-script-becomes-latin", test_scripts);
  g_test_add_func ("/slug/marks-part-words-and-apostrophes-do-not", test_marks);
  g_test_add_func ("/slug/a-slug-is-never-empty", test_nothing);
  g_test_add_func ("/slug/a-long-title-is-cut-between-words", test_length);
  g_test_add_func ("/slug/only-plain-words-stand-in-an-address", test_valid);
  g_test_add_func ("/slug/threads-do-not-share", test_threads);
  return g_test_run ();
}
