-- Which edition of its chain came from a source; NULL: the last.
ALTER TABLE source ADD COLUMN number INTEGER;
