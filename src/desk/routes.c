/* What is not in this table is not there. tests/site/desk.test.js asks for all of it as everybody. */
#include "desk/routes.h"

#include "desk/pages.h"

const Route desk_routes[] = {
  { "GET", "/desk.css", ACCESS_OPEN, 0, 0, page_stylesheet },
  { "GET", "/desk.js", ACCESS_OPEN, 0, 0, page_script },
  { "GET", "/login", ACCESS_OPEN, 0, 0, page_login },
  { "POST", "/login", ACCESS_OPEN, 0, 0, page_login_post, .at_door = TRUE },
  { "GET", "/login/code", ACCESS_HALF, 0, 0, page_code },
  { "POST", "/login/code", ACCESS_HALF, 0, 0, page_code_post, .at_door = TRUE },
  { "GET", "/link/*", ACCESS_OPEN, 0, 0, page_link },
  { "POST", "/link/*", ACCESS_OPEN, 0, 0, page_link_post, .at_door = TRUE },
  { "POST", "/logout", ACCESS_PERSON, 0, 0, page_logout },

  { "GET", "/", ACCESS_PERSON, 0, 0, page_home },
  { "GET", "/here", ACCESS_PERSON, 0, 0, page_here },
  { "GET", "/calendar", ACCESS_ANY, ACTION_READ, ACTION_READ, page_calendar },
  { "GET", "/sessions", ACCESS_PERSON, 0, 0, page_sessions },
  { "POST", "/sessions/*/end", ACCESS_PERSON, 0, 0, page_session_end },
  { "GET", "/trail", ACCESS_ANY, ACTION_TRAIL, ACTION_TRAIL, page_trail },
  { "GET", "/trail.jsonl", ACCESS_ANY, ACTION_TRAIL, ACTION_TRAIL, page_trail_file },

  { "GET", "/write", ACCESS_ANY, ACTION_BEGIN, ACTION_BEGIN, page_new },
  { "POST", "/write", ACCESS_ANY, ACTION_BEGIN, ACTION_BEGIN, page_begin, .typed = TRUE },
  { "GET", "/drafts/*", ACCESS_DRAFT, ACTION_READ, ACTION_READ, page_draft, .profile = TRUE },
  { "GET", "/drafts/*/edit", ACCESS_DRAFT, ACTION_SAVE, ACTION_SAVE, page_edit },
  { "POST", "/drafts/*/edit", ACCESS_DRAFT, ACTION_SAVE, ACTION_SAVE, page_save, .typed = TRUE },
  { "POST", "/drafts/*/autosave", ACCESS_DRAFT, ACTION_SAVE, ACTION_SAVE, page_autosave },
  { "POST", "/write/preview", ACCESS_ANY, ACTION_BEGIN, ACTION_BEGIN, page_preview_new },
  { "POST", "/drafts/*/preview", ACCESS_DRAFT, ACTION_SAVE, ACTION_SAVE, page_preview_typed },
  { "POST", "/drafts/*/merge", ACCESS_DRAFT, ACTION_SAVE, ACTION_SAVE, page_merge },
  { "GET", "/drafts/*/history", ACCESS_DRAFT, ACTION_READ, ACTION_READ, page_history },
  { "POST", "/drafts/*/return", ACCESS_DRAFT, ACTION_SAVE, ACTION_SAVE, page_return },
  { "GET", "/drafts/*/preview", ACCESS_DRAFT, ACTION_READ, ACTION_READ, page_preview, .profile = TRUE },
  { "POST", "/drafts/*/submit", ACCESS_DRAFT, ACTION_SUBMIT, ACTION_SUBMIT, page_submit, .profile = TRUE },
  { "POST", "/drafts/*/recall", ACCESS_DRAFT, ACTION_RECALL, ACTION_RECALL, page_recall, .profile = TRUE },
  { "POST", "/drafts/*/comment", ACCESS_DRAFT, ACTION_COMMENT, ACTION_COMMENT, page_comment, .typed = TRUE,
    .profile = TRUE },
  { "POST", "/drafts/*/reject", ACCESS_DRAFT, ACTION_REJECT, ACTION_REJECT, page_reject, .typed = TRUE,
    .profile = TRUE },
  { "POST", "/drafts/*/review", ACCESS_DRAFT, ACTION_REVIEW, ACTION_REVIEW, page_review, .profile = TRUE },
  { "POST", "/drafts/*/discard", ACCESS_DRAFT, ACTION_DISCARD, ACTION_DISCARD, page_discard, .profile = TRUE },
  { "GET", "/drafts/*/publish", ACCESS_DRAFT, ACTION_PUBLISH, ACTION_FORCE, page_publish, .profile = TRUE },
  { "POST", "/drafts/*/publish", ACCESS_DRAFT, ACTION_PUBLISH, ACTION_PUBLISH, page_publish_post, .profile = TRUE },
  { "POST", "/drafts/*/force", ACCESS_DRAFT, ACTION_FORCE, ACTION_FORCE, page_force_post, .profile = TRUE },
  { "GET", "/drafts/*/unschedule", ACCESS_DRAFT, ACTION_UNSCHEDULE, ACTION_UNSCHEDULE, page_unschedule },
  { "POST", "/drafts/*/unschedule", ACCESS_DRAFT, ACTION_UNSCHEDULE, ACTION_UNSCHEDULE, page_unschedule_post },
  { "POST", "/drafts/*/move", ACCESS_DRAFT, ACTION_UNSCHEDULE, ACTION_UNSCHEDULE, page_move_post },

  { "GET", "/public/find", ACCESS_ANY, ACTION_BEGIN, ACTION_BEGIN, page_find },
  { "GET", "/public/text", ACCESS_OFFICE, ACTION_READ, ACTION_READ, page_text },
  { "POST", "/public/return", ACCESS_OFFICE, ACTION_BEGIN, ACTION_BEGIN, page_text_return },
  { "POST", "/public/translate", ACCESS_OFFICE, ACTION_BEGIN, ACTION_BEGIN, page_translate },
  { "GET", "/translations", ACCESS_ANY, ACTION_BEGIN, ACTION_BEGIN, page_translations },
  { "GET", "/public", ACCESS_ANY, ACTION_BEGIN, ACTION_ERASE, page_public },
  { "POST", "/public/correct", ACCESS_OFFICE, ACTION_BEGIN, ACTION_BEGIN, page_correct },
  { "GET", "/public/withdraw", ACCESS_OFFICE, ACTION_WITHDRAW, ACTION_WITHDRAW, page_withdraw },
  { "POST", "/public/withdraw", ACCESS_OFFICE, ACTION_WITHDRAW, ACTION_WITHDRAW, page_withdraw_post },
  { "GET", "/public/restore", ACCESS_OFFICE, ACTION_RESTORE, ACTION_RESTORE, page_restore },
  { "POST", "/public/restore", ACCESS_OFFICE, ACTION_RESTORE, ACTION_RESTORE, page_restore_post },
  { "GET", "/public/erase", ACCESS_OFFICE, ACTION_ERASE, ACTION_ERASE, page_erase },
  { "POST", "/public/erase", ACCESS_OFFICE, ACTION_ERASE, ACTION_ERASE, page_erase_post },

  { "GET", "/drafts/*/links", ACCESS_DRAFT, ACTION_SHARE, ACTION_SHARE, page_links },
  { "POST", "/drafts/*/links", ACCESS_DRAFT, ACTION_SHARE, ACTION_SHARE, page_links_post },
  { "POST", "/drafts/*/links/end", ACCESS_DRAFT, ACTION_SHARE, ACTION_SHARE, page_link_end },

  { "GET", "/profile", ACCESS_ANY, ACTION_PROFILE, ACTION_PROFILE, page_profiles },
  { "GET", "/profile/*", ACCESS_OFFICE, ACTION_PROFILE, ACTION_PROFILE, page_profile },
  { "GET", "/profile/*/section", ACCESS_OFFICE, ACTION_PROFILE, ACTION_PROFILE, page_profile_section },
  { "GET", "/profile/*/entry", ACCESS_OFFICE, ACTION_PROFILE, ACTION_PROFILE, page_profile_entry },
  { "POST", "/profile/*/entry", ACCESS_OFFICE, ACTION_PROFILE, ACTION_PROFILE, page_profile_entry_post,
    .typed = TRUE },
  { "POST", "/profile/*/arrange", ACCESS_OFFICE, ACTION_PROFILE, ACTION_PROFILE, page_profile_arrange },
  { "POST", "/drafts/*/note", ACCESS_DRAFT, ACTION_SAVE, ACTION_SAVE, page_profile_note, .typed = TRUE,
    .profile = TRUE },

  { "GET", "/assets/#", ACCESS_PERSON, 0, 0, page_asset },
  { "GET", "/media/#", ACCESS_PERSON, 0, 0, page_asset },
  { NULL },
};

/* What people without an account can ask for, on a listener of its own. tests/site/press.test.js asks for all else.
 */
const Route press_routes[] = {
  { "GET", "/p/#", ACCESS_OPEN, 0, 0, page_press },
  { "GET", "/press.css", ACCESS_OPEN, 0, 0, page_stylesheet },
  { NULL },
};
