/* chancery serve: the site on the air. */
#include "command/command.h"

#include "front/front.h"

int
command_serve (int argc, char **argv)
{
  g_autofree char *listen = NULL;
  g_autofree char *at_text = NULL;
  g_autofree char *templates = NULL;
  g_autofree char *office = NULL;
  int threads = 0;
  const GOptionEntry entries[] = {
    { "listen", 'l', 0, G_OPTION_ARG_STRING, &listen, "Where to listen (default: 127.0.0.1:8080; port 0: any)",
      "ADDR:PORT" },
    { "at", 'a', 0, G_OPTION_ARG_STRING, &at_text, "Start the site's clock at this instant", "INSTANT" },
    { "office", 'o', 0, G_OPTION_ARG_STRING, &office, "Serve this office whatever the host name", "NAME" },
    { "templates", 't', 0, G_OPTION_ARG_FILENAME, &templates, "Templates and assets of the office's own", "FOLDER" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &threads, "Threads that serve (default: one a core)", "N" },
    { NULL }
  };
  int status;
  Instant at, now = g_get_real_time ();
  if (!command_options ("serve", entries, &argc, &argv, 1, 1, &status)
      || !command_instant ("--at", at_text, now, &at, &status))
    return status;
  if (threads < 0 || threads > 256)
    return command_wrong ("--threads: a number from 1 to 256, or 0 for one a core");

  FrontOptions options = { .record = argv[1],
                           .listen = listen != NULL ? listen : "127.0.0.1:8080",
                           .templates = templates,
                           .clock_offset = at - now,
                           .threads = (unsigned)threads,
                           .office = office };
  GError *error = NULL;
  int code = front_serve (&options, &error);
  return error != NULL ? command_fail (error) : code;
}
