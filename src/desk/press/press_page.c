/* What somebody without an account reads, who has a link: one text and its files, marked with their name. A link that
 * never was, one that ended, one that ran out, and one to what is no longer to be read are answered alike. */
#include "desk/pages.h"

#include "cabinet/media.h"
#include "cabinet/press.h"
#include "desk/moment.h"
#include "desk/text/preview.h"
#include "record/attachment_entry.h"
#include "text/locale.h"

#include <string.h>

#define MARKS 60
#define MOST_OF_FILE (64 << 20)

static void
say (Exchange *exchange, unsigned status, const char *title, const char *text)
{
  desk_show (exchange, status, "press_nothing",
             json_pack ("{s:s, s:s}", "title", desk_word (exchange, title), "text", desk_word (exchange, text)));
}

void
press_nothing (Exchange *exchange)
{
  say (exchange, 404, "press_nothing_title", "press_nothing_text");
}

void
press_too_often (Exchange *exchange)
{
  say (exchange, 429, "press_too_often_title", "press_too_often_text");
}

static void
fail (Exchange *exchange, GError *error)
{
  g_printerr ("chancery: the desk: a link for the press: %s\n", error->message);
  g_error_free (error);
  say (exchange, 500, "fault_title", "press_fault_text");
}

/* ---- What the link is good for ---- */

typedef struct
{
  PressLink *link;
  CabinetDraft *draft;
  Profile *profile;
  Edition *edition; /* NULL: it is not complete yet */
} Reading;

static void
reading_clear (Reading *reading)
{
  g_clear_pointer (&reading->link, press_link_free);
  g_clear_pointer (&reading->draft, cabinet_draft_free);
  g_clear_pointer (&reading->profile, profile_free);
  g_clear_pointer (&reading->edition, edition_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

/* What is taken back is not shown while that is done, either. Of what was erased there is nothing to be read. */
static gboolean
is_readable (const Reading *reading)
{
  const CabinetDraft *draft = reading->draft;

  if (draft == NULL || draft->taking_back != NULL)
    return FALSE;
  return draft->state == DRAFT_PUBLISHED || draft->state == DRAFT_SCHEDULED
         || reading->link->purpose == PRESS_PREVIEW;
}

/* What is scheduled is read as the record has it. */
static Edition *
edition_of (Exchange *exchange, const Reading *reading, GError **error)
{
  const CabinetDraft *draft = reading->draft;
  g_autoptr (GError) incomplete = NULL;

  if (draft->number == 0)
    return draft_edition (exchange, draft, reading->profile, &incomplete);
  store_set_instant (exchange->desk->visible, draft->visible_from);
  return store_edition_number (exchange->desk->visible, draft->office, draft->document, draft->language,
                               draft->number, error);
}

/* Before its instant an edition that is erased is visible at none. */
static gboolean
is_erased (const Reading *reading)
{
  return reading->edition != NULL ? reading->edition->state == STATE_ERASED : reading->draft->number > 0;
}

/* FALSE without ERROR set: there is nothing to be read. */
static gboolean
find (Exchange *exchange, const char *token, Reading *reading, GError **error)
{
  Desk *desk = exchange->desk;
  GError *failure = NULL;

  reading->link = cabinet_press_link (desk->cabinet, token, exchange->now, &failure);
  if (reading->link != NULL)
    reading->draft = cabinet_draft (desk->cabinet, reading->link->draft, exchange->now, &failure);
  gboolean found = failure == NULL && is_readable (reading);
  if (found)
    reading->profile = desk_profile (desk, reading->draft->office, exchange->now, &failure);
  if (reading->profile != NULL)
    reading->edition = edition_of (exchange, reading, &failure);
  found = found && !is_erased (reading);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return found && failure == NULL;
}

/* ---- The page ---- */

static const char *
text_at (json_t *fields, const char *map, const char *key)
{
  return json_string_value (json_object_get (map != NULL ? json_object_get (fields, map) : fields, key));
}

static char *
byline_of (const Edition *edition)
{
  static const char *const keys[][2] = {
    { "speaker", "name" }, { "speaker", "role" }, { "event", "name" }, { "event", "place" }
  };
  g_autoptr (GString) line = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *text = text_at (edition->fields, keys[i][0], keys[i][1]);
      if (text != NULL && *text != '\0')
        g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", text);
    }
  return line->len > 0 ? g_string_free (g_steal_pointer (&line), FALSE) : NULL;
}

static json_t *
files_view (const Edition *edition, const char *token)
{
  json_t *view = json_array (), *file;
  size_t i;

  json_array_foreach (json_object_get (edition->fields, "attachments"), i, file)
    {
      const char *digest = text_at (file, NULL, "media"), *name = text_at (file, NULL, "name");
      const char *title = text_at (file, NULL, "title");
      if (digest == NULL || name == NULL)
        continue;
      g_autofree char *segment = g_uri_escape_string (name, NULL, TRUE);
      g_autofree char *href = g_strdup_printf ("/p/%s/%s/%s", token, digest, segment);
      json_array_append_new (view, json_pack ("{s:s, s:s}", "href", href, "name", title != NULL ? title : name));
    }
  return view;
}

/* Pictures that do not stand in the text, as on the public page. */
static json_t *
pictures_view (const Edition *edition, const char *token)
{
  json_t *view = json_array (), *file;
  size_t i;

  json_array_foreach (json_object_get (edition->fields, "attachments"), i, file)
    {
      g_autofree char *shown = attachment_is_picture (file) ? attachment_shown (file) : NULL;
      if (shown == NULL || strstr (edition->html, shown) != NULL)
        continue;
      const char *alt = text_at (file, NULL, "alt"), *caption = text_at (file, NULL, "caption");
      g_autofree char *source = g_strdup_printf ("/p/%s/%s", token, shown + strlen ("/media/"));
      json_t *picture = json_pack ("{s:s, s:s}", "src", source, "alt", alt != NULL ? alt : "");
      desk_put (picture, "caption", caption);
      json_array_append_new (view, picture);
    }
  return view;
}

/* Links within the office's own site lead there; its own pictures are behind the link as the text is. */
static char *
html_of (const Reading *reading, const char *token)
{
  g_autoptr (GString) html = g_string_new (reading->edition->html);
  g_autofree char *first = g_strdup_printf ("\"/p/%s/", token), *next = g_strdup_printf ("w, /p/%s/", token);
  g_autofree char *own =
      reading->profile->address != NULL ? g_strdup_printf ("href=\"%s/", reading->profile->address) : NULL;

  g_string_replace (html, "\"/media/", first, 0);
  g_string_replace (html, "w, /media/", next, 0);
  if (own != NULL)
    g_string_replace (html, "href=\"/", own, 0);
  return g_string_free (g_steal_pointer (&html), FALSE);
}

static void
put_text (Exchange *exchange, json_t *view, const Reading *reading, const char *token)
{
  const Edition *edition = reading->edition;
  g_autofree char *kind_key = g_strconcat ("kind_", kind_name (edition->kind), NULL);
  g_autofree char *byline = byline_of (edition), *html = html_of (reading, token);
  json_t *files = files_view (edition, token);

  json_object_set_new (view, "kind_text", json_string (desk_word (exchange, kind_key)));
  json_object_set_new (view, "html", json_string (html));
  json_object_set_new (view, "pictures", pictures_view (edition, token));
  desk_put (view, "byline", byline);
  desk_put (view, "summary", edition->summary);
  desk_put (view, "notes", text_at (edition->fields, NULL, "notes_to_editors"));
  json_object_set_new (view, "has_files", json_boolean (json_array_size (files) > 0));
  json_object_set_new (view, "files", files);
}

static char *
with_text (const Exchange *exchange, const char *key, const char *name, const char *text)
{
  json_auto_t *value = json_string (text);
  return messages_format (exchange->desk->words, exchange->language, key, name, value, NULL);
}

static json_t *
marks_of (const char *recipient)
{
  json_t *marks = json_array ();

  for (guint i = 0; i < MARKS; i++)
    json_array_append_new (marks, json_pack ("{s:s}", "recipient", recipient));
  return marks;
}

static void
show (Exchange *exchange, const Reading *reading, const char *token)
{
  const CabinetDraft *draft = reading->draft;
  const Profile *profile = reading->profile;
  gboolean embargo = draft->state == DRAFT_SCHEDULED;
  g_autofree char *when = embargo ? moment_words (exchange, profile, draft->visible_from) : NULL;
  g_autofree char *banner =
      embargo ? with_text (exchange, "press_embargo", "when", when) : g_strdup (desk_word (exchange, "press_draft"));
  g_autofree char *for_text = with_text (exchange, "press_for", "name", reading->link->recipient);
  json_t *view =
      json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:b}", "title", draft->title, "tag", draft->language,
                 "text_direction", locale_direction (draft->language), "office_name",
                 local_text (profile->name, exchange->language, profile->languages[0]), "banner", banner, "for_text",
                 for_text, "marks", marks_of (reading->link->recipient), "has_text", reading->edition != NULL);

  if (reading->edition != NULL)
    put_text (exchange, view, reading, token);
  desk_show (exchange, 200, "press", view);
}

/* ---- Its files ---- */

static gboolean
is_among (json_t *files, const char *digest, const char *name)
{
  size_t i;
  json_t *file;

  json_array_foreach (files, i, file)
    if ((g_strcmp0 (text_at (file, NULL, "media"), digest) == 0
         && g_strcmp0 (text_at (file, NULL, "name"), name) == 0)
        || is_among (json_object_get (file, "renditions"), digest, name))
      return TRUE;
  return FALSE;
}

static gboolean
is_of_edition (const Edition *edition, const char *digest, const char *name)
{
  return is_among (json_object_get (edition->fields, "attachments"), digest, name);
}

/* Of a draft, which the record knows nothing of. FALSE: it is not there. */
static gboolean
show_file_of_draft (Exchange *exchange, const char *digest)
{
  g_autofree char *type = NULL;

  exchange->body = cabinet_file_content (exchange->desk->cabinet, digest, &type, NULL);
  if (exchange->body == NULL)
    return FALSE;
  exchange->status = 200;
  exchange->type_sent = g_intern_string (type);
  exchange->is_file = TRUE;
  exchange->disposition = g_str_has_prefix (type, "image/") ? NULL : "attachment";
  return TRUE;
}

static GBytes *
whole_file (Exchange *exchange, const Answer *answer, GError **error)
{
  if (answer->body != NULL)
    return g_bytes_ref (answer->body);
  if (answer->size > MOST_OF_FILE)
    return NULL;
  g_autofree void *bytes = g_malloc (answer->size);
  return site_read (exchange->desk->site, answer->file, 0, bytes, answer->size, error)
             ? g_bytes_new_take (g_steal_pointer (&bytes), answer->size)
             : NULL;
}

static void
show_file (Exchange *exchange, const Reading *reading, const char *digest, const char *name)
{
  GError *error = NULL;
  if (reading->edition == NULL || !is_of_edition (reading->edition, digest, name))
    {
      press_nothing (exchange);
      return;
    }
  if (reading->draft->number == 0 && show_file_of_draft (exchange, digest))
    return;
  g_autofree char *segment = g_uri_escape_string (name, NULL, TRUE);
  g_autofree char *path = g_strdup_printf ("/media/%s/%s", digest, segment);
  const Request request = { .office = reading->draft->office, .path = path };
  Instant at = reading->draft->number > 0 ? reading->draft->visible_from : exchange->now;
  g_autoptr (Answer) answer = site_answer (exchange->desk->site, &request, at, &error);
  GBytes *file = error == NULL && answer->status == 200 ? whole_file (exchange, answer, &error) : NULL;

  if (error != NULL)
    fail (exchange, error);
  else if (file == NULL)
    press_nothing (exchange);
  else
    {
      exchange->status = 200;
      exchange->type_sent = g_intern_string (answer->type);
      exchange->body = file;
    }
}

/* ---- A request ---- */

/* By then it is for everybody. */
static void
go_to_public (Exchange *exchange, const Reading *reading)
{
  if (reading->profile->address != NULL && reading->edition != NULL)
    desk_go (exchange, "%s/%s/%s", reading->profile->address, reading->draft->language, reading->edition->path);
  else
    press_nothing (exchange);
}

static void
answer_reading (Exchange *exchange, const Reading *reading, char **parts)
{
  const char *file = parts[1] != NULL ? parts[2] : NULL;
  GError *error = NULL;

  if (!cabinet_press_visited (exchange->desk->cabinet, reading->link->id, exchange->now, exchange->place,
                              exchange->agent, file, &error))
    fail (exchange, error);
  else if (reading->draft->state == DRAFT_PUBLISHED)
    go_to_public (exchange, reading);
  else if (file != NULL)
    show_file (exchange, reading, parts[1], file);
  else
    show (exchange, reading, parts[0]);
}

/* "/p/TOKEN", and "/p/TOKEN/DIGEST/NAME" for a file. */
void
page_press (Exchange *exchange)
{
  g_auto (GStrv) parts = g_strsplit (exchange->path + strlen ("/p/"), "/", 3);
  guint count = g_strv_length (parts);
  g_auto (Reading) reading = { 0 };
  GError *error = NULL;
  gboolean found = (count == 1 || count == 3) && find (exchange, parts[0], &reading, &error);

  if (error != NULL)
    fail (exchange, error);
  else if (!found)
    press_nothing (exchange);
  else
    answer_reading (exchange, &reading, parts);
}
