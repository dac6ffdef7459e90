/* The words of a text as they are looked for. */
#include "base/words.h"

static void
whatever_the_case_the_accents_and_the_script (void)
{
  static const char *const folded[][2] = {
    { "The Ferry, again: 12 minutes!", "the ferry again 12 minutes" },
    { "Über die STRASSE / Straße", "uber die strasse strasse" },
    { "déclaration Ёлка ёлка", "declaration елка елка" },
    { "العبّارة العبـــارة أحمد", "العبارة العبارة احمد" },
    { "北京 ferry カ", "北 京 ferry カ" },
    { "ﬁne ½ Ⅳ", "fine 1 2 iv" },
    { "don’t snake_case **bold**", "don t snake case bold" },
    { " \n\t ", "" },
    { "", "" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (folded); i++)
    {
      g_autofree char *words = words_fold (folded[i][0]);
      g_autofree char *again = words_fold (words);
      g_assert_cmpstr (words, ==, folded[i][1]);
      g_assert_cmpstr (again, ==, words);
    }
  g_autofree char *none = words_fold (NULL);
  g_assert_cmpstr (none, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/whatever-the-case-the-accents-and-the-script",
                   whatever_the_case_the_accents_and_the_script);
  return g_test_run ();
}
