/* profile_view.h: a profile in work as pages show it. */
#pragma once

#include "desk/profile/profile_check.h"
#include "desk/profile/profile_work.h"

/* "profile_section_clocks" and the like. Borrowed. */
const char *profile_word (const Exchange *exchange, const char *before, const char *name);

/* The entry of a list, the whole for "name", a contact for "hours"; NULL: there is none. Borrowed. */
json_t *profile_entry (json_t *tree, const char *section, guint index);
/* The list that the entries of SECTION stand in. */
const char *profile_list_of (const char *section);

/* The fields of ENTRY with what stands in them, and what is wrong there. Transfer full. */
json_t *profile_fields_view (const Exchange *exchange, const ProfileWork *work, const char *section, guint index,
                             const json_t *entry, const GPtrArray *problems);
/* All that ENTRY says, a line a field. Transfer full. */
char *profile_entry_text (const Exchange *exchange, const Profile *profile, const char *section, const json_t *entry);
/* The same of all that TREE says in SECTION. */
char *profile_section_text (const Exchange *exchange, const Profile *profile, const char *section, json_t *tree);
/* [{label, html}] of the parts that differ, word by word; html is escaped. Transfer full. */
json_t *profile_differences (const Exchange *exchange, const Profile *profile, json_t *before, json_t *after);
/* What a counter says today, in the desk's language if the office speaks it. Transfer full; NULL: nothing. */
char *profile_counter_today (const Exchange *exchange, const Profile *profile, guint index);
/* What is wrong, with links to where. Transfer full. */
json_t *profile_problems_view (const Exchange *exchange, const ProfileWork *work, const GPtrArray *problems);
/* Which text it is of that the page shows, for the form that changes it. */
void profile_put_read (json_t *view, const ProfileWork *work);
