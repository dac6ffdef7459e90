#include "command/serve_desk.h"

#include "front/socket.h"

#include <string.h>

struct _ServeDesk
{
  Sockets sockets, press;
  ServeSeal *seal;
  GArray *offices; /* of DeskOffice */
  DeskOptions options;
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

ServeDesk *
serve_desk_new (const ServeDeskOptions *at, const FrontOptions *options, Front *front, ServeSeal *seal,
                GError **error)
{
  g_autoptr (ServeDesk) desk = g_new0 (ServeDesk, 1);
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
                                 .user = front_user (front),
                                 .unconfined = options->unconfined,
                                 .leaves_sealing = at->leaves_sealing };
  return desk_accepts (&desk->options, error) ? g_steal_pointer (&desk) : NULL;
}

void
serve_desk_stop_listening (ServeDesk *desk)
{
  sockets_close (&desk->sockets);
  sockets_close (&desk->press);
}

void
serve_desk_free (ServeDesk *desk)
{
  serve_desk_stop_listening (desk);
  g_clear_pointer (&desk->offices, g_array_unref);
  g_free (desk);
}

int
serve_desk_run (ServeDesk *desk, int ready)
{
  serve_seal_keep_desk (desk->seal);
  return desk_run (ready, &desk->options);
}
