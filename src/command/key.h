/* key.h: the inside of “chancery key”, shared by its files alone. */
#pragma once

#include "command/keys.h"
#include "command/key_leaf.h"

typedef struct
{
  const char *site, *office, *path;       /* of the keys' file */
  const char *origin, *root, *office_key; /* as the options have them, or NULL */
  gboolean open, without_root;
} KeyOrder;

/* key_new.c */
int key_new (Store *store, const KeyOrder *order);

/* key_rotate.c */
/* Keys in the place of those that there are. */
int key_rotate (Store *store, const KeyOrder *order);
/* The log's key before signs no more. */
int key_retire (Store *store, const KeyOrder *order);

/* key_trust.c */
/* What was signed last is what this record says, where what remembered it is lost. */
int key_trust (Store *store, const KeyOrder *order);
