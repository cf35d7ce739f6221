-- Security questions, and the sessions that can only set one.
CREATE TABLE security_questions (
    account_id INTEGER NOT NULL PRIMARY KEY REFERENCES accounts (id),
    question   TEXT NOT NULL CHECK (question <> ''),
    phc        TEXT NOT NULL CHECK (phc <> ''),
    set_at     INTEGER NOT NULL,
    set_by     INTEGER NOT NULL REFERENCES accounts (id)
) STRICT;

-- Nothing of a person outlives the account.
CREATE TRIGGER accounts_question_delete AFTER UPDATE OF state ON accounts
WHEN NEW.state = 'deleted'
BEGIN
    DELETE FROM security_questions WHERE account_id = NEW.id;
END;

-- How many of the failures in a row were answers: a right password alone does not
-- take them back.
ALTER TABLE throttles ADD COLUMN answers INTEGER NOT NULL DEFAULT 0 CHECK (answers >= 0);

-- The scope of a session has one value more, which takes a table of its own in
-- SQLite. The numbers go on: the log names sessions.
CREATE TABLE sessions_next (
    id             INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id     INTEGER NOT NULL REFERENCES accounts (id),
    token_hash     BLOB NOT NULL CHECK (length(token_hash) = 32),
    scope          TEXT NOT NULL CHECK (scope IN ('full', 'change_password', 'set_question')),
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
