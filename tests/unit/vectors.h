/* vectors.h: the public test vectors beside the project, which are no part of it. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <string.h>

/* Below the folder of vectors for transparency logs. Transfer full. NULL: it is not here, and the test is skipped;
 * but never in CI, nor where CHANCERY_NO_SKIP is set. */
static G_NO_INLINE G_GNUC_UNUSED char *
vectors_path (const char *name)
{
  const char *shared = g_getenv ("CHANCERY_SHARED");
  g_autofree char *path = g_build_filename (shared != NULL ? shared : ".", "vectors", "tlog", name, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  g_assert_null (g_getenv ("CI"));
  g_assert_null (g_getenv ("CHANCERY_NO_SKIP"));
  g_test_skip ("the public vectors are not here");
  return NULL;
}

static G_NO_INLINE G_GNUC_UNUSED char *
vectors_read (const char *folder, const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *bytes = NULL;

  if (!g_file_get_contents (path, &bytes, length, NULL))
    g_error ("%s cannot be read", path);
  return bytes;
}

/* Every file *.ENDING below FOLDER, in no order. */
static G_NO_INLINE G_GNUC_UNUSED void
vectors_each (const char *folder, const char *ending,
              void (*test) (const char *path, const char *bytes, gsize length))
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        vectors_each (path, ending, test);
      else if (g_str_has_suffix (name, ending) && g_file_get_contents (path, &bytes, &length, NULL))
        test (path, bytes, length);
    }
}
