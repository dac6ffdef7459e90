/* A profile in form fields: what comes back as it was shown changes nothing, in whichever way it was written; what is
 * typed is there, right or wrong; and nothing else is touched. */
#include "base/yaml_json.h"
#include "desk/profile/profile_form.h"
#include "desk/profile/profile_hours.h"
#include "desk/profile/profile_merge.h"
#include "desk/profile/profile_value.h"

#include <string.h>

static json_t *
tree_of (const char *yaml)
{
  const YamlSource source = { .file = "profile", .line = 1, .domain = PROFILE_ERROR };
  GError *error = NULL;
  g_autoptr (YamlNode) top = yaml_map_read (yaml, strlen (yaml), &source, &error);
  g_assert_no_error (error);
  return yaml_json (top);
}

static Profile *
profile_of (const char *yaml)
{
  GError *error = NULL;
  Profile *profile = profile_parse (yaml, strlen (yaml), "profile", &error);
  g_assert_no_error (error);
  return profile;
}

static void
append_pair (GString *form, const char *name, const char *value)
{
  g_autofree char *key = g_uri_escape_string (name, NULL, FALSE), *text = g_uri_escape_string (value, NULL, FALSE);
  g_string_append_printf (form, "%s%s=%s", form->len > 0 ? "&" : "", key, text);
}

/* The form of ENTRY, as a browser sends it, with CHANGES (name, text, …, NULL). */
static Form *
form_with (const char *section, const json_t *entry, const Profile *profile, const char *const *changes)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) fields = profile_fields (section, entry, profile);

  for (gsize i = 0; changes != NULL && changes[i] != NULL;
       i += 2) /* of a field that is given twice the first counts */
    append_pair (text, changes[i], changes[i + 1]);
  for (guint i = 0; i < fields->len; i++)
    {
      const ProfileField *field = fields->pdata[i];
      for (guint j = 0; j < field->inputs->len; j++)
        {
          const ProfileInput *input = field->inputs->pdata[j];
          append_pair (text, input->name, input->value);
        }
    }
  Form *form = form_parse (text->str, text->len);
  g_assert_nonnull (form);
  return form;
}

static json_t *
taken (const char *section, const json_t *entry, const Profile *profile, const char *const *changes)
{
  g_autoptr (Form) form = form_with (section, entry, profile, changes);
  return profile_take (section, entry, profile, form);
}

static void
assert_equal (const json_t *a, const json_t *b)
{
  g_autofree char *one = json_dumps (a, JSON_ENCODE_ANY), *other = json_dumps (b, JSON_ENCODE_ANY);
  g_assert_cmpstr (one, ==, other); /* the order of the keys as well */
}

/* ---- Nothing changed ---- */

static const char odd[] =
    "name: Testland\n"
    "languages: [en, pt-br, ar]\n"
    "home_zone: Asia/Tbilisi\n"
    "host_zone: Europe/Lisbon\n"
    "latest: '7'\n"
    "hosts: a.example\n"
    "clocks:\n"
    "- {zone: UTC, label: {PT-BR: Hora, en: Time}}\n"
    "contacts:\n"
    "- label: Bare\n"
    "  address: [Line one, Line two]\n"
    "  hours: |\n"
    "    mon-fri 9-12:30, 14.00-17:00\n"
    "    2026-12-24 to 2026-12-26 closed (Christmas)\n"
    "- label: {ar: فقط}\n"
    "  hours: {weekly: {mon: ['09:00', '17:00']}, exceptions: {2026-12-25: closed}}\n"
    "- {label: x, hours: [{days: [mon, tue], hours: [{from: '09:00', to: '10:00'}]}, sat 10-12]}\n"
    "- {label: \"two  spaces\\nand a line\", phone: ' 112', hours: ~}\n"
    "counters:\n"
    "- {until: 2027-01-01, sentence: {en: '{days, plural, =0 {today} other {# days}}', ar: '{days, plural, other "
    "{#}} يوم'}}\n"
    "- {since: 2000-01-01, sentence: no number}\n"
    "- {since: 2000-01-01, sentence: '{days, plural, zero {none} one {#} many {## days} other {# days}}'}\n"
    "notices:\n"
    "- Only a text\n"
    "- text: {en: '# not a comment: [x]', ar: '~'}\n"
    "  severity: INFO\n"
    "  from: 2026-12-24T12:00:30+04:00\n"
    "  until: 2027-01-01 10:00Z\n"
    "  href: {en: /en/, ar: https://x.example}\n"
    "menus: [{label: All, href: '/{language}/all'}]\n"
    "date_patterns: {list: dd.MM.yyyy}\n"
    "witnesses_needed: 0\n";

static void
assert_comes_back (const char *yaml)
{
  g_autoptr (Profile) profile = profile_of (yaml);
  json_auto_t *tree = tree_of (yaml);
  static const char *const lists[] = { "clocks", "contacts", "hours", "counters", "notices", "main", "footer" };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      size_t index;
      json_t *entry;
      json_array_foreach (profile_list (tree, strcmp (lists[i], "hours") == 0 ? "contacts" : lists[i]), index, entry)
        {
          json_auto_t *same = taken (lists[i], entry, profile, NULL);
          assert_equal (same, entry);
        }
    }
  json_auto_t *whole = taken ("name", tree, profile, NULL);
  assert_equal (whole, tree);
  g_autofree char *text = yaml_write (tree);
  json_auto_t *again = tree_of (text);
  assert_equal (again, tree);
  g_autoptr (Profile) parsed = profile_of (text);
  g_assert_cmpuint (parsed->contacts->len, ==, profile->contacts->len);
}

static void
test_what_is_not_changed_stays (void)
{
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "..", "..", "demo", "profile.yaml", NULL);
  g_autofree char *second = g_test_build_filename (G_TEST_DIST, "..", "..", "demo", "second", "profile.yaml", NULL);
  g_autofree char *demo = NULL, *other = NULL;

  g_assert_true (g_file_get_contents (file, &demo, NULL, NULL));
  assert_comes_back (demo);
  if (g_file_get_contents (second, &other, NULL, NULL))
    assert_comes_back (other);
  assert_comes_back (odd);
}

/* ---- What is typed ---- */

static json_t *
changed (const char *section, guint index, const char *const *changes)
{
  g_autoptr (Profile) profile = profile_of (odd);
  json_auto_t *tree = tree_of (odd);
  const json_t *entry =
      strcmp (section, "name") == 0
          ? tree
          : json_array_get (profile_list (tree, strcmp (section, "hours") == 0 ? "contacts" : section), index);
  return taken (section, entry, profile, changes);
}

#define CHANGED(section, index, ...) changed (section, index, (const char *const[]){ __VA_ARGS__, NULL })

static const char *
at (const json_t *value, const char *key, const char *inner)
{
  value = json_object_get (value, key);
  return json_string_value (inner != NULL ? json_object_get (value, inner) : value);
}

static void
test_one_field_alone_is_changed (void)
{
  json_auto_t *contact = CHANGED ("contacts", 3, "phone", "+351 1 234");
  g_assert_cmpstr (at (contact, "phone", NULL), ==, "+351 1 234");
  g_assert_cmpstr (at (contact, "label", NULL), ==, "two  spaces\nand a line");
  g_assert_cmpuint (json_object_size (contact), ==, 3);

  json_auto_t *gone = CHANGED ("contacts", 3, "phone", " ");
  g_assert_null (json_object_get (gone, "phone"));
}

static void
test_texts_in_languages (void)
{
  json_auto_t *bare = CHANGED ("contacts", 0, "label.en", "Other");
  g_assert_cmpstr (at (bare, "label", NULL), ==, "Other");
  json_auto_t *map = CHANGED ("contacts", 0, "label.ar", "آخر");
  g_assert_cmpstr (at (map, "label", "en"), ==, "Bare");
  g_assert_cmpstr (at (map, "label", "ar"), ==, "آخر");
  json_auto_t *key = CHANGED ("clocks", 0, "label.pt-BR", "Relógio");
  g_assert_cmpstr (at (key, "label", "PT-BR"), ==, "Relógio");
  g_assert_cmpuint (json_object_size (json_object_get (key, "label")), ==, 2);
  json_auto_t *none = CHANGED ("contacts", 1, "label.ar", "");
  g_assert_null (json_object_get (none, "label"));
  json_auto_t *lines = CHANGED ("contacts", 0, "address.ar", "سطر");
  g_assert_cmpstr (at (lines, "address", "en"), ==, "Line one\nLine two");
  json_auto_t *notice = CHANGED ("notices", 0, "severity", "warning");
  g_assert_cmpstr (at (notice, "text", NULL), ==, "Only a text");
  g_assert_cmpstr (at (notice, "severity", NULL), ==, "warning");
}

static void
test_moments (void)
{
  json_auto_t *day = CHANGED ("notices", 0, "from.date", "2026-12-24");
  g_assert_cmpstr (at (day, "from", NULL), ==, "2026-12-24");
  json_auto_t *home =
      CHANGED ("notices", 0, "from.date", "2026-12-24", "from.time", "09:30", "from.zone", "Asia/Tbilisi");
  g_assert_cmpstr (at (home, "from", NULL), ==, "2026-12-24T09:30:00+04:00");
  json_auto_t *host = CHANGED ("notices", 1, "until.date", "2026-07-01", "until.time", "09:30");
  g_assert_cmpstr (at (host, "until", NULL), ==, "2026-07-01T09:30:00+01:00");
  g_assert_cmpstr (at (host, "from", NULL), ==, "2026-12-24T12:00:30+04:00");
  json_auto_t *wrong = CHANGED ("notices", 0, "from.date", "soon", "from.time", "later", "from.zone", "Asia/Tbilisi");
  g_assert_cmpstr (at (wrong, "from", NULL), ==, "soon later Asia/Tbilisi");
  g_autoptr (Profile) profile = profile_of (odd);
  MomentParts parts = moment_parts_read (at (wrong, "from", NULL), profile);
  g_assert_cmpstr (parts.date, ==, "soon");
  g_assert_cmpstr (parts.time, ==, "later");
  g_assert_cmpstr (parts.zone, ==, "Asia/Tbilisi");
  moment_parts_clear (&parts);
}

static void
test_counters (void)
{
  json_auto_t *since = CHANGED ("counters", 0, "count.way", "since", "count.date", "2020-02-29");
  g_assert_cmpstr (at (since, "since", NULL), ==, "2020-02-29");
  g_assert_null (json_object_get (since, "until"));
  g_assert_cmpstr (at (since, "sentence", "en"), ==, "{days, plural, =0 {today} other {# days}}");
  json_auto_t *sentence = CHANGED ("counters", 1, "sentence.en.one", "# day", "sentence.en.other", "# days");
  g_assert_cmpstr (at (sentence, "sentence", NULL), ==, "{days, plural, one {# day} other {# days}}");
  json_auto_t *rare = CHANGED ("counters", 2, "sentence.en.one", "# day");
  g_assert_cmpstr (at (rare, "sentence", NULL), ==,
                   "{days, plural, zero {none} one {# day} many {## days} other {# days}}");
  json_auto_t *other = CHANGED ("counters", 0, "sentence.ar.two", "يومان");
  g_assert_cmpstr (at (other, "sentence", "ar"), ==, "{days, plural, two {يومان} other {# يوم}}");
}

static void
test_hours (void)
{
  g_autoptr (Profile) profile = profile_of (odd);
  json_auto_t *contact = CHANGED ("hours", 0, "day.6", "10:00-12:00", "exception.1.from", "2027-01-01",
                                  "exception.1.note.ar", "رأس السنة");
  json_auto_t *wanted = json_loads (
      "{\"mon-fri\": \"09:00-12:30, 14:00-17:00\", \"sat\": \"10:00-12:00\", \"exceptions\": ["
      "{\"from\": \"2026-12-24\", \"to\": \"2026-12-26\", \"hours\": \"closed\", \"note\": {\"en\": \"Christmas\"}},"
      "{\"date\": \"2027-01-01\", \"hours\": \"closed\", \"note\": {\"ar\": \"رأس السنة\"}}]}",
      0, NULL);
  assert_equal (json_object_get (contact, "hours"), wanted);

  json_auto_t *wrong = CHANGED ("hours", 0, "day.1", "often", "exception.0.times", "never");
  g_autoptr (ProfileHours) typed = profile_hours_read (json_object_get (wrong, "hours"), profile);
  g_assert_cmpstr (typed->days[1], ==, "often");
  g_assert_cmpstr (typed->days[2], ==, "09:00-12:30, 14:00-17:00");
  g_assert_cmpstr (((ProfileException *)typed->exceptions->pdata[0])->hours, ==, "never");

  json_auto_t *fewer = CHANGED ("hours", 0, "exception.0.from", "", "exception.0.to", "", "exception.0.times", "");
  g_assert_null (json_object_get (json_object_get (fewer, "hours"), "exceptions"));
}

static void
test_new_entries_and_lists (void)
{
  g_autoptr (Profile) profile = profile_of (odd);
  json_auto_t *tree = tree_of (odd);
  json_auto_t *nothing = taken ("notices", NULL, profile, NULL);
  g_assert_cmpuint (json_object_size (nothing), ==, 0);
  g_assert_cmpuint (json_array_size (profile_list (tree, "main")), ==, 1);
  g_assert_null (profile_list (tree, "footer"));
  json_array_append_new (profile_list_need (tree, "footer"), json_pack ("{s:s, s:s}", "label", "x", "href", "/"));
  g_assert_cmpuint (json_array_size (profile_list (tree, "main")), ==, 1);
  g_autofree char *yaml = yaml_write (tree);
  g_autoptr (Profile) parsed = profile_of (yaml);
  g_assert_cmpuint (parsed->menu->len, ==, 1);
  g_assert_cmpuint (parsed->footer->len, ==, 1);
}

/* ---- Together ---- */

static json_t *
json (const char *text)
{
  json_t *value = json_loads (text, JSON_DECODE_ANY, NULL);
  g_assert_nonnull (value);
  return value;
}

static void
assert_merged (const char *before, const char *mine, const char *theirs, const char *wanted, const char *conflict)
{
  json_auto_t *a = json (before), *b = json (mine), *c = json (theirs), *d = json (wanted);
  g_autofree char *found = NULL;
  json_auto_t *merged = profile_merge (a, b, c, &found);

  assert_equal (merged, d);
  g_assert_cmpstr (found, ==, conflict);
}

static void
test_two_changes_come_together (void)
{
  assert_merged ("{\"a\":1,\"b\":1}", "{\"a\":2,\"b\":1}", "{\"a\":1,\"b\":3}", "{\"a\":2,\"b\":3}", NULL);
  assert_merged ("{\"a\":1}", "{\"a\":1,\"m\":1}", "{\"a\":1,\"t\":1}", "{\"a\":1,\"m\":1,\"t\":1}", NULL);
  assert_merged ("{\"a\":1,\"b\":1}", "{\"b\":1}", "{\"a\":1,\"b\":2}", "{\"b\":2}", NULL);
  assert_merged ("{\"a\":1}", "{\"a\":2}", "{\"a\":3}", "{\"a\":2}", "a");
  assert_merged ("{\"a\":{\"en\":1}}", "{\"a\":{\"en\":1,\"fr\":2}}", "{\"a\":{\"en\":3}}",
                 "{\"a\":{\"en\":3,\"fr\":2}}", NULL);
  assert_merged ("{\"a\":[1]}", "{\"a\":[1,2]}", "{\"a\":[1,3]}", "{\"a\":[1,2]}", "a");
  assert_merged ("{\"a\":1}", "{\"a\":2}", "{\"a\":2}", "{\"a\":2}", NULL);
}

static void
test_any_text_is_written_and_read (void)
{
  static const char *const texts[] = { "",
                                       " ",
                                       "~",
                                       "null",
                                       "yes",
                                       "1.0",
                                       "- x",
                                       "a: b",
                                       "#",
                                       "\"'\\",
                                       "two\nlines\n",
                                       "\n",
                                       "tab\there",
                                       "😀 ع 外",
                                       "& * ! | > % @ `",
                                       "2026-12-24",
                                       "a\u00a0b",
                                       "{x}" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      json_auto_t *tree = json_pack ("{s:s, s:[s, {s:s}], s:{}, s:[], s:n}", "text", texts[i], "list", texts[i], "k",
                                     texts[i], "map", "empty", "nothing");
      if (*texts[i] != '\0')
        json_object_set_new (tree, texts[i], json_string (texts[i]));
      g_autofree char *yaml = yaml_write (tree);
      json_auto_t *again = tree_of (yaml);
      assert_equal (again, tree);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile-form/what-is-not-changed-stays", test_what_is_not_changed_stays);
  g_test_add_func ("/profile-form/one-field-alone-is-changed", test_one_field_alone_is_changed);
  g_test_add_func ("/profile-form/texts-in-languages", test_texts_in_languages);
  g_test_add_func ("/profile-form/moments", test_moments);
  g_test_add_func ("/profile-form/counters", test_counters);
  g_test_add_func ("/profile-form/hours", test_hours);
  g_test_add_func ("/profile-form/new-entries-and-lists", test_new_entries_and_lists);
  g_test_add_func ("/profile-merge/two-changes-come-together", test_two_changes_come_together);
  g_test_add_func ("/yaml-json/any-text-is-written-and-read", test_any_text_is_written_and_read);
  return g_test_run ();
}
