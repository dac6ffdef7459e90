-- The words of all editions, so that texts are found by them. The table keeps no text of its own (contentless), and no
-- places of words within it. Its rows are numbered in the order of dates, newest last, with the edition's id in the lower
-- 28 bits: so what is found comes newest first without being sorted. FTS5 is SQLite's own.
CREATE VIRTUAL TABLE search USING fts5 (title, text, scope, content = '', columnsize = 0, detail = column, tokenize = 'ascii');

-- What is looked for in, of an edition; search_words() is the connection's (guard.c). SCOPE is one word, of office and language.
CREATE VIEW searched AS
SELECT e.id AS edition,
       e.visible_from AS due,
       max (min (e.dated / 1000000, 34000000000), -34000000000) * 268435456 + e.id AS place,
       search_words (e.title) AS title,
       search_words (coalesce (e.summary, '') || ' ' || e.body || ' '
         || coalesce ((SELECT group_concat (f.label, ' ') FROM facet f WHERE f.edition = e.id), '')) AS text,
       'in' || hex (e.office || '/' || e.language) AS scope
FROM edition e
WHERE e.kind <> 'profile' AND e.state <> 'erased';

-- Editions whose words are not in it yet, and from when on they may be: once they are public, and cannot be taken back.
CREATE TABLE search_pending (
  edition INTEGER PRIMARY KEY,
  due BIGINT NOT NULL
);

INSERT INTO search_pending (edition, due) SELECT edition, due FROM searched;
