/* confine.h: what the clerk keeps of its user's rights. */
#pragma once

#include "clerk/clerk.h"
#include "store/store.h"

/* Open the record, and give up all else. STORE: transfer full. */
gboolean clerk_confine (const ClerkOptions *options, Store **store, GError **error);
