/* arena.h: memory that is given out piece by piece and given back all at once.
 *
 * A parsed text is thousands of small nodes that die together; freeing them one by one, or by a recursion as deep as
 * the text is nested, is what this spares. */
#pragma once

#include <glib.h>

typedef struct _Arena Arena;

Arena *arena_new (void);
void arena_free (Arena *arena);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Arena, arena_free)

/* Zeroed memory, aligned for anything, that lives as long as ARENA. */
void *arena_alloc (Arena *arena, gsize size);
/* A terminated copy of LENGTH bytes of TEXT. */
char *arena_copy (Arena *arena, const char *text, gsize length);
/* Bytes given out so far. */
gsize arena_used (const Arena *arena);
