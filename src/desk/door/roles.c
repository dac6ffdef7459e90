/* A field for each role in each office and language, "grant ROLE OFFICE LANGUAGE"; "*" for all. */
#include "desk/door/roles.h"

#include "base/sha256.h"
#include "text/locale.h"

#include <string.h>

#define ALL "*"

void
scope_free (Scope *scope)
{
  g_free (scope->office);
  g_free (scope->title);
  g_ptr_array_unref (scope->languages);
  g_free (scope);
}

static Scope *
scope_new (const char *office, const char *title)
{
  Scope *scope = g_new (Scope, 1);
  *scope = (Scope){ g_strdup (office), g_strdup (title), g_ptr_array_new_with_free_func (g_free) };
  return scope;
}

/* ---- Where ---- */

static void
add_language (Scope *scope, const char *language)
{
  if (!g_ptr_array_find_with_equal_func (scope->languages, language, g_str_equal, NULL))
    g_ptr_array_add (scope->languages, g_strdup (language));
}

/* What the office writes in, and what somebody has a role for though it no longer does. */
static void
add_languages (Scope *scope, char **languages, const GPtrArray *held)
{
  for (char **language = languages; *language != NULL; language++)
    add_language (scope, *language);
  for (guint i = 0; i < held->len; i++)
    {
      const Grant *grant = held->pdata[i];
      if (grant->language != NULL && g_strcmp0 (grant->office, scope->office) == 0)
        add_language (scope, grant->language);
    }
}

static gboolean
holds_in (const GPtrArray *held, const char *office)
{
  for (guint i = 0; i < held->len; i++)
    {
      const Grant *grant = held->pdata[i];
      if (g_strcmp0 (grant->office, office) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Of one office: that alone. */
static gboolean
add_office (const Exchange *exchange, GPtrArray *scopes, Scope *all, const char *office, const GPtrArray *held,
            gboolean shown, GError **error)
{
  g_autoptr (Profile) profile = desk_profile (exchange->desk, office, exchange->now, error);
  if (profile == NULL)
    return FALSE;
  add_languages (all, profile->languages, held);
  if (!shown || exchange_may_office (exchange, office, NULL, ACTION_PEOPLE) != PERMISSION_YES)
    return TRUE;
  Scope *scope = scope_new (office, local_text (profile->name, exchange->language, profile->languages[0]));
  add_languages (scope, profile->languages, held);
  g_ptr_array_add (scopes, scope);
  return TRUE;
}

/* Where there is one office, “all” is that one, and means those to come as well. */
GPtrArray *
roles_scopes (const Exchange *exchange, const GPtrArray *held, GError **error)
{
  g_autoptr (GPtrArray) scopes = g_ptr_array_new_with_free_func ((GDestroyNotify)scope_free);
  gboolean chief = exchange_may_office (exchange, NULL, NULL, ACTION_PEOPLE) == PERMISSION_YES;
  Scope *all = scope_new (NULL, desk_word (exchange, "everywhere"));

  store_set_instant (exchange->desk->visible, exchange->now);
  g_auto (GStrv) offices = store_offices (exchange->desk->visible, error);
  gboolean fine = offices != NULL, one = fine && g_strv_length (offices) == 1;
  for (char **office = offices; fine && *office != NULL; office++)
    fine = add_office (exchange, scopes, all, *office, held, !chief || !one || holds_in (held, *office), error);
  if (fine && chief)
    g_ptr_array_insert (scopes, 0, all);
  else
    scope_free (all);
  return fine ? g_steal_pointer (&scopes) : NULL;
}

/* ---- What is chosen ---- */

static char *
field_name (const Scope *scope, Role role, const char *language)
{
  return g_strdup_printf ("grant %s %s %s", role_name (role), scope->office != NULL ? scope->office : ALL,
                          language != NULL ? language : ALL);
}

static gboolean
holds (const GPtrArray *held, const Scope *scope, Role role, const char *language)
{
  for (guint i = 0; i < held->len; i++)
    {
      const Grant *grant = held->pdata[i];
      if (grant->role == role && g_strcmp0 (grant->office, scope->office) == 0
          && g_strcmp0 (grant->language, language) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_given (const Form *form, const Scope *scope, Role role, const char *language)
{
  g_autofree char *name = field_name (scope, role, language);
  return form_get (form, name) != NULL;
}

/* A form that was sent and says nothing of roles (a link was followed) chooses nothing. */
static json_t *
cell_view (const Exchange *exchange, const Scope *scope, const GPtrArray *held, Role role, const char *language)
{
  g_autofree char *name = field_name (scope, role, language);
  g_autofree char *own = language != NULL ? locale_language_name (language) : NULL;
  gboolean sent = exchange->form != NULL && form_get (exchange->form, "seen") != NULL;
  gboolean chosen = sent ? form_get (exchange->form, name) != NULL : holds (held, scope, role, language);

  return json_pack ("{s:s, s:s, s:s, s:b}", "field", name, "label",
                    own != NULL ? own : desk_word (exchange, "all_languages"), "tag",
                    language != NULL ? language : exchange->language, "chosen", chosen);
}

static json_t *
row_view (const Exchange *exchange, const Scope *scope, const GPtrArray *held, Role role)
{
  g_autofree char *word = g_strconcat ("role_", role_name (role), NULL);
  g_autofree char *text = g_strconcat (word, "_text", NULL);
  json_t *cells = json_array ();

  json_array_append_new (cells, cell_view (exchange, scope, held, role, NULL));
  for (guint i = 0; i < scope->languages->len; i++)
    json_array_append_new (cells, cell_view (exchange, scope, held, role, scope->languages->pdata[i]));
  return json_pack ("{s:s, s:s, s:o}", "role", desk_word (exchange, word), "explained", desk_word (exchange, text),
                    "cells", cells);
}

json_t *
roles_view (const Exchange *exchange, const GPtrArray *scopes, const GPtrArray *held)
{
  json_t *view = json_array ();

  for (guint i = 0; i < scopes->len; i++)
    {
      const Scope *scope = scopes->pdata[i];
      json_t *rows = json_array ();
      for (Role role = 0; role < ROLE_COUNT; role++)
        json_array_append_new (rows, row_view (exchange, scope, held, role));
      json_array_append_new (view, json_pack ("{s:s, s:o, s:b, s:b}", "scope", scope->title, "rows", rows, "several",
                                              scopes->len > 1, "open",
                                              holds_in (held, scope->office) || (held->len == 0 && i == 0)));
    }
  return view;
}

static void
take (GPtrArray *grants, const Form *form, const Scope *scope, Role role)
{
  if (is_given (form, scope, role, NULL))
    {
      g_ptr_array_add (grants, grant_new (role, scope->office, NULL));
      return;
    }
  for (guint i = 0; i < scope->languages->len; i++)
    if (is_given (form, scope, role, scope->languages->pdata[i]))
      g_ptr_array_add (grants, grant_new (role, scope->office, scope->languages->pdata[i]));
}

static gboolean
is_shown (const GPtrArray *scopes, const Grant *grant)
{
  for (guint i = 0; i < scopes->len; i++)
    {
      const Scope *scope = scopes->pdata[i];
      if (g_strcmp0 (scope->office, grant->office) == 0)
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
roles_given (const Form *form, const GPtrArray *scopes, const GPtrArray *held)
{
  GPtrArray *grants = g_ptr_array_new_with_free_func ((GDestroyNotify)grant_free);

  for (guint i = 0; i < held->len; i++)
    {
      const Grant *grant = held->pdata[i];
      if (!is_shown (scopes, grant))
        g_ptr_array_add (grants, grant_new (grant->role, grant->office, grant->language));
    }
  for (guint i = 0; i < scopes->len; i++)
    for (Role role = 0; role < ROLE_COUNT; role++)
      take (grants, form, scopes->pdata[i], role);
  return grants;
}

/* ---- In words ---- */

char *
roles_mark (const GPtrArray *grants)
{
  json_auto_t *array = grants_json (grants);
  char *text = json_dumps (array, JSON_COMPACT);
  char *mark = sha256_hex (text, strlen (text));
  free (text);
  return mark;
}

static char *
grant_words (const Exchange *exchange, const Grant *grant)
{
  g_autofree char *key = g_strconcat ("role_", role_name (grant->role), NULL);
  g_autofree char *language = grant->language != NULL ? locale_language_name (grant->language) : NULL;
  g_autoptr (Profile) profile =
      grant->office != NULL ? desk_profile (exchange->desk, grant->office, exchange->now, NULL) : NULL;
  const char *office =
      profile != NULL ? local_text (profile->name, exchange->language, profile->languages[0]) : grant->office;

  if (office == NULL && language == NULL)
    return g_strdup (desk_word (exchange, key));
  return g_strconcat (desk_word (exchange, key), " (", office != NULL ? office : "",
                      office != NULL && language != NULL ? ", " : "", language != NULL ? language : "", ")", NULL);
}

char *
roles_words (const Exchange *exchange, const GPtrArray *grants)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (guint i = 0; i < grants->len; i++)
    {
      g_autofree char *one = grant_words (exchange, grants->pdata[i]);
      g_strv_builder_add (words, one);
    }
  g_auto (GStrv) all = g_strv_builder_end (words);
  return g_strjoinv (" · ", all);
}
