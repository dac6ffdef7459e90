/* arena.c: a list of chunks, each twice as large as the one before up to a mebibyte; the newest gives out its bytes
 * from the front. A piece larger than a chunk gets a chunk of its own. */
#include "text/arena.h"

#include <string.h>

#define FIRST_CHUNK (16 * 1024)
#define LARGEST_CHUNK (1024 * 1024)
#define ALIGNMENT 16

typedef struct _Chunk Chunk;

struct _Chunk
{
  Chunk *older;
  gsize size;
  gsize used;
  gsize padding; /* keeps the bytes that follow aligned */
};

struct _Arena
{
  Chunk *newest;
  gsize next_size;
  gsize used;
};

static void
arena_grow (Arena *arena, gsize least)
{
  gsize size = MAX (arena->next_size, least);
  Chunk *chunk = g_malloc (sizeof (Chunk) + size);

  *chunk = (Chunk){ .older = arena->newest, .size = size };
  arena->newest = chunk;
  arena->next_size = MIN (2 * arena->next_size, LARGEST_CHUNK);
}

Arena *
arena_new (void)
{
  Arena *arena = g_new0 (Arena, 1);

  arena->next_size = FIRST_CHUNK;
  arena_grow (arena, 0);
  return arena;
}

void
arena_free (Arena *arena)
{
  Chunk *older;

  for (Chunk *chunk = arena->newest; chunk != NULL; chunk = older)
    {
      older = chunk->older;
      g_free (chunk);
    }
  g_free (arena);
}

void *
arena_alloc (Arena *arena, gsize size)
{
  gsize rounded = (size + ALIGNMENT - 1) & ~(gsize)(ALIGNMENT - 1);
  Chunk *chunk = arena->newest;
  char *piece;

  g_assert (rounded >= size);
  if (chunk->size - chunk->used < rounded)
    {
      arena_grow (arena, rounded);
      chunk = arena->newest;
    }
  piece = (char *)(chunk + 1) + chunk->used;
  chunk->used += rounded;
  arena->used += rounded;
  return memset (piece, 0, size);
}

char *
arena_copy (Arena *arena, const char *text, gsize length)
{
  char *copy = arena_alloc (arena, length + 1);

  if (length > 0)
    memcpy (copy, text, length);
  return copy;
}

gsize
arena_used (const Arena *arena)
{
  return arena->used;
}
