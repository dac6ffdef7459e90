/* A publication is decided in the desk's own file, made in the record, and confirmed in the desk's file (review.h).
 * What becomes public at once is sealed in the transaction in which it is written. An office that has witnesses is
 * the exception: they must be asked before anything is signed, the desk can reach nobody, and so the clerk seals it,
 * a tenth of a second later. */
#include "desk/public/release.h"

#include "desk/text/files.h"
#include "desk/profile/profile_release.h"
#include "desk/text/source.h"
#include "publish/publish.h"
#include "publish/sealing.h"

#include <string.h>
#include <unistd.h>

/* ---- The seal ---- */

static Keeper *
keeper_of (Desk *desk, const char *office, GError **error)
{
  for (guint i = 0; i < desk->options->count; i++)
    if (strcmp (desk->options->offices[i].office, office) == 0)
      {
        if (desk->keepers[i] == NULL)
          desk->keepers[i] = keeper_connect (dup (desk->options->offices[i].keeper), error);
        return desk->keepers[i];
      }
  return NULL;
}

/* TRUE with *KEEPER NULL: the record of OFFICE is not sealed, or others seal it later. */
static gboolean
find_keeper (Desk *desk, const char *office, Keeper **keeper, gboolean *missing, GError **error)
{
  GError *failure = NULL;
  g_autoptr (StoreLog) log = store_log (desk->record, office, &failure);

  *keeper = log != NULL && !desk->options->leaves_sealing ? keeper_of (desk, office, &failure) : NULL;
  *missing = log != NULL && *keeper == NULL && !desk->options->leaves_sealing;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

const char *
release_hindrance (Desk *desk, const char *office, GError **error)
{
  Keeper *keeper;
  gboolean missing;

  return find_keeper (desk, office, &keeper, &missing, error) && missing ? "keys_missing_text" : NULL;
}

/* The keys may have been changed since the keeper read them; it cannot read them again, and another one can. */
static gboolean
seal (Desk *desk, const char *office, Keeper *keeper, guint *sealed, GError **error)
{
  GError *failure = NULL;

  if (sealing_run (desk->record, office, keeper, g_get_real_time (), sealed, &failure))
    return TRUE;
  if (g_error_matches (failure, SEAL_ERROR, SEAL_ERROR_KEYS))
    keeper_end (keeper);
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
release_commit (Exchange *exchange, const char *office, const Profile *profile, GError **error)
{
  Desk *desk = exchange->desk;
  Keeper *keeper;
  gboolean missing;
  guint sealed = 0;

  if (!find_keeper (desk, office, &keeper, &missing, error))
    return FALSE;
  if (missing)
    {
      g_set_error_literal (error, SEAL_ERROR, SEAL_ERROR_FAILED, desk_word (exchange, "keys_missing_text"));
      return FALSE;
    }
  gboolean here = keeper != NULL && profile->witnesses->len == 0;
  if ((here && !seal (desk, office, keeper, &sealed, error)) || !store_commit (desk->record, error))
    return FALSE;
  g_autoptr (GError) forgotten = NULL;
  if (sealed > 0 && !sealing_remember (desk->record, office, keeper, &forgotten))
    g_printerr ("chancery: it is done, but %s; an old copy of the record would not be found out\n",
                forgotten->message);
  return TRUE;
}

/* ---- A draft ---- */

/* What was erased went from the desk too (cabinet/erasing.h): what is published here is no file that still holds it.
 */
static gboolean
takes_its_place (const Exchange *exchange, const CabinetDraft *from, FrontMatter *matter, GError **error)
{
  GError *failure = NULL;

  matter->replaces_erased =
      store_last_erased (exchange->desk->record, from->office, from->document, from->language, &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

static Draft *
draft_of (const Exchange *exchange, const CabinetDraft *from, const Profile *profile, GError **error)
{
  g_autoptr (Source) source = source_read (from->text);
  g_autofree char *key = NULL;
  FrontMatter *matter = source_parse (source, profile, exchange->now, &key, error);
  if (matter == NULL)
    {
      if (key != NULL)
        g_prefix_error (error, "%s: ", key);
      return NULL;
    }
  if (g_strcmp0 (matter->edition->language, from->language) != 0) /* whose publishing was asked for */
    {
      front_matter_free (matter);
      g_set_error (error, PUBLISH_ERROR, PUBLISH_ERROR_CHAIN, "the text is in another language than its draft");
      return NULL;
    }
  if (!takes_its_place (exchange, from, matter, error))
    {
      front_matter_free (matter);
      return NULL;
    }
  Draft *draft = draft_new ();
  draft->matter = matter;
  draft->file = g_strdup (from->title);
  draft->source = g_strconcat (DRAFT_SOURCE, from->id, NULL);
  draft->document = g_strdup (from->document);
  draft->keep_attachments = !files_are_said (source);
  if (!draft->keep_attachments)
    {
      draft->files = g_ptr_array_new_with_free_func ((GDestroyNotify)media_free);
      if (!files_complete (exchange, from, matter->edition->fields, draft->files, error))
        g_clear_pointer (&draft, draft_free);
    }
  return draft;
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, PUBLISH_ERROR, PUBLISH_ERROR_CHAIN, why);
  return FALSE;
}

/* What the draft began from must be what is replaced. */
static gboolean
is_of_the_last (const Exchange *exchange, const CabinetDraft *draft, GError **error)
{
  GError *failure = NULL;
  g_autoptr (Edition) last =
      store_last (exchange->desk->record, draft->office, draft->document, draft->language, NULL, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  return (last != NULL ? last->number : 0) == draft->based_on
         || refuse (error, desk_word (exchange, "not_of_the_last_text"));
}

Draft *
release_put (Exchange *exchange, const CabinetDraft *from, GError **error)
{
  if (draft_is_profile (from))
    return from->number > 0 ? profile_release_move (exchange, from, error)
                            : profile_release_write (exchange, from, error);
  g_autoptr (Publisher) publisher = publisher_new (exchange->desk->record, from->office, exchange->now, error);
  if (publisher == NULL || !is_of_the_last (exchange, from, error))
    return NULL;
  g_autoptr (Draft) draft = draft_of (exchange, from, publisher_profile (publisher), error);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  if (draft == NULL)
    return NULL;
  g_ptr_array_add (all, draft);
  if (!publisher_run (publisher, all, error)
      || (draft->outcome == PUBLISH_UNCHANGED && !refuse (error, desk_word (exchange, "unchanged_text"))))
    return NULL;
  return g_steal_pointer (&draft);
}

Draft *
release_edition (Exchange *exchange, const CabinetDraft *from, GError **error)
{
  g_autoptr (Profile) profile = desk_profile (exchange->desk, from->office, exchange->now, error);
  if (profile == NULL || !store_begin (exchange->desk->record, error))
    return NULL;
  g_autoptr (Draft) draft = release_put (exchange, from, error);
  if (draft != NULL && release_commit (exchange, from->office, profile, error))
    return g_steal_pointer (&draft);
  store_rollback (exchange->desk->record);
  return NULL;
}

static void
give_up (Exchange *exchange, const GError *why)
{
  Actor actor = exchange_actor (exchange);
  GError *failure = NULL;

  if (!cabinet_draft_not_published (exchange->desk->cabinet, &actor, exchange->draft->id, why->message, &failure))
    desk_unsettle (exchange->desk, failure);
}

gboolean
release_draft (Exchange *exchange, gint64 version, const char *reason, GError **error)
{
  Desk *desk = exchange->desk;
  const char *id = exchange->draft->id;
  Actor actor = exchange_actor (exchange);
  const Publication publication = { version, reason };
  GError *failure = NULL;

  if (!cabinet_publish_draft (desk->cabinet, &actor, id, &publication, error))
    return FALSE;
  g_autoptr (Draft) draft = release_edition (exchange, exchange->draft, &failure);
  if (draft == NULL)
    {
      give_up (exchange, failure);
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (!cabinet_draft_published (desk->cabinet, &actor, id, draft->document, draft->number, draft->visible_from,
                                &failure)
      || (draft_is_profile (exchange->draft)
          && (!profile_release_settle (desk, exchange->draft->office, exchange->now, &failure)
              || !profile_release_note (exchange, draft, &failure))))
    desk_unsettle (desk, failure);
  return TRUE;
}

/* ---- Taking back, and putting back ---- */

static gboolean
note (Exchange *exchange, const char *action, const Retraction *retraction, const char *address, GError **error)
{
  Actor actor = exchange_actor (exchange);
  return cabinet_note (exchange->desk->cabinet, &actor, action, retraction->office, NULL, NULL,
                       json_pack ("{s:s, s:s}", "address", address, "note", retraction->note), error);
}

static gboolean
write_retraction (Exchange *exchange, const Retraction *retraction, char **address, GError **error)
{
  Store *record = exchange->desk->record;
  g_autoptr (Profile) profile = desk_profile (exchange->desk, retraction->office, exchange->now, error);
  if (profile == NULL || !store_begin (record, error))
    return FALSE;
  gboolean written = retraction->restores ? publish_restoration (record, retraction->office, retraction->address,
                                                                 retraction->note, exchange->now, address, error)
                                          : publish_withdrawal (record, retraction->office, retraction->address,
                                                                retraction->note, exchange->now, address, error);
  if (written && release_commit (exchange, retraction->office, profile, error))
    return TRUE;
  store_rollback (record);
  return FALSE;
}

/* Of two files the trail is written first: nothing is without a line that says who did it. */
gboolean
release_retraction (Exchange *exchange, const Retraction *retraction, GError **error)
{
  g_autofree char *address = NULL;
  const char *before = retraction->restores ? "edition.restoring" : "edition.withdrawing";
  const char *after = retraction->restores ? "edition.restored" : "edition.withdrawn";

  return note (exchange, before, retraction, retraction->address, error)
         && write_retraction (exchange, retraction, &address, error)
         && note (exchange, after, retraction, address, error);
}

/* ---- After a crash ---- */

Edition *
release_found (const Desk *desk, const CabinetDraft *draft, GError **error)
{
  g_autofree char *source = g_strconcat (DRAFT_SOURCE, draft->id, NULL);
  return store_source_edition (desk->record, draft->office, source, error);
}

gboolean
release_recover (const Desk *desk, const CabinetDraft *draft, Instant now, GError **error)
{
  const Actor actor = { .name = "desk", .place = "console", .now = now };
  GError *failure = NULL;
  g_autoptr (Edition) edition = release_found (desk, draft, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  return edition != NULL ? cabinet_draft_published (desk->cabinet, &actor, draft->id, edition->document,
                                                    edition->number, edition_visible_from (edition), error)
                         : cabinet_draft_not_published (desk->cabinet, &actor, draft->id,
                                                        "the desk was stopped before it was published", error);
}
