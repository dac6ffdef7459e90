/* pictures.h: pictures of a text's own, placed in it by name. */
#pragma once

#include "text/markdown.h"
#include "text/tree.h"

/* Each image of TREE that names one of PICTURES becomes that one. */
void pictures_place (Tree *tree, const MarkdownPicture *pictures, gsize count);
