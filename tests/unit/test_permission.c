/* Who may do what: every role, action, office, language and draft, against the table that people read (docs/desk.md).
 */
#include "record/permission.h"

#include <string.h>

static char *table[ACTION_COUNT][ROLE_COUNT]; /* the cells of docs/desk.md */

static void
read_row (const char *line)
{
  g_auto (GStrv) cells = g_strsplit (line, "|", 0);
  if (g_strv_length (cells) != ROLE_COUNT + 4)
    return;
  for (Action action = 0; action < ACTION_COUNT; action++)
    if (strcmp (g_strstrip (cells[1]), action_name (action)) == 0)
      for (Role role = 0; role < ROLE_COUNT; role++)
        {
          g_assert_null (table[action][role]); /* once */
          table[action][role] = g_strdup (g_strstrip (cells[2 + role]));
        }
}

static void
read_table (void)
{
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "..", "..", "docs", "desk.md", NULL);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  const char *start = strstr (text, "| action | writer | editor | publisher | administrator |");
  g_assert_nonnull (start);
  g_autofree char *rest = g_strdup (start);
  *strstr (rest, "\n\n") = '\0';
  g_auto (GStrv) lines = g_strsplit (rest, "\n", 0);
  g_assert_cmpuint (g_strv_length (lines), ==, ACTION_COUNT + 2);
  for (guint i = 2; lines[i] != NULL; i++)
    read_row (lines[i]);
}

static Permission
expected (const char *cell, gboolean own, gboolean submitted, gboolean two_person)
{
  if (strcmp (cell, "all") == 0 || (strcmp (cell, "own") == 0 && own))
    return PERMISSION_YES;
  if (strcmp (cell, "another's") == 0)
    return submitted && two_person ? PERMISSION_OTHER : PERMISSION_YES;
  g_assert_true (strcmp (cell, "own") == 0 || strcmp (cell, "–") == 0);
  return PERMISSION_NO;
}

static const char *const granted[] = { NULL, "here" };
static const char *const asked[] = { NULL, "here", "there" };

static Permission
ask (const Grant *grant, Action action, const Matter *matter)
{
  g_autoptr (GPtrArray) grants = g_ptr_array_new ();
  g_ptr_array_add (grants, (gpointer)grant);
  return permission_ask (grants, action, matter);
}

/* One grant, against every place and every draft. */
static unsigned
walk (const Grant *grant, Action action)
{
  unsigned count = 0;
  for (guint office = 0; office < G_N_ELEMENTS (asked); office++)
    for (guint language = 0; language < G_N_ELEMENTS (asked); language++)
      for (guint bits = 0; bits < 8; bits++, count++)
        {
          const Matter matter = { asked[office], asked[language], (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0 };
          gboolean within = (grant->office == NULL || office == 1) && (grant->language == NULL || language == 1);
          Permission wanted =
              within ? expected (table[action][grant->role], matter.own, matter.submitted, matter.two_person)
                     : PERMISSION_NO;
          g_assert_cmpint (ask (grant, action, &matter), ==, wanted);
        }
  return count;
}

static void
test_matrix (void)
{
  unsigned count = 0;
  for (Action action = 0; action < ACTION_COUNT; action++)
    for (Role role = 0; role < ROLE_COUNT; role++)
      for (guint office = 0; office < G_N_ELEMENTS (granted); office++)
        for (guint language = 0; language < G_N_ELEMENTS (granted); language++)
          {
            g_assert_nonnull (table[action][role]);
            const Grant grant = { role, (char *)granted[office], (char *)granted[language] };
            count += walk (&grant, action);
          }
  g_assert_cmpuint (count, ==, ACTION_COUNT * ROLE_COUNT * 4 * 9 * 8);
}

static void
test_grants_add_up (void)
{
  g_autoptr (GPtrArray) grants = g_ptr_array_new_with_free_func ((GDestroyNotify)grant_free);
  g_ptr_array_add (grants, grant_new (ROLE_PUBLISHER, NULL, "fr"));
  g_ptr_array_add (grants, grant_new (ROLE_WRITER, "lisbon", "en"));
  const Matter french = { "lisbon", "fr", FALSE, TRUE, TRUE }, english = { "lisbon", "en", TRUE, TRUE, TRUE };

  g_assert_cmpint (permission_ask (grants, ACTION_PUBLISH, &french), ==, PERMISSION_OTHER);
  g_assert_cmpint (permission_ask (grants, ACTION_PUBLISH, &english), ==, PERMISSION_NO);
  g_assert_cmpint (permission_ask (grants, ACTION_SAVE, &english), ==, PERMISSION_YES);
  g_assert_true (permission_anywhere (grants, ACTION_PUBLISH));
  g_assert_false (permission_anywhere (grants, ACTION_ERASE));
}

static void
test_nobody (void)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  const Matter matter = { "here", "en", TRUE, FALSE, FALSE };
  for (Action action = 0; action < ACTION_COUNT; action++)
    {
      g_assert_cmpint (permission_ask (none, action, &matter), ==, PERMISSION_NO);
      g_assert_false (permission_anywhere (none, action));
    }
}

/* Whoever may change the profile may do with its draft what is done to drafts, and nobody else anything. */
static void
test_profile (void)
{
  for (Action action = 0; action < ACTION_COUNT; action++)
    for (Role role = 0; role < ROLE_COUNT; role++)
      for (guint bits = 0; bits < 16; bits++)
        {
          const Grant grant = { role, NULL, (bits & 8) != 0 ? (char *)"en" : NULL };
          const Matter matter = { "here", NULL, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, TRUE };
          gboolean two = matter.submitted && matter.two_person;
          gboolean may =
              role >= ROLE_PUBLISHER && grant.language == NULL && action <= ACTION_REVIEW && action != ACTION_SHARE;
          gboolean other = two && (action == ACTION_PUBLISH || action == ACTION_REVIEW);
          g_assert_cmpint (ask (&grant, action, &matter), ==,
                           !may    ? PERMISSION_NO
                           : other ? PERMISSION_OTHER
                                   : PERMISSION_YES);
        }
}

/* What concerns an office as a whole is nothing for whoever has a language alone. */
static void
test_whole_office (void)
{
  g_autoptr (GPtrArray) grants = g_ptr_array_new_with_free_func ((GDestroyNotify)grant_free);
  g_ptr_array_add (grants, grant_new (ROLE_PUBLISHER, NULL, "fr"));
  g_assert_false (permission_anywhere (grants, ACTION_PROFILE));
  g_assert_true (permission_anywhere (grants, ACTION_PUBLISH));
  g_ptr_array_add (grants, grant_new (ROLE_PUBLISHER, "here", NULL));
  g_assert_true (permission_anywhere (grants, ACTION_PROFILE));
}

/* The sentence in docs/desk.md below the table. */
static void
test_asked_again (void)
{
  static const Action those[] = { ACTION_PUBLISH, ACTION_FORCE, ACTION_WITHDRAW,
                                  ACTION_RESTORE, ACTION_ERASE, ACTION_PEOPLE };
  for (Action action = 0; action < ACTION_COUNT; action++)
    {
      gboolean listed = FALSE;
      for (guint i = 0; i < G_N_ELEMENTS (those); i++)
        listed = listed || those[i] == action;
      g_assert_cmpint (action_asks_again (action), ==, listed);
    }
}

static void
test_names (void)
{
  for (Role role = 0; role < ROLE_COUNT; role++)
    {
      Role read = ROLE_COUNT;
      g_assert_true (role_parse (role_name (role), &read));
      g_assert_cmpint (read, ==, role);
    }
  Role role = ROLE_WRITER;
  g_assert_false (role_parse ("Writer", &role));
  g_assert_false (role_parse ("", &role));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  read_table ();
  g_test_add_func ("/permission/the-program-does-what-the-table-says", test_matrix);
  g_test_add_func ("/permission/grants-add-up-each-in-its-place", test_grants_add_up);
  g_test_add_func ("/permission/nobody-without-a-role-may-do-anything", test_nobody);
  g_test_add_func ("/permission/a-profile-has-drafts-as-texts-have", test_profile);
  g_test_add_func ("/permission/what-concerns-an-office-wants-all-its-languages", test_whole_office);
  g_test_add_func ("/permission/what-is-grave-asks-again", test_asked_again);
  g_test_add_func ("/permission/roles-have-names", test_names);
  return g_test_run ();
}
