/* Drafts: nobody's words are saved over, every version stays, and two people publish. */
#include "cabinet_fixture.h"

#include "cabinet/review.h"
#include "cabinet/taking_back.h"
#include "cabinet/trail.h"

#include <string.h>

static const DraftText words = { KIND_STATEMENT, "On peace", "---\ntitle: On peace\n---\nText\n" };

static char *
begin (Fixture *fixture, const char *document, const char *language)
{
  const Actor anna = by (fixture->anna, NOON);
  g_autoptr (GError) error = NULL;
  char *id = cabinet_begin_draft (fixture->cabinet, &anna, "lisbon", document, language, 0, &words, &error);
  g_assert_no_error (error);
  return id;
}

static CabinetDraft *
read_at (Fixture *fixture, const char *id, Instant now)
{
  CabinetDraft *draft = cabinet_draft (fixture->cabinet, id, now, NULL);
  g_assert_nonnull (draft);
  return draft;
}

static DraftState
state_at (Fixture *fixture, const char *id, Instant now)
{
  g_autoptr (CabinetDraft) draft = read_at (fixture, id, now);
  return draft->state;
}

/* Save TEXT over VERSION; the new version, or 0 with ERROR set. */
static gint64
save (Fixture *fixture, gint64 person, const char *id, gint64 version, const char *text, Instant now,
      gboolean autosave, GError **error)
{
  const Actor actor = by (person, now);
  const DraftText typed = { KIND_STATEMENT, "On peace", text };
  gint64 saved = 0;
  return cabinet_save_draft (fixture->cabinet, &actor, id, version, &typed, autosave, &saved, NULL, error) ? saved
                                                                                                           : 0;
}

static void
test_what_is_kept (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *id = begin (fixture, NULL, "en");
  g_autoptr (CabinetDraft) draft = read_at (fixture, id, NOON);
  g_assert_true (g_uuid_string_is_valid (draft->document));
  g_assert_cmpstr (draft->office, ==, "lisbon");
  g_assert_cmpstr (draft->title, ==, "On peace");
  g_assert_cmpstr (draft->text, ==, words.text);
  g_assert_cmpint (draft->state, ==, DRAFT_DRAFT);
  g_assert_cmpint (draft->version, ==, 1);
  g_assert_cmpstr (draft->begun_name, ==, "anna");
  g_assert_null (draft->submitted_name);
  g_assert_cmpint (draft->submitted, ==, INSTANT_MIN);
  g_assert_null (cabinet_draft (fixture->cabinet, "no such id", NOON, NULL));
}

static void
test_one_a_language (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const Actor boris = by (fixture->boris, NOON);
  g_autofree char *english = begin (fixture, "doc", "en");
  g_autofree char *french = begin (fixture, "doc", "fr");
  g_autoptr (GError) error = NULL;
  g_assert_cmpstr (english, !=, french);
  g_assert_null (cabinet_begin_draft (fixture->cabinet, &boris, "lisbon", "doc", "en", 2, &words, &error));
  g_assert_error (error, CABINET_ERROR, CABINET_ERROR_EXISTS);
  g_assert_nonnull (strstr (error->message, "anna"));
  g_autoptr (CabinetDraft) there = cabinet_draft_of (fixture->cabinet, "lisbon", "doc", "fr", NOON, NULL);
  g_assert_cmpstr (there->id, ==, french);
  g_assert_null (cabinet_draft_of (fixture->cabinet, "cairo", "doc", "fr", NOON, NULL));
}

static void
test_conflict (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *id = begin (fixture, NULL, "en");
  g_autoptr (GError) error = NULL;
  g_autoptr (CabinetDraft) there = NULL;
  const Actor boris = by (fixture->boris, NOON + 2);
  const DraftText his = { KIND_STATEMENT, "On peace", "his" };
  gint64 version = 0;

  g_assert_cmpint (save (fixture, fixture->anna, id, 1, "hers", NOON + 1, FALSE, NULL), ==, 2);
  g_assert_false (cabinet_save_draft (fixture->cabinet, &boris, id, 1, &his, FALSE, &version, &there, &error));
  g_assert_error (error, CABINET_ERROR, CABINET_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, "anna"));
  g_assert_cmpstr (there->text, ==, "hers");
  g_assert_cmpint (there->version, ==, 2);
  g_autoptr (DraftVersion) base = cabinet_draft_version (fixture->cabinet, id, 1, NULL);
  g_assert_cmpstr (base->text, ==, words.text);
  g_autoptr (CabinetDraft) draft = read_at (fixture, id, NOON);
  g_assert_cmpstr (draft->text, ==, "hers");
  g_assert_cmpint (save (fixture, fixture->boris, id, 2, "both", NOON + 3, FALSE, NULL), ==, 3);
  /* What is there already was not lost, whatever was read. */
  g_assert_cmpint (save (fixture, fixture->boris, id, 2, "both", NOON + 4, FALSE, NULL), ==, 3);
}

static void
test_versions (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *id = begin (fixture, NULL, "en");
  save (fixture, fixture->anna, id, 1, "two", NOON + 1, TRUE, NULL);
  save (fixture, fixture->boris, id, 2, "three", NOON + 2, FALSE, NULL);
  g_autoptr (GPtrArray) versions = cabinet_draft_versions (fixture->cabinet, id, NULL);
  g_assert_cmpuint (versions->len, ==, 3);
  const DraftVersion *last = versions->pdata[0], *middle = versions->pdata[1];
  g_assert_cmpint (last->version, ==, 3);
  g_assert_cmpstr (last->name, ==, "boris");
  g_assert_false (last->autosave);
  g_assert_null (last->text);
  g_assert_true (middle->autosave);
  g_autoptr (DraftVersion) two = cabinet_draft_version (fixture->cabinet, id, 2, NULL);
  g_assert_cmpstr (two->text, ==, "two");
  g_assert_null (cabinet_draft_version (fixture->cabinet, id, 4, NULL));
}

/* Saved every minute for an hour: all stay for a day; then one in ten minutes, what was saved on purpose, and what
 * was talked about. */
static void
test_thinning (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  Instant start = NOON - NOON % (10 * INSTANT_MINUTE);
  g_autofree char *id = begin (fixture, NULL, "en");
  const Actor anna = by (fixture->anna, start);
  for (gint64 i = 1; i <= 60; i++)
    {
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, i);
      g_assert_cmpint (save (fixture, fixture->anna, id, i, text, start + (i - 1) * INSTANT_MINUTE, i != 33, NULL),
                       ==, i + 1);
      if (i == 14)
        g_assert_true (cabinet_comment (fixture->cabinet, &anna, id, "good", NULL));
    }
  g_autoptr (GPtrArray) all = cabinet_draft_versions (fixture->cabinet, id, NULL);
  g_assert_cmpuint (all->len, ==, 61);
  save (fixture, fixture->anna, id, 61, "next day", start + 26 * 60 * INSTANT_MINUTE, TRUE, NULL);
  g_autoptr (GPtrArray) kept = cabinet_draft_versions (fixture->cabinet, id, NULL);
  /* 1, six of the hour, 34 and 15 for their sake, and the new one. */
  g_assert_cmpuint (kept->len, ==, 10);
  g_autoptr (DraftVersion) talked_about = cabinet_draft_version (fixture->cabinet, id, 15, NULL);
  g_autoptr (DraftVersion) on_purpose = cabinet_draft_version (fixture->cabinet, id, 34, NULL);
  g_autoptr (DraftVersion) last_of_ten = cabinet_draft_version (fixture->cabinet, id, 11, NULL);
  g_assert_true (talked_about != NULL && on_purpose != NULL && last_of_ten != NULL);
  g_assert_null (cabinet_draft_version (fixture->cabinet, id, 10, NULL));
}

static void
test_holding (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *id = begin (fixture, NULL, "en");
  g_autofree char *holder = NULL, *other = NULL, *after = NULL;
  const Actor anna = by (fixture->anna, NOON);
  Actor boris = by (fixture->boris, NOON + DRAFT_HELD - 1);

  g_assert_true (cabinet_hold_draft (fixture->cabinet, &anna, id, &holder, NULL));
  g_assert_null (holder);
  g_assert_true (cabinet_hold_draft (fixture->cabinet, &boris, id, &other, NULL));
  g_assert_cmpstr (other, ==, "anna");
  g_assert_cmpint (save (fixture, fixture->boris, id, 1, "all the same", NOON + 1, FALSE, NULL), ==, 2);
  boris.now = NOON + DRAFT_HELD;
  g_assert_true (cabinet_hold_draft (fixture->cabinet, &boris, id, &after, NULL));
  g_assert_null (after);
  g_autoptr (CabinetDraft) his = read_at (fixture, id, boris.now);
  g_assert_cmpstr (his->held_name, ==, "boris");
  g_assert_true (cabinet_release_draft (fixture->cabinet, &anna, id, NULL)); /* not hers to release */
  g_autoptr (CabinetDraft) still = read_at (fixture, id, boris.now);
  g_assert_cmpint (still->held_by, ==, fixture->boris);
  g_assert_true (cabinet_release_draft (fixture->cabinet, &boris, id, NULL));
  g_autoptr (CabinetDraft) free_again = read_at (fixture, id, boris.now);
  g_assert_cmpint (free_again->held_by, ==, 0);
}

/* ---- Two people ---- */

static gboolean
submit (Fixture *fixture, gint64 person, const char *id, gint64 version)
{
  const Actor actor = by (person, NOON);
  return cabinet_submit_draft (fixture->cabinet, &actor, id, version, NULL, NULL);
}

static gboolean
publish (Fixture *fixture, gint64 person, const char *id, gint64 version, const char *reason, GError **error)
{
  const Actor actor = by (person, NOON);
  const Publication publication = { version, reason };
  return cabinet_publish_draft (fixture->cabinet, &actor, id, &publication, error);
}

static gboolean
confirm (Fixture *fixture, gint64 person, const char *id, const char *document, Instant visible_from)
{
  const Actor actor = by (person, NOON);
  return cabinet_draft_published (fixture->cabinet, &actor, id, document, 1, visible_from, NULL);
}

static void
test_two_people (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *id = begin (fixture, "doc", "en");
  g_autoptr (GError) unsubmitted = NULL, same = NULL, stale = NULL;

  g_assert_false (publish (fixture, fixture->boris, id, 1, NULL, &unsubmitted));
  g_assert_error (unsubmitted, CABINET_ERROR, CABINET_ERROR_STATE);
  g_assert_true (submit (fixture, fixture->anna, id, 1));
  g_assert_false (publish (fixture, fixture->anna, id, 1, NULL, &same));
  g_assert_error (same, CABINET_ERROR, CABINET_ERROR_TWO_PERSON);
  g_assert_false (publish (fixture, fixture->boris, id, 2, NULL, &stale));
  g_assert_error (stale, CABINET_ERROR, CABINET_ERROR_CONFLICT);
  g_assert_true (publish (fixture, fixture->boris, id, 1, NULL, NULL));
  g_assert_true (confirm (fixture, fixture->boris, id, "doc", NOON));
  g_autoptr (CabinetDraft) draft = read_at (fixture, id, NOON);
  g_assert_cmpint (draft->state, ==, DRAFT_PUBLISHED);
  g_assert_cmpint (draft->published_by, ==, fixture->boris);
  g_assert_false (draft->forced);
}

/* A submission is of one text: whoever changes it is no longer publishing what somebody else submitted. */
static void
test_a_change_undoes_the_submission (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *id = begin (fixture, NULL, "en");
  g_assert_true (submit (fixture, fixture->anna, id, 1));
  g_assert_cmpint (save (fixture, fixture->boris, id, 1, "slipped in", NOON, TRUE, NULL), ==, 2);
  g_assert_cmpint (state_at (fixture, id, NOON), ==, DRAFT_DRAFT);
  g_assert_false (publish (fixture, fixture->boris, id, 2, NULL, NULL));
  g_assert_true (submit (fixture, fixture->boris, id, 2));
  g_assert_false (publish (fixture, fixture->boris, id, 2, NULL, NULL));
  g_assert_true (publish (fixture, fixture->anna, id, 2, NULL, NULL));
}

static void
test_the_rule_can_be_off (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const Actor anna = by (fixture->anna, NOON);
  g_autofree char *id = begin (fixture, NULL, "en");
  g_assert_true (cabinet_set_two_person (fixture->cabinet, &anna, "lisbon", FALSE, NULL));
  g_assert_true (submit (fixture, fixture->anna, id, 1));
  g_assert_true (publish (fixture, fixture->anna, id, 1, NULL, NULL));
}

static guint
to_review (Fixture *fixture)
{
  const DraftFilter filter = { .office = "lisbon", .state = DRAFT_ANY, .to_review = TRUE };
  g_autoptr (GPtrArray) drafts = cabinet_drafts (fixture->cabinet, &filter, NOON, 0, 10, NULL);
  g_assert_cmpint (cabinet_count_drafts (fixture->cabinet, &filter, NOON, NULL), ==, drafts->len);
  return drafts->len;
}

static void
test_force (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *id = begin (fixture, "doc", "en");
  const Actor anna = by (fixture->anna, NOON), boris = by (fixture->boris, NOON);
  g_autoptr (GError) empty = NULL, own = NULL, twice = NULL;

  g_assert_false (publish (fixture, fixture->anna, id, 1, "  ", &empty));
  g_assert_error (empty, CABINET_ERROR, CABINET_ERROR_INVALID);
  g_assert_true (publish (fixture, fixture->anna, id, 1, "the minister is on air", NULL));
  g_assert_true (confirm (fixture, fixture->anna, id, "doc", NOON));
  g_assert_cmpuint (to_review (fixture), ==, 1);
  g_assert_false (cabinet_review_draft (fixture->cabinet, &anna, id, "fine", &own));
  g_assert_error (own, CABINET_ERROR, CABINET_ERROR_TWO_PERSON);
  g_autoptr (CabinetDraft) draft = read_at (fixture, id, NOON);
  const Matter hers = cabinet_draft_matter (draft, fixture->anna, TRUE);
  g_assert_true (hers.submitted && hers.own && draft->forced);
  g_assert_true (cabinet_review_draft (fixture->cabinet, &boris, id, "fine", NULL));
  g_assert_cmpuint (to_review (fixture), ==, 0);
  g_assert_false (cabinet_review_draft (fixture->cabinet, &boris, id, "fine", &twice));
  g_assert_error (twice, CABINET_ERROR, CABINET_ERROR_STATE);
}

/* ---- The way ---- */

static void
test_states (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  Cabinet *cabinet = fixture->cabinet;
  const Actor boris = by (fixture->boris, NOON);
  g_autofree char *id = begin (fixture, NULL, "en");

  g_assert_false (cabinet_reject_draft (cabinet, &boris, id, 1, "no", NULL));
  g_assert_false (cabinet_recall_draft (cabinet, &boris, id, NULL));
  g_assert_true (submit (fixture, fixture->anna, id, 1));
  g_assert_false (submit (fixture, fixture->boris, id, 1));
  g_assert_false (cabinet_reject_draft (cabinet, &boris, id, 1, " ", NULL));
  g_assert_true (cabinet_reject_draft (cabinet, &boris, id, 1, "say which treaty", NULL));
  g_assert_cmpint (state_at (fixture, id, NOON), ==, DRAFT_REJECTED);
  g_assert_cmpint (save (fixture, fixture->anna, id, 1, "that treaty", NOON, FALSE, NULL), ==, 2);
  g_assert_cmpint (state_at (fixture, id, NOON), ==, DRAFT_DRAFT);
  g_assert_true (submit (fixture, fixture->anna, id, 2));
  g_assert_true (cabinet_recall_draft (cabinet, &boris, id, NULL));
  g_assert_cmpint (state_at (fixture, id, NOON), ==, DRAFT_DRAFT);
}

static void
test_scheduled (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  Cabinet *cabinet = fixture->cabinet;
  Instant later = NOON + 60 * INSTANT_MINUTE;
  g_autofree char *id = begin (fixture, "doc", "en");
  const Actor before = by (fixture->boris, later - 1), after = by (fixture->boris, later);
  submit (fixture, fixture->anna, id, 1);
  publish (fixture, fixture->boris, id, 1, NULL, NULL);
  g_assert_true (confirm (fixture, fixture->boris, id, "doc", later));

  g_assert_cmpint (state_at (fixture, id, later - 1), ==, DRAFT_SCHEDULED);
  g_assert_cmpint (state_at (fixture, id, later), ==, DRAFT_PUBLISHED);
  g_assert_cmpint (save (fixture, fixture->anna, id, 1, "late", NOON, FALSE, NULL), ==, 0);
  g_assert_null (cabinet_begin_draft (cabinet, &before, "lisbon", "doc", "en", 1, &words, NULL));
  g_assert_false (cabinet_unschedule_draft (cabinet, &after, id, NULL, NULL));
  g_assert_true (cabinet_unschedule_draft (cabinet, &before, id, NULL, NULL));
  g_autoptr (CabinetDraft) draft = read_at (fixture, id, later);
  g_assert_cmpint (draft->state, ==, DRAFT_DRAFT);
  g_assert_cmpuint (draft->number, ==, 0);
  g_assert_cmpint (draft->published_by, ==, 0);
}

/* A desk that dies between the two commits finds what it was about. */
static void
test_after_a_crash (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *id = begin (fixture, "doc", "en");
  const Actor desk = by (0, NOON);
  submit (fixture, fixture->anna, id, 1);
  g_assert_true (publish (fixture, fixture->boris, id, 1, NULL, NULL));
  cabinet_close (fixture->cabinet);
  fixture->cabinet = open_fast (fixture->path);

  g_autoptr (GPtrArray) waiting = cabinet_drafts_publishing (fixture->cabinet, NOON, NULL);
  g_assert_cmpuint (waiting->len, ==, 1);
  const CabinetDraft *draft = waiting->pdata[0];
  g_assert_cmpstr (draft->id, ==, id);
  g_assert_cmpstr (draft->text, ==, words.text);
  g_assert_cmpint (draft->published_by, ==, fixture->boris);
  g_assert_cmpint (save (fixture, fixture->anna, id, 1, "meanwhile", NOON, FALSE, NULL), ==, 0);
  g_assert_false (publish (fixture, fixture->boris, id, 1, NULL, NULL));

  g_assert_true (cabinet_draft_not_published (fixture->cabinet, &desk, id, "no change note", NULL));
  g_assert_cmpint (state_at (fixture, id, NOON), ==, DRAFT_SUBMITTED);
  g_assert_true (publish (fixture, fixture->boris, id, 1, NULL, NULL));
  g_assert_true (confirm (fixture, fixture->boris, id, "doc", NOON));
  g_assert_true (confirm (fixture, fixture->boris, id, "doc", NOON)); /* said twice */
  g_autoptr (GPtrArray) trail =
      cabinet_trail (fixture->cabinet, &(TrailFilter){ .action = "draft.published" }, 10, NULL);
  g_assert_cmpuint (trail->len, ==, 1);
  g_assert_false (cabinet_draft_not_published (fixture->cabinet, &desk, id, "no", NULL));
}

/* The record may know the document by another UUID; translations follow. */
static void
test_the_record_names_the_document (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *english = begin (fixture, "doc", "en");
  g_autofree char *french = begin (fixture, "doc", "fr");
  submit (fixture, fixture->anna, english, 1);
  publish (fixture, fixture->boris, english, 1, NULL, NULL);
  g_assert_true (confirm (fixture, fixture->boris, english, "of the record", NOON));
  g_autoptr (CabinetDraft) translation = read_at (fixture, french, NOON);
  g_assert_cmpstr (translation->document, ==, "of the record");
  g_autofree char *next = begin (fixture, "of the record", "en"); /* the next edition */
  g_assert_nonnull (next);
}

static void
test_discarding (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  Cabinet *cabinet = fixture->cabinet;
  const Actor anna = by (fixture->anna, NOON);
  g_autofree char *id = begin (fixture, "doc", "en");
  g_assert_true (cabinet_comment (cabinet, &anna, id, "hm", NULL));
  g_assert_false (cabinet_discard_draft (cabinet, &anna, id, 2, NULL));
  g_assert_true (cabinet_discard_draft (cabinet, &anna, id, 1, NULL));
  g_assert_null (cabinet_draft (cabinet, id, NOON, NULL));
  g_autoptr (GPtrArray) trail = cabinet_trail (cabinet, &(TrailFilter){ .document = "doc" }, 10, NULL);
  g_assert_cmpstr (((TrailEntry *)trail->pdata[0])->action, ==, "draft.discarded");
  g_autofree char *again = begin (fixture, "doc", "en");
  g_assert_nonnull (again);
}

static void
test_remarks (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  Cabinet *cabinet = fixture->cabinet;
  const Actor anna = by (fixture->anna, NOON), boris = by (fixture->boris, NOON + 1);
  g_autofree char *id = begin (fixture, NULL, "en");
  g_assert_true (cabinet_submit_draft (cabinet, &anna, id, 1, "please by noon", NULL));
  g_assert_true (cabinet_comment (cabinet, &boris, id, "which treaty?", NULL));
  g_assert_false (cabinet_comment (cabinet, &boris, id, " \n", NULL));
  g_assert_true (cabinet_reject_draft (cabinet, &boris, id, 1, "name it", NULL));
  g_autoptr (GPtrArray) remarks = cabinet_remarks (cabinet, id, NULL);
  static const RemarkType types[] = { REMARK_SUBMITTED, REMARK_COMMENT, REMARK_REJECTED };
  static const char *const texts[] = { "please by noon", "which treaty?", "name it" };
  g_assert_cmpuint (remarks->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const Remark *remark = remarks->pdata[i];
      g_assert_cmpint (remark->type, ==, types[i]);
      g_assert_cmpstr (remark->text, ==, texts[i]);
      g_assert_cmpstr (remark->name, ==, i == 0 ? "anna" : "boris");
    }
}

/* ---- Lists ---- */

static guint
listed (Fixture *fixture, DraftFilter filter, Instant now)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) drafts = cabinet_drafts (fixture->cabinet, &filter, now, 0, 100, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cabinet_count_drafts (fixture->cabinet, &filter, now, NULL), ==, drafts->len);
  return drafts->len;
}

static void
test_lists (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_free (begin (fixture, "a", "en"));
  g_autofree char *submitted = begin (fixture, "a", "fr");
  g_autofree char *scheduled = begin (fixture, "b", "en");
  submit (fixture, fixture->anna, submitted, 1);
  submit (fixture, fixture->anna, scheduled, 1);
  publish (fixture, fixture->boris, scheduled, 1, NULL, NULL);
  confirm (fixture, fixture->boris, scheduled, "b", NOON + 10);

  g_assert_cmpuint (listed (fixture, (DraftFilter){ .state = DRAFT_ANY }, NOON), ==, 3);
  g_assert_cmpuint (listed (fixture, (DraftFilter){ .state = DRAFT_ANY, .unpublished = TRUE }, NOON), ==, 3);
  g_assert_cmpuint (listed (fixture, (DraftFilter){ .state = DRAFT_ANY, .unpublished = TRUE }, NOON + 10), ==, 2);
  g_assert_cmpuint (listed (fixture, (DraftFilter){ .state = DRAFT_SUBMITTED }, NOON), ==, 1);
  g_assert_cmpuint (listed (fixture, (DraftFilter){ .state = DRAFT_SCHEDULED }, NOON), ==, 1);
  g_assert_cmpuint (listed (fixture, (DraftFilter){ .state = DRAFT_SCHEDULED }, NOON + 10), ==, 0);
  g_assert_cmpuint (listed (fixture, (DraftFilter){ .state = DRAFT_PUBLISHED }, NOON + 10), ==, 1);
  g_assert_cmpuint (listed (fixture, (DraftFilter){ .state = DRAFT_ANY, .document = "a" }, NOON), ==, 2);
  g_assert_cmpuint (listed (fixture, (DraftFilter){ .state = DRAFT_ANY, .language = "en" }, NOON), ==, 2);
  g_assert_cmpuint (listed (fixture, (DraftFilter){ .state = DRAFT_ANY, .office = "cairo" }, NOON), ==, 0);
  g_assert_cmpuint (listed (fixture, (DraftFilter){ .state = DRAFT_ANY, .begun_by = fixture->boris }, NOON), ==, 0);
  g_assert_cmpuint (listed (fixture, (DraftFilter){ .state = DRAFT_ANY, .begun_by = fixture->anna }, NOON), ==, 3);
  g_autoptr (GPtrArray) page =
      cabinet_drafts (fixture->cabinet, &(DraftFilter){ .state = DRAFT_ANY }, NOON, 2, 10, NULL);
  g_assert_cmpuint (page->len, ==, 1);
  g_assert_null (((CabinetDraft *)page->pdata[0])->text);
}

static void
test_autosaves_do_not_flood_the_trail (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *id = begin (fixture, NULL, "en");
  for (gint64 i = 1; i <= 20; i++)
    {
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, i);
      save (fixture, fixture->anna, id, i, text, NOON + i * 10 * INSTANT_SECOND, TRUE, NULL);
    }
  g_autoptr (GPtrArray) trail =
      cabinet_trail (fixture->cabinet, &(TrailFilter){ .action = "draft.autosaved" }, 100, NULL);
  g_assert_cmpuint (trail->len, ==, 1);
  save (fixture, fixture->boris, id, 21, "his", NOON + 300 * INSTANT_SECOND, TRUE, NULL);
  g_autoptr (GPtrArray) more =
      cabinet_trail (fixture->cabinet, &(TrailFilter){ .action = "draft.autosaved" }, 100, NULL);
  g_assert_cmpuint (more->len, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/draft/what-is-kept-of-it", test_what_is_kept);
  ADD ("/draft/a-language-of-a-document-has-one", test_one_a_language);
  ADD ("/draft/nobody-saves-over-what-they-have-not-read", test_conflict);
  ADD ("/draft/every-version-stays", test_versions);
  ADD ("/draft/autosaves-are-thinned-after-a-day", test_thinning);
  ADD ("/draft/who-works-on-it-is-shown-and-hinders-nobody", test_holding);
  ADD ("/draft/the-trail-has-the-first-of-a-run-of-autosaves", test_autosaves_do_not_flood_the_trail);
  ADD ("/draft/lists", test_lists);
  ADD ("/draft/discarded-it-is-gone-and-its-trail-stays", test_discarding);
  ADD ("/review/two-people-publish", test_two_people);
  ADD ("/review/a-change-undoes-a-submission", test_a_change_undoes_the_submission);
  ADD ("/review/an-office-can-do-without", test_the_rule_can_be_off);
  ADD ("/review/alone-with-a-reason-that-is-looked-at", test_force);
  ADD ("/review/the-states", test_states);
  ADD ("/review/what-is-scheduled-can-be-taken-back-until-its-instant", test_scheduled);
  ADD ("/review/a-crash-between-two-files-is-mended", test_after_a_crash);
  ADD ("/review/the-record-names-the-document", test_the_record_names_the_document);
  ADD ("/review/what-was-said", test_remarks);
  return g_test_run ();
}
