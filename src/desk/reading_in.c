/* Between requests the desk reads in what was published (store/read_in.c), by itself or by others. It goes on when it
 * was cut short, for the record says what is left. Each step is a commit, after which the front makes its pages
 * anew; so they are neither many nor long. */
#include "desk/reading_in.h"

#define STEP_TIME (8 * INSTANT_MILLISECOND) /* and as long again to write it */
#define BETWEEN_STEPS (40 * INSTANT_MILLISECOND)
#define UNTIL_FREE (200 * INSTANT_MILLISECOND) /* while others write */
#define UNTIL_LOOKED (1 * INSTANT_SECOND)
#define UNTIL_MENDED (60 * INSTANT_SECOND)
#define LITTLE 100                            /* texts */
#define REST_TIME (100 * INSTANT_MILLISECOND) /* of who looks for something */

static gint64
say_failure (const GError *error)
{
  if (g_error_matches (error, STORE_ERROR, STORE_ERROR_BUSY))
    return UNTIL_FREE;
  g_printerr ("chancery: the desk: new texts are not found by their words: %s\n", error->message);
  return UNTIL_MENDED;
}

gint64
reading_in_step (gpointer data)
{
  const Desk *desk = data;
  g_autoptr (GError) error = NULL;
  gboolean more;

  if (!store_read_in (desk->record, g_get_real_time (), STEP_TIME, &more, &error))
    return say_failure (error);
  return more ? BETWEEN_STEPS : UNTIL_LOOKED;
}

gint64
reading_in_rest (const Desk *desk, Instant now)
{
  g_autoptr (GError) error = NULL;
  gboolean more;
  gint64 left = store_unread (desk->record, now, &error);

  if (left > 0 && left <= LITTLE && store_read_in (desk->record, now, REST_TIME, &more, &error))
    left = more ? store_unread (desk->record, now, &error) : 0;
  if (error != NULL)
    say_failure (error);
  return MAX (left, 0);
}
