/* An answer as a value: bytes or a redirect. */
#include "page/answer.h"

#include <string.h>

void
answer_free (Answer *answer)
{
  g_clear_pointer (&answer->body, g_bytes_unref);
  g_clear_pointer (&answer->renewal, g_atomic_rc_box_release);
  g_free (answer->digest);
  g_free (answer->location);
  g_free (answer->link);
  g_free (answer->download);
  g_free (answer->policy);
  g_free (answer->content_location);
  g_free (answer->type);
  g_free (answer);
}

static gboolean
is_text (const char *type)
{
  return g_str_has_prefix (type, "text/") || strstr (type, "json") != NULL || strstr (type, "xml") != NULL;
}

Answer *
answer_bytes (unsigned status, const char *type, GBytes *body, Instant expires)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->status = status;
  answer->type = g_strdup (type);
  answer->body = body != NULL ? g_bytes_ref (body) : NULL;
  answer->size = body != NULL ? g_bytes_get_size (body) : 0;
  answer->expires = expires;
  answer->compress = is_text (type);
  return answer;
}

Answer *
answer_again (const Answer *answer, GBytes *text)
{
  Answer *again = g_new (Answer, 1);

  *again = *answer;
  again->type = g_strdup (answer->type);
  again->digest = g_strdup (answer->digest);
  again->location = g_strdup (answer->location);
  again->link = g_strdup (answer->link);
  again->download = g_strdup (answer->download);
  again->policy = g_strdup (answer->policy);
  again->content_location = g_strdup (answer->content_location);
  again->body = g_bytes_ref (text);
  again->renewal = answer->renewal != NULL ? g_atomic_rc_box_acquire (answer->renewal) : NULL;
  return again;
}

Answer *
answer_redirect (unsigned status, const char *location, Instant expires)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("", 0);
  Answer *answer = answer_bytes (status, "text/plain; charset=utf-8", body, expires);
  answer->location = g_strdup (location);
  return answer;
}
