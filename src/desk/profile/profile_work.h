/* profile_work.h: the profile of an office as somebody works on it: what is public, and the draft of what will be.
 *
 * The draft is a draft like any other (cabinet/draft.h): its text is a source whose body is the profile's YAML. It
 * begins with the first change that is saved. */
#pragma once

#include "desk/exchange.h"
#include "desk/text/source.h"

typedef struct
{
  char *office;
  Edition *last;           /* the newest edition in the record, which may be still to come */
  Edition *base;           /* the one that the draft began from; without a draft, the one in force */
  Profile *profile;        /* of it: whose languages and zones */
  CabinetDraft *draft;     /* NULL: nobody has begun to change it */
  CabinetDraft *scheduled; /* in the record, and not public yet; or NULL */
  Source *source;          /* the draft's; or one that has the base for its body */
  json_t *tree;            /* of its body */
} ProfileWork;

/* NULL with ERROR set. Transfer full. */
ProfileWork *profile_work_open (Exchange *exchange, const char *office, GError **error);
/* The same of a draft that is there, whatever became of it since. */
ProfileWork *profile_work_of_draft (Exchange *exchange, const CabinetDraft *draft, GError **error);
/* The same with the text that DRAFT has here. */
ProfileWork *profile_work_of_text (Exchange *exchange, const CabinetDraft *draft, GError **error);
void profile_work_free (ProfileWork *work);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ProfileWork, profile_work_free)

/* The edition of the profile that will be in force at AT, as far as it is known now. NULL with ERROR set. */
Edition *profile_in_force (Exchange *exchange, const char *office, Instant at, GError **error);
/* Of a text of YAML, for one that can be read. Transfer full; NULL with ERROR set. */
json_t *profile_tree_read (const char *yaml, GError **error);
/* The tree of the edition NUMBER, or of the version VERSION of the draft ID. NULL: it is not there any more. */
json_t *profile_tree_before (Exchange *exchange, const ProfileWork *work, const char *id, gint64 version,
                             unsigned number);

/* Whether the draft can be saved: neither in the record nor on its way there. */
gboolean profile_work_is_open (const ProfileWork *work);
/* TREE is its body, which is not saved. What says the same stays as it is written. */
void profile_work_set (ProfileWork *work, json_t *tree);
/* Save TREE as the body of the draft, which is begun if there is none, and read it again. FALSE with ERROR set:
 * CONFLICT or EXISTS if somebody was quicker. */
gboolean profile_work_save (Exchange *exchange, ProfileWork *work, json_t *tree, GError **error);
