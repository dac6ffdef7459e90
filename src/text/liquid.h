/* liquid.h: what Jekyll takes out of a text before it is Markdown, and what no reader was to see. */
#pragma once

#include <glib.h>

/* TEXT without Liquid tags and outputs (a path through relative_url or absolute_url stays), comments, and <style> and
 * <script> with their content; kramdown's attribute lists but for the line {:start="N"} go too; runs of &nbsp; become
 * a space. Fenced code is left as it is. Transfer full. */
char *liquid_strip (const char *text, gsize length);
