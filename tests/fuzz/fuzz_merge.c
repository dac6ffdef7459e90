/* Any three texts (parted by NUL): each side's choices give that side's text where the other changed nothing else,
 * and the pieces of each text, in order, are that text. */
#include "text/merge.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
assert_whole (const GPtrArray *pieces, gsize offset, const char *text)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < pieces->len; i++)
    g_string_append (all, *(char *const *)(gconstpointer)((const char *)pieces->pdata[i] + offset));
  g_assert_cmpuint (all->len, >, 0);
  g_string_truncate (all, all->len - 1);
  g_assert_cmpstr (all->str, ==, text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *all = g_malloc0 (size + 3);
  if (size > 0)
    memcpy (all, data, size);
  const char *base = all, *ours = base + strlen (base) + 1;
  if (ours > all + size)
    ours = all + size;
  const char *theirs = ours + strlen (ours) + 1;
  if (theirs > all + size)
    theirs = all + size;
  g_autoptr (GPtrArray) pieces = merge_texts (base, ours, theirs);
  g_autoptr (GPtrArray) two = merge_texts (NULL, ours, theirs);
  g_autoptr (GPtrArray) alone = merge_texts (base, ours, base);
  g_autofree char *take = g_strnfill (merge_clashes (two), 't');
  g_autofree char *taken = merge_result (two, take), *changed = merge_result (alone, "");

  assert_whole (pieces, G_STRUCT_OFFSET (MergePiece, base), base);
  assert_whole (pieces, G_STRUCT_OFFSET (MergePiece, ours), ours);
  assert_whole (pieces, G_STRUCT_OFFSET (MergePiece, theirs), theirs);
  g_assert_cmpstr (taken, ==, theirs);
  g_assert_cmpuint (merge_clashes (alone), ==, 0);
  g_assert_cmpstr (changed, ==, ours);
  return 0;
}
