/* Who works at the desk, for administrators: a list, and a page for each. */
#include "desk/pages.h"

#include "desk/door/again.h"
#include "desk/listing.h"
#include "desk/door/people.h"
#include "desk/door/roles.h"

#include <string.h>

/* ---- The list ---- */

/* Whether the person who asks keeps people anywhere where PERSON works. */
static gboolean
is_theirs (const Exchange *exchange, const Person *person)
{
  for (guint i = 0; i < person->grants->len; i++)
    {
      const Grant *grant = person->grants->pdata[i];
      if (exchange_may_office (exchange, grant->office, NULL, ACTION_PEOPLE) == PERMISSION_YES)
        return TRUE;
    }
  return FALSE;
}

static char *
last_login (const Exchange *exchange, const Person *person)
{
  g_auto (GStrv) offices = store_offices (exchange->desk->visible, NULL);
  if (person->logged_in == INSTANT_MIN || offices == NULL || offices[0] == NULL)
    return NULL;
  return when_text (exchange, offices[0], person->logged_in);
}

json_t *
person_view (const Exchange *exchange, const Person *person)
{
  g_autofree char *roles = roles_words (exchange, person->grants), *last = last_login (exchange, person);

  return json_pack ("{s:I, s:s, s:s, s:s, s:b, s:s, s:b, s:b, s:b, s:b, s:s, s:b}", "id", (json_int_t)person->id,
                    "name", person->name, "display", person->display, "mail",
                    person->address != NULL ? person->address : "", "has_mail", person->address != NULL, "role_words",
                    roles, "disabled", person->disabled, "not_in", !person->has_password, "has_second",
                    person_has_second_factor (person), "was_here", last != NULL, "last", last != NULL ? last : "",
                    "own", person->id == exchange->person->id);
}

static json_t *
people_view (const Exchange *exchange, GError **error)
{
  g_autoptr (GPtrArray) people = cabinet_people (exchange->desk->cabinet, error);
  json_t *list = json_array ();

  for (guint i = 0; people != NULL && i < people->len; i++)
    if (is_theirs (exchange, people->pdata[i]))
      json_array_append_new (list, person_view (exchange, people->pdata[i]));
  return list;
}

/* The two-person rule of one office. */
static json_t *
rule_view (const Exchange *exchange, const char *office, GError **error)
{
  g_autoptr (Profile) profile = desk_profile (exchange->desk, office, exchange->now, error);
  gboolean on = profile != NULL && cabinet_two_person (exchange->desk->cabinet, office, error);

  return profile != NULL ? json_pack ("{s:s, s:s, s:b}", "office", office, "office_name",
                                      local_text (profile->name, exchange->language, profile->languages[0]), "on", on)
                         : NULL;
}

static json_t *
rules_view (const Exchange *exchange, GError **error)
{
  g_auto (GStrv) offices = store_offices (exchange->desk->visible, error);
  json_t *list = json_array ();

  for (char **office = offices; office != NULL && *office != NULL; office++)
    if (exchange_may_office (exchange, *office, NULL, ACTION_PEOPLE) == PERMISSION_YES)
      json_array_append_new (list, rule_view (exchange, *office, error != NULL && *error == NULL ? error : NULL));
  return list;
}

void
page_people (Exchange *exchange)
{
  GError *error = NULL;
  store_set_instant (exchange->desk->visible, exchange->now);
  json_auto_t *people = people_view (exchange, &error);
  json_auto_t *rules = error == NULL ? rules_view (exchange, &error) : NULL;

  if (error != NULL)
    desk_fail (exchange, error);
  else
    desk_show (exchange, 200, "people",
               json_pack ("{s:s, s:O, s:O}", "title", desk_word (exchange, "people_title"), "people", people, "rules",
                          rules));
}

/* ---- Forms ---- */

static const char *
or_typed (const Exchange *exchange, const char *field, const char *there)
{
  const char *typed = exchange->form != NULL ? form_get (exchange->form, field) : NULL;
  return typed != NULL ? typed : there;
}

/* What is wrong with a form, each beside its field; NULL: nothing. */
typedef struct
{
  unsigned status;
  const char *name, *display, *mail, *roles, *password;
} Problems;

static void
put (json_t *view, const char *key, const char *text)
{
  g_autofree char *has = g_strconcat ("has_", key, NULL);
  json_object_set_new (view, has, json_boolean (text != NULL));
  json_object_set_new (view, key, json_string (text != NULL ? text : ""));
}

static void
put_problems (const Exchange *exchange, json_t *view, const Problems *problems)
{
  put (view, "name_problem", problems->name);
  put (view, "display_problem", problems->display);
  put (view, "mail_problem", problems->mail);
  put (view, "roles_problem", problems->roles);
  put (view, "problem", problems->password);
  json_object_set_new (view, "asks_again", json_boolean (again_is_asked (exchange)));
}

/* Where an error of the desk's file belongs. FALSE: nowhere here, it has been answered. Takes ERROR. */
static gboolean
place_error (Exchange *exchange, GError *error, Problems *problems)
{
  g_autoptr (GError) owned = error;

  if (g_error_matches (owned, CABINET_ERROR, CABINET_ERROR_EXISTS))
    problems->name = desk_word (exchange, "name_refused");
  else if (g_error_matches (owned, CABINET_ERROR, CABINET_ERROR_STATE))
    problems->roles = desk_word (exchange, "last_administrator");
  else
    {
      desk_fail (exchange, g_steal_pointer (&owned));
      return FALSE;
    }
  return TRUE;
}

/* What can be said before the file is asked. */
static gboolean
particulars_are_wrong (const Exchange *exchange, const char *display, const char *mail, Problems *problems)
{
  if (!person_display_accept (display, NULL))
    problems->display = desk_word (exchange, "display_refused");
  if (!person_address_accept (mail, NULL))
    problems->mail = desk_word (exchange, "mail_refused");
  return problems->display != NULL || problems->mail != NULL;
}

/* Whether the form shows who sits there; else *WORDS (transfer full), or it has been answered. */
static gboolean
is_shown_who (Exchange *exchange, Problems *problems, char **words)
{
  GError *error = NULL;
  gboolean given = again_given (exchange, words, &error);

  problems->password = *words;
  if (error != NULL)
    desk_fail (exchange, error);
  return given;
}

static char *
trimmed (const Exchange *exchange, const char *field)
{
  return g_strstrip (g_strdup (form_text (exchange->form, field)));
}

static const char *
or_null (const char *text)
{
  return *text != '\0' ? text : NULL;
}

/* ---- Somebody new ---- */

static void
show_new (Exchange *exchange, const Problems *problems)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  GError *error = NULL;
  g_autoptr (GPtrArray) scopes = roles_scopes (exchange, none, &error);
  if (scopes == NULL)
    {
      desk_fail (exchange, error);
      return;
    }
  json_t *view =
      json_pack ("{s:s, s:s, s:s, s:s, s:o, s:s}", "title", desk_word (exchange, "person_add"), "name",
                 or_typed (exchange, "name", ""), "typed_display", or_typed (exchange, "display", ""), "typed_mail",
                 or_typed (exchange, "mail", ""), "scopes", roles_view (exchange, scopes, none), "seen", "new");
  put_problems (exchange, view, problems);
  desk_show (exchange, problems->status, "person_new", view);
}

void
page_person_new (Exchange *exchange)
{
  const Problems none = { .status = 200 };
  show_new (exchange, &none);
}

/* Somebody, and the link by which they come in: both or neither. */
static char *
add (Exchange *exchange, const char *name, const char *display, const char *mail, const GPtrArray *grants, gint64 *id,
     GError **error)
{
  Cabinet *cabinet = exchange->desk->cabinet;
  Actor actor = exchange_actor (exchange);
  if (!cabinet_begin (cabinet, error))
    return NULL;
  char *token = cabinet_add_person (cabinet, &actor, name, display, mail, grants, id, error)
                    ? cabinet_make_link (cabinet, &actor, LINK_WELCOME, *id, exchange->now + PEOPLE_LINK_LIFE, error)
                    : NULL;
  if (token != NULL && cabinet_commit (cabinet, error))
    return token;
  if (token == NULL)
    cabinet_rollback (cabinet);
  g_free (token);
  return NULL;
}

/* NULL: it has been answered. */
static GPtrArray *
given_to_new (Exchange *exchange)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  GError *error = NULL;
  g_autoptr (GPtrArray) scopes = roles_scopes (exchange, none, &error);

  if (scopes == NULL)
    {
      desk_fail (exchange, error);
      return NULL;
    }
  return roles_given (exchange->form, scopes, none);
}

void
page_person_add (Exchange *exchange)
{
  Problems problems = { .status = 422 };
  g_autoptr (GPtrArray) grants = given_to_new (exchange);
  g_autofree char *typed = trimmed (exchange, "name"), *display = trimmed (exchange, "display");
  g_autofree char *mail = trimmed (exchange, "mail"), *name = g_ascii_strdown (typed, -1), *words = NULL;
  GError *error = NULL;
  gint64 id = 0;
  if (grants == NULL)
    return;

  gboolean wrong = particulars_are_wrong (exchange, *display != '\0' ? display : name, or_null (mail), &problems);
  if (!person_name_accept (name, NULL))
    problems.name = desk_word (exchange, "name_refused");
  if (grants->len == 0)
    problems.roles = desk_word (exchange, "roles_needed");
  if (wrong || problems.name != NULL || problems.roles != NULL || !is_shown_who (exchange, &problems, &words))
    {
      if (exchange->status == 0)
        show_new (exchange, &problems);
      return;
    }
  g_autofree char *token = add (exchange, name, display, or_null (mail), grants, &id, &error);
  if (token != NULL)
    people_show_link (exchange, *display != '\0' ? display : name, id, token);
  else if (place_error (exchange, error, &problems))
    show_new (exchange, &problems);
}

/* ---- One of them ---- */

static void
show_person (Exchange *exchange, const Problems *problems)
{
  const Person *person = exchange->colleague;
  GError *error = NULL;
  g_autoptr (GPtrArray) scopes = roles_scopes (exchange, person->grants, &error);
  if (scopes == NULL)
    {
      desk_fail (exchange, error);
      return;
    }
  g_autofree char *mark = roles_mark (person->grants);
  json_t *view = person_view (exchange, person);
  json_object_set_new (view, "title", json_string (person->display));
  json_object_set_new (view, "scopes", roles_view (exchange, scopes, person->grants));
  json_object_set_new (view, "seen", json_string (mark));
  json_object_set_new (view, "whole", json_boolean (exchange->whole_colleague));
  put_problems (exchange, view, problems);
  desk_show (exchange, problems->status, "person", view);
}

void
page_person (Exchange *exchange)
{
  const Problems none = { .status = 200 };
  show_person (exchange, &none);
}

/* Somebody else may have changed them since the form was made: then what was chosen in it is not shown. */
static gboolean
is_of_these_roles (Exchange *exchange)
{
  g_autofree char *mark = roles_mark (exchange->colleague->grants);
  const Problems changed = { .status = 409, .roles = desk_word (exchange, "roles_changed") };
  if (strcmp (mark, form_text (exchange->form, "seen")) == 0)
    return TRUE;
  exchange->form = NULL;
  show_person (exchange, &changed);
  return FALSE;
}

static GPtrArray *
given_to (Exchange *exchange, GError **error)
{
  g_autoptr (GPtrArray) scopes = roles_scopes (exchange, exchange->colleague->grants, error);
  return scopes != NULL ? roles_given (exchange->form, scopes, exchange->colleague->grants) : NULL;
}

void
page_person_roles (Exchange *exchange)
{
  Problems problems = { .status = 422 };
  Actor actor = exchange_actor (exchange);
  gint64 id = exchange->colleague->id;
  g_autofree char *words = NULL;
  GError *error = NULL;
  if (!is_of_these_roles (exchange))
    return;

  g_autoptr (GPtrArray) grants = given_to (exchange, &error);
  if (grants != NULL && grants->len == 0)
    problems.roles = desk_word (exchange, "roles_needed");
  else if (grants != NULL && is_shown_who (exchange, &problems, &words)
           && cabinet_set_grants (exchange->desk->cabinet, &actor, id, grants, &error))
    desk_go (exchange, "/people/%" G_GINT64_FORMAT, id);
  if (exchange->status == 0 && (error == NULL || place_error (exchange, error, &problems)))
    show_person (exchange, &problems);
}

static void
show_particulars (Exchange *exchange, const Problems *problems)
{
  const Person *person = exchange->colleague;
  json_t *view =
      json_pack ("{s:s, s:I, s:s, s:s}", "title", desk_word (exchange, "particulars"), "id", (json_int_t)person->id,
                 "typed_display", or_typed (exchange, "display", person->display), "typed_mail",
                 or_typed (exchange, "mail", person->address != NULL ? person->address : ""));
  put_problems (exchange, view, problems);
  desk_show (exchange, problems->status, "person_particulars", view);
}

void
page_person_edit (Exchange *exchange)
{
  const Problems none = { .status = 200 };
  show_particulars (exchange, &none);
}

void
page_person_particulars (Exchange *exchange)
{
  Problems problems = { .status = 422 };
  Actor actor = exchange_actor (exchange);
  gint64 id = exchange->colleague->id;
  g_autofree char *display = trimmed (exchange, "display"), *mail = trimmed (exchange, "mail"), *words = NULL;
  GError *error = NULL;

  if (!particulars_are_wrong (exchange, display, or_null (mail), &problems)
      && is_shown_who (exchange, &problems, &words)
      && cabinet_set_person (exchange->desk->cabinet, &actor, id, display, or_null (mail), &error))
    desk_go (exchange, "/people/%" G_GINT64_FORMAT, id);
  if (exchange->status == 0 && (error == NULL || place_error (exchange, error, &problems)))
    show_particulars (exchange, &problems);
}
