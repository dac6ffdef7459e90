/* source.h: the text of a draft: front matter and body in one, in which what is not complete yet has its place too.
 *
 * Each key stands in a line of its own, its value in JSON, which is YAML as well. Beside the keys of front_matter.h
 * there is `when`: the date, the time and the zone at which it is to be public, as they were typed; without it, that
 * is the moment at which it is published. */
#pragma once

#include "record/front_matter.h"
#include "record/profile.h"

typedef struct
{
  json_t *matter; /* key -> text, list or map */
  char *body;
} Source;

Source *source_new (void);
Source *source_read (const char *text);    /* never NULL: what cannot be read is all body */
char *source_write (const Source *source); /* transfer full */
void source_free (Source *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Source, source_free)

/* What an edition of the record says, to begin its next one from. Transfer full. */
Source *source_of_edition (const Edition *edition);

/* NAME: a key, or one within a map ("speaker.name"). */
const char *source_get (const Source *source, const char *name); /* "" if it is not there */
void source_set (Source *source, const char *name, const char *text);
/* A list of texts, one a line. */
char *source_get_lines (const Source *source, const char *name); /* transfer full */
void source_set_lines (Source *source, const char *name, const char *text);

/* What would be published at NOW. NULL with ERROR set; *KEY (transfer full) is which key is wrong, or NULL if none
 * is. Transfer full. */
FrontMatter *source_parse (const Source *source, const Profile *profile, Instant now, char **key, GError **error);
/* When it is to be public; FALSE with ERROR set if that cannot be read. *NOW_INSTEAD: it says nothing. */
gboolean source_instant (const Source *source, Instant now, Instant *when, gboolean *now_instead, GError **error);
