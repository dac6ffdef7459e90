/* What is made of a text whichever document it is of: its lead, its HTML, its digest. */
#include "publish/publish.h"

#include "record/attachment_entry.h"
#include "record/lead.h"
#include "record/slug.h"
#include "text/markdown.h"

#include <string.h>

/* A contents list is worth its room where the text is long and has three headings or more. */
static char *
contents_of (const Rendition *rendition)
{
  if (rendition->headings->len < 3 || strlen (rendition->plain) < 4000)
    return NULL;
  json_auto_t *contents = json_array ();
  int highest = 6;
  for (guint i = 0; i < rendition->headings->len; i++)
    highest = MIN (highest, ((const Heading *)rendition->headings->pdata[i])->level);
  for (guint i = 0; i < rendition->headings->len; i++)
    {
      const Heading *heading = rendition->headings->pdata[i];
      json_array_append_new (contents, json_pack ("{s:s, s:s, s:i}", "id", heading->id, "text", heading->text,
                                                  "level", heading->level - highest + 2));
    }
  return json_dumps (contents, JSON_COMPACT);
}

/* ---- Its own pictures ---- */

/* The addresses are its own; all else is borrowed from ENTRY. */
static MarkdownPicture
picture_of (json_t *entry)
{
  MarkdownPicture picture = { .file = json_string_value (json_object_get (entry, "file")),
                              .name = json_string_value (json_object_get (entry, "name")),
                              .alt = json_string_value (json_object_get (entry, "alt")),
                              .caption = json_string_value (json_object_get (entry, "caption")),
                              .credit = json_string_value (json_object_get (entry, "credit")),
                              .width = (int)json_integer_value (json_object_get (entry, "width")),
                              .height = (int)json_integer_value (json_object_get (entry, "height")),
                              .sizes = ATTACHMENT_SIZES };
  picture.focus = attachment_focus (entry);
  picture.whole = attachment_address (entry);
  picture.shown = attachment_shown (entry);
  picture.source_set = attachment_source_set (entry);
  return picture;
}

static void
picture_clear (gpointer data)
{
  MarkdownPicture *picture = data;

  g_free ((char *)picture->whole);
  g_free ((char *)picture->shown);
  g_free ((char *)picture->source_set);
}

static GArray *
pictures_of (const Edition *edition)
{
  GArray *pictures = g_array_new (FALSE, FALSE, sizeof (MarkdownPicture));
  size_t index;
  json_t *entry;

  g_array_set_clear_func (pictures, picture_clear);
  json_array_foreach (json_object_get (edition->fields, "attachments"), index, entry)
    if (attachment_is_picture (entry) && json_object_get (entry, "media") != NULL)
      {
        MarkdownPicture picture = picture_of (entry);
        g_array_append_val (pictures, picture);
      }
  return pictures;
}

void
edition_render (Edition *edition)
{
  gboolean interview = edition->kind == KIND_INTERVIEW;
  g_autoptr (GArray) pictures = pictures_of (edition);
  g_autoptr (Rendition) rendition =
      markdown_render_with (edition->body, strlen (edition->body), interview,
                            (const MarkdownPicture *)(const void *)pictures->data, pictures->len);

  edition->html = g_strdup (rendition->html);
  edition->contents = contents_of (rendition);
  edition->lead = lead_make (edition->summary, rendition->blocks, edition->language, interview);
}

void
draft_choose_slug (Draft *draft)
{
  Edition *edition = draft->matter->edition;

  if (edition->slug != NULL)
    return;
  edition->slug = slug_from_title (edition->title);
  draft->slug_of_title = TRUE;
}

/* What names other documents or files is not yet what it will be. */
static gboolean
is_complete (const Edition *edition)
{
  return json_object_get (edition->fields, "related") == NULL
         && json_object_get (edition->fields, "attachments") == NULL;
}

void
draft_prepare (Draft *draft)
{
  Edition *edition = draft->matter->edition;

  draft_choose_slug (draft);
  if (json_object_get (edition->fields, "attachments") == NULL) /* else it may show some of them */
    edition_render (edition);
  if (is_complete (edition))
    edition->digest = edition_digest (edition);
}
