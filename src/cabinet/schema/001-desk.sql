-- The desk's file: who works there, what they are writing, and what was done. Instants are microseconds since
-- 1970-01-01T00:00:00Z. Of a token, and of a code that is good once, there is a hash alone.

-- What the desk keeps of an office: that it wants two people for a publication.
CREATE TABLE office_setting (
  office TEXT NOT NULL PRIMARY KEY,
  two_person INTEGER NOT NULL CHECK (two_person IN (0, 1))
);

CREATE TABLE person (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  display TEXT NOT NULL CHECK (length (display) > 0),
  address TEXT,
  disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
  password TEXT,
  totp TEXT,
  totp_step BIGINT NOT NULL DEFAULT 0,
  added BIGINT NOT NULL,
  logged_in BIGINT
);

-- office, language: '' for all.
CREATE TABLE person_grant (
  person INTEGER NOT NULL REFERENCES person (id),
  role TEXT NOT NULL,
  office TEXT NOT NULL,
  language TEXT NOT NULL,
  PRIMARY KEY (person, role, office, language)
);

CREATE TABLE recovery_code (
  person INTEGER NOT NULL REFERENCES person (id),
  hash BLOB NOT NULL,
  PRIMARY KEY (person, hash)
);

-- person: NULL for the link that makes the first administrator.
CREATE TABLE link (
  hash BLOB NOT NULL PRIMARY KEY,
  purpose TEXT NOT NULL,
  person INTEGER REFERENCES person (id),
  expires BIGINT NOT NULL
);

CREATE TABLE session (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  hash BLOB NOT NULL UNIQUE,
  person INTEGER NOT NULL REFERENCES person (id),
  half INTEGER NOT NULL CHECK (half IN (0, 1)),
  place TEXT NOT NULL,
  agent TEXT,
  begun BIGINT NOT NULL,
  seen BIGINT NOT NULL,
  asked BIGINT NOT NULL
);
CREATE INDEX session_of_person ON session (person, seen);

-- What failed to prove who it is: subject is a hash of a name, a network address or a person. free: when it may try again.
CREATE TABLE attempt (
  subject BLOB NOT NULL PRIMARY KEY,
  failures INTEGER NOT NULL,
  last BIGINT NOT NULL,
  free BIGINT NOT NULL
);
CREATE INDEX attempt_by_age ON attempt (last);

-- number: 0 while it is not in the record; visible_from is then the end of time. The text is that of its version.
CREATE TABLE draft (
  id TEXT NOT NULL PRIMARY KEY,
  office TEXT NOT NULL,
  document TEXT NOT NULL,
  language TEXT NOT NULL,
  based_on INTEGER NOT NULL CHECK (based_on >= 0),
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'rejected', 'scheduled')),
  version BIGINT NOT NULL CHECK (version >= 1),
  begun_by INTEGER NOT NULL,
  begun BIGINT NOT NULL,
  saved_by INTEGER NOT NULL,
  saved BIGINT NOT NULL,
  submitted_by INTEGER,
  submitted BIGINT,
  publishing INTEGER NOT NULL DEFAULT 0 CHECK (publishing IN (0, 1)),
  published_by INTEGER,
  force_reason TEXT CHECK (force_reason <> ''),
  reviewed INTEGER NOT NULL DEFAULT 0 CHECK (reviewed IN (0, 1)),
  number INTEGER NOT NULL DEFAULT 0,
  visible_from BIGINT NOT NULL DEFAULT 9223372036854775807,
  held_by INTEGER,
  held BIGINT NOT NULL DEFAULT 0,
  CHECK (state <> 'submitted' OR submitted IS NOT NULL),
  CHECK ((state = 'scheduled') = (number > 0)),
  CHECK (number > 0 OR visible_from = 9223372036854775807)
);
-- Of a language of a document one draft that is not in the record.
CREATE UNIQUE INDEX draft_of_text ON draft (office, document, language) WHERE number = 0;
CREATE INDEX draft_by_document ON draft (document, language);
CREATE INDEX draft_by_saved ON draft (saved);
CREATE INDEX draft_by_person ON draft (begun_by, saved);
CREATE INDEX draft_by_visibility ON draft (visible_from);
CREATE INDEX draft_publishing ON draft (saved) WHERE publishing = 1;
CREATE INDEX draft_to_review ON draft (saved) WHERE force_reason IS NOT NULL AND reviewed = 0;

CREATE TABLE draft_version (
  draft TEXT NOT NULL REFERENCES draft (id),
  version BIGINT NOT NULL,
  person INTEGER NOT NULL,
  saved BIGINT NOT NULL,
  autosave INTEGER NOT NULL CHECK (autosave IN (0, 1)),
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (draft, version)
);

CREATE TABLE remark (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  draft TEXT NOT NULL REFERENCES draft (id),
  type TEXT NOT NULL,
  version BIGINT NOT NULL,
  person INTEGER NOT NULL,
  at BIGINT NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX remark_of_draft ON remark (draft, id);

CREATE TABLE trail (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at BIGINT NOT NULL,
  person INTEGER NOT NULL,
  name TEXT NOT NULL,
  place TEXT NOT NULL,
  action TEXT NOT NULL,
  office TEXT,
  document TEXT,
  before TEXT,
  after TEXT
);
CREATE INDEX trail_by_name ON trail (name, id);
CREATE INDEX trail_by_office ON trail (office, id) WHERE office IS NOT NULL;
CREATE INDEX trail_by_document ON trail (document, id) WHERE document IS NOT NULL;
CREATE INDEX trail_by_action ON trail (action, id);

CREATE TRIGGER trail_is_final BEFORE UPDATE ON trail
BEGIN
  SELECT RAISE (ABORT, 'the trail never changes');
END;

CREATE TRIGGER trail_stays BEFORE DELETE ON trail
BEGIN
  SELECT RAISE (ABORT, 'nothing is ever taken out of the trail');
END;

-- REPLACE deletes without a trigger: no row takes the place of another.
CREATE TRIGGER trail_grows BEFORE INSERT ON trail
WHEN EXISTS (SELECT 1 FROM trail t WHERE t.id = NEW.id)
BEGIN
  SELECT RAISE (ABORT, 'the trail never changes');
END;

CREATE TRIGGER person_stays BEFORE DELETE ON person
BEGIN
  SELECT RAISE (ABORT, 'nobody is ever deleted: the trail names them');
END;
