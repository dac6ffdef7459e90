#include "desk/public/recover.h"

#include "cabinet/taking_back.h"
#include "desk/profile/profile_release.h"
#include "desk/public/release.h"
#include "desk/public/schedule.h"

typedef gboolean (*Recover) (const Desk *desk, const CabinetDraft *draft, Instant now, GError **error);

static gboolean
recover_all (const Desk *desk, GPtrArray *drafts, Recover recover, Instant now, GError **error)
{
  for (guint i = 0; i < drafts->len; i++)
    if (!recover (desk, drafts->pdata[i], now, error))
      return FALSE;
  return TRUE;
}

static gboolean
settle_all (const Desk *desk, Instant now, GError **error)
{
  g_auto (GStrv) offices = store_offices (desk->record, error);
  gboolean fine = offices != NULL;

  for (char **office = offices; fine && *office != NULL; office++)
    fine = profile_release_settle (desk, *office, now, error);
  return fine;
}

gboolean
desk_recover (Desk *desk, Instant now, GError **error)
{
  g_autoptr (GPtrArray) publishing = cabinet_drafts_publishing (desk->cabinet, now, error);
  g_autoptr (GPtrArray) taking_back =
      publishing != NULL ? cabinet_drafts_taking_back (desk->cabinet, now, error) : NULL;

  return taking_back != NULL && recover_all (desk, publishing, release_recover, now, error)
         && settle_all (desk, now, error) && recover_all (desk, taking_back, schedule_recover, now, error)
         && settle_all (desk, now, error);
}

void
desk_mend (Desk *desk, Instant now)
{
  g_autoptr (GError) error = NULL;

  if (!desk->unsettled)
    return;
  desk->unsettled = !desk_recover (desk, now, &error);
  if (error != NULL)
    g_printerr ("chancery: the desk: %s\n", error->message);
}
