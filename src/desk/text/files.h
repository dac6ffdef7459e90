/* files.h: the files of a draft. Which of them its text names, in which order and with what words, stands in the
 * source's `attachments`, as front matter has it; their bytes are in the desk's file, and of an edition that is
 * corrected, in the record. */
#pragma once

#include "cabinet/media.h"
#include "desk/text/fields.h"
#include "publish/publish.h"

#define MOST_FILES_OF_DRAFT 30
#define MOST_BYTES_OF_DRAFT ((guint64)160 << 20)

/* ---- In the editor ---- */

/* What was typed about them in FORM, and whether one is to be moved or taken off (its field “then”). */
void files_take (Source *source, const Form *form);
/* As the template shows them. DRAFT may be NULL. Transfer full. */
json_t *files_view (const Exchange *exchange, const CabinetDraft *draft, const Source *source,
                    const GPtrArray *problems);
/* What is missing: words for those who do not see a picture. */
void files_check (const Exchange *exchange, const Source *source, GPtrArray *problems);

/* Whether it is a file of the text. */
gboolean files_names (const Source *source, const char *name);

/* ---- For readers ---- */

/* Complete the attachments in FIELDS, of the edition that DRAFT would become (edition.h). MEDIA (may be NULL): what
 * is to be written with it, array of Media. FALSE with ERROR set: a file is not there. */
gboolean files_complete (const Exchange *exchange, const CabinetDraft *draft, json_t *fields, GPtrArray *media,
                         GError **error);
/* Complete them, or put those that it has from the edition before it. */
gboolean files_prepare (const Exchange *exchange, const CabinetDraft *draft, const Source *source, json_t *fields,
                        GError **error);
/* Whether DRAFT, whose text is SOURCE, says which files it has; if not, they are those of the edition before it. */
gboolean files_are_said (const Source *source);
