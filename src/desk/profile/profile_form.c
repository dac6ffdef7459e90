#include "desk/profile/profile_form.h"

#include "desk/profile/profile_hours.h"
#include "desk/profile/profile_value.h"
#include "text/plural_sentence.h"

#include <string.h>

#define COUNTED "days"
#define RARE 1000000 /* the language has that form for such numbers, or not at all */

typedef enum
{
  LOCAL, /* a text for each language */
  LOCAL_LINES,
  ADDRESS, /* one for all languages, unless the profile has one for each */
  TEXT,
  ZONE,
  SEVERITY,
  MOMENT,
  COUNT, /* since or until a date */
  SENTENCE,
  HOURS
} FieldType;

static const struct
{
  const char *section, *name;
  FieldType type;
  gboolean needed;
} fields[] = {
  { "name", "name", LOCAL, TRUE },
  { "name", "latest", TEXT, FALSE },
  { "clocks", "label", LOCAL, TRUE },
  { "clocks", "zone", ZONE, TRUE },
  { "contacts", "label", LOCAL, TRUE },
  { "contacts", "phone", TEXT, FALSE },
  { "contacts", "email", TEXT, FALSE },
  { "contacts", "address", LOCAL_LINES, FALSE },
  { "hours", "hours", HOURS, FALSE },
  { "counters", "count", COUNT, TRUE },
  { "counters", "sentence", SENTENCE, TRUE },
  { "counters", "note", LOCAL, FALSE },
  { "notices", "text", LOCAL_LINES, TRUE },
  { "notices", "severity", SEVERITY, FALSE },
  { "notices", "from", MOMENT, FALSE },
  { "notices", "until", MOMENT, FALSE },
  { "notices", "href", ADDRESS, FALSE },
  { "main", "label", LOCAL, TRUE },
  { "main", "href", ADDRESS, TRUE },
  { "footer", "label", LOCAL, TRUE },
  { "footer", "href", ADDRESS, TRUE },
};

static const char *const severities[] = { "information", "warning", "emergency", NULL };
static const char *const rare[] = { "zero", "one", "two", "few", "many" };
static const char *const ways[] = { "since", "until", NULL };
static const char *const lists[] = { "clocks", "contacts", "counters", "notices", "main", "footer", NULL };

/* ---- Sections ---- */

gboolean
profile_section_is_list (const char *section)
{
  return g_strv_contains (lists, section);
}

gboolean
profile_section_known (const char *section)
{
  return profile_section_is_list (section) || strcmp (section, "name") == 0 || strcmp (section, "hours") == 0;
}

static gboolean
is_menu (const char *section)
{
  return strcmp (section, "main") == 0 || strcmp (section, "footer") == 0;
}

/* A bare list is the main menu. */
json_t *
profile_list (json_t *tree, const char *section)
{
  json_t *menus = json_object_get (tree, "menus"), *list;

  if (!is_menu (section))
    list = json_object_get (tree, section);
  else if (json_is_array (menus))
    list = strcmp (section, "main") == 0 ? menus : NULL;
  else
    list = json_object_get (menus, section);
  return json_is_array (list) ? list : NULL;
}

json_t *
profile_list_need (json_t *tree, const char *section)
{
  json_t *list = profile_list (tree, section), *within = tree;
  if (list != NULL)
    return list;
  if (is_menu (section))
    {
      json_t *menus = json_object_get (tree, "menus");
      if (json_is_array (menus))
        json_object_set_new (tree, "menus", json_pack ("{s:O}", "main", menus));
      else if (!json_is_object (menus))
        json_object_set_new (tree, "menus", json_object ());
      within = json_object_get (tree, "menus");
    }
  json_object_set_new (within, section, json_array ());
  return json_object_get (within, section);
}

/* ---- Fields as they are shown ---- */

static void
input_free (gpointer data)
{
  ProfileInput *input = data;

  g_free (input->name);
  g_free (input->value);
  g_free (input);
}

static void
field_free (gpointer data)
{
  ProfileField *field = data;

  g_ptr_array_unref (field->inputs);
  g_free (field);
}

/* NAME and VALUE are taken over. White space at the ends says nothing, and is not asked for. */
static ProfileInput *
add (ProfileField *field, char *name, char *value, ProfileInputType type)
{
  ProfileInput *input = g_new0 (ProfileInput, 1);

  input->name = name;
  input->value = g_strstrip (value);
  input->type = type;
  g_ptr_array_add (field->inputs, input);
  return input;
}

static void
add_part (ProfileField *field, const char *part, const char *value, ProfileInputType type)
{
  add (field, g_strdup_printf ("%s.%s", field->name, part), g_strdup (value), type)->part = part;
}

static void
add_local (ProfileField *field, const char *name, const json_t *value, const Profile *profile, ProfileInputType type)
{
  for (char **tag = profile->languages; *tag != NULL; tag++)
    add (field, g_strdup_printf ("%s.%s", name, *tag), local_value_get (value, *tag, profile), type)->language = *tag;
}

/* Of a list's entry that is no map, but a bare text, the text is in the field “text”. */
static const json_t *
value_of (const json_t *entry, const char *name)
{
  if (json_is_object (entry))
    return json_object_get (entry, name);
  return strcmp (name, "text") == 0 ? entry : NULL;
}

static const char *
text_of (const json_t *entry, const char *name)
{
  const char *text = json_string_value (value_of (entry, name));
  return text != NULL ? text : "";
}

static void
add_moment (ProfileField *field, const json_t *entry, const Profile *profile)
{
  MomentParts parts = moment_parts_read (text_of (entry, field->name), profile);

  add_part (field, "date", parts.date, PROFILE_DATE);
  add_part (field, "time", parts.time, PROFILE_TIME);
  add_part (field, "zone", parts.zone, PROFILE_CAPITAL);
  moment_parts_clear (&parts);
}

static void
add_count (ProfileField *field, const json_t *entry)
{
  const char *way = value_of (entry, "until") != NULL ? "until" : "since";

  field->choices = ways;
  add_part (field, "way", way, PROFILE_CHOICE);
  add_part (field, "date", text_of (entry, way), PROFILE_DATE);
}

static void
add_form (ProfileField *field, const char *tag, const char *name, gint64 example, const char *text)
{
  ProfileInput *input = add (field, g_strdup_printf ("sentence.%s.%s", tag, name),
                             g_strstrip (g_strdup (text != NULL ? text : "")), PROFILE_SENTENCE);
  input->language = tag;
  input->example = example;
}

/* A sentence for each form of the number; a pattern that has more in it stays one. */
static void
add_sentence (ProfileField *field, const json_t *value, const Profile *profile, const char *tag)
{
  g_autofree char *pattern = local_value_get (value, tag, profile);
  g_autoptr (GHashTable) sentences = plural_sentence_split (pattern, COUNTED);
  g_autoptr (GPtrArray) forms = plural_forms (tag);

  if (sentences == NULL)
    {
      add (field, g_strdup_printf ("sentence.%s", tag), g_steal_pointer (&pattern), PROFILE_AREA)->language = tag;
      return;
    }
  for (guint i = 0; i < forms->len; i++)
    {
      const PluralForm *form = forms->pdata[i];
      add_form (field, tag, form->name, form->example, g_hash_table_lookup (sentences, form->name));
      g_hash_table_remove (sentences, form->name);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (rare); i++)
    if (g_hash_table_contains (sentences, rare[i]))
      add_form (field, tag, rare[i], strcmp (rare[i], "zero") == 0 ? 0 : RARE,
                g_hash_table_lookup (sentences, rare[i]));
}

static void
add_exception (ProfileField *field, guint row, const ProfileException *exception, const Profile *profile)
{
  static const char *const parts[] = { "from", "to", "times" };
  const char *const values[] = { exception->from, exception->to, exception->hours };
  const ProfileInputType types[] = { PROFILE_DATE, PROFILE_DATE, PROFILE_LINE };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    add (field, g_strdup_printf ("exception.%u.%s", row, parts[i]), g_strdup (values[i]), types[i])->part = parts[i];
  g_autofree char *note = g_strdup_printf ("exception.%u.note", row);
  add_local (field, note, exception->note, profile, PROFILE_LINE);
}

static void
add_hours (ProfileField *field, const json_t *entry, const Profile *profile)
{
  static const ProfileException none = { (char *)"", (char *)"", (char *)"", NULL };
  g_autoptr (ProfileHours) hours = profile_hours_read ((json_t *)value_of (entry, "hours"), profile);

  for (int day = 1; day <= 7; day++)
    add (field, g_strdup_printf ("day.%d", day), g_strdup (hours->days[day]), PROFILE_LINE);
  for (guint i = 0; i < hours->exceptions->len; i++)
    add_exception (field, i, hours->exceptions->pdata[i], profile);
  add_exception (field, hours->exceptions->len, &none, profile); /* for another one */
}

static void
fill (ProfileField *field, FieldType type, const json_t *entry, const Profile *profile)
{
  const json_t *value = value_of (entry, field->name);

  if (type == LOCAL || type == LOCAL_LINES || (type == ADDRESS && json_is_object (value)))
    add_local (field, field->name, value, profile, type == LOCAL_LINES ? PROFILE_AREA : PROFILE_LINE);
  else if (type == MOMENT)
    add_moment (field, entry, profile);
  else if (type == COUNT)
    add_count (field, entry);
  else if (type == HOURS)
    add_hours (field, entry, profile);
  else if (type == SENTENCE)
    for (char **tag = profile->languages; *tag != NULL; tag++)
      add_sentence (field, value, profile, *tag);
  else
    {
      const char *text = text_of (entry, field->name);
      field->choices = type == SEVERITY ? severities : NULL;
      add (field, g_strdup (field->name), g_strdup (type == SEVERITY && *text == '\0' ? severities[0] : text),
           type == SEVERITY ? PROFILE_CHOICE
           : type == ZONE   ? PROFILE_ZONE
                            : PROFILE_LINE);
    }
}

static ProfileField *
field_of (gsize i, const json_t *entry, const Profile *profile)
{
  ProfileField *field = g_new0 (ProfileField, 1);

  field->name = fields[i].name;
  field->needed = fields[i].needed;
  field->inputs = g_ptr_array_new_with_free_func (input_free);
  fill (field, fields[i].type, entry, profile);
  return field;
}

GPtrArray *
profile_fields (const char *section, const json_t *entry, const Profile *profile)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (field_free);

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (fields[i].section, section) == 0)
      g_ptr_array_add (all, field_of (i, entry, profile));
  return all;
}

/* ---- What was typed ---- */

/* Of every input: what was typed, or what is there if nothing was sent of it. */
static char *
typed (const Form *form, const ProfileInput *input)
{
  const char *text = form_get (form, input->name);
  return g_strstrip (g_strdup (text != NULL ? text : input->value));
}

/* A browser makes one line of what stands in a field of one line. */
static gboolean
is_same (const char *a, const char *b)
{
  g_auto (GStrv) first = g_strsplit_set (a, " \n\t", -1), second = g_strsplit_set (b, " \n\t", -1);
  g_autofree char *one = g_strjoinv (" ", first), *other = g_strjoinv (" ", second);
  return strcmp (one, other) == 0;
}

static gboolean
is_changed (const Form *form, const ProfileInput *input)
{
  g_autofree char *text = typed (form, input);
  return strcmp (text, input->value) != 0 && (input->type == PROFILE_AREA || !is_same (text, input->value));
}

static gboolean
is_field_changed (const Form *form, const ProfileField *field)
{
  for (guint i = 0; i < field->inputs->len; i++)
    if (is_changed (form, field->inputs->pdata[i]))
      return TRUE;
  return FALSE;
}

/* VALUE is taken over; NULL: it is not there any more. */
static void
set (json_t *entry, const char *name, json_t *value)
{
  if (value != NULL)
    json_object_set_new (entry, name, value);
  else
    json_object_del (entry, name);
}

static void
set_text (json_t *entry, const char *name, const char *text)
{
  set (entry, name, *text != '\0' ? json_string (text) : NULL);
}

static void
take_local (json_t *entry, const ProfileField *field, const Profile *profile, const Form *form)
{
  for (guint i = 0; i < field->inputs->len; i++)
    {
      const ProfileInput *input = field->inputs->pdata[i];
      g_autofree char *text = typed (form, input);
      if (is_changed (form, input))
        set (entry, field->name,
             local_value_set (json_object_get (entry, field->name), input->language, text, profile));
    }
}

/* The inputs in their order. */
static char *
typed_at (const ProfileField *field, guint index, const Form *form)
{
  return typed (form, field->inputs->pdata[index]);
}

static void
take_moment (json_t *entry, const ProfileField *field, const Form *form)
{
  g_autofree char *date = typed_at (field, 0, form), *time = typed_at (field, 1, form);
  g_autofree char *zone = typed_at (field, 2, form);
  g_autofree char *text = moment_parts_write (date, time, zone);

  set_text (entry, field->name, *date != '\0' || *time != '\0' ? text : "");
}

static void
take_count (json_t *entry, const ProfileField *field, const Form *form)
{
  g_autofree char *way = typed_at (field, 0, form), *date = typed_at (field, 1, form);
  gboolean until = strcmp (way, "until") == 0;

  json_object_del (entry, until ? "since" : "until");
  set_text (entry, until ? "until" : "since", date);
}

/* From input FIRST on, those of one language. *NEXT: the first that is of another. */
static char *
typed_sentence (const ProfileField *field, guint first, const Form *form, gboolean *changed, guint *next)
{
  const ProfileInput *input = field->inputs->pdata[first];
  const char *tag = input->language;
  g_autoptr (GHashTable) forms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  *next = first + 1;
  *changed = is_changed (form, input);
  if (input->type != PROFILE_SENTENCE)
    return typed (form, input);
  for (*next = first; *next < field->inputs->len; (*next)++)
    {
      input = field->inputs->pdata[*next];
      if (input->language != tag)
        break;
      g_autofree char *text = typed (form, input);
      *changed = *changed || is_changed (form, input);
      if (*text != '\0')
        g_hash_table_insert (forms, g_strdup (strrchr (input->name, '.') + 1), g_steal_pointer (&text));
    }
  char *pattern = plural_sentence_join (forms, COUNTED);
  return pattern != NULL ? pattern : g_strdup ("");
}

static void
take_sentence (json_t *entry, const ProfileField *field, const Profile *profile, const Form *form)
{
  for (guint i = 0, next; i < field->inputs->len; i = next)
    {
      const ProfileInput *input = field->inputs->pdata[i];
      gboolean changed;
      g_autofree char *pattern = typed_sentence (field, i, form, &changed, &next);
      if (changed)
        set (entry, field->name,
             local_value_set (json_object_get (entry, field->name), input->language, pattern, profile));
    }
}

static json_t *
typed_note (const char *name, const json_t *before, const Profile *profile, const Form *form)
{
  json_t *note = json_deep_copy (before);

  for (char **tag = profile->languages; *tag != NULL; tag++)
    {
      g_autofree char *key = g_strdup_printf ("%s.%s", name, *tag);
      const char *text = form_get (form, key);
      g_autofree char *plain = g_strstrip (g_strdup (text != NULL ? text : ""));
      json_t *changed = text != NULL ? local_value_set (note, *tag, plain, profile) : json_deep_copy (note);
      json_decref (note);
      note = changed;
    }
  return note;
}

/* The row of a date; one that was emptied goes. */
static void
take_exception (ProfileHours *hours, guint row, const ProfileException *before, const Profile *profile,
                const Form *form)
{
  static const char *const parts[] = { "from", "to", "times" };
  const char *const values[] = { before->from, before->to, before->hours };
  char *typed[G_N_ELEMENTS (parts)];

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *name = g_strdup_printf ("exception.%u.%s", row, parts[i]);
      const char *text = form_get (form, name);
      typed[i] = g_strstrip (g_strdup (text != NULL ? text : values[i]));
    }
  g_autofree char *name = g_strdup_printf ("exception.%u.note", row);
  json_t *note = typed_note (name, before->note, profile, form);
  if (*typed[0] != '\0' || *typed[1] != '\0' || *typed[2] != '\0')
    profile_hours_except (hours, typed[0], typed[1], typed[2], note);
  else
    json_decref (note);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    g_free (typed[i]);
}

static void
take_hours (json_t *entry, const ProfileField *field, const Profile *profile, const Form *form)
{
  static const ProfileException none = { (char *)"", (char *)"", (char *)"", NULL };
  g_autoptr (ProfileHours) before = profile_hours_read (json_object_get (entry, "hours"), profile);
  g_autoptr (ProfileHours) after = profile_hours_new ();

  for (int day = 1; day <= 7; day++)
    {
      g_free (after->days[day]);
      after->days[day] = typed_at (field, (guint)day - 1, form);
    }
  for (guint i = 0; i <= before->exceptions->len; i++)
    take_exception (after, i, i < before->exceptions->len ? before->exceptions->pdata[i] : &none, profile, form);
  set (entry, "hours", profile_hours_write (after));
}

static void
take_field (json_t *entry, FieldType type, const ProfileField *field, const Profile *profile, const Form *form)
{
  const ProfileInput *first = field->inputs->pdata[0];
  g_autofree char *text = typed (form, first);

  if (type == MOMENT)
    take_moment (entry, field, form);
  else if (type == COUNT)
    take_count (entry, field, form);
  else if (type == SENTENCE)
    take_sentence (entry, field, profile, form);
  else if (type == HOURS)
    take_hours (entry, field, profile, form);
  else if (first->language != NULL)
    take_local (entry, field, profile, form);
  else
    set_text (entry, field->name, text);
}

json_t *
profile_take (const char *section, const json_t *entry, const Profile *profile, const Form *form)
{
  json_t *taken = json_is_object (entry) ? json_deep_copy (entry) : json_object ();
  gboolean changed = FALSE;

  if (json_is_string (entry)) /* a notice that is only a text */
    json_object_set (taken, "text", (json_t *)entry);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (strcmp (fields[i].section, section) != 0)
        continue;
      ProfileField *field = field_of (i, entry, profile);
      if (is_field_changed (form, field))
        {
          take_field (taken, fields[i].type, field, profile, form);
          changed = TRUE;
        }
      field_free (field);
    }
  if (changed || entry == NULL)
    return taken;
  json_decref (taken);
  return json_deep_copy (entry);
}

const char *
profile_entry_title (const json_t *entry, const char *language, const Profile *profile)
{
  const json_t *value = json_is_object (entry) ? json_object_get (entry, "label") : entry;
  const char *title = NULL;

  if (value == NULL)
    value = json_object_get (entry, "text") != NULL ? json_object_get (entry, "text")
                                                    : json_object_get (entry, "sentence");
  if (json_is_object (value))
    {
      title = json_string_value (json_object_get (value, language));
      if (title == NULL)
        title = json_string_value (json_object_get (value, profile->languages[0]));
      if (title == NULL && json_object_size (value) > 0)
        title = json_string_value (json_object_iter_value (json_object_iter ((json_t *)value)));
    }
  else
    title = json_string_value (value);
  return title != NULL ? title : "";
}
