/* The profile's own reader stops at the first mistake. So what is wrong is put right in a copy and the copy read
 * again, until nothing is wrong in it. What must be there, and hours, are looked at before. */
#include "desk/profile/profile_check.h"

#include "base/yaml_json.h"
#include "desk/profile/profile_form.h"
#include "desk/profile/profile_hours.h"
#include "publish/publish.h"
#include "record/hours_line.h"

#include <string.h>

#define MOST_FOUND 100

typedef struct
{
  const Exchange *exchange;
  const Profile *profile;
  GPtrArray *problems;
  json_t *tree; /* the copy */
} Check;

static void
problem_free (gpointer data)
{
  ProfileProblem *problem = data;

  g_free (problem->section);
  g_free (problem->field);
  g_free (problem->input);
  g_free (problem->text);
  g_free (problem);
}

static void
add (Check *check, const char *section, guint index, const char *field, const char *input, const char *text)
{
  ProfileProblem *problem = g_new0 (ProfileProblem, 1);

  problem->section = g_strdup (section);
  problem->index = index;
  problem->field = g_strdup (field);
  problem->input = g_strdup (input);
  problem->text = g_strdup (text);
  g_ptr_array_add (check->problems, problem);
}

/* ---- What is right ---- */

static const struct
{
  const char *field, *right, *message;
} known[] = {
  { "label", "-", "profile_needed" },
  { "text", "-", "profile_needed" },
  { "name", "-", "profile_needed" },
  { "sentence", "-", "profile_wrong_sentence" },
  { "zone", "UTC", "profile_wrong_zone" },
  { "href", "/", "profile_wrong_address" },
  { "since", "2000-01-01", "profile_wrong_date" },
  { "until", NULL, "profile_wrong_date" },
  { "from", NULL, "profile_wrong_date" },
  { "phone", NULL, "profile_wrong_phone" },
  { "email", NULL, "profile_wrong_email" },
  { "latest", NULL, "profile_wrong_latest" },
};

static gssize
known_field (const char *field)
{
  for (gsize i = 0; field != NULL && i < G_N_ELEMENTS (known); i++)
    if (strcmp (known[i].field, field) == 0)
      return (gssize)i;
  return -1;
}

/* Put the field of ENTRY right, or take it away. */
static void
mend (json_t *entry, const char *field)
{
  gssize i = known_field (field);
  gboolean counter = json_object_get (entry, "sentence") != NULL;

  if (counter && (strcmp (field, "until") == 0 || strcmp (field, "since") == 0))
    {
      json_object_del (entry, "until");
      json_object_set_new (entry, "since", json_string ("2000-01-01"));
    }
  else if (i >= 0 && known[i].right != NULL)
    json_object_set_new (entry, field, json_string (known[i].right));
  else
    json_object_del (entry, field);
}

/* ---- What must be there ---- */

static gboolean
has (const json_t *entry, const char *field)
{
  json_t *value = json_object_get (entry, field);
  if (json_is_string (value))
    return *json_string_value (value) != '\0';
  return json_object_size (value) > 0 || json_array_size (value) > 0;
}

static void
check_needed (Check *check, const char *section, guint index, json_t *entry)
{
  g_autoptr (GPtrArray) fields = profile_fields (section, entry, check->profile);

  for (guint i = 0; i < fields->len; i++)
    {
      const ProfileField *field = fields->pdata[i];
      gboolean count = strcmp (field->name, "count") == 0;
      gboolean there = count ? has (entry, "since") || has (entry, "until") : has (entry, field->name);
      if (!field->needed || there)
        continue;
      const ProfileInput *input = field->inputs->pdata[count ? 1 : 0];
      add (check, section, index, field->name, input->name, desk_word (check->exchange, "profile_needed"));
      mend (entry, count ? "since" : field->name);
    }
}

/* ---- Hours ---- */

static void
wrong_hours (Check *check, guint index, const char *input, const char *message)
{
  add (check, "hours", index, "hours", input, desk_word (check->exchange, message));
}

static gboolean
are_times (const char *text)
{
  g_autoptr (GArray) intervals = g_array_new (FALSE, FALSE, sizeof (Interval));
  return hours_intervals_parse (text, intervals);
}

static void
check_exception (Check *check, guint index, guint row, const ProfileException *exception)
{
  g_autofree char *from = g_strdup_printf ("exception.%u.from", row);
  g_autofree char *to = g_strdup_printf ("exception.%u.to", row);
  g_autofree char *times = g_strdup_printf ("exception.%u.times", row);
  CivilDate first, last;
  gboolean dated = civil_date_parse (exception->from, &first);

  if (!dated)
    wrong_hours (check, index, from, "profile_wrong_date");
  if (*exception->to != '\0' && !civil_date_parse (exception->to, &last))
    wrong_hours (check, index, to, "profile_wrong_date");
  else if (*exception->to != '\0' && dated && civil_date_compare (last, first) < 0)
    wrong_hours (check, index, to, "profile_wrong_order");
  if (!are_times (exception->hours))
    wrong_hours (check, index, times, "profile_wrong_hours");
}

static void
check_hours (Check *check, guint index, json_t *contact)
{
  json_t *value = json_object_get (contact, "hours");
  if (value == NULL)
    return;
  guint before = check->problems->len;
  g_autoptr (ProfileHours) hours = profile_hours_read (value, check->profile);
  for (int day = 1; day <= 7; day++)
    {
      g_autofree char *input = g_strdup_printf ("day.%d", day);
      if (!are_times (hours->days[day]))
        wrong_hours (check, index, input, "profile_wrong_hours");
    }
  for (guint i = 0; i < hours->exceptions->len; i++)
    check_exception (check, index, i, hours->exceptions->pdata[i]);
  if (check->problems->len > before)
    json_object_del (contact, "hours");
}

static void
check_lists (Check *check)
{
  static const char *const lists[] = { "clocks", "contacts", "counters", "notices", "main", "footer" };

  check_needed (check, "name", 0, check->tree);
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      size_t index;
      json_t *entry;
      json_array_foreach (profile_list (check->tree, lists[i]), index, entry)
        {
          if (json_is_object (entry))
            check_needed (check, lists[i], (guint)index, entry);
          if (strcmp (lists[i], "contacts") == 0)
            check_hours (check, (guint)index, entry);
        }
    }
}

/* ---- What the reader says ---- */

/* Where a mistake is, by its message: "profile:7: clocks[0].zone: …". */
typedef struct
{
  char *list, *field, *key, *text;
  guint index;
  gboolean indexed;
} Place;

static void
place_clear (Place *place)
{
  g_free (place->list);
  g_free (place->field);
  g_free (place->key);
  g_free (place->text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static Place
place_of (const char *message)
{
  g_autoptr (GRegex) form = g_regex_new ("^profile(?::[0-9]+)?: (?:menus[.])?([a-z_]+)(?:\\[([0-9]+)\\])?"
                                         "(?:[.]([a-z_]+))?(?:[.]([A-Za-z0-9-]+))?[^ ]*: (.*)$",
                                         G_REGEX_DOTALL, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (!g_regex_match (form, message, 0, &match))
    return (Place){ .text = g_strdup (message) };
  g_autofree char *index = g_match_info_fetch (match, 2);
  return (Place){ .list = g_match_info_fetch (match, 1),
                  .field = g_match_info_fetch (match, 3),
                  .key = g_match_info_fetch (match, 4),
                  .text = g_match_info_fetch (match, 5),
                  .index = (guint)g_ascii_strtoull (index, NULL, 10),
                  .indexed = *index != '\0' };
}

/* In the words of whoever reads it; of a zone, with the one that may be meant. Transfer full. */
static char *
words_for (const Check *check, const Place *place, const char *field, const json_t *entry)
{
  gssize i = known_field (field);
  if (i < 0)
    return g_strdup (place->text);
  const char *words = desk_word (check->exchange, known[i].message);
  const char *zone = strcmp (field, "zone") == 0 ? json_string_value (json_object_get (entry, "zone")) : NULL;
  g_autofree char *near = zone != NULL ? zone_suggest (zone) : NULL;
  return near != NULL ? g_strdup_printf ("%s %s?", words, near) : g_strdup (words);
}

/* FALSE: it is not known how to go on. */
static gboolean
take_top (Check *check, const Place *place)
{
  gboolean latest = strcmp (place->list, "latest") == 0, name = strcmp (place->list, "name") == 0;

  if (!latest && !name)
    {
      add (check, NULL, 0, NULL, NULL, place->text);
      return FALSE;
    }
  g_autofree char *text = words_for (check, place, place->list, check->tree);
  add (check, "name", 0, place->list, NULL, text);
  mend (check->tree, place->list);
  return TRUE;
}

/* The input of the form that PLACE is about. A sentence in several forms is wrong by its last one. Transfer full. */
static char *
input_at (const Check *check, const Place *place, const char *field, const json_t *entry)
{
  if (*place->key == '\0')
    return NULL;
  g_autofree char *input = g_strdup_printf ("%s.%s", field, place->key);
  g_autofree char *last = g_strdup_printf ("%s.other", input);
  g_autoptr (GPtrArray) fields = profile_fields (place->list, entry, check->profile);
  for (guint i = 0; i < fields->len; i++)
    {
      const ProfileField *one = fields->pdata[i];
      for (guint j = 0; j < one->inputs->len; j++)
        if (strcmp (((ProfileInput *)one->inputs->pdata[j])->name, last) == 0)
          return g_steal_pointer (&last);
    }
  return g_steal_pointer (&input);
}

static gboolean
take_entry (Check *check, const Place *place)
{
  json_t *entry = json_array_get (profile_list (check->tree, place->list), place->index);
  gboolean order = *place->field == '\0' && strcmp (place->list, "notices") == 0 && json_is_object (entry);
  const char *field = order ? "until" : place->field;
  gboolean counted =
      strcmp (field, "since") == 0 || (strcmp (field, "until") == 0 && strcmp (place->list, "counters") == 0);
  g_autofree char *text =
      order ? g_strdup (desk_word (check->exchange, "profile_wrong_order")) : words_for (check, place, field, entry);

  if (!json_is_object (entry) || *field == '\0' || !profile_section_known (place->list))
    {
      add (check, profile_section_known (place->list) ? place->list : NULL, place->index, NULL, NULL, place->text);
      return FALSE;
    }
  g_autofree char *input = input_at (check, place, field, entry);
  add (check, place->list, place->index, counted ? "count" : field, input, text);
  mend (entry, field);
  return TRUE;
}

/* Whether there was a mistake that was put right. */
static gboolean
read_once (Check *check)
{
  g_autofree char *yaml = yaml_write (check->tree);
  g_autoptr (GError) error = NULL;
  g_autoptr (Profile) profile = profile_parse (yaml, strlen (yaml), "profile", &error);
  if (profile != NULL && publish_profile_sound (profile, "profile", &error))
    return FALSE;

  g_auto (Place) place = place_of (error->message);
  if (place.list != NULL)
    return place.indexed ? take_entry (check, &place) : take_top (check, &place);
  add (check, NULL, 0, NULL, NULL, place.text);
  return FALSE;
}

static gboolean
has_bare_menu (const json_t *tree)
{
  return json_is_array (json_object_get (tree, "menus"));
}

GPtrArray *
profile_check (const Exchange *exchange, const json_t *tree, const Profile *profile)
{
  Check check = { .exchange = exchange,
                  .profile = profile,
                  .problems = g_ptr_array_new_with_free_func (problem_free),
                  .tree = json_deep_copy (tree) };

  if (has_bare_menu (check.tree))
    json_object_set_new (check.tree, "menus", json_pack ("{s:O}", "main", json_object_get (check.tree, "menus")));
  check_lists (&check);
  for (guint i = 0; i < MOST_FOUND && read_once (&check); i++)
    ;
  json_decref (check.tree);
  return check.problems;
}

const ProfileProblem *
profile_problem (const GPtrArray *problems, const char *section, guint index, const char *field)
{
  for (guint i = 0; i < problems->len; i++)
    {
      const ProfileProblem *problem = problems->pdata[i];
      if (g_strcmp0 (problem->section, section) == 0 && problem->index == index
          && (field == NULL || g_strcmp0 (problem->field, field) == 0))
        return problem;
    }
  return NULL;
}
