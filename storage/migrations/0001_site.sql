-- Times are UTC milliseconds; NULL is never. 0 is no account and no session in
-- the program, and NULL here.

CREATE TABLE migrations (
    number     INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    name       TEXT NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT;

CREATE TABLE site (
    one             INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    id              TEXT NOT NULL CHECK (id <> ''),
    name            TEXT NOT NULL,
    time_zone       TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    hash_memory_kib INTEGER NOT NULL CHECK (hash_memory_kib BETWEEN 0 AND 4294967295),
    hash_time       INTEGER NOT NULL CHECK (hash_time BETWEEN 0 AND 4294967295),
    hash_threads    INTEGER NOT NULL CHECK (hash_threads BETWEEN 0 AND 255)
) STRICT;

CREATE TABLE key_slots (
    kind       TEXT NOT NULL PRIMARY KEY CHECK (kind IN ('keyring', 'passphrase', 'keyfile', 'recovery')),
    wrapped    BLOB NOT NULL,
    params     TEXT NOT NULL,
    hint       TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE wrapped_keys (
    id         INTEGER NOT NULL PRIMARY KEY CHECK (id BETWEEN 0 AND 4294967295),
    purpose    TEXT NOT NULL CHECK (purpose IN ('seal', 'audit', 'digest')),
    wrapped    BLOB NOT NULL,
    current    INTEGER NOT NULL CHECK (current IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;

-- Of each purpose one key at most is the one that new values are sealed with.
CREATE UNIQUE INDEX wrapped_keys_current ON wrapped_keys (purpose) WHERE current = 1;

CREATE TABLE accounts (
    id              INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
    name            TEXT NOT NULL CHECK (name <> ''),
    key             TEXT NOT NULL CHECK (key <> ''),
    skeleton        TEXT NOT NULL CHECK (skeleton <> ''),
    full_name       TEXT NOT NULL,
    mail            TEXT NOT NULL,
    mail_key        TEXT NOT NULL,
    role            TEXT NOT NULL CHECK (role IN ('root', 'admin', 'member')),
    state           TEXT NOT NULL CHECK (state IN ('active', 'disabled', 'deleted')),
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    last_sign_in_at INTEGER,
    revision        INTEGER NOT NULL CHECK (revision > 0),
    -- Name, full name and mail in the form that searches compare with.
    search_text     TEXT NOT NULL,
    CHECK ((mail = '') = (mail_key = ''))
) STRICT;

CREATE UNIQUE INDEX accounts_key ON accounts (key);
CREATE UNIQUE INDEX accounts_skeleton ON accounts (skeleton);
CREATE UNIQUE INDEX accounts_mail ON accounts (mail_key) WHERE mail_key <> '';
CREATE INDEX accounts_active ON accounts (role) WHERE state = 'active';

-- The list, by name, and its filters. The columns behind the key let a walk do
-- without the table.
CREATE INDEX accounts_listed ON accounts (key, state) WHERE state <> 'deleted';
CREATE INDEX accounts_never ON accounts (key, state, last_sign_in_at)
    WHERE state <> 'deleted' AND last_sign_in_at IS NULL;
CREATE INDEX accounts_disabled ON accounts (key, state) WHERE state = 'disabled';
-- For a search that finds too many to sort.
CREATE INDEX accounts_searched ON accounts (key, state, search_text) WHERE state <> 'deleted';

CREATE TABLE passwords (
    account_id  INTEGER NOT NULL PRIMARY KEY REFERENCES accounts (id),
    phc         TEXT NOT NULL CHECK (phc <> ''),
    set_at      INTEGER NOT NULL,
    set_by      INTEGER NOT NULL REFERENCES accounts (id),
    must_change INTEGER NOT NULL CHECK (must_change IN (0, 1))
) STRICT;

-- What vouches for an account and its password; the key is not in the store.
CREATE TABLE account_macs (
    account_id INTEGER NOT NULL PRIMARY KEY REFERENCES accounts (id),
    mac        BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT;

CREATE TABLE throttles (
    subject      TEXT NOT NULL PRIMARY KEY CHECK (subject <> ''),
    account_id   INTEGER REFERENCES accounts (id),
    failures     INTEGER NOT NULL CHECK (failures >= 0),
    locked_until INTEGER,
    updated_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX throttles_account ON throttles (account_id, locked_until) WHERE account_id IS NOT NULL;
CREATE INDEX throttles_locked ON throttles (locked_until, account_id)
    WHERE account_id IS NOT NULL AND locked_until IS NOT NULL;
CREATE INDEX throttles_names ON throttles (updated_at) WHERE account_id IS NULL;

-- AUTOINCREMENT: the log names sessions, so that a number is never given twice.
CREATE TABLE sessions (
    id             INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id     INTEGER NOT NULL REFERENCES accounts (id),
    token_hash     BLOB NOT NULL CHECK (length(token_hash) = 32),
    scope          TEXT NOT NULL CHECK (scope IN ('full', 'change_password')),
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

CREATE UNIQUE INDEX sessions_token ON sessions (token_hash);
CREATE INDEX sessions_account ON sessions (account_id, started_at);
CREATE INDEX sessions_open ON sessions (account_id, started_at) WHERE ended_at IS NULL;

-- Kinds are an open list: every feature adds its own.
CREATE TABLE events (
    seq         INTEGER NOT NULL PRIMARY KEY CHECK (seq > 0),
    at          INTEGER NOT NULL,
    kind        TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
    actor_id    INTEGER REFERENCES accounts (id),
    actor_name  TEXT NOT NULL,
    target_id   INTEGER REFERENCES accounts (id),
    target_name TEXT NOT NULL,
    session_id  INTEGER CHECK (session_id > 0),
    client      TEXT NOT NULL,
    host        TEXT NOT NULL,
    system      TEXT NOT NULL,
    address     TEXT NOT NULL,
    detail      TEXT NOT NULL CHECK (json_valid(detail)),
    mac         BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT;

CREATE TRIGGER events_keep BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;

CREATE TRIGGER events_stay BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;

CREATE TRIGGER accounts_stay BEFORE DELETE ON accounts
BEGIN SELECT RAISE(ABORT, 'an account keeps its row'); END;

CREATE TABLE notices (
    id         INTEGER NOT NULL PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    at         INTEGER NOT NULL,
    kind       TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
    event_seq  INTEGER REFERENCES events (seq) DEFERRABLE INITIALLY DEFERRED,
    seen_at    INTEGER
) STRICT;

CREATE INDEX notices_account ON notices (account_id, at);
