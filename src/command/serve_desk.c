#include "command/serve_desk.h"

#include "darkroom/darkroom.h"
#include "front/socket.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct _ServeDesk
{
  Sockets sockets, press;
  ServeSeal *seal;
  GArray *offices; /* of DeskOffice */
  DeskOptions options;
  char *program;   /* that reads pictures, or NULL */
  int own, theirs; /* its end of the way to it, and the desk's; or -1 */
};

/* Port 0 is another one each time. */
gboolean
serve_desk_is_public (const char *desk, const char *listen)
{
  const char *port = strrchr (desk, ':'), *public_port = strrchr (listen, ':');
  gboolean any = public_port == listen || g_str_has_prefix (listen, "0.0.0.0:") || g_str_has_prefix (listen, "[::]:");

  if (port == NULL || public_port == NULL || strcmp (port, public_port) != 0 || strcmp (port, ":0") == 0)
    return FALSE;
  return any || port == desk || strcmp (desk, listen) == 0;
}

/* Without it all goes on but for pictures. */
static gboolean
open_darkroom (ServeDesk *desk, GError **error)
{
  int ends[2];

  desk->program = darkroom_find_program ();
  if (desk->program == NULL)
    {
      fprintf (stderr, "chancery: the desk takes no pictures: its program chancery-picture is not here\n");
      return TRUE;
    }
  if (!darkroom_sockets (ends, error))
    return FALSE;
  desk->own = ends[0];
  desk->theirs = ends[1];
  return TRUE;
}

ServeDesk *
serve_desk_new (const ServeDeskOptions *at, const FrontOptions *options, Front *front, ServeSeal *seal,
                GError **error)
{
  g_autoptr (ServeDesk) desk = g_new0 (ServeDesk, 1);
  desk->own = desk->theirs = -1;
  if (!sockets_open_one (&desk->sockets, at->listen, error))
    {
      g_prefix_error (error, "the desk: ");
      return NULL;
    }
  if (at->press != NULL && !sockets_open_one (&desk->press, at->press, error))
    {
      g_prefix_error (error, "links for the press: ");
      return NULL;
    }
  if (!open_darkroom (desk, error))
    return NULL;
  desk->seal = seal;
  desk->offices = serve_seal_desk (seal);
  desk->options = (DeskOptions){ .record = options->record,
                                 .socket = desk->sockets.fds[0],
                                 .bound = desk->sockets.address,
                                 .address = at->address,
                                 .press_socket = at->press != NULL ? desk->press.fds[0] : -1,
                                 .press_bound = desk->press.address,
                                 .press_address = at->press_address,
                                 .templates = options->templates,
                                 .offices = (const DeskOffice *)(void *)desk->offices->data,
                                 .count = desk->offices->len,
                                 .darkroom = desk->theirs,
                                 .user = front_user (front),
                                 .unconfined = options->unconfined,
                                 .leaves_sealing = at->leaves_sealing };
  return desk_accepts (&desk->options, error) ? g_steal_pointer (&desk) : NULL;
}

static void
hang_up (int *end)
{
  if (*end >= 0)
    close (*end);
  *end = -1;
}

void
serve_desk_stop_listening (ServeDesk *desk)
{
  sockets_close (&desk->sockets);
  sockets_close (&desk->press);
  hang_up (&desk->own);
  hang_up (&desk->theirs);
}

void
serve_desk_free (ServeDesk *desk)
{
  serve_desk_stop_listening (desk);
  g_clear_pointer (&desk->offices, g_array_unref);
  g_free (desk->program);
  g_free (desk);
}

static int
live_as_darkroom (int ready, gpointer data)
{
  const ServeDesk *desk = data;
  const DarkroomProgram program = {
    .program = desk->program, .socket = desk->own, .user = desk->options.user, .unconfined = desk->options.unconfined
  };
  return darkroom_become (&program, ready);
}

gboolean
serve_desk_darkroom (ServeDesk *desk, Supervised *darkroom)
{
  *darkroom = (Supervised){ "darkroom", live_as_darkroom, desk, NULL };
  return desk->program != NULL;
}

int
serve_desk_run (ServeDesk *desk, int ready)
{
  hang_up (&desk->own);
  serve_seal_keep_desk (desk->seal);
  return desk_run (ready, &desk->options);
}
