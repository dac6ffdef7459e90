/* Two saved the same text. What does not touch is brought together; what does is shown side by side, and whoever
 * saved second chooses. Then all of it stands in the editor, to be read, changed and saved: until then nothing is. */
#include "desk/write/editor.h"
#include "desk/pages.h"

#include "desk/text/comparison.h"
#include "desk/text/fields.h"
#include "desk/listing.h"
#include "desk/text/merging.h"
#include "text/difference.h"

#include <string.h>

typedef struct
{
  gint64 base, version; /* which both began from, and what is there now */
  const char *who;
  const Merging *merging;
  const char *ours; /* the whole text as it was typed */
} MergePage;

/* ---- The places at which both changed something ---- */

static json_t *
choice (const char *value, const char *text, const char *chosen)
{
  return json_pack ("{s:s, s:s, s:b}", "value", value, "text", text, "chosen", g_strcmp0 (value, chosen) == 0);
}

static char *
said_by (const Exchange *exchange, const char *key, const char *who)
{
  json_auto_t *name = json_string (who);
  return messages_format (exchange->desk->words, exchange->language, key, "name", name, NULL);
}

static json_t *
choices_view (const Exchange *exchange, const Clash *clash, const char *who, const char *chosen)
{
  g_autofree char *theirs = said_by (exchange, "merge_take_theirs", who);
  g_autofree char *both = said_by (exchange, "merge_take_both", who);
  json_t *view = json_array ();

  json_array_append_new (view, choice ("t", theirs, chosen));
  json_array_append_new (view, choice ("o", desk_word (exchange, "merge_take_ours"), chosen));
  if (clash_takes_both (clash))
    json_array_append_new (view, choice ("b", both, chosen));
  return view;
}

/* What one made of it, marked where it differs from what both began from. */
static char *
marked (const Clash *clash, const char *text, gboolean known, const char *language)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  return known && *text != '\0' ? difference_html (clash->base, text, language) : g_strdup (escaped);
}

static json_t *
clash_view (const Exchange *exchange, const MergePage *page, guint i)
{
  const Clash *clash = page->merging->clashes->pdata[i];
  gboolean known = page->merging->base != NULL;
  g_autofree char *name = g_strdup_printf ("place%u", i);
  const char *chosen = form_get (exchange->form, name);
  g_autofree char *theirs = marked (clash, clash->theirs, known, exchange->draft->language);
  g_autofree char *ours = marked (clash, clash->ours, known, exchange->draft->language);

  return json_pack ("{s:s, s:s, s:s, s:s, s:b, s:b, s:b, s:s, s:o, s:b}", "name", name, "label",
                    comparison_label (exchange, clash->field), "theirs", theirs, "ours", ours, "theirs_empty",
                    *g_strstrip (theirs) == '\0', "ours_empty", *g_strstrip (ours) == '\0', "has_base",
                    *clash->base != '\0', "base", clash->base, "choices",
                    choices_view (exchange, clash, page->who, chosen), "unchosen",
                    form_get (exchange->form, "merging") != NULL && chosen == NULL);
}

static void
put_words (const Exchange *exchange, json_t *view, const MergePage *page)
{
  g_autofree char *title = said_by (exchange, "merge_title", page->who);
  g_autofree char *wrote = said_by (exchange, "merge_they_wrote", page->who);
  json_auto_t *count = json_integer ((json_int_t)page->merging->clashes->len);
  g_autofree char *lead =
      messages_format (exchange->desk->words, exchange->language, "merge_lead", "count", count, NULL);

  json_object_set_new (view, "heading", json_string (title));
  json_object_set_new (view, "they_wrote", json_string (wrote));
  json_object_set_new (view, "lead", json_string (lead));
}

static void
show_places (Exchange *exchange, unsigned status, const MergePage *page)
{
  json_t *view = draft_view (exchange, exchange->draft), *places = json_array ();

  for (guint i = 0; i < page->merging->clashes->len; i++)
    json_array_append_new (places, clash_view (exchange, page, i));
  put_words (exchange, view, page);
  json_object_set_new (view, "places", places);
  json_object_set_new (view, "base_version", json_integer ((json_int_t)page->base));
  json_object_set_new (view, "their_version", json_integer ((json_int_t)page->version));
  json_object_set_new (view, "mine", json_string (page->ours));
  desk_show (exchange, status, "merge", view);
}

/* ---- Brought together ---- */

static void
show_merged (Exchange *exchange, unsigned status, const MergePage *page, const char *take)
{
  GError *error = NULL;
  const Merging *merging = page->merging;
  g_autoptr (Profile) profile = desk_profile (exchange->desk, exchange->draft->office, exchange->now, &error);
  if (profile == NULL)
    {
      desk_fail (exchange, error);
      return;
    }
  g_autoptr (Source) source = merging_result (merging, take);
  json_auto_t *changed = comparison_view (exchange, profile, merging->base != NULL ? merging->base : merging->from_us,
                                          merging->from_them, exchange->draft->language);
  editor_show_merged (exchange, status, source, page->version, changed, page->who);
}

/* BASE: what both began from, or NULL. */
static void
merge (Exchange *exchange, MergePage *page, const DraftVersion *base, const char *theirs)
{
  g_autoptr (Merging) merging = merging_new (base != NULL ? base->text : NULL, page->ours, theirs);
  g_autoptr (GString) take = g_string_new (NULL);
  page->merging = merging;
  for (guint i = 0; i < merging->clashes->len; i++)
    {
      g_autofree char *name = g_strdup_printf ("place%u", i);
      const char *chosen = form_text (exchange->form, name);
      gboolean both = clash_takes_both (merging->clashes->pdata[i]);
      if (strcmp (chosen, "o") == 0 || strcmp (chosen, "t") == 0 || (both && strcmp (chosen, "b") == 0))
        g_string_append (take, chosen);
    }
  gboolean asked = form_get (exchange->form, "merging") != NULL;
  if (take->len < merging->clashes->len)
    show_places (exchange, asked ? 422 : 409, page);
  else
    show_merged (exchange, asked ? 200 : 409, page, take->str);
}

static const char *
name_of (const Exchange *exchange, const char *name)
{
  return name != NULL ? name : desk_word (exchange, "somebody");
}

/* What has no field in the form stands as it stood when it was read. */
void
merge_show (Exchange *exchange, gint64 version, const CabinetDraft *there)
{
  GError *error = NULL;
  g_autoptr (DraftVersion) base =
      cabinet_draft_version (exchange->desk->cabinet, exchange->draft->id, version, &error);
  if (error != NULL)
    {
      desk_fail (exchange, error);
      return;
    }
  g_autoptr (Source) ours = source_read (base != NULL ? base->text : there->text);
  fields_take (ours, exchange->form);
  g_autofree char *text = source_write (ours);
  MergePage page = {
    .base = version, .version = there->version, .who = name_of (exchange, there->saved_name), .ours = text
  };
  merge (exchange, &page, base, there->text);
}

static gint64
number_of (const Exchange *exchange, const char *name)
{
  return g_ascii_strtoll (form_text (exchange->form, name), NULL, 10);
}

/* What was chosen was chosen of that version of theirs; if there is another by now, saving will say so. */
void
page_merge (Exchange *exchange)
{
  GError *error = NULL;
  Cabinet *cabinet = exchange->desk->cabinet;
  const CabinetDraft *draft = exchange->draft;
  gint64 version = number_of (exchange, "version"), from = number_of (exchange, "base");
  g_autoptr (DraftVersion) there = cabinet_draft_version (cabinet, draft->id, version, &error);
  g_autoptr (DraftVersion) base = error == NULL ? cabinet_draft_version (cabinet, draft->id, from, &error) : NULL;
  if (error != NULL)
    {
      desk_fail (exchange, error);
      return;
    }
  MergePage page = { .base = from,
                     .version = there != NULL ? version : draft->version,
                     .who = name_of (exchange, there != NULL ? there->name : draft->saved_name),
                     .ours = form_text (exchange->form, "mine") };
  merge (exchange, &page, base, there != NULL ? there->text : draft->text);
}
