/* preview.h: a draft as the edition that it would become. */
#pragma once

#include "cabinet/draft.h"
#include "record/edition.h"
#include "record/profile.h"

/* As if DRAFT, with its text, were published at NOW. NULL with ERROR set: it is not complete. Transfer full. */
Edition *draft_edition (const CabinetDraft *draft, const Profile *profile, Instant now, GError **error);
