/* Sentences about a number, taken apart for those who do not know ICU, and put together again. */
#include "text/messages.h"
#include "text/plural_sentence.h"

#include <string.h>

static void
test_forms_of_languages (void)
{
  static const struct
  {
    const char *language, *forms;
  } cases[] = { { "en", "one:1 other:2 " },
                { "fr", "one:1 other:2 " },
                { "ru", "one:1 few:2 many:5 other:0 " },
                { "ar", "zero:0 one:1 two:2 few:3 many:11 other:100 " },
                { "zh", "other:1 " } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) forms = plural_forms (cases[i].language);
      g_autoptr (GString) text = g_string_new (NULL);
      for (guint j = 0; j < forms->len; j++)
        {
          const PluralForm *form = forms->pdata[j];
          /* “many” and “other” of French and Russian are of large or broken numbers. */
          if (strcmp (cases[i].language, "fr") == 0 && strcmp (form->name, "many") == 0)
            continue;
          g_string_append_printf (text, "%s:%" G_GINT64_FORMAT " ", form->name, form->example);
        }
      g_assert_cmpstr (text->str, ==, cases[i].forms);
    }
}

static void
test_a_pattern_is_taken_apart (void)
{
  g_autoptr (GHashTable) forms = plural_sentence_split (
      "Since then {days, plural, one {# day has} other {# days have}} passed, it''s true", "days");

  g_assert_nonnull (forms);
  g_assert_cmpuint (g_hash_table_size (forms), ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (forms, "one"), ==, "Since then # day has passed, it's true");
  g_assert_cmpstr (g_hash_table_lookup (forms, "other"), ==, "Since then # days have passed, it's true");
}

static void
test_what_says_more_stays_a_pattern (void)
{
  static const char *const patterns[] = {
    "{days, plural, =0 {none} other {#}}",
    "{days} days",
    "{days, number} days",
    "{days, plural, one {{days} day} other {#}}",
    "{days, plural, offset:1 one {#} other {#}}",
    "{days, plural, one {#} other {#}} of {days, plural, other {#}}",
    "{weeks, plural, other {#}}",
    "Nr # {days, plural, other {#}}",
    "{days, plural, other {'#'}}",
    "{days, plural, other {#}",
    "{days, plural, }",
    "}",
    "'{",
    "{days, plural, other {#}} }",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr (GHashTable) forms = plural_sentence_split (patterns[i], "days");
      if (forms != NULL)
        g_error ("“%s” was taken apart", patterns[i]);
    }
}

/* ICU says of the whole what was typed. */
static void
test_what_is_typed_is_said (void)
{
  static const char *const texts[] = { "# days", "it's # o'clock", "'quoted' {#}", "{{'#'}}",   "a'{b'}c",
                                       "'",      "''{''}'",        "}{",           "no number", "ع # 外 😀" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GHashTable) forms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_insert (forms, g_strdup ("other"), g_strdup (texts[i]));
      g_autofree char *pattern = plural_sentence_join (forms, "days");
      json_auto_t *arguments = json_pack ("{s:i}", "days", 7);
      g_autofree char *said = message_format ("en", pattern, arguments, NULL);
      g_autoptr (GString) wanted = g_string_new (texts[i]);
      g_string_replace (wanted, "#", "7", 0);
      g_assert_cmpstr (said, ==, wanted->str);
      g_autoptr (GHashTable) again = plural_sentence_split (pattern, "days");
      g_assert_nonnull (again);
      g_assert_cmpstr (g_hash_table_lookup (again, "other"), ==, texts[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plural-sentence/a-language-has-its-forms", test_forms_of_languages);
  g_test_add_func ("/plural-sentence/a-pattern-is-taken-apart", test_a_pattern_is_taken_apart);
  g_test_add_func ("/plural-sentence/what-says-more-stays-a-pattern", test_what_says_more_stays_a_pattern);
  g_test_add_func ("/plural-sentence/what-is-typed-is-said", test_what_is_typed_is_said);
  return g_test_run ();
}
