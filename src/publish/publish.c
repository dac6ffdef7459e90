/* From drafts to editions.
 *
 * Once every draft knows which document it is a text of (assign.c), each becomes an edition, in order. An edition is
 * "imported" only where that cannot change what was public before: as the first of its chain, or after an imported
 * one and later than it. */
#include "publish/publisher.h"

#include "publish/attachment.h"
#include "publish/reference.h"
#include "record/civil.h"

#include <string.h>

static gboolean
recorded_instant (Store *store, Instant now, Instant *recorded, GError **error)
{
  if (!store_last_recorded (store, recorded, error))
    return FALSE;
  *recorded = MAX (*recorded, now);
  return TRUE;
}

Publisher *
publisher_new (Store *store, const char *office, Instant now, GError **error)
{
  g_autoptr (Edition) edition = store_last_profile (store, office, NULL, error);
  if (edition == NULL)
    {
      if (error == NULL || *error == NULL)
        g_set_error (error, STORE_ERROR, STORE_ERROR_MISSING, "there is no office “%s” in this record", office);
      return NULL;
    }
  g_autoptr (Profile) profile = profile_parse (edition->body, strlen (edition->body), "profile", error);
  if (profile == NULL || !recorded_instant (store, now, &now, error))
    return NULL;

  Publisher *publisher = g_new0 (Publisher, 1);
  publisher->store = store;
  publisher->office = g_strdup (office);
  publisher->profile = g_steal_pointer (&profile);
  publisher->now = now;
  return publisher;
}

void
publisher_free (Publisher *publisher)
{
  g_free (publisher->office);
  profile_free (publisher->profile);
  g_free (publisher);
}

const Profile *
publisher_profile (const Publisher *publisher)
{
  return publisher->profile;
}

static gboolean
resolve_related (const Publisher *publisher, GPtrArray *drafts, const Draft *draft, GError **error)
{
  json_t *related = json_object_get (draft->matter->edition->fields, "related");
  size_t index;
  json_t *text;

  json_array_foreach (related, index, text)
    {
      g_autofree char *document =
          reference_resolve (publisher->store, publisher->office, drafts, draft, json_string_value (text), error);
      if (document == NULL)
        {
          g_prefix_error (error, "related: ");
          return FALSE;
        }
      json_array_set_new (related, index, json_string (document));
    }
  return TRUE;
}

static gboolean
only_by (char **documents, const char *document)
{
  for (; *documents != NULL; documents++)
    if (strcmp (*documents, document) != 0)
      return FALSE;
  return TRUE;
}

/* An address that no other document has: "-2", "-3" … is added where one has. */
static gboolean
choose_path (const Publisher *publisher, Edition *edition, GError **error)
{
  for (unsigned i = 1;; i++)
    {
      g_autofree char *slug = i == 1 ? g_strdup (edition->slug) : g_strdup_printf ("%s-%u", edition->slug, i);
      g_autofree char *path = dated_path (publisher, edition->dated, slug);
      g_auto (GStrv) documents =
          store_documents_at (publisher->store, edition->office, edition->language, path, error);

      if (documents == NULL)
        return FALSE;
      if (only_by (documents, edition->document))
        {
          edition->path = g_steal_pointer (&path);
          return TRUE;
        }
    }
}

static void
place_first (const Draft *draft, Edition *edition)
{
  edition->number = 1;
  edition->imported = draft->imported;
  edition->dated = edition->published;
  g_clear_pointer (&edition->change_note, g_free);
}

static gboolean
place_after (const Draft *draft, Edition *edition, const Edition *last, GError **error)
{
  edition->number = last->number + 1;
  edition->imported = draft->imported && last->imported && edition->published > last->published;
  edition->dated = MIN (last->dated, edition->published);
  if (edition->change_note == NULL)
    edition->change_note = g_strdup (draft->update_note);
  if (edition->change_note != NULL)
    return TRUE;
  g_set_error (
      error, PUBLISH_ERROR, PUBLISH_ERROR_NOTE,
      "the text differs from edition %u, which is in the record; say what changed and why: add “change_note: …”",
      last->number);
  return FALSE;
}

/* Where the address stays: same slug, same day. */
static void
keep_path (const Publisher *publisher, Edition *edition, const Edition *last)
{
  g_autofree char *before = dated_path (publisher, last->dated, last->slug);
  g_autofree char *after = dated_path (publisher, edition->dated, edition->slug);
  if (strcmp (before, after) == 0)
    edition->path = g_strdup (last->path);
}

static gboolean
place (const Publisher *publisher, Draft *draft, Edition *last, GError **error)
{
  Edition *edition = draft->matter->edition;

  edition->recorded = publisher->now;
  if (last == NULL)
    place_first (draft, edition);
  else if (!place_after (draft, edition, last, error))
    return FALSE;
  else
    keep_path (publisher, edition, last);
  return edition->path != NULL || choose_path (publisher, edition, error);
}

static gboolean
add_media (const Publisher *publisher, gint64 id, GPtrArray *media, GError **error)
{
  for (guint i = 0; i < media->len; i++)
    {
      const Media *file = media->pdata[i];
      if (file->content != NULL
              ? !store_add_media (publisher->store, id, file->digest, file->name, file->type, file->content, error)
              : !store_use_media (publisher->store, id, file->digest, file->name, error))
        return FALSE;
    }
  return TRUE;
}

static void
draft_report (Draft *draft, const Edition *edition, PublishOutcome outcome)
{
  draft->language = g_strdup (edition->language);
  draft->path = g_strdup (edition->path);
  draft->number = edition->number;
  draft->visible_from = edition_visible_from (edition);
  draft->outcome = outcome;
}

static gboolean
write_edition (const Publisher *publisher, Draft *draft, Edition *last, GPtrArray *media, GError **error)
{
  Edition *edition = draft->matter->edition;
  gint64 id;

  if (!place (publisher, draft, last, error))
    return FALSE;
  if (edition->html == NULL)
    edition_render (edition);
  draft_report (draft, edition, last == NULL ? PUBLISH_NEW : PUBLISH_NEXT);
  return store_add_edition (publisher->store, edition, &id, error) && add_media (publisher, id, media, error)
         && (last == NULL || !draft->keep_attachments || store_keep_media (publisher->store, last, id, error));
}

static void
inherit_attachments (const Draft *draft, Edition *edition, const Edition *last)
{
  json_t *attachments = last != NULL ? json_object_get (last->fields, "attachments") : NULL;

  if (draft->keep_attachments && attachments != NULL)
    {
      json_object_set_new (edition->fields, "attachments", json_deep_copy (attachments));
      g_clear_pointer (&edition->digest, g_free);
      g_clear_pointer (&edition->html, g_free);
    }
}

/* A chain keeps its slug unless the text asks for another. */
static void
inherit_slug (const Draft *draft, Edition *edition, const Edition *last)
{
  if (!draft->slug_of_title || last == NULL || strcmp (edition->slug, last->slug) == 0)
    return;
  g_free (edition->slug);
  edition->slug = g_strdup (last->slug);
  g_clear_pointer (&edition->digest, g_free);
}

static void
inherit (const Publisher *publisher, Draft *draft, Edition *edition, const Edition *last)
{
  edition->office = g_strdup (publisher->office);
  edition->document = g_strdup (draft->document);
  draft_choose_slug (draft);
  inherit_slug (draft, edition, last);
  inherit_attachments (draft, edition, last);
  if (edition->digest == NULL)
    edition->digest = edition_digest (edition);
}

static gboolean
remember (const Publisher *publisher, const Draft *draft, GError **error)
{
  const Edition *edition = draft->matter->edition;

  if (draft->source != NULL
      && !store_set_source (publisher->store, publisher->office, draft->source, draft->document, edition->language,
                            error))
    return FALSE;
  for (char **path = draft->old_paths; path != NULL && *path != NULL; path++)
    if (!store_add_redirect (publisher->store, publisher->office, *path, draft->document, edition->language, error))
      return FALSE;
  return TRUE;
}

/* A file may still hold what law ordered erased, and is not published again by mistake: what takes the place says so.
 */
static gboolean
may_follow (const Publisher *publisher, const Draft *draft, GError **error)
{
  const Edition *edition = draft->matter->edition;
  GError *failure = NULL;
  unsigned erased =
      store_last_erased (publisher->store, publisher->office, edition->document, edition->language, &failure);

  if (failure != NULL)
    g_propagate_error (error, failure);
  else if (erased != draft->matter->replaces_erased)
    g_set_error (error, PUBLISH_ERROR, PUBLISH_ERROR_ERASED,
                 erased > 0 ? "edition %u of this was erased by order of law; a text that may take its place says "
                              "“replaces_erased: %u”"
                            : "“replaces_erased”: nothing of this was erased",
                 erased, erased);
  return failure == NULL && erased == draft->matter->replaces_erased;
}

/* Where many are carried over unattended, one that may not follow does not stop the others. */
static gboolean
is_passed_over (Draft *draft, const Edition *last, GError **failure)
{
  gboolean passed = draft->update_note != NULL && g_error_matches (*failure, PUBLISH_ERROR, PUBLISH_ERROR_ERASED);

  if (passed)
    {
      g_clear_error (failure);
      draft_report (draft, last, PUBLISH_ERASED);
    }
  return passed;
}

static gboolean
write_changed (const Publisher *publisher, Draft *draft, Edition *last, GPtrArray *media, GError **error)
{
  GError *failure = NULL;

  if ((last == NULL || may_follow (publisher, draft, &failure))
      && write_edition (publisher, draft, last, media, &failure))
    return TRUE;
  if (is_passed_over (draft, last, &failure))
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
publish_draft (const Publisher *publisher, GPtrArray *drafts, Draft *draft, GError **error)
{
  Edition *edition = draft->matter->edition;
  g_autoptr (GPtrArray) media = attachments_read (draft, error);
  if (media == NULL || !resolve_related (publisher, drafts, draft, error))
    return FALSE;

  GError *failure = NULL;
  g_autofree char *last_digest = NULL;
  g_autoptr (Edition) last = draft->fresh ? NULL
                                          : store_last (publisher->store, publisher->office, draft->document,
                                                        edition->language, &last_digest, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  inherit (publisher, draft, edition, last);
  if (last != NULL && g_strcmp0 (edition->digest, last_digest) == 0)
    draft_report (draft, last, PUBLISH_UNCHANGED);
  else if (!write_changed (publisher, draft, last, media, error))
    return FALSE;
  return remember (publisher, draft, error);
}

gboolean
publisher_run (Publisher *publisher, GPtrArray *drafts, GError **error)
{
  if (!assign_documents (publisher, drafts, error))
    return FALSE;
  for (guint i = 0; i < drafts->len; i++)
    {
      Draft *draft = drafts->pdata[i];
      if (!publish_draft (publisher, drafts, draft, error))
        {
          g_prefix_error (error, "%s: ", draft->file);
          return FALSE;
        }
    }
  return TRUE;
}
