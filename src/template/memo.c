/* Partials that are rendered once and included many times. */
#include "template/nodes.h"

struct _TemplateMemo
{
  GHashTable *texts; /* name -> GString */
  const json_t *fleeting[TEMPLATE_FLEETING];
};

static void
text_free (gpointer text)
{
  g_string_free (text, TRUE);
}

TemplateMemo *
template_memo_new (void)
{
  TemplateMemo *memo = g_new0 (TemplateMemo, 1);
  memo->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, text_free);
  return memo;
}

void
template_memo_free (TemplateMemo *memo)
{
  g_hash_table_unref (memo->texts);
  g_free (memo);
}

void
template_memo_put (TemplateMemo *memo, const char *name, GString *text)
{
  g_hash_table_replace (memo->texts, g_strdup (name), text);
}

const GString *
template_memo_find (const TemplateMemo *memo, const char *name)
{
  return memo != NULL ? g_hash_table_lookup (memo->texts, name) : NULL;
}

void
template_memo_mark_fleeting (TemplateMemo *memo, const json_t *value)
{
  gsize i = 0;

  while (i < TEMPLATE_FLEETING && memo->fleeting[i] != NULL)
    i++;
  g_assert (i < TEMPLATE_FLEETING);
  memo->fleeting[i] = value;
}

gboolean
template_memo_is_fleeting (const TemplateMemo *memo, const json_t *value)
{
  for (gsize i = 0; memo != NULL && value != NULL && i < TEMPLATE_FLEETING; i++)
    if (memo->fleeting[i] == value)
      return TRUE;
  return FALSE;
}
