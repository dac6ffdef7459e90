/* Logging in: what is answered to whom, how long one waits, second factors, and sessions. */
#include "cabinet_fixture.h"

#include "cabinet/login.h"
#include "cabinet/totp.h"
#include "cabinet/trail.h"

#include <string.h>

#define HOUR (60 * INSTANT_MINUTE)
#define SECRET "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

static LoginOutcome
try_at (Cabinet *cabinet, const char *name, const char *password, const char *place, Instant now, Instant *retry)
{
  g_autoptr (GError) error = NULL;
  g_auto (Login) login = cabinet_login (cabinet, name, password, place, "Browser", now, &error);
  g_assert_no_error (error);
  g_assert_true ((login.token != NULL) == (login.outcome == LOGIN_FINE || login.outcome == LOGIN_HALF));
  if (retry != NULL)
    *retry = login.retry;
  return login.outcome;
}

static LoginOutcome
try (Fixture *fixture, const char *name, const char *password, Instant now)
{
  return try_at (fixture->cabinet, name, password, "192.0.2.1", now, NULL);
}

static void
test_outcomes (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const Actor actor = by (0, NOON);
  gint64 id;
  g_autoptr (GPtrArray) grants = all_roles ();
  g_assert_true (cabinet_add_person (fixture->cabinet, &actor, "fresh", NULL, NULL, grants, &id, NULL));
  g_assert_true (cabinet_set_disabled (fixture->cabinet, &actor, fixture->boris, TRUE, NULL));

  g_assert_cmpint (try (fixture, "anna", GOOD, NOON), ==, LOGIN_FINE);
  g_assert_cmpint (try (fixture, " Anna ", GOOD, NOON), ==, LOGIN_FINE);
  g_assert_cmpint (try (fixture, "anna", GOOD "x", NOON), ==, LOGIN_REFUSED);
  g_assert_cmpint (try (fixture, "anna", "", NOON), ==, LOGIN_REFUSED);
  g_assert_cmpint (try (fixture, "boris", GOOD, NOON), ==, LOGIN_REFUSED);  /* disabled */
  g_assert_cmpint (try (fixture, "nobody", GOOD, NOON), ==, LOGIN_REFUSED); /* unknown */
  g_assert_cmpint (try (fixture, "fresh", "", NOON), ==, LOGIN_REFUSED);    /* no password yet */
  g_assert_cmpint (try (fixture, "\xff\xfe", "\xff", NOON), ==, LOGIN_REFUSED);
  g_autoptr (Person) anna = cabinet_person (fixture->cabinet, fixture->anna, NULL);
  g_assert_cmpint (anna->logged_in, ==, NOON);
}

/* What takes time is Argon2id: it is done once, whoever is asked for and whatever is typed. */
static void
test_the_same_work (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const names[] = { "anna", "boris", "fresh", "nobody" };
  static const char *const typed[] = { "wrong", "", "\xff", GOOD };
  const Actor actor = by (0, NOON);
  g_autoptr (GPtrArray) grants = all_roles ();
  gint64 id;
  g_assert_true (cabinet_add_person (fixture->cabinet, &actor, "fresh", NULL, NULL, grants, &id, NULL));
  g_assert_true (cabinet_set_disabled (fixture->cabinet, &actor, fixture->boris, TRUE, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint j = 0; j < G_N_ELEMENTS (typed); j++)
      {
        guint64 before = fixture->cabinet->hashed;
        g_assert_cmpint (try (fixture, names[i], typed[j], NOON), ==, i == 0 && j == 3 ? LOGIN_FINE : LOGIN_REFUSED);
        g_assert_cmpuint (fixture->cabinet->hashed - before, ==, 1);
      }
}

/* Five are free for a name, known or not; then the wait doubles, up to a quarter of an hour. Until it is over nothing
 * is tried, whatever is typed, and from wherever. */
static void
waits (Fixture *fixture, const char *name)
{
  Cabinet *cabinet = fixture->cabinet;
  Instant now = NOON, retry = 0, again = 0;
  for (int i = 0; i < 5; i++)
    g_assert_cmpint (try (fixture, name, "wrong", now), ==, LOGIN_REFUSED);
  for (int doubled = 0; doubled < 12; doubled++)
    {
      g_autofree char *place = g_strdup_printf ("198.51.100.%d", doubled);
      guint64 hashed = cabinet->hashed;
      g_assert_cmpint (try_at (cabinet, name, GOOD, place, now, &retry), ==, LOGIN_WAIT);
      g_assert_cmpint (retry - now, ==, MIN (INSTANT_SECOND << doubled, 15 * INSTANT_MINUTE));
      g_assert_cmpint (try_at (cabinet, name, GOOD, place, retry - 1, &again), ==, LOGIN_WAIT);
      g_assert_cmpint (again, ==, retry);
      g_assert_cmpuint (cabinet->hashed, ==, hashed);
      now = retry;
      g_assert_cmpint (try_at (cabinet, name, "wrong", place, now, NULL), ==, LOGIN_REFUSED);
    }
}

static void
test_waits_of_a_name (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  waits (fixture, "anna");
  g_assert_cmpint (try_at (fixture->cabinet, "boris", GOOD, "203.0.113.5", NOON, NULL), ==, LOGIN_FINE);
}

static void
test_waits_of_nobody (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  waits (fixture, "nobody");
}

/* What was counted is in the file: a new start does not forget it. */
static void
test_waits_last (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  for (int i = 0; i < 6; i++)
    try (fixture, "anna", "wrong", NOON);
  cabinet_close (fixture->cabinet);
  fixture->cabinet = open_fast (fixture->path);
  g_assert_cmpint (try (fixture, "anna", GOOD, NOON), ==, LOGIN_WAIT);
  g_assert_cmpint (try (fixture, "anna", GOOD, NOON + 3 * INSTANT_SECOND), ==, LOGIN_FINE);
  g_assert_cmpint (try (fixture, "anna", "wrong", NOON + 3 * INSTANT_SECOND), ==, LOGIN_REFUSED); /* from the start */
  g_assert_cmpint (try (fixture, "anna", GOOD, NOON + 3 * INSTANT_SECOND), ==, LOGIN_FINE);
}

static LoginOutcome
from (Fixture *fixture, guint number, const char *place, const char *password)
{
  g_autofree char *name = g_strdup_printf ("name%u", number);
  return try_at (fixture->cabinet, password != NULL ? "anna" : name, password != NULL ? password : "wrong", place,
                 NOON, NULL);
}

/* Twenty for an address, whatever names it tries; an account of one's own does not help. */
static void
test_waits_of_a_place (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  for (guint i = 0; i < 20; i++)
    {
      g_assert_cmpint (from (fixture, i, "2001:db8:1:2::1", NULL), ==, LOGIN_REFUSED);
      if (i < 19)
        g_assert_cmpint (from (fixture, i, "2001:db8:1:2::1", GOOD), ==, LOGIN_FINE);
    }
  g_assert_cmpint (from (fixture, 30, "2001:db8:1:2::1", NULL), ==, LOGIN_WAIT);
  g_assert_cmpint (from (fixture, 30, "2001:db8:1:2:ffff::9", NULL), ==, LOGIN_WAIT); /* the same network */
  g_assert_cmpint (from (fixture, 30, "2001:db8:1:3::1", NULL), ==, LOGIN_REFUSED);
}

static void
test_a_day_forgets (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  for (int i = 0; i < 5; i++)
    try (fixture, "anna", "wrong", NOON);
  for (int i = 0; i < 5; i++)
    g_assert_cmpint (try (fixture, "anna", "wrong", NOON + 24 * HOUR + i), ==, LOGIN_REFUSED);
  g_assert_true (cabinet_tidy (fixture->cabinet, NOON + 49 * HOUR, NULL));
  g_assert_cmpint (sql_number (&fixture->cabinet->sql, "SELECT count(*) FROM attempt"), ==, 0);
}

static void
test_more_effort (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *like = "SELECT count(*) FROM person WHERE name = 'anna' AND password LIKE '%m=16,t=2,%'";
  g_assert_cmpint (sql_number (&fixture->cabinet->sql, like), ==, 0);
  cabinet_set_effort (fixture->cabinet, 2, 16384);
  g_assert_cmpint (try (fixture, "anna", "wrong", NOON), ==, LOGIN_REFUSED);
  g_assert_cmpint (sql_number (&fixture->cabinet->sql, like), ==, 0);
  g_assert_cmpint (try (fixture, "anna", GOOD, NOON), ==, LOGIN_FINE);
  g_assert_cmpint (sql_number (&fixture->cabinet->sql, like), ==, 1);
  g_assert_cmpint (try (fixture, "anna", GOOD, NOON), ==, LOGIN_FINE);
}

/* ---- Second factor ---- */

static char *
code_at (Instant now)
{
  gsize length;
  g_autofree guint8 *secret = base32_read (SECRET, &length);
  return g_strdup_printf ("%06u", totp_code (secret, length, totp_step (now), 6));
}

static char **
set_totp (Fixture *fixture, Instant now)
{
  const Actor actor = by (fixture->anna, now);
  g_autofree char *code = code_at (now);
  g_autoptr (GError) error = NULL;
  char **codes = cabinet_set_totp (fixture->cabinet, &actor, fixture->anna, SECRET, code, &error);
  g_assert_no_error (error);
  return codes;
}

static LoginOutcome
second (Fixture *fixture, const char *code, Instant now)
{
  g_auto (Login) half = cabinet_login (fixture->cabinet, "anna", GOOD, "192.0.2.1", NULL, now, NULL);
  g_assert_cmpint (half.outcome, ==, LOGIN_HALF);
  g_auto (Login) whole = cabinet_login_code (fixture->cabinet, half.token, code, "192.0.2.1", NULL, now, NULL);
  if (whole.outcome == LOGIN_FINE)
    {
      g_assert_null (cabinet_session (fixture->cabinet, half.token, now, NULL));
      g_autoptr (Session) session = cabinet_session (fixture->cabinet, whole.token, now, NULL);
      g_assert_false (session->half);
    }
  return whole.outcome;
}

static void
test_second_factor (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_strfreev (set_totp (fixture, NOON));
  g_autofree char *now = code_at (NOON);
  g_autofree char *later = code_at (NOON + 40 * INSTANT_SECOND);

  g_assert_cmpint (second (fixture, now, NOON), ==, LOGIN_REFUSED); /* it was used to set it up */
  g_assert_cmpint (second (fixture, later, NOON + 40 * INSTANT_SECOND), ==, LOGIN_FINE);
  g_assert_cmpint (second (fixture, later, NOON + 41 * INSTANT_SECOND), ==, LOGIN_REFUSED); /* seen over a shoulder */
  g_assert_cmpint (second (fixture, "", NOON), ==, LOGIN_REFUSED);
}

static void
test_recovery_codes (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (GStrv) recovery = set_totp (fixture, NOON);
  g_autofree char *upper = g_ascii_strup (recovery[1], -1);
  g_assert_cmpuint (g_strv_length (recovery), ==, RECOVERY_CODES);
  g_assert_cmpint (second (fixture, recovery[0], NOON), ==, LOGIN_FINE);
  g_assert_cmpint (second (fixture, recovery[0], NOON), ==, LOGIN_REFUSED);
  g_assert_cmpint (second (fixture, upper, NOON), ==, LOGIN_FINE);
  g_autoptr (Person) anna = cabinet_person (fixture->cabinet, fixture->anna, NULL);
  g_assert_cmpuint (anna->recovery_left, ==, RECOVERY_CODES - 2);

  const Actor actor = by (fixture->anna, NOON);
  g_auto (GStrv) fresh = cabinet_new_recovery_codes (fixture->cabinet, &actor, fixture->anna, NULL);
  g_assert_cmpint (second (fixture, recovery[2], NOON), ==, LOGIN_REFUSED);
  g_assert_cmpint (second (fixture, fresh[2], NOON), ==, LOGIN_FINE);
}

static void
test_a_wrong_code_sets_nothing_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const Actor actor = by (fixture->anna, NOON);
  g_autoptr (GError) error = NULL;
  g_autofree char *old = code_at (NOON - 120 * INSTANT_SECOND);
  g_assert_null (cabinet_set_totp (fixture->cabinet, &actor, fixture->anna, SECRET, old, &error));
  g_assert_error (error, CABINET_ERROR, CABINET_ERROR_INVALID);
  g_assert_cmpint (try (fixture, "anna", GOOD, NOON), ==, LOGIN_FINE);
}

/* A password that is known already is no way to try codes. */
static void
test_codes_wait (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (GStrv) recovery = set_totp (fixture, NOON);
  for (int i = 0; i < 6; i++)
    g_assert_cmpint (second (fixture, "000000", NOON + 10 * i * INSTANT_SECOND), ==, LOGIN_REFUSED);
  g_assert_cmpint (second (fixture, recovery[0], NOON + 50 * INSTANT_SECOND), ==, LOGIN_WAIT);
  g_assert_cmpint (second (fixture, recovery[0], NOON + 60 * INSTANT_SECOND), ==, LOGIN_FINE);
}

static void
test_a_half_session (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (GStrv) recovery = set_totp (fixture, NOON);
  g_auto (Login) half = cabinet_login (fixture->cabinet, "anna", GOOD, "::1", NULL, NOON, NULL);
  g_autoptr (Session) session = cabinet_session (fixture->cabinet, half.token, NOON, NULL);
  g_autoptr (GPtrArray) listed = cabinet_sessions (fixture->cabinet, fixture->anna, NOON, NULL);
  g_assert_true (session->half);
  g_assert_cmpuint (listed->len, ==, 0);
  g_auto (Login) late =
      cabinet_login_code (fixture->cabinet, half.token, recovery[0], "::1", NULL, NOON + SESSION_HALF_LIFE, NULL);
  g_assert_cmpint (late.outcome, ==, LOGIN_REFUSED);
}

static void
test_reset_keeps_the_second_factor (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_strfreev (set_totp (fixture, NOON));
  const Actor actor = by (0, NOON);
  static const LinkPurpose purposes[] = { LINK_RESET, LINK_RESET_ALL };
  static const LoginOutcome outcomes[] = { LOGIN_HALF, LOGIN_FINE };
  for (guint i = 0; i < G_N_ELEMENTS (purposes); i++)
    {
      gint64 person;
      g_autofree char *token =
          cabinet_make_link (fixture->cabinet, &actor, purposes[i], fixture->anna, NOON + 9, NULL);
      g_assert_true (cabinet_use_link (fixture->cabinet, token, GOOD, "::1", NOON, &person, NULL));
      g_assert_cmpint (try (fixture, "anna", GOOD, NOON), ==, outcomes[i]);
    }
}

static void
test_uri (void)
{
  g_autofree char *uri = totp_uri ("ABC", "Embassy: Lisbon & Porto", "anna");
  g_assert_cmpstr (
      uri, ==,
      "otpauth://totp/Embassy%3A%20Lisbon%20%26%20Porto:anna?secret=ABC&issuer=Embassy%3A%20Lisbon%20%26%20"
      "Porto&algorithm=SHA1&digits=6&period=30");
}

/* ---- Sessions ---- */

static char *
begin (Fixture *fixture, Instant now)
{
  const Actor actor = by (fixture->anna, now);
  char *token = cabinet_begin_session (fixture->cabinet, &actor, "Browser", NULL);
  g_assert_cmpuint (strlen (token), ==, 43);
  return token;
}

static gboolean
lives (Fixture *fixture, const char *token, Instant now)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Session) session = cabinet_session (fixture->cabinet, token, now, &error);
  g_assert_no_error (error);
  return session != NULL;
}

static void
test_idle_and_absolute (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *idle = begin (fixture, NOON);
  g_autofree char *busy = begin (fixture, NOON);
  g_assert_true (lives (fixture, idle, NOON + SESSION_IDLE - 1));
  g_assert_false (lives (fixture, idle, NOON + 2 * SESSION_IDLE));
  for (Instant now = NOON; now < NOON + SESSION_LIFE; now += 50 * INSTANT_MINUTE)
    g_assert_true (lives (fixture, busy, now));
  g_assert_true (lives (fixture, busy, NOON + SESSION_LIFE - 1));
  g_assert_false (lives (fixture, busy, NOON + SESSION_LIFE));
  g_assert_false (lives (fixture, "", NOON));
}

static void
test_listed_and_ended (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  Cabinet *cabinet = fixture->cabinet;
  const Actor actor = by (fixture->anna, NOON);
  g_autofree char *one = begin (fixture, NOON);
  g_autofree char *two = begin (fixture, NOON + 1);
  g_autofree char *three = begin (fixture, NOON + 2);
  g_autoptr (GPtrArray) all = cabinet_sessions (cabinet, fixture->anna, NOON + 3, NULL);
  g_autoptr (GPtrArray) none = cabinet_sessions (cabinet, fixture->boris, NOON + 3, NULL);
  g_autoptr (GError) error = NULL;
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpuint (none->len, ==, 0);
  const Session *newest = all->pdata[0], *oldest = all->pdata[2];
  g_assert_cmpstr (newest->agent, ==, "Browser");
  g_assert_cmpstr (newest->place, ==, "192.0.2.1");
  g_assert_cmpint (newest->begun, ==, NOON + 2);

  g_assert_false (cabinet_end_session (cabinet, &actor, fixture->boris, oldest->id, &error)); /* not his */
  g_assert_error (error, CABINET_ERROR, CABINET_ERROR_MISSING);
  g_assert_true (lives (fixture, one, NOON + 3));
  g_assert_true (cabinet_end_session (cabinet, &actor, fixture->anna, oldest->id, NULL));
  g_assert_false (lives (fixture, one, NOON + 3));
  g_assert_true (cabinet_end_sessions (cabinet, &actor, fixture->anna, newest->id, NULL));
  g_assert_false (lives (fixture, two, NOON + 3));
  g_assert_true (lives (fixture, three, NOON + 3));
}

static void
test_what_else_ends_them (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const Actor actor = by (0, NOON);
  g_autofree char *one = begin (fixture, NOON);
  g_autofree char *two = begin (fixture, NOON);
  g_autoptr (Session) kept = cabinet_session (fixture->cabinet, two, NOON, NULL);
  g_assert_true (cabinet_set_password (fixture->cabinet, &actor, fixture->anna, GOOD "!", kept->id, NULL));
  g_assert_false (lives (fixture, one, NOON));
  g_assert_true (lives (fixture, two, NOON));
  g_assert_true (cabinet_set_disabled (fixture->cabinet, &actor, fixture->anna, TRUE, NULL));
  g_assert_false (lives (fixture, two, NOON));
  g_assert_true (cabinet_set_disabled (fixture->cabinet, &actor, fixture->anna, FALSE, NULL));
  g_assert_false (lives (fixture, two, NOON)); /* it does not come back */
}

static void
test_csrf (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *one = begin (fixture, NOON);
  g_autofree char *two = begin (fixture, NOON);
  g_autoptr (Session) first = cabinet_session (fixture->cabinet, one, NOON, NULL);
  g_autoptr (Session) again = cabinet_session (fixture->cabinet, one, NOON, NULL);
  g_autoptr (Session) second_one = cabinet_session (fixture->cabinet, two, NOON, NULL);
  g_assert_true (session_csrf_fits (first, again->csrf));
  g_assert_false (session_csrf_fits (first, second_one->csrf));
  g_assert_false (session_csrf_fits (first, one)); /* the session's own token is none */
  g_assert_false (session_csrf_fits (first, NULL));
  g_assert_false (session_csrf_fits (first, ""));
}

static void
test_asked_again (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  Cabinet *cabinet = fixture->cabinet;
  Instant later = NOON + 20 * INSTANT_MINUTE;
  g_autofree char *token = begin (fixture, NOON);
  g_autoptr (Session) session = cabinet_session (cabinet, token, NOON, NULL);
  g_assert_true (session_asked_lately (session, NOON + SESSION_AGAIN - 1));
  g_assert_false (session_asked_lately (session, NOON + SESSION_AGAIN));
  g_auto (Login) wrong = cabinet_login_again (cabinet, session, "wrong", "::1", later, NULL);
  g_assert_cmpint (wrong.outcome, ==, LOGIN_REFUSED);
  g_auto (Login) right = cabinet_login_again (cabinet, session, GOOD, "::1", later, NULL);
  g_assert_cmpint (right.outcome, ==, LOGIN_FINE);
  g_autoptr (Session) asked = cabinet_session (cabinet, token, later, NULL);
  g_assert_true (session_asked_lately (asked, later + SESSION_AGAIN - 1));

  for (int i = 0; i < 5; i++)
    cabinet_login_again (cabinet, session, "wrong", "::1", later, NULL);
  g_auto (Login) waiting = cabinet_login_again (cabinet, session, GOOD, "::1", later, NULL);
  g_assert_cmpint (waiting.outcome, ==, LOGIN_WAIT);
}

/* All of it is in the trail, and no password. */
static void
test_trail (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  try (fixture, "anna", "wrong", NOON + 1);
  try (fixture, "anna", GOOD, NOON + 2);
  try (fixture, "x\x1b[2J", GOOD, NOON + 3);
  g_autoptr (GPtrArray) entries =
      cabinet_trail (fixture->cabinet, &(TrailFilter){ .action = "login", .oldest_first = TRUE }, 10, NULL);
  g_assert_cmpuint (entries->len, ==, 3);
  const TrailEntry *failed = entries->pdata[0], *fine = entries->pdata[1], *tamed = entries->pdata[2];
  g_assert_cmpstr (tamed->name, ==, "x\ufffd[2j");
  g_assert_cmpstr (failed->action, ==, "login.failed");
  g_assert_cmpstr (failed->name, ==, "anna");
  g_assert_cmpint (failed->person, ==, 0);
  g_assert_cmpstr (failed->place, ==, "192.0.2.1");
  g_assert_cmpstr (fine->action, ==, "login");
  g_assert_cmpint (fine->person, ==, fixture->anna);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/login/unknown-disabled-and-wrong-are-answered-alike", test_outcomes);
  ADD ("/login/it-is-the-same-work", test_the_same_work);
  ADD ("/login/a-name-waits-twice-as-long-each-time", test_waits_of_a_name);
  ADD ("/login/so-does-a-name-that-nobody-has", test_waits_of_nobody);
  ADD ("/login/the-wait-outlasts-a-restart", test_waits_last);
  ADD ("/login/an-address-waits-too", test_waits_of_a_place);
  ADD ("/login/a-day-forgets", test_a_day_forgets);
  ADD ("/login/a-password-is-hashed-anew-with-more-effort", test_more_effort);
  ADD ("/second-factor/a-code-is-good-once", test_second_factor);
  ADD ("/second-factor/so-is-a-recovery-code", test_recovery_codes);
  ADD ("/second-factor/a-wrong-code-sets-nothing-up", test_a_wrong_code_sets_nothing_up);
  ADD ("/second-factor/codes-wait-as-passwords-do", test_codes_wait);
  ADD ("/second-factor/a-half-session-is-good-for-nothing-else", test_a_half_session);
  ADD ("/second-factor/a-reset-keeps-it-unless-told", test_reset_keeps_the_second_factor);
  g_test_add_func ("/second-factor/a-device-reads-the-address", test_uri);
  ADD ("/session/it-ends-idle-and-at-any-rate", test_idle_and_absolute);
  ADD ("/session/they-are-listed-and-ended", test_listed_and_ended);
  ADD ("/session/a-password-and-being-disabled-end-them", test_what_else_ends_them);
  ADD ("/session/forms-are-bound-to-it", test_csrf);
  ADD ("/session/asked-again-after-five-minutes", test_asked_again);
  ADD ("/login/it-is-in-the-trail", test_trail);
  return g_test_run ();
}
