/* chancery render: one page to standard output, as it stands at an instant. */
#include "command/command.h"

#include "page/site.h"

#include <stdio.h>
#include <string.h>

#define HOPS 5

/* A redirect within the site is followed: the page is what was asked for. */
static Answer *
answer_final (Site *site, Request *request, Instant at, char **path, GError **error)
{
  for (int hop = 0;; hop++)
    {
      char *query = strchr (*path, '?');
      if (query != NULL)
        *query++ = '\0';
      request->path = *path;
      request->query = query;
      Answer *answer = site_answer (site, request, at, error);
      if (answer->location == NULL || hop == HOPS)
        return answer;
      g_free (*path);
      *path = g_strdup (answer->location);
      answer_free (answer);
    }
}

/* The body, or the file piece by piece. */
static gboolean
write_answer (Site *site, const Answer *answer, GError **error)
{
  char piece[65536];

  if (answer->body != NULL)
    return fwrite (g_bytes_get_data (answer->body, NULL), 1, answer->size, stdout) == answer->size;
  for (guint64 done = 0; done < answer->size;)
    {
      gsize length = (gsize)MIN (sizeof piece, answer->size - done);
      if (!site_read (site, answer->file, done, piece, length, error) || fwrite (piece, 1, length, stdout) != length)
        return FALSE;
      done += length;
    }
  return TRUE;
}

static int
render_page (Store *store, const SiteParts *parts, const char *office, const char *target, Instant at, gboolean json)
{
  g_autoptr (Site) site = site_new (parts, store);
  g_autofree char *path = g_strdup (target);
  Request request = { .office = office, .accept = json ? "application/json" : "text/html" };
  GError *error = NULL;
  g_autoptr (Answer) answer = answer_final (site, &request, at, &path, &error);
  if (error != NULL)
    return command_fail (error);

  if (!write_answer (site, answer, &error) || fflush (stdout) != 0)
    return error != NULL ? command_fail (error) : COMMAND_FAILED;
  if (answer->status < 400)
    return COMMAND_FINE;
  fprintf (stderr, "chancery render: %s is answered with %u\n", target, answer->status);
  return COMMAND_FAILED;
}

int
command_render (int argc, char **argv)
{
  g_autofree char *at_text = NULL;
  g_autofree char *named = NULL;
  g_autofree char *templates = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "at", 'a', 0, G_OPTION_ARG_STRING, &at_text, "As it stands at this instant (default: now)", "INSTANT" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "The view instead of the page", NULL },
    { "office", 'o', 0, G_OPTION_ARG_STRING, &named, "Which office, where there are several", "NAME" },
    { "templates", 't', 0, G_OPTION_ARG_FILENAME, &templates, "Templates and assets of the office's own", "FOLDER" },
    { NULL }
  };
  int status;
  Instant at;
  if (!command_options ("render", entries, &argc, &argv, 2, 2, &status)
      || !command_instant ("--at", at_text, g_get_real_time (), &at, &status))
    return status;
  if (argv[2][0] != '/')
    return command_wrong ("render: “%s”: a page's address begins with “/”", argv[2]);

  GError *error = NULL;
  g_autoptr (Store) store = store_open (argv[1], STORE_FRONT, &error);
  g_autoptr (SiteParts) parts = store != NULL ? site_parts_new (templates, &error) : NULL;
  if (parts == NULL)
    return command_fail (error);
  g_autofree char *office = command_office (store, named, &status);
  return office != NULL ? render_page (store, parts, office, argv[2], at, json) : status;
}
