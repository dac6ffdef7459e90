-- Passkeys (WebAuthn): of each the public key, in libfido2's form. host: for which it was made; at another name of the
-- desk it is of no use.
CREATE TABLE passkey (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person INTEGER NOT NULL REFERENCES person (id),
  credential BLOB NOT NULL UNIQUE,
  algorithm INTEGER NOT NULL,
  key BLOB NOT NULL,
  counter BIGINT NOT NULL CHECK (counter >= 0),
  name TEXT NOT NULL CHECK (length (name) > 0),
  host TEXT NOT NULL,
  added BIGINT NOT NULL,
  used BIGINT
);
CREATE INDEX passkey_of_person ON passkey (person, id);

-- By what devices know somebody: nothing that says who it is.
CREATE TABLE passkey_holder (
  person INTEGER PRIMARY KEY REFERENCES person (id),
  handle BLOB NOT NULL UNIQUE
);

-- Challenges that were answered, until they would have run out by themselves.
CREATE TABLE used_challenge (
  hash BLOB NOT NULL PRIMARY KEY,
  expires BIGINT NOT NULL
);
CREATE INDEX used_challenge_by_age ON used_challenge (expires);

-- A secret that is being set up on a device: it counts once a code of it was typed.
CREATE TABLE totp_setup (
  person INTEGER PRIMARY KEY REFERENCES person (id),
  secret TEXT NOT NULL,
  begun BIGINT NOT NULL
);
