/* translations.h: how the texts of a document in its languages stand to each other: which is the original, and which
 * still say what it says. */
#pragma once

#include "desk/exchange.h"
#include "desk/text/source.h"

typedef enum
{
  TRANSLATION_MISSING,
  TRANSLATION_ORIGINAL,
  TRANSLATION_CURRENT,
  TRANSLATION_OUTDATED /* the original has a later edition than the one it was made of */
} TranslationStanding;

typedef struct
{
  char *language;
  TranslationStanding standing;
  Edition *edition;    /* the public one, without its text; NULL: none */
  CabinetDraft *draft; /* on its way, if the person may read it; or NULL */
  unsigned made_of;    /* which edition of the original it follows; 0: none, or not known */
} Translation;

typedef struct
{
  char *document;
  char *original;   /* its language; NULL: there is neither a text nor a draft */
  unsigned newest;  /* the public edition of the original; 0: none yet */
  char *title;      /* of the original */
  GPtrArray *texts; /* of Translation, for each language of the office */
} Translations;
void translations_free (Translations *translations);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Translations, translations_free)

/* Transfer full; NULL with ERROR set. */
Translations *translations_of (const Exchange *exchange, const Profile *profile, const char *office,
                               const char *document, GError **error);
const Translation *translations_find (const Translations *translations, const char *language);
/* [{language, standing, edition, draft, what may be done}]. Transfer full. */
json_t *translations_view (const Exchange *exchange, const Translations *translations, const char *office);
/* The documents of an office with a translation that follows an edition that is no longer the last, where the person
 * may write it: those whose original changed within three months, MOST at most. Array; transfer full. */
json_t *translations_outdated (const Exchange *exchange, const Profile *profile, const char *office, guint most,
                               GError **error);

/* The editor's part beside a translation: the original, and what changed in it since (original.c). */
void original_put (const Exchange *exchange, json_t *view, const Profile *profile, const Source *source);
