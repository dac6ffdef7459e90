/* document.h: one file of an older site, read as a draft. Nothing here touches the record or changes what it is
 * given, so several threads may read at once. */
#pragma once

#include "publish/publish.h"

/* What holds for every file of the site. Borrows all of it. */
typedef struct
{
  const char *folder;
  GHashTable *kinds; /* folder name -> name of a kind */
  const Profile *profile;
  const char *language;    /* of texts that do not say */
  const char *update_note; /* change note of texts that changed */
  const char *origin;      /* NULL: not known */
  GHashTable *known;       /* set of old paths, without outer slashes */
} OldSite;

/* The addresses that FILE had on the site; NULL if it is no document. Transfer full. */
char **document_old_paths (const OldSite *site, const char *file);

/* FILE, a path below the folder, as a draft that is prepared for publishing; NULL with ERROR set where it is passed
 * over: its message says why. Transfer full. */
Draft *document_read (const OldSite *site, const char *file, GError **error);
