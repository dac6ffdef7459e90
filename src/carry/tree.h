/* tree.h: the files of a site's source. */
#pragma once

#include <glib.h>

/* Every regular file below FOLDER, as paths below it, in a fixed order; hidden files and folders are passed over.
 * NULL with ERROR set if a folder cannot be read. Transfer full. */
GPtrArray *tree_files (const char *folder, GError **error);

/* What the site's configuration (_config.yml, config.yaml, hugo.yaml …) gives as its address:
 * "https://www.example.org", or NULL. Transfer full. */
char *tree_origin (const char *folder);
