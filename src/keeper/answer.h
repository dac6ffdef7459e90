/* answer.h: what the keeper answers: a function of its keys, its memory, and a packet. */
#pragma once

#include "keeper/memory.h"
#include "keeper/packet.h"
#include "seal/key_file.h"

/* What may be asked for; the fields of the question, and of the answer. */
typedef enum
{
  ORDER_KEYS = 'K',     /* – : office's verifier, log's, old log's, the note that is remembered, “held”
                         * if the office's key itself is there; each empty where none is */
  ORDER_LEAVES = 'L',   /* leaves : for each, the line that signs it */
  ORDER_HEAD = 'H',     /* size, root, the last checkpoint (or empty), proof from it, proof from what is
                         * remembered : the lines that sign it */
  ORDER_REMEMBER = 'R', /* a checkpoint that is committed : – */
  ORDER_END = 'E'       /* – : there is no answer; its keys are not the log's any more */
} Order;

/* The first byte of an answer. A refusal has one field: why. */
typedef enum
{
  ANSWER_DONE = 'Y',
  ANSWER_REFUSED = 'N'
} AnswerType;

typedef struct
{
  const Keys *keys;
  const Memory *memory;
  Verifier *log[2]; /* borrowed from KEYS */
  gsize log_count;
} Answerer;

void answerer_begin (Answerer *answerer, const Keys *keys, const Memory *memory);
/* Any bytes: what is no question is refused. Transfer full. */
GByteArray *keeper_answer (Answerer *answerer, const guint8 *bytes, gsize length);
