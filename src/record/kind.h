/* kind.h: what sort of statement a document is. */
#pragma once

#include <glib.h>

typedef enum
{
  KIND_REMARKS,
  KIND_STATEMENT,
  KIND_PRESS_RELEASE,
  KIND_INTERVIEW,
  KIND_COMMENT,
  KIND_ANSWER,
  KIND_BRIEFING,
  KIND_ARTICLE,
  KIND_NOTICE,
  KIND_PROFILE /* the office's own profile; never in a list */
} Kind;

#define KIND_PUBLIC_COUNT KIND_PROFILE /* the kinds that a press officer can choose come first */

const char *kind_name (Kind kind); /* "press_release" */
gboolean kind_parse (const char *name, Kind *kind);
