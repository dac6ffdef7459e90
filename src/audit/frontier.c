#include "audit/frontier.h"

void
frontier_add (Frontier *frontier, const Hash *hash, guint height)
{
  Hash whole = *hash;

  for (; frontier->count > 0 && frontier->subtrees[frontier->count - 1].height == height; height++)
    whole = hash_node (&frontier->subtrees[--frontier->count].hash, &whole);
  g_assert (frontier->count < G_N_ELEMENTS (frontier->subtrees));
  frontier->subtrees[frontier->count].hash = whole;
  frontier->subtrees[frontier->count++].height = height;
}

Hash
frontier_root (const Frontier *frontier)
{
  if (frontier->count == 0)
    return hash_empty ();
  Hash root = frontier->subtrees[frontier->count - 1].hash;
  for (guint i = frontier->count - 1; i-- > 0;)
    root = hash_node (&frontier->subtrees[i].hash, &root);
  return root;
}
