/* People, and what was granted to them. */
#include "base/plain.h"
#include "cabinet/file.h"
#include "cabinet/people.h"
#include "cabinet/trail.h"

#include <string.h>

#define NAME_LEAST 2
#define NAME_MOST 40
#define DISPLAY_MOST 100
#define ADDRESS_MOST 254

void
person_free (Person *person)
{
  g_free (person->name);
  g_free (person->display);
  g_free (person->address);
  g_ptr_array_unref (person->grants);
  g_free (person);
}

gboolean
person_has_second_factor (const Person *person)
{
  return person->has_totp || person->passkeys > 0;
}

/* ---- Reading ---- */

static gpointer
person_read (Cursor *cursor)
{
  Person *person = g_new0 (Person, 1);
  person->id = cursor_integer (cursor, 0);
  person->name = g_strdup (cursor_text (cursor, 1));
  person->display = g_strdup (cursor_text (cursor, 2));
  person->address = g_strdup (cursor_text (cursor, 3));
  person->disabled = cursor_integer (cursor, 4) != 0;
  person->has_password = cursor_integer (cursor, 5) != 0;
  person->has_totp = cursor_integer (cursor, 6) != 0;
  person->recovery_left = (guint)cursor_integer (cursor, 7);
  person->added = cursor_integer (cursor, 8);
  person->logged_in = cursor_text (cursor, 9) != NULL ? cursor_integer (cursor, 9) : INSTANT_MIN;
  person->passkeys = (guint)cursor_integer (cursor, 10);
  person->grants = g_ptr_array_new_with_free_func ((GDestroyNotify)grant_free);
  return person;
}

static const char *
or_null (const char *text)
{
  return *text != '\0' ? text : NULL;
}

static gpointer
grant_read (Cursor *cursor)
{
  Role role;
  gboolean known = role_parse (cursor_text (cursor, 0), &role);
  g_assert (known); /* nothing else is written */
  return grant_new (role, or_null (cursor_text (cursor, 1)), or_null (cursor_text (cursor, 2)));
}

static gboolean
read_grants (Cabinet *cabinet, Person *person, GError **error)
{
  GPtrArray *grants = cabinet_rows (cabinet, sql_open (&cabinet->sql, error, "grants", "i", person->id), grant_read,
                                    (GDestroyNotify)grant_free, error);
  if (grants == NULL)
    return FALSE;
  g_ptr_array_unref (person->grants);
  person->grants = grants;
  return TRUE;
}

static Person *
person_whole (Cabinet *cabinet, Cursor *opened, GError **error)
{
  g_autoptr (Person) person = cabinet_row (cabinet, opened, person_read, error);
  return person != NULL && read_grants (cabinet, person, error) ? g_steal_pointer (&person) : NULL;
}

Person *
cabinet_person (Cabinet *cabinet, gint64 id, GError **error)
{
  return person_whole (cabinet, sql_open (&cabinet->sql, error, "person", "i", id), error);
}

Person *
cabinet_person_named (Cabinet *cabinet, const char *name, GError **error)
{
  return person_whole (cabinet, sql_open (&cabinet->sql, error, "person_named", "s", name), error);
}

GPtrArray *
cabinet_people (Cabinet *cabinet, GError **error)
{
  g_autoptr (GPtrArray) people = cabinet_rows (cabinet, sql_open (&cabinet->sql, error, "people", ""), person_read,
                                               (GDestroyNotify)person_free, error);
  for (guint i = 0; people != NULL && i < people->len; i++)
    if (!read_grants (cabinet, people->pdata[i], error))
      return NULL;
  return g_steal_pointer (&people);
}

gint64
cabinet_people_count (Cabinet *cabinet, GError **error)
{
  gint64 count = -1;
  cabinet_find (cabinet, sql_open (&cabinet->sql, error, "count_people", ""), &count, error);
  return count;
}

static Person *
person_or_error (Cabinet *cabinet, gint64 id, GError **error)
{
  GError *failure = NULL;
  Person *person = cabinet_person (cabinet, id, &failure);

  if (person == NULL && failure == NULL)
    g_set_error (error, CABINET_ERROR, CABINET_ERROR_MISSING, "there is no person of number %" G_GINT64_FORMAT, id);
  else if (failure != NULL)
    g_propagate_error (error, failure);
  return person;
}

char *
person_name (Cabinet *cabinet, gint64 id, GError **error)
{
  g_autoptr (Person) person = person_or_error (cabinet, id, error);
  return person != NULL ? g_strdup (person->name) : NULL;
}

/* ---- What will do ---- */

static gboolean
wrong (GError **error, const char *format, const char *text)
{
  g_autofree char *message = g_strdup_printf (format, text);
  g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_INVALID, message);
  return FALSE;
}

gboolean
person_name_accept (const char *name, GError **error)
{
  gsize length = strlen (name);
  gsize good = strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789._-");

  if (length >= NAME_LEAST && length <= NAME_MOST && good == length && g_ascii_islower (*name))
    return TRUE;
  g_autofree char *shown = g_utf8_make_valid (name, -1);
  return wrong (
      error, "“%s” will not do as a name to log in with: take 2 to 40 of a–z, 0–9, “.”, “_” and “-”, a letter first",
      shown);
}

/* Neither control characters nor what turns round the text that follows. */
static gboolean
is_plain (const char *text)
{
  g_autofree char *plain = plain_line (text);
  return strcmp (plain, text) == 0;
}

gboolean
person_display_accept (const char *display, GError **error)
{
  if (g_utf8_validate (display, -1, NULL) && *display != '\0' && g_utf8_strlen (display, -1) <= DISPLAY_MOST
      && is_plain (display))
    return TRUE;
  return wrong (error, "%s", "a name to be shown has 1 to 100 characters, on one line");
}

/* Not whether it can be reached: only mail can tell. */
gboolean
person_address_accept (const char *address, GError **error)
{
  const char *at = address != NULL ? strrchr (address, '@') : NULL;

  if (address == NULL
      || (g_utf8_validate (address, -1, NULL) && at != NULL && at != address && at[1] != '\0'
          && strlen (address) <= ADDRESS_MOST && strpbrk (address, " \t\r\n<>,;\"") == NULL && is_plain (address)))
    return TRUE;
  g_autofree char *shown = g_utf8_make_valid (address, -1);
  return wrong (error, "“%s” is no mail address", shown);
}

static gboolean
accept_grants (const GPtrArray *grants, GError **error)
{
  return grants->len > 0 || wrong (error, "%s", "somebody who works at the desk has at least one role");
}

/* ---- Writing ---- */

json_t *
grants_json (const GPtrArray *grants)
{
  json_t *array = json_array ();
  for (guint i = 0; i < grants->len; i++)
    {
      const Grant *grant = grants->pdata[i];
      json_array_append_new (array, json_pack ("{s:s, s:s?, s:s?}", "role", role_name (grant->role), "office",
                                               grant->office, "language", grant->language));
    }
  return array;
}

static gboolean
write_grants (Cabinet *cabinet, gint64 id, const GPtrArray *grants, GError **error)
{
  for (guint i = 0; i < grants->len; i++)
    {
      const Grant *grant = grants->pdata[i];
      if (!cabinet_do (cabinet, error, "add_grant", "isss", id, role_name (grant->role),
                       grant->office != NULL ? grant->office : "", grant->language != NULL ? grant->language : ""))
        return FALSE;
    }
  return TRUE;
}

static gboolean
insert_person (Cabinet *cabinet, const Actor *actor, const char *name, const char *display, const char *address,
               gint64 *id, GError **error)
{
  GError *failure = NULL;
  g_autoptr (Person) there = cabinet_person_named (cabinet, name, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (there == NULL)
    return cabinet_find (cabinet,
                         sql_open (&cabinet->sql, error, "add_person", "sssi", name, display, address, actor->now),
                         id, error);
  g_set_error (error, CABINET_ERROR, CABINET_ERROR_EXISTS,
               there->disabled ? "there is somebody of the name “%s” already, who is disabled"
                               : "there is somebody of the name “%s” already",
               name);
  return FALSE;
}

gboolean
cabinet_add_person (Cabinet *cabinet, const Actor *actor, const char *name, const char *display, const char *address,
                    const GPtrArray *grants, gint64 *id, GError **error)
{
  const char *shown = display != NULL && *display != '\0' ? display : name;
  if (!person_name_accept (name, error) || !person_display_accept (shown, error)
      || !person_address_accept (address, error) || !accept_grants (grants, error))
    return FALSE;

  gboolean fine = change_begin (cabinet, error) && insert_person (cabinet, actor, name, shown, address, id, error)
                  && write_grants (cabinet, *id, grants, error)
                  && cabinet_note (cabinet, actor, "person.added", NULL, NULL, NULL,
                                   json_pack ("{s:s, s:s, s:s?, s:o}", "name", name, "display", shown, "address",
                                              address, "roles", grants_json (grants)),
                                   error);
  return change_end (cabinet, fine, error);
}

static json_t *
particulars_json (const char *name, const char *display, const char *address)
{
  return json_pack ("{s:s, s:s, s:s?}", "name", name, "display", display, "address", address);
}

gboolean
cabinet_set_person (Cabinet *cabinet, const Actor *actor, gint64 id, const char *display, const char *address,
                    GError **error)
{
  if (!person_display_accept (display, error) || !person_address_accept (address, error))
    return FALSE;

  gboolean begun = change_begin (cabinet, error);
  g_autoptr (Person) person = begun ? person_or_error (cabinet, id, error) : NULL;
  gboolean fine = person != NULL && cabinet_do (cabinet, error, "set_person", "iss", id, display, address)
                  && cabinet_note (cabinet, actor, "person.changed", NULL, NULL,
                                   particulars_json (person->name, person->display, person->address),
                                   particulars_json (person->name, display, address), error);
  return change_end (cabinet, fine, error);
}

gboolean
people_keep_administrator (Cabinet *cabinet, GError **error)
{
  gint64 count = 0;
  if (!cabinet_find (cabinet, sql_open (&cabinet->sql, error, "count_administrators", ""), &count, error))
    return FALSE;
  if (count > 0)
    return TRUE;
  g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_STATE,
                       "that would leave nobody who is administrator of all offices; make somebody else one first");
  return FALSE;
}

static gboolean
is_chief (const Person *person)
{
  const Matter all = { .office = NULL };
  return !person->disabled && permission_ask (person->grants, ACTION_PEOPLE, &all) == PERMISSION_YES;
}

gboolean
cabinet_set_grants (Cabinet *cabinet, const Actor *actor, gint64 id, const GPtrArray *grants, GError **error)
{
  if (!accept_grants (grants, error))
    return FALSE;

  gboolean begun = change_begin (cabinet, error);
  g_autoptr (Person) person = begun ? person_or_error (cabinet, id, error) : NULL;
  gboolean fine =
      person != NULL && cabinet_do (cabinet, error, "remove_grants", "i", id)
      && write_grants (cabinet, id, grants, error)
      && (!is_chief (person) || people_keep_administrator (cabinet, error))
      && cabinet_note (cabinet, actor, "person.roles", NULL, NULL,
                       json_pack ("{s:s, s:o}", "name", person->name, "roles", grants_json (person->grants)),
                       json_pack ("{s:s, s:o}", "name", person->name, "roles", grants_json (grants)), error);
  return change_end (cabinet, fine, error);
}

static gboolean
disable (Cabinet *cabinet, gint64 id, GError **error)
{
  return cabinet_do (cabinet, error, "end_sessions", "ii", id, (gint64)0)
         && cabinet_do (cabinet, error, "remove_links", "i", id);
}

gboolean
cabinet_set_disabled (Cabinet *cabinet, const Actor *actor, gint64 id, gboolean disabled, GError **error)
{
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (Person) person = begun ? person_or_error (cabinet, id, error) : NULL;
  gboolean fine = person != NULL && cabinet_do (cabinet, error, "set_disabled", "ii", id, (gint64)disabled)
                  && (!disabled || disable (cabinet, id, error))
                  && (!is_chief (person) || people_keep_administrator (cabinet, error))
                  && cabinet_note (cabinet, actor, disabled ? "person.disabled" : "person.enabled", NULL, NULL,
                                   json_pack ("{s:s, s:b}", "name", person->name, "disabled", person->disabled),
                                   json_pack ("{s:s, s:b}", "name", person->name, "disabled", disabled), error);
  return change_end (cabinet, fine, error);
}
