-- What only SQLite needs: an edition is final. visible_until alone follows from its successors; and where law ordered a
-- text erased, the words of its chain may be emptied, and nothing else.
CREATE TRIGGER edition_is_final BEFORE UPDATE OF
  id, office, document, language, number, kind, state, published, recorded, imported, visible_from, dated, digest, slug,
  path, title, summary, change_note, fields, body ON edition
WHEN NOT (NEW.title = '' AND NEW.summary IS NULL AND NEW.fields = '{}' AND NEW.body = ''
          AND NEW.digest = OLD.digest AND NEW.visible_from = OLD.visible_from AND NEW.change_note IS OLD.change_note
          AND EXISTS (SELECT 1 FROM edition x WHERE x.office = OLD.office AND x.document = OLD.document
                        AND x.language = OLD.language AND x.state = 'erased'))
BEGIN
  SELECT RAISE (ABORT, 'an edition never changes');
END;

CREATE TRIGGER edition_stays BEFORE DELETE ON edition
BEGIN
  SELECT RAISE (ABORT, 'an edition is never deleted');
END;
