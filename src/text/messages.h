/* messages.h: what the site itself says, in every language it speaks: one catalogue a language, in ICU MessageFormat.
 *
 * Catalogues are YAML files messages/LANG.yaml, a flat map of key to pattern, embedded as GResource
 * /chancery/messages/LANG.yaml. A language without a catalogue is answered by its parent ("pt-BR": "pt"), then by
 * English. */
#pragma once

#include <jansson.h>
#include <gio/gio.h>

typedef struct _Messages Messages;

/* Load every embedded catalogue. Transfer full; NULL with ERROR set names catalogue and key at fault. */
Messages *messages_load (GError **error);
/* The same of those below FOLDER ("/chancery/…/") of RESOURCE: what another part of the program says. */
Messages *messages_load_from (GResource *resource, const char *folder, GError **error);
void messages_free (Messages *messages);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Messages, messages_free)

/* The message as it is, for those without arguments; KEY itself if there is none. Borrowed. */
const char *messages_get (const Messages *messages, const char *language, const char *key);
/* {"key": "text", …} of the messages that take no argument: the context under every template. Borrowed. */
json_t *messages_context (const Messages *messages, const char *language);
/* Format the message with named arguments: pairs of name (const char *) and value (json_t *, string or integer, not
 * consumed), ended by NULL. Transfer full. */
char *messages_format (const Messages *messages, const char *language, const char *key, ...) G_GNUC_NULL_TERMINATED;

/* A pattern from outside, such as a counter's sentence: transfer full; NULL with ERROR set if ICU does not take it.
 */
char *message_format (const char *language, const char *pattern, json_t *arguments, GError **error);
gboolean message_valid (const char *language, const char *pattern, GError **error);

#define MESSAGES_ERROR (messages_error_quark ())
typedef enum
{
  MESSAGES_ERROR_CATALOGUE, /* "messages/fr.yaml:12: …" */
  MESSAGES_ERROR_PATTERN
} MessagesError;
GQuark messages_error_quark (void);
