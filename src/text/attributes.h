/* attributes.h: which attributes an element may keep, and what of their values. */
#pragma once

#include "text/tree.h"

/* What the looks of an element mean in mark-up. */
typedef struct
{
  gboolean bold, italic, underlined, struck;
  const char *list_type; /* the type of <ol>: "1", "a", "A", "i", "I"; NULL if not said */
  gboolean unmarked;     /* a list or item without number or bullet */
  const char *alignment; /* the class: "center", "right", or NULL */
} Looks;

/* The attributes of SOURCE that may stand on a TAG; the ones that belong to any element (lang, dir, id) with them. */
Attribute *attributes_clean (Tree *tree, GumboTag tag, const GumboElement *source);
Looks attributes_looks (const GumboElement *source);
