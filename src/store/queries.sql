-- Every statement of the store, by name, in the dialect that SQLite and PostgreSQL share. Parameters are $1, $2, …
-- An empty text as a filter's parameter means "any".

-- name: offices
SELECT name FROM office ORDER BY position;

-- name: add_office
INSERT INTO office (name, position) SELECT $1, count(*) FROM office;

-- name: profile
SELECT id, office, document, language, number, kind, state, published, recorded, imported, dated, superseded, slug, path,
       title, summary, change_note, fields, lead, body, html, contents
FROM visible_edition
WHERE office = $1 AND kind = 'profile' AND superseded IS NULL
ORDER BY number DESC LIMIT 1;

-- name: latest
SELECT id, office, document, language, number, kind, state, published, recorded, imported, dated, superseded, slug, path,
       title, summary, change_note, fields, lead
FROM visible_edition
WHERE office = $1 AND language = $2 AND kind <> 'profile' AND state = 'published' AND title <> '' AND superseded IS NULL
ORDER BY dated DESC, id DESC LIMIT $3;

-- Lists and counts go three ways: along the dates of all messages, along the addresses of a period, or, where the filter
-- names a topic, a place or a speaker ($9 and $10), along those that have it. All take the same parameters.

-- part: matching
v.office = $1 AND v.language = $2 AND v.kind <> 'profile' AND v.state <> 'erased' AND v.title <> '' AND v.superseded IS NULL
  AND ($3 = '' OR v.kind = $3)

-- part: period
{{matching}} AND v.path >= $7 AND v.path < $8

-- part: chosen
f.office = $1 AND f.language = $2 AND f.dimension = $9 AND f.slug = $10 AND f.superseded IS NULL
  AND ($3 = '' OR f.kind = $3) AND f.month >= $7 AND f.month < $8
  AND ($4 = '' OR $9 = 'topic' OR EXISTS (SELECT 1 FROM visible_facet g WHERE g.edition = f.edition AND g.dimension = 'topic' AND g.slug = $4))
  AND ($5 = '' OR $9 = 'place' OR EXISTS (SELECT 1 FROM visible_facet g WHERE g.edition = f.edition AND g.dimension = 'place' AND g.slug = $5))
  AND ($6 = '' OR $9 = 'speaker' OR EXISTS (SELECT 1 FROM visible_facet g WHERE g.edition = f.edition AND g.dimension = 'speaker' AND g.slug = $6))

-- part: columns
v.id, v.office, v.document, v.language, v.number, v.kind, v.state, v.published, v.recorded, v.imported, v.dated,
       v.superseded, v.slug, v.path, v.title, v.summary, v.change_note, v.fields, v.lead

-- name: list
SELECT {{columns}}
FROM visible_edition v
WHERE {{matching}}
ORDER BY v.dated DESC, v.id DESC LIMIT $11 OFFSET $12;

-- name: list_period
SELECT {{columns}}
FROM visible_edition v
WHERE {{period}}
ORDER BY v.dated DESC, v.id DESC LIMIT $11 OFFSET $12;

-- name: list_chosen
SELECT {{columns}}
FROM (SELECT f.edition, f.dated FROM visible_facet f WHERE {{chosen}}
      ORDER BY f.dated DESC, f.edition DESC LIMIT $11 OFFSET $12) c JOIN visible_edition v ON v.id = c.edition
ORDER BY v.dated DESC, v.id DESC;

-- What is found by its words ($1, an expression of FTS5), older than the place $2. A place is a number that grows with the
-- date, so the newest come first. The words are walked, and each edition is looked up by its id.

-- name: search
SELECT {{columns}}, '', '', '', s.rowid
FROM search s CROSS JOIN visible_edition v ON v.id = (s.rowid & 268435455)
WHERE s.search = $1 AND s.rowid < $2 AND v.superseded IS NULL AND v.state <> 'erased'
ORDER BY s.rowid DESC LIMIT $3;

-- name: count_period
SELECT count (*) FROM visible_edition v WHERE {{period}};

-- name: count_chosen
SELECT count (*) FROM visible_facet f WHERE {{chosen}};

-- name: count_by_month_period
SELECT substr (v.path, 1, 7) AS month, '', count (*)
FROM visible_edition v WHERE {{period}} GROUP BY month ORDER BY month DESC;

-- name: count_by_month_chosen
SELECT f.month, '', count (*)
FROM visible_facet f WHERE {{chosen}} GROUP BY f.month ORDER BY f.month DESC;

-- name: count_by_kind_period
SELECT v.kind, '', count (*)
FROM visible_edition v WHERE {{period}} GROUP BY v.kind ORDER BY count (*) DESC, v.kind;

-- name: count_by_kind_chosen
SELECT f.kind, '', count (*)
FROM visible_facet f WHERE {{chosen}} GROUP BY f.kind ORDER BY count (*) DESC, f.kind;

-- name: count_by_facet_period
SELECT g.slug, max (g.label), count (*)
FROM visible_edition v CROSS JOIN visible_facet g ON g.edition = v.id
WHERE {{period}} AND g.dimension = $11
GROUP BY g.slug ORDER BY count (*) DESC, g.slug LIMIT 40;

-- name: count_by_facet_chosen
SELECT g.slug, max (g.label), count (*)
FROM visible_facet f CROSS JOIN visible_facet g ON g.edition = f.edition
WHERE {{chosen}} AND g.dimension = $11
GROUP BY g.slug ORDER BY count (*) DESC, g.slug LIMIT 40;

-- What is not narrowed but by its kind is read from the tally. Months stand in their order, all else by how often.

-- name: tally_total
SELECT coalesce (sum (count), 0) FROM visible_tally
WHERE office = $1 AND language = $2 AND kind = $3 AND dimension = 'month';

-- name: tally_months
SELECT slug, '', sum (count) FROM visible_tally
WHERE office = $1 AND language = $2 AND kind = $3 AND dimension = 'month'
GROUP BY slug HAVING sum (count) > 0 ORDER BY slug DESC;

-- name: tally
SELECT slug, max (label), sum (count) FROM visible_tally
WHERE office = $1 AND language = $2 AND kind = $3 AND dimension = $4
GROUP BY slug HAVING sum (count) > 0 ORDER BY sum (count) DESC, slug LIMIT 40;

-- At an instant after which much was to come, to correct the tally costs more than to count anew: that reads indexes alone.

-- name: much_to_come
SELECT count (*) FROM (SELECT 1 FROM visible_change WHERE office = $1 LIMIT 400);

-- part: then
v.office = $1 AND v.language = $2 AND v.kind <> 'profile' AND v.state <> 'erased' AND v.superseded IS NULL
  AND ($3 = '' OR v.kind = $3)

-- name: past_total
SELECT count (*) FROM visible_edition v WHERE {{then}};

-- name: past_kinds
SELECT v.kind, '', count (*) FROM visible_edition v WHERE {{then}} GROUP BY v.kind ORDER BY count (*) DESC, v.kind;

-- name: past_months
SELECT substr (v.path, 1, 7) AS month, '', count (*) FROM visible_edition v WHERE {{then}} AND v.path >= '' GROUP BY month ORDER BY month DESC;

-- name: past_facets
SELECT c.slug, (SELECT g.label FROM visible_facet g
                WHERE g.office = $1 AND g.language = $2 AND g.dimension = $4 AND g.slug = c.slug LIMIT 1), c.count
FROM (SELECT f.slug, count (*) AS count FROM visible_facet f
      WHERE f.office = $1 AND f.language = $2 AND f.dimension = $4 AND f.superseded IS NULL AND ($3 = '' OR f.kind = $3)
      GROUP BY f.slug ORDER BY count (*) DESC, f.slug LIMIT 40) c
ORDER BY c.count DESC, c.slug;

-- name: edition_at_path
SELECT id, office, document, language, number, kind, state, published, recorded, imported, dated, superseded, slug, path,
       title, summary, change_note, fields, lead, NULL, html, contents
FROM visible_edition
WHERE office = $1 AND language = $2 AND path = $3 AND kind <> 'profile'
ORDER BY superseded IS NULL DESC, number DESC LIMIT 1;

-- name: edition_current
SELECT id, office, document, language, number, kind, state, published, recorded, imported, dated, superseded, slug, path,
       title, summary, change_note, fields, lead, NULL, html, contents
FROM visible_edition
WHERE office = $1 AND document = $2 AND language = $3 AND superseded IS NULL
ORDER BY number DESC LIMIT 1;

-- name: edition_number
SELECT id, office, document, language, number, kind, state, published, recorded, imported, dated, superseded, slug, path,
       title, summary, change_note, fields, lead, body, html, contents
FROM visible_edition
WHERE office = $1 AND document = $2 AND language = $3 AND number = $4;

-- name: chain
SELECT id, office, document, language, number, kind, state, published, recorded, imported, dated, superseded, slug, path,
       title, summary, change_note
FROM visible_edition
WHERE office = $1 AND document = $2 AND language = $3
ORDER BY number DESC;

-- name: translations
SELECT id, office, document, language, number, kind, state, published, recorded, imported, dated, superseded, slug, path,
       title, summary, change_note, fields, lead
FROM visible_edition
WHERE office = $1 AND document = $2 AND superseded IS NULL AND state <> 'erased' AND kind <> 'profile'
ORDER BY language;

-- As they stand, whether or not their words do.
-- name: texts
SELECT id, office, document, language, number, kind, state, published, recorded, imported, dated, superseded, slug, path,
       title, summary, change_note, fields, lead
FROM visible_edition
WHERE office = $1 AND document = $2 AND superseded IS NULL AND kind <> 'profile'
ORDER BY language;

-- name: addresses
SELECT id, office, document, language, number, kind, state, published, recorded, imported, dated, superseded, slug, path
FROM visible_edition
WHERE office = $1 AND superseded IS NULL AND state = 'published' AND kind <> 'profile'
  AND document IN (SELECT p.document FROM visible_edition p
                   WHERE p.office = $1 AND p.superseded IS NULL AND p.path >= $2 AND p.path < $3)
ORDER BY document, language;

-- name: months
SELECT substr(path, 1, 7) AS month, '' AS label, count(*)
FROM visible_edition
WHERE office = $1 AND superseded IS NULL AND state = 'published' AND kind <> 'profile'
GROUP BY substr(path, 1, 7) ORDER BY month;

-- name: media
SELECT type, id, size FROM visible_media WHERE office = $1 AND digest = $2 AND name = $3 LIMIT 1;

-- name: redirect
SELECT language, path FROM visible_redirect WHERE office = $1 AND source = $2;

-- name: next_change
SELECT min(instant) FROM visible_change WHERE office = $1;

-- Whatever changes what can be seen adds an edition, or an erasure.
-- name: state
SELECT 1048576 * (SELECT id FROM visible_edition ORDER BY id DESC LIMIT 1) + (SELECT count (x.recorded) FROM visible_erasure x);

-- name: change_last
SELECT instant FROM visible_instant WHERE office = $1 AND instant <= $2 ORDER BY instant DESC LIMIT 1;

-- name: change_next
SELECT instant FROM visible_instant WHERE office = $1 AND instant > $2 ORDER BY instant LIMIT 1;

-- name: document_change_last
SELECT instant FROM visible_instant WHERE office = $1 AND document = $3 AND language = $4 AND +instant <= $2
ORDER BY +instant DESC LIMIT 1;

-- name: document_change_next
SELECT instant FROM visible_instant WHERE office = $1 AND document = $3 AND language = $4 AND +instant > $2
ORDER BY +instant LIMIT 1;

-- By the second, which is what an address can tell apart.
-- name: changes
SELECT DISTINCT instant - ((instant % 1000000) + 1000000) % 1000000 AS second
FROM visible_instant WHERE office = $1 ORDER BY second LIMIT $4 OFFSET $5;

-- name: document_changes
SELECT DISTINCT instant - ((instant % 1000000) + 1000000) % 1000000 AS second
FROM visible_instant WHERE office = $1 AND document = $2 AND language = $3 ORDER BY second LIMIT $4 OFFSET $5;

-- What calendars show: a language's own, and the profile's ('').
-- name: instants_between
SELECT instant FROM visible_instant
WHERE office = $1 AND instant >= $3 AND instant < $4 AND (language = $2 OR language = '')
ORDER BY instant;

-- name: instants_of_document
SELECT +instant FROM visible_instant
WHERE office = $1 AND document = $5 AND language = $2 AND +instant >= $3 AND +instant < $4
ORDER BY +instant;

-- part: changed
v.id, v.office, v.document, v.language, v.number, v.kind, v.state, v.published, v.recorded, v.imported, v.dated,
       v.superseded, v.slug, v.path, v.title, v.summary, v.change_note, '{}', NULL, NULL, NULL, NULL, i.instant

-- name: changed_between
SELECT {{changed}}
FROM visible_instant i CROSS JOIN visible_edition v ON v.id = i.edition
WHERE i.office = $1 AND i.instant >= $3 AND i.instant < $4 AND (i.language = $2 OR i.language = '')
ORDER BY i.instant DESC LIMIT $6;

-- name: changed_of_document
SELECT {{changed}}
FROM visible_instant i CROSS JOIN visible_edition v ON v.id = i.edition
WHERE i.office = $1 AND i.document = $5 AND i.language = $2 AND +i.instant >= $3 AND +i.instant < $4
ORDER BY +i.instant DESC LIMIT $6;

-- Below: the writer's.

-- name: last_edition
SELECT id, office, document, language, number, kind, state, published, recorded, imported, dated, NULL, slug, path,
       title, summary, change_note, fields, '', body, '', NULL, digest
FROM edition
WHERE office = $1 AND document = $2 AND language = $3
ORDER BY number DESC LIMIT 1;

-- name: last_profile
SELECT id, office, document, language, number, kind, state, published, recorded, imported, dated, NULL, slug, path,
       title, summary, change_note, fields, '', body, '', NULL, digest
FROM edition
WHERE office = $1 AND kind = 'profile'
ORDER BY number DESC LIMIT 1;

-- name: source_chain
SELECT document, language FROM source WHERE office = $1 AND name = $2;

-- name: source_edition
SELECT e.id, e.office, e.document, e.language, e.number, e.kind, e.state, e.published, e.recorded, e.imported, e.dated, NULL,
       e.slug, e.path, e.title, e.summary, e.change_note, e.fields, '', e.body, '', NULL, e.digest
FROM source s JOIN edition e ON e.office = s.office AND e.document = s.document AND e.language = s.language
WHERE s.office = $1 AND s.name = $2 AND (s.number IS NULL OR e.number = s.number)
ORDER BY e.number DESC LIMIT 1;

-- name: source_number
SELECT number FROM source WHERE office = $1 AND name = $2;

-- name: set_source_number
UPDATE source SET number = $3 WHERE office = $1 AND name = $2;

-- name: renumber_source
UPDATE source SET number = $5 WHERE office = $1 AND document = $2 AND language = $3 AND number = $4;

-- name: source_of
SELECT name FROM source WHERE office = $1 AND document = $2 AND language = $3 ORDER BY +name LIMIT 1;

-- name: set_source
INSERT INTO source (office, name, document, language) VALUES ($1, $2, $3, $4)
ON CONFLICT (office, name) DO UPDATE SET document = excluded.document, language = excluded.language;

-- name: documents_at_path
SELECT document FROM edition WHERE office = $1 AND language = $2 AND path = $3;

-- name: documents_by_path
SELECT DISTINCT document FROM edition WHERE office = $1 AND path = $2;

-- name: documents_by_slug
SELECT DISTINCT document FROM edition WHERE office = $1 AND slug = $2 AND kind <> 'profile';

-- name: document_known
SELECT DISTINCT document FROM edition WHERE office = $1 AND document = $2;

-- name: add_edition
INSERT INTO edition (office, document, language, number, kind, state, published, recorded, imported, visible_from,
                     visible_until, dated, digest, slug, path, title, summary, change_note, fields, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
RETURNING id;

-- name: supersede
UPDATE edition SET visible_until = $5
WHERE office = $1 AND document = $2 AND language = $3 AND number < $4 AND visible_until > $5;

-- name: supersede_facets
UPDATE facet SET visible_until = (SELECT e.visible_until FROM edition e WHERE e.id = facet.edition)
WHERE edition IN (SELECT e.id FROM edition e WHERE e.office = $1 AND e.document = $2 AND e.language = $3 AND e.number < $4);

-- name: chain_end
SELECT id FROM edition
WHERE office = $1 AND document = $2 AND language = $3 AND visible_until = 9223372036854775807;

-- name: add_rendition
INSERT INTO rendition (edition, lead, html, contents) VALUES ($1, $2, $3, $4);

-- name: add_facet
INSERT INTO facet (edition, dimension, slug, label, office, language, kind, month, dated, visible_from, visible_until)
SELECT id, $2, $3, $4, office, language, kind, substr (path, 1, 7), dated, visible_from, visible_until
FROM edition WHERE id = $1
ON CONFLICT DO NOTHING;

-- name: add_pending
INSERT INTO search_pending (edition, due) SELECT edition, due FROM searched WHERE edition = $1;

-- In the order of its rows, which is the one in which FTS5 takes most at once.
-- name: pending
SELECT p.edition FROM (SELECT edition FROM search_pending WHERE due <= $1 LIMIT $2) p
LEFT JOIN searched s ON s.edition = p.edition ORDER BY s.place;

-- name: count_pending
SELECT count (*) FROM search_pending WHERE due <= $1;

-- name: add_search
INSERT INTO search (rowid, title, text, scope) SELECT place, title, text, scope FROM searched WHERE edition = $1;

-- name: forget_pending
DELETE FROM search_pending WHERE edition = $1;

-- name: add_media
INSERT INTO media (digest, type, content) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: add_media_use
INSERT INTO media_use (edition, digest, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: add_redirect
INSERT INTO redirect (office, path, document, language) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;

-- name: keep_media
INSERT INTO media_use (edition, digest, name)
SELECT $1, u.digest, u.name FROM media_use u JOIN edition e ON e.id = u.edition
WHERE e.office = $2 AND e.document = $3 AND e.language = $4 AND e.number = $5;

-- Erasing, $1: the edition. One E that was erased before its instant never came: it takes the place of no other. (A
-- part ends with no remark: it would swallow what follows it.)

-- part: chain_of
office = (SELECT o.office FROM edition o WHERE o.id = $1) AND document = (SELECT o.document FROM edition o WHERE o.id = $1)
  AND language = (SELECT o.language FROM edition o WHERE o.id = $1)

-- part: never_came
EXISTS (SELECT 1 FROM erasure x WHERE x.edition = e.id AND x.recorded < e.visible_from)

-- name: whole_chain
SELECT id, office, document, language, number, kind, state, published, recorded, imported, dated, NULL, slug, path,
       '', NULL, NULL, '{}', NULL, NULL, NULL, NULL, visible_from
FROM edition
WHERE office = $1 AND document = $2 AND language = $3
ORDER BY number;

-- name: editions_between
SELECT id, office, document, language, number, kind, state, published, recorded, imported, dated, NULL, slug, path,
       title, NULL, NULL, '{}', NULL, NULL, NULL, NULL, visible_from
FROM edition
WHERE office = $1 AND visible_from >= $2 AND visible_from < $3 AND visible_from < visible_until AND kind <> 'profile'
  AND state <> 'erased'
ORDER BY visible_from LIMIT $4;

-- name: add_erasure
INSERT INTO erasure (edition, office, reason, recorded) SELECT id, office, $2, $3 FROM edition WHERE id = $1;

-- name: erase_text
UPDATE edition SET state = 'erased', title = '', summary = NULL, change_note = $2, fields = '{}', body = '', digest = '' WHERE id = $1;

-- A table without texts is told what to forget; what it keeps of that goes when it is put in order.
-- name: erase_search
INSERT INTO search (search, rowid, title, text, scope) SELECT 'delete', place, title, text, scope FROM searched
WHERE edition = $1 AND NOT EXISTS (SELECT 1 FROM search_pending p WHERE p.edition = $1);

-- name: erase_rendition
DELETE FROM rendition WHERE edition = $1;

-- name: erase_facets
DELETE FROM facet WHERE edition = $1;

-- name: erase_media_use
DELETE FROM media_use WHERE edition = $1;

-- name: erase_media
DELETE FROM media WHERE digest NOT IN (SELECT digest FROM media_use);

-- name: erase_salt
DELETE FROM salt WHERE edition = $1;

-- What stands in its own place for no time at all is seen at none.
-- name: erase_interval
UPDATE edition AS e SET visible_until = visible_from WHERE id = $1 AND {{never_came}};

-- name: erase_ends
UPDATE edition AS e
SET visible_until = coalesce ((SELECT min (l.visible_from) FROM edition l
                               WHERE l.office = e.office AND l.document = e.document AND l.language = e.language
                                 AND l.number > e.number
                                 AND NOT EXISTS (SELECT 1 FROM erasure x WHERE x.edition = l.id AND x.recorded < l.visible_from)),
                              9223372036854775807)
WHERE {{chain_of}} AND NOT {{never_came}};

-- name: erase_facet_ends
UPDATE facet SET visible_until = (SELECT e.visible_until FROM edition e WHERE e.id = facet.edition)
WHERE edition IN (SELECT id FROM edition WHERE {{chain_of}});

-- name: last_erased
SELECT number FROM edition
WHERE office = $1 AND document = $2 AND language = $3 AND state = 'erased' ORDER BY number DESC LIMIT 1;

-- Erasures with what they are about. Of what neither was public nor is in the log, the log says nothing ("due").

-- part: erasure_columns
e.id, e.office, e.document, e.language, e.number, e.kind, e.state, e.published, e.recorded, e.imported, e.dated, NULL,
       e.slug, e.path, e.title, e.summary, e.change_note, e.fields, NULL, e.body, x.reason, x.recorded, x.leaf, l.position, x.entry

-- part: erasure_rows
erasure x JOIN edition e ON e.id = x.edition LEFT JOIN leaf l ON l.edition = e.id

-- part: due
x.office = $1 AND x.leaf IS NULL AND (e.visible_from < e.visible_until OR l.position IS NOT NULL)

-- name: erasures_unsealed
SELECT {{erasure_columns}} FROM {{erasure_rows}} WHERE {{due}} ORDER BY x.recorded, x.edition;

-- name: erasures_sealed
SELECT {{erasure_columns}} FROM {{erasure_rows}} WHERE x.office = $1 AND x.leaf IS NOT NULL ORDER BY x.leaf;

-- name: set_erasure_leaf
UPDATE erasure SET leaf = $2, entry = NULL WHERE edition = $1 AND leaf IS NULL;

-- name: set_erasure_entry
UPDATE erasure SET entry = $2 WHERE edition = $1 AND leaf IS NULL;

-- name: erasure_of_edition
SELECT x.reason, x.recorded, x.leaf, (SELECT l.entry FROM visible_leaf l WHERE l.office = x.office AND l.position = x.leaf)
FROM visible_edition v CROSS JOIN visible_erasure x ON x.edition = v.id
WHERE v.office = $1 AND v.document = $2 AND v.language = $3 AND v.number = $4;

-- Taking back, $1: the edition.

-- name: edition_to_come
SELECT id, office, document, language, number, kind, state, published, recorded, imported, dated, NULL, slug, path,
       '', NULL, NULL, '{}', NULL, NULL, NULL, NULL, visible_from,
       state <> 'erased' AND visible_from < visible_until
         AND NOT EXISTS (SELECT 1 FROM leaf l WHERE l.edition = edition.id)
         AND NOT EXISTS (SELECT 1 FROM edition l WHERE l.office = edition.office AND l.document = edition.document
                           AND l.language = edition.language AND l.number > edition.number)
FROM edition
WHERE office = $1 AND document = $2 AND language = $3 AND number = $4;

-- Profiles that were written again after a change before their instant: what is below the newest but $4 that is not one.
-- name: first_to_go
SELECT coalesce (max (number), 0) + 1 FROM edition
WHERE office = $1 AND document = $2 AND language = $3 AND number < $4
  AND (kind <> 'profile' OR visible_from < visible_until OR visible_from <= $5);

-- name: edition_numbered
SELECT id FROM edition WHERE office = $1 AND document = $2 AND language = $3 AND number = $4;

-- name: allow_take_back
INSERT INTO taken_back (edition, visible_from, at) SELECT id, visible_from, $2 FROM edition WHERE id = $1
ON CONFLICT (edition) DO UPDATE SET visible_from = excluded.visible_from, at = excluded.at;

-- name: forget_taken_back
DELETE FROM taken_back;

-- name: take_back_ends
UPDATE edition AS e
SET visible_until = coalesce ((SELECT min (l.visible_from) FROM edition l
                               WHERE l.office = e.office AND l.document = e.document AND l.language = e.language
                                 AND l.number > e.number AND l.id <> $1
                                 AND NOT EXISTS (SELECT 1 FROM erasure x WHERE x.edition = l.id AND x.recorded < l.visible_from)),
                              9223372036854775807)
WHERE {{chain_of}} AND id <> $1 AND NOT {{never_came}};

-- name: files_of_edition
SELECT digest FROM media_use WHERE edition = $1;

-- name: forget_file
DELETE FROM media WHERE digest = $1 AND NOT EXISTS (SELECT 1 FROM media_use u WHERE u.digest = $1);

-- name: forget_source
DELETE FROM source WHERE office = $1 AND name = $2;

-- name: take_back
DELETE FROM edition WHERE id = $1;

-- name: counted
SELECT office, language, kind, dimension, slug, label FROM counted WHERE edition = $1;

-- name: add_to_tally
INSERT INTO tally (office, language, kind, dimension, slug, label, count) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (office, language, kind, dimension, slug)
DO UPDATE SET count = tally.count + excluded.count, label = max (tally.label, excluded.label);

-- The tally keeps the words of whoever was counted once; after an erasure only those that still are.

-- name: forget_uncounted
DELETE FROM tally WHERE count = 0;

-- name: forget_labels
UPDATE tally
SET label = coalesce ((SELECT max (f.label) FROM facet f
                       WHERE f.office = tally.office AND f.language = tally.language AND f.dimension = tally.dimension
                         AND f.slug = tally.slug AND f.visible_until = 9223372036854775807
                         AND (tally.kind = '' OR f.kind = tally.kind)), slug)
WHERE dimension IN ('topic', 'place', 'speaker');

-- name: last_recorded
SELECT recorded FROM edition ORDER BY id DESC LIMIT 1;

-- name: instant_of
SELECT visible_from FROM edition WHERE office = $1 AND document = $2 AND language = $3 AND number = $4;

-- The rules of the record, each as the query that finds what breaks it: one text a breach.

-- name: breach_numbers
SELECT office || ' ' || document || ' ' || language FROM edition
GROUP BY office, document, language HAVING max (number) <> count (*) OR min (number) <> 1;

-- name: breach_notes
SELECT path || ' edition ' || number FROM edition WHERE number > 1 AND (change_note IS NULL OR change_note = '');

-- name: breach_ends
SELECT e.path || ' edition ' || e.number FROM edition e
WHERE e.visible_until <> coalesce ((SELECT min (+l.visible_from) FROM edition l
                                    WHERE l.office = e.office AND l.document = e.document
                                      AND l.language = e.language AND l.number > e.number
                                      AND NOT EXISTS (SELECT 1 FROM erasure x
                                                      WHERE x.edition = l.id AND x.recorded < l.visible_from)),
                                   9223372036854775807)
  AND NOT (e.visible_until <= e.visible_from AND {{never_came}});

-- name: breach_beginnings
SELECT path || ' edition ' || number FROM edition
WHERE (visible_from < published OR (imported = 0 AND visible_from < recorded)) AND NOT (kind = 'profile' AND number = 1);

-- name: breach_order
SELECT e.path || ' edition ' || e.number FROM edition e JOIN edition f
ON f.office = e.office AND f.document = e.document AND f.language = e.language AND f.number = e.number + 1
WHERE f.recorded < e.recorded;

-- name: breach_addresses
SELECT language || '/' || path FROM edition WHERE kind <> 'profile'
GROUP BY office, language, path HAVING count (DISTINCT document) > 1;

-- name: breach_renditions
SELECT e.path || ' edition ' || e.number FROM edition e LEFT JOIN rendition r ON r.edition = e.id
WHERE r.edition IS NULL AND e.state <> 'erased';

-- name: breach_profiles
SELECT o.name FROM office o
WHERE NOT EXISTS (SELECT 1 FROM edition e WHERE e.office = o.name AND e.kind = 'profile' AND e.number = 1);

-- name: breach_attachments
SELECT u.name FROM media_use u LEFT JOIN media m ON m.digest = u.digest WHERE m.digest IS NULL;

-- name: breach_erasures
SELECT e.path || ' edition ' || e.number FROM edition e LEFT JOIN erasure x ON x.edition = e.id
WHERE (e.state = 'erased') <> (x.edition IS NOT NULL) OR x.office <> e.office;

-- name: breach_unlogged
SELECT e.path || ' edition ' || e.number FROM edition e JOIN log g ON g.office = e.office
WHERE e.state <> 'erased' AND e.visible_from < e.visible_until
  AND NOT EXISTS (SELECT 1 FROM leaf l WHERE l.edition = e.id) AND NOT EXISTS (SELECT 1 FROM unsealed u WHERE u.edition = e.id);

-- name: breach_erased
SELECT e.path || ' edition ' || e.number FROM edition e
WHERE e.state = 'erased'
  AND (e.title <> '' OR e.summary IS NOT NULL OR e.fields <> '{}' OR e.body <> '' OR e.digest <> ''
       OR e.change_note IS NOT (SELECT x.reason FROM erasure x WHERE x.edition = e.id)
       OR EXISTS (SELECT 1 FROM rendition r WHERE r.edition = e.id) OR EXISTS (SELECT 1 FROM facet f WHERE f.edition = e.id)
       OR EXISTS (SELECT 1 FROM media_use u WHERE u.edition = e.id) OR EXISTS (SELECT 1 FROM salt s WHERE s.edition = e.id)
       OR EXISTS (SELECT 1 FROM unsealed u WHERE u.edition = e.id));

-- A row of each office and language bears a word that begins so (the view "searched").
-- name: breach_search
WITH kept (place) AS MATERIALIZED (SELECT s.rowid FROM search s WHERE s.search = 'scope : "in" *')
SELECT e.path || ' edition ' || e.number FROM searched w JOIN edition e ON e.id = w.edition
WHERE (w.place IN (SELECT k.place FROM kept k)) + (w.edition IN (SELECT p.edition FROM search_pending p WHERE p.due = w.due)) <> 1
UNION ALL SELECT 'row ' || k.place FROM kept k WHERE k.place NOT IN (SELECT w.place FROM searched w)
UNION ALL SELECT 'edition ' || p.edition FROM search_pending p WHERE p.edition NOT IN (SELECT w.edition FROM searched w);

-- name: breach_files
SELECT m.digest FROM media m WHERE NOT EXISTS (SELECT 1 FROM media_use u WHERE u.digest = m.digest);

-- name: breach_facets
SELECT e.path || ' edition ' || e.number || ' ' || f.slug FROM facet f JOIN edition e ON e.id = f.edition
WHERE f.office <> e.office OR f.language <> e.language OR f.kind <> e.kind OR f.month <> substr (e.path, 1, 7)
   OR f.dated <> e.dated OR f.visible_from <> e.visible_from OR f.visible_until <> e.visible_until;

-- name: breach_tally
SELECT language || ' ' || dimension || ' ' || slug
FROM (SELECT c.office, c.language, c.kind, c.dimension, c.slug, 1 AS count
      FROM counted c JOIN edition e ON e.id = c.edition WHERE e.visible_until = 9223372036854775807
      UNION ALL SELECT office, language, kind, dimension, slug, -count FROM tally) t
GROUP BY office, language, kind, dimension, slug HAVING sum (count) <> 0;

-- name: every_edition
SELECT id, office, document, language, number, kind, state, published, recorded, imported, dated, NULL, slug, path,
       title, summary, change_note, fields, '', body, '', NULL, digest
FROM edition
WHERE state <> 'erased';

-- name: every_media
SELECT digest, content FROM media;

-- The record log.

-- name: log
SELECT origin, root_key, office_key, log_key, old_log_key FROM visible_log WHERE office = $1;

-- name: add_log
INSERT INTO log (office, origin, root_key, office_key, log_key, old_log_key) VALUES ($1, $2, $3, $4, $5, nullif ($6, ''));

-- name: set_log_keys
UPDATE log SET root_key = $3, office_key = $4, log_key = $5, old_log_key = nullif ($6, '') WHERE office = $1 AND origin = $2;

-- The leaves that name keys, the first first.
-- name: keys_leaves
SELECT l.entry FROM visible_leaf l
WHERE l.office = $1 AND l.edition IS NULL
  AND NOT EXISTS (SELECT 1 FROM visible_erasure_leaf x WHERE x.office = l.office AND x.leaf = l.position)
ORDER BY l.position;

-- What was public before the log began.
-- name: unseal_all
INSERT INTO unsealed (edition, office, visible_from)
SELECT e.id, e.office, e.visible_from FROM edition e
WHERE e.office = $1 AND e.state <> 'erased' AND e.visible_from < e.visible_until;

-- What another edition replaced before its instant: it never becomes public, and the log tells nothing of it.
-- name: forget_unsealed
DELETE FROM unsealed WHERE edition IN
  (SELECT e.id FROM edition e
   WHERE e.office = $1 AND e.document = $2 AND e.language = $3 AND e.visible_from >= e.visible_until);

-- name: add_unsealed
INSERT INTO unsealed (edition, office, visible_from) SELECT $1, $2, $3 WHERE EXISTS (SELECT 1 FROM log WHERE office = $2);

-- name: unsealed
SELECT e.id, e.office, e.document, e.language, e.number, e.kind, e.state, e.published, e.recorded, e.imported, e.dated, NULL,
       e.slug, e.path, e.title, e.summary, e.change_note, e.fields, NULL, e.body
FROM unsealed u JOIN edition e ON e.id = u.edition
WHERE u.office = $1 AND u.visible_from <= $2
ORDER BY u.visible_from, u.edition LIMIT $3;

-- What an office key that is kept elsewhere is to sign: what is the first of its chain, or follows one that is in the log.
-- name: to_sign
SELECT e.id, e.office, e.document, e.language, e.number, e.kind, e.state, e.published, e.recorded, e.imported, e.dated, NULL,
       e.slug, e.path, e.title, e.summary, e.change_note, e.fields, NULL, e.body, NULL, NULL, s.salt
FROM unsealed u JOIN edition e ON e.id = u.edition LEFT JOIN salt s ON s.edition = e.id
WHERE u.office = $1 AND u.edition NOT IN (SELECT edition FROM signed)
  AND (e.number = 1 OR EXISTS (SELECT 1 FROM edition b LEFT JOIN leaf l ON l.edition = b.id
                               WHERE b.office = e.office AND b.document = e.document AND b.language = e.language
                                 AND b.number = e.number - 1 AND (l.position IS NOT NULL OR b.state = 'erased')))
ORDER BY u.visible_from, u.edition;

-- name: add_signed
INSERT INTO signed (edition, entry) VALUES ($1, $2) ON CONFLICT (edition) DO UPDATE SET entry = excluded.entry;

-- name: signed
SELECT u.edition, s.entry FROM signed s JOIN unsealed u ON u.edition = s.edition
WHERE u.office = $1 AND u.visible_from <= $2
ORDER BY u.visible_from, u.edition;

-- name: remove_signed
DELETE FROM signed WHERE edition = $1;

-- Those that are in the log by now.
-- name: remove_sealed
DELETE FROM signed WHERE EXISTS (SELECT 1 FROM leaf l WHERE l.edition = signed.edition);

-- name: next_unsealed
SELECT min (instant)
FROM (SELECT min (visible_from) AS instant FROM unsealed WHERE office = $1
      UNION ALL SELECT min (x.recorded) FROM {{erasure_rows}} WHERE {{due}}) waiting;

-- name: remove_unsealed
DELETE FROM unsealed WHERE edition = $1;

-- name: add_leaf
INSERT INTO leaf (office, position, edition, hash, entry) VALUES ($1, $2, nullif ($3, 0), $4, $5);

-- name: add_salt
INSERT INTO salt (edition, salt) VALUES ($1, $2);

-- name: add_log_hash
INSERT INTO log_hash (office, level, position, hash) VALUES ($1, $2, $3, $4);

-- name: add_checkpoint
INSERT INTO checkpoint (office, size, note) VALUES ($1, $2, $3);

-- name: checkpoint
SELECT size, note FROM visible_checkpoint WHERE office = $1 ORDER BY size DESC LIMIT 1;

-- name: checkpoint_witnessed
SELECT size, note FROM visible_checkpoint WHERE office = $1 AND witnessed = 1 ORDER BY size DESC LIMIT 1;

-- name: checkpoint_of_size
SELECT note, cosigned, witnessed FROM visible_checkpoint WHERE office = $1 AND size = $2;

-- name: cosign_checkpoint
UPDATE checkpoint SET note = $3, cosigned = $4, witnessed = $5 WHERE office = $1 AND size = $2;

-- name: witness_size
SELECT size FROM witness WHERE office = $1 AND witness_key = $2;

-- name: set_witness_size
INSERT INTO witness (office, witness_key, size) VALUES ($1, $2, $3)
ON CONFLICT (office, witness_key) DO UPDATE SET size = excluded.size;

-- name: leaf_hashes
SELECT hash FROM visible_leaf WHERE office = $1 AND position >= $2 AND position < $3 ORDER BY position;

-- name: log_hashes
SELECT hash FROM visible_log_hash WHERE office = $1 AND level = $2 AND position >= $3 AND position < $4 ORDER BY position;

-- name: leaf_entries
SELECT entry FROM visible_leaf WHERE office = $1 AND position >= $2 AND position < $3 ORDER BY position;

-- name: leaf_of_edition
SELECT l.position, l.entry, (SELECT s.salt FROM visible_salt s WHERE s.edition = v.id)
FROM visible_edition v CROSS JOIN visible_leaf l ON l.edition = v.id
WHERE v.office = $1 AND v.document = $2 AND v.language = $3 AND v.number = $4;

-- Of the last edition up to a number that was ever public.
-- name: leaf_before
SELECT l.position, l.entry
FROM edition e JOIN leaf l ON l.edition = e.id
WHERE e.office = $1 AND e.document = $2 AND e.language = $3 AND e.number <= $4
ORDER BY e.number DESC LIMIT 1;

-- The columns of an edition as elsewhere, then those of its leaf.
-- name: logged
SELECT e.id, e.office, e.document, e.language, e.number, e.kind, e.state, e.published, e.recorded, e.imported, e.dated, NULL,
       e.slug, e.path, e.title, e.summary, e.change_note, e.fields, NULL, e.body, l.position, l.hash, l.entry, s.salt
FROM leaf l LEFT JOIN edition e ON e.id = l.edition LEFT JOIN salt s ON s.edition = e.id
WHERE l.office = $1 AND l.position >= $2
ORDER BY l.position LIMIT $3;

-- name: checkpoints
SELECT note FROM checkpoint WHERE office = $1 ORDER BY size;
