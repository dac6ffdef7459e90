/* Profiles: every part, in the forms people write, and how mistakes are named. */
#include "record/profile.h"

#include "base/sha256.h"

#include <string.h>

#define HEAD                                                                                                         \
  "name: {en: Embassy of Arcadia, pt: Embaixada}\nlanguages: [en, pt, ar]\nhome_zone: Asia/Tbilisi\n"                \
  "host_zone: Europe/Lisbon\n"

static Profile *
parse (const char *parts)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strconcat (HEAD, parts, NULL);
  Profile *profile = profile_parse (text, strlen (text), "profile.yaml", &error);

  g_assert_no_error (error);
  return profile;
}

static void
check_text_refused (const char *text, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Profile) profile = profile_parse (text, strlen (text), "profile.yaml", &error);

  g_assert_null (profile);
  g_assert_error (error, PROFILE_ERROR, PROFILE_ERROR_INVALID);
  if (strstr (error->message, message) == NULL)
    g_error ("“%s” does not say “%s”", error->message, message);
}

static void
check_refused (const char *parts, const char *message)
{
  g_autofree char *text = g_strconcat (HEAD, parts, NULL);
  check_text_refused (text, message);
}

static Instant
instant_of (const char *text)
{
  Instant instant = 0;
  g_assert_true (instant_parse (text, &instant, NULL));
  return instant;
}

static void
check_moment (Instant found, const char *expected)
{
  g_autofree char *text = instant_format (found);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_least (void)
{
  static const char text[] = "name: Ministry\nlanguages: fr\nhome_zone: Europe/Paris\n";
  g_autoptr (Profile) profile = profile_parse (text, sizeof text - 1, "profile.yaml", NULL);

  g_assert_cmpstr (local_text (profile->name, "en", profile->languages[0]), ==, "Ministry");
  g_assert_cmpstr (profile->languages[0], ==, "fr");
  g_assert_cmpstr (profile->host_zone_name, ==, "Europe/Paris");
  g_assert_cmpuint (profile->latest, ==, 10);
  g_assert_cmpuint (profile->clocks->len + profile->contacts->len + profile->menu->len, ==, 0);
  g_assert_cmpuint (g_strv_length (profile->hosts), ==, 0);
  g_assert_null (profile->address);
}

static void
test_languages (void)
{
  g_autoptr (Profile) profile = parse ("");

  g_assert_true (profile_has_language (profile, "ar"));
  g_assert_false (profile_has_language (profile, "fr"));
  g_assert_cmpstr (local_text (profile->name, "pt-BR", "en"), ==, "Embaixada");
  g_assert_cmpstr (local_text (profile->name, "ar", "en"), ==, "Embassy of Arcadia");
  g_assert_cmpstr (local_text (profile->name, "ar", "fr"), ==, "Embassy of Arcadia");
  g_assert_null (local_text (NULL, "ar", "en"));
}

static void
test_clocks (void)
{
  g_autoptr (Profile) profile =
      parse ("clocks:\n  - {label: {en: Arcadia}, zone: Asia/Tbilisi}\n  - {label: Lisbon, zone: "
             "Europe/Lisbon}\n");
  const Clock *clock = profile->clocks->pdata[1];

  g_assert_cmpuint (profile->clocks->len, ==, 2);
  g_assert_cmpstr (local_text (clock->label, "en", "en"), ==, "Lisbon");
  g_assert_cmpstr (clock->zone_name, ==, "Europe/Lisbon");
  check_refused (
      "clocks:\n  - label: London\n    zone: Europe/Londn\n",
      "profile.yaml:7: clocks[0].zone: “Europe/Londn” is no IANA time zone (did you mean “Europe/London”?)");
  check_refused ("clocks: [{label: x}]\n", "profile.yaml:5: clocks[0]: “zone” is missing");
}

static void
test_contacts (void)
{
  g_autoptr (Profile) profile = parse (
      "contacts:\n  - {label: Consular, phone: \"+351 210 000 000\", email: a@mfa.example, address: {en: Rua 1, pt: "
      "R. 1}, hours: mon-fri 09:00-17:00}\n  - label: Press\n    address: [Rua 1, Lisboa]\n");
  const Contact *consular = profile->contacts->pdata[0];
  const Contact *press = profile->contacts->pdata[1];

  g_assert_cmpstr (consular->phone, ==, "+351 210 000 000");
  g_assert_cmpstr (consular->email, ==, "a@mfa.example");
  g_assert_cmpstr (local_text (consular->address, "pt", "en"), ==, "R. 1");
  g_assert_nonnull (consular->hours);
  g_assert_cmpstr (local_text (press->address, "en", "en"), ==, "Rua 1\nLisboa");
  g_assert_null (press->hours);
  check_refused ("contacts: [{label: x, phone: call us}]\n", "contacts[0].phone: “call us” is no telephone number");
  check_refused ("contacts: [{label: x, phone: \"+1234567890123456\"}]\n", "is no telephone number");
  check_refused ("contacts: [{label: x, email: a@b}]\n", "contacts[0].email: “a@b” is no e-mail address");
  check_refused ("contacts: [{phone: \"112\"}]\n", "contacts[0]: “label” is missing");
}

static void
test_counters (void)
{
  g_autoptr (Profile) profile =
      parse ("counters:\n  - since: 2018-03-04\n    sentence: {en: \"{days, plural, one {# day} other "
             "{# days}} passed\"}\n    note: in May\n  - {until: 2030-01-01, sentence: \"it '{'s\"}\n");
  const Counter *since = profile->counters->pdata[0];
  const Counter *until = profile->counters->pdata[1];

  g_assert_false (since->until);
  g_assert_cmpint (since->date.year, ==, 2018);
  g_assert_true (until->until);
  g_assert_null (until->note);
  check_refused ("counters: [{sentence: x}]\n", "give one of them, not none");
  check_refused ("counters: [{since: 2018-03-04, until: 2018-03-04, sentence: x}]\n", "give one of them, not both");
  check_refused ("counters: [{since: 2018-3-4, sentence: x}]\n", "counters[0].since: “2018-3-4” is no date");
  check_refused ("counters: [{since: 2018-03-04, sentence: \"{days\"}]\n", "counters[0].sentence: the braces");
  check_refused ("counters: [{since: 2018-03-04, sentence: \"}{\"}]\n", "counters[0].sentence: the braces");
}

static void
test_notices (void)
{
  g_autoptr (Profile) profile = parse (
      "notices:\n  - Closed today\n  - {severity: Warning, text: x, from: 2026-07-01, until: 2026-07-02, href: "
      "\"/{language}/office\"}\n  - {severity: emergency, text: y, from: 2026-07-01T10:00:00Z}\n");
  const Notice *bare = profile->notices->pdata[0];
  const Notice *dated = profile->notices->pdata[1];
  const Notice *open = profile->notices->pdata[2];

  g_assert_cmpint (bare->severity, ==, SEVERITY_INFORMATION);
  g_assert_true (bare->from == INSTANT_MIN && bare->until == INSTANT_MAX);
  g_assert_cmpint (dated->severity, ==, SEVERITY_WARNING);
  check_moment (dated->from, "2026-06-30T23:00:00Z");
  check_moment (dated->until, "2026-07-02T23:00:00Z");
  check_moment (open->from, "2026-07-01T10:00:00Z");
  check_refused ("notices: [{text: x, severity: grave}]\n",
                 "“grave” is no severity; it is one of information, warning, emergency");
  check_refused ("notices: [{text: x, from: 2026-07-02, until: 2026-07-01}]\n", "ends (“until”) before it begins");
  check_refused ("notices: [{text: x, from: soon}]\n", "“soon” is neither an instant");
}

static void
test_menus (void)
{
  g_autoptr (Profile) list = parse ("menus:\n  - {label: {en: All}, href: \"/{language}/all\"}\n");
  g_autoptr (Profile) both =
      parse ("menus:\n  main: []\n  footer:\n    - {label: UN, href: {en: \"https://un.example/en\"}}\n");

  g_assert_cmpuint (list->menu->len, ==, 1);
  g_assert_cmpuint (list->footer->len, ==, 0);
  g_assert_cmpuint (both->menu->len, ==, 0);
  g_assert_cmpuint (both->footer->len, ==, 1);
  check_refused ("menus: [{label: x, href: \"javascript:alert(1)\"}]\n", "“javascript:alert(1)” is no address");
  check_refused ("menus: [{label: x, href: \"//evil.example\"}]\n", "is no address");
  check_refused ("menus: {side: []}\n", "menus.side: there is no such key; allowed are main, footer");
}

static void
test_patterns (void)
{
  g_autoptr (Profile) profile = parse ("date_patterns: {list: {en: dd.MM.yyyy}, long: d MMMM y}\n");

  g_assert_cmpstr (profile_date_pattern (profile, "list", "en"), ==, "dd.MM.yyyy");
  g_assert_null (profile_date_pattern (profile, "list", "pt"));
  g_assert_cmpstr (profile_date_pattern (profile, "long", "ar"), ==, "d MMMM y");
  g_assert_null (profile_date_pattern (profile, "time", "en"));
  check_refused ("date_patterns: {lsit: x}\n", "date_patterns.lsit: there is no such key (did you mean “list”?)");
}

static void
test_place (void)
{
  g_autoptr (Profile) profile =
      parse ("address: https://Lisbon.mfa.example/\nhosts: [www.Lisbon.example, \"[::1]\"]\nlatest: 50\n");

  g_assert_cmpstr (profile->address, ==, "https://lisbon.mfa.example");
  g_assert_cmpstr (profile->hosts[0], ==, "www.lisbon.example");
  g_assert_cmpuint (profile->latest, ==, 50);
  check_refused ("address: https://a.example/b\n",
                 "profile.yaml:5: address: “https://a.example/b” is not the address of a site");
  check_refused ("address: ftp://a.example\n", "is not the address of a site");
  check_refused ("hosts: [a b]\n", "hosts[0]: “a b” is no host name");
  check_refused ("latest: 51\n", "profile.yaml:5: latest: “51” is no number from 1 to 50");
}

#define KEY_A "a.example+dd4b4237+BAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB"
#define KEY_A_RENAMED "z.example+72c45b79+BAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB"
#define KEY_B "b.example+4add8fc1+BAICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIC"
#define KEY_C "c.example/w+774a6d07+BAMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMD"
#define KEY_OF_LOG "log.example+cc5b62e1+AQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUF"
#define KEY_ODD "o.example+afd860fd+CQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUF"

static void
test_witnesses (void)
{
  g_autoptr (Profile) none = parse ("witnesses: []\n");
  g_autoptr (Profile) three =
      parse ("witnesses:\n  - {name: {en: A Paper, pt: Um Jornal}, key: \"" KEY_A "\", url: \"https://a.example/\"}\n"
             "  - {key: \"" KEY_B "\", url: \"http://127.0.0.1:8082/w/x\"}\n"
             "  - {key: \"" KEY_C "\", url: \"https://[::1]:1\"}\n");
  g_autoptr (Profile) told =
      parse ("witnesses_needed: 0\nwitnesses: [{key: \"" KEY_A "\", url: \"https://a.example\"}]\n");
  const Witness *first = three->witnesses->pdata[0], *second = three->witnesses->pdata[1];

  g_assert_cmpuint (none->witnesses_needed, ==, 0);
  g_assert_cmpuint (three->witnesses_needed, ==, 2);
  g_assert_cmpuint (told->witnesses_needed, ==, 0);
  g_assert_cmpstr (local_text (first->name, "pt", "en"), ==, "Um Jornal");
  g_assert_cmpstr (first->key, ==, KEY_A);
  g_assert_cmpstr (first->url, ==, "https://a.example");
  g_assert_null (second->name);
  g_assert_cmpstr (second->url, ==, "http://127.0.0.1:8082/w/x");
}

static void
check_witness_refused (const char *key, const char *url, const char *message)
{
  g_autofree char *text = g_strdup_printf ("witnesses: [{key: \"%s\", url: \"%s\"}]\n", key, url);
  check_refused (text, message);
}

static void
test_bad_witnesses (void)
{
  check_witness_refused (KEY_OF_LOG, "https://a.example", "witnesses[0].key: “" KEY_OF_LOG "” is a key of a log");
  check_witness_refused (KEY_ODD, "https://a.example", "of an algorithm that is not known here (9)");
  check_witness_refused ("x" KEY_A, "https://a.example", "was mistyped: its id is not that of its name and key");
  check_witness_refused (KEY_A "A", "https://a.example", "is no key of a witness");
  check_witness_refused (KEY_A "=", "https://a.example", "is no key of a witness");
  check_witness_refused ("a b" KEY_A, "https://a.example", "is no key of a witness");
  check_witness_refused ("", "https://a.example", "is no key of a witness");
  check_witness_refused (KEY_A, "ftp://a.example", "witnesses[0].url: “ftp://a.example” is not where a witness is");
  check_witness_refused (KEY_A, "a.example", "is not where a witness is asked");
  check_witness_refused (KEY_A, "https://u:p@a.example", "is not where a witness is asked");
  check_witness_refused (KEY_A, "https://a.example/?x", "is not where a witness is asked");
  check_refused ("witnesses: [{key: \"" KEY_A "\"}]\n", "witnesses[0]: “url” is missing");
  check_refused ("witnesses: [{url: \"https://a.example\"}]\n", "witnesses[0]: “key” is missing");
  check_refused ("witnesses:\n- {key: \"" KEY_A "\", url: \"https://a.example\"}\n"
                 "- {key: \"" KEY_A_RENAMED "\", url: \"https://b.example\"}\n",
                 "profile.yaml:7: witnesses[1].key: this is the key of “" KEY_A "” above");
  check_refused ("witnesses: [{key: \"" KEY_A "\", url: \"https://a.example\"}]\nwitnesses_needed: 2\n",
                 "profile.yaml:6: witnesses_needed: “2” is no number from 0 to 1, as many witnesses as there are");
  check_refused ("witnesses_needed: 1\n", "“1” is no number from 0 to 0");
  check_refused ("witnesses_needed: -1\n", "“-1” is no number from 0 to 0");
}

/* A list of COUNT witnesses, each with a key of its own. */
static char *
witness_list (guint count)
{
  GString *text = g_string_new ("witnesses:\n");

  for (guint i = 0; i < count; i++)
    {
      guint8 named[2 + 33] = { 'w', '\n', 4, (guint8)i };
      g_autofree char *id = sha256_hex (named, sizeof named), *base64 = g_base64_encode (named + 2, 33);
      g_string_append_printf (text, "- {key: \"w+%.8s+%s\", url: \"https://w.example\"}\n", id, base64);
    }
  return g_string_free (text, FALSE);
}

static void
test_many_witnesses (void)
{
  g_autofree char *most = witness_list (16), *more = witness_list (17);
  g_autoptr (Profile) profile = parse (most);

  g_assert_cmpuint (profile->witnesses->len, ==, 16);
  g_assert_cmpuint (profile->witnesses_needed, ==, 9);
  check_refused (more, "witnesses: there are 17, and no more than 16 are asked");
}

static void
test_mistakes (void)
{
  check_text_refused ("", "profile.yaml:1: “languages” is missing");
  check_text_refused ("langauges: [en]\n",
                      "profile.yaml:1: langauges: there is no such key (did you mean “languages”?)");
  check_text_refused ("languages: [en]\n", "“name” is missing");
  check_text_refused ("languages: [en]\nname: x\n", "“host_zone” is missing");
  check_text_refused ("languages: []\n", "here must stand a list of language tags");
  check_text_refused ("languages: [en, en]\n", "languages[1]: “en” stands here twice");
  check_text_refused ("languages: [en_GB]\n", "“en_GB” is no language tag");
  check_text_refused ("languages: [en]\nname: {em: x}\n",
                      "profile.yaml:2: name.em: “em” is no language of this office (those are en)");
  check_text_refused ("languages: [en]\nname: [x]\n", "name: here must stand a text, or one for each language");
  check_refused ("contact: []\n",
                 "profile.yaml:5: contact: there is no such key (did you mean “contacts”?); allowed are");
}

static void
test_next_change (void)
{
  g_autoptr (Profile) profile = parse (
      "contacts: [{label: x, hours: mon-fri 09:00-17:00}]\nnotices: [{text: x, from: 2026-11-23T18:00:00Z, until: "
      "2026-11-23T18:30:00Z}]\n");

  check_moment (profile_next_change (profile, instant_of ("2026-11-23T00:00:00Z")), "2026-11-23T09:00:00Z");
  check_moment (profile_next_change (profile, instant_of ("2026-11-23T09:00:00Z")), "2026-11-23T17:00:00Z");
  check_moment (profile_next_change (profile, instant_of ("2026-11-23T17:00:00Z")), "2026-11-23T18:00:00Z");
  check_moment (profile_next_change (profile, instant_of ("2026-11-23T18:00:00Z")), "2026-11-23T18:30:00Z");
  check_moment (profile_next_change (profile, instant_of ("2026-11-23T18:30:00Z")), "2026-11-24T00:00:00Z");
  check_moment (profile_next_change (profile, instant_of ("2026-03-28T12:00:00Z")), "2026-03-29T00:00:00Z");
  check_moment (profile_next_change (profile, instant_of ("2026-03-29T12:00:00Z")), "2026-03-29T23:00:00Z");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile/a-name-a-language-and-a-zone-are-enough", test_least);
  g_test_add_func ("/profile/a-missing-language-is-answered-in-the-first", test_languages);
  g_test_add_func ("/profile/clocks-are-labels-and-zones", test_clocks);
  g_test_add_func ("/profile/contacts-need-a-label-only", test_contacts);
  g_test_add_func ("/profile/a-counter-counts-one-way", test_counters);
  g_test_add_func ("/profile/a-notice-holds-for-whole-days-of-the-host-zone", test_notices);
  g_test_add_func ("/profile/a-bare-list-is-the-main-menu", test_menus);
  g_test_add_func ("/profile/a-pattern-is-for-its-language", test_patterns);
  g_test_add_func ("/profile/a-site-has-an-origin-and-hosts", test_place);
  g_test_add_func ("/profile/as-many-witnesses-are-needed-as-are-more-than-half", test_witnesses);
  g_test_add_func ("/profile/a-witness-has-a-key-of-its-own-and-an-address", test_bad_witnesses);
  g_test_add_func ("/profile/no-more-witnesses-than-a-head-has-room-for", test_many_witnesses);
  g_test_add_func ("/profile/a-mistake-is-named-with-its-line", test_mistakes);
  g_test_add_func ("/profile/the-next-change-is-the-nearest", test_next_change);
  return g_test_run ();
}
