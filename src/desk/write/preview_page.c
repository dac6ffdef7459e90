/* The page that a text would become, by the one renderer: as it was saved, and as it stands in the editor while
 * somebody types. */
#include "desk/pages.h"

#include "desk/text/fields.h"
#include "desk/text/files.h"
#include "desk/text/place_choice.h"
#include "desk/text/preview.h"

#include <string.h>

#define MOST_LEFT_OUT 8

/* While it is typed much is not whole yet: a text without a title has a page, and so has one with half a date. */
static FrontMatter *
parse_unfinished (const Exchange *exchange, Source *source, const Profile *profile, GError **error)
{
  if (*source_get (source, "title") == '\0')
    source_set (source, "title", desk_word (exchange, "untitled"));
  for (unsigned left_out = 0;; left_out++)
    {
      g_autofree char *key = NULL;
      g_autoptr (GError) failure = NULL;
      FrontMatter *matter = source_parse (source, profile, exchange->now, &key, &failure);
      if (matter != NULL)
        return matter;
      if (key == NULL || left_out == MOST_LEFT_OUT || json_object_get (source->matter, key) == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      json_object_del (source->matter, key);
    }
}

/* One that is not there hinders nobody from seeing the rest. */
static void
put_files (const Exchange *exchange, const Source *source, json_t *fields)
{
  if (exchange->draft == NULL || !files_prepare (exchange, exchange->draft, source, fields, NULL))
    json_object_del (fields, "attachments");
}

static void
show (Exchange *exchange, const PreviewPlace *place, Source *source, gboolean unfinished)
{
  GError *error = NULL;
  g_autofree char *key = NULL;
  g_autoptr (Profile) profile = desk_profile (exchange->desk, place->office, exchange->now, &error);
  g_autoptr (FrontMatter) matter = profile == NULL ? NULL
                                   : unfinished    ? parse_unfinished (exchange, source, profile, &error)
                                                   : source_parse (source, profile, exchange->now, &key, &error);
  if (matter != NULL)
    put_files (exchange, source, matter->edition->fields);
  g_autoptr (Edition) edition = matter != NULL ? preview_edition (matter, place, exchange->now) : NULL;
  g_autoptr (Answer) answer =
      edition != NULL ? site_preview (exchange->desk->site, edition, exchange->now, &error) : NULL;

  exchange->framed = TRUE;
  if (answer == NULL)
    {
      desk_say (exchange, unfinished ? 422 : 200, "no_preview_title", "no_preview_text", error->message);
      g_error_free (error);
      return;
    }
  exchange->status = 200;
  exchange->type_sent = "text/html; charset=utf-8";
  exchange->body = g_bytes_ref (answer->body);
}

void
page_preview (Exchange *exchange)
{
  if (draft_is_profile (exchange->draft))
    {
      page_profile_preview (exchange);
      return;
    }
  g_autoptr (Source) source = source_read (exchange->draft->text);
  const PreviewPlace place = preview_place_of (exchange->draft);

  show (exchange, &place, source, FALSE);
}

/* Nothing is saved. */
void
page_preview_typed (Exchange *exchange)
{
  g_autoptr (Source) source = source_read (exchange->draft->text);
  const PreviewPlace place = preview_place_of (exchange->draft);

  fields_take (source, exchange->form);
  show (exchange, &place, source, TRUE);
}

void
page_preview_new (Exchange *exchange)
{
  g_autofree char *office = NULL, *language = NULL;
  g_autoptr (Profile) profile = place_choice_take (exchange, form_text (exchange->form, "place"), &office, &language);
  g_autoptr (Source) source = source_new ();
  if (profile == NULL)
    {
      desk_say (exchange, 403, "refused_title", "not_allowed_text", NULL);
      return;
    }
  source_set (source, "language", language);
  fields_take (source, exchange->form);
  const PreviewPlace place = { office, language, NULL, 1 };
  show (exchange, &place, source, TRUE);
}
