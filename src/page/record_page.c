/* The log, told to those who would check it: what it is, whose keys sign it, how far it goes.
 *
 * It is of now at every instant: a log only grows, so what it held then it holds still, and a key of then that no
 * longer signs is named by the log itself. */
#include "page/record_page.h"

#include "page/answer.h"
#include "page/common.h"
#include "page/record_log.h"

#include <string.h>

static json_t *
page_view (const Page *page, const json_t *record)
{
  json_auto_t *count = json_integer (json_integer_value (json_object_get (record, "size")));
  json_t *view = json_object ();

  view_text (view, "title", page_message (page, "record_title"));
  view_take (view, "entries",
             messages_format (page->messages, page->language, "record_entries", "count", count, NULL));
  view_text (view, "of_now", page->at != page->now ? page_message (page, "record_of_now") : NULL);
  view_text (view, "keys_address", "/.well-known/chancery.json");
  return view;
}

json_t *
record_build (Page *page, GError **error)
{
  const json_t *common = common_view (page, error);
  const json_t *record = json_object_get (common, "record");
  if (record == NULL)
    return NULL;

  g_autofree char *address = link_record (page->language);
  json_auto_t *translations = frame_same_in_all (page, link_record);
  json_auto_t *own = page_view (page, record);
  FrameInput input = { .kind = "record",
                       .title = page_message (page, "record_title"),
                       .description = page_message (page, "record_what"),
                       .address = address,
                       .sheet = "record.css",
                       .translations = translations };
  json_t *view = frame_build (page, &input, error);
  if (view != NULL)
    json_object_set (view, "record_page", own);
  return view;
}

/* Those that sign now. */
static json_t *
keys_list (const json_t *record)
{
  static const char *const names[] = { "log_key", "old_log_key", "office_key", "root_key" };
  json_t *keys = json_array ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (json_object_get (record, names[i]) != NULL)
      json_array_append (keys, json_object_get (record, names[i]));
  return keys;
}

/* The leaves that name keys, with whoever signed them: the root vouches so for all that there ever were. */
static json_t *
endorsements_view (const Page *page, GError **error)
{
  g_auto (GStrv) entries = store_keys_leaves (page->store, page->office, error);
  json_t *view = json_array ();

  for (char **entry = entries; entry != NULL && *entry != NULL; entry++)
    json_array_append_new (view, json_string (*entry));
  return view;
}

static json_t *
keys_view (const json_t *record)
{
  static const char *const same[] = { "url", "log_key", "office_key", "root_key" };
  json_t *view = json_object (), *witnesses = json_array ();
  size_t index;
  json_t *witness;

  json_array_foreach (json_object_get (record, "witnesses"), index, witness)
    json_array_append (witnesses, json_object_get (witness, "key"));
  json_object_set (view, "log", json_object_get (record, "name"));
  for (gsize i = 0; i < G_N_ELEMENTS (same); i++)
    json_object_set (view, same[i], json_object_get (record, same[i]));
  json_object_set_new (view, "keys", keys_list (record));
  json_object_set_new (view, "witnesses", witnesses);
  json_object_set_new (view, "witnesses_needed",
                       json_integer (json_integer_value (json_object_get (record, "witnesses_needed"))));
  return view;
}

Answer *
record_keys_answer (Page *page, GError **error)
{
  const json_t *common = common_view (page, error);
  const json_t *record = json_object_get (common, "record");
  if (record == NULL)
    return NULL;

  json_auto_t *view = keys_view (record);
  json_object_set_new (view, "endorsements", endorsements_view (page, error));
  char *text = json_dumps (view, JSON_INDENT (1));
  g_autoptr (GBytes) body = g_bytes_new_take (text, strlen (text));
  Answer *answer = answer_bytes (200, "application/json; charset=utf-8", body, page->at + CHECKPOINT_LIFE);
  answer->shared = answer->brief = TRUE;
  return answer;
}
