/* difference.c: blocks first, then the words of blocks that changed; both by myers.c over numbers that stand for
 * equal texts. What is too far apart is shown one after the other, old before new. */
#include "text/difference.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "text/icu.h"
#include "text/myers.h"

#define LONG_STRETCH 80u   /* unchanged words in a block beyond which the middle is left out */
#define MOST_WORDS 100000u /* of all blocks that changed; beyond these they are shown one after the other */
#define CONTEXT 24u        /* words that stay on either side; words and the spaces between them count alike */

typedef struct
{
  GPtrArray *pieces; /* of char *, words or blocks */
  GArray *numbers;   /* of guint: equal pieces have equal numbers */
} Sequence;

static void
sequence_clear (Sequence *sequence)
{
  g_ptr_array_unref (sequence->pieces);
  g_array_unref (sequence->numbers);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sequence, sequence_clear)

static void
sequence_init (Sequence *sequence)
{
  sequence->pieces = g_ptr_array_new_with_free_func (g_free);
  sequence->numbers = g_array_new (FALSE, FALSE, sizeof (guint));
}

/* Takes PIECE over. */
static void
sequence_add (Sequence *sequence, GHashTable *known, char *piece)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (known, piece));

  if (number == 0)
    {
      number = g_hash_table_size (known) + 1;
      g_hash_table_insert (known, g_strdup (piece), GUINT_TO_POINTER (number));
    }
  g_ptr_array_add (sequence->pieces, piece);
  g_array_append_val (sequence->numbers, number);
}

static GHashTable *
known_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static char *
fold_space (const char *text)
{
  GString *out = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (!g_ascii_isspace (*text))
      g_string_append_c (out, *text);
    else if (out->len > 0 && out->str[out->len - 1] != ' ')
      g_string_append_c (out, ' ');
  return g_strchomp (g_string_free (out, FALSE));
}

static void
add_blocks (Sequence *sequence, GHashTable *known, const char *text, const char *separator)
{
  g_auto (GStrv) blocks = NULL;
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  blocks = g_strsplit (valid, separator, -1);
  for (char **block = blocks; *block != NULL; block++)
    {
      char *folded = fold_space (*block);

      if (folded[0] != '\0')
        sequence_add (sequence, known, folded);
      else
        g_free (folded);
    }
}

static void
add_words (Sequence *sequence, GHashTable *known, const char *text, UBreakIterator *words)
{
  UErrorCode status = U_ZERO_ERROR;
  UText wide = UTEXT_INITIALIZER;
  int32_t start, end;

  utext_openUTF8 (&wide, text, -1, &status);
  ubrk_setUText (words, &wide, &status);
  if (U_SUCCESS (status))
    for (start = ubrk_first (words); (end = ubrk_next (words)) != UBRK_DONE; start = end)
      sequence_add (sequence, known, g_strndup (text + start, (gsize)(end - start)));
  else
    sequence_add (sequence, known, g_strdup (text));
  utext_close (&wide);
}

static void
append_escaped (GString *out, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (out, escaped);
}

static void
append_marked (GString *out, const char *element, GString *words)
{
  if (words->len == 0)
    return;
  g_string_append_printf (out, "<%s>", element);
  append_escaped (out, words->str);
  g_string_append_printf (out, "</%s>", element);
  g_string_truncate (words, 0);
}

static void
append_block (GString *out, const char *element, const char *text)
{
  g_string_append (out, "<p>");
  if (element != NULL)
    g_string_append_printf (out, "<%s>", element);
  append_escaped (out, text);
  if (element != NULL)
    g_string_append_printf (out, "</%s>", element);
  g_string_append (out, "</p>\n");
}

/* Unchanged words from FROM to TO, the middle of a long stretch left out; at an edge of the block one side is enough.
 */
static void
append_kept (GString *out, const Sequence *words, guint from, guint to)
{
  gboolean folded = to - from > LONG_STRETCH;

  for (guint i = from; i < to; i++)
    if (!folded || (from > 0 && i < from + CONTEXT) || (to < words->pieces->len && i >= to - CONTEXT))
      append_escaped (out, words->pieces->pdata[i]);
    else if (i == (from > 0 ? from + CONTEXT : from))
      g_string_append (out, from > 0 ? " … " : "… ");
}

static gboolean
is_space (const char *word)
{
  return word[strspn (word, " ")] == '\0';
}

typedef struct
{
  GString *out, *deleted, *inserted;
  const Sequence *old_words, *new_words;
  const guint8 *script;
  guint length;
} WordDifference;

static guint
kept_run (const WordDifference *difference, guint step)
{
  guint n = 0;

  while (step + n < difference->length && difference->script[step + n] == EDIT_KEEP)
    n++;
  return n;
}

static void
append_changes (WordDifference *difference)
{
  append_marked (difference->out, "del", difference->deleted);
  append_marked (difference->out, "ins", difference->inserted);
}

/* A space alone between two changes joins them: words are replaced, not letters between spaces. */
static gboolean
joins (const WordDifference *difference, guint step, guint run, guint old_at)
{
  return run == 1 && step > 0 && step + 1 < difference->length && difference->deleted->len > 0
         && difference->inserted->len > 0 && is_space (difference->old_words->pieces->pdata[old_at]);
}

static void
append_script (WordDifference *difference)
{
  guint old_at = 0, new_at = 0;

  for (guint step = 0; step < difference->length;)
    {
      guint run = kept_run (difference, step);

      if (run > 0 && !joins (difference, step, run, old_at))
        {
          append_changes (difference);
          append_kept (difference->out, difference->new_words, new_at, new_at + run);
        }
      else if (run > 0)
        {
          g_string_append (difference->deleted, " ");
          g_string_append (difference->inserted, " ");
        }
      else if (difference->script[step] == EDIT_DELETE)
        g_string_append (difference->deleted, difference->old_words->pieces->pdata[old_at++]);
      else
        g_string_append (difference->inserted, difference->new_words->pieces->pdata[new_at++]);
      old_at += run;
      new_at += run;
      step += MAX (run, 1);
    }
  append_changes (difference);
}

static guint
count_kept (const GArray *script)
{
  guint kept = 0;

  for (guint i = 0; i < script->len; i++)
    kept += g_array_index (script, guint8, i) == EDIT_KEEP ? 1 : 0;
  return kept;
}

typedef struct
{
  GString *out;
  const Sequence *old_blocks, *new_blocks;
  UBreakIterator *breaks;
  guint words; /* that were compared so far */
} BlockDifference;

static void
append_replaced (GString *out, const char *old_block, const char *new_block)
{
  append_block (out, "del", old_block);
  append_block (out, "ins", new_block);
}

static void
append_changed_block (BlockDifference *blocks, const char *old_block, const char *new_block)
{
  GString *out = blocks->out;
  if (blocks->words > MOST_WORDS)
    {
      append_replaced (out, old_block, new_block);
      return;
    }
  g_auto (Sequence) old_words, new_words;
  g_autoptr (GHashTable) known = known_new ();
  g_autoptr (GString) deleted = g_string_new (NULL);
  g_autoptr (GString) inserted = g_string_new (NULL);
  g_autoptr (GArray) script = NULL;
  WordDifference difference = { out, deleted, inserted, &old_words, &new_words, NULL, 0 };

  sequence_init (&old_words);
  sequence_init (&new_words);
  add_words (&old_words, known, old_block, blocks->breaks);
  add_words (&new_words, known, new_block, blocks->breaks);
  blocks->words += old_words.numbers->len + new_words.numbers->len;
  script = myers_script (old_words.numbers, new_words.numbers);
  if (script == NULL || count_kept (script) * 2 < MIN (old_words.numbers->len, new_words.numbers->len))
    {
      append_replaced (out, old_block, new_block);
      return;
    }
  difference.script = (const guint8 *)(gconstpointer)script->data;
  difference.length = script->len;
  g_string_append (out, "<p>");
  append_script (&difference);
  g_string_append (out, "</p>\n");
}

/* Blocks deleted and inserted at one place: as many as there are of both are taken for changed. */
static void
append_changed (BlockDifference *difference, guint old_at, guint deleted, guint new_at, guint inserted)
{
  for (guint i = 0; i < MIN (deleted, inserted); i++)
    append_changed_block (difference, difference->old_blocks->pieces->pdata[old_at + i],
                          difference->new_blocks->pieces->pdata[new_at + i]);
  for (guint i = inserted; i < deleted; i++)
    append_block (difference->out, "del", difference->old_blocks->pieces->pdata[old_at + i]);
  for (guint i = deleted; i < inserted; i++)
    append_block (difference->out, "ins", difference->new_blocks->pieces->pdata[new_at + i]);
}

/* Unchanged blocks: the nearest to a change BEFORE and AFTER them stays, the rest is a gap. */
static void
append_unchanged (BlockDifference *difference, guint from, guint to, gboolean before, gboolean after)
{
  guint shown = (before ? 1u : 0u) + (after ? 1u : 0u);

  if (before)
    append_block (difference->out, NULL, difference->new_blocks->pieces->pdata[from]);
  if (to - from > shown)
    g_string_append (difference->out, "<p class=\"gap\">…</p>\n");
  if (after && (!before || to - from > 1))
    append_block (difference->out, NULL, difference->new_blocks->pieces->pdata[to - 1]);
}

static guint
run_of (const GArray *script, guint step, gboolean kept)
{
  guint n = 0;

  while (step + n < script->len && (g_array_index (script, guint8, step + n) == EDIT_KEEP) == kept)
    n++;
  return n;
}

static void
append_blocks (BlockDifference *difference, const GArray *script)
{
  guint old_at = 0, new_at = 0;

  for (guint step = 0; step < script->len;)
    {
      guint kept = run_of (script, step, TRUE), changed = run_of (script, step + kept, FALSE);
      guint deleted = 0;

      if (kept > 0)
        append_unchanged (difference, new_at, new_at + kept, step > 0, changed > 0);
      for (guint i = 0; i < changed; i++)
        deleted += g_array_index (script, guint8, step + kept + i) == EDIT_DELETE ? 1 : 0;
      append_changed (difference, old_at + kept, deleted, new_at + kept, changed - deleted);
      old_at += kept + deleted;
      new_at += kept + changed - deleted;
      step += kept + changed;
    }
}

static gboolean
is_unchanged (const GArray *script)
{
  return script != NULL && count_kept (script) == script->len;
}

static gpointer
open_breaks (const char *locale, int variant, const char *pattern)
{
  UErrorCode status = U_ZERO_ERROR;
  UBreakIterator *breaks = ubrk_open (UBRK_WORD, locale, NULL, 0, &status);

  (void)variant;
  (void)pattern;
  return U_SUCCESS (status) ? breaks : NULL;
}

static void
close_breaks (gpointer breaks)
{
  ubrk_close (breaks);
}

static const IcuKind word_breaks = { open_breaks, close_breaks };

/* The thread's own. */
static UBreakIterator *
breaks_of (const char *language)
{
  UBreakIterator *breaks = icu_formatter (&word_breaks, language, 0, NULL);

  if (breaks == NULL)
    g_error ("ICU cannot break words of “%s”: is its full data installed?", language);
  return breaks;
}

char *
difference_html (const char *old_text, const char *new_text, const char *language)
{
  const char *separator = strstr (old_text, "\n\n") != NULL || strstr (new_text, "\n\n") != NULL ? "\n\n" : "\n";
  g_auto (Sequence) old_blocks, new_blocks;
  g_autoptr (GHashTable) known = known_new ();
  g_autoptr (GArray) script = NULL;
  BlockDifference difference = { g_string_new (NULL), &old_blocks, &new_blocks, NULL, 0 };

  sequence_init (&old_blocks);
  sequence_init (&new_blocks);
  add_blocks (&old_blocks, known, old_text, separator);
  add_blocks (&new_blocks, known, new_text, separator);
  script = myers_script (old_blocks.numbers, new_blocks.numbers);
  if (!is_unchanged (script))
    {
      difference.breaks = breaks_of (language);
      if (script != NULL)
        append_blocks (&difference, script);
      else
        append_changed (&difference, 0, old_blocks.pieces->len, 0, new_blocks.pieces->len);
    }
  return g_string_free (difference.out, FALSE);
}
