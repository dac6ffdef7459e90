/* build.h: from gumbo's tree to the clean one. */
#pragma once

#include "text/tree.h"

/* Write what NODE holds, from its child FIRST on, into TREE, which is empty. */
void build_tree (Tree *tree, const GumboNode *node, guint first);
