-- What is taken back before its instant leaves the record as if it had never been in it. Its row here allows that, and
-- stands until the deletion is on the disk.
CREATE TABLE taken_back (
  edition INTEGER NOT NULL PRIMARY KEY,
  visible_from BIGINT NOT NULL,
  at BIGINT NOT NULL,
  CHECK (at < visible_from)
);
