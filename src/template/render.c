/* From nodes and JSON values to text.
 *
 * All that a rendering needs lives on the C stack: the contexts and the fillings of blocks are lists whose links are
 * local variables of the calls that push them. It only reads the set and the values, so any number may run at once.
 *
 * Each rendering is bounded: in the depth of partials, in what it writes, and in the nodes that it visits, for nested
 * loops may take for ever without writing a byte. */
#include "template/nodes.h"

#include "template/output.h"

#define OUTPUT_LIMIT (64 * 1024 * 1024)
#define WORK_LIMIT (32 * 1024 * 1024) /* nodes visited */
#define STACK_LIMIT 1024              /* nodes within nodes, over all partials and fillings */

typedef struct _Context Context;
struct _Context
{
  json_t *value;
  const Context *outer;
};

/* The blocks that a parent tag gives to the template it includes. */
typedef struct _Filling Filling;
struct _Filling
{
  const Template *template;
  const Node *parent;
  const Filling *outer;
};

typedef struct
{
  const TemplateSet *set;
  const TemplateMemo *memo; /* or NULL */
  TemplateTrace *trace;     /* or NULL */
  const Template *template; /* whose nodes are being rendered */
  const Context *context;   /* innermost first */
  const Filling *fillings;  /* innermost first */
  Output output;
  gsize start;         /* where in OUTPUT this rendering begins */
  GString *indent;     /* to be put before each line of template text */
  gboolean line_start; /* nothing stands on the line yet; kept only while there is an indent */
  unsigned partials;   /* within partials */
  unsigned stack;
  unsigned work;
  GError **error;
} Render;

static gboolean render_nodes (Render *render, unsigned first, unsigned after);

static gboolean
fail (const Render *render, const Node *node, TemplateError code, const char *problem)
{
  g_set_error (render->error, TEMPLATE_ERROR, (int)code, "%s:%u: %s", render->template->label, node->line, problem);
  return FALSE;
}

static gboolean
fail_too_large (const Render *render, const Node *node)
{
  return fail (render, node, TEMPLATE_ERROR_TOO_LARGE,
               "the page would exceed 64 MiB here; show fewer items at a time");
}

/* Where the first key is found is where the rest must be (spec, “dotted names”). */
static const json_t *
look_up (const Render *render, const Node *node)
{
  const Slice *key = render->template->keys + node->first_key, *end = key + node->keys;
  const json_t *value = NULL;

  if (key == end)
    return render->context == NULL ? NULL : render->context->value;
  for (const Context *context = render->context; context != NULL && value == NULL; context = context->outer)
    value = json_object_getn (context->value, key->text, key->length);
  while (++key < end && value != NULL)
    value = json_object_getn (value, key->text, key->length);
  if (render->trace != NULL && template_memo_is_fleeting (render->memo, value))
    render->trace->separable = FALSE;
  return value;
}

static gboolean
is_true (const json_t *value)
{
  switch (value == NULL ? JSON_NULL : json_typeof (value))
    {
    case JSON_NULL:
    case JSON_FALSE:
      return FALSE;
    case JSON_ARRAY:
      return json_array_size (value) > 0;
    case JSON_STRING:
      return json_string_length (value) > 0;
    default:
      return TRUE;
    }
}

static gboolean
start_line (Render *render)
{
  if (render->indent->len == 0 || !render->line_start)
    return TRUE;
  render->line_start = FALSE;
  return output_append (&render->output, render->indent->str, render->indent->len);
}

/* Lines without content stay without indentation. */
static gboolean
append_lines (Render *render, Slice text)
{
  const char *at = text.text, *end = at + text.length;

  while (at < end)
    {
      const char *newline = memchr (at, '\n', (gsize)(end - at));
      const char *stop = newline == NULL ? end : newline + 1;

      if ((*at != '\n' && *at != '\r' && !start_line (render))
          || !output_append (&render->output, at, (gsize)(stop - at)))
        return FALSE;
      render->line_start = newline != NULL;
      at = stop;
    }
  return TRUE;
}

static gboolean
append_text (Render *render, const Node *node, Slice text)
{
  gboolean fits = render->indent->len == 0 ? output_append (&render->output, text.text, text.length)
                                           : append_lines (render, text);

  return fits || fail_too_large (render, node);
}

static gboolean
render_text (Render *render, const Node *node)
{
  return append_text (render, node, node->text);
}

/* A partial that was rendered before. */
static gboolean
render_rendered (Render *render, const Node *node, const char *name, const GString *text)
{
  gsize offset = render->output.string->len - render->start;

  if (!append_text (render, node, (Slice){ text->str, text->len }))
    return FALSE;
  if (render->trace != NULL)
    {
      TemplatePiece piece = { g_intern_string (name), offset, text->len };
      g_array_append_val (render->trace->pieces, piece);
      render->trace->separable &= render->indent->len == 0; /* else it stands there with other bytes */
    }
  return TRUE;
}

static gboolean
render_variable (Render *render, const Node *node)
{
  const json_t *value = look_up (render, node);

  if (value == NULL)
    return TRUE;
  if (!start_line (render) || !output_append_value (&render->output, value, node->kind == NODE_VARIABLE))
    return fail_too_large (render, node);
  return TRUE;
}

static gboolean
render_children (Render *render, const Node *node)
{
  if (render->stack == STACK_LIMIT)
    return fail (render, node, TEMPLATE_ERROR_TOO_DEEP, "sections and blocks nest too deep here, over all partials");
  return render_nodes (render, (unsigned)(node - render->template->nodes) + 1, node->after);
}

static gboolean
render_with (Render *render, const Node *node, json_t *value)
{
  Context context = { value, render->context };
  gboolean done;

  render->context = &context;
  done = render_children (render, node);
  render->context = context.outer;
  return done;
}

static gboolean
render_section (Render *render, const Node *node)
{
  json_t *value = (json_t *)look_up (render, node);

  if (!is_true (value))
    return TRUE;
  if (!json_is_array (value))
    return render_with (render, node, value);
  for (size_t i = 0; i < json_array_size (value); i++)
    if (!render_with (render, node, json_array_get (value, i)))
      return FALSE;
  return TRUE;
}

/* The name of the template that a partial or parent includes, or NULL. */
static const char *
name_of (const Render *render, const Node *node)
{
  return node->dynamic ? json_string_value (look_up (render, node)) : node->text.text;
}

/* Render all of TEMPLATE in the place of NODE. */
static gboolean
render_template (Render *render, const Node *node, const Template *template)
{
  const Template *outer = render->template;
  gboolean done;

  if (render->partials == TEMPLATE_NESTING)
    return fail (render, node, TEMPLATE_ERROR_TOO_DEEP,
                 "templates nest more than 64 deep here; one of them probably includes itself without end");
  render->partials++;
  render->template = template;
  done = render_nodes (render, 0, template->count);
  render->template = outer;
  render->partials--;
  return done;
}

/* From here on lines have the indent of NODE as well. Returns what to give to pop_indent. */
static gsize
push_indent (Render *render, const Node *node, gboolean line_start)
{
  gsize before = render->indent->len;

  if (node->indent.length == 0)
    return before;
  g_string_append_len (render->indent, node->indent.text, (gssize)node->indent.length);
  render->line_start = line_start;
  return before;
}

static void
pop_indent (Render *render, gsize before)
{
  g_string_truncate (render->indent, before);
}

static gboolean
render_partial (Render *render, const Node *node)
{
  const char *name = name_of (render, node);
  const Template *template = name != NULL ? template_set_find (render->set, name) : NULL;
  const GString *text = template != NULL ? template_memo_find (render->memo, name) : NULL;
  gsize indent;
  gboolean done;

  if (template == NULL)
    return TRUE;
  indent = push_indent (render, node, TRUE);
  done = text != NULL ? render_rendered (render, node, name, text) : render_template (render, node, template);
  pop_indent (render, indent);
  return done;
}

static gboolean
render_parent (Render *render, const Node *node)
{
  Filling filling = { render->template, node, render->fillings };
  gboolean done;

  render->fillings = &filling;
  done = render_partial (render, node);
  render->fillings = filling.outer;
  return done;
}

/* What FILLING has for the block NODE, or NULL. */
static const Node *
find_in_filling (const Filling *filling, const Node *node)
{
  const Node *nodes = filling->template->nodes;
  const Node *end = nodes + filling->parent->after;

  for (const Node *block = filling->parent + 1; block < end; block = nodes + block->after)
    if (block->text.length == node->text.length && memcmp (block->text.text, node->text.text, node->text.length) == 0)
      return block;
  return NULL;
}

/* Render CONTENT, which FILLING has for the block NODE. The content belongs to the template that it is written in, so
 * blocks within it are filled from outside that template only; thus it cannot contain itself. */
static gboolean
render_filling (Render *render, const Node *node, const Filling *filling, const Node *content)
{
  const Template *template = render->template;
  const Filling *fillings = render->fillings;
  gsize indent = push_indent (render, node, node->line_open);
  gboolean done;

  render->template = filling->template;
  render->fillings = filling->outer;
  done = render_children (render, content);
  render->template = template;
  render->fillings = fillings;
  pop_indent (render, indent);
  return done;
}

/* The outermost filling wins: the template that was asked for has the last word. */
static gboolean
render_block (Render *render, const Node *node)
{
  const Filling *chosen = NULL;
  const Node *content = NULL;

  for (const Filling *filling = render->fillings; filling != NULL; filling = filling->outer)
    {
      const Node *found = find_in_filling (filling, node);

      if (found != NULL)
        {
          chosen = filling;
          content = found;
        }
    }
  return chosen == NULL ? render_children (render, node) : render_filling (render, node, chosen, content);
}

static gboolean
render_node (Render *render, const Node *node)
{
  switch (node->kind)
    {
    case NODE_TEXT:
      return render_text (render, node);
    case NODE_VARIABLE:
    case NODE_RAW:
      return render_variable (render, node);
    case NODE_SECTION:
      return render_section (render, node);
    case NODE_INVERTED:
      return is_true (look_up (render, node)) || render_children (render, node);
    case NODE_PARTIAL:
      return render_partial (render, node);
    case NODE_PARENT:
      return render_parent (render, node);
    case NODE_BLOCK:
      return render_block (render, node);
    default:
      g_assert_not_reached ();
    }
}

static gboolean
charge (Render *render, const Node *node)
{
  if (++render->work <= WORK_LIMIT)
    return TRUE;
  return fail (render, node, TEMPLATE_ERROR_TOO_LARGE,
               "the page takes too much work here; show fewer items at a time, or nest fewer loops");
}

static gboolean
render_nodes (Render *render, unsigned first, unsigned after)
{
  const Node *nodes = render->template->nodes;
  gboolean done = TRUE;

  render->stack++;
  for (unsigned i = first; i < after && done; i = nodes[i].after)
    done = charge (render, &nodes[i]) && render_node (render, &nodes[i]);
  render->stack--;
  return done;
}

/* Put the contexts into a list, one a call, and render below the last. */
static gboolean
render_below (Render *render, const Context *outer, json_t *const *contexts)
{
  Context context = { *contexts, outer };
  gboolean done;

  render->context = outer;
  done = *contexts == NULL ? render_nodes (render, 0, render->template->count)
                           : render_below (render, &context, contexts + 1);
  render->context = NULL;
  return done;
}

static gboolean
render (const TemplateSet *set, const Template *template, json_t *const *contexts, const TemplateMemo *memo,
        TemplateTrace *trace, GString *out, GError **error)
{
  g_autoptr (GString) indent = g_string_new (NULL);
  Render render = { .set = set,
                    .memo = memo,
                    .trace = trace,
                    .template = template,
                    .output = { out, out->len + OUTPUT_LIMIT },
                    .start = out->len,
                    .indent = indent,
                    .line_start = TRUE,
                    .error = error };

  if (trace != NULL)
    {
      g_array_set_size (trace->pieces, 0);
      trace->separable = TRUE;
    }
  if (render_below (&render, NULL, contexts))
    return TRUE;
  g_string_truncate (out, render.start);
  return FALSE;
}

static gboolean
fail_missing (const TemplateSet *set, const char *name, GError **error)
{
  const char *near = template_set_nearest (set, name);

  if (near == NULL)
    g_set_error (error, TEMPLATE_ERROR, TEMPLATE_ERROR_MISSING, "there is no template “%s”", name);
  else
    g_set_error (error, TEMPLATE_ERROR, TEMPLATE_ERROR_MISSING, "there is no template “%s” (did you mean “%s”?)",
                 name, near);
  return FALSE;
}

gboolean
template_render (const TemplateSet *set, const char *name, json_t *const *contexts, const TemplateMemo *memo,
                 TemplateTrace *trace, GString *out, GError **error)
{
  const Template *template = template_set_find (set, name);

  return template == NULL ? fail_missing (set, name, error)
                          : render (set, template, contexts, memo, trace, out, error);
}

gboolean
template_memo_add (TemplateMemo *memo, const TemplateSet *set, const char *name, json_t *const *contexts,
                   GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (template_set_find (set, name) == NULL)
    return TRUE;
  if (!template_render (set, name, contexts, NULL, NULL, text, error))
    return FALSE;
  template_memo_put (memo, name, g_steal_pointer (&text));
  return TRUE;
}
