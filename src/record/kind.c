/* The kinds of documents and their names in files, addresses and the record. */
#include "record/kind.h"

#include <string.h>

static const char *const names[] = {
  [KIND_REMARKS] = "remarks",     [KIND_STATEMENT] = "statement", [KIND_PRESS_RELEASE] = "press_release",
  [KIND_INTERVIEW] = "interview", [KIND_COMMENT] = "comment",     [KIND_ANSWER] = "answer",
  [KIND_BRIEFING] = "briefing",   [KIND_ARTICLE] = "article",     [KIND_NOTICE] = "notice",
  [KIND_PROFILE] = "profile",
};

const char *
kind_name (Kind kind)
{
  g_assert ((gsize)kind < G_N_ELEMENTS (names));
  return names[kind];
}

gboolean
kind_parse (const char *name, Kind *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], name) == 0)
      {
        *kind = (Kind)i;
        return TRUE;
      }
  return FALSE;
}
