#include "cabinet/checking.h"

#include "cabinet/file.h"

static const struct
{
  const char *query, *words;
} rules[] = {
  { "breach_references", "it names what is not there" },
  { "breach_versions", "the draft has not the version that it says it has" },
  { "breach_states", "the draft is scheduled without an edition, or has one and is not" },
};

static void
report (CabinetFinding found, gpointer data, const char *what, const char *words)
{
  g_autofree char *finding = g_strdup_printf ("the desk: %s: %s", what, words);
  found (finding, data);
}

static gboolean
check_rule (Cabinet *cabinet, gsize rule, CabinetFinding found, gpointer data, GError **error)
{
  GError *failure = NULL;
  g_autoptr (Cursor) cursor = sql_open (&cabinet->sql, &failure, rules[rule].query, "");

  while (cursor != NULL && sql_next (&cabinet->sql, cursor, &failure))
    report (found, data, cursor_text (cursor, 0), rules[rule].words);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
check_file (Cabinet *cabinet, CabinetFinding found, gpointer data, GError **error)
{
  GError *failure = NULL;
  g_autoptr (Cursor) cursor = sql_open (&cabinet->sql, &failure, "integrity", "");

  while (cursor != NULL && sql_next (&cabinet->sql, cursor, &failure))
    if (g_strcmp0 (cursor_text (cursor, 0), "ok") != 0)
      report (found, data, "the file", cursor_text (cursor, 0));
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
cabinet_check (Cabinet *cabinet, CabinetFinding found, gpointer data, GError **error)
{
  gboolean done = check_file (cabinet, found, data, error);

  for (gsize i = 0; done && i < G_N_ELEMENTS (rules); i++)
    done = check_rule (cabinet, i, found, data, error);
  return done;
}

/* ---- What it says of the record ---- */

void
cabinet_claim_free (CabinetClaim *claim)
{
  g_free (claim->id);
  g_free (claim->office);
  g_free (claim->document);
  g_free (claim->language);
  g_free (claim);
}

static gpointer
claim_read (Cursor *cursor)
{
  CabinetClaim *claim = g_new0 (CabinetClaim, 1);
  claim->id = g_strdup (cursor_text (cursor, 0));
  claim->office = g_strdup (cursor_text (cursor, 1));
  claim->document = g_strdup (cursor_text (cursor, 2));
  claim->language = g_strdup (cursor_text (cursor, 3));
  claim->number = (unsigned)cursor_integer (cursor, 4);
  claim->visible_from = cursor_integer (cursor, 5);
  claim->under_way = cursor_integer (cursor, 6) != 0;
  return claim;
}

GPtrArray *
cabinet_claims (Cabinet *cabinet, GError **error)
{
  return cabinet_rows (cabinet, sql_open (&cabinet->sql, error, "claims", ""), claim_read,
                       (GDestroyNotify)cabinet_claim_free, error);
}

/* ---- A copy ---- */

gboolean
cabinet_hold_still (Cabinet *cabinet, Cabinet *reader, GError **error)
{
  return sql_run (&cabinet->sql, "BEGIN IMMEDIATE", error) && sql_hold (&reader->sql, error);
}

void
cabinet_let_write (Cabinet *cabinet)
{
  sql_rollback (&cabinet->sql);
}

gboolean
cabinet_copy (Cabinet *cabinet, const char *path, GError **error)
{
  return sql_copy (&cabinet->sql, path, error);
}
