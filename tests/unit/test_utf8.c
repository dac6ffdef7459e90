/* Text in UTF-8, told eight bytes at a time. */
#include "base/utf8.h"

#include <string.h>

/* Wherever it stands among ASCII, it is told as GLib tells it. */
static void
as_glib_tells (void)
{
  static const char bytes[][5] = {
    "a",        "\x7f", "\x80", "\xff", "é", "\xc3", "€", "\xe2\x82", "\xf0\x9f\x95\x8a", "\xed\xa0\x80",
    "\xc0\x80", "\x01", ""
  };
  for (gsize i = 0; i < G_N_ELEMENTS (bytes); i++)
    for (gsize at = 0; at < 40; at++)
      {
        char text[48];
        gsize length = MAX (strlen (bytes[i]), 1); /* the last is a NUL */
        memset (text, 'x', sizeof text);
        memcpy (text + at, bytes[i], length);
        for (gsize end = at; end <= sizeof text; end++)
          g_assert_cmpint (utf8_valid (text, end), ==, g_utf8_validate_len (text, end, NULL));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/utf8/as-glib-tells", as_glib_tells);
  return g_test_run ();
}
