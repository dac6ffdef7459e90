/* leaf_writer.h: leaves go into a log in the order in which they come: the keeper signs some while the next are made.
 */
#pragma once

#include "keeper/keeper.h"
#include "store/store.h"

typedef struct _LeafWriter LeafWriter;

/* For the log of OFFICE, which has SIZE leaves. STORE is within a transaction. Transfer full. */
LeafWriter *leaf_writer_new (Store *store, const char *office, Keeper *keeper, guint64 size);
void leaf_writer_free (LeafWriter *writer); /* what was not flushed is given up */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeafWriter, leaf_writer_free)

/* TEXT is a leaf's (taken over). EDITION, SALT: as store_add_leaf() has them; the salt is copied. */
gboolean leaf_writer_add (LeafWriter *writer, char *text, gint64 edition, const guint8 *salt, GError **error);
/* One that is signed already: a note. */
gboolean leaf_writer_add_signed (LeafWriter *writer, const char *entry, gint64 edition, GError **error);
/* All are signed and written, with the tiles that they fill. */
gboolean leaf_writer_flush (LeafWriter *writer, GError **error);
guint64 leaf_writer_size (const LeafWriter *writer);   /* leaves that are written */
gboolean leaf_writer_waits (const LeafWriter *writer); /* some are not yet */
