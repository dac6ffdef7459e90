/* serve_desk.h: what “chancery serve --desk” starts beside the front. */
#pragma once

#include "command/serve_seal.h"
#include "front/front.h"

typedef struct
{
  const char *listen;  /* NULL: there is no desk */
  const char *address; /* or NULL */
  const char *press;   /* where links for the press are answered; or NULL */
  const char *press_address;
  gboolean leaves_sealing;
} ServeDeskOptions;

typedef struct _ServeDesk ServeDesk;

/* Whether both are the same place. */
gboolean serve_desk_is_public (const char *desk, const char *listen);
/* Bind its socket, before any process is forked. All but AT is borrowed. Transfer full. */
ServeDesk *serve_desk_new (const ServeDeskOptions *at, const FrontOptions *options, Front *front, ServeSeal *seal,
                           GError **error);
void serve_desk_free (ServeDesk *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ServeDesk, serve_desk_free)

/* Who reads its pictures, to be started before it; FALSE: nobody can here. DESK stays. */
gboolean serve_desk_darkroom (ServeDesk *desk, Supervised *darkroom);
/* The desk's life, in a process of its own. */
int serve_desk_run (ServeDesk *desk, int ready);
/* Where it is not the desk: neither its listener nor its way to who reads pictures is kept. */
void serve_desk_stop_listening (ServeDesk *desk);
