/* intake.h: files as somebody brings them: told by what is in them, pictures written anew, and named. */
#pragma once

#include "cabinet/media.h"
#include "desk/exchange.h"
#include "desk/text/source.h"

typedef struct
{
  GPtrArray *names; /* of char*: what they are called now, in their order */
  GArray *files;    /* of NewFile, whose contents are theirs */
} Intake;

/* What FORM brings for a draft that has THERE (of CabinetFile) and says SOURCE. NULL: nothing of it is taken, and
 * *PROBLEM (transfer full) is what to do about it. Transfer full. */
Intake *intake_take (const Exchange *exchange, const Form *form, const GPtrArray *there, const Source *source,
                     char **problem);
void intake_free (Intake *intake);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Intake, intake_free)

/* SOURCE names them, after what it names. */
void intake_name (const Intake *intake, Source *source);
/* The draft ID has them. */
gboolean intake_write (const Intake *intake, Exchange *exchange, const char *id, GError **error);
