/* The nodes, keys and strings of one template as they come in.
 *
 * Text is gathered until a tag ends it, so that comments and lines that vanish do not split it. All strings go into
 * one chunk that the template owns. */
#include "template/builder.h"

#include <string.h>

void
builder_init (Builder *builder, const char *label, const char *source)
{
  builder->label = label;
  builder->source = source;
  builder->nodes = g_array_sized_new (FALSE, FALSE, sizeof (Node), 16);
  builder->keys = g_array_sized_new (FALSE, FALSE, sizeof (Slice), 16);
  builder->text = g_string_new (NULL);
  builder->strings = g_string_chunk_new (1024);
  builder->dedent = (Slice){ source, 0 };
}

void
builder_clear (Builder *builder)
{
  g_clear_pointer (&builder->nodes, g_array_unref);
  g_clear_pointer (&builder->keys, g_array_unref);
  g_clear_pointer (&builder->strings, g_string_chunk_free);
  g_string_free (builder->text, TRUE);
}

Slice
builder_keep (Builder *builder, Slice slice)
{
  return (Slice){ g_string_chunk_insert_len (builder->strings, slice.text, (gssize)slice.length), slice.length };
}

Slice
builder_dedent (const Builder *builder, Slice indent)
{
  gsize common = 0;

  while (common < indent.length && common < builder->dedent.length
         && indent.text[common] == builder->dedent.text[common])
    common++;
  return (Slice){ indent.text + common, indent.length - common };
}

void
builder_add_text (Builder *builder, const char *from, const char *to)
{
  while (from < to)
    {
      const char *newline = builder->dedent.length == 0 ? NULL : memchr (from, '\n', (gsize)(to - from));
      const char *stop = newline == NULL ? to : newline + 1;
      Slice line = { from, (gsize)(stop - from) };

      if (from == builder->source || from[-1] == '\n')
        line = builder_dedent (builder, line);
      g_string_append_len (builder->text, line.text, (gssize)line.length);
      from = stop;
    }
}

Node *
builder_add_node (Builder *builder, NodeKind kind, unsigned line)
{
  Node node = { .kind = kind, .line = line, .after = builder->nodes->len + 1 };

  g_array_append_val (builder->nodes, node);
  return &g_array_index (builder->nodes, Node, builder->nodes->len - 1);
}

void
builder_end_text (Builder *builder, unsigned line)
{
  Slice text = { builder->text->str, builder->text->len };

  if (text.length == 0)
    return;
  builder_add_node (builder, NODE_TEXT, line)->text = builder_keep (builder, text);
  g_string_truncate (builder->text, 0);
}

static gboolean
refuse_name (const Builder *builder, const Node *node, Slice name, GError **error)
{
  g_set_error (error, TEMPLATE_ERROR, TEMPLATE_ERROR_SYNTAX,
               "%s:%u: “%.*s” is no name: each dot stands between two words, as in person.name", builder->label,
               node->line, (int)MIN (name.length, 80), name.text);
  return FALSE;
}

gboolean
builder_add_keys (Builder *builder, Node *node, Slice name, GError **error)
{
  const char *at = name.text, *end = at + name.length, *dot;

  node->first_key = builder->keys->len;
  if (name.length == 1 && *at == '.')
    return TRUE;
  do
    {
      Slice key = { at, (gsize)(end - at) };

      dot = memchr (at, '.', key.length);
      if (dot != NULL)
        key.length = (gsize)(dot - at);
      if (key.length == 0)
        return refuse_name (builder, node, name, error);
      key = builder_keep (builder, key);
      g_array_append_val (builder->keys, key);
      node->keys++;
      at = dot == NULL ? end : dot + 1;
    }
  while (dot != NULL);
  return TRUE;
}

Template *
builder_finish (Builder *builder)
{
  Template *template = g_new0 (Template, 1);

  template->label = g_strdup (builder->label);
  template->count = builder->nodes->len;
  template->nodes = (Node *)(gpointer)g_array_free (g_steal_pointer (&builder->nodes), FALSE);
  template->keys = (Slice *)(gpointer)g_array_free (g_steal_pointer (&builder->keys), FALSE);
  template->strings = g_steal_pointer (&builder->strings);
  return template;
}

void
template_free (Template *template)
{
  g_free (template->label);
  g_free (template->nodes);
  g_free (template->keys);
  g_string_chunk_free (template->strings);
  g_free (template);
}
