-- Every statement of the desk's file, by name. Parameters are $1, $2, …; SQL null as a filter's parameter means "any".

-- Checking

-- name: integrity
PRAGMA integrity_check;

-- name: breach_references
SELECT "table" || ' ' || coalesce (rowid, '') FROM pragma_foreign_key_check;

-- name: breach_versions
SELECT d.id FROM draft d LEFT JOIN draft_version v ON v.draft = d.id AND v.version = d.version WHERE v.version IS NULL;

-- name: breach_states
SELECT d.id FROM draft d WHERE (d.state = 'scheduled') <> (d.number > 0) OR (d.number = 0 AND d.taking_back IS NOT NULL);

-- name: claims
SELECT id, office, document, language, number, visible_from, publishing = 1 OR taking_back IS NOT NULL
FROM draft WHERE number > 0 ORDER BY id;

-- name: two_person
SELECT two_person FROM office_setting WHERE office = $1;

-- name: set_two_person
INSERT INTO office_setting (office, two_person) VALUES ($1, $2) ON CONFLICT (office) DO UPDATE SET two_person = excluded.two_person;

-- People

-- part: person
SELECT p.id, p.name, p.display, p.address, p.disabled, p.password IS NOT NULL, p.totp IS NOT NULL,
       (SELECT count (*) FROM recovery_code r WHERE r.person = p.id), p.added, p.logged_in,
       (SELECT count (*) FROM passkey k WHERE k.person = p.id)
FROM person p

-- name: person
{{person}} WHERE p.id = $1;

-- name: person_named
{{person}} WHERE p.name = $1;

-- name: people
{{person}} ORDER BY p.name;

-- name: count_people
SELECT count (*) FROM person;

-- name: person_name
SELECT name FROM person WHERE id = $1;

-- name: add_person
INSERT INTO person (name, display, address, added) VALUES ($1, $2, $3, $4) RETURNING id;

-- name: set_person
UPDATE person SET display = $2, address = $3 WHERE id = $1;

-- name: set_disabled
UPDATE person SET disabled = $2 WHERE id = $1;

-- name: note_login
UPDATE person SET logged_in = $2 WHERE id = $1;

-- name: grants
SELECT role, office, language FROM person_grant WHERE person = $1
ORDER BY CASE role WHEN 'writer' THEN 0 WHEN 'editor' THEN 1 WHEN 'publisher' THEN 2 ELSE 3 END, office, language;

-- name: remove_grants
DELETE FROM person_grant WHERE person = $1;

-- name: add_grant
INSERT INTO person_grant (person, role, office, language) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;

-- name: count_administrators
SELECT count (*) FROM person p JOIN person_grant g ON g.person = p.id
WHERE p.disabled = 0 AND g.role = 'administrator' AND g.office = '' AND g.language = '';

-- name: password
SELECT id, password, disabled, totp IS NOT NULL OR EXISTS (SELECT 1 FROM passkey k WHERE k.person = person.id)
FROM person WHERE name = $1;

-- name: set_password
UPDATE person SET password = $2 WHERE id = $1;

-- name: totp
SELECT totp, totp_step FROM person WHERE id = $1;

-- name: set_totp
UPDATE person SET totp = $2, totp_step = $3 WHERE id = $1;

-- name: use_totp
UPDATE person SET totp_step = $2 WHERE id = $1 AND totp_step < $2;

-- name: remove_recovery_codes
DELETE FROM recovery_code WHERE person = $1;

-- name: add_recovery_code
INSERT INTO recovery_code (person, hash) VALUES ($1, $2);

-- name: use_recovery_code
DELETE FROM recovery_code WHERE person = $1 AND hash = $2 RETURNING 1;

-- name: set_totp_setup
INSERT INTO totp_setup (person, secret, begun) VALUES ($1, $2, $3)
ON CONFLICT (person) DO UPDATE SET secret = excluded.secret, begun = excluded.begun;

-- name: totp_setup
SELECT secret FROM totp_setup WHERE person = $1 AND begun > $2;

-- name: tidy_totp_setups
DELETE FROM totp_setup WHERE begun <= $1;

-- name: remove_totp_setup
DELETE FROM totp_setup WHERE person = $1;

-- Passkeys

-- part: passkey
SELECT id, person, credential, algorithm, key, counter, name, host, added, used FROM passkey

-- name: passkeys
{{passkey}} WHERE person = $1 ORDER BY id;

-- name: passkey
{{passkey}} WHERE person = $1 AND id = $2;

-- name: passkey_of_credential
{{passkey}} WHERE credential = $1;

-- name: add_passkey
INSERT INTO passkey (person, credential, algorithm, key, counter, name, host, added) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: use_passkey
UPDATE passkey SET counter = $2, used = $3 WHERE id = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0)) RETURNING 1;

-- name: remove_passkey
DELETE FROM passkey WHERE id = $1;

-- name: remove_passkeys
DELETE FROM passkey WHERE person = $1;

-- name: passkey_handle
SELECT handle FROM passkey_holder WHERE person = $1;

-- name: add_passkey_handle
INSERT INTO passkey_holder (person, handle) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- name: use_challenge
INSERT INTO used_challenge (hash, expires) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1;

-- name: tidy_challenges
DELETE FROM used_challenge WHERE expires <= $1;

-- Links

-- name: add_link
INSERT INTO link (hash, purpose, person, expires) VALUES ($1, $2, $3, $4);

-- name: link
SELECT l.purpose, l.person, l.expires FROM link l
WHERE l.hash = $1 AND l.expires > $2 AND (l.person IS NOT NULL OR NOT EXISTS (SELECT 1 FROM person));

-- name: remove_links
DELETE FROM link WHERE person IS $1;

-- Sessions

-- part: alive
s.begun > $2 AND s.seen > $3 AND (s.half = 0 OR s.begun > $4)

-- part: session
SELECT s.id, s.person, s.half, s.place, s.agent, s.begun, s.seen, s.asked FROM session s JOIN person p ON p.id = s.person

-- name: session
{{session}} WHERE s.hash = $1 AND {{alive}} AND p.disabled = 0;

-- name: sessions
{{session}} WHERE s.person = $1 AND {{alive}} AND s.half = 0 ORDER BY s.seen DESC, s.id DESC;

-- name: add_session
INSERT INTO session (hash, person, half, place, agent, begun, seen, asked) VALUES ($1, $2, $3, $4, $5, $6, $6, $6);

-- name: see_session
UPDATE session SET seen = $2 WHERE id = $1;

-- name: session_asked
UPDATE session SET asked = $2 WHERE id = $1;

-- name: end_session
DELETE FROM session WHERE person = $1 AND id = $2 RETURNING 1;

-- name: end_sessions
DELETE FROM session WHERE person = $1 AND id <> $2;

-- name: tidy_sessions
DELETE FROM session AS s WHERE NOT ({{alive}});

-- name: tidy_links
DELETE FROM link WHERE expires <= $1;

-- name: tidy_attempts
DELETE FROM attempt WHERE last < $1 AND free < $1;

-- Attempts

-- name: attempt
SELECT failures, last, free FROM attempt WHERE subject = $1;

-- name: set_attempt
INSERT INTO attempt (subject, failures, last, free) VALUES ($1, $2, $3, $4)
ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, last = excluded.last, free = excluded.free;

-- name: remove_attempt
DELETE FROM attempt WHERE subject = $1;

-- name: forgive_attempt
UPDATE attempt SET failures = failures - 1, free = 0 WHERE subject = $1 AND failures > 0;

-- Drafts

-- part: state
CASE WHEN d.state = 'scheduled' AND d.visible_from <= $1 THEN 'published' ELSE d.state END

-- part: draft
SELECT d.id, d.office, d.language, d.document, d.based_on, d.kind, d.title, {{state}}, d.version,
       d.begun_by, d.begun, b.display, d.saved_by, d.saved, s.display, d.submitted_by, d.submitted, u.display,
       d.publishing, d.published_by, p.display, d.force_reason, d.reviewed, d.number, d.visible_from,
       d.held_by, h.display, d.held, d.taking_back, d.moving_to

-- part: with_people
LEFT JOIN person b ON b.id = d.begun_by LEFT JOIN person s ON s.id = d.saved_by
  LEFT JOIN person u ON u.id = d.submitted_by LEFT JOIN person p ON p.id = d.published_by
  LEFT JOIN person h ON h.id = d.held_by AND d.held > $2

-- part: whole
JOIN draft_version v ON v.draft = d.id AND v.version = d.version

-- name: draft
{{draft}}, v.text FROM draft d {{whole}} {{with_people}} WHERE d.id = $3;

-- name: draft_of
{{draft}}, v.text FROM draft d {{whole}} {{with_people}}
WHERE d.office = $3 AND d.document = $4 AND d.language = $5 AND d.visible_from > $1 ORDER BY d.number LIMIT 1;

-- name: drafts_publishing
{{draft}}, v.text FROM draft d {{whole}} {{with_people}} WHERE d.publishing = 1 ORDER BY d.saved;

-- name: drafts_taking_back
{{draft}}, v.text FROM draft d {{whole}} {{with_people}} WHERE d.taking_back IS NOT NULL ORDER BY d.saved;

-- What a list is of. Which index leads to it the name says: what is still to come, what is of a document, what somebody
-- began, what waits for a review, or all. ("+": few rows are sorted, rather than all read in their order.)

-- part: matching
($3 IS NULL OR d.office = $3) AND ($4 IS NULL OR d.language = $4) AND ($5 IS NULL OR d.document = $5)
  AND ($6 IS NULL OR {{state}} = $6) AND ($7 = 0 OR d.begun_by = $7)

-- part: page
ORDER BY d.saved DESC, d.id LIMIT $8 OFFSET $9

-- part: page_of_few
ORDER BY +d.saved DESC, d.id LIMIT $8 OFFSET $9

-- name: drafts_coming
{{draft}}, NULL FROM draft d {{with_people}} WHERE d.visible_from > $1 AND {{matching}} {{page_of_few}};

-- name: drafts_scheduled
{{draft}}, NULL FROM draft d {{with_people}}
WHERE d.visible_from > $1 AND d.visible_from < 9223372036854775807 ORDER BY d.visible_from, d.id LIMIT $3 OFFSET $4;

-- name: drafts_overdue
{{draft}}, NULL FROM draft d {{with_people}}
WHERE d.visible_from = 9223372036854775807 AND d.state = 'submitted' AND d.publishing = 0 AND d.submitted < $3
ORDER BY d.submitted LIMIT $4;

-- name: drafts_of_document
{{draft}}, NULL FROM draft d {{with_people}} WHERE d.document = $5 AND {{matching}} {{page_of_few}};

-- name: drafts_of_person
{{draft}}, NULL FROM draft d {{with_people}} WHERE d.begun_by = $7 AND {{matching}} {{page}};

-- name: drafts_to_review
{{draft}}, NULL FROM draft d {{with_people}}
WHERE d.force_reason IS NOT NULL AND d.reviewed = 0 AND d.number > 0 AND {{matching}} {{page_of_few}};

-- name: drafts_all
{{draft}}, NULL FROM draft d {{with_people}} WHERE {{matching}} {{page}};

-- name: count_drafts_coming
SELECT count (*) FROM draft d WHERE d.visible_from > $1 AND {{matching}};

-- name: count_drafts_of_document
SELECT count (*) FROM draft d WHERE d.document = $5 AND {{matching}};

-- name: count_drafts_of_person
SELECT count (*) FROM draft d WHERE d.begun_by = $7 AND {{matching}};

-- name: count_drafts_to_review
SELECT count (*) FROM draft d WHERE d.force_reason IS NOT NULL AND d.reviewed = 0 AND d.number > 0 AND {{matching}};

-- name: count_drafts_all
SELECT count (*) FROM draft d WHERE {{matching}};

-- name: add_draft
INSERT INTO draft (id, office, document, language, based_on, kind, title, state, version, begun_by, begun, saved_by, saved)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'draft', 1, $8, $9, $8, $9);

-- What is saved is a draft, whatever it was.
-- name: save_draft
UPDATE draft SET version = $2, kind = $3, title = $4, saved_by = $5, saved = $6, state = 'draft', submitted_by = NULL,
  submitted = NULL WHERE id = $1;

-- name: rebase_draft
UPDATE draft SET based_on = $2 WHERE id = $1;

-- name: discard_draft
DELETE FROM draft WHERE id = $1;

-- name: discard_versions
DELETE FROM draft_version WHERE draft = $1;

-- Files

-- name: add_file
INSERT INTO media (digest, type, content) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: add_file_use
INSERT INTO draft_media (draft, name, digest, of, width, height) VALUES ($1, $2, $3, $4, $5, $6);

-- name: files
SELECT u.name, u.of, u.digest, m.type, length (m.content), u.width, u.height
FROM draft_media u JOIN media m ON m.digest = u.digest WHERE u.draft = $1 ORDER BY u.rowid;

-- name: file
SELECT type, content FROM media WHERE digest = $1;

-- name: drafts_with_file
SELECT DISTINCT draft FROM draft_media WHERE digest = $1;

-- name: discard_file_uses
DELETE FROM draft_media WHERE draft = $1;

-- name: forget_public_file_uses
DELETE FROM draft_media WHERE draft IN (SELECT u.draft FROM draft_media u JOIN draft d ON d.id = u.draft
                                        WHERE d.number > 0 AND d.visible_from <= $1);

-- name: forget_files
DELETE FROM media WHERE NOT EXISTS (SELECT 1 FROM draft_media u WHERE u.digest = media.digest);

-- name: discard_remarks
DELETE FROM remark WHERE draft = $1;

-- name: submit_draft
UPDATE draft SET state = 'submitted', submitted_by = $2, submitted = $3 WHERE id = $1;

-- name: set_draft_state
UPDATE draft SET state = $2, submitted_by = NULL, submitted = NULL WHERE id = $1;

-- name: publish_draft
UPDATE draft SET publishing = 1, published_by = $2, force_reason = $3, reviewed = 0 WHERE id = $1;

-- name: draft_published
UPDATE draft SET publishing = 0, state = 'scheduled', number = $2, visible_from = $3 WHERE id = $1;

-- name: renumber_draft
UPDATE draft SET number = $2 WHERE id = $1;

-- name: draft_not_published
UPDATE draft SET publishing = 0, published_by = NULL, force_reason = NULL WHERE id = $1;

-- name: rename_document
UPDATE draft SET document = $3 WHERE office = $1 AND document = $2;

-- name: unschedule_draft
UPDATE draft SET state = 'draft', number = 0, visible_from = 9223372036854775807, published_by = NULL,
  force_reason = NULL, reviewed = 0, submitted_by = NULL, submitted = NULL, taking_back = NULL, moving_to = NULL WHERE id = $1;

-- name: count_open
SELECT count (*) FROM draft WHERE office = $1 AND document = $2 AND language = $3 AND number = 0;

-- name: take_back_draft
UPDATE draft SET taking_back = $2, moving_to = $3 WHERE id = $1;

-- name: draft_not_taken_back
UPDATE draft SET taking_back = NULL, moving_to = NULL WHERE id = $1;

-- name: draft_moved
UPDATE draft SET taking_back = NULL, moving_to = NULL, version = $2, number = $3, visible_from = $4, based_on = $5
WHERE id = $1;

-- name: review_draft
UPDATE draft SET reviewed = 1 WHERE id = $1;

-- name: hold_draft
UPDATE draft SET held_by = $2, held = $3 WHERE id = $1;

-- name: release_draft
UPDATE draft SET held_by = NULL, held = 0 WHERE id = $1 AND held_by = $2;

-- name: add_version
INSERT INTO draft_version (draft, version, person, saved, autosave, kind, title, text)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- part: version
SELECT v.version, v.person, p.display, v.saved, v.autosave, v.kind, v.title

-- name: versions
{{version}}, NULL FROM draft_version v LEFT JOIN person p ON p.id = v.person WHERE v.draft = $1 ORDER BY v.version DESC;

-- name: version
{{version}}, v.text FROM draft_version v LEFT JOIN person p ON p.id = v.person WHERE v.draft = $1 AND v.version = $2;

-- Of the autosaves before $2 the last of each span of $3 stays; so does what was talked about.
-- name: thin_versions
DELETE FROM draft_version AS v
WHERE v.draft = $1 AND v.autosave = 1 AND v.saved < $2
  AND EXISTS (SELECT 1 FROM draft_version n WHERE n.draft = v.draft AND n.version > v.version AND n.saved / $3 = v.saved / $3)
  AND NOT EXISTS (SELECT 1 FROM remark r WHERE r.draft = v.draft AND r.version = v.version)
  AND v.version <> (SELECT d.version FROM draft d WHERE d.id = v.draft);

-- name: add_remark
INSERT INTO remark (draft, type, version, person, at, text) VALUES ($1, $2, $3, $4, $5, $6);

-- name: remarks
SELECT r.id, r.type, r.version, r.person, p.display, r.at, r.text
FROM remark r LEFT JOIN person p ON p.id = r.person WHERE r.draft = $1 ORDER BY r.id;

-- Erasing, by order of law: of office $1, document $2 and language $3 what became edition $4 (0: any), and what is being
-- written from it. What was written later began from those words (“erased_before”): what it became stays, what it was before
-- goes.

-- part: to_erase
d.office = $1 AND d.document = $2 AND d.language = $3 AND ($4 = 0 OR d.number = $4 OR (d.number = 0 AND d.based_on = $4))

-- part: erased
SELECT d.id FROM draft d WHERE {{to_erase}}

-- part: open
SELECT d.id FROM draft d WHERE {{to_erase}} AND d.number = 0 AND d.publishing = 0

-- part: erased_before
version < (SELECT l.version FROM draft l WHERE l.id = draft_version.draft) AND draft IN (
  SELECT d.id FROM draft d
  WHERE d.office = $1 AND d.document = $2 AND d.language = $3 AND $4 > 0 AND d.based_on >= $4)

-- name: count_erasing
SELECT count (*) FROM draft_version WHERE draft IN ({{erased}}) OR ({{erased_before}});

-- name: erase_remarks
UPDATE remark SET text = '' WHERE draft IN ({{erased}});

-- name: erase_versions
UPDATE draft_version SET title = '', text = '' WHERE draft IN ({{erased}}) OR ({{erased_before}});

-- name: erase_file_uses
DELETE FROM draft_media WHERE draft IN ({{erased}});

-- name: erase_titles
UPDATE draft AS d SET title = '' WHERE {{to_erase}};

-- name: erase_open_visits
DELETE FROM press_visit WHERE link IN (SELECT id FROM press_link WHERE draft IN ({{open}}));

-- name: erase_open_links
DELETE FROM press_link WHERE draft IN ({{open}});

-- name: erase_open_remarks
DELETE FROM remark WHERE draft IN ({{open}});

-- name: erase_open_versions
DELETE FROM draft_version WHERE draft IN ({{open}});

-- name: erase_open_drafts
DELETE FROM draft AS d WHERE {{to_erase}} AND d.number = 0 AND d.publishing = 0;

-- Links for people without an account

-- part: press_link
SELECT l.id, l.draft, l.purpose, l.recipient, p.display, l.made, l.expires, l.ended,
       (SELECT count (*) FROM press_visit v WHERE v.link = l.id), (SELECT max (v.at) FROM press_visit v WHERE v.link = l.id)
FROM press_link l LEFT JOIN person p ON p.id = l.made_by

-- name: press_links
{{press_link}} WHERE l.draft = $1 ORDER BY l.id DESC;

-- name: press_link
{{press_link}} WHERE l.hash = $1 AND l.expires > $2 AND l.ended IS NULL;

-- name: add_press_link
INSERT INTO press_link (draft, purpose, hash, recipient, made_by, made, expires) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: end_press_link
UPDATE press_link SET ended = $3 WHERE draft = $1 AND id = $2 AND ended IS NULL
RETURNING id, draft, purpose, recipient, NULL, made, expires, ended, 0, NULL;

-- name: press_recipients
SELECT DISTINCT recipient FROM press_link
WHERE draft = $1 AND expires > $2 AND ended IS NULL ORDER BY recipient;

-- name: add_press_visit
INSERT INTO press_visit (link, at, place, agent, file) VALUES ($1, $2, $3, $4, $5);

-- name: press_visits
SELECT at, place, agent, file FROM press_visit WHERE link = $1 ORDER BY id DESC LIMIT $2;

-- name: discard_press_visits
DELETE FROM press_visit WHERE link IN (SELECT id FROM press_link WHERE draft = $1);

-- name: discard_press_links
DELETE FROM press_link WHERE draft = $1;

-- The trail

-- name: add_trail
INSERT INTO trail (at, person, name, place, action, office, document, before, after)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- Which index leads to what is looked for the name says; all are read in the order of the lines, so a page ends early.
-- part: looked_for
($1 IS NULL OR t.name = $1) AND ($2 IS NULL OR t.office = $2) AND ($3 IS NULL OR t.document = $3)
  AND ($4 = '' OR t.action = $4 OR (substr (t.action, 1, length ($4)) = $4 AND (instr ($4, '.') = 0 OR substr ($4, -1) = '.'))) AND +t.at >= $5 AND +t.at < $6

-- part: entries
SELECT t.id, t.at, t.person, t.name, t.place, t.action, t.office, t.document, t.before, t.after FROM trail t WHERE {{looked_for}}

-- part: newest
AND t.id < $7 ORDER BY t.id DESC LIMIT $8

-- part: oldest
AND t.id > $7 ORDER BY t.id LIMIT $8

-- name: trail_all_newest
{{entries}} {{newest}};

-- name: trail_of_document_newest
{{entries}} AND t.document = $3 {{newest}};

-- name: trail_of_person_newest
{{entries}} AND t.name = $1 {{newest}};

-- name: trail_of_action_newest
{{entries}} AND t.action = $4 {{newest}};

-- name: trail_of_office_newest
{{entries}} AND t.office = $2 {{newest}};

-- name: trail_all_oldest
{{entries}} {{oldest}};

-- name: trail_of_document_oldest
{{entries}} AND t.document = $3 {{oldest}};

-- name: trail_of_person_oldest
{{entries}} AND t.name = $1 {{oldest}};

-- name: trail_of_action_oldest
{{entries}} AND t.action = $4 {{oldest}};

-- name: trail_of_office_oldest
{{entries}} AND t.office = $2 {{oldest}};
