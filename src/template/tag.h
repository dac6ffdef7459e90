/* tag.h: finding the tags in a template's text, private to this room. */
#pragma once

#include "template/nodes.h"

typedef enum
{
  TAG_END_OF_TEXT,
  TAG_VARIABLE,
  TAG_RAW,
  TAG_SECTION,
  TAG_INVERTED,
  TAG_PARTIAL,
  TAG_PARENT,
  TAG_BLOCK,
  TAG_CLOSE,
  TAG_COMMENT,
  TAG_DELIMITERS
} TagKind;

typedef struct
{
  TagKind kind;
  Slice name;
  gboolean dynamic; /* {{>*name}} */
  unsigned line;
  const char *start;     /* the tag's first byte */
  const char *end;       /* past its last */
  const char *margin;    /* where its line starts, if only white space stands before the tag; or NULL */
  const char *next_line; /* where the next line starts, if only white space stands behind the tag; or NULL */
} Tag;

typedef struct
{
  const char *label;
  const char *text;
  const char *at; /* what is not read yet */
  const char *end;
  gboolean line_start; /* AT is the start of a line, or of what is left of one whose tag is forgotten */
  unsigned line;       /* the line of COUNTED */
  const char *counted;
  Slice open, close;
} TagReader;

/* Whether TEXT is small enough, and UTF-8 without NUL. */
gboolean tag_check_text (const char *label, const char *text, gsize length, GError **error);
void tag_reader_init (TagReader *reader, const char *label, const char *text, gsize length);
/* Find the next tag from AT on, and leave AT where it is: the text before the tag is AT up to its START. */
gboolean tag_read (TagReader *reader, Tag *tag, GError **error);
/* Go on behind TAG; with WHOLE_LINE the rest of its line belongs to it. */
void tag_pass (TagReader *reader, const Tag *tag, gboolean whole_line);

/* "{{#", "{{", … as an author writes it in the usual delimiters. */
const char *tag_opening (TagKind kind);
/* The white space that AT starts with, none of it a line end. */
Slice tag_blank (const char *at, const char *end);
/* The indentation of the first line from AT on that holds more than white space. */
Slice tag_first_indent (const char *at, const char *end);
/* The indentation of the line that AT stands in. */
Slice tag_line_indent (const TagReader *reader, const char *at);
