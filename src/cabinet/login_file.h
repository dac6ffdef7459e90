/* login_file.h: what the files about coming in share. */
#pragma once

#include "cabinet/file.h"
#include "cabinet/login.h"

Login login_of (LoginOutcome outcome);
/* Count ATTEMPT and see whether it may be made; if not, *LOGIN says why. */
gboolean login_may_try (Cabinet *cabinet, const Attempt *attempt, Instant now, Login *login, GError **error);
/* Who has proved who they are: a session, which is the last step or HALF of the way. */
Login login_let_in (Cabinet *cabinet, const Actor *actor, const Attempt *attempt, const char *agent, gboolean half,
                    GError **error);
/* LOGIN_REFUSED, with a line in the trail. WHY may be NULL. */
Login login_refuse (Cabinet *cabinet, const Actor *actor, const char *action, const char *why, GError **error);
