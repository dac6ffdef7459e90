/* private.h: what only the operator may ask: /metrics and /healthz, on a listener of its own. */
#pragma once

#include "front/metrics.h"

typedef struct _Private Private;

/* SOCKET listens and is taken over. METRICS: array of Metrics *, borrowed, as CACHE is. Transfer full. */
Private *private_new (int socket, GPtrArray *metrics, Cache *cache, GError **error);
void private_free (Private *private);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Private, private_free)
