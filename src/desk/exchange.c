#include "desk/exchange.h"

#include "text/locale.h"

#include <stdarg.h>
#include <string.h>

void
pieces_free (Pieces *pieces)
{
  pieces->free (pieces->data);
  g_free (pieces);
}

void
exchange_clear (Exchange *exchange)
{
  g_clear_pointer (&exchange->passkey_host, g_free);
  g_clear_pointer (&exchange->argument, g_free);
  g_clear_pointer (&exchange->token, g_free);
  g_clear_pointer (&exchange->csrf, g_free);
  g_clear_pointer (&exchange->session, session_free);
  g_clear_pointer (&exchange->person, person_free);
  g_clear_pointer (&exchange->draft, cabinet_draft_free);
  g_clear_pointer (&exchange->colleague, person_free);
  g_clear_error (&exchange->failure);
  g_clear_pointer (&exchange->body, g_bytes_unref);
  g_clear_pointer (&exchange->pieces, pieces_free);
  g_clear_pointer (&exchange->download, g_free);
  g_clear_pointer (&exchange->location, g_free);
  g_clear_pointer (&exchange->cookies, g_ptr_array_unref);
}

/* ---- Who, and what they may ---- */

Actor
exchange_actor (const Exchange *exchange)
{
  return (Actor){ .person = exchange->person != NULL ? exchange->person->id : 0,
                  .name = exchange->person != NULL ? exchange->person->name : "desk",
                  .place = exchange->place,
                  .now = exchange->now };
}

Permission
exchange_may (const Exchange *exchange, Action action, const Matter *matter)
{
  return exchange->person != NULL ? permission_ask (exchange->person->grants, action, matter) : PERMISSION_NO;
}

/* What cannot be found out is answered as if two people were wanted. */
static gboolean
two_person (const Exchange *exchange, const char *office)
{
  g_autoptr (GError) error = NULL;
  return cabinet_two_person (exchange->desk->cabinet, office, &error) || error != NULL;
}

Permission
exchange_may_draft (const Exchange *exchange, const CabinetDraft *draft, Action action)
{
  if (exchange->person == NULL)
    return PERMISSION_NO;
  Matter matter = cabinet_draft_matter (draft, exchange->person->id, two_person (exchange, draft->office));
  return exchange_may (exchange, action, &matter);
}

Permission
exchange_may_office (const Exchange *exchange, const char *office, const char *language, Action action)
{
  Matter matter = { .office = office, .language = language };
  return exchange_may (exchange, action, &matter);
}

Profile *
desk_profile (const Desk *desk, const char *office, Instant now, GError **error)
{
  store_set_instant (desk->visible, now);
  g_autoptr (Edition) edition = store_profile (desk->visible, office, error);

  if (edition != NULL)
    return profile_parse (edition->body, strlen (edition->body), "profile", error);
  if (error == NULL || *error == NULL)
    g_set_error (error, STORE_ERROR, STORE_ERROR_MISSING, "there is no office “%s” in this record", office);
  return NULL;
}

const char *
desk_word (const Exchange *exchange, const char *key)
{
  return messages_get (exchange->desk->words, exchange->language, key);
}

void
desk_unsettle (Desk *desk, GError *failure)
{
  g_printerr ("chancery: the desk: it is done, and is still to be noted: %s\n", failure->message);
  g_error_free (failure);
  desk->unsettled = TRUE;
}

/* ---- Answers ---- */

/* What every page has: the words, and who is there. */
static json_t *
frame (const Exchange *exchange)
{
  const Person *person = exchange->session != NULL && !exchange->session->half ? exchange->person : NULL;
  json_t *view =
      json_pack ("{s:O, s:s, s:s, s:b, s:b, s:b, s:b, s:b, s:b}", "words",
                 messages_context (exchange->desk->words, exchange->language), "language", exchange->language,
                 "direction", locale_direction (exchange->language), "signed_in", person != NULL, "may_write",
                 person != NULL && permission_anywhere (person->grants, ACTION_BEGIN), "may_people",
                 person != NULL && permission_anywhere (person->grants, ACTION_PEOPLE), "may_profile",
                 person != NULL && permission_anywhere (person->grants, ACTION_PROFILE), "may_trail",
                 person != NULL && permission_anywhere (person->grants, ACTION_TRAIL), "may_read",
                 person != NULL && permission_anywhere (person->grants, ACTION_READ));

  if (person != NULL)
    {
      json_object_set_new (view, "person", json_string (person->display));
      json_object_set_new (view, "may_passkey",
                           json_boolean (person->passkeys > 0 && exchange->passkey_host != NULL));
    }
  json_object_set_new (view, "may_public",
                       json_boolean (person != NULL
                                     && (permission_anywhere (person->grants, ACTION_BEGIN)
                                         || permission_anywhere (person->grants, ACTION_ERASE))));
  if (exchange->csrf != NULL)
    json_object_set_new (view, "csrf", json_string (exchange->csrf));
  json_object_set_new (view, "stylesheet_version", json_string (exchange->desk->stylesheet_version));
  json_object_set_new (view, "script_version", json_string (exchange->desk->script_version));
  return view;
}

void
desk_show (Exchange *exchange, unsigned status, const char *template, json_t *view)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  json_auto_t *common = frame (exchange);
  json_t *contexts[] = { common, view, NULL };

  if (template_render (exchange->desk->templates, template, contexts, NULL, NULL, text, &error))
    exchange->status = status;
  else
    {
      g_printerr ("chancery: the desk: %s\n", error->message);
      exchange->status = 500;
      g_string_assign (text, "The page could not be made.\n");
    }
  exchange->type_sent = exchange->status == 500 ? "text/plain; charset=utf-8" : "text/html; charset=utf-8";
  g_clear_pointer (&exchange->body, g_bytes_unref);
  exchange->body = g_bytes_new (text->str, text->len);
  json_decref (view);
}

void
desk_json (Exchange *exchange, unsigned status, const json_t *answer)
{
  char *text = json_dumps (answer, JSON_COMPACT);

  exchange->status = status;
  exchange->type_sent = "application/json";
  g_clear_pointer (&exchange->body, g_bytes_unref);
  exchange->body = g_bytes_new_take (text, strlen (text));
}

void
desk_put (json_t *view, const char *key, const char *text)
{
  g_autofree char *has = g_strconcat ("has_", key, NULL);

  json_object_set_new (view, has, json_boolean (text != NULL));
  json_object_set_new (view, key, json_string (text != NULL ? text : ""));
}

void
desk_go (Exchange *exchange, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_free (exchange->location);
  exchange->location = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  exchange->status = 303;
}

void
desk_say (Exchange *exchange, unsigned status, const char *title, const char *text, const char *detail)
{
  json_t *view = json_pack ("{s:s, s:s, s:s*}", "title", desk_word (exchange, title), "text",
                            desk_word (exchange, text), "detail", detail);
  desk_show (exchange, status, "message", view);
}

/* What the operator must hear of is said on standard error, and to the reader only that it was. */
static void
answer_fault (Exchange *exchange, const GError *error)
{
  g_printerr ("chancery: the desk: %s\n", error->message);
  desk_say (exchange, 500, "fault_title", "fault_text", NULL);
}

static const struct
{
  CabinetError code;
  unsigned status;
  const char *text;
} refusals[] = {
  { CABINET_ERROR_BUSY, 503, "busy_text" },
  { CABINET_ERROR_FULL, 507, "full_text" },
  { CABINET_ERROR_MISSING, 404, "missing_text" },
  { CABINET_ERROR_CONFLICT, 409, "state_text" },
  { CABINET_ERROR_STATE, 409, "state_text" },
  { CABINET_ERROR_EXISTS, 409, "exists_text" },
  { CABINET_ERROR_TWO_PERSON, 403, "two_person_text" },
  { CABINET_ERROR_INVALID, 422, "invalid_text" },
};

void
desk_fail (Exchange *exchange, GError *error)
{
  g_autoptr (GError) owned = error;

  for (gsize i = 0; owned->domain == CABINET_ERROR && i < G_N_ELEMENTS (refusals); i++)
    if ((int)refusals[i].code == owned->code)
      {
        desk_say (exchange, refusals[i].status, "refused_title", refusals[i].text, NULL);
        return;
      }
  if (g_error_matches (owned, STORE_ERROR, STORE_ERROR_MISSING)) /* an office that there is not */
    desk_say (exchange, 404, "nothing_title", "nothing_text", NULL);
  else
    answer_fault (exchange, owned);
}

void
desk_cookie (Exchange *exchange, const char *name, const char *value)
{
  const char *prefix = exchange->local ? "" : "__Host-";
  const char *ending = exchange->local ? "" : "; Secure";

  if (exchange->cookies == NULL)
    exchange->cookies = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (exchange->cookies,
                   g_strdup_printf ("%s%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s", prefix, name,
                                    value != NULL ? value : "", value == NULL ? "; Max-Age=0" : "", ending));
}
