/* carry.h: older sites carried over into the record. */
#pragma once

#include "record/kind.h"
#include "store/store.h"

typedef struct
{
  GHashTable *kinds;    /* folder name -> name of a kind; may be empty */
  const char *language; /* of texts that do not say; NULL: the office's first */
  const char
      *origin; /* where files that are not in the tree are to be had; NULL: the site's own address, if it says */
  void (*progress) (guint done, guint total, gpointer data); /* may be NULL */
  gpointer data;
  guint threads; /* that read; 0: one a processor. What is imported does not depend on it */
} ImportOptions;

typedef struct
{
  char *file; /* below the folder */
  char *reason;
} ImportSkipped;

/* found = imported + unchanged + updated + skipped: every regular file is accounted for. */
typedef struct
{
  guint found, imported, unchanged, updated;
  GPtrArray *skipped; /* of ImportSkipped */
} ImportResult;

void import_result_free (ImportResult *result);

#define CARRY_ERROR (carry_error_quark ())
typedef enum
{
  CARRY_ERROR_FOLDER, /* it cannot be read */
  CARRY_ERROR_MATTER  /* a file's front matter cannot be understood; the file is skipped */
} CarryError;
GQuark carry_error_quark (void);

/* Every Markdown file below FOLDER, a tree of Jekyll's or Hugo's, as an imported document of OFFICE, within
 * the caller's transaction. NOW is when it is recorded. RESULT: transfer full. */
gboolean import_markdown (Store *store, const char *office, const char *folder, const ImportOptions *options,
                          Instant now, ImportResult **result, GError **error);
