/* Codes of a device, by the vectors of RFC 4226 and RFC 6238, and Base32 by those of RFC 4648. */
#include "cabinet/totp.h"

#include <string.h>

#define SECRET ((const guint8 *)"12345678901234567890")

static void
test_rfc_4226 (void)
{
  static const guint32 codes[] = { 755224, 287082, 359152, 969429, 338314, 254676, 287922, 162583, 399871, 520489 };
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    g_assert_cmpuint (totp_code (SECRET, 20, i, 6), ==, codes[i]);
}

static void
test_rfc_6238 (void)
{
  static const struct
  {
    gint64 second;
    guint32 code;
  } vectors[] = { { 59, 94287082 },         { 1111111109, 7081804 },  { 1111111111, 14050471 },
                  { 1234567890, 89005924 }, { 2000000000, 69279037 }, { 20000000000, 65353130 } };
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    g_assert_cmpuint (totp_code (SECRET, 20, totp_step (vectors[i].second * INSTANT_SECOND), 8), ==, vectors[i].code);
}

static guint64
match (const char *code, gint64 second, guint64 used)
{
  return totp_match (SECRET, 20, code, second * INSTANT_SECOND, used);
}

static void
test_one_step_of_tolerance (void)
{
  /* Step 37037036 is from second 1111111080 on: 081804. */
  for (gint64 second = 1111111050; second < 1111111140; second++)
    g_assert_cmpuint (match ("081804", second, 0), ==, 37037036);
  g_assert_cmpuint (match ("081804", 1111111049, 0), ==, 0);
  g_assert_cmpuint (match ("081804", 1111111140, 0), ==, 0);
}

static void
test_no_step_twice (void)
{
  g_assert_cmpuint (match ("081804", 1111111109, 37037035), ==, 37037036);
  g_assert_cmpuint (match ("081804", 1111111109, 37037036), ==, 0);
  g_assert_cmpuint (match ("081804", 1111111109, 37037037), ==, 0);
}

static void
test_what_is_no_code (void)
{
  static const char *const wrong[] = { "",       "81804",    "0081804", "08180x", "-81804",
                                       "+81804", "081804\n", "٠٨١٨٠٤",  "0818040" };
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_cmpuint (match (wrong[i], 1111111109, 0), ==, 0);
  g_assert_cmpuint (match (" 081 804 ", 1111111109, 0), ==, 37037036);
  g_assert_cmpuint (totp_match (SECRET, 20, "755224", -5, 0), ==, 0);
}

static gboolean
is (const guint8 *bytes, gsize length, const char *text)
{
  return bytes != NULL && length == strlen (text) && memcmp (bytes, text, length) == 0;
}

static void
test_base32 (void)
{
  static const char *const pairs[][2] = { { "", "" },
                                          { "f", "MY" },
                                          { "fo", "MZXQ" },
                                          { "foo", "MZXW6" },
                                          { "foob", "MZXW6YQ" },
                                          { "fooba", "MZXW6YTB" },
                                          { "foobar", "MZXW6YTBOI" } };
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      gsize length;
      g_autofree char *written = base32_write ((const guint8 *)pairs[i][0], strlen (pairs[i][0]));
      g_autofree guint8 *read = base32_read (pairs[i][1], &length);
      g_assert_cmpstr (written, ==, pairs[i][1]);
      g_assert_true (is (read, length, pairs[i][0]));
    }
  gsize length;
  g_autofree guint8 *loose = base32_read ("mzxw 6ytb-oi======", &length);
  g_assert_true (is (loose, length, "foobar"));
  g_assert_null (base32_read ("MZXW1", &length));
  g_assert_null (base32_read ("MZXWé", &length));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/totp/rfc-4226-appendix-d", test_rfc_4226);
  g_test_add_func ("/totp/rfc-6238-appendix-b", test_rfc_6238);
  g_test_add_func ("/totp/a-code-holds-a-step-early-and-late", test_one_step_of_tolerance);
  g_test_add_func ("/totp/no-step-is-good-twice", test_no_step_twice);
  g_test_add_func ("/totp/what-is-no-code-is-none", test_what_is_no_code);
  g_test_add_func ("/totp/base32-of-rfc-4648", test_base32);
  return g_test_run ();
}
