/* Last minute's page with this minute's clocks.
 *
 * What a page shows of its own is of one state of the record; the shared partials must be of the same, or the page
 * would be torn. The state is known by its latest visible edition: whatever changes what can be seen adds one. */
#include "page/renewal.h"

#include "page/answer.h"
#include "page/common.h"

#include <string.h>

struct _Renewal
{
  const char *office, *language;
  gint64 state;
  Instant until; /* when something changes other than the minute */
  guint count;
  TemplatePiece pieces[];
};

const char *
renewal_office (const Renewal *renewal)
{
  return renewal->office;
}

const char *
renewal_language (const Renewal *renewal)
{
  return renewal->language;
}

static Renewal *
renewal_new (const char *office, const char *language, gint64 state, Instant until, const TemplatePiece *pieces,
             guint count)
{
  Renewal *renewal = g_atomic_rc_box_alloc (sizeof *renewal + count * sizeof *pieces);

  renewal->office = g_intern_string (office);
  renewal->language = g_intern_string (language);
  renewal->state = state;
  renewal->until = until;
  renewal->count = count;
  memcpy (renewal->pieces, pieces, count * sizeof *pieces);
  return renewal;
}

void
renewal_note (Page *page, const TemplateTrace *trace, Answer *answer, GError **error)
{
  if (!trace->separable || !page->ticks)
    return;
  gint64 state = common_state (page, error);
  if (state >= 0)
    answer->renewal = renewal_new (page->office, page->language, state, page->expires,
                                   (const TemplatePiece *)(void *)trace->pieces->data, trace->pieces->len);
}

/* TEXT with the pieces of COMMON in the places of the old ones, into the page's buffer; where they stand then, into
 * PIECES. FALSE where one is missing. */
static gboolean
splice (const Page *page, const Renewal *renewal, GBytes *text, const TemplateMemo *common, TemplatePiece *pieces)
{
  gsize size, at = 0;
  const char *old = g_bytes_get_data (text, &size);

  g_string_truncate (page->buffer, 0);
  for (guint i = 0; i < renewal->count; i++)
    {
      const TemplatePiece *piece = &renewal->pieces[i];
      const GString *fresh = template_memo_find (common, piece->name);
      if (fresh == NULL || piece->offset < at || piece->offset + piece->length > size)
        return FALSE;
      g_string_append_len (page->buffer, old + at, (gssize)(piece->offset - at));
      pieces[i] = (TemplatePiece){ piece->name, page->buffer->len, fresh->len };
      g_string_append_len (page->buffer, fresh->str, (gssize)fresh->len);
      at = piece->offset + piece->length;
    }
  g_string_append_len (page->buffer, old + at, (gssize)(size - at));
  return TRUE;
}

Answer *
renewal_make (Page *page, const Answer *old, GBytes *text, GError **error)
{
  const Renewal *renewal = old->renewal;
  if (page->at >= renewal->until || common_view (page, error) == NULL || common_state (page, error) != renewal->state)
    return NULL;

  json_auto_t *words = view_words (page);
  const TemplateMemo *common = common_html (page, words, error);
  g_autofree TemplatePiece *pieces = g_new (TemplatePiece, renewal->count);
  if (common == NULL || !splice (page, renewal, text, common, pieces))
    return NULL;
  page_expires_by (page, renewal->until);
  g_autoptr (GBytes) body = g_bytes_new (page->buffer->str, page->buffer->len);
  Answer *answer = answer_bytes (old->status, old->type, body, page_end (page));
  answer->vary = old->vary;
  answer->shared = old->shared;
  answer->link = g_strdup (old->link);
  answer->renewal = renewal_new (page->office, page->language, renewal->state, page->expires, pieces, renewal->count);
  return answer;
}
