/* The office's log as pages tell of it.
 *
 * Nothing is said that is not so: who witnessed is read from the signatures below a checkpoint, each of which is
 * verified; where there is none, no word is said of witnesses. */
#include "page/log_view.h"

#include "page/log_keys.h"
#include "page/log_text.h"
#include "seal/note.h"
#include "text/locale.h"

#include <string.h>

typedef struct
{
  char *name; /* as the office calls it */
  Verifier *verifier;
} LogWitness;

static void
log_witness_free (LogWitness *witness)
{
  g_free (witness->name);
  verifier_free (witness->verifier);
  g_free (witness);
}

/* Those who are asked to watch the log: array of LogWitness, perhaps empty; transfer full. */
static GPtrArray *
witnesses_of (const Page *page)
{
  const GPtrArray *asked = page->profile->witnesses;
  GPtrArray *witnesses = g_ptr_array_new_with_free_func ((GDestroyNotify)log_witness_free);

  for (guint i = 0; i < asked->len; i++)
    {
      const Witness *one = asked->pdata[i];
      Verifier *verifier = verifier_parse (one->key, NULL);
      if (verifier == NULL)
        continue;
      const char *name =
          one->name != NULL ? local_text (one->name, page->language, page->profile->languages[0]) : verifier->name;
      LogWitness *witness = g_new (LogWitness, 1);
      *witness = (LogWitness){ g_strdup (name), verifier };
      g_ptr_array_add (witnesses, witness);
    }
  return witnesses;
}

static json_t *
utc_view (const Page *page, Instant instant)
{
  json_t *view = json_object ();

  view_take (view, "instant", view_second (instant));
  view_take (view, "text", log_utc_text (page, instant, DATE_LONG_TIME));
  return view;
}

/* A checkpoint, as far as it is signed by the log and by witnesses that are known. */
static Note *
open_head (const StoreLog *log, const char *checkpoint, const GPtrArray *witnesses, GError **error)
{
  g_autoptr (Verifier) own = verifier_parse (log->log_key, error);
  if (own == NULL)
    return NULL;
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  g_ptr_array_add (known, own);
  for (guint i = 0; i < witnesses->len; i++)
    g_ptr_array_add (known, ((const LogWitness *)witnesses->pdata[i])->verifier);
  return note_open (checkpoint, strlen (checkpoint), (Verifier *const *)known->pdata, known->len, error);
}

static json_t *
witnesses_view (const Page *page, const Note *head, const GPtrArray *witnesses)
{
  json_t *view = json_array ();

  for (guint i = 0; i < witnesses->len; i++)
    {
      const LogWitness *witness = witnesses->pdata[i];
      const NoteSignature *signature = note_signature (head, witness->verifier);
      json_t *entry = json_object ();
      view_text (entry, "name", witness->name);
      view_take (entry, "key", verifier_write (witness->verifier));
      if (signature != NULL)
        view_put (entry, "seen", utc_view (page, signature->time * INSTANT_SECOND));
      json_array_append_new (view, entry);
    }
  return view;
}

/* "witnessed by X and Y": those who have seen HEAD, which is of SIZE, and when the last of them had. */
static void
put_seen (const Page *page, json_t *view, const Note *head, guint64 size, const GPtrArray *witnesses)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  gint64 last = 0;

  for (guint i = 0; i < witnesses->len; i++)
    {
      const LogWitness *witness = witnesses->pdata[i];
      const NoteSignature *signature = note_signature (head, witness->verifier);
      if (signature == NULL)
        continue;
      g_ptr_array_add (names, witness->name);
      last = MAX (last, signature->time);
    }
  if (names->len == 0)
    return;
  g_ptr_array_add (names, NULL);
  view_take (view, "seen_by", locale_list (page->language, (const char *const *)names->pdata));
  view_take (view, "seen_at", log_utc_text (page, last * INSTANT_SECOND, DATE_LONG_TIME));
  json_object_set_new (view, "seen_size", json_integer ((json_int_t)size));
}

/* What is known of when the head was signed: not before its last entry was to be seen. */
static void
put_newest (const Page *page, json_t *view, guint64 size, GError **error)
{
  g_auto (GStrv) entries = size > 0 ? store_log_entries (page->store, page->office, size - 1, 1, error) : NULL;
  g_autoptr (Leaf) leaf = entries != NULL ? log_leaf (entries[0]) : NULL;

  if (leaf != NULL)
    view_put (view, "newest",
              utc_view (page, leaf->kind == LEAF_KEYS || leaf->kind == LEAF_IMPORT
                                  ? leaf->recorded
                                  : MAX (leaf->recorded, leaf->published)));
}

/* The newest head that is witnessed as the office asks, else the newest; who of the witnesses saw it. */
static gboolean
put_witnesses (const Page *page, json_t *view, const StoreLog *log, const char *newest, guint64 size, GError **error)
{
  GError *failure = NULL;
  guint64 seen_size;
  g_autoptr (GPtrArray) witnesses = witnesses_of (page);
  g_autofree char *seen = store_checkpoint_witnessed (page->store, page->office, &seen_size, &failure);
  g_autoptr (Note) head = failure == NULL ? open_head (log, seen != NULL ? seen : newest, witnesses, &failure) : NULL;

  if (head == NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  view_list (view, "witnesses", witnesses_view (page, head, witnesses));
  put_seen (page, view, head, seen != NULL ? seen_size : size, witnesses);
  view_flag (view, "seen_by_enough", seen != NULL && witnesses->len > 0);
  json_object_set_new (view, "witnesses_needed",
                       json_integer (witnesses->len > 0 ? (json_int_t)page->profile->witnesses_needed : 0));
  return TRUE;
}

static json_t *
view_of (const Page *page, const StoreLog *log, const char *checkpoint, guint64 size, GError **error)
{
  json_t *view = json_object ();

  if (!put_witnesses (page, view, log, checkpoint, size, error))
    {
      json_decref (view);
      return NULL;
    }
  view_take (view, "href", link_record (page->language));
  view_text (view, "name", log->origin);
  view_take (view, "url", link_absolute (page, "/log"));
  view_text (view, "checkpoint", "/log/checkpoint");
  json_object_set_new (view, "size", json_integer ((json_int_t)size));
  view_take (view, "size_text", locale_number (page->language, (gint64)size));
  log_put_keys (page, view, log, error);
  put_newest (page, view, size, error);
  view_take (view, "script", link_asset (page->parts, "verify.js"));
  return view;
}

json_t *
log_view (const Page *page, GError **error)
{
  GError *failure = NULL;
  guint64 size;
  g_autoptr (StoreLog) log = store_log (page->store, page->office, &failure);
  g_autofree char *checkpoint = log != NULL ? store_checkpoint (page->store, page->office, &size, &failure) : NULL;
  json_t *view = checkpoint != NULL ? view_of (page, log, checkpoint, size, &failure) : NULL;

  if (failure != NULL)
    g_propagate_error (error, failure);
  return view;
}
