#include "desk/profile/profile_merge.h"

static gboolean
is_same (const json_t *a, const json_t *b)
{
  return a == b || (a != NULL && b != NULL && json_equal (a, b));
}

static json_t *merge (const json_t *before, const json_t *mine, const json_t *theirs, const char *name,
                      char **conflict);

static void
merge_key (json_t *merged, const json_t *before, const json_t *mine, const json_t *theirs, const char *key,
           char **conflict)
{
  json_t *value = merge (json_object_get (before, key), json_object_get (mine, key), json_object_get (theirs, key),
                         key, conflict);
  if (value != NULL)
    json_object_set_new (merged, key, value);
}

/* In the order of MINE; what only they have comes after it. */
static json_t *
merge_maps (const json_t *before, const json_t *mine, const json_t *theirs, char **conflict)
{
  json_t *merged = json_object (), *value;
  const char *key;

  json_object_foreach ((json_t *)mine, key, value)
    merge_key (merged, before, mine, theirs, key, conflict);
  json_object_foreach ((json_t *)theirs, key, value)
    if (json_object_get (mine, key) == NULL)
      merge_key (merged, before, mine, theirs, key, conflict);
  return merged;
}

static json_t *
merge (const json_t *before, const json_t *mine, const json_t *theirs, const char *name, char **conflict)
{
  if (is_same (mine, theirs) || is_same (before, theirs))
    return json_deep_copy (mine);
  if (is_same (before, mine))
    return json_deep_copy (theirs);
  if (json_is_object (before) && json_is_object (mine) && json_is_object (theirs))
    return merge_maps (before, mine, theirs, conflict);
  if (conflict != NULL && *conflict == NULL)
    *conflict = g_strdup (name);
  return json_deep_copy (mine);
}

json_t *
profile_merge (const json_t *before, const json_t *mine, const json_t *theirs, char **conflict)
{
  if (conflict != NULL)
    *conflict = NULL;
  return merge (before, mine, theirs, "", conflict);
}
