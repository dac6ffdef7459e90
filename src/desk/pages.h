/* pages.h: what is behind the addresses of the desk (routes.c). Each answers an exchange that the gate let through.
 */
#pragma once

#include "desk/exchange.h"

/* enter.c: coming in and going out */
void page_login (Exchange *exchange);
void page_login_post (Exchange *exchange);
void page_code (Exchange *exchange);
void page_code_post (Exchange *exchange);
void page_login_passkey (Exchange *exchange);
void page_code_passkey (Exchange *exchange);
void page_logout (Exchange *exchange);
void page_link (Exchange *exchange);
void page_link_post (Exchange *exchange);

/* diary.c: what there is to do */
void page_home (Exchange *exchange);
void page_stylesheet (Exchange *exchange);
void page_script (Exchange *exchange);
void page_asset (Exchange *exchange); /* of the public site, for previews */

/* calendar_page.c: what is public when */
void page_calendar (Exchange *exchange);
/* media_page.c: files of drafts, and of what is public */
void page_media (Exchange *exchange);

/* editor.c: writing */
void page_new (Exchange *exchange);
void page_begin (Exchange *exchange);
void page_edit (Exchange *exchange);
void page_save (Exchange *exchange);
void page_autosave (Exchange *exchange);

/* preview.c: the page that a text would become */
/* merge_page.c: what two saved at once */
void page_merge (Exchange *exchange);

/* history_page.c: what a draft was, and back to it */
void page_history (Exchange *exchange);
void page_return (Exchange *exchange);

/* draft_page.c: a draft as its readers see it */
void page_draft (Exchange *exchange);
void page_preview (Exchange *exchange);
void page_preview_typed (Exchange *exchange);
void page_preview_new (Exchange *exchange);

/* draft_page.c: a draft as its reviewers see it */
void page_draft (Exchange *exchange);

/* review_page.c: the way of a draft */
void page_submit (Exchange *exchange);
void page_recall (Exchange *exchange);
void page_comment (Exchange *exchange);
void page_reject (Exchange *exchange);
void page_review (Exchange *exchange);
void page_discard (Exchange *exchange);

/* release_page.c: to the public */
void page_publish (Exchange *exchange);
void page_publish_post (Exchange *exchange);
void page_force_post (Exchange *exchange);

/* schedule_page.c: what is scheduled is taken back, or given another time */
void page_unschedule (Exchange *exchange);
void page_unschedule_post (Exchange *exchange);
void page_move_post (Exchange *exchange);

/* links_page.c: who without an account can read a draft */
void page_links (Exchange *exchange);
void page_links_post (Exchange *exchange);
void page_link_end (Exchange *exchange);

/* press_page.c: what they read */
void page_press (Exchange *exchange);
void press_nothing (Exchange *exchange);   /* here, or not for them, or no longer */
void press_too_often (Exchange *exchange); /* they ask */

/* public_page.c: what is in the record */
void page_public (Exchange *exchange);
void page_find (Exchange *exchange);
void page_correct (Exchange *exchange);

/* take_back_page.c, erase_page.c: what is public is withdrawn, put back, or erased by order of law */
void page_withdraw (Exchange *exchange);
void page_withdraw_post (Exchange *exchange);
void page_restore (Exchange *exchange);
void page_restore_post (Exchange *exchange);
void page_erase (Exchange *exchange);
void page_erase_post (Exchange *exchange);

/* text_page.c: one text of the record, in all its languages */
void page_text (Exchange *exchange);
void page_text_return (Exchange *exchange);
void page_translate (Exchange *exchange);
void page_translations (Exchange *exchange);
/* profile_page.c, profile_entry_page.c: what the office says about itself */
void page_profiles (Exchange *exchange);
void page_profile (Exchange *exchange);
void page_profile_section (Exchange *exchange);
void page_profile_entry (Exchange *exchange);
void page_profile_entry_post (Exchange *exchange);
void page_profile_arrange (Exchange *exchange);

/* profile_history_page.c: its editions, and back to one */
void page_profile_history (Exchange *exchange);
void page_profile_return (Exchange *exchange);

/* profile_draft_page.c: its draft; for draft_page.c the first two */
void page_profile_draft (Exchange *exchange);
void page_profile_preview (Exchange *exchange);
void page_profile_note (Exchange *exchange);

/* account.c: one's sessions; trail_page.c: who did what */
void page_here (Exchange *exchange);
void page_sessions (Exchange *exchange);
/* account.c: one's own account */
void page_account (Exchange *exchange);
void page_session_end (Exchange *exchange);
void page_sessions_end (Exchange *exchange);
void page_password (Exchange *exchange);
void page_password_post (Exchange *exchange);

/* passkey_page.c: passkeys */
void page_passkey (Exchange *exchange);
void page_passkey_begin (Exchange *exchange);
void page_passkey_options (Exchange *exchange);
void page_passkey_post (Exchange *exchange);
void page_passkey_remove (Exchange *exchange);
void page_passkey_remove_post (Exchange *exchange);
void page_login_options (Exchange *exchange);
void page_code_options (Exchange *exchange);
void page_again_options (Exchange *exchange);

/* device_page.c: codes of a device, and recovery codes */
void page_device (Exchange *exchange);
void page_device_begin (Exchange *exchange);
void page_device_picture (Exchange *exchange);
void page_device_confirm (Exchange *exchange);
void page_device_off (Exchange *exchange);
void page_device_off_post (Exchange *exchange);
void page_recovery (Exchange *exchange);
void page_recovery_post (Exchange *exchange);

/* people_page.c, people_do.c: who works at the desk, for administrators */
void page_people (Exchange *exchange);
void page_person_new (Exchange *exchange);
void page_person_add (Exchange *exchange);
void page_person (Exchange *exchange);
void page_person_roles (Exchange *exchange);
void page_person_edit (Exchange *exchange);
void page_person_particulars (Exchange *exchange);
void page_person_reset (Exchange *exchange);
void page_person_reset_post (Exchange *exchange);
void page_person_reset_all (Exchange *exchange);
void page_person_reset_all_post (Exchange *exchange);
void page_person_disable (Exchange *exchange);
void page_person_disable_post (Exchange *exchange);
void page_person_enable (Exchange *exchange);
void page_person_enable_post (Exchange *exchange);
void page_two_on (Exchange *exchange);
void page_two_on_post (Exchange *exchange);
void page_two_off (Exchange *exchange);
void page_two_off_post (Exchange *exchange);

/* trail_page.c: who did what */
void page_trail (Exchange *exchange);
void page_trail_file (Exchange *exchange);
