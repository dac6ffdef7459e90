/* An edition's place in the record log, in plain words, and what is needed to check it. */
#include "page/verify_view.h"

#include "page/common.h"
#include "page/log_keys.h"
#include "page/log_text.h"
#include "page/log_view.h"
#include "seal/key.h"
#include "text/locale.h"

#include <string.h>

static const char *
text_at (const json_t *view, const char *key)
{
  return json_string_value (json_object_get (view, key));
}

static char *
say_edition (const Page *page, const Edition *edition, guint total, const Leaf *leaf)
{
  Instant when = edition->number == 1 ? edition->dated : edition_visible_from (edition);
  json_auto_t *kind = json_string (leaf_kind_name (leaf->kind));
  json_auto_t *number = json_integer ((json_int_t)edition->number), *all = json_integer ((json_int_t)total);
  json_auto_t *date = view_date (page, when, "long");

  return messages_format (page->messages, page->language, "verify_edition", "kind", kind, "number", number, "total",
                          all, "date", json_object_get (date, "text"), NULL);
}

/* TEXT, taken over, and what changed: within a sentence, so that its own full stop goes. */
static char *
add_note (const Page *page, char *text, const char *note)
{
  g_autofree char *phrase = g_strchomp (g_strdup (note));
  if (g_str_has_suffix (phrase, ".") && !g_str_has_suffix (phrase, ".."))
    phrase[strlen (phrase) - 1] = '\0';
  json_auto_t *before = json_string (text), *more = json_string (phrase);
  g_free (text);
  return messages_format (page->messages, page->language, "verify_changed", "text", before, "note", more, NULL);
}

static char *
add_place (const Page *page, char *text, guint64 position, Instant recorded)
{
  g_autofree char *number = locale_number (page->language, (gint64)position + 1);
  g_autofree char *date = log_utc_text (page, recorded, DATE_LONG);
  g_autofree char *time = log_utc_text (page, recorded, DATE_TIME);
  json_auto_t *before = json_string (text), *at = json_string (number), *on = json_string (date),
              *clock = json_string (time);

  g_free (text);
  return messages_format (page->messages, page->language, "verify_recorded", "text", before, "number", at, "date", on,
                          "time", clock, NULL);
}

static char *
add_witnesses (const Page *page, char *text, const json_t *log)
{
  json_auto_t *before = json_string (text);
  g_free (text);
  return messages_format (page->messages, page->language, "verify_witnessed", "text", before, "names",
                          json_object_get (log, "seen_by"), "when", json_object_get (log, "seen_at"), NULL);
}

/* "Edition 2 of 2, corrected on 16 January 2026 (what changed), recorded as no. 1,204 on …, witnessed by …." */
static char *
say_all (const Page *page, const json_t *log, const Edition *edition, guint total, guint64 position, const Leaf *leaf)
{
  char *text = say_edition (page, edition, total, leaf);

  if (edition->number > 1 && edition->change_note != NULL)
    text = add_note (page, text, edition->change_note);
  text = add_place (page, text, position, leaf->recorded);
  if (text_at (log, "seen_by") != NULL && position < (guint64)json_integer_value (json_object_get (log, "seen_size")))
    text = add_witnesses (page, text, log);
  json_auto_t *all = json_string (text);
  g_free (text);
  return messages_format (page->messages, page->language, "verify_sentence", "text", all, NULL);
}

/* "water-treaty-2": what its files are kept as. */
static char *
file_name (const Edition *edition)
{
  return g_strdup_printf ("%s-%s-%u", edition->slug, edition->language, edition->number);
}

/* KEYS: one a line, those of witnesses marked as such by their algorithm, of whom so many are NEEDED. */
static char *
command_of (const char *name, const char *keys, json_int_t needed)
{
  GString *command = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (keys, "\n", -1);

  g_string_printf (command, "chancery verify %s.edition.json %s.tlog-proof", name, name);
  for (char **key = lines; *key != NULL; key++)
    {
      g_autoptr (Verifier) verifier = verifier_parse (*key, NULL);
      gboolean witness = verifier != NULL && verifier->algorithm == KEY_COSIGNATURE;
      g_string_append_printf (command, " \\\n  %s %s", witness ? "--witness" : "--key", *key);
    }
  if (needed > 0)
    g_string_append_printf (command, " \\\n  --needed %" JSON_INTEGER_FORMAT, needed);
  return g_string_free (command, FALSE);
}

static json_t *
edition_view (const Page *page, const json_t *log, const Edition *edition, guint total, const StoreLeaf *place,
              const char *address)
{
  g_autoptr (Leaf) leaf = log_leaf (place->entry);
  if (leaf == NULL || leaf->kind == LEAF_KEYS)
    return NULL;

  g_autofree char *name = file_name (edition), *keys = log_keys_for (log, place->entry);
  json_t *view = json_object ();
  view_take (view, "number", locale_number (page->language, (gint64)place->position + 1));
  view_take (view, "document", g_strconcat (address, ".edition.json", NULL));
  view_take (view, "proof", g_strconcat (address, ".tlog-proof", NULL));
  view_take (view, "file", g_strconcat (address, ".verify.html", NULL));
  view_text (view, "kind", leaf_kind_name (leaf->kind));
  view_take (view, "digest", hash_hex (&leaf->document_digest));
  view_text (view, "name", name);
  view_text (view, "keys", keys);
  view_take (view, "command",
             command_of (name, keys, json_integer_value (json_object_get (log, "witnesses_needed"))));
  view_take (view, "text", say_all (page, log, edition, total, place->position, leaf));
  return view;
}

gboolean
verify_put_edition (Page *page, json_t *view, const Edition *edition, guint total, const char *address,
                    GError **error)
{
  GError *failure = NULL;
  const json_t *common = common_view (page, &failure);
  const json_t *log = json_object_get (common, "record");
  g_autoptr (StoreLeaf) place = log != NULL ? store_leaf (page->store, edition, &failure) : NULL;

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (place != NULL && place->salt != NULL)
    view_put (view, "log", edition_view (page, log, edition, total, place, address));
  else if (log != NULL && place == NULL)
    view_text (view, "unlogged", page_message (page, "verify_not_yet"));
  return TRUE;
}
