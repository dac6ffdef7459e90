/* Leaves are gathered into packets; a packet is asked for when it is full, and taken when there is no room for
 * another. What is taken is written: leaf, and the hash of each tile that it makes full, which stands in the level
 * above. */
#include "publish/leaf_writer.h"

#include "log/log_tree.h"
#include "seal/edition_document.h"
#include "seal/note.h"

#include <string.h>

#define A_PACKET 64 /* leaves */

typedef struct
{
  GPtrArray *texts; /* ended by NULL once it is asked for */
  gint64 editions[A_PACKET];
  guint8 salts[A_PACKET][SALT_BYTES];
  gboolean salted[A_PACKET];
} Packet;

struct _LeafWriter
{
  LogPlace place;
  Keeper *keeper;
  guint64 size;
  Packet *filling; /* or NULL */
  GQueue asked;    /* of Packet, the first asked for first */
};

static void
packet_free (Packet *packet)
{
  g_ptr_array_unref (packet->texts);
  g_free (packet);
}

LeafWriter *
leaf_writer_new (Store *store, const char *office, Keeper *keeper, guint64 size)
{
  LeafWriter *writer = g_new0 (LeafWriter, 1);

  writer->place = (LogPlace){ store, office };
  writer->keeper = keeper;
  writer->size = size;
  g_queue_init (&writer->asked);
  return writer;
}

void
leaf_writer_free (LeafWriter *writer)
{
  g_clear_pointer (&writer->filling, packet_free);
  g_queue_clear_full (&writer->asked, (GDestroyNotify)packet_free);
  g_free (writer);
}

guint64
leaf_writer_size (const LeafWriter *writer)
{
  return writer->size;
}

gboolean
leaf_writer_waits (const LeafWriter *writer)
{
  return writer->filling != NULL || !g_queue_is_empty ((GQueue *)&writer->asked);
}

/* ---- Writing ---- */

static gboolean
add_full_tiles (LeafWriter *writer, GError **error)
{
  const LogPlace *place = &writer->place;
  guint64 count = writer->size;

  for (guint level = 1; count % TILE_WIDTH == 0; level++)
    {
      g_autoptr (MerkleTree) tree = log_tree (&writer->place, writer->size);
      Hash hash;
      count /= TILE_WIDTH;
      if (!merkle_full_tile (tree, level - 1, count - 1, &hash, error)
          || !store_add_log_hash (place->store, place->office, level, count - 1, hash.bytes, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_leaf (LeafWriter *writer, const char *entry, gint64 edition, const guint8 *salt, GError **error)
{
  Hash hash = hash_leaf (entry, strlen (entry));

  if (!store_add_leaf (writer->place.store, writer->place.office, writer->size, edition, hash.bytes, entry, salt,
                       error))
    return FALSE;
  writer->size++;
  return writer->size % TILE_WIDTH != 0 || add_full_tiles (writer, error);
}

static gboolean
write_packet (LeafWriter *writer, const Packet *packet, char **lines, GError **error)
{
  guint count = packet->texts->len - 1;

  if (g_strv_length (lines) != count)
    {
      g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED, "the keeper of the keys signed another number of leaves");
      return FALSE;
    }
  for (guint i = 0; i < count; i++)
    {
      g_autofree char *entry = note_write (packet->texts->pdata[i], lines[i]);
      if (!write_leaf (writer, entry, packet->editions[i], packet->salted[i] ? packet->salts[i] : NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_first (LeafWriter *writer, GError **error)
{
  g_auto (GStrv) lines = keeper_take_leaves (writer->keeper, error);
  Packet *packet = g_queue_pop_head (&writer->asked);
  gboolean written = lines != NULL && write_packet (writer, packet, lines, error);

  packet_free (packet);
  return written;
}

static gboolean
ask_for_filled (LeafWriter *writer, GError **error)
{
  Packet *packet = g_steal_pointer (&writer->filling);
  if (packet == NULL)
    return TRUE;

  g_ptr_array_add (packet->texts, NULL);
  gboolean room = keeper_has_room (writer->keeper) || take_first (writer, error);
  if (room && keeper_ask_leaves (writer->keeper, (const char *const *)packet->texts->pdata, error))
    {
      g_queue_push_tail (&writer->asked, packet);
      return TRUE;
    }
  packet_free (packet);
  return FALSE;
}

/* ---- Adding ---- */

gboolean
leaf_writer_add (LeafWriter *writer, char *text, gint64 edition, const guint8 *salt, GError **error)
{
  if (writer->filling == NULL)
    {
      writer->filling = g_new0 (Packet, 1);
      writer->filling->texts = g_ptr_array_new_with_free_func (g_free);
    }
  Packet *packet = writer->filling;
  guint at = packet->texts->len;

  g_ptr_array_add (packet->texts, text);
  packet->editions[at] = edition;
  packet->salted[at] = salt != NULL;
  if (salt != NULL)
    memcpy (packet->salts[at], salt, SALT_BYTES);
  return at + 1 < A_PACKET || ask_for_filled (writer, error);
}

gboolean
leaf_writer_add_signed (LeafWriter *writer, const char *entry, gint64 edition, GError **error)
{
  return leaf_writer_flush (writer, error) && write_leaf (writer, entry, edition, NULL, error);
}

gboolean
leaf_writer_flush (LeafWriter *writer, GError **error)
{
  if (!ask_for_filled (writer, error))
    return FALSE;
  while (!g_queue_is_empty (&writer->asked))
    if (!take_first (writer, error))
      return FALSE;
  return TRUE;
}
