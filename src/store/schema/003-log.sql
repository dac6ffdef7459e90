-- When something became visible: what the past is navigated by (RFC 7089). The first profile holds for all time before it,
-- and began at no instant. ("+": which index to walk is for the one who asks to say.)
CREATE VIEW visible_instant AS
SELECT e.office, e.document, e.language, e.visible_from AS instant, e.id AS edition
FROM edition e
WHERE +e.visible_from <= at_instant () AND +e.visible_from > -9223372036854775807 AND e.visible_from < e.visible_until;

-- The instants of a year in one language are a range of this index, and nothing else is read.
DROP INDEX edition_by_visibility;
CREATE INDEX edition_by_visibility ON edition (office, visible_from, visible_until, language);

-- The record log of an office: what it signed of each edition, in the order of the signing. Nothing here ever changes; a
-- salt goes with the text that law orders erased.

CREATE TABLE log (
  office TEXT NOT NULL PRIMARY KEY REFERENCES office (name),
  origin TEXT NOT NULL,
  root_key TEXT NOT NULL,
  office_key TEXT NOT NULL,
  log_key TEXT NOT NULL,
  old_log_key TEXT
);

-- edition: NULL for a leaf that is about keys.
CREATE TABLE leaf (
  office TEXT NOT NULL REFERENCES log (office),
  position BIGINT NOT NULL CHECK (position >= 0),
  edition INTEGER REFERENCES edition (id),
  hash BLOB NOT NULL,
  entry TEXT NOT NULL,
  PRIMARY KEY (office, position)
);
CREATE UNIQUE INDEX leaf_of_edition ON leaf (edition);

-- The hashes of full tiles, which stand in the tiles of the level above; those of level 0 stand in the leaves.
CREATE TABLE log_hash (
  office TEXT NOT NULL REFERENCES log (office),
  level INTEGER NOT NULL CHECK (level >= 1),
  position BIGINT NOT NULL CHECK (position >= 0),
  hash BLOB NOT NULL,
  PRIMARY KEY (office, level, position)
);

-- A checkpoint stays as it was signed, but for the lines of witnesses that are added to its note. Cosigned: by how many of
-- the office's; witnessed: 1 when they were as many as it asks for.
CREATE TABLE checkpoint (
  office TEXT NOT NULL REFERENCES log (office),
  size BIGINT NOT NULL,
  note TEXT NOT NULL,
  cosigned INTEGER NOT NULL DEFAULT 0,
  witnessed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (office, size)
);

CREATE INDEX checkpoint_that_is_witnessed ON checkpoint (office, size) WHERE witnessed = 1;

-- How large the log was when a witness, told by its key, last cosigned it. What the witness itself says counts more.
CREATE TABLE witness (
  office TEXT NOT NULL REFERENCES log (office),
  witness_key TEXT NOT NULL,
  size BIGINT NOT NULL,
  PRIMARY KEY (office, witness_key)
);

CREATE TABLE salt (
  edition INTEGER NOT NULL PRIMARY KEY REFERENCES edition (id),
  salt BLOB NOT NULL
);

-- What law ordered erased, edition by edition: why, and when it was done. leaf: the position of the leaf that says so, or
-- NULL: it is not in the log; entry: that leaf, where it was signed elsewhere and waits.
CREATE TABLE erasure (
  edition INTEGER NOT NULL PRIMARY KEY REFERENCES edition (id),
  office TEXT NOT NULL REFERENCES office (name),
  reason TEXT NOT NULL CHECK (length (reason) > 0),
  recorded BIGINT NOT NULL,
  leaf BIGINT,
  entry TEXT
);

-- An older Chancery erased all of a chain by an edition that stood at its end.
DROP TRIGGER IF EXISTS edition_is_final;
INSERT INTO erasure (edition, office, reason, recorded)
SELECT e.id, e.office, t.change_note, t.recorded
FROM edition e JOIN edition t ON t.office = e.office AND t.document = e.document AND t.language = e.language
WHERE t.state = 'erased' AND t.number >= e.number AND e.kind <> 'profile'
  AND NOT EXISTS (SELECT 1 FROM edition x WHERE x.office = e.office AND x.document = e.document AND x.language = e.language
                    AND x.state = 'erased' AND x.number >= e.number AND x.number < t.number);
UPDATE edition SET state = 'erased', change_note = (SELECT x.reason FROM erasure x WHERE x.edition = edition.id), digest = ''
WHERE id IN (SELECT edition FROM erasure);
DELETE FROM rendition WHERE edition IN (SELECT edition FROM erasure);
DELETE FROM facet WHERE edition IN (SELECT edition FROM erasure);

-- Whatever instant is asked for: nothing brings an erased text back.
CREATE VIEW visible_erasure AS
SELECT x.edition, x.office, x.reason, x.recorded, x.leaf
FROM erasure x CROSS JOIN edition e ON e.id = x.edition
WHERE +e.visible_from <= at_instant () AND e.visible_from < e.visible_until;
CREATE VIEW visible_erasure_leaf AS SELECT office, leaf FROM erasure WHERE leaf IS NOT NULL;

-- What is not in the log yet, most of it because its instant is still to come.
CREATE TABLE unsealed (
  edition INTEGER NOT NULL PRIMARY KEY REFERENCES edition (id),
  office TEXT NOT NULL,
  visible_from BIGINT NOT NULL
);
CREATE INDEX unsealed_by_instant ON unsealed (office, visible_from);

-- What was signed with an office key that is kept elsewhere, until it goes into the log: never public.
CREATE TABLE signed (
  edition INTEGER NOT NULL PRIMARY KEY REFERENCES edition (id),
  entry TEXT NOT NULL
);

-- A leaf is written when its edition is public, so all of the log is.
CREATE VIEW visible_log AS SELECT office, origin, root_key, office_key, log_key, old_log_key FROM log;
CREATE VIEW visible_leaf AS SELECT office, position, edition, hash, entry FROM leaf;
CREATE VIEW visible_log_hash AS SELECT office, level, position, hash FROM log_hash;
CREATE VIEW visible_checkpoint AS SELECT office, size, note, cosigned, witnessed FROM checkpoint;
CREATE VIEW visible_salt AS
SELECT s.edition, s.salt
FROM salt s CROSS JOIN edition e ON e.id = s.edition
WHERE +e.visible_from <= at_instant () AND e.visible_from < e.visible_until;

CREATE TRIGGER leaf_is_final BEFORE UPDATE ON leaf BEGIN SELECT RAISE (ABORT, 'a leaf never changes'); END;
CREATE TRIGGER leaf_stays BEFORE DELETE ON leaf BEGIN SELECT RAISE (ABORT, 'a leaf is never deleted'); END;
CREATE TRIGGER checkpoint_is_final BEFORE UPDATE OF office, size ON checkpoint
BEGIN
  SELECT RAISE (ABORT, 'a checkpoint never changes');
END;
CREATE TRIGGER checkpoint_only_gains BEFORE UPDATE OF note ON checkpoint
WHEN substr (NEW.note, 1, length (OLD.note)) <> OLD.note
BEGIN
  SELECT RAISE (ABORT, 'a checkpoint gains signatures, and nothing else of it changes');
END;
CREATE TRIGGER checkpoint_stays BEFORE DELETE ON checkpoint
BEGIN
  SELECT RAISE (ABORT, 'a checkpoint is never deleted');
END;
CREATE TRIGGER erasure_is_final BEFORE UPDATE OF edition, office, reason, recorded ON erasure
BEGIN
  SELECT RAISE (ABORT, 'an erasure never changes');
END;
CREATE TRIGGER erasure_stays BEFORE DELETE ON erasure
BEGIN
  SELECT RAISE (ABORT, 'an erasure is never taken back');
END;
