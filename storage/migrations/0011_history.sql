-- The history of sign-ins: what the log tells of them, in a form that is found
-- quickly. seq is the number of the line of the log: there may be two for one number
-- where somebody has cut the log off. The columns of the indexes end with the time, so
-- that the newest of any choice are read from the end.
CREATE TABLE sign_ins (
    id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    seq         INTEGER NOT NULL CHECK (seq > 0),
    at          INTEGER NOT NULL,
    account_id  INTEGER REFERENCES accounts (id),
    name        TEXT NOT NULL,
    name_key    TEXT NOT NULL,
    outcome     TEXT NOT NULL CHECK (outcome IN (
        'signed_in', 'let_in', 'half_way', 'wrong', 'refused', 'locked', 'signed_out')),
    method      TEXT NOT NULL,
    reason      TEXT NOT NULL,
    failures    INTEGER NOT NULL CHECK (failures >= 0),
    session_id  INTEGER CHECK (session_id > 0),
    client      TEXT NOT NULL,
    host        TEXT NOT NULL,
    host_key    TEXT NOT NULL,
    system      TEXT NOT NULL,
    address     TEXT NOT NULL,
    place       TEXT NOT NULL,
    -- Names of marks with a space between them, '' for none.
    marks       TEXT NOT NULL,
    -- What the account's owner said to a marked one.
    answer      TEXT NOT NULL CHECK (answer IN ('', 'me', 'not_me')),
    answered_at INTEGER,
    CHECK ((answer = '') = (answered_at IS NULL))
) STRICT;

CREATE INDEX sign_ins_at ON sign_ins (at);
CREATE INDEX sign_ins_account ON sign_ins (account_id, outcome, at) WHERE account_id IS NOT NULL;
CREATE INDEX sign_ins_outcome ON sign_ins (outcome, at);
CREATE INDEX sign_ins_name ON sign_ins (name_key, at) WHERE account_id IS NULL;
CREATE INDEX sign_ins_host ON sign_ins (host_key, at);
CREATE INDEX sign_ins_address ON sign_ins (address, at) WHERE address <> '';
CREATE INDEX sign_ins_marked ON sign_ins (at) WHERE marks <> '';
CREATE INDEX sign_ins_account_marked ON sign_ins (account_id, at) WHERE marks <> '';

-- Counts of each quarter of an hour since 1970, of each account and, as account 0, of
-- the site: every time zone is a whole number of quarters away.
CREATE TABLE sign_in_counts (
    account_id INTEGER NOT NULL CHECK (account_id >= 0),
    quarter    INTEGER NOT NULL,
    good       INTEGER NOT NULL CHECK (good >= 0),
    bad        INTEGER NOT NULL CHECK (bad >= 0),
    PRIMARY KEY (account_id, quarter)
) STRICT, WITHOUT ROWID;

-- What is usual for an account: devices, places and hours of its sign-ins.
CREATE TABLE account_habits (
    account_id INTEGER NOT NULL PRIMARY KEY REFERENCES accounts (id),
    habits     TEXT NOT NULL CHECK (json_valid(habits))
) STRICT;

CREATE TRIGGER accounts_habits_delete AFTER UPDATE OF state ON accounts
WHEN NEW.state = 'deleted'
BEGIN
    DELETE FROM account_habits WHERE account_id = NEW.id;
END;

-- What a site sets for itself beside its policies: a name and a vouched document.
CREATE TABLE site_documents (
    name       TEXT NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 64),
    document   TEXT NOT NULL CHECK (json_valid(document)),
    revision   INTEGER NOT NULL CHECK (revision > 0),
    at         INTEGER NOT NULL,
    by_account INTEGER NOT NULL REFERENCES accounts (id),
    by_name    TEXT NOT NULL,
    mac        BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT, WITHOUT ROWID;

-- The program's version, and the place that the address of a session belonged to.
ALTER TABLE sessions ADD COLUMN version TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN place TEXT NOT NULL DEFAULT '';
CREATE INDEX sessions_ended ON sessions (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX sessions_expiring ON sessions (expires_at) WHERE ended_at IS NULL;

-- What happened so far.
INSERT INTO sign_ins (seq, at, account_id, name, name_key, outcome, method, reason, failures, session_id,
    client, host, host_key, system, address, place, marks, answer)
SELECT seq, at, CASE kind WHEN 'session.ended' THEN target_id ELSE actor_id END,
    CASE kind WHEN 'session.ended' THEN target_name ELSE actor_name END,
    lower(CASE kind WHEN 'session.ended' THEN target_name ELSE actor_name END),
    CASE kind
        WHEN 'signin.succeeded' THEN iif(json_extract(detail, '$.scope') = 'full', 'signed_in', 'let_in')
        WHEN 'signin.password_right' THEN 'half_way'
        WHEN 'signin.failed' THEN 'wrong'
        WHEN 'passkey.refused' THEN 'wrong'
        WHEN 'account.locked' THEN 'locked'
        WHEN 'session.ended' THEN 'signed_out'
        ELSE 'refused' END,
    CASE WHEN kind IN ('passkey.refused', 'passkey.cloned') THEN 'passkey'
        ELSE coalesce(json_extract(detail, '$.method'), json_extract(detail, '$.for'), '') END,
    coalesce(json_extract(detail, '$.why'), json_extract(detail, '$.until'), json_extract(detail, '$.next'), ''),
    coalesce(CAST(json_extract(detail, '$.failures') AS INTEGER), CAST(json_extract(detail, '$.failure') AS INTEGER), 0),
    coalesce(CAST(json_extract(detail, '$.session') AS INTEGER), session_id),
    client, host, lower(host), system, address, '', iif(kind = 'passkey.cloned', 'cloned', ''), ''
FROM events
WHERE kind IN ('signin.succeeded', 'signin.password_right', 'signin.failed', 'signin.refused_locked',
    'account.locked', 'passkey.refused', 'passkey.cloned', 'session.ended')
    AND (kind <> 'signin.succeeded'
        OR json_extract(detail, '$.method') NOT IN ('unlock', 'password change', 'two-step verification'))
ORDER BY seq;

INSERT INTO sign_in_counts (account_id, quarter, good, bad)
SELECT coalesce(account_id, 0), at / 900000, sum(outcome = 'signed_in'), sum(outcome IN ('wrong', 'refused'))
FROM (SELECT account_id, at, outcome FROM sign_ins WHERE account_id IS NOT NULL
    UNION ALL SELECT NULL, at, outcome FROM sign_ins)
WHERE outcome IN ('signed_in', 'wrong', 'refused') GROUP BY 1, 2;

-- Wrong tries of one address or computer, whatever names they were for, within the
-- window that began last, and whether it may try no more.
CREATE TABLE sources (
    source        TEXT NOT NULL PRIMARY KEY CHECK (source <> ''),
    failures      INTEGER NOT NULL CHECK (failures >= 0),
    since         INTEGER NOT NULL,
    last_at       INTEGER NOT NULL,
    blocked_at    INTEGER,
    blocked_until INTEGER,
    CHECK ((blocked_at IS NULL) = (blocked_until IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX sources_blocked ON sources (blocked_until) WHERE blocked_until IS NOT NULL;
CREATE INDEX sources_last ON sources (last_at);
