#include "desk/profile/profile_view.h"

#include "base/yaml_json.h"
#include "desk/moment.h"
#include "desk/profile/profile_form.h"
#include "record/counter.h"
#include "text/difference.h"
#include "text/locale.h"

#include <string.h>

const char *
profile_word (const Exchange *exchange, const char *before, const char *name)
{
  g_autofree char *key = g_strconcat ("profile_", before, "_", name, NULL);
  return desk_word (exchange, key);
}

const char *
profile_list_of (const char *section)
{
  return strcmp (section, "hours") == 0 ? "contacts" : section;
}

json_t *
profile_entry (json_t *tree, const char *section, guint index)
{
  if (strcmp (section, "name") == 0)
    return tree;
  return json_array_get (profile_list (tree, profile_list_of (section)), index);
}

/* ---- Fields ---- */

/* 1 January 2024 was a Monday. */
static char *
weekday (const Exchange *exchange, const char *name)
{
  const CivilTime time = { .date = { 2024, 1, name[strlen ("day.")] - '0' } };
  return locale_date (exchange->language, &time, DATE_WEEKDAY, NULL);
}

static char *
example_label (const Exchange *exchange, const ProfileInput *input)
{
  json_auto_t *number = json_integer (input->example);
  g_autofree char *language = locale_language_name (input->language);
  g_autofree char *form =
      messages_format (exchange->desk->words, exchange->language, "profile_form_example", "number", number, NULL);
  return g_strdup_printf ("%s · %s", language, form);
}

/* Of a date that is another one several things are said. */
static char *
language_label (const Exchange *exchange, const ProfileInput *input)
{
  g_autofree char *language = locale_language_name (input->language);
  return g_str_has_prefix (input->name, "exception.")
             ? g_strdup_printf ("%s (%s)", desk_word (exchange, "profile_part_why"), language)
             : g_steal_pointer (&language);
}

/* What an input is called beside the others of its field. Transfer full. */
static char *
input_label (const Exchange *exchange, const ProfileField *field, const ProfileInput *input)
{
  if (input->type == PROFILE_SENTENCE)
    return example_label (exchange, input);
  if (input->language != NULL)
    return language_label (exchange, input);
  if (g_str_has_prefix (input->name, "day."))
    return weekday (exchange, input->name);
  if (input->part != NULL)
    return g_strdup (profile_word (exchange, "part", input->part));
  return g_strdup (profile_word (exchange, "field", field->name));
}

static void
add_option (json_t *options, const char *value, const char *text, const char *chosen)
{
  json_array_append_new (
      options, json_pack ("{s:s, s:s, s:b}", "value", value, "text", text, "chosen", strcmp (value, chosen) == 0));
}

static json_t *
options_of (const Exchange *exchange, const Profile *profile, const ProfileField *field, const ProfileInput *input)
{
  const char *const zones[] = { profile->host_zone_name, profile->home_zone_name, "UTC" };
  json_t *options = json_array ();

  for (const char *const *choice = field->choices; choice != NULL && *choice != NULL; choice++)
    add_option (options, *choice, profile_word (exchange, "choice", *choice), input->value);
  for (gsize i = 0; input->type == PROFILE_CAPITAL && i < G_N_ELEMENTS (zones); i++)
    {
      g_autofree char *place = moment_place (profile, zones[i], exchange->language);
      if (i != 1 || strcmp (zones[0], zones[1]) != 0)
        add_option (options, zones[i], place, input->value);
    }
  return options;
}

static const char *
problem_of (const GPtrArray *problems, const char *section, guint index, const char *input)
{
  for (guint i = 0; i < problems->len; i++)
    {
      const ProfileProblem *problem = problems->pdata[i];
      if (g_strcmp0 (problem->section, section) == 0 && problem->index == index
          && g_strcmp0 (problem->input, input) == 0)
        return problem->text;
    }
  return NULL;
}

static json_t *
input_view (const Exchange *exchange, const ProfileWork *work, const ProfileField *field, const ProfileInput *input,
            const char *problem)
{
  g_autofree char *label = input_label (exchange, field, input);
  ProfileInputType type = input->type;
  const char *tag = input->language != NULL ? input->language : exchange->language;
  gboolean plain = input->language == NULL;

  return json_pack ("{s:s, s:s, s:s, s:s, s:s, s:b, s:b, s:b, s:b, s:b, s:b, s:o, s:b, s:s, s:s}", "name",
                    input->name, "value", input->value, "label", label, "tag", tag, "spellcheck",
                    plain ? "false" : "true", "is_line", type == PROFILE_LINE || type == PROFILE_SENTENCE, "is_area",
                    type == PROFILE_AREA, "is_date", type == PROFILE_DATE, "is_time", type == PROFILE_TIME, "is_zone",
                    type == PROFILE_ZONE, "is_choice", type == PROFILE_CHOICE || type == PROFILE_CAPITAL, "options",
                    options_of (exchange, work->profile, field, input), "has_problem", problem != NULL, "problem",
                    problem != NULL ? problem : "", "field", field->name);
}

/* A message that says nothing is none. */
static const char *
hint_of (const Exchange *exchange, const char *section, const char *field)
{
  g_autofree char *own = g_strdup_printf ("profile_hint_%s_%s", section, field);
  const char *hint = desk_word (exchange, own);
  if (strcmp (hint, own) != 0)
    return hint;
  g_autofree char *key = g_strconcat ("profile_hint_", field, NULL);
  hint = desk_word (exchange, key);
  return strcmp (hint, key) != 0 ? hint : "";
}

static json_t *
group_view (const char *label, json_t *inputs)
{
  return json_pack ("{s:s, s:b, s:o}", "label", label, "has_label", *label != '\0', "inputs", inputs);
}

/* What a row of hours is headed by: its date. Transfer full. */
static char *
date_label (const Exchange *exchange, const char *text)
{
  CivilTime time = { 0 };
  return civil_date_parse (text, &time.date) ? locale_date (exchange->language, &time, DATE_LONG, NULL)
                                             : g_strdup (desk_word (exchange, "profile_exception"));
}

/* Inputs that belong together: of hours the week and each date, of all else the whole field. */
static json_t *
groups_view (const Exchange *exchange, const ProfileWork *work, const char *section, guint index,
             const ProfileField *field, const GPtrArray *problems)
{
  json_t *groups = json_array (), *inputs = json_array ();
  g_autofree char *label = g_strdup ("");

  for (guint i = 0; i < field->inputs->len; i++)
    {
      const ProfileInput *input = field->inputs->pdata[i];
      if (g_str_has_prefix (input->name, "exception.") && g_str_has_suffix (input->name, ".from"))
        {
          json_array_append_new (groups, group_view (label, inputs));
          inputs = json_array ();
          g_free (label);
          label = *input->value != '\0' ? date_label (exchange, input->value)
                                        : g_strdup (desk_word (exchange, "profile_exception_new"));
        }
      const char *problem = problem_of (problems, section, index, input->name);
      json_array_append_new (inputs, input_view (exchange, work, field, input, problem));
    }
  json_array_append_new (groups, group_view (label, inputs));
  return groups;
}

static json_t *
field_view (const Exchange *exchange, const ProfileWork *work, const char *section, guint index,
            const ProfileField *field, const GPtrArray *problems)
{
  const ProfileProblem *problem = profile_problem (problems, section, index, field->name);
  gboolean here = problem != NULL && problem->input == NULL;
  const char *hint = hint_of (exchange, section, field->name);
  gboolean several = field->inputs->len > 1;
  const char *label = profile_word (exchange, "field", field->name);

  return json_pack ("{s:s, s:s, s:b, s:b, s:s, s:b, s:s, s:b, s:b, s:b, s:o}", "id", field->name, "legend", label,
                    "several", several, "has_hint", *hint != '\0', "hint", hint, "wrong", here, "wrong_text",
                    here ? problem->text : "", "described", *hint != '\0' || here, "in_row",
                    strcmp (field->name, "from") == 0 || strcmp (field->name, "until") == 0
                        || strcmp (field->name, "count") == 0,
                    "is_long", strcmp (field->name, "sentence") == 0 || strcmp (field->name, "note") == 0, "groups",
                    groups_view (exchange, work, section, index, field, problems));
}

json_t *
profile_fields_view (const Exchange *exchange, const ProfileWork *work, const char *section, guint index,
                     const json_t *entry, const GPtrArray *problems)
{
  g_autoptr (GPtrArray) fields = profile_fields (section, entry, work->profile);
  json_t *view = json_array ();

  for (guint i = 0; i < fields->len; i++)
    json_array_append_new (view, field_view (exchange, work, section, index, fields->pdata[i], problems));
  return view;
}

/* ---- In words ---- */

static const char *
shown_value (const Exchange *exchange, const ProfileInput *input)
{
  return input->type == PROFILE_CHOICE ? profile_word (exchange, "choice", input->value) : input->value;
}

/* A zone alone says nothing. */
static gboolean
says_nothing (const ProfileField *field, const ProfileInput *input)
{
  const ProfileInput *time = field->inputs->len == 3 ? field->inputs->pdata[1] : NULL;
  return *input->value == '\0' || (input->type == PROFILE_CAPITAL && time != NULL && *time->value == '\0');
}

static void
append_field (const Exchange *exchange, const ProfileField *field, const char *before, const char *after,
              GString *text)
{
  for (guint i = 0; i < field->inputs->len; i++)
    {
      const ProfileInput *input = field->inputs->pdata[i];
      g_autofree char *label = input_label (exchange, field, input);
      if (says_nothing (field, input))
        continue;
      g_string_append_printf (text, "%s%s", before, profile_word (exchange, "field", field->name));
      if (field->inputs->len > 1)
        g_string_append_printf (text, " (%s)", label);
      g_string_append_printf (text, ": %s%s", shown_value (exchange, input), after);
    }
}

static void
append_entry (const Exchange *exchange, const Profile *profile, const char *section, const json_t *entry,
              const char *before, const char *after, GString *text)
{
  g_autoptr (GPtrArray) fields = profile_fields (section, entry, profile);

  for (guint i = 0; i < fields->len; i++)
    append_field (exchange, fields->pdata[i], before, after, text);
}

char *
profile_entry_text (const Exchange *exchange, const Profile *profile, const char *section, const json_t *entry)
{
  GString *text = g_string_new (NULL);

  append_entry (exchange, profile, section, entry, "", "\n", text);
  return g_string_free (text, FALSE);
}

/* Each line is a paragraph, and says of which entry it is, so that it can be read without those around it. */
char *
profile_section_text (const Exchange *exchange, const Profile *profile, const char *section, json_t *tree)
{
  GString *text = g_string_new (NULL);
  size_t index;
  json_t *entry;

  if (!profile_section_is_list (section))
    append_entry (exchange, profile, section, tree, "", "\n\n", text);
  json_array_foreach (profile_list (tree, section), index, entry)
    {
      g_autofree char *before = g_strdup_printf ("%u · ", (guint)index + 1);
      append_entry (exchange, profile, section, entry, before, "\n\n", text);
      if (strcmp (section, "contacts") == 0)
        append_entry (exchange, profile, "hours", entry, before, "\n\n", text);
    }
  return g_string_free (text, FALSE);
}

/* What has no form, as it is written. */
static char *
rest_text (const json_t *tree)
{
  static const char *const shown[] = { "name", "latest", "clocks", "contacts", "counters", "notices", "menus" };
  json_auto_t *rest = json_copy ((json_t *)tree);

  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++)
    json_object_del (rest, shown[i]);
  return json_object_size (rest) > 0 ? yaml_write (rest) : g_strdup ("");
}

static void
add_difference (const Exchange *exchange, json_t *view, const char *section, const char *before, const char *after)
{
  if (strcmp (before, after) == 0)
    return;
  g_autofree char *html = difference_html (before, after, exchange->language);
  json_array_append_new (
      view, json_pack ("{s:s, s:s}", "label", profile_word (exchange, "section", section), "html", html));
}

json_t *
profile_differences (const Exchange *exchange, const Profile *profile, json_t *before, json_t *after)
{
  static const char *const sections[] = { "name", "clocks", "contacts", "counters", "notices", "main", "footer" };
  g_autofree char *rest_before = rest_text (before), *rest_after = rest_text (after);
  json_t *view = json_array ();

  for (gsize i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      g_autofree char *old = profile_section_text (exchange, profile, sections[i], before);
      g_autofree char *new = profile_section_text (exchange, profile, sections[i], after);
      add_difference (exchange, view, sections[i], old, new);
    }
  add_difference (exchange, view, "rest", rest_before, rest_after);
  return view;
}

char *
profile_counter_today (const Exchange *exchange, const Profile *profile, guint index)
{
  const Counter *counter = index < profile->counters->len ? profile->counters->pdata[index] : NULL;
  if (counter == NULL)
    return NULL;
  const char *language =
      profile_has_language (profile, exchange->language) ? exchange->language : profile->languages[0];
  gint64 days = counter->until ? counter_days_until (counter->date, exchange->now, profile->host_zone)
                               : counter_days_since (counter->date, exchange->now, profile->host_zone);
  json_auto_t *arguments = json_pack ("{s:I}", "days", (json_int_t)days);
  return message_format (language, local_text (counter->sentence, language, profile->languages[0]), arguments, NULL);
}

/* ---- What is wrong ---- */

static char *
problem_address (const ProfileWork *work, const ProfileProblem *problem)
{
  return g_strdup_printf ("/profile/%s/entry?of=%s&n=%u", work->office, problem->section, problem->index);
}

static char *
problem_label (const Exchange *exchange, const ProfileWork *work, const ProfileProblem *problem)
{
  const json_t *entry = profile_entry (work->tree, problem->section, problem->index);
  const char *section = profile_word (exchange, "section", problem->section);
  const char *title =
      strcmp (problem->section, "name") != 0 ? profile_entry_title (entry, exchange->language, work->profile) : "";
  const char *field = problem->field != NULL ? profile_word (exchange, "field", problem->field) : "";
  return g_strdup_printf ("%s%s%s%s%s", section, *title != '\0' ? " · " : "", title, *field != '\0' ? " · " : "",
                          field);
}

json_t *
profile_problems_view (const Exchange *exchange, const ProfileWork *work, const GPtrArray *problems)
{
  json_t *view = json_array ();

  for (guint i = 0; i < problems->len; i++)
    {
      const ProfileProblem *problem = problems->pdata[i];
      gboolean placed = problem->section != NULL;
      g_autofree char *address = placed ? problem_address (work, problem) : g_strdup ("");
      g_autofree char *label = placed ? problem_label (exchange, work, problem) : g_strdup ("");
      json_array_append_new (view, json_pack ("{s:s, s:s, s:s, s:b}", "text", problem->text, "href", address, "label",
                                              label, "has_field", placed));
    }
  return view;
}

void
profile_put_read (json_t *view, const ProfileWork *work)
{
  json_object_set_new (view, "office", json_string (work->office));
  json_object_set_new (view, "office_name", json_string (work->base->title));
  json_object_set_new (view, "draft", json_string (work->draft != NULL ? work->draft->id : ""));
  json_object_set_new (view, "version", json_integer (work->draft != NULL ? work->draft->version : 0));
  json_object_set_new (view, "base", json_integer (work->base->number));
  json_object_set_new (view, "has_draft", json_boolean (work->draft != NULL));
}
