/* Any bytes as a profile, which is then asked what is open and what changes next. */
#include "record/hours.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  const Instant at = G_GINT64_CONSTANT (1774746000) * INSTANT_SECOND; /* an hour before a clock change */
  g_autoptr (GError) error = NULL;
  g_autoptr (Profile) profile = profile_parse ((const char *)data, size, "profile.yaml", &error);

  if ((profile == NULL) == (error == NULL))
    abort ();
  if (profile != NULL
      && (profile_next_change (profile, at) <= at || local_text (profile->name, "en", profile->languages[0]) == NULL))
    abort ();
  return 0;
}
