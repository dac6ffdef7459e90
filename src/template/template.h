/* template.h: Mustache templates, parsed once and rendered many times.
 *
 * The public specification (mustache(5), spec v1.4) with inheritance (blocks and parents) and dynamic names; no
 * lambdas.
 * {{name}} escapes & < > " for HTML, {{{name}}} and {{&name}} do not. A parsed set is immutable and may be
 * rendered from many threads. Rendering is bounded: partials nest at most 64 deep, output at most 64 MiB. */
#pragma once

#include <jansson.h>
#include <glib.h>

#define TEMPLATE_ERROR (template_error_quark ())
typedef enum
{
  TEMPLATE_ERROR_SYNTAX,  /* "home.html:12: the section {{#latest}} is never closed" */
  TEMPLATE_ERROR_MISSING, /* no template of that name */
  TEMPLATE_ERROR_TOO_DEEP,
  TEMPLATE_ERROR_TOO_LARGE
} TemplateError;
GQuark template_error_quark (void);

typedef struct _TemplateSet TemplateSet;

TemplateSet *template_set_new (void);
/* Parse TEXT and keep it under NAME, in the place of what was there. */
gboolean template_set_add (TemplateSet *set, const char *name, const char *text, gsize length, GError **error);
/* The same for every *.html of a folder, by file name without the ending; takes precedence over what was there. */
gboolean template_set_add_folder (TemplateSet *set, const char *folder, GError **error);
/* The same for every *.html below a GResource path such as "/chancery/templates". */
gboolean template_set_add_resources (TemplateSet *set, const char *resource_path, GError **error);
void template_set_free (TemplateSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TemplateSet, template_set_free)

/* Partials that are rendered already: where one of them is included, its text stands, whatever the context is there.
 */
typedef struct _TemplateMemo TemplateMemo;
TemplateMemo *template_memo_new (void);
void template_memo_free (TemplateMemo *memo);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TemplateMemo, template_memo_free)
/* Render the partial NAME under CONTEXTS and keep it; one that does not exist is passed over. */
gboolean template_memo_add (TemplateMemo *memo, const TemplateSet *set, const char *name, json_t *const *contexts,
                            GError **error);

/* The text of a partial that was rendered, or NULL. MEMO may be NULL. */
const GString *template_memo_find (const TemplateMemo *memo, const char *name);
/* What is only for the memo's own partials: a rendering that shows VALUE elsewhere is not separable. Borrowed, and
 * compared by identity. At most TEMPLATE_FLEETING of them. */
#define TEMPLATE_FLEETING 4
void template_memo_mark_fleeting (TemplateMemo *memo, const json_t *value);

/* Where in a rendering a memo's partials stand, so that later ones can be put in their places. */
typedef struct
{
  const char *name; /* interned */
  gsize offset, length;
} TemplatePiece;

typedef struct
{
  GArray *pieces;     /* of TemplatePiece, in the order of their offsets */
  gboolean separable; /* nothing else in the text depends on the memo or on what is fleeting */
} TemplateTrace;

/* Render template NAME. MEMO and TRACE may be NULL; TRACE's pieces are emptied first. CONTEXTS: NULL-terminated,
 * outermost first; a name is looked up from the last to the first, the way Mustache looks outward. A partial that
 * does not exist renders as nothing. Appends to OUT; on failure OUT is as it was. */
gboolean template_render (const TemplateSet *set, const char *name, json_t *const *contexts, const TemplateMemo *memo,
                          TemplateTrace *trace, GString *out, GError **error);
