/* statement.h: the inside of a prepared statement, for the files of this room alone. */
#pragma once

#include "sql/sql.h"

void statement_free (gpointer statement);
