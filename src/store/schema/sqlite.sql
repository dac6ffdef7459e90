-- What only SQLite needs: an edition is final. visible_until alone follows from its successors.
CREATE TRIGGER edition_is_final BEFORE UPDATE OF
  id, office, document, language, number, kind, state, published, recorded, imported, visible_from, dated, digest, slug,
  path, title, summary, change_note, fields, body ON edition
BEGIN
  SELECT RAISE (ABORT, 'an edition never changes');
END;

CREATE TRIGGER edition_stays BEFORE DELETE ON edition
BEGIN
  SELECT RAISE (ABORT, 'an edition is never deleted');
END;
