/* finding.h: what an audit finds wrong: one plain sentence each. */
#pragma once

#include <glib.h>

typedef struct
{
  void (*found) (const char *finding, gpointer data);
  gpointer data;
  guint64 count;
} Findings;

void findings_add (Findings *findings, const char *format, ...) G_GNUC_PRINTF (2, 3);
