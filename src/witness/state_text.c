/* A first line that names the form; two lines a log, its origin, and its size, root and time; and a last line with
 * the SHA-256 of all before it. A file that lost a part of itself would forget a log, and vouch for it a second time
 * from its beginning: so it is whole, or it is refused. */
#include "witness/state_text.h"

#include "base/sha256.h"

#include <string.h>

#define FIRST "chancery witness, version 1\n"
#define LAST "sha256 "
#define LAST_LENGTH (strlen (LAST) + 2 * SHA256_SIZE + 1)

GHashTable *
state_text_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* ---- Writing ---- */

static void
write_log (GString *text, const char *origin, const Seen *seen)
{
  g_autofree char *root = hash_write (&seen->tree.root);
  g_string_append_printf (text, "%s\n%" G_GUINT64_FORMAT " %s %" G_GUINT64_FORMAT "\n", origin, seen->tree.size, root,
                          (guint64)seen->time);
}

static char *
last_line (const char *text, gsize length)
{
  g_autofree char *digest = sha256_hex (text, length);
  return g_strconcat (LAST, digest, "\n", NULL);
}

char *
state_text_write (GHashTable *seen)
{
  g_autoptr (GList) origins = g_list_sort (g_hash_table_get_keys (seen), (GCompareFunc)strcmp);
  GString *text = g_string_new (FIRST);

  for (GList *at = origins; at != NULL; at = at->next)
    write_log (text, at->data, g_hash_table_lookup (seen, at->data));
  g_autofree char *last = last_line (text->str, text->len);
  g_string_append (text, last);
  return g_string_free (text, FALSE);
}

/* ---- Reading ---- */

static gboolean
is_whole (const char *text, gsize length)
{
  if (length < strlen (FIRST) + LAST_LENGTH || strlen (text) != length)
    return FALSE;
  g_autofree char *last = last_line (text, length - LAST_LENGTH);
  return strcmp (text + length - LAST_LENGTH, last) == 0 && g_str_has_prefix (text, FIRST);
}

static gboolean
read_seen (const char *line, Seen *seen)
{
  g_auto (GStrv) parts = g_strsplit (line, " ", 4);
  guint64 time;

  if (g_strv_length (parts) != 3 || !decimal_read (parts[0], strlen (parts[0]), &seen->tree.size)
      || !hash_read (parts[1], strlen (parts[1]), &seen->tree.root)
      || !decimal_read (parts[2], strlen (parts[2]), &time) || time > G_MAXINT64)
    return FALSE;
  seen->time = (gint64)time;
  return TRUE;
}

/* LINES: pairs, and what is left of the last newline. */
static gboolean
read_logs (GHashTable *all, char **lines)
{
  for (; *lines != NULL && **lines != '\0'; lines += 2)
    {
      Seen seen;
      if (lines[1] == NULL || !read_seen (lines[1], &seen)
          || !g_hash_table_insert (all, g_strdup (*lines), g_memdup2 (&seen, sizeof seen)))
        return FALSE;
    }
  return *lines != NULL && lines[1] == NULL;
}

GHashTable *
state_text_read (const char *text, gsize length, GError **error)
{
  g_autofree char *whole = g_strndup (text, length);
  g_autoptr (GHashTable) all = state_text_new ();

  if (is_whole (whole, length))
    {
      whole[length - LAST_LENGTH] = '\0';
      g_auto (GStrv) lines = g_strsplit (whole + strlen (FIRST), "\n", -1);
      if (read_logs (all, lines) || *lines == NULL)
        return g_steal_pointer (&all);
    }
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED,
               "this is no state of a witness, or a part of it is missing or was changed; nothing is cosigned by it");
  return NULL;
}
