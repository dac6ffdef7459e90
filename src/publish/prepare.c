/* What is made of a text whichever document it is of: its lead, its HTML, its digest. */
#include "publish/publish.h"

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

void
edition_render (Edition *edition)
{
  gboolean interview = edition->kind == KIND_INTERVIEW;
  g_autoptr (Rendition) rendition = markdown_render (edition->body, strlen (edition->body), interview);

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
  edition_render (edition);
  if (is_complete (edition))
    edition->digest = edition_digest (edition);
}
