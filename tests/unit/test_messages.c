/* What the site says: plurals, arguments, errors in plain words, and catalogues that agree with each other. */
#include "text/catalogue.h"
#include "text/message_pattern.h"
#include "text/messages.h"

#include <string.h>

/* ---- Patterns ---- */

static char *
format (const char *language, const char *pattern, const char *arguments)
{
  json_auto_t *values = json_loads (arguments, 0, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (values);
  char *text = message_format (language, pattern, values, &error);
  g_assert_no_error (error);
  return text;
}

static void
assert_format (const char *language, const char *pattern, const char *arguments, const char *expected)
{
  g_autofree char *text = format (language, pattern, arguments);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_counted (const char *language, const char *pattern, int days, const char *expected)
{
  g_autofree char *arguments = g_strdup_printf ("{\"days\": %d}", days);
  assert_format (language, pattern, arguments, expected);
}

static void
test_russian (void)
{
  static const char pattern[] = "{days, plural, one {прошёл # день} few {прошло # дня} many {прошло # дней} "
                                "other {прошло # дня}}";

  assert_counted ("ru", pattern, 0, "прошло 0 дней");
  assert_counted ("ru", pattern, 1, "прошёл 1 день");
  assert_counted ("ru", pattern, 2, "прошло 2 дня");
  assert_counted ("ru", pattern, 3, "прошло 3 дня");
  assert_counted ("ru", pattern, 5, "прошло 5 дней");
  assert_counted ("ru", pattern, 11, "прошло 11 дней");
  assert_counted ("ru", pattern, 21, "прошёл 21 день");
  assert_counted ("ru", pattern, 100, "прошло 100 дней");
  assert_counted ("ru", pattern, 101, "прошёл 101 день");
  assert_counted ("ru", pattern, 102, "прошло 102 дня");
  assert_counted ("ru", pattern, 111, "прошло 111 дней");
  assert_counted ("ru", pattern, 1417, "прошло 1\u00a0417 дней");
}

static void
test_arabic (void)
{
  static const char pattern[] = "{days, plural, zero {اليوم} one {يوم واحد} two {يومان} few {# أيام} many {# يومًا} "
                                "other {# يوم}}";

  assert_counted ("ar", pattern, 0, "اليوم");
  assert_counted ("ar", pattern, 1, "يوم واحد");
  assert_counted ("ar", pattern, 2, "يومان");
  assert_counted ("ar", pattern, 3, "٣ أيام");
  assert_counted ("ar", pattern, 5, "٥ أيام");
  assert_counted ("ar", pattern, 11, "١١ يومًا");
  assert_counted ("ar", pattern, 21, "٢١ يومًا");
  assert_counted ("ar", pattern, 100, "١٠٠ يوم");
  assert_counted ("ar", pattern, 101, "١٠١ يوم");
  assert_counted ("ar", pattern, 102, "١٠٢ يوم");
  assert_counted ("ar", pattern, 111, "١١١ يومًا");
  assert_counted ("ar", pattern, 1417, "١٬٤١٧ يومًا");
}

static void
test_english (void)
{
  static const char pattern[] = "{days, plural, one {# day has} other {# days have}} passed";

  assert_counted ("en", pattern, 0, "0 days have passed");
  assert_counted ("en", pattern, 1, "1 day has passed");
  assert_counted ("en", pattern, 1417, "1,417 days have passed");
  assert_counted ("en", "{days, plural, offset:1 =0 {none} other {you and #}}", 0, "none");
  assert_counted ("en", "{days, plural, offset:1 =0 {none} other {you and #}}", 3, "you and 2");
}

static void
test_arguments (void)
{
  assert_format ("en", "{to} from {from}", "{\"from\": \"A\", \"to\": \"B\"}", "B from A");
  assert_format ("en", "{n} {n, number} {n, plural, one {#} other {#s}}", "{\"n\": 1417}", "1,417 1,417 1,417s");
  assert_format ("en", "{a}{b}{c}{d}{e}{f}{g, number}{h, number}{i, number}{j, number}",
                 "{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\",\"d\":\"4\",\"e\":\"5\",\"f\":\"6\",\"g\":7,\"h\":8,\"i\":9,"
                 "\"j\":10}",
                 "12345678910");
  assert_format ("en", "{who, select, minister {Minister} other {Mr}} {name}",
                 "{\"who\":\"minister\",\"name\":\"X\"}", "Minister X");
  assert_format ("en", "{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}", "{\"n\": 22}", "22nd");
  assert_format ("en", "{a, plural, one {{b, plural, one {1+1} other {1+#}}} other {#+{b}}}", "{\"a\":1,\"b\":5}",
                 "1+5");
  assert_format ("ar", "{\u200f name\u200e }", "{\"name\":\"س\"}", "س");
}

static void
test_apostrophes (void)
{
  assert_format ("en", "it's {a}", "{\"a\":\"x\"}", "it's x");
  assert_format ("en", "it''s {a}", "{\"a\":\"x\"}", "it's x");
  assert_format ("en", "'{a}' {a}", "{\"a\":\"x\"}", "{a} x");
  assert_format ("en", "'{''}' {a}", "{\"a\":\"x\"}", "{'} x");
  assert_format ("en", "{n, plural, other {'#' is #}}", "{\"n\":3}", "# is 3");
  assert_format ("fr", "l’office de {a}", "{\"a\":\"'{b}'\"}", "l’office de '{b}'");
  assert_format ("en", "#{a}", "{\"a\":\"#\"}", "##");
}

static void
test_long_values (void)
{
  g_autofree char *value = g_strnfill (5000, 'x');
  g_autofree char *arguments = g_strdup_printf ("{\"a\": \"%s\"}", value);

  assert_format ("en", "{a}", arguments, value);
}

static void
test_missing_values (void)
{
  static const char *const cases[][3] = {
    { "{days}", "{\"day\": 1}", "the message asks for {days}, which is not given here" },
    { "{days, plural, other {#}}", "{\"days\": \"1\"}", "the message asks for {days}, as a number, but it is none" },
    { "{days}", "{\"days\": []}", "the message asks for {days}, but it is neither a text nor a whole number" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      json_auto_t *arguments = json_loads (cases[i][1], 0, NULL);
      g_assert_null (message_format ("en", cases[i][0], arguments, &error));
      g_assert_error (error, MESSAGES_ERROR, MESSAGES_ERROR_PATTERN);
      g_assert_cmpstr (error->message, ==, cases[i][2]);
    }
}

static void
test_refused (void)
{
  static const char *const cases[][2] = {
    { "{days, plural, one {# day}}",
      "the form “other {…}” is missing; it must always be there (at “{days, plural, one {# da…”)" },
    { "{who, select, a {x}}",
      "the form “other {…}” is missing; it must always be there (at “{who, select, a {x}}”)" },
    { "{days", "the brace that opens here is never closed (at “{days”)" },
    { "{n, plural, other {x}", "the brace that opens here is never closed (at “{n, plural, other {x}”)" },
    { "days}", "here a brace closes that was never opened (at “}”)" },
    { "{n, plurl, other {x}}",
      "“plurl” is unknown; allowed are number, plural, select and selectordinal (did you mean "
      "“plural”?) (at “plurl, other {x}}”)" },
    { "{n, date}", "“date” is unknown; allowed are number, plural, select and selectordinal (at “date}”)" },
    { "{n, plural, ones {x} other {y}}", "“ones” is no plural form; allowed are zero, one, two, few, many, other and "
                                         "=NUMBER (at “ones {x} other {y}}”)" },
    { "{n, plural}", "after “plural” a comma and the forms are missing, as in “{n, plural, other {…}}” (at “{n, "
                     "plural}”)" },
    { "{n, plural, other x}", "here a text in braces is missing, as in “other {…}” (at “x}”)" },
    { "{n, plural, {x}}",
      "“” is no plural form; allowed are zero, one, two, few, many, other and =NUMBER (at “{x}}”)" },
    { "{}", "“” is no name of an argument: it takes the letters a to z, digits and _ (at “}”)" },
    { "{дни}", "“дни” is no name of an argument: it takes the letters a to z, digits and _ (at “дни}”)" },
    { "{a b}", "here “}” should stand (at “b}”)" },
    { "l'{a}", "the apostrophe ' before “{” begins a quotation that never ends; write ’ for an apostrophe in a word "
               "(at “'{a}”)" },
    { "{a}{b}{c}{d}{e}{f}{g}", "a message can have 4 numbers and 6 texts at most (at “{g}”)" },
    { "\xff", "a message must be UTF-8 of at most 4000 bytes" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (message_valid ("en", cases[i][0], &error));
      g_assert_error (error, MESSAGES_ERROR, MESSAGES_ERROR_PATTERN);
      g_assert_cmpstr (error->message, ==, cases[i][1]);
    }
}

static void
test_deep (void)
{
  g_autoptr (GString) pattern = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 200; i++)
    g_string_append (pattern, "{a,select,other{");
  g_assert_false (message_valid ("en", pattern->str, &error));
  g_assert_nonnull (strstr (error->message, "more than 16 deep"));
}

/* ---- Catalogues ---- */

static const char *const languages[] = { "en", "fr", "es", "ru", "ar", "zh", "pt" };

static Catalogue *
catalogue_of (const char *language)
{
  g_autofree char *name = g_strconcat (language, ".yaml", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "..", "messages", name, NULL);
  g_autofree char *yaml = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &yaml, &length, &error);
  g_assert_no_error (error);
  Catalogue *catalogue = catalogue_read (language, name, yaml, length, &error);
  g_assert_no_error (error);
  return catalogue;
}

static gint
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

/* "count,#total": the arguments of a pattern, in order of their names; numbers bear a #. */
static char *
arguments_of (const char *pattern)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MessagePattern) read = message_pattern_read (pattern, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < read->numbers->len; i++)
    g_ptr_array_add (names, g_strconcat ("#", read->numbers->pdata[i], NULL));
  for (guint i = 0; i < read->texts->len; i++)
    g_ptr_array_add (names, g_strdup (read->texts->pdata[i]));
  g_ptr_array_sort (names, by_name);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (",", (char **)names->pdata);
}

static void
assert_same_messages (const Catalogue *catalogue, const Catalogue *english)
{
  GHashTableIter each;
  gpointer key, pattern;

  g_hash_table_iter_init (&each, english->patterns);
  while (g_hash_table_iter_next (&each, &key, &pattern))
    {
      const char *translated = g_hash_table_lookup (catalogue->patterns, key);
      g_test_message ("%s: %s", catalogue->language, (char *)key);
      g_assert_nonnull (translated);
      g_autofree char *expected = arguments_of (pattern);
      g_autofree char *arguments = arguments_of (translated);
      g_assert_cmpstr (arguments, ==, expected);
    }
  g_assert_cmpuint (g_hash_table_size (catalogue->patterns), ==, g_hash_table_size (english->patterns));
}

static void
test_same_messages (void)
{
  g_autoptr (Catalogue) english = catalogue_of ("en");

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (Catalogue) catalogue = catalogue_of (languages[i]);
      assert_same_messages (catalogue, english);
    }
}

static void
assert_well_written (const char *language, const char *key, const char *pattern)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *stripped = g_strstrip (g_strdup (pattern));

  g_test_message ("%s: %s", language, key);
  message_valid (language, pattern, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (stripped, ==, pattern);
  g_assert_cmpuint (strlen (pattern), >, 0);
  g_assert_null (strpbrk (pattern, "'\"<>&\\")); /* typographic marks; nothing that HTML would read */
  g_assert_null (strstr (pattern, "  "));
}

static void
test_well_written (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (Catalogue) catalogue = catalogue_of (languages[i]);
      GHashTableIter each;
      gpointer key, pattern;
      g_hash_table_iter_init (&each, catalogue->patterns);
      while (g_hash_table_iter_next (&each, &key, &pattern))
        assert_well_written (languages[i], key, pattern);
    }
}

static void
assert_catalogue_refused (const char *yaml, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (catalogue_read ("xx", "messages/xx.yaml", yaml, strlen (yaml), &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == MESSAGES_ERROR);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_faulty_catalogue (void)
{
  assert_catalogue_refused ("home: \"Home\"\nphone: \"{x\"\n",
                            "messages/xx.yaml:2: phone: the brace that opens here is never closed (at “{x”)");
}

static Messages *
load (void)
{
  g_autoptr (GError) error = NULL;
  Messages *messages = messages_load (&error);

  g_assert_no_error (error);
  return messages;
}

static void
test_languages (void)
{
  g_autoptr (Messages) messages = load ();

  g_assert_cmpstr (messages_get (messages, "fr", "home"), ==, "Accueil");
  g_assert_cmpstr (messages_get (messages, "fr-CH", "home"), ==, "Accueil");
  g_assert_cmpstr (messages_get (messages, "zh-Hant-TW", "home"), ==, "首页");
  g_assert_cmpstr (messages_get (messages, "tlh", "home"), ==, "Home");
  g_assert_cmpstr (messages_get (messages, "", "home"), ==, "Home");
  g_assert_cmpstr (messages_get (messages, "-", "home"), ==, "Home");
  g_assert_cmpstr (messages_get (messages, "-a-", "home"), ==, "Home");
  g_assert_cmpstr (messages_get (messages, "fr", "no_such_key"), ==, "no_such_key");
}

static void
test_context (void)
{
  g_autoptr (Messages) messages = load ();
  json_t *context = messages_context (messages, "ru");

  g_assert_cmpstr (json_string_value (json_object_get (context, "home")), ==, "Главная");
  g_assert_null (json_object_get (context, "documents_count"));
  g_assert_cmpuint (json_object_size (context), ==, json_object_size (messages_context (messages, "en")));
}

static void
assert_count (const Messages *messages, const char *language, int count, const char *expected)
{
  json_auto_t *value = json_integer (count);
  g_autofree char *text = messages_format (messages, language, "documents_count", "count", value, NULL);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_formatted (void)
{
  g_autoptr (Messages) messages = load ();
  json_auto_t *name = json_string ("Ана");
  json_auto_t *role = json_string ("<b>посол</b>");
  g_autofree char *by = messages_format (messages, "ru", "by_speaker_role", "name", name, "role", role, NULL);
  g_autofree char *none = messages_format (messages, "ru", "no_such_key", NULL);

  g_assert_cmpstr (by, ==, "Ана, <b>посол</b>");
  g_assert_cmpstr (none, ==, "no_such_key");
  assert_count (messages, "en", 1, "1 document");
  assert_count (messages, "fr", 0, "0 document");
  assert_count (messages, "fr", 1417, "1\u202f417 documents");
  assert_count (messages, "es", 1417, "1.417 documentos");
  assert_count (messages, "ru", 1417, "1\u00a0417 документов");
  assert_count (messages, "ar", 2, "وثيقتان");
  assert_count (messages, "zh", 1417, "1,417 份文件");
  assert_count (messages, "pt", 1, "1 documento");
  assert_count (messages, "tlh", 2, "2 documents");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message/russian-has-four-plural-forms", test_russian);
  g_test_add_func ("/message/arabic-has-six-plural-forms", test_arabic);
  g_test_add_func ("/message/english-has-two-plural-forms", test_english);
  g_test_add_func ("/message/arguments-have-names", test_arguments);
  g_test_add_func ("/message/an-apostrophe-quotes-braces-only", test_apostrophes);
  g_test_add_func ("/message/values-may-be-long", test_long_values);
  g_test_add_func ("/message/a-missing-value-is-named", test_missing_values);
  g_test_add_func ("/message/what-is-wrong-is-said-in-plain-words", test_refused);
  g_test_add_func ("/message/nesting-is-bounded", test_deep);
  g_test_add_func ("/messages/all-languages-have-the-same-messages-and-arguments", test_same_messages);
  g_test_add_func ("/messages/all-messages-are-well-written", test_well_written);
  g_test_add_func ("/messages/a-faulty-catalogue-is-refused-with-its-line", test_faulty_catalogue);
  g_test_add_func ("/messages/a-language-is-answered-by-its-parent-then-by-english", test_languages);
  g_test_add_func ("/messages/the-context-holds-what-takes-no-argument", test_context);
  g_test_add_func ("/messages/counts-and-names-are-filled-in", test_formatted);
  return g_test_run ();
}
