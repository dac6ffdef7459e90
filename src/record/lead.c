/* Leads: how a text begins, in whole sentences.
 *
 * Sentences are added while about 500 characters hold them; the first is given in full up to 700. A sentence that
 * only introduces a list ("The following were present:") goes with the list. Once enough is said, a list, table or
 * heading that had to be passed over ends the lead, since what follows it may lean on it. */
#include "record/lead.h"

#include "base/utf8.h"
#include "record/sentence.h"

#include <string.h>

#define LEAD_LENGTH 500    /* characters; whole sentences up to here */
#define LEAD_FIRST 700     /* a first sentence may be as long */
#define LEAD_SCANT 120     /* shorter is too little to show */
#define LEAD_ENOUGH 200    /* after as much a gap may end it */
#define LEAD_INTERVIEW 900 /* question and answer */

typedef struct
{
  GString *text;
  glong length; /* in characters */
  const char *language;
  gboolean full;
} Lead;

Block *
block_new (BlockType type, const char *text)
{
  Block *block = g_new (Block, 1);

  block->type = type;
  block->text = utf8_valid (text, strlen (text)) ? g_strdup (text) : g_utf8_make_valid (text, -1);
  return block;
}

void
block_free (Block *block)
{
  g_free (block->text);
  g_free (block);
}

/* Where the word that begins at TEXT ends, if it does not begin with white space. */
static const char *
word_end (const char *text)
{
  for (;;)
    if (*text > ' ' && *text < 0x7f)
      text++;
    else if (*text == '\0' || g_unichar_isspace (g_utf8_get_char (text)))
      return text;
    else
      text = g_utf8_next_char (text);
}

/* White space folded to single spaces. */
static char *
fold (const char *text)
{
  GString *folded = g_string_sized_new (strlen (text));

  while (*text != '\0')
    {
      const char *end = word_end (text);
      if (end == text)
        {
          text = g_utf8_next_char (text);
          continue;
        }
      if (folded->len > 0)
        g_string_append_c (folded, ' ');
      g_string_append_len (folded, text, end - text);
      text = end;
    }
  return g_string_free (folded, FALSE);
}

/* Chinese and Japanese sentences follow each other without a space. */
static gboolean
wants_space (const GString *text)
{
  if (text->len == 0)
    return FALSE;
  const char *last = g_utf8_find_prev_char (text->str, text->str + text->len);
  return last == NULL || !g_unichar_iswide (g_utf8_get_char (last));
}

static void
append (Lead *lead, const char *sentence)
{
  if (wants_space (lead->text))
    g_string_append_c (lead->text, ' ');
  g_string_append (lead->text, sentence);
  lead->length = g_utf8_strlen (lead->text->str, -1);
}

static void
append_cut (Lead *lead, const char *sentence)
{
  g_autofree char *cut = sentence_cut (sentence, LEAD_LENGTH - lead->length, lead->language);

  append (lead, cut);
  lead->full = TRUE;
}

static void
add_sentence (Lead *lead, const char *sentence)
{
  glong length = lead->length + g_utf8_strlen (sentence, -1) + 1;
  gboolean scant = lead->length < LEAD_SCANT;

  if (length <= LEAD_LENGTH || (scant && length <= LEAD_FIRST))
    append (lead, sentence);
  else if (scant)
    append_cut (lead, sentence);
  else
    lead->full = TRUE;
}

static gboolean
introduces (const char *sentence)
{
  return g_str_has_suffix (sentence, ":") || g_str_has_suffix (sentence, "：");
}

static void
add_block (Lead *lead, const Block *block, gboolean drop_introduction)
{
  g_autofree char *text = fold (block->text);
  g_autoptr (GPtrArray) sentences = sentences_of (text, lead->language);

  for (guint i = 0; i < sentences->len && !lead->full; i++)
    if (!drop_introduction || i + 1 < sentences->len || !introduces (sentences->pdata[i]))
      add_sentence (lead, sentences->pdata[i]);
}

/* ---- What is read ---- */

static gboolean
is_text (BlockType type)
{
  return type == BLOCK_PARAGRAPH || type == BLOCK_QUOTE || type == BLOCK_QUESTION || type == BLOCK_ANSWER;
}

static gboolean
is_gap (BlockType type)
{
  return !is_text (type) && type != BLOCK_IMAGE;
}

static gboolean
before_gap (GPtrArray *blocks, guint i)
{
  return i + 1 < blocks->len && is_gap (((const Block *)blocks->pdata[i + 1])->type);
}

static void
add_texts (Lead *lead, GPtrArray *blocks, gboolean drop_introductions)
{
  for (guint i = 0; i < blocks->len && !lead->full; i++)
    {
      const Block *block = blocks->pdata[i];
      if (is_text (block->type))
        add_block (lead, block, drop_introductions && before_gap (blocks, i));
      else if (is_gap (block->type) && lead->length >= LEAD_ENOUGH)
        lead->full = TRUE;
    }
}

static void
add_type (Lead *lead, GPtrArray *blocks, BlockType type)
{
  for (guint i = 0; i < blocks->len && !lead->full; i++)
    if (((const Block *)blocks->pdata[i])->type == type)
      add_block (lead, blocks->pdata[i], FALSE);
}

/* Paragraphs; where there are none, what there is. */
static char *
lead_of_text (GPtrArray *blocks, const char *language)
{
  static const BlockType others[] = { BLOCK_LIST, BLOCK_HEADING, BLOCK_TABLE, BLOCK_CODE, BLOCK_IMAGE };
  Lead lead = { .text = g_string_new (NULL), .language = language };

  add_texts (&lead, blocks, TRUE);
  if (lead.length == 0)
    add_texts (&lead, blocks, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (others) && lead.length == 0; i++)
    add_type (&lead, blocks, others[i]);
  return g_string_free (lead.text, FALSE);
}

/* ---- Interviews ---- */

static guint
first_question (GPtrArray *blocks)
{
  guint i = 0;
  while (i < blocks->len && ((const Block *)blocks->pdata[i])->type != BLOCK_QUESTION)
    i++;
  return i;
}

/* The first question, its further paragraphs, and its answer, a line each; NULL if nothing is asked. */
static char *
lead_of_interview (GPtrArray *blocks, const char *language)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean answered = FALSE;

  for (guint i = first_question (blocks); i < blocks->len; i++)
    {
      const Block *block = blocks->pdata[i];
      if (block->type == BLOCK_QUESTION && answered)
        break;
      answered = answered || block->type == BLOCK_ANSWER;
      if (block->type != BLOCK_QUESTION && block->type != BLOCK_ANSWER)
        continue;
      g_autofree char *folded = fold (block->text);
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", folded);
    }
  return text->len > 0 ? sentence_cut (text->str, LEAD_INTERVIEW, language) : NULL;
}

char *
lead_make (const char *summary, GPtrArray *blocks, const char *language, gboolean interview)
{
  if (summary != NULL && summary[strspn (summary, " \t\n")] != '\0')
    return fold (summary);

  g_autofree char *exchange = interview ? lead_of_interview (blocks, language) : NULL;
  return exchange != NULL ? g_steal_pointer (&exchange) : lead_of_text (blocks, language);
}
