-- Links for people without an account, to one text each: as it is being written (preview), or, once it is scheduled, before
-- its instant (press). Of the link there is a hash alone. ended: when somebody ended it before it ran out.
CREATE TABLE press_link (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  draft TEXT NOT NULL REFERENCES draft (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('preview', 'press')),
  hash BLOB NOT NULL UNIQUE,
  recipient TEXT NOT NULL CHECK (recipient <> ''),
  made_by INTEGER NOT NULL,
  made BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  ended BIGINT
);
CREATE INDEX press_link_of_draft ON press_link (draft, id);

CREATE TABLE press_visit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  link INTEGER NOT NULL REFERENCES press_link (id),
  at BIGINT NOT NULL,
  place TEXT NOT NULL,
  agent TEXT,
  file TEXT
);
CREATE INDEX press_visit_of_link ON press_visit (link, id);
