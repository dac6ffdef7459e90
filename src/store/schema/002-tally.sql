-- Indexes that give lists in their order without sorting, and the tally: how often every kind, month, topic, place and
-- speaker stands among the last editions of all chains, kept by the writer so that a page about all messages need not
-- count them.

DROP INDEX edition_by_date;
DROP INDEX edition_by_path;
DROP INDEX edition_by_kind;
DROP INDEX edition_by_visibility;
CREATE INDEX edition_by_date ON edition (office, language, dated, id, kind, state, visible_from, visible_until);
CREATE INDEX edition_by_path ON edition (office, path, language, visible_from, visible_until, kind, state);
CREATE INDEX edition_by_visibility ON edition (office, visible_from, visible_until);
CREATE INDEX edition_of_profile ON edition (office, number) WHERE kind = 'profile';

-- Each facet bears what its edition is listed by, so that those of a topic are found in their order in one index. (For a
-- CHECK with IN and three values SQLite would make a table at every row that is written.)
ALTER TABLE facet RENAME TO facet_before;
DROP INDEX facet_by_slug;
CREATE TABLE facet (
  edition INTEGER NOT NULL REFERENCES edition (id),
  dimension TEXT NOT NULL CHECK (dimension = 'topic' OR dimension = 'place' OR dimension = 'speaker'),
  slug TEXT NOT NULL,
  label TEXT NOT NULL,
  office TEXT NOT NULL,
  language TEXT NOT NULL,
  kind TEXT NOT NULL,
  month TEXT NOT NULL,
  dated BIGINT NOT NULL,
  visible_from BIGINT NOT NULL,
  visible_until BIGINT NOT NULL,
  PRIMARY KEY (edition, dimension, slug)
);
INSERT INTO facet
SELECT f.edition, f.dimension, f.slug, f.label, e.office, e.language, e.kind, substr (e.path, 1, 7), e.dated, e.visible_from,
       e.visible_until
FROM facet_before f JOIN edition e ON e.id = f.edition;
DROP VIEW visible_facet;
DROP TABLE facet_before;
CREATE INDEX facet_by_slug ON facet (office, language, dimension, slug, dated, edition, kind, month, visible_from, visible_until);
CREATE VIEW visible_facet AS
SELECT f.edition, f.dimension, f.slug, f.label, f.office, f.language, f.kind, f.month, f.dated,
       CASE WHEN f.visible_until <= at_instant () THEN f.visible_until END AS superseded
FROM facet f
WHERE +f.visible_from <= at_instant () AND f.visible_from < f.visible_until;

-- kind '': whatever the kind. dimension: 'kind', 'month', 'topic', 'place', 'speaker'.
CREATE TABLE tally (
  office TEXT NOT NULL REFERENCES office (name),
  language TEXT NOT NULL,
  kind TEXT NOT NULL,
  dimension TEXT NOT NULL,
  slug TEXT NOT NULL,
  label TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (office, language, kind, dimension, slug)
);

-- In how many ways an edition is counted.
CREATE VIEW counted AS
SELECT e.id AS edition, e.office, e.language, '' AS kind, 'kind' AS dimension, e.kind AS slug, '' AS label
FROM edition e WHERE e.kind <> 'profile' AND e.state <> 'erased'
UNION ALL
SELECT e.id, e.office, e.language, CASE k.every WHEN 1 THEN '' ELSE e.kind END, 'month', substr (e.path, 1, 7), ''
FROM edition e CROSS JOIN (SELECT 0 AS every UNION ALL SELECT 1) k WHERE e.kind <> 'profile' AND e.state <> 'erased'
UNION ALL
SELECT e.id, e.office, e.language, CASE k.every WHEN 1 THEN '' ELSE e.kind END, f.dimension, f.slug, f.label
FROM edition e CROSS JOIN (SELECT 0 AS every UNION ALL SELECT 1) k JOIN facet f ON f.edition = e.id
WHERE e.kind <> 'profile' AND e.state <> 'erased';

INSERT INTO tally (office, language, kind, dimension, slug, label, count)
SELECT c.office, c.language, c.kind, c.dimension, c.slug, max (c.label), count (*)
FROM counted c JOIN edition e ON e.id = c.edition
WHERE e.visible_until = 9223372036854775807
GROUP BY c.office, c.language, c.kind, c.dimension, c.slug;

-- "+": the instant is compared row by row. Almost every row passes, so an index by it is the wrong one to walk.
DROP VIEW visible_edition;
CREATE VIEW visible_edition AS
SELECT e.id, e.office, e.document, e.language, e.number, e.kind, e.state, e.published, e.recorded, e.imported, e.dated,
       CASE WHEN e.visible_until <= at_instant () THEN e.visible_until END AS superseded,
       e.slug, e.path, e.title, e.summary, e.change_note, e.fields,
       (SELECT r.lead FROM rendition r WHERE r.edition = e.id) AS lead,
       e.body,
       (SELECT r.contents FROM rendition r WHERE r.edition = e.id) AS contents,
       (SELECT r.html FROM rendition r WHERE r.edition = e.id) AS html
FROM edition e
WHERE +e.visible_from <= at_instant () AND e.visible_from < e.visible_until;

-- A file is found first, and read piece by piece by its id.
DROP VIEW visible_media;
CREATE VIEW visible_media AS
SELECT e.office, u.digest, u.name, m.type, m.rowid AS id, length (m.content) AS size
FROM media_use u JOIN media m ON m.digest = u.digest JOIN edition e ON e.id = u.edition
WHERE +e.visible_from <= at_instant () AND e.visible_from < e.visible_until AND e.state <> 'erased';

-- The tally as of the instant: the kept one, and for each chain whose last edition is still to come, that one taken off
-- and the one that is visible put in its place.
CREATE VIEW visible_tally AS
SELECT t.office, t.language, t.kind, t.dimension, t.slug, t.label, t.count FROM tally t
UNION ALL
SELECT e.office, e.language, '', 'kind', e.kind, '', CASE e.id WHEN l.id THEN -1 ELSE 1 END
FROM edition l CROSS JOIN edition e ON e.office = l.office AND e.document = l.document AND e.language = l.language
WHERE l.visible_from > at_instant () AND l.visible_until = 9223372036854775807
  AND (+e.id = l.id OR (+e.visible_from <= at_instant () AND at_instant () < e.visible_until))
  AND e.kind <> 'profile' AND e.state <> 'erased'
UNION ALL
SELECT e.office, e.language, CASE k.every WHEN 1 THEN '' ELSE e.kind END, 'month', substr (e.path, 1, 7), '',
       CASE e.id WHEN l.id THEN -1 ELSE 1 END
FROM edition l CROSS JOIN edition e ON e.office = l.office AND e.document = l.document AND e.language = l.language
     CROSS JOIN (SELECT 0 AS every UNION ALL SELECT 1) k
WHERE l.visible_from > at_instant () AND l.visible_until = 9223372036854775807
  AND (+e.id = l.id OR (+e.visible_from <= at_instant () AND at_instant () < e.visible_until))
  AND e.kind <> 'profile' AND e.state <> 'erased'
UNION ALL
SELECT e.office, e.language, CASE k.every WHEN 1 THEN '' ELSE e.kind END, f.dimension, f.slug, f.label,
       CASE e.id WHEN l.id THEN -1 ELSE 1 END
FROM edition l CROSS JOIN edition e ON e.office = l.office AND e.document = l.document AND e.language = l.language
     CROSS JOIN (SELECT 0 AS every UNION ALL SELECT 1) k CROSS JOIN facet f ON f.edition = e.id
WHERE l.visible_from > at_instant () AND l.visible_until = 9223372036854775807
  AND (+e.id = l.id OR (+e.visible_from <= at_instant () AND at_instant () < e.visible_until))
  AND e.kind <> 'profile' AND e.state <> 'erased';
