/* edition_document.h: all that the public sees of an edition, as one file (RFC 8785).
 *
 * Its SHA-256 is what the log commits to, so `sha256sum` of the downloaded file is the check. Each attachment is
 * there by its name, type, size and SHA-256 (`media`), among the fields. The salt keeps anybody from guessing a text
 * that was erased. */
#pragma once

#include "record/edition.h"
#include "seal/hash.h"
#include "seal/seal_error.h"

#define SALT_BYTES 32

/* ORIGIN: the name of the office's log. SALT: random, kept beside the edition. NULL with ERROR set where a field is a
 * fraction. Transfer full. */
char *edition_document_write (const Edition *edition, const char *origin, const guint8 salt[SALT_BYTES],
                              gsize *length, GError **error);

typedef struct
{
  char *origin, *office, *document, *language, *kind, *state, *title, *summary, *body, *change_note;
  unsigned number;
  Instant published, recorded;
  gboolean imported;
  json_t *fields;
} EditionDocument;

/* What a verifier says of it. Strict. NULL with SEAL_ERROR_MALFORMED. Transfer full. */
EditionDocument *edition_document_read (const char *bytes, gsize length, GError **error);
void edition_document_free (EditionDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EditionDocument, edition_document_free)
