/* ahead.h: many things made by threads ahead of their turn, and taken by one in their order.
 *
 * No more than some hundred are made ahead, however slow the taker is. What is made depends on its index alone, so
 * the number of threads shows in nothing but the time it takes. */
#pragma once

#include <glib.h>

typedef struct _Ahead Ahead;

/* Called in any thread, for several indexes at once; what DATA leads to must not change meanwhile. */
typedef gpointer (*AheadMake) (guint index, gpointer data);

/* Things 0 … COUNT - 1, made by THREADS threads (0: one a processor). UNMAKE frees one that is never taken. */
Ahead *ahead_new (guint threads, guint count, AheadMake make, GDestroyNotify unmake, gpointer data);

/* The next thing; waits for it. To be called COUNT times at most. Transfer full. */
gpointer ahead_take (Ahead *ahead);

/* Waits for the threads to end, whether everything was taken or not. */
void ahead_free (Ahead *ahead);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ahead, ahead_free)
