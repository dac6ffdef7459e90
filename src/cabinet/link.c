/* Links that are good once: for the first administrator, for somebody new, and for whoever forgot a password. */
#include "cabinet/file.h"
#include "cabinet/people.h"
#include "cabinet/trail.h"

#include <string.h>

static const char *const purposes[] = {
  [LINK_FIRST] = "first", [LINK_WELCOME] = "welcome", [LINK_RESET] = "reset", [LINK_RESET_ALL] = "reset_all"
};

static LinkPurpose
purpose_parse (const char *name)
{
  LinkPurpose purpose = LINK_FIRST;
  while (strcmp (purposes[purpose], name) != 0)
    {
      purpose++;
      g_assert ((gsize)purpose < G_N_ELEMENTS (purposes)); /* nothing else is written */
    }
  return purpose;
}

/* A link that nobody has: of the first administrator, its person is null. */
static gboolean
remove_links (Cabinet *cabinet, gint64 person, GError **error)
{
  return person != 0 ? cabinet_do (cabinet, error, "remove_links", "i", person)
                     : cabinet_do (cabinet, error, "remove_links", "s", NULL);
}

static gboolean
add_link (Cabinet *cabinet, const char *token, LinkPurpose purpose, gint64 person, Instant expires, GError **error)
{
  g_autoptr (GBytes) hash = token_hash ("link", token);
  return person != 0 ? cabinet_do (cabinet, error, "add_link", "bsii", hash, purposes[purpose], person, expires)
                     : cabinet_do (cabinet, error, "add_link", "bssi", hash, purposes[purpose], NULL, expires);
}

static gboolean
may_make (Cabinet *cabinet, LinkPurpose purpose, gint64 person, GError **error)
{
  g_assert ((purpose == LINK_FIRST) == (person == 0));
  GError *failure = NULL;
  gint64 count = purpose == LINK_FIRST ? cabinet_people_count (cabinet, &failure) : 0;
  g_autoptr (Person) of = person != 0 ? cabinet_person (cabinet, person, &failure) : NULL;

  if (failure != NULL)
    g_propagate_error (error, failure);
  else if (purpose == LINK_FIRST && count > 0)
    g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_STATE,
                         "there are people already: an administrator adds others");
  else if (person != 0 && of == NULL)
    g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_MISSING, "there is no such person");
  else if (of != NULL && of->disabled)
    g_set_error (error, CABINET_ERROR, CABINET_ERROR_STATE, "“%s” is disabled", of->name);
  else
    return TRUE;
  return FALSE;
}

char *
cabinet_make_link (Cabinet *cabinet, const Actor *actor, LinkPurpose purpose, gint64 person, Instant expires,
                   GError **error)
{
  g_autofree char *token = token_new ();
  g_autofree char *until = instant_format (expires);
  gboolean fine = change_begin (cabinet, error) && may_make (cabinet, purpose, person, error)
                  && remove_links (cabinet, person, error)
                  && add_link (cabinet, token, purpose, person, expires, error)
                  && cabinet_note (cabinet, actor, "link.made", NULL, NULL, NULL,
                                   json_pack ("{s:s, s:I, s:s}", "purpose", purposes[purpose], "person",
                                              (json_int_t)person, "expires", until),
                                   error);
  return change_end (cabinet, fine, error) ? g_steal_pointer (&token) : NULL;
}

static gpointer
link_read (Cursor *cursor)
{
  Link *link = g_new (Link, 1);
  *link = (Link){ purpose_parse (cursor_text (cursor, 0)), cursor_integer (cursor, 1), cursor_integer (cursor, 2) };
  return link;
}

gboolean
cabinet_link (Cabinet *cabinet, const char *token, Instant now, Link *link, GError **error)
{
  g_autoptr (GBytes) hash = token_hash ("link", token);
  g_autofree Link *found =
      cabinet_row (cabinet, sql_open (&cabinet->sql, error, "link", "bi", hash, now), link_read, error);
  if (found != NULL)
    *link = *found;
  return found != NULL;
}

/* The link of TOKEN, which must be good, and be for a person or for the first one. */
static gboolean
need_link (Cabinet *cabinet, const char *token, Instant now, gboolean first, Link *link, GError **error)
{
  GError *failure = NULL;
  if (cabinet_link (cabinet, token, now, link, &failure) && (link->purpose == LINK_FIRST) == first)
    return TRUE;
  if (failure != NULL)
    g_propagate_error (error, failure);
  else
    g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_MISSING,
                         "this link was used, has run out, or was replaced by a later one; ask for another");
  return FALSE;
}

static gboolean
take_off_second_factor (Cabinet *cabinet, const Actor *actor, const Link *link, GError **error)
{
  return link->purpose != LINK_RESET_ALL || second_factor_remove (cabinet, actor, link->person, error);
}

gboolean
cabinet_use_link (Cabinet *cabinet, const char *token, const char *password, const char *place, Instant now,
                  gint64 *person, GError **error)
{
  Link link;
  if (!need_link (cabinet, token, now, FALSE, &link, error))
    return FALSE;
  g_autofree char *name = person_name (cabinet, link.person, error);
  g_autofree char *hash = name != NULL ? password_prepare (cabinet, name, password, error) : NULL;
  if (hash == NULL)
    return FALSE;

  const Actor actor = { link.person, name, place, now };
  gboolean fine = change_begin (cabinet, error) && need_link (cabinet, token, now, FALSE, &link, error)
                  && password_write (cabinet, link.person, hash, 0, error)
                  && take_off_second_factor (cabinet, &actor, &link, error)
                  && cabinet_note (cabinet, &actor, "link.used", NULL, NULL, NULL,
                                   json_pack ("{s:s}", "purpose", purposes[link.purpose]), error);
  *person = link.person;
  return change_end (cabinet, fine, error);
}

/* Who is alone can do everything, and give away what they choose. */
static GPtrArray *
first_grants (void)
{
  GPtrArray *grants = g_ptr_array_new_with_free_func ((GDestroyNotify)grant_free);
  g_ptr_array_add (grants, grant_new (ROLE_PUBLISHER, NULL, NULL));
  g_ptr_array_add (grants, grant_new (ROLE_ADMINISTRATOR, NULL, NULL));
  return grants;
}

gboolean
cabinet_use_first_link (Cabinet *cabinet, const char *token, const char *name, const char *display,
                        const char *password, const char *place, Instant now, gint64 *person, GError **error)
{
  Link link;
  if (!need_link (cabinet, token, now, TRUE, &link, error))
    return FALSE;
  g_autofree char *hash = password_prepare (cabinet, name, password, error);
  if (hash == NULL)
    return FALSE;

  g_autoptr (GPtrArray) grants = first_grants ();
  const Actor actor = { 0, "desk", place, now };
  gboolean fine = change_begin (cabinet, error) && need_link (cabinet, token, now, TRUE, &link, error)
                  && cabinet_add_person (cabinet, &actor, name, display, NULL, grants, person, error)
                  && password_write (cabinet, *person, hash, 0, error) && remove_links (cabinet, 0, error)
                  && cabinet_note (cabinet, &actor, "link.used", NULL, NULL, NULL,
                                   json_pack ("{s:s}", "purpose", purposes[LINK_FIRST]), error);
  return change_end (cabinet, fine, error);
}
