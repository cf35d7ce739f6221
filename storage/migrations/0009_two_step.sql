-- Two-step verification: authenticator apps, recovery codes, and the sessions that
-- can only set them up.

-- The number is drawn at random before the row is written, because the seal of the
-- secret names it. While expires_at is set nobody has proved the app with a code.
CREATE TABLE authenticators (
    id         TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 32),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    name       TEXT NOT NULL CHECK (name <> ''),
    secret     BLOB NOT NULL CHECK (length(secret) > 0),
    algorithm  TEXT NOT NULL CHECK (algorithm IN ('SHA1', 'SHA256', 'SHA512')),
    digits     INTEGER NOT NULL CHECK (digits IN (6, 8)),
    period     INTEGER NOT NULL CHECK (period BETWEEN 15 AND 120),
    created_at INTEGER NOT NULL,
    used_at    INTEGER,
    used_step  INTEGER NOT NULL CHECK (used_step >= 0),
    expires_at INTEGER
) STRICT;

CREATE INDEX authenticators_account ON authenticators (account_id, created_at);
CREATE UNIQUE INDEX authenticators_unproved ON authenticators (account_id) WHERE expires_at IS NOT NULL;

-- A hint is a few bytes of a keyed digest: it finds the one hash that a typed code is
-- compared with.
CREATE TABLE recovery_codes (
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    number     INTEGER NOT NULL CHECK (number > 0),
    hint       BLOB NOT NULL CHECK (length(hint) = 4),
    phc        TEXT NOT NULL CHECK (phc <> ''),
    made_at    INTEGER NOT NULL,
    used_at    INTEGER,
    PRIMARY KEY (account_id, number),
    UNIQUE (account_id, hint)
) STRICT;

-- The code for emergencies of the site's root accounts. The newest counts.
CREATE TABLE emergency_codes (
    number  INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    phc     TEXT NOT NULL CHECK (phc <> ''),
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES accounts (id),
    used_at INTEGER,
    used_by INTEGER REFERENCES accounts (id),
    mac     BLOB NOT NULL CHECK (length(mac) = 32),
    CHECK ((used_at IS NULL) = (used_by IS NULL))
) STRICT;

-- Nothing of a person outlives the account.
CREATE TRIGGER accounts_two_step_delete AFTER UPDATE OF state ON accounts
WHEN NEW.state = 'deleted'
BEGIN
    DELETE FROM authenticators WHERE account_id = NEW.id;
    DELETE FROM recovery_codes WHERE account_id = NEW.id;
END;

-- When the policy first asked an account for two-step verification that it had not.
ALTER TABLE account_terms ADD COLUMN enrol_from INTEGER;

-- The scope of a session has one value more, which takes a table of its own in
-- SQLite. The numbers go on: the log names sessions.
CREATE TABLE sessions_next (
    id             INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id     INTEGER NOT NULL REFERENCES accounts (id),
    token_hash     BLOB NOT NULL CHECK (length(token_hash) = 32),
    scope          TEXT NOT NULL CHECK (scope IN ('full', 'change_password', 'set_question', 'enrol')),
    client         TEXT NOT NULL CHECK (client IN ('window', 'command')),
    host           TEXT NOT NULL,
    system         TEXT NOT NULL,
    address        TEXT NOT NULL,
    started_at     INTEGER NOT NULL,
    last_active_at INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL,
    locked_at      INTEGER,
    ended_at       INTEGER,
    end_reason     TEXT NOT NULL,
    CHECK ((ended_at IS NULL) = (end_reason = ''))
) STRICT;

INSERT INTO sqlite_sequence (name, seq) SELECT 'sessions_next', seq FROM sqlite_sequence WHERE name = 'sessions';

INSERT INTO sessions_next (id, account_id, token_hash, scope, client, host, system, address,
    started_at, last_active_at, expires_at, locked_at, ended_at, end_reason)
SELECT id, account_id, token_hash, scope, client, host, system, address,
    started_at, last_active_at, expires_at, locked_at, ended_at, end_reason
FROM sessions ORDER BY id;

DROP TABLE sessions;
ALTER TABLE sessions_next RENAME TO sessions;

CREATE UNIQUE INDEX sessions_token ON sessions (token_hash);
CREATE INDEX sessions_account ON sessions (account_id, started_at);
CREATE INDEX sessions_open ON sessions (account_id, started_at) WHERE ended_at IS NULL;
