/* Files, at the addresses that they have in public: what is public comes from the record; else it is shown to whoever
 * may read a draft that has it. It is nothing but what its type says, and nothing in it is run. */
#include "desk/pages.h"

#include "cabinet/media.h"

#include <string.h>

#define PLACE "/media/"
#define DIGEST_LENGTH 64

/* "/media/DIGEST/NAME". Transfer full; NULL: it is no such address. */
static char *
digest_of (const char *path)
{
  const char *digest = path + strlen (PLACE);

  if (strspn (digest, "0123456789abcdef") != DIGEST_LENGTH || digest[DIGEST_LENGTH] != '/')
    return NULL;
  return g_strndup (digest, DIGEST_LENGTH);
}

static gboolean
may_read_one (Exchange *exchange, char **drafts)
{
  for (; drafts != NULL && *drafts != NULL; drafts++)
    {
      g_autoptr (CabinetDraft) draft = cabinet_draft (exchange->desk->cabinet, *drafts, exchange->now, NULL);
      if (draft != NULL && exchange_may_draft (exchange, draft, ACTION_READ) == PERMISSION_YES)
        return TRUE;
    }
  return FALSE;
}

static GBytes *
find_of_draft (Exchange *exchange, char **type)
{
  g_autofree char *digest = digest_of (exchange->path);
  g_auto (GStrv) drafts = digest != NULL ? cabinet_file_drafts (exchange->desk->cabinet, digest, NULL) : NULL;
  return may_read_one (exchange, drafts) ? cabinet_file_content (exchange->desk->cabinet, digest, type, NULL) : NULL;
}

/* As the public site would answer. */
static GBytes *
find_public (Exchange *exchange, char **type)
{
  const Request request = { .path = exchange->path };
  g_autoptr (Answer) answer = site_answer (exchange->desk->site, &request, exchange->now, NULL);

  if (answer == NULL || answer->status != 200)
    return NULL;
  *type = g_strdup (answer->type);
  if (answer->body != NULL)
    return g_bytes_ref (answer->body);
  void *bytes = g_malloc (answer->size);
  if (site_read (exchange->desk->site, answer->file, 0, bytes, answer->size, NULL))
    return g_bytes_new_take (bytes, answer->size);
  g_free (bytes);
  return NULL;
}

void
page_media (Exchange *exchange)
{
  g_autofree char *type = NULL;

  exchange->body = find_of_draft (exchange, &type);
  if (exchange->body == NULL)
    exchange->body = find_public (exchange, &type);
  if (exchange->body == NULL)
    {
      desk_say (exchange, 404, "nothing_title", "nothing_text", NULL);
      return;
    }
  exchange->status = 200;
  exchange->type_sent = g_intern_string (type);
  exchange->is_file = TRUE;
  exchange->disposition = g_str_has_prefix (type, "image/") ? NULL : "attachment";
}
