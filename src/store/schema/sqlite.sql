-- What only SQLite needs, of the newest schema: an edition is final. visible_until alone follows from its successors; and
-- one that law ordered erased loses its words, once that is recorded, and nothing else. The last edition of a chain may be
-- deleted while it is still to come, and not in the log.
DROP TRIGGER IF EXISTS edition_is_final;
CREATE TRIGGER edition_is_final BEFORE UPDATE OF
  id, office, document, language, number, kind, state, published, recorded, imported, visible_from, dated, digest, slug,
  path, title, summary, change_note, fields, body ON edition
WHEN NOT (EXISTS (SELECT 1 FROM erasure x WHERE x.edition = OLD.id AND NEW.change_note IS x.reason)
          AND OLD.state <> 'erased' AND NEW.state = 'erased'
          AND NEW.title = '' AND NEW.summary IS NULL AND NEW.fields = '{}' AND NEW.body = ''
          AND NEW.id = OLD.id AND NEW.office = OLD.office AND NEW.document = OLD.document
          AND NEW.language = OLD.language AND NEW.number = OLD.number AND NEW.kind = OLD.kind
          AND NEW.published = OLD.published AND NEW.recorded = OLD.recorded AND NEW.imported = OLD.imported
          AND NEW.visible_from = OLD.visible_from AND NEW.dated = OLD.dated AND NEW.digest = ''
          AND NEW.slug = OLD.slug AND NEW.path = OLD.path)
BEGIN
  SELECT RAISE (ABORT, 'an edition never changes');
END;

DROP TRIGGER IF EXISTS edition_stays;
CREATE TRIGGER edition_stays BEFORE DELETE ON edition
WHEN NOT EXISTS (SELECT 1 FROM taken_back t
                 WHERE t.edition = OLD.id AND t.visible_from = OLD.visible_from AND t.at >= OLD.recorded)
  OR EXISTS (SELECT 1 FROM leaf l WHERE l.edition = OLD.id)
  OR EXISTS (SELECT 1 FROM edition l WHERE l.office = OLD.office AND l.document = OLD.document
               AND l.language = OLD.language AND l.number > OLD.number)
BEGIN
  SELECT RAISE (ABORT, 'an edition is never deleted');
END;
