/* comparison.h: one edition as a site shows it, beside its leaf. Any thread may make one. */
#pragma once

#include "audit/site_audit.h"

typedef struct
{
  GPtrArray *findings; /* of text */
  guint32 leaf;        /* the one that it was compared with, or NO_LEAF */
  guint editions, pages, erased, since;
} Comparison;

/* The document that the site lists at PATH. */
Comparison *comparison_of_listed (const SiteAudit *audit, const char *path);
/* The edition of LEAF, which is none of keys or a profile. PATH: where its document stands; NULL: it is asked for. */
Comparison *comparison_of_leaf (const SiteAudit *audit, guint32 leaf, const char *path);
void comparison_free (Comparison *comparison);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Comparison, comparison_free)
