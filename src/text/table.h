/* table.h: a table whose rows and cells fit its grid (HTML Standard, section 4.9.12). */
#pragma once

#include "text/tree.h"

/* Mend a table built of clean parts: no cell overlaps another or reaches below its row group, every row is as wide as
 * the table, every row and column has a cell that begins in it; an empty table goes. */
void table_settle (Tree *tree, Node *table);
