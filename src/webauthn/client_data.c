/* The browser writes it as JSON. What it may say one day beside these is passed over, as the standard wants. */
#include "webauthn/answer.h"

#include <jansson.h>
#include <string.h>

void
client_data_clear (ClientData *data)
{
  g_clear_pointer (&data->type, g_free);
  g_clear_pointer (&data->challenge, g_free);
  g_clear_pointer (&data->origin, g_free);
}

gboolean
client_data_read (GBytes *bytes, ClientData *data, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  const char *type, *challenge, *origin;
  int crossed = FALSE;
  json_auto_t *object = length <= CLIENT_DATA_MOST ? json_loadb (text, length, JSON_REJECT_DUPLICATES, NULL) : NULL;

  if (object == NULL
      || json_unpack (object, "{s:s, s:s, s:s, s?b}", "type", &type, "challenge", &challenge, "origin", &origin,
                      "crossOrigin", &crossed)
             != 0)
    {
      g_set_error_literal (error, WEBAUTHN_ERROR, WEBAUTHN_ERROR_BROKEN, "the client data cannot be read");
      return FALSE;
    }
  *data = (ClientData){ g_strdup (type), g_strdup (challenge), g_strdup (origin),
                        crossed || json_object_get (object, "topOrigin") != NULL };
  return TRUE;
}
