/* What the desk's file keeps of passkeys and of a device that is being set up. tests/site/passkey.test.js proves
 * them. */
#include "cabinet_fixture.h"

#include "cabinet/login.h"
#include "cabinet/totp.h"

#include <string.h>

/* As if it had been added: what a browser says is tests/passkey.js's to make. */
static void
put_passkey (Fixture *fixture, gint64 person, const char *credential)
{
  g_autoptr (GBytes) id = g_bytes_new_static (credential, strlen (credential));
  g_autoptr (GError) error = NULL;
  cabinet_do (fixture->cabinet, &error, "add_passkey", "ibibissi", person, id, (gint64)-7, id, (gint64)0, "A key",
              "desk.example", NOON);
  g_assert_no_error (error);
}

static LoginOutcome
by_password_alone (Fixture *fixture)
{
  g_auto (Login) login = cabinet_login (fixture->cabinet, "anna", GOOD, "192.0.2.1", NULL, NOON, NULL);
  return login.outcome;
}

static void
test_password_alone (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const Actor anna = by (fixture->anna, NOON);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (by_password_alone (fixture), ==, LOGIN_FINE);
  put_passkey (fixture, fixture->anna, "one");
  g_assert_cmpint (by_password_alone (fixture), ==, LOGIN_HALF);
  g_autoptr (GPtrArray) passkeys = cabinet_passkeys (fixture->cabinet, fixture->anna, &error);
  g_assert_cmpuint (passkeys->len, ==, 1);
  const Passkey *one = passkeys->pdata[0];
  g_assert_cmpint (one->used, ==, INSTANT_MIN);
  g_assert_false (cabinet_remove_passkey (fixture->cabinet, &anna, fixture->boris, one->id, &error));
  g_assert_error (error, CABINET_ERROR, CABINET_ERROR_MISSING);
  g_clear_error (&error);
  g_assert_true (cabinet_remove_passkey (fixture->cabinet, &anna, fixture->anna, one->id, &error));
  g_assert_cmpint (by_password_alone (fixture), ==, LOGIN_FINE);
}

static void
test_handles (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GBytes) first = cabinet_passkey_handle (fixture->cabinet, fixture->anna, NULL);
  g_autoptr (GBytes) again = cabinet_passkey_handle (fixture->cabinet, fixture->anna, NULL);
  g_autoptr (GBytes) other = cabinet_passkey_handle (fixture->cabinet, fixture->boris, NULL);

  g_assert_true (g_bytes_equal (first, again));
  g_assert_false (g_bytes_equal (first, other));
  g_assert_cmpuint (g_bytes_get_size (first), ==, PASSKEY_HANDLE_BYTES);
}

static char *
code_now (const char *secret, Instant now)
{
  gsize length;
  g_autofree guint8 *bytes = base32_read (secret, &length);
  return g_strdup_printf ("%06u", totp_code (bytes, length, totp_step (now), 6));
}

static void
test_setup (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const Actor anna = by (fixture->anna, NOON), late = by (fixture->anna, NOON + TOTP_SETUP_LIFE);
  g_autoptr (GError) error = NULL;

  g_assert_null (cabinet_confirm_totp (fixture->cabinet, &anna, "000000", &error));
  g_assert_error (error, CABINET_ERROR, CABINET_ERROR_MISSING);
  g_clear_error (&error);
  g_autofree char *first = cabinet_begin_totp (fixture->cabinet, &anna, &error);
  g_autofree char *secret = cabinet_begin_totp (fixture->cabinet, &anna, &error);
  g_autofree char *begun = cabinet_totp_begun (fixture->cabinet, &anna, &error);
  g_assert_cmpstr (secret, ==, begun);
  g_assert_cmpstr (secret, !=, first);
  g_assert_null (cabinet_totp_begun (fixture->cabinet, &late, &error));
  g_assert_no_error (error);
  g_assert_cmpint (by_password_alone (fixture), ==, LOGIN_FINE);

  g_autofree char *wrong = code_now (first, NOON), *right = code_now (secret, NOON);
  g_assert_null (cabinet_confirm_totp (fixture->cabinet, &anna, wrong, &error));
  g_assert_error (error, CABINET_ERROR, CABINET_ERROR_INVALID);
  g_clear_error (&error);
  g_auto (GStrv) codes = cabinet_confirm_totp (fixture->cabinet, &anna, right, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (codes), ==, RECOVERY_CODES);
  g_assert_cmpint (by_password_alone (fixture), ==, LOGIN_HALF);
  g_assert_null (cabinet_totp_begun (fixture->cabinet, &anna, &error));
}

static guint
codes_left (Fixture *fixture)
{
  g_autoptr (Person) anna = cabinet_person (fixture->cabinet, fixture->anna, NULL);
  return anna->recovery_left;
}

static void
test_codes_stay_while_needed (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const Actor anna = by (fixture->anna, NOON);
  g_autofree char *secret = cabinet_begin_totp (fixture->cabinet, &anna, NULL);
  g_autofree char *code = code_now (secret, NOON);
  g_auto (GStrv) codes = cabinet_confirm_totp (fixture->cabinet, &anna, code, NULL);

  g_assert_nonnull (codes);
  put_passkey (fixture, fixture->anna, "one");
  g_assert_true (cabinet_remove_totp (fixture->cabinet, &anna, fixture->anna, NULL));
  g_assert_cmpuint (codes_left (fixture), ==, RECOVERY_CODES);
  g_autoptr (GPtrArray) passkeys = cabinet_passkeys (fixture->cabinet, fixture->anna, NULL);
  const Passkey *one = passkeys->pdata[0];
  g_assert_true (cabinet_remove_passkey (fixture->cabinet, &anna, fixture->anna, one->id, NULL));
  g_assert_cmpuint (codes_left (fixture), ==, 0);
}

static void
test_reset_takes_all_off (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const Actor console = by (0, NOON);
  g_autoptr (GError) error = NULL;
  gint64 person = 0;

  put_passkey (fixture, fixture->anna, "one");
  g_autofree char *reset =
      cabinet_make_link (fixture->cabinet, &console, LINK_RESET, fixture->anna, NOON + INSTANT_MINUTE, &error);
  g_assert_true (cabinet_use_link (fixture->cabinet, reset, GOOD, "192.0.2.1", NOON, &person, &error));
  g_assert_cmpint (by_password_alone (fixture), ==, LOGIN_HALF);
  g_autofree char *all =
      cabinet_make_link (fixture->cabinet, &console, LINK_RESET_ALL, fixture->anna, NOON + INSTANT_MINUTE, &error);
  g_assert_true (cabinet_use_link (fixture->cabinet, all, GOOD, "192.0.2.1", NOON, &person, &error));
  g_assert_no_error (error);
  g_assert_cmpint (by_password_alone (fixture), ==, LOGIN_FINE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/passkey/with-one-the-password-alone-lets-nobody-in", test_password_alone);
  ADD ("/passkey/devices-know-a-person-by-a-number-of-chance", test_handles);
  ADD ("/device/counts-once-a-code-of-it-was-typed", test_setup);
  ADD ("/recovery/codes-stay-while-there-is-a-second-factor", test_codes_stay_while_needed);
  ADD ("/recovery/a-link-takes-off-passkeys-too", test_reset_takes_all_off);
  return g_test_run ();
}
