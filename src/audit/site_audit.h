/* site_audit.h: whether a site shows what its log says, and nothing else: every edition in the log is there and is
 * the one that was logged; every document that is there is in the log, at the end of its chain; and pages read as
 * logged.
 */
#pragma once

#include "audit/history.h"
#include "audit/web.h"

typedef struct
{
  Web *web;
  const History *history; /* all of the log */
  const char *origin;     /* of the log */
  guint threads;
  void (*progress) (guint64 done, guint64 of, gpointer data); /* may be NULL */
  gpointer data;
} SiteAudit;

typedef struct
{
  guint64 documents; /* listed by the site */
  guint64 editions;  /* whose file was compared with the leaf */
  guint64 pages;     /* that were read beside it */
  guint64 erased;    /* of which nothing is shown, as it should be */
  guint64 since;     /* editions that were logged while the audit ran */
} SiteCounts;

/* FALSE with ERROR set only if the site does not say what it shows. */
gboolean site_audit_run (const SiteAudit *audit, Findings *findings, SiteCounts *counts, GError **error);
