/* People: who can be added, what they are granted, passwords that do, and links that are good once. */
#include "cabinet_fixture.h"

#include "cabinet/login.h"
#include "cabinet/trail.h"

#include <string.h>

static gint
adding (Cabinet *cabinet, const char *name, const char *display, const char *address)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) grants = all_roles ();
  const Actor actor = by (0, NOON);
  gint64 id;
  if (cabinet_add_person (cabinet, &actor, name, display, address, grants, &id, &error))
    return 0;
  g_assert_true (error->domain == CABINET_ERROR);
  return error->code;
}

static void
test_names (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const wrong[] = { "",      "a",      "Anna", "an na",  "1anna",
                                       "-anna", "anna\n", "ännä", "anna@x", "\xff\xff" };
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_cmpint (adding (fixture->cabinet, wrong[i], NULL, NULL), ==, CABINET_ERROR_INVALID);
  g_autofree char *longest = g_strnfill (40, 'a');
  g_autofree char *longer = g_strnfill (41, 'a');
  g_assert_cmpint (adding (fixture->cabinet, longest, NULL, NULL), ==, 0);
  g_assert_cmpint (adding (fixture->cabinet, longer, NULL, NULL), ==, CABINET_ERROR_INVALID);
  g_assert_cmpint (adding (fixture->cabinet, "anna", NULL, NULL), ==, CABINET_ERROR_EXISTS);
  g_assert_cmpint (adding (fixture->cabinet, "vera", "two\nlines", NULL), ==, CABINET_ERROR_INVALID);
  g_assert_cmpint (adding (fixture->cabinet, "vera", "turned \u202e round", NULL), ==, CABINET_ERROR_INVALID);
  g_assert_cmpint (adding (fixture->cabinet, "vera", NULL, "no address"), ==, CABINET_ERROR_INVALID);
  g_assert_cmpint (adding (fixture->cabinet, "vera", NULL, "a@b\r\nBcc: c@d"), ==, CABINET_ERROR_INVALID);
  g_assert_cmpint (adding (fixture->cabinet, "vera", "Вера Иванова", "vera@mfa.example"), ==, 0);
}

static void
test_what_is_kept (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  Cabinet *cabinet = fixture->cabinet;
  const Actor actor = by (0, NOON);
  g_autoptr (GPtrArray) grants = g_ptr_array_new_with_free_func ((GDestroyNotify)grant_free);
  g_ptr_array_add (grants, grant_new (ROLE_EDITOR, "lisbon", "fr"));
  g_ptr_array_add (grants, grant_new (ROLE_WRITER, NULL, "pt-BR"));
  g_ptr_array_add (grants, grant_new (ROLE_WRITER, NULL, "pt-BR")); /* once is enough */
  gint64 id;
  g_assert_true (cabinet_add_person (cabinet, &actor, "vera", "Vera I.", "v@x.example", grants, &id, NULL));

  g_autoptr (Person) vera = cabinet_person_named (cabinet, "vera", NULL);
  g_assert_cmpint (vera->id, ==, id);
  g_assert_cmpstr (vera->display, ==, "Vera I.");
  g_assert_cmpstr (vera->address, ==, "v@x.example");
  g_assert_false (vera->disabled || vera->has_password || vera->has_totp);
  g_assert_cmpint (vera->logged_in, ==, INSTANT_MIN);
  g_assert_cmpuint (vera->grants->len, ==, 2);
  const Grant *first = vera->grants->pdata[0], *second = vera->grants->pdata[1];
  g_assert_true (first->role == ROLE_WRITER && first->office == NULL && strcmp (first->language, "pt-BR") == 0);
  g_assert_true (second->role == ROLE_EDITOR && strcmp (second->office, "lisbon") == 0);
  g_autoptr (GPtrArray) people = cabinet_people (cabinet, NULL);
  g_assert_cmpuint (people->len, ==, 3);
  g_assert_cmpint (cabinet_people_count (cabinet, NULL), ==, 3);
  g_assert_null (cabinet_person_named (cabinet, "nobody", NULL));
}

static void
test_an_administrator_stays (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  Cabinet *cabinet = fixture->cabinet;
  const Actor actor = by (fixture->anna, NOON);
  g_autoptr (GPtrArray) writer = g_ptr_array_new_with_free_func ((GDestroyNotify)grant_free);
  g_ptr_array_add (writer, grant_new (ROLE_WRITER, NULL, NULL));
  g_autoptr (GPtrArray) local = g_ptr_array_new_with_free_func ((GDestroyNotify)grant_free);
  g_ptr_array_add (local, grant_new (ROLE_ADMINISTRATOR, "lisbon", NULL));
  g_autoptr (GError) error = NULL, failure = NULL, third = NULL;

  g_assert_true (cabinet_set_grants (cabinet, &actor, fixture->boris, writer, NULL));
  g_assert_false (cabinet_set_grants (cabinet, &actor, fixture->anna, local, &error));
  g_assert_error (error, CABINET_ERROR, CABINET_ERROR_STATE);
  g_assert_false (cabinet_set_disabled (cabinet, &actor, fixture->anna, TRUE, &failure));
  g_assert_error (failure, CABINET_ERROR, CABINET_ERROR_STATE);
  g_autoptr (Person) anna = cabinet_person (cabinet, fixture->anna, NULL);
  g_assert_false (anna->disabled);
  g_assert_cmpuint (anna->grants->len, ==, ROLE_COUNT);

  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_assert_false (cabinet_set_grants (cabinet, &actor, fixture->boris, none, &third));
  g_assert_error (third, CABINET_ERROR, CABINET_ERROR_INVALID);
}

static void
test_passwords (void)
{
  static const char *const wrong[] = {
    "",
    "short",
    "elevenchars",
    "password1234",
    "PASSWORD!2024",
    "Passw0rd1234",
    "123456789012",
    "abcdefghijkl",
    "aaaaaaaaaaaa",
    "ababababababab",
    "annakarenina",
    "annakarenina1",
    "annakarenina!2026",
    "qwertyuiop12",
    "correct horse battery staple",
    "Correct Horse Battery Staple1",
    "iloveyouiloveyou",
    "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
  };
  static const char *const good[] = { GOOD, "четыре слова тут", "شجرة في الليل تمشي", "Lkj87$%hgfRT",
                                      "a b c d e f gh" };
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (password_accept (wrong[i], "annakarenina", &error));
      g_assert_error (error, CABINET_ERROR, CABINET_ERROR_PASSWORD);
    }
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (password_accept (good[i], "annakarenina", NULL));
  g_autofree char *words = g_strnfill (PASSWORD_MOST - 5, 'x');
  g_autofree char *longest = g_strconcat ("abcde", words, NULL);
  g_autofree char *longer = g_strconcat ("abcdef", words, NULL);
  g_assert_true (password_accept (longest, "anna", NULL));
  g_assert_false (password_accept (longer, "anna", NULL));
}

/* The same letters, typed on two systems. */
static void
test_one_form (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *hash = password_hash (fixture->cabinet, "d\xc3\xa9j\xc3\xa0 vu encore");
  g_assert_true (password_matches (fixture->cabinet, hash, "de\xcc\x81ja\xcc\x80 vu encore"));
  g_assert_false (password_matches (fixture->cabinet, hash, "deja vu encore"));
  g_assert_false (password_matches (fixture->cabinet, hash, "\xff"));
  g_assert_false (password_matches (fixture->cabinet, NULL, "d\xc3\xa9j\xc3\xa0 vu encore"));
}

static char *
make (Cabinet *cabinet, LinkPurpose purpose, gint64 person, Instant expires, GError **error)
{
  const Actor actor = by (0, NOON);
  return cabinet_make_link (cabinet, &actor, purpose, person, expires, error);
}

static gboolean
use (Cabinet *cabinet, const char *token, Instant now, gint64 *person)
{
  g_autoptr (GError) error = NULL;
  gboolean used = cabinet_use_link (cabinet, token, "another five words then", "192.0.2.9", now, person, &error);
  if (!used)
    g_assert_error (error, CABINET_ERROR, CABINET_ERROR_MISSING);
  return used;
}

static void
test_links (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  Cabinet *cabinet = fixture->cabinet;
  gint64 person = 0;
  Link link;
  g_autofree char *first = make (cabinet, LINK_RESET, fixture->anna, NOON + 100, NULL);
  g_autofree char *second = make (cabinet, LINK_RESET, fixture->anna, NOON + 100, NULL);
  g_autofree char *other = make (cabinet, LINK_RESET, fixture->boris, NOON + 100, NULL);

  g_assert_cmpuint (strlen (first), ==, 43);
  g_assert_cmpstr (first, !=, second);
  g_assert_false (use (cabinet, first, NOON, &person));        /* replaced */
  g_assert_false (use (cabinet, second, NOON + 100, &person)); /* run out */
  g_assert_false (use (cabinet, "", NOON, &person));
  g_assert_true (cabinet_link (cabinet, second, NOON, &link, NULL));
  g_assert_cmpint (link.person, ==, fixture->anna);
  g_assert_true (use (cabinet, second, NOON + 99, &person));
  g_assert_cmpint (person, ==, fixture->anna);
  g_assert_false (use (cabinet, second, NOON + 99, &person)); /* used */
  g_assert_false (cabinet_link (cabinet, second, NOON, &link, NULL));
  g_assert_true (cabinet_link (cabinet, other, NOON, &link, NULL)); /* of somebody else: not touched */

  g_auto (Login) login = cabinet_login (cabinet, "anna", "another five words then", "192.0.2.9", NULL, NOON, NULL);
  g_assert_cmpint (login.outcome, ==, LOGIN_FINE);
}

typedef struct
{
  const char *path, *token;
} Race;

static gpointer
race (gpointer data)
{
  const Race *at = data;
  g_autoptr (Cabinet) cabinet = open_fast (at->path);
  gint64 person;
  cabinet_set_effort (cabinet, 3, 16 << 20); /* long enough that both look at the link before either uses it */
  return GINT_TO_POINTER (use (cabinet, at->token, NOON, &person));
}

static void
test_two_at_once (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *token = make (fixture->cabinet, LINK_RESET, fixture->anna, NOON + 100, NULL);
  Race at = { fixture->path, token };
  GThread *one = g_thread_new ("one", race, &at), *two = g_thread_new ("two", race, &at);
  gboolean first = GPOINTER_TO_INT (g_thread_join (one)), second = GPOINTER_TO_INT (g_thread_join (two));
  g_assert_cmpint (first + second, ==, 1);
}

/* A link is not spent on a password that will not do. */
static void
test_a_bad_password_spends_no_link (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  gint64 person;
  g_autofree char *token = make (fixture->cabinet, LINK_RESET, fixture->anna, NOON + 100, NULL);
  g_assert_false (cabinet_use_link (fixture->cabinet, token, "short", "192.0.2.9", NOON, &person, &error));
  g_assert_error (error, CABINET_ERROR, CABINET_ERROR_PASSWORD);
  g_assert_true (use (fixture->cabinet, token, NOON, &person));
}

static void
test_links_of_the_disabled (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const Actor actor = by (0, NOON);
  gint64 person;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = make (fixture->cabinet, LINK_RESET, fixture->boris, NOON + 100, NULL);
  g_assert_true (cabinet_set_disabled (fixture->cabinet, &actor, fixture->boris, TRUE, NULL));
  g_assert_false (use (fixture->cabinet, token, NOON, &person));
  g_assert_null (make (fixture->cabinet, LINK_RESET, fixture->boris, NOON + 100, &error));
  g_assert_error (error, CABINET_ERROR, CABINET_ERROR_STATE);
  g_assert_true (cabinet_set_disabled (fixture->cabinet, &actor, fixture->boris, FALSE, NULL));
  g_assert_false (use (fixture->cabinet, token, NOON, &person)); /* it does not come back */
}

static void
test_the_first (void)
{
  Fixture empty = { 0 };
  empty.folder = g_dir_make_tmp ("chancery-cabinet-XXXXXX", NULL);
  empty.path = g_build_filename (empty.folder, "site.desk", NULL);
  empty.cabinet = open_fast (empty.path);
  gint64 person = 0;
  g_autoptr (GError) error = NULL, failure = NULL;
  g_autofree char *token = make (empty.cabinet, LINK_FIRST, 0, NOON + 100, NULL);
  g_autofree char *later = make (empty.cabinet, LINK_FIRST, 0, NOON + 100, NULL);

  g_assert_false (use (empty.cabinet, later, NOON, &person)); /* it is no link of a person */
  g_assert_false (cabinet_use_first_link (empty.cabinet, token, "anna", "Anna", GOOD, "::1", NOON, &person, NULL));
  g_assert_true (cabinet_use_first_link (empty.cabinet, later, "anna", "Anna", GOOD, "::1", NOON, &person, NULL));
  g_autoptr (Person) anna = cabinet_person (empty.cabinet, person, NULL);
  const Matter all = { .two_person = TRUE };
  g_assert_cmpint (permission_ask (anna->grants, ACTION_PEOPLE, &all), ==, PERMISSION_YES);
  g_assert_cmpint (permission_ask (anna->grants, ACTION_PUBLISH, &all), ==, PERMISSION_YES);
  g_assert_false (
      cabinet_use_first_link (empty.cabinet, later, "boris", "Boris", GOOD, "::1", NOON, &person, &error));
  g_assert_error (error, CABINET_ERROR, CABINET_ERROR_MISSING);
  g_assert_null (make (empty.cabinet, LINK_FIRST, 0, NOON + 100, &failure));
  g_assert_error (failure, CABINET_ERROR, CABINET_ERROR_STATE);
  tear_down (&empty, NULL);
}

/* A link of the first, made and not used, is worth nothing once somebody is there. */
static void
test_the_first_is_there_already (void)
{
  Fixture empty = { 0 };
  empty.folder = g_dir_make_tmp ("chancery-cabinet-XXXXXX", NULL);
  empty.path = g_build_filename (empty.folder, "site.desk", NULL);
  empty.cabinet = open_fast (empty.path);
  gint64 person = 0;
  g_autofree char *token = make (empty.cabinet, LINK_FIRST, 0, NOON + 100, NULL);
  add_person (empty.cabinet, "anna");
  g_assert_false (cabinet_use_first_link (empty.cabinet, token, "eve", "Eve", GOOD, "::1", NOON, &person, NULL));
  tear_down (&empty, NULL);
}

/* No token, code or password stands in the file as it is. */
static void
test_nothing_is_kept_in_clear (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  Cabinet *cabinet = fixture->cabinet;
  const Actor actor = by (fixture->anna, NOON);
  g_autofree char *link = make (cabinet, LINK_RESET, fixture->boris, NOON + 100, NULL);
  g_auto (GStrv) codes = cabinet_new_recovery_codes (cabinet, &actor, fixture->anna, NULL);
  g_auto (Login) login = cabinet_login (cabinet, "anna", GOOD, "::1", NULL, NOON, NULL);
  g_assert_cmpuint (g_strv_length (codes), ==, RECOVERY_CODES);
  g_assert_true (sql_run (&cabinet->sql, "PRAGMA wal_checkpoint (TRUNCATE)", NULL));

  g_autofree char *content = NULL;
  gsize length;
  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));
  const char *secrets[] = { link, codes[0], codes[9], login.token, GOOD };
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_assert_null (memmem (content, length, secrets[i], strlen (secrets[i])));
  g_assert_nonnull (memmem (content, length, "boris", 5)); /* it is this file */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  ADD ("/people/names-are-plain", test_names);
  ADD ("/people/what-is-kept-of-them", test_what_is_kept);
  ADD ("/people/an-administrator-of-all-stays", test_an_administrator_stays);
  g_test_add_func ("/password/which-will-do", test_passwords);
  ADD ("/password/one-form-of-the-same-letters", test_one_form);
  ADD ("/link/it-is-good-once-and-for-its-time", test_links);
  ADD ("/link/of-two-at-once-one-is-used", test_two_at_once);
  ADD ("/link/a-bad-password-spends-none", test_a_bad_password_spends_no_link);
  ADD ("/link/of-the-disabled-there-is-none", test_links_of_the_disabled);
  g_test_add_func ("/link/the-first-makes-an-administrator-once", test_the_first);
  g_test_add_func ("/link/the-first-is-worth-nothing-once-somebody-is-there", test_the_first_is_there_already);
  ADD ("/people/nothing-secret-stands-in-the-file", test_nothing_is_kept_in_clear);
  return g_test_run ();
}
