/* Leads: whole sentences, and what is passed over. */
#include "record/lead.h"
#include "record/sentence.h"

#include <string.h>

typedef struct
{
  BlockType type;
  const char *text;
} Sample;

static GPtrArray *
blocks_from (const Sample *samples, gsize count)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func ((GDestroyNotify)block_free);

  for (gsize i = 0; i < count; i++)
    g_ptr_array_add (blocks, block_new (samples[i].type, samples[i].text));
  return blocks;
}

#define blocks_of(...)                                                                                               \
  blocks_from ((const Sample[]){ __VA_ARGS__ }, sizeof ((const Sample[]){ __VA_ARGS__ }) / sizeof (Sample))

#define assert_lead(blocks, interview, expected)                                                                     \
  G_STMT_START                                                                                                       \
  {                                                                                                                  \
    g_autoptr (GPtrArray) owned_blocks = (blocks);                                                                   \
    g_autofree char *lead = lead_make (NULL, owned_blocks, "en", interview);                                         \
    g_assert_cmpstr (lead, ==, expected);                                                                            \
  }                                                                                                                  \
  G_STMT_END

static void
test_summary (void)
{
  g_autoptr (GPtrArray) blocks = blocks_of ({ BLOCK_PARAGRAPH, "The body." });
  g_autofree char *lead = lead_make (" In\nshort. ", blocks, "en", FALSE);
  g_autofree char *blank = lead_make (" \n", blocks, "en", FALSE);

  g_assert_cmpstr (lead, ==, "In short.");
  g_assert_cmpstr (blank, ==, "The body.");
}

static void
test_passed_over (void)
{
  assert_lead (blocks_of ({ BLOCK_HEADING, "Remarks" }, { BLOCK_IMAGE, "The minister at the table" },
                          { BLOCK_PARAGRAPH, "We met." }, { BLOCK_TABLE, "1 2" }, { BLOCK_PARAGRAPH, "We agreed." }),
               FALSE, "We met. We agreed.");
}

static void
test_introduction (void)
{
  assert_lead (blocks_of ({ BLOCK_PARAGRAPH, "We met. These came:" }, { BLOCK_LIST, "A\nB" },
                          { BLOCK_PARAGRAPH, "We agreed." }),
               FALSE, "We met. We agreed.");
  assert_lead (blocks_of ({ BLOCK_PARAGRAPH, "These came:" }, { BLOCK_LIST, "A B" }), FALSE, "These came:");
}

static void
test_only_list (void)
{
  assert_lead (blocks_of ({ BLOCK_HEADING, "Present" }, { BLOCK_LIST, "The minister. The envoy." }), FALSE,
               "The minister. The envoy.");
  assert_lead (blocks_of ({ BLOCK_IMAGE, "" }), FALSE, "");
}

static char *
sentence_of_length (glong length)
{
  GString *text = g_string_new ("A");
  while ((glong)text->len < length - 1)
    g_string_append (text, text->len % 6 == 5 ? " " : "b");
  text->str[text->len - 1] = 'b';
  g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}

static void
test_length (void)
{
  g_autofree char *medium = sentence_of_length (200);
  g_autofree char *first = sentence_of_length (680);
  g_autofree char *endless = sentence_of_length (2000);
  g_autofree char *two = g_strdup_printf ("%s %s", medium, medium);
  g_autofree char *three = g_strdup_printf ("%s %s", two, medium);

  assert_lead (blocks_of ({ BLOCK_PARAGRAPH, three }), FALSE, two);
  assert_lead (blocks_of ({ BLOCK_PARAGRAPH, first }), FALSE, first);

  g_autoptr (GPtrArray) blocks = blocks_of ({ BLOCK_PARAGRAPH, endless });
  g_autofree char *cut = lead_make (NULL, blocks, "en", FALSE);
  g_assert_true (g_str_has_suffix (cut, "b…"));
  g_assert_cmpint (g_utf8_strlen (cut, -1), <=, 500);
  g_assert_cmpint (g_utf8_strlen (cut, -1), >, 450);
}

static void
test_gap_ends (void)
{
  g_autofree char *enough = sentence_of_length (250);

  assert_lead (
      blocks_of ({ BLOCK_PARAGRAPH, enough }, { BLOCK_LIST, "one" }, { BLOCK_PARAGRAPH, "All of them agreed." }),
      FALSE, enough);
}

static void
test_interview (void)
{
  assert_lead (blocks_of ({ BLOCK_PARAGRAPH, "The minister spoke to the paper." }, { BLOCK_QUESTION, "Is it done?" },
                          { BLOCK_ANSWER, "It is." }, { BLOCK_ANSWER, "Since Monday." },
                          { BLOCK_QUESTION, "And then?" }),
               TRUE, "Is it done?\nIt is.\nSince Monday.");
  assert_lead (blocks_of ({ BLOCK_PARAGRAPH, "Nothing was asked." }), TRUE, "Nothing was asked.");
}

static void
check_sentences (const char *language, const char *text, const char *joined)
{
  g_autoptr (GPtrArray) sentences = sentences_of (text, language);
  g_ptr_array_add (sentences, NULL);
  g_autofree char *found = g_strjoinv ("|", (char **)sentences->pdata);
  g_assert_cmpstr (found, ==, joined);
}

static void
test_sentences (void)
{
  check_sentences ("en", "H.E. Mr. A. Smith met Dr. Jones, e.g. on Art. 5. He left.",
                   "H.E. Mr. A. Smith met Dr. Jones, e.g. on Art. 5.|He left.");
  check_sentences ("en", "He said “No!” and left. We signed.", "He said “No!” and left.|We signed.");
  check_sentences ("en", "1. The minister spoke. 2. He left.", "1. The minister spoke.|2. He left.");
  check_sentences ("ru", "Министр А. С. Иванов сказал «Да». См. ст. 5 закона.",
                   "Министр А. С. Иванов сказал «Да».|См. ст. 5 закона.");
  check_sentences ("zh", "我们同意！好吗？是的。", "我们同意！|好吗？|是的。");
  check_sentences ("ar", "قال الوزير. هل نوافق؟ نعم.", "قال الوزير.|هل نوافق؟|نعم.");
  check_sentences ("x-unknown", "One. Two.", "One.|Two.");
}

static void
test_wide (void)
{
  g_autoptr (GPtrArray) blocks = blocks_of ({ BLOCK_PARAGRAPH, "我们同意。" }, { BLOCK_PARAGRAPH, "是的。" });
  g_autofree char *lead = lead_make (NULL, blocks, "zh", FALSE);
  g_assert_cmpstr (lead, ==, "我们同意。是的。");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lead/a-summary-is-the-lead", test_summary);
  g_test_add_func ("/lead/headings-images-and-tables-are-passed-over", test_passed_over);
  g_test_add_func ("/lead/an-introduction-goes-with-its-list", test_introduction);
  g_test_add_func ("/lead/a-list-speaks-where-nothing-else-does", test_only_list);
  g_test_add_func ("/lead/whole-sentences-up-to-500-characters", test_length);
  g_test_add_func ("/lead/a-gap-ends-a-lead-that-says-enough", test_gap_ends);
  g_test_add_func ("/lead/an-interview-shows-its-first-question-and-answer", test_interview);
  g_test_add_func ("/lead/abbreviations-and-initials-end-no-sentence", test_sentences);
  g_test_add_func ("/lead/chinese-sentences-join-without-a-space", test_wide);
  return g_test_run ();
}
