#include "desk/door/picture_of_code.h"

#include <glib.h>
#include <qrencode.h>

#define MARGIN 4 /* squares, as the standard wants */

static gboolean
is_dark (const QRcode *code, int x, int y)
{
  return x < code->width && (code->data[y * code->width + x] & 1) != 0;
}

/* A row as runs of dark squares. */
static void
draw_row (GString *path, const QRcode *code, int y)
{
  for (int x = 0; x < code->width; x++)
    {
      int from = x;
      while (is_dark (code, x, y))
        x++;
      if (x > from)
        g_string_append_printf (path, "M%d %dh%dv1h-%dz", from + MARGIN, y + MARGIN, x - from, x - from);
    }
}

json_t *
picture_of_code (const char *text)
{
  QRcode *code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  g_autoptr (GString) path = g_string_new (NULL);
  if (code == NULL)
    return NULL;
  for (int y = 0; y < code->width; y++)
    draw_row (path, code, y);
  json_t *view = json_pack ("{s:i, s:s}", "size", code->width + 2 * MARGIN, "path", path->str);
  QRcode_free (code);
  return view;
}
