-- Files of drafts, by the SHA-256 of their bytes: once, however many drafts have them.
CREATE TABLE media (
  digest TEXT NOT NULL PRIMARY KEY,
  type TEXT NOT NULL,
  content BLOB NOT NULL
);

-- What a draft calls a file: the last segment of its address. of: the picture that it is a rendition of. Which of these the
-- text names, stands in its versions.
CREATE TABLE draft_media (
  draft TEXT NOT NULL REFERENCES draft (id),
  name TEXT NOT NULL,
  digest TEXT NOT NULL REFERENCES media (digest),
  of TEXT,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  PRIMARY KEY (draft, name)
);
CREATE INDEX draft_media_by_digest ON draft_media (digest, draft);
