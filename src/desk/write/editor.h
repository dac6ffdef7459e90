/* editor.h: the editor, for pages that lead back to it. */
#pragma once

#include "desk/exchange.h"
#include "desk/text/source.h"

/* The editor of the draft with SOURCE in it, which is not saved and is to be saved over VERSION; CHANGED (may be
 * NULL): what somebody else changed meanwhile, as comparison_view() has it; WHO: who did. Borrows all. */
void editor_show_merged (Exchange *exchange, unsigned status, const Source *source, gint64 version, json_t *changed,
                         const char *who);
/* What to do with a form that was to be saved over VERSION, where THERE is what somebody saved since (merge_page.c).
 */
void merge_show (Exchange *exchange, gint64 version, const CabinetDraft *there);
