-- The record: an append-only sequence of editions, and what is derived from them.
-- Instants are microseconds since 1970-01-01T00:00:00Z. at_instant() is the instant the connection was given.

CREATE TABLE office (
  name TEXT NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL
);

-- Small columns first: a list reads no overflow page.
CREATE TABLE edition (
  id INTEGER PRIMARY KEY,
  office TEXT NOT NULL REFERENCES office (name),
  document TEXT NOT NULL,
  language TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number >= 1),
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state = 'published' OR state = 'withdrawn' OR state = 'erased'),
  published BIGINT NOT NULL,
  recorded BIGINT NOT NULL,
  imported INTEGER NOT NULL CHECK (imported IN (0, 1)),
  visible_from BIGINT NOT NULL,
  visible_until BIGINT NOT NULL,
  dated BIGINT NOT NULL,
  digest TEXT NOT NULL,
  slug TEXT NOT NULL,
  path TEXT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT,
  change_note TEXT,
  fields TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (office, document, language, number),
  CHECK (number = 1 OR length (change_note) > 0)
);

CREATE INDEX edition_by_date ON edition (office, language, dated, kind, visible_from, visible_until);
CREATE INDEX edition_by_path ON edition (office, language, path, visible_from, visible_until);
CREATE INDEX edition_by_kind ON edition (office, kind, language, dated, visible_from, visible_until);
CREATE INDEX edition_by_visibility ON edition (office, visible_from);

-- What is made of an edition's text; can be made again at any time.
CREATE TABLE rendition (
  edition INTEGER NOT NULL PRIMARY KEY REFERENCES edition (id),
  lead TEXT NOT NULL,
  contents TEXT,
  html TEXT NOT NULL
);

CREATE TABLE facet (
  edition INTEGER NOT NULL REFERENCES edition (id),
  dimension TEXT NOT NULL CHECK (dimension IN ('topic', 'place', 'speaker')),
  slug TEXT NOT NULL,
  label TEXT NOT NULL,
  PRIMARY KEY (edition, dimension, slug)
);
CREATE INDEX facet_by_slug ON facet (dimension, slug, edition);

CREATE TABLE media (
  digest TEXT NOT NULL PRIMARY KEY,
  type TEXT NOT NULL,
  content BLOB NOT NULL
);

CREATE TABLE media_use (
  edition INTEGER NOT NULL REFERENCES edition (id),
  digest TEXT NOT NULL REFERENCES media (digest),
  name TEXT NOT NULL,
  PRIMARY KEY (edition, digest, name)
);
CREATE INDEX media_use_by_digest ON media_use (digest, name);

-- Addresses that a document had on an older site.
CREATE TABLE redirect (
  office TEXT NOT NULL REFERENCES office (name),
  path TEXT NOT NULL,
  document TEXT NOT NULL,
  language TEXT NOT NULL,
  PRIMARY KEY (office, path)
);

-- Which file a chain of editions is published from. Never public.
CREATE TABLE source (
  office TEXT NOT NULL REFERENCES office (name),
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  language TEXT NOT NULL,
  PRIMARY KEY (office, name)
);
CREATE INDEX source_by_document ON source (document, language);

-- Everything the public may read goes through the views below; the front's connection can read nothing else.

CREATE VIEW visible_edition AS
SELECT e.id, e.office, e.document, e.language, e.number, e.kind, e.state, e.published, e.recorded, e.imported, e.dated,
       CASE WHEN e.visible_until <= at_instant () THEN e.visible_until END AS superseded,
       e.slug, e.path, e.title, e.summary, e.change_note, e.fields,
       (SELECT r.lead FROM rendition r WHERE r.edition = e.id) AS lead,
       e.body,
       (SELECT r.contents FROM rendition r WHERE r.edition = e.id) AS contents,
       (SELECT r.html FROM rendition r WHERE r.edition = e.id) AS html
FROM edition e
WHERE e.visible_from <= at_instant () AND e.visible_from < e.visible_until;

CREATE VIEW visible_facet AS
SELECT f.edition, f.dimension, f.slug, f.label
FROM facet f JOIN edition e ON e.id = f.edition
WHERE e.visible_from <= at_instant () AND e.visible_from < e.visible_until;

CREATE VIEW visible_media AS
SELECT e.office, u.digest, u.name, m.type, m.content
FROM media_use u JOIN media m ON m.digest = u.digest JOIN edition e ON e.id = u.edition
WHERE e.visible_from <= at_instant () AND e.visible_from < e.visible_until AND e.state <> 'erased';

CREATE VIEW visible_redirect AS
SELECT r.office, r.path AS source, e.language, e.path
FROM redirect r JOIN edition e ON e.office = r.office AND e.document = r.document AND e.language = r.language
WHERE e.visible_from <= at_instant () AND at_instant () < e.visible_until;

-- When, and nothing else.
CREATE VIEW visible_change AS
SELECT e.office, e.visible_from AS instant FROM edition e WHERE e.visible_from > at_instant ();
