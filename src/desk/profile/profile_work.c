#include "desk/profile/profile_work.h"

#include "base/yaml_json.h"

#include <string.h>

void
profile_work_free (ProfileWork *work)
{
  g_free (work->office);
  g_clear_pointer (&work->last, edition_free);
  g_clear_pointer (&work->base, edition_free);
  g_clear_pointer (&work->profile, profile_free);
  g_clear_pointer (&work->draft, cabinet_draft_free);
  g_clear_pointer (&work->scheduled, cabinet_draft_free);
  g_clear_pointer (&work->source, source_free);
  json_decref (work->tree);
  g_free (work);
}

json_t *
profile_tree_read (const char *yaml, GError **error)
{
  const YamlSource source = { .file = "profile", .line = 1, .domain = PROFILE_ERROR };
  g_autoptr (YamlNode) top = yaml_map_read (yaml, strlen (yaml), &source, error);
  return top != NULL ? yaml_json (top) : NULL;
}

/* ---- Opening ---- */

static Source *
source_of_profile (const char *yaml)
{
  Source *source = source_new ();

  source_set (source, "kind", kind_name (KIND_PROFILE));
  g_free (source->body);
  source->body = g_strdup (yaml);
  return source;
}

static gboolean
is_missing (const char *office, GError **error)
{
  g_set_error (error, CABINET_ERROR, CABINET_ERROR_MISSING, "there is no office “%s” in this record", office);
  return FALSE;
}

Edition *
profile_in_force (Exchange *exchange, const char *office, Instant at, GError **error)
{
  GError *failure = NULL;
  store_set_instant (exchange->desk->record, at);
  Edition *edition = store_profile (exchange->desk->record, office, &failure);

  if (edition == NULL && failure == NULL)
    is_missing (office, &failure);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return edition;
}

static Edition *
edition_numbered (Exchange *exchange, const ProfileWork *work, unsigned number, GError **error)
{
  store_set_instant (exchange->desk->record, INSTANT_MAX - 1); /* those to come as well */
  return store_edition_number (exchange->desk->record, work->office, work->last->document, "", number, error);
}

static gboolean
read_last (Exchange *exchange, ProfileWork *work, GError **error)
{
  GError *failure = NULL;

  work->last = store_last_profile (exchange->desk->record, work->office, NULL, &failure);
  if (work->last == NULL && failure == NULL)
    is_missing (work->office, &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
read_base (Exchange *exchange, ProfileWork *work, GError **error)
{
  GError *failure = NULL;

  work->base = work->draft != NULL ? edition_numbered (exchange, work, work->draft->based_on, &failure)
                                   : profile_in_force (exchange, work->office, exchange->now, &failure);
  if (work->base == NULL && failure == NULL)
    is_missing (work->office, &failure);
  work->profile = failure == NULL && work->base != NULL
                      ? profile_parse (work->base->body, strlen (work->base->body), "profile", &failure)
                      : NULL;
  if (work->profile != NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
read_text (ProfileWork *work, GError **error)
{
  work->source = work->draft != NULL ? source_read (work->draft->text) : source_of_profile (work->base->body);
  work->tree = profile_tree_read (work->source->body, error);
  return work->tree != NULL;
}

ProfileWork *
profile_work_open (Exchange *exchange, const char *office, GError **error)
{
  g_autoptr (ProfileWork) work = g_new0 (ProfileWork, 1);
  GError *failure = NULL;

  work->office = g_strdup (office);
  if (!read_last (exchange, work, error))
    return NULL;
  work->draft = cabinet_draft_of (exchange->desk->cabinet, office, work->last->document, "", exchange->now, &failure);
  if (work->draft != NULL && work->draft->state == DRAFT_SCHEDULED)
    work->scheduled = g_steal_pointer (&work->draft);
  if (failure == NULL && read_base (exchange, work, &failure) && read_text (work, &failure))
    return g_steal_pointer (&work);
  g_propagate_error (error, failure);
  return NULL;
}

/* TEXT: that of its source instead of its own; or NULL. */
static ProfileWork *
open_draft (Exchange *exchange, const CabinetDraft *draft, const char *text, GError **error)
{
  g_autoptr (ProfileWork) work = g_new0 (ProfileWork, 1);
  GError *failure = NULL;

  work->office = g_strdup (draft->office);
  if (!read_last (exchange, work, error))
    return NULL;
  work->draft = cabinet_draft (exchange->desk->cabinet, draft->id, exchange->now, &failure);
  if (failure == NULL && work->draft == NULL)
    g_set_error (&failure, CABINET_ERROR, CABINET_ERROR_MISSING, "the draft is gone");
  if (failure == NULL && work->draft != NULL && text != NULL)
    {
      g_free (work->draft->text);
      work->draft->text = g_strdup (text);
    }
  if (failure == NULL && read_base (exchange, work, &failure) && read_text (work, &failure))
    return g_steal_pointer (&work);
  g_propagate_error (error, failure);
  return NULL;
}

ProfileWork *
profile_work_of_draft (Exchange *exchange, const CabinetDraft *draft, GError **error)
{
  return open_draft (exchange, draft, NULL, error);
}

ProfileWork *
profile_work_of_text (Exchange *exchange, const CabinetDraft *draft, GError **error)
{
  return open_draft (exchange, draft, draft->text, error);
}

/* ---- What was there before ---- */

static json_t *
tree_of_edition (Exchange *exchange, const ProfileWork *work, unsigned number)
{
  g_autoptr (Edition) edition = edition_numbered (exchange, work, number, NULL);
  return edition != NULL ? profile_tree_read (edition->body, NULL) : NULL;
}

json_t *
profile_tree_before (Exchange *exchange, const ProfileWork *work, const char *id, gint64 version, unsigned number)
{
  if (*id == '\0')
    return tree_of_edition (exchange, work, number);
  g_autoptr (CabinetDraft) draft = cabinet_draft (exchange->desk->cabinet, id, exchange->now, NULL);
  if (draft == NULL || !draft_is_profile (draft) || strcmp (draft->office, work->office) != 0)
    return NULL;
  g_autoptr (DraftVersion) before = cabinet_draft_version (exchange->desk->cabinet, id, version, NULL);
  g_autoptr (Source) source = before != NULL ? source_read (before->text) : NULL;
  return source != NULL ? profile_tree_read (source->body, NULL) : NULL;
}

/* ---- Saving ---- */

gboolean
profile_work_is_open (const ProfileWork *work)
{
  return work->draft == NULL
         || (!work->draft->publishing && work->draft->state != DRAFT_SCHEDULED
             && work->draft->state != DRAFT_PUBLISHED);
}

void
profile_work_set (ProfileWork *work, json_t *tree)
{
  if (json_equal (work->tree, tree))
    return;
  json_decref (work->tree);
  work->tree = json_incref (tree);
  g_free (work->source->body);
  work->source->body = yaml_write (tree);
}

static gboolean
begin (Exchange *exchange, const ProfileWork *work, const DraftText *text, GError **error)
{
  Actor actor = exchange_actor (exchange);
  g_autofree char *id = cabinet_begin_draft (exchange->desk->cabinet, &actor, work->office, work->last->document, "",
                                             work->base->number, text, error);
  return id != NULL;
}

gboolean
profile_work_save (Exchange *exchange, ProfileWork *work, json_t *tree, GError **error)
{
  GError *failure = NULL;
  Actor actor = exchange_actor (exchange);
  gint64 version;

  profile_work_set (work, tree);
  g_autofree char *text = source_write (work->source);
  const DraftText typed = { KIND_PROFILE, work->base->title, text };
  gboolean saved = work->draft == NULL
                       ? begin (exchange, work, &typed, error)
                       : cabinet_save_draft (exchange->desk->cabinet, &actor, work->draft->id, work->draft->version,
                                             &typed, FALSE, &version, NULL, error);
  if (!saved)
    return FALSE;
  g_clear_pointer (&work->draft, cabinet_draft_free);
  work->draft =
      cabinet_draft_of (exchange->desk->cabinet, work->office, work->last->document, "", exchange->now, &failure);
  if (work->draft != NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}
