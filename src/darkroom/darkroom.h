/* darkroom.h: pictures are read by a program of their own (chancery-picture), which has the library for it; who asks
 * never decodes one.
 *
 * The program is looked for beside this one, then where it is installed. Whoever holds the sockets starts it as often
 * as it ends (supervisor.h). */
#pragma once

#include "sandbox/sandbox.h"

#include <gio/gio.h>

#define DARKROOM_ERROR (darkroom_error_quark ())
typedef enum
{
  DARKROOM_ERROR_MISSING,   /* there is no such program here */
  DARKROOM_ERROR_FAILED,    /* it does not answer */
  DARKROOM_ERROR_TOO_LARGE, /* the picture has more pixels than are taken */
  DARKROOM_ERROR_BROKEN     /* the picture cannot be read */
} DarkroomError;
GQuark darkroom_error_quark (void);

/* ---- The program ---- */

/* Where it is; NULL: nowhere. Transfer full. */
char *darkroom_find_program (void);
/* ENDS: the program's, and that of who asks. */
gboolean darkroom_sockets (int ends[2], GError **error);

typedef struct
{
  const char *program;
  int socket;              /* its end */
  const SandboxUser *user; /* whom to become, or NULL */
  gboolean unconfined;
} DarkroomProgram;
/* In a process of its own, which becomes that program; it returns where that fails. READY: see supervisor.h. */
int darkroom_become (const DarkroomProgram *program, int ready);

/* ---- Asking it ---- */

typedef struct
{
  const char *type; /* "image/webp" */
  unsigned width, height;
  GBytes *bytes;
} DarkroomPicture;

/* Whether it reads pictures of TYPE ("image/jpeg"). */
gboolean darkroom_reads (const char *type);
/* What is made of PICTURE, of that TYPE, as it was found in its first bytes: the whole one, without anything that it
 * said beside its pixels, then narrower ones. SOCKET: the end of who asks; one asks at a time. Array of
 * DarkroomPicture; transfer full. NULL with DARKROOM_ERROR. */
GPtrArray *darkroom_develop (int socket, const char *type, GBytes *picture, GError **error);
