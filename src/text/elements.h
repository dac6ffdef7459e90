/* elements.h: what becomes of each element of HTML when a text is cleaned. */
#pragma once

#include <gumbo.h>

typedef enum
{
  ELEMENT_UNWRAPPED, /* goes; what it holds stays */
  ELEMENT_DROPPED,   /* goes with what it holds */
  ELEMENT_UNKNOWN,   /* no element of HTML: perhaps words in angle brackets */
  ELEMENT_INLINE,
  ELEMENT_BREAK,
  ELEMENT_WORD_BREAK,
  ELEMENT_IMAGE,
  ELEMENT_FRAME, /* something from elsewhere: a link to it stays */
  ELEMENT_GROUP, /* sets blocks apart, as <div> and <section> do */
  ELEMENT_PARAGRAPH,
  ELEMENT_HEADING,
  ELEMENT_PREFORMATTED,
  ELEMENT_QUOTE,
  ELEMENT_RULE,
  ELEMENT_LIST,
  ELEMENT_ITEM,
  ELEMENT_TERMS,
  ELEMENT_TERM,
  ELEMENT_FIGURE,
  ELEMENT_CAPTION, /* of a figure */
  ELEMENT_TABLE,
  ELEMENT_KINDS
} ElementKind;

ElementKind element_kind (const GumboElement *element);
/* The element that takes its place: <s> for <strike>, and so on; often itself. */
GumboTag element_tag (GumboTag tag);
