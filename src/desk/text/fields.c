#include "desk/text/fields.h"

#include "desk/text/files.h"
#include "desk/moment.h"
#include "text/locale.h"

#include <string.h>

typedef enum
{
  FIELD_LINE,
  FIELD_AREA,
  FIELD_LINES, /* a list */
  FIELD_DATE,
  FIELD_KIND,
  FIELD_DELIVERY,
  FIELD_WHEN, /* three: date, time and zone */
  FIELD_BODY,
  FIELD_ORIGINAL /* which edition a translation follows; it stands beside the original (original.c) */
} FieldType;

#define ALL ~0U
#define SPOKEN                                                                                                       \
  (1U << KIND_REMARKS | 1U << KIND_STATEMENT | 1U << KIND_INTERVIEW | 1U << KIND_BRIEFING | 1U << KIND_COMMENT)
#define QUESTIONS (1U << KIND_INTERVIEW)

static const struct
{
  const char *name; /* in the source and, with "_" for ".", in forms; "field_NAME" is its label */
  FieldType type;
  guint kinds;
  gboolean next;    /* only of a text that follows an edition */
  gboolean further; /* among those that are rarely needed */
} fields[] = {
  { "title", FIELD_LINE, ALL, FALSE, FALSE },
  { "kind", FIELD_KIND, ALL, FALSE, FALSE },
  { "change_note", FIELD_AREA, ALL, TRUE, FALSE },
  { "summary", FIELD_AREA, ALL, FALSE, FALSE },
  { "body", FIELD_BODY, ALL, FALSE, FALSE },
  { "when", FIELD_WHEN, ALL, FALSE, FALSE },
  { "speaker.name", FIELD_LINE, SPOKEN, FALSE, TRUE },
  { "speaker.role", FIELD_LINE, SPOKEN, FALSE, TRUE },
  { "event.name", FIELD_LINE, SPOKEN, FALSE, TRUE },
  { "event.place", FIELD_LINE, SPOKEN, FALSE, TRUE },
  { "event.date", FIELD_DATE, SPOKEN, FALSE, TRUE },
  { "delivery", FIELD_DELIVERY, 1U << KIND_REMARKS | 1U << KIND_STATEMENT, FALSE, TRUE },
  { "outlet", FIELD_LINE, QUESTIONS, FALSE, TRUE },
  { "interviewer", FIELD_LINE, QUESTIONS, FALSE, TRUE },
  { "dateline", FIELD_LINE, ALL, FALSE, TRUE },
  { "topics", FIELD_LINES, ALL, FALSE, TRUE },
  { "places", FIELD_LINES, ALL, FALSE, TRUE },
  { "notes_to_editors", FIELD_AREA, ALL, FALSE, TRUE },
  { "slug", FIELD_LINE, ALL, FALSE, TRUE },
  { "translated_from.edition", FIELD_ORIGINAL, 0, FALSE, TRUE },
};

/* "speaker.name" → "speaker_name" */
static char *
form_name (const char *name)
{
  return g_strdelimit (g_strdup (name), ".", '_');
}

/* ---- Problems ---- */

static void
problem_free (gpointer data)
{
  Problem *problem = data;

  g_free (problem->field);
  g_free (problem->text);
  g_free (problem);
}

GPtrArray *
problems_new (void)
{
  return g_ptr_array_new_with_free_func (problem_free);
}

void
problems_add (GPtrArray *problems, const char *field, char *text)
{
  Problem *problem = g_new0 (Problem, 1);

  problem->field = g_strdup (field);
  problem->text = text;
  g_ptr_array_add (problems, problem);
}

static void
need (const Exchange *exchange, GPtrArray *problems, const char *field, const char *text, const char *message)
{
  if (text[strspn (text, " \n\t")] == '\0')
    problems_add (problems, field, g_strdup (desk_word (exchange, message)));
}

GPtrArray *
fields_check (const Exchange *exchange, const Source *source, const Profile *profile, gboolean next)
{
  GPtrArray *problems = problems_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *key = NULL;

  need (exchange, problems, "title", source_get (source, "title"), "title_needed");
  need (exchange, problems, "body", source->body, "body_needed");
  if (next)
    need (exchange, problems, "change_note", source_get (source, "change_note"), "change_note_needed");
  files_check (exchange, source, problems);
  if (*source_get (source, "title") == '\0')
    return problems;
  g_autoptr (FrontMatter) matter = source_parse (source, profile, exchange->now, &key, &error);
  if (matter == NULL)
    problems_add (problems, key,
                  error->domain == MOMENT_ERROR ? g_strdup (moment_problem (exchange, error))
                                                : g_strdup (error->message));
  return problems;
}

static const char *
problem_of (const GPtrArray *problems, const char *field)
{
  for (guint i = 0; problems != NULL && i < problems->len; i++)
    {
      const Problem *problem = problems->pdata[i];
      if (g_strcmp0 (problem->field, field) == 0)
        return problem->text;
    }
  return NULL;
}

static char *
label_key (const char *field)
{
  g_autofree char *name = form_name (field);
  return g_strconcat ("field_", name, NULL);
}

json_t *
problems_view (const Exchange *exchange, const GPtrArray *problems)
{
  json_t *view = json_array ();

  for (guint i = 0; i < problems->len; i++)
    {
      const Problem *problem = problems->pdata[i];
      g_autofree char *name = problem->field != NULL ? form_name (problem->field) : NULL;
      g_autofree char *key = problem->field != NULL ? label_key (problem->field) : NULL;
      json_array_append_new (
          view, json_pack ("{s:s, s:s, s:s, s:b}", "text", problem->text, "field", name != NULL ? name : "", "label",
                           key != NULL ? desk_word (exchange, key) : "", "has_field", name != NULL));
    }
  return view;
}

/* ---- To be shown ---- */

static void
add_option (json_t *options, const char *value, const char *text, const char *chosen)
{
  json_array_append_new (
      options, json_pack ("{s:s, s:s, s:b}", "value", value, "text", text, "chosen", g_strcmp0 (value, chosen) == 0));
}

static json_t *
kind_options (const Exchange *exchange, const char *chosen)
{
  json_t *options = json_array ();

  for (int kind = 0; kind < KIND_PUBLIC_COUNT; kind++)
    {
      g_autofree char *key = g_strconcat ("kind_", kind_name ((Kind)kind), NULL);
      add_option (options, kind_name ((Kind)kind), desk_word (exchange, key), chosen);
    }
  return options;
}

static json_t *
delivery_options (const Exchange *exchange, const char *chosen)
{
  static const char *const values[][2] = { { "", "delivery_none" },
                                           { "as delivered", "delivery_as_delivered" },
                                           { "draft text", "delivery_draft_text" },
                                           { "speaking notes", "delivery_speaking_notes" } };
  json_t *options = json_array ();

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    add_option (options, values[i][0], desk_word (exchange, values[i][1]), chosen);
  return options;
}

static void
add_zone (json_t *options, const Exchange *exchange, const Profile *profile, const char *zone, const char *chosen)
{
  g_autofree char *place = moment_place (profile, zone, exchange->language);
  add_option (options, zone, place, chosen);
}

static json_t *
zone_options (const Exchange *exchange, const Profile *profile, const char *chosen)
{
  json_t *options = json_array ();

  add_zone (options, exchange, profile, profile->host_zone_name, chosen);
  if (strcmp (profile->host_zone_name, profile->home_zone_name) != 0)
    add_zone (options, exchange, profile, profile->home_zone_name, chosen);
  add_zone (options, exchange, profile, "UTC", chosen);
  return options;
}

static void
put_when (json_t *view, const Exchange *exchange, const Profile *profile, const Source *source)
{
  g_auto (GStrv) parts = g_strsplit (source_get (source, "when"), " ", 3);
  gboolean set = g_strv_length (parts) == 3;

  json_object_set_new (view, "date", json_string (set ? parts[0] : ""));
  json_object_set_new (view, "time", json_string (set ? parts[1] : ""));
  json_object_set_new (view, "options", zone_options (exchange, profile, set ? parts[2] : NULL));
}

static void
put_value (json_t *view, const Exchange *exchange, const Source *source, const Profile *profile, gsize i)
{
  const char *text = fields[i].type == FIELD_BODY ? source->body : source_get (source, fields[i].name);
  g_autofree char *lines = fields[i].type == FIELD_LINES ? source_get_lines (source, fields[i].name) : NULL;

  json_object_set_new (view, "value", json_string (lines != NULL ? lines : text));
  if (fields[i].type == FIELD_KIND)
    json_object_set_new (view, "options", kind_options (exchange, text));
  else if (fields[i].type == FIELD_DELIVERY)
    json_object_set_new (view, "options", delivery_options (exchange, text));
  else if (fields[i].type == FIELD_WHEN)
    put_when (view, exchange, profile, source);
}

static json_t *
field_view (const Exchange *exchange, const Source *source, const Profile *profile, const GPtrArray *problems,
            gsize i)
{
  FieldType type = fields[i].type;
  const char *problem = problem_of (problems, fields[i].name);
  g_autofree char *name = form_name (fields[i].name);
  g_autofree char *key = label_key (fields[i].name);
  g_autofree char *hint_key = g_strconcat (key, "_hint", NULL);
  const char *hint = desk_word (exchange, hint_key);
  gboolean hinted = strcmp (hint, hint_key) != 0;
  json_t *view =
      json_pack ("{s:s, s:s, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:s, s:s}", "name", name, "label",
                 desk_word (exchange, key), "is_line", type == FIELD_LINE, "is_area",
                 type == FIELD_AREA || type == FIELD_LINES, "is_body", type == FIELD_BODY, "is_date",
                 type == FIELD_DATE, "is_choice", type == FIELD_KIND || type == FIELD_DELIVERY, "is_when",
                 type == FIELD_WHEN, "has_hint", hinted, "has_problem", problem != NULL, "described",
                 hinted || problem != NULL, "hint", hinted ? hint : "", "problem", problem != NULL ? problem : "");

  /* What is written for the public is in the text's language, all else in that of the desk. */
  json_object_set_new (view, "spellcheck", json_string (strcmp (name, "slug") == 0 ? "false" : "true"));
  put_value (view, exchange, source, profile, i);
  return view;
}

json_t *
fields_when_view (const Exchange *exchange, const Source *source, const Profile *profile, const char *problem)
{
  Problem wrong = { (char *)"when", (char *)problem };
  gpointer all[] = { &wrong };
  const GPtrArray problems = { all, problem != NULL ? 1 : 0 };
  gsize i = 0;

  while (fields[i].type != FIELD_WHEN)
    i++;
  return field_view (exchange, source, profile, &problems, i);
}

static gboolean
is_filled (const Source *source, gsize i)
{
  return *source_get (source, fields[i].name) != '\0' || json_object_get (source->matter, fields[i].name) != NULL;
}

json_t *
fields_view (const Exchange *exchange, const Source *source, const Profile *profile, gboolean next,
             const GPtrArray *problems)
{
  Kind kind = KIND_STATEMENT;
  json_t *near = json_array (), *further = json_array ();
  gboolean open = FALSE;

  kind_parse (source_get (source, "kind"), &kind);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      gboolean filled = is_filled (source, i);
      if (fields[i].type == FIELD_ORIGINAL || (fields[i].next && !next)
          || (!(fields[i].kinds & 1U << kind) && !filled))
        continue;
      open = open || (fields[i].further && (filled || problem_of (problems, fields[i].name) != NULL));
      json_array_append_new (fields[i].further ? further : near, field_view (exchange, source, profile, problems, i));
    }
  return json_pack ("{s:o, s:o, s:b}", "near", near, "further", further, "open", open);
}

/* ---- To be taken ---- */

char *
fields_when (const Form *form)
{
  g_autofree char *date = g_strstrip (g_strdup (form_text (form, "when_date")));
  g_autofree char *time = g_strstrip (g_strdup (form_text (form, "when_time")));

  return *date != '\0' || *time != '\0' ? g_strdup_printf ("%s %s %s", date, time, form_text (form, "when_zone"))
                                        : g_strdup ("");
}

static void
take_when (Source *source, const Form *form)
{
  g_autofree char *when = fields_when (form);
  source_set (source, "when", when);
}

static void
take_body (Source *source, const char *text)
{
  g_free (source->body);
  source->body = g_strdup (text);
}

static gboolean
is_translation (const Source *source)
{
  return *source_get (source, "translated_from.language") != '\0';
}

void
fields_take (Source *source, const Form *form)
{
  if (form_get (form, "when_date") != NULL)
    take_when (source, form);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *name = form_name (fields[i].name);
      const char *text = form_get (form, name);
      if (text == NULL || (fields[i].type == FIELD_ORIGINAL && !is_translation (source)))
        continue;
      g_autofree char *plain = g_strstrip (g_strdup (text));
      if (fields[i].type == FIELD_BODY)
        take_body (source, text);
      else if (fields[i].type == FIELD_LINES)
        source_set_lines (source, fields[i].name, text);
      else
        source_set (source, fields[i].name, plain);
    }
  files_take (source, form);
}
