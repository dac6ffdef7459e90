/* front_matter.h: a Markdown file as a press officer writes it, read into an edition.
 *
 *   ---
 *   title: …
 *   kind: statement
 *   language: en
 *   published: 2026-11-23T10:00:00+00:00
 *   ---
 *   Body in Markdown.
 *
 * docs/front-matter.md explains every key. An unknown key is a mistake, not a wish. */
#pragma once

#include "record/edition.h"

#define FRONT_MATTER_ERROR (front_matter_error_quark ())
typedef enum
{
  FRONT_MATTER_ERROR_INVALID
} FrontMatterError;
GQuark front_matter_error_quark (void);

typedef struct
{
  Edition *edition; /* office, document, number, recorded and what is derived are left unset; slug NULL if not given;
                     * fields.related and fields.attachments are as written: the publisher resolves them */
  char *translation_of;     /* as written, or NULL: a UUID, address, slug or file name */
  unsigned replaces_erased; /* the number of the edition that law ordered erased, which it takes the place of; or 0 */
} FrontMatter;

/* LANGUAGES: the office's, NULL-terminated, for the check of `language` (NULL: any well-formed tag).
 * Errors name file and line: "a.md:4: kind: “speach” is not a kind; one of remarks, statement, …". Transfer full. */
FrontMatter *front_matter_parse (const char *text, gsize length, const char *file, const char *const *languages,
                                 GError **error);
void front_matter_free (FrontMatter *matter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrontMatter, front_matter_free)
