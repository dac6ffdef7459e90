/* Any bytes as what an audit reads: the state of an earlier one, the keys that a site tells, a sitemap, an entry of a
 * log, and a page. A state that is read can be written, and reads as the same. */
#include "audit/entry.h"
#include "audit/known_keys.h"
#include "audit/reading.h"
#include "audit/site_map.h"
#include "audit/state.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static void
try_state (const char *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AuditState) state = audit_state_parse (bytes, length, &error);

  if ((state == NULL) != (error != NULL))
    abort ();
  if (state == NULL)
    return;
  g_autofree char *text = audit_state_write (state->checkpoint, state->head, state->keys, state->audited);
  g_autoptr (AuditState) again = audit_state_parse (text, strlen (text), NULL);
  g_autofree char *twice =
      again != NULL ? audit_state_write (again->checkpoint, again->head, again->keys, again->audited) : NULL;
  if (g_strcmp0 (text, twice) != 0)
    abort ();
}

static void
try_entry (const char *bytes, gsize length)
{
  Entry entry;

  entry_open (&entry, bytes, length, NULL);
  if (entry.problem == NULL && entry.keys == NULL)
    abort (); /* the first of a log is about keys */
  entry_clear (&entry);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  const char *bytes = size > 0 ? (const char *)data : "";
  g_autoptr (GError) error = NULL;
  g_autoptr (KnownKeys) known = known_keys_parse (bytes, size, &error);
  gboolean index;
  g_autoptr (GPtrArray) paths = site_map_parse (bytes, size, &index, NULL);
  g_autoptr (GArray) numbers = reading_editions (bytes, size, "/en/2024/05/06/x");

  if ((known == NULL) != (error != NULL) || numbers->len > size)
    abort ();
  for (guint i = 0; paths != NULL && i < paths->len; i++)
    site_map_is_document (paths->pdata[i]);
  try_state (bytes, size);
  try_entry (bytes, size);
  return 0;
}
