#include "command/key.h"

#include "publish/sealing.h"

#include <stdio.h>

int
key_trust (Store *store, const KeyOrder *order)
{
  GError *error = NULL;
  guint64 size;
  g_autofree char *note = store_checkpoint (store, order->office, &size, &error);
  if (note == NULL)
    return error != NULL
               ? command_fail (error)
               : command_wrong ("the record of “%s” is not sealed; there is nothing to remember", order->office);

  g_autoptr (Keeper) keeper = command_keeper (store, order->site, order->office, order->path, &error);
  if (keeper == NULL || !sealing_remember (store, order->office, keeper, &error))
    return command_fail (error);
  printf ("%s.state remembers now that %" G_GUINT64_FORMAT " leaves were signed, or more if it knew of more\n",
          order->path, size);
  return COMMAND_FINE;
}
