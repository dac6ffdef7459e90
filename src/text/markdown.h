/* markdown.h: Markdown, with whatever HTML stands in it, to clean HTML.
 *
 * CommonMark with GitHub's tables, strikethrough and autolinks, and footnotes (cmark-gfm); the result goes through an
 * HTML5 parse and an allow-list (clean.h), so that nothing from outside can run script. */
#pragma once

#include "record/lead.h"

typedef struct
{
  int level;  /* as written in the body: 1 to 6 */
  char *id;   /* the heading's id attribute in the HTML */
  char *text; /* plain */
} Heading;

typedef struct
{
  char *html;          /* headings are moved so that the highest stands at level 2 */
  GPtrArray *headings; /* of Heading, in order */
  GPtrArray *blocks;   /* of Block, in reading order: what lead_make() wants */
  char *plain;         /* the whole text without marks, a line a block */
} Rendition;

/* A picture that a text may place by its name: ![words](name). It stands there as a figure, with its renditions, and
 * leads to the whole one. All is borrowed. */
typedef struct
{
  const char *file, *name;        /* what it is placed by */
  const char *whole, *shown;      /* addresses */
  const char *source_set, *sizes; /* or NULL */
  const char *alt;                /* where the text says nothing; or NULL */
  const char *caption, *credit;   /* or NULL */
  const char *focus;              /* a class, or NULL */
  int width, height;              /* 0: not known */
} MarkdownPicture;

/* INTERVIEW: paragraphs that open with a question mark-up ("Q:", "Question:", "**Question:**", "Вопрос:", an all-bold
 * paragraph ending in a question mark …) and their answers are set as such (<div class="question">, <div
 * class="answer">) and reported as BLOCK_QUESTION and BLOCK_ANSWER. Transfer full; never NULL. */
Rendition *markdown_render (const char *markdown, gsize length, gboolean interview);
/* PICTURES: those that it may place. */
Rendition *markdown_render_with (const char *markdown, gsize length, gboolean interview,
                                 const MarkdownPicture *pictures, gsize count);
void rendition_free (Rendition *rendition);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rendition, rendition_free)
