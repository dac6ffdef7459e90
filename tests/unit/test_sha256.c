/* SHA-256 against the examples of FIPS 180-4. */
#include "base/sha256.h"

#include <string.h>

static void
the_examples_of_the_standard_hold (void)
{
  static const char *const examples[][2] = {
    { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autofree char *hex = sha256_hex (examples[i][0], strlen (examples[i][0]));
      g_assert_cmpstr (hex, ==, examples[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sha256/the-examples-of-the-standard-hold", the_examples_of_the_standard_hold);
  return g_test_run ();
}
