/* Threads fetch and open bundles ahead; one takes them in their order. Which keys sign is learned on the way: a
 * bundle that was opened with keys which had changed by its turn is opened again. */
#include "audit/log_audit.h"

#include "audit/bundle.h"
#include "audit/frontier.h"
#include "base/ahead.h"

#include <string.h>

#define AT_ONCE 32u /* tiles above the leaves */

typedef struct
{
  const LogSource *source;
  const LogTrust *trust;
  Findings *findings;
  LogProgress progress;
  gpointer data;
  LogAudit *audit;

  GMutex lock;
  GPtrArray *named; /* the keys as of the leaf that is taken next; under the lock */

  Frontier frontier;
  GArray *tiles;       /* Hash of every full tile of the level that was read last */
  gboolean by_trusted; /* who is believed signed the first leaf */
  gboolean continued;  /* the earlier head is a beginning */
} Auditor;

void
log_audit_free (LogAudit *audit)
{
  g_free (audit->note);
  g_clear_pointer (&audit->head, checkpoint_free);
  g_clear_pointer (&audit->history, history_free);
  g_clear_pointer (&audit->witnesses, g_array_unref);
  g_free (audit);
}

/* ---- Leaves ---- */

static GPtrArray *
keys_now (Auditor *auditor)
{
  g_mutex_lock (&auditor->lock);
  GPtrArray *named = auditor->named != NULL ? g_ptr_array_ref (auditor->named) : NULL;
  g_mutex_unlock (&auditor->lock);
  return named;
}

static void
note_keys (Auditor *auditor)
{
  GPtrArray *named = history_keys (auditor->audit->history);

  if (named == auditor->named)
    return;
  g_mutex_lock (&auditor->lock);
  g_clear_pointer (&auditor->named, g_ptr_array_unref);
  auditor->named = g_ptr_array_ref (named);
  g_mutex_unlock (&auditor->lock);
}

static Bundle *
open_bundle (Auditor *auditor, guint64 index)
{
  g_autoptr (GPtrArray) named = keys_now (auditor);
  return bundle_open (auditor->source, index, auditor->audit->head->size, named);
}

/* The first bundle is taken before the threads start: it tells the keys. */
static gpointer
make_bundle (guint index, gpointer data)
{
  return open_bundle (data, (guint64)index + 1);
}

static void
take_entry (Auditor *auditor, Bundle *bundle, guint i)
{
  Entry *entry = &bundle->entries[i];

  if (bundle->named != auditor->named)
    {
      gsize length;
      const char *bytes = g_bytes_get_data (bundle->bytes->pdata[i], &length);
      entry_clear (entry);
      entry_open (entry, bytes, length, auditor->named);
    }
  history_take (auditor->audit->history, entry);
  note_keys (auditor);
}

/* Whether the tree of the earlier head stands at the beginning of what has come, of which BUNDLE is the last. */
static void
check_earlier (Auditor *auditor, const Bundle *bundle, guint64 first)
{
  const Checkpoint *earlier = auditor->trust->earlier;
  if (earlier == NULL || earlier->size <= first || earlier->size > first + bundle->bytes->len)
    return;

  Frontier then = auditor->frontier;
  for (guint i = 0; i < earlier->size - first; i++)
    frontier_add (&then, &bundle->entries[i].hash, 0);
  Hash root = frontier_root (&then);
  auditor->continued = hash_equal (&root, &earlier->root);
  if (!auditor->continued)
    findings_add (auditor->findings,
                  "the first %" G_GUINT64_FORMAT
                  " leaves are not those of the earlier audit: the log was rewritten, or this is another one",
                  earlier->size);
}

static void
grow (Auditor *auditor, const Bundle *bundle)
{
  if (bundle->bytes->len == TILE_WIDTH)
    {
      frontier_add (&auditor->frontier, &bundle->whole, TILE_HEIGHT);
      g_array_append_val (auditor->tiles, bundle->whole);
      return;
    }
  for (guint i = 0; i < bundle->bytes->len; i++)
    frontier_add (&auditor->frontier, &bundle->entries[i].hash, 0);
}

static gboolean
take_bundle (Auditor *auditor, Bundle *taken, guint64 index)
{
  g_autoptr (Bundle) bundle = taken;
  LogAudit *audit = auditor->audit;
  Tile tile = { 0, index, tile_width (0, index, audit->head->size) };
  g_autofree char *path = tile_path (&tile);

  if (bundle->bytes == NULL)
    {
      findings_add (auditor->findings, "the leaves from %" G_GUINT64_FORMAT " on cannot be read: %s",
                    index * TILE_WIDTH, bundle->problem);
      return FALSE;
    }
  if (bundle->mismatch != NULL)
    findings_add (auditor->findings, "tile %s: %s", path, bundle->mismatch);
  for (guint i = 0; i < bundle->bytes->len; i++)
    take_entry (auditor, bundle, i);
  check_earlier (auditor, bundle, index * TILE_WIDTH);
  grow (auditor, bundle);
  audit->tiles++;
  if (auditor->progress != NULL)
    auditor->progress (history_size (audit->history), audit->head->size, auditor->data);
  return TRUE;
}

/* Whether a key that is believed vouches for the first leaf, on which the keys of all later ones rest. */
static void
see_who_began (Auditor *auditor, const Bundle *bundle)
{
  if (bundle->bytes == NULL)
    return;
  gsize length;
  const char *bytes = g_bytes_get_data (bundle->bytes->pdata[0], &length);
  g_autoptr (GPtrArray) believed = keys_that_vouch (auditor->trust->keys);
  g_autoptr (Note) note = note_open (bytes, length, (Verifier *const *)believed->pdata, believed->len, NULL);
  auditor->by_trusted = note != NULL;
}

static void
read_leaves (Auditor *auditor, guint threads)
{
  guint64 size = auditor->audit->head->size;
  guint bundles = (guint)((size + TILE_WIDTH - 1) / TILE_WIDTH);
  auditor->audit->whole = bundles == 0;
  if (bundles == 0)
    return;

  Bundle *first = open_bundle (auditor, 0);
  see_who_began (auditor, first);
  auditor->audit->whole = take_bundle (auditor, first, 0);
  if (!auditor->audit->whole || bundles == 1)
    return;
  g_autoptr (Ahead) ahead = ahead_new (threads, bundles - 1, make_bundle, (GDestroyNotify)bundle_free, auditor);
  for (guint i = 1; i < bundles && auditor->audit->whole; i++)
    auditor->audit->whole = take_bundle (auditor, ahead_take (ahead), i);
}

/* ---- Tiles above the leaves ---- */

static void
compare_tile (Auditor *auditor, const Tile *tile, GBytes *served)
{
  const Hash *hashes = &g_array_index (auditor->tiles, Hash, tile->index * TILE_WIDTH);
  gsize length = tile->width * sizeof *hashes;
  g_autofree char *path = tile_path (tile);

  if (g_bytes_get_size (served) != length || memcmp (g_bytes_get_data (served, NULL), hashes, length) != 0)
    findings_add (auditor->findings, "tile %s is not what the leaves make", path);
  auditor->audit->tiles++;
}

/* COUNT tiles of LEVEL from FIRST on. */
static void
compare_some (Auditor *auditor, guint level, guint64 first, guint count)
{
  g_auto (GStrv) paths = g_new0 (char *, count + 1);
  GBytes *files[AT_ONCE] = { NULL };
  Tile tiles[AT_ONCE];
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < count; i++)
    {
      tiles[i] = (Tile){ level, first + i, tile_width (level, first + i, auditor->audit->head->size) };
      g_autofree char *path = tile_path (&tiles[i]);
      paths[i] = g_strconcat ("tile/", path, NULL);
    }
  if (!auditor->source->read (auditor->source->data, paths, count, files, &error))
    {
      findings_add (auditor->findings, "the tiles of level %u cannot be read: %s", level, error->message);
      return;
    }
  for (guint i = 0; i < count; i++)
    {
      compare_tile (auditor, &tiles[i], files[i]);
      g_bytes_unref (files[i]);
    }
}

static void
compare_level (Auditor *auditor, guint level)
{
  guint64 count = (auditor->tiles->len + TILE_WIDTH - 1) / TILE_WIDTH;
  g_autoptr (GArray) above = g_array_new (FALSE, FALSE, sizeof (Hash));

  for (guint64 first = 0; first < count; first += AT_ONCE)
    compare_some (auditor, level, first, (guint)MIN (AT_ONCE, count - first));
  for (guint i = 0; (i + 1) * TILE_WIDTH <= auditor->tiles->len; i++)
    {
      Hash hash = bundle_fold (&g_array_index (auditor->tiles, Hash, i * TILE_WIDTH));
      g_array_append_val (above, hash);
    }
  g_array_unref (auditor->tiles);
  auditor->tiles = g_steal_pointer (&above);
}

/* ---- The head ---- */

static gboolean
is_among (const Verifier *verifier, const GPtrArray *keys)
{
  for (guint i = 0; i < keys->len; i++)
    if (verifier_equal (keys->pdata[i], verifier))
      return TRUE;
  return FALSE;
}

static void
add_all (GPtrArray *to, Verifier *const *verifiers, gsize count)
{
  for (gsize i = 0; i < count; i++)
    g_ptr_array_add (to, verifiers[i]);
}

/* The checkpoint, with the keys that the log names now, those that are believed, and the witnesses'. */
static Note *
open_head (const Auditor *auditor, GPtrArray *log_keys, GPtrArray *believed)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  gsize count;
  Verifier *const *witnesses = policy_witnesses (auditor->trust->policy, &count);

  add_all (known, (Verifier *const *)log_keys->pdata, log_keys->len);
  add_all (known, (Verifier *const *)believed->pdata, believed->len);
  add_all (known, witnesses, count);
  Note *note = note_open (auditor->audit->note, strlen (auditor->audit->note), (Verifier *const *)known->pdata,
                          known->len, &error);
  if (note == NULL)
    findings_add (auditor->findings, "the checkpoint: %s", error->message);
  return note;
}

static gboolean
signed_by_any (const Note *note, const GPtrArray *keys)
{
  for (guint i = 0; i < keys->len; i++)
    if (note_signature (note, keys->pdata[i]) != NULL)
      return TRUE;
  return FALSE;
}

static void
check_witnesses (Auditor *auditor, const Note *note)
{
  const Policy *policy = auditor->trust->policy;

  auditor->audit->witnesses = policy_seen (policy, note);
  if (!policy_is_met (policy, note))
    findings_add (auditor->findings,
                  "the checkpoint bears the cosignatures of %u of your witnesses, and %u are needed",
                  auditor->audit->witnesses->len, policy_needed (policy));
}

/* A log may name any keys; something must tie it to those that are believed. */
static void
check_trust (Auditor *auditor, gboolean head_is_trusted)
{
  const GPtrArray *keys = auditor->trust->keys, *named = history_past_keys (auditor->audit->history);

  for (guint i = 0; i < keys->len; i++)
    if (!is_among (keys->pdata[i], named))
      findings_add (auditor->findings, "the log does not know the key %s (id %08x), which you trust",
                    ((const Verifier *)keys->pdata[i])->name, ((const Verifier *)keys->pdata[i])->id);
  if (!head_is_trusted && !auditor->by_trusted && !auditor->continued)
    findings_add (auditor->findings,
                  "nothing ties this log to the keys that you trust: they signed neither its first "
                  "leaf nor its checkpoint");
}

static void
check_signatures (Auditor *auditor)
{
  const char *origin = auditor->audit->head->origin;
  g_autoptr (GPtrArray) believed = keys_of_log (auditor->trust->keys);
  GPtrArray *named = history_keys (auditor->audit->history);
  g_autoptr (GPtrArray) log_keys = named != NULL ? keys_of_log (named) : g_ptr_array_new ();
  g_autoptr (Note) note = open_head (auditor, log_keys, believed);

  if (note != NULL && !signed_by_any (note, log_keys))
    findings_add (auditor->findings, "the checkpoint is not signed by the key that the log names last");
  if (note != NULL)
    check_witnesses (auditor, note);
  for (guint i = 0; i < log_keys->len; i++)
    if (strcmp (((const Verifier *)log_keys->pdata[i])->name, origin) != 0)
      findings_add (auditor->findings, "the checkpoint is of the log %s, and the leaves name keys of %s", origin,
                    ((const Verifier *)log_keys->pdata[i])->name);
  check_trust (auditor, note != NULL && signed_by_any (note, believed));
}

static void
check_size (const Auditor *auditor)
{
  const Checkpoint *earlier = auditor->trust->earlier, *head = auditor->audit->head;

  if (earlier != NULL && strcmp (earlier->origin, head->origin) != 0)
    findings_add (auditor->findings, "this is the log %s, and the earlier audit was of %s", head->origin,
                  earlier->origin);
  if (earlier != NULL && head->size < earlier->size)
    findings_add (auditor->findings,
                  "the log has %" G_GUINT64_FORMAT " leaves, and had %" G_GUINT64_FORMAT
                  " at the earlier audit: it was cut short, or an old checkpoint is served",
                  head->size, earlier->size);
}

static void
check_root (const Auditor *auditor)
{
  Hash root = frontier_root (&auditor->frontier);

  if (!hash_equal (&root, &auditor->audit->head->root))
    findings_add (auditor->findings, "the checkpoint signs another tree than the %" G_GUINT64_FORMAT " leaves make",
                  auditor->audit->head->size);
}

/* ---- The whole ---- */

static gboolean
read_head (const LogSource *source, LogAudit *audit, GError **error)
{
  char *paths[] = { (char *)"checkpoint" };
  GBytes *bytes = NULL;
  gsize length;
  if (!source->read (source->data, paths, 1, &bytes, error))
    return FALSE;

  audit->note = g_bytes_unref_to_data (bytes, &length);
  audit->note = g_realloc (audit->note, length + 1);
  audit->note[length] = '\0';
  gsize text_length = note_text_length (audit->note, length);
  g_autofree char *text = g_strndup (audit->note, text_length);
  audit->head = checkpoint_parse (text, error);
  if (audit->head != NULL && audit->head->size < NO_LEAF)
    return TRUE;
  if (audit->head != NULL)
    g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED, "it is of more leaves than can be audited");
  g_prefix_error (error, "the checkpoint: ");
  return FALSE;
}

static void
audit_all (Auditor *auditor, guint threads)
{
  check_size (auditor);
  read_leaves (auditor, threads);
  if (!auditor->audit->whole)
    return;
  for (guint level = 1; auditor->tiles->len > 0; level++)
    compare_level (auditor, level);
  check_root (auditor);
  check_signatures (auditor);
}

LogAudit *
log_audit_run (const LogSource *source, const LogTrust *trust, guint threads, Findings *findings,
               LogProgress progress, gpointer data, GError **error)
{
  g_autoptr (LogAudit) audit = g_new0 (LogAudit, 1);
  if (!read_head (source, audit, error))
    return NULL;

  Auditor auditor = { .source = source,
                      .trust = trust,
                      .findings = findings,
                      .progress = progress,
                      .data = data,
                      .audit = audit,
                      .tiles = g_array_new (FALSE, FALSE, sizeof (Hash)) };
  g_mutex_init (&auditor.lock);
  audit->history = history_new (trust->now, findings);
  audit_all (&auditor, threads);
  g_clear_pointer (&auditor.named, g_ptr_array_unref);
  g_array_unref (auditor.tiles);
  g_mutex_clear (&auditor.lock);
  return g_steal_pointer (&audit);
}
