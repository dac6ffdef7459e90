/* How often every kind, month, topic, place and speaker stands among the last editions of all chains.
 *
 * A transaction's changes are summed up in memory and written when it is committed: thousands of editions of one
 * month change its row once. The view `counted` says in which ways an edition is counted; tally_edition and
 * tally_facet say the same of one that is just being written, without reading it again, and store_check holds both
 * against the rows. */
#include "store/connection.h"

#include <string.h>

#define PARTS 5
#define MOST_SUMS 10000 /* in memory */

typedef struct
{
  char *parts[PARTS]; /* office, language, kind, dimension, slug: together the key */
  char *label;
  gint64 count;
} Sum;

static guint
sum_hash (gconstpointer key)
{
  const Sum *sum = key;
  guint hash = 5381;

  for (int i = 0; i < PARTS; i++)
    hash = hash * 33 + g_str_hash (sum->parts[i]);
  return hash;
}

static gboolean
sum_equal (gconstpointer a, gconstpointer b)
{
  const Sum *one = a, *other = b;

  for (int i = PARTS - 1; i >= 0; i--) /* the slugs differ most */
    if (strcmp (one->parts[i], other->parts[i]) != 0)
      return FALSE;
  return TRUE;
}

static void
sum_free (gpointer data)
{
  Sum *sum = data;

  for (int i = 0; i < PARTS; i++)
    g_free (sum->parts[i]);
  g_free (sum->label);
  g_free (sum);
}

GHashTable *
tally_new (void)
{
  return g_hash_table_new_full (sum_hash, sum_equal, sum_free, NULL);
}

static Sum *
sum_of (Store *store, const char *const parts[PARTS])
{
  Sum key = { 0 };
  for (int i = 0; i < PARTS; i++)
    key.parts[i] = (char *)parts[i];
  Sum *sum = g_hash_table_lookup (store->tally, &key);
  if (sum != NULL)
    return sum;

  sum = g_new0 (Sum, 1);
  for (int i = 0; i < PARTS; i++)
    sum->parts[i] = g_strdup (parts[i]);
  sum->label = g_strdup ("");
  g_hash_table_add (store->tally, sum);
  return sum;
}

/* The greatest label stays. */
static void
count (Store *store, const char *const parts[PARTS], const char *label, gint64 sign)
{
  Sum *sum = sum_of (store, parts);

  sum->count += sign;
  if (strcmp (label, sum->label) <= 0)
    return;
  g_free (sum->label);
  sum->label = g_strdup (label);
}

static gboolean
is_counted (const Edition *edition)
{
  return edition->kind != KIND_PROFILE && edition->state != STATE_ERASED;
}

/* Among all kinds, and among its own. */
static void
count_both (Store *store, const Edition *edition, const char *dimension, const char *slug, const char *label)
{
  count (store, (const char *const[]){ edition->office, edition->language, "", dimension, slug }, label, 1);
  count (store,
         (const char *const[]){ edition->office, edition->language, kind_name (edition->kind), dimension, slug },
         label, 1);
}

void
tally_facet (Store *store, const Edition *edition, const char *dimension, const char *slug, const char *label)
{
  if (is_counted (edition))
    count_both (store, edition, dimension, slug, label);
}

void
tally_edition (Store *store, const Edition *edition)
{
  if (!is_counted (edition))
    return;
  g_autofree char *month = g_strndup (edition->path, strlen ("2024/03"));
  const char *kind = kind_name (edition->kind);
  count (store, (const char *const[]){ edition->office, edition->language, "", "kind", kind }, "", 1);
  count_both (store, edition, "month", month, "");
}

static gboolean
count_as_it_stands (Store *store, gint64 id, gint64 by, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "counted", "i", id);
  GError *failure = NULL;
  if (cursor == NULL)
    return FALSE;

  while (cursor_next (store, cursor, &failure))
    {
      const char *parts[PARTS];
      for (int i = 0; i < PARTS; i++)
        parts[i] = cursor_text (cursor, i);
      count (store, parts, cursor_text (cursor, PARTS), by);
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
tally_leave (Store *store, gint64 id, GError **error)
{
  return count_as_it_stands (store, id, -1, error);
}

gboolean
tally_return (Store *store, gint64 id, GError **error)
{
  return count_as_it_stands (store, id, 1, error);
}

static gboolean
write_sum (Store *store, const Sum *sum, GError **error)
{
  char *const *parts = sum->parts;
  g_autoptr (Cursor) cursor = cursor_open (store, error, "add_to_tally", "ssssssi", parts[0], parts[1], parts[2],
                                           parts[3], parts[4], sum->label, sum->count);
  return cursor != NULL && cursor_finish (store, cursor, error);
}

gboolean
tally_write (Store *store, GError **error)
{
  GHashTableIter iter;
  gpointer sum;

  g_hash_table_iter_init (&iter, store->tally);
  while (g_hash_table_iter_next (&iter, &sum, NULL))
    if (!write_sum (store, sum, error))
      return FALSE;
  g_hash_table_remove_all (store->tally);
  return TRUE;
}

gboolean
tally_bound (Store *store, GError **error)
{
  return g_hash_table_size (store->tally) < MOST_SUMS || tally_write (store, error);
}

gboolean
tally_forget (Store *store, GError **error)
{
  return cursor_run (store, cursor_open (store, error, "forget_uncounted", ""), error)
         && cursor_run (store, cursor_open (store, error, "forget_labels", ""), error);
}
