#include "cabinet/erasing.h"

#include "cabinet/draft_file.h"
#include "cabinet/trail.h"

static Cursor *
open_of (Cabinet *cabinet, const char *name, const Erasing *erasing, GError **error)
{
  return sql_open (&cabinet->sql, error, name, "sssi", erasing->office, erasing->document, erasing->language,
                   (gint64)erasing->number);
}

gint64
cabinet_count_erasing (Cabinet *cabinet, const Erasing *erasing, GError **error)
{
  gint64 count = -1;
  cabinet_find (cabinet, open_of (cabinet, "count_erasing", erasing, error), &count, error);
  return count;
}

gboolean
cabinet_erase (Cabinet *cabinet, const Actor *actor, const Erasing *erasing, GError **error)
{
  static const char *const steps[] = { "erase_remarks",      "erase_versions",      "erase_titles",
                                       "erase_file_uses",    "erase_open_visits",   "erase_open_links",
                                       "erase_open_remarks", "erase_open_versions", "erase_open_drafts" };
  gboolean fine = change_begin (cabinet, error);

  for (gsize i = 0; fine && i < G_N_ELEMENTS (steps); i++)
    fine = sql_effect (&cabinet->sql, open_of (cabinet, steps[i], erasing, error), error);
  fine = fine && files_forget (cabinet, NULL, actor->now, error)
         && cabinet_note (cabinet, actor, "draft.erased", erasing->office, erasing->document, NULL,
                          json_pack ("{s:s, s:i}", "language", erasing->language, "edition", (int)erasing->number),
                          error);
  return change_end (cabinet, fine, error);
}

gboolean
cabinet_scrub (Cabinet *cabinet, GError **error)
{
  return sql_scrub (&cabinet->sql, error) && sql_run (&cabinet->sql, "PRAGMA temp_store = MEMORY", error);
}
