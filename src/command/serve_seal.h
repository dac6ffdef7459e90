/* serve_seal.h: what “chancery serve” starts beside the front where a record is sealed: a keeper for each office's
 * keys, and a clerk. */
#pragma once

#include "clerk/clerk.h"
#include "desk/desk.h"
#include "supervisor/supervisor.h"

typedef struct _ServeSeal ServeSeal;

/* For the offices of the record at SITE (NULL: for none) whose keys are here and can be opened; of others it is said
 * that they are not sealed. KEYS: the file of the only one, or NULL. USER: whom the processes become, or NULL.
 * Transfer full. */
ServeSeal *serve_seal_new (const char *site, const char *keys, const SandboxUser *user, gboolean unconfined,
                           GError **error);
void serve_seal_free (ServeSeal *seal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ServeSeal, serve_seal_free)

/* The processes, to be started in this order; none where nothing is to be sealed. Of SEAL. */
const Supervised *serve_seal_children (const ServeSeal *seal, guint *count);
/* The keepers end when nobody is left who could ask them. */
void serve_seal_hang_up (ServeSeal *seal);
/* The ways over which the desk asks the keepers. Array of DeskOffice; transfer full. */
GArray *serve_seal_desk (ServeSeal *seal);
/* In the desk's process: it keeps its own ways, and no others. */
void serve_seal_keep_desk (ServeSeal *seal);
