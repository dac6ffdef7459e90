/* render.h: a parsed template and its contexts made into text, private to this room. */
#pragma once

#include "template/nodes.h"

gboolean render (const TemplateSet *set, const Template *template, json_t *const *contexts, GString *out,
                 GError **error);
