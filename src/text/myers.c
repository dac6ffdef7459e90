/* myers.c: Myers' greedy algorithm (“An O(ND) Difference Algorithm”, 1986), forwards, keeping the furthest reach of
 * each number of differences and walking back through them. What both ends have in common is taken off first. */
#include "text/myers.h"

#define MOST_DIFFERENCES 1500
#define MOST_WORK 30000000u

typedef struct
{
  const guint *a, *b;
  gint n, m;
  gint most;          /* differences that may be looked for */
  GPtrArray *reached; /* by number of differences D: how far each diagonal from -D to D came, 2D + 1 of them */
} Search;

static gint
reach_of (const Search *search, gint d, gint k)
{
  const gint *reach = search->reached->pdata[d];

  return reach[k + d];
}

/* Where diagonal K starts with D differences: one step down or right from the further of its neighbours. */
static gint
start_of (const Search *search, gint d, gint k)
{
  if (d == 0)
    return 0;
  if (k == -d || (k != d && reach_of (search, d - 1, k - 1) < reach_of (search, d - 1, k + 1)))
    return reach_of (search, d - 1, k + 1);
  return reach_of (search, d - 1, k - 1) + 1;
}

static gint
follow (const Search *search, gint x, gint k)
{
  while (x < search->n && x - k < search->m && x - k >= 0 && search->a[x] == search->b[x - k])
    x++;
  return x;
}

/* The number of differences, or -1 if there are too many. */
static gint
search_forwards (Search *search)
{
  for (gint d = 0; d <= search->most; d++)
    {
      gint *reach = g_new (gint, 2 * (gsize)d + 1);

      g_ptr_array_add (search->reached, reach);
      for (gint k = -d; k <= d; k++)
        reach[k + d] = 0;
      for (gint k = -d; k <= d; k += 2)
        {
          gint x = follow (search, start_of (search, d, k), k);

          reach[k + d] = x;
          if (k == search->n - search->m && x >= search->n)
            return d;
        }
    }
  return -1;
}

static void
prepend (GArray *script, guint8 edit, gint times)
{
  while (times-- > 0)
    g_array_append_val (script, edit); /* turned round at the end */
}

static void
walk_back (const Search *search, gint d, GArray *script)
{
  gint x = search->n, k = search->n - search->m;

  for (; d > 0; d--)
    {
      gboolean down = k == -d || (k != d && reach_of (search, d - 1, k - 1) < reach_of (search, d - 1, k + 1));
      gint start = start_of (search, d, k);

      prepend (script, EDIT_KEEP, x - start);
      prepend (script, down ? EDIT_INSERT : EDIT_DELETE, 1);
      x = down ? start : start - 1;
      k += down ? 1 : -1;
    }
  prepend (script, EDIT_KEEP, x);
}

static void
reverse (GArray *script)
{
  guint8 *edits = (guint8 *)(gpointer)script->data;

  for (guint i = 0, j = script->len; i + 1 < j; i++)
    {
      guint8 edit = edits[i];

      edits[i] = edits[--j];
      edits[j] = edit;
    }
}

static GArray *
script_between (const guint *a, gint n, const guint *b, gint m)
{
  g_autoptr (GPtrArray) reached = g_ptr_array_new_with_free_func (g_free);
  Search search = { .a = a, .b = b, .n = n, .m = m, .reached = reached };
  g_autoptr (GArray) script = g_array_new (FALSE, FALSE, sizeof (guint8));
  gint d;

  search.most = MIN (MOST_DIFFERENCES, (gint)(MOST_WORK / ((guint)n + (guint)m + 1)));
  d = search_forwards (&search);
  if (d < 0)
    return NULL;
  walk_back (&search, d, script);
  reverse (script);
  return g_steal_pointer (&script);
}

GArray *
myers_script (const GArray *a, const GArray *b)
{
  const guint *x = (const guint *)(gconstpointer)a->data, *y = (const guint *)(gconstpointer)b->data;
  gint n = (gint)a->len, m = (gint)b->len, head = 0, tail = 0;
  GArray *script;
  guint8 keep = EDIT_KEEP;

  while (head < n && head < m && x[head] == y[head])
    head++;
  while (tail < n - head && tail < m - head && x[n - 1 - tail] == y[m - 1 - tail])
    tail++;
  script = script_between (head > 0 ? x + head : x, n - head - tail, head > 0 ? y + head : y, m - head - tail);
  if (script != NULL && head > 0)
    {
      g_autofree guint8 *kept = g_new0 (guint8, (gsize)head); /* EDIT_KEEP is 0 */

      g_array_prepend_vals (script, kept, (guint)head);
    }
  for (gint i = 0; script != NULL && i < tail; i++)
    g_array_append_val (script, keep);
  return script;
}
