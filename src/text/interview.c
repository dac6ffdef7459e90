/* interview.c: a question is a paragraph that begins with a word for one (“Q:”, “Question 2.”, “Вопрос:”) or is all
 * bold and ends in a question mark. If the text marks its answers too, a question runs up to that mark; else the
 * answer begins with the next paragraph that is no question. */
#include "text/interview.h"

#include <string.h>

#include "text/bold.h"

typedef enum
{
  PART_OTHER,
  PART_QUESTION,
  PART_ANSWER,
  PART_HEADING
} Part;

static const char *const question_words[] = { "question", "q",        "вопрос",  "pregunta", "frage",
                                              "domanda",  "pergunta", "питання", "سؤال",     "س",
                                              "问",       "問",       "提问",    "提問",     "問題",
                                              "问题",     "質問",     "soru",    NULL };
static const char *const answer_words[] = { "answer",  "a",        "ответ",    "respuesta", "réponse", "reponse",
                                            "antwort", "risposta", "resposta", "відповідь", "جواب",    "ج",
                                            "答",      "回答",     "yanıt",    "cevap",     NULL };

/* French sets a no-break space before a colon, wide or narrow. */
static const char *
skip_spaces (const char *text)
{
  static const char *const spaces[] = { " ", "\u00a0", "\u202f" };

  for (gsize i = 0; i < G_N_ELEMENTS (spaces); i++)
    while (g_str_has_prefix (text, spaces[i]))
      text += strlen (spaces[i]);
  return text;
}

/* TEXT after WORD, an optional number and a colon, dot or bracket; NULL if it does not begin so. */
static gboolean
begins_with_mark (const char *text, const char *word)
{
  gsize length = strlen (word);

  if (strncmp (text, word, length) != 0)
    return FALSE;
  text += length;
  text = skip_spaces (text);
  text += strspn (text, "0123456789");
  text = skip_spaces (text);
  return *text == ':' || *text == '.' || *text == ')' || g_str_has_prefix (text, "：");
}

static gboolean
begins_with_any (const char *text, const char *const *words)
{
  for (; *words != NULL; words++)
    if (begins_with_mark (text, *words))
      return TRUE;
  return FALSE;
}

static gboolean
ends_as_question (const char *text)
{
  return g_str_has_suffix (text, "?") || g_str_has_suffix (text, "？") || g_str_has_suffix (text, "؟")
         || g_str_has_suffix (text, "?”") || g_str_has_suffix (text, "?\"") || g_str_has_suffix (text, "?»");
}

static Part
part_of (const Node *node)
{
  g_autofree char *text = NULL;
  g_autofree char *lower = NULL;

  if (node_is_heading (node))
    return PART_HEADING;
  if (node->tag != GUMBO_TAG_P)
    return PART_OTHER;
  text = node_plain (node);
  lower = g_utf8_strdown (
      text, (gssize)MIN (strlen (text),
                         (gsize)(g_utf8_offset_to_pointer (text, MIN (40, g_utf8_strlen (text, -1))) - text)));
  if (begins_with_any (lower, question_words) || (ends_as_question (text) && bold_throughout (node)))
    return PART_QUESTION;
  return begins_with_any (lower, answer_words) ? PART_ANSWER : PART_OTHER;
}

static gboolean
holds_part (const Tree *tree, Part part)
{
  for (const Node *node = tree->root->first; node != NULL; node = node->next)
    if (part_of (node) == part)
      return TRUE;
  return FALSE;
}

/* Which part NODE belongs to, after the one that is open. */
static Part
next_part (Part open, const Node *node, gboolean answers_marked)
{
  Part part = part_of (node);

  if (part != PART_OTHER)
    return open == PART_OTHER && part == PART_ANSWER ? PART_OTHER : part;
  if (open == PART_QUESTION)
    return answers_marked && node->tag == GUMBO_TAG_P ? PART_QUESTION : PART_ANSWER;
  return open == PART_HEADING ? PART_OTHER : open;
}

static Node *
new_group (Tree *tree, Node *before, Part part)
{
  Node *group = node_new (tree, GUMBO_TAG_DIV);

  node_set (tree, group, "class", part == PART_QUESTION ? "question" : "answer");
  node_insert_before (before, group);
  return group;
}

void
interview_shape (Tree *tree)
{
  gboolean answers_marked = holds_part (tree, PART_ANSWER);
  Part open = PART_OTHER;
  Node *group = NULL, *next;

  if (!holds_part (tree, PART_QUESTION))
    return;
  for (Node *node = tree->root->first; node != NULL; node = next)
    {
      Part part = next_part (open, node, answers_marked);

      next = node->next;
      if (part == PART_QUESTION || part == PART_ANSWER)
        {
          if (group == NULL || part != open)
            group = new_group (tree, node, part);
          node_remove (node);
          node_append (group, node);
        }
      else
        group = NULL;
      open = part;
    }
}
