-- Policies, groups, and what belongs to the policy of each account. The first
-- policy is made by the program, which alone can vouch for it.

CREATE TABLE policies (
    id         INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
    name       TEXT NOT NULL CHECK (name <> ''),
    key        TEXT NOT NULL CHECK (key <> ''),
    rank       INTEGER NOT NULL CHECK (rank >= 0),
    newest     INTEGER REFERENCES policy_revisions (id),
    number     INTEGER NOT NULL CHECK (number >= 0),
    created_at INTEGER NOT NULL,
    removed_at INTEGER,
    -- NULL between the making of the row and that of its first revision.
    mac        BLOB CHECK (length(mac) = 32)
) STRICT;

CREATE UNIQUE INDEX policies_key ON policies (key) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX policies_rank ON policies (rank) WHERE removed_at IS NULL;

CREATE TRIGGER policies_stay BEFORE DELETE ON policies
BEGIN SELECT RAISE(ABORT, 'a policy keeps its row'); END;

-- AUTOINCREMENT: accounts and the log name revisions, so that a number is never
-- given twice.
CREATE TABLE policy_revisions (
    id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    policy_id  INTEGER NOT NULL REFERENCES policies (id),
    number     INTEGER NOT NULL CHECK (number > 0),
    at         INTEGER NOT NULL,
    by_account INTEGER REFERENCES accounts (id),
    by_name    TEXT NOT NULL,
    reason     TEXT NOT NULL,
    mac        BLOB NOT NULL CHECK (length(mac) = 32),
    -- Last, as it may be long: what stands before it is read without it.
    document   TEXT NOT NULL CHECK (json_valid(document))
) STRICT;

CREATE UNIQUE INDEX policy_revisions_number ON policy_revisions (policy_id, number);

CREATE TRIGGER policy_revisions_keep BEFORE UPDATE ON policy_revisions
BEGIN SELECT RAISE(ABORT, 'a revision is never changed'); END;

CREATE TRIGGER policy_revisions_stay BEFORE DELETE ON policy_revisions
BEGIN SELECT RAISE(ABORT, 'a revision is never deleted'); END;

-- AUTOINCREMENT: the log names groups.
CREATE TABLE account_groups (
    id        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name      TEXT NOT NULL CHECK (name <> ''),
    key       TEXT NOT NULL CHECK (key <> ''),
    policy_id INTEGER REFERENCES policies (id)
) STRICT;

CREATE UNIQUE INDEX account_groups_key ON account_groups (key);
CREATE INDEX account_groups_policy ON account_groups (policy_id) WHERE policy_id IS NOT NULL;

CREATE TABLE group_members (
    group_id   INTEGER NOT NULL REFERENCES account_groups (id),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (group_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX group_members_account ON group_members (account_id, group_id);

CREATE TABLE account_terms (
    account_id      INTEGER NOT NULL PRIMARY KEY REFERENCES accounts (id),
    policy_id       INTEGER REFERENCES policies (id),
    expires_at      INTEGER,
    grace_used      INTEGER NOT NULL CHECK (grace_used >= 0),
    -- The revision that the password was last judged by, and what came of it.
    judged_revision INTEGER REFERENCES policy_revisions (id),
    complied        INTEGER NOT NULL CHECK (complied IN (0, 1)),
    unlocked_at     INTEGER,
    inactive_from   INTEGER,
    why             TEXT NOT NULL CHECK (length(why) <= 64),
    CHECK (complied = 0 OR judged_revision IS NOT NULL)
) STRICT;

CREATE INDEX account_terms_policy ON account_terms (account_id, policy_id) WHERE policy_id IS NOT NULL;
CREATE INDEX account_terms_inactive ON account_terms (inactive_from) WHERE inactive_from IS NOT NULL;
CREATE INDEX account_terms_expires ON account_terms (expires_at) WHERE expires_at IS NOT NULL;

-- The number gives the order: a clock that was set back does not.
CREATE TABLE password_history (
    id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    phc        TEXT NOT NULL CHECK (phc <> ''),
    at         INTEGER NOT NULL
) STRICT;

CREATE INDEX password_history_account ON password_history (account_id, id);

CREATE TABLE own_changes (
    id         INTEGER NOT NULL PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    at         INTEGER NOT NULL
) STRICT;

CREATE INDEX own_changes_account ON own_changes (account_id, at);

-- Former passwords never outlive the last one, and nothing of a person outlives
-- the account.
CREATE TRIGGER passwords_history_delete AFTER DELETE ON passwords
BEGIN
    DELETE FROM password_history WHERE account_id = OLD.account_id;
END;

CREATE TRIGGER accounts_policy_delete AFTER UPDATE OF state ON accounts
WHEN NEW.state = 'deleted'
BEGIN
    DELETE FROM password_history WHERE account_id = NEW.id;
    DELETE FROM own_changes WHERE account_id = NEW.id;
    DELETE FROM account_terms WHERE account_id = NEW.id;
    DELETE FROM group_members WHERE account_id = NEW.id;
END;

ALTER TABLE throttles ADD COLUMN failed_at INTEGER;
ALTER TABLE throttles ADD COLUMN locked_at INTEGER;
ALTER TABLE throttles ADD COLUMN until_admin INTEGER NOT NULL DEFAULT 0 CHECK (until_admin IN (0, 1));
ALTER TABLE throttles ADD COLUMN wrong BLOB CHECK (length(wrong) BETWEEN 1 AND 64);
ALTER TABLE throttles ADD COLUMN wrong_at INTEGER;

-- So far the last write of a count was its last failure, and a lock until an
-- administrator one that ends in a hundred years.
UPDATE throttles SET
    failed_at = CASE WHEN failures > 0 THEN updated_at END,
    locked_at = CASE WHEN locked_until IS NOT NULL THEN updated_at END,
    until_admin = coalesce(failures >= 100 AND locked_until - updated_at > 1577880000000, 0);

CREATE INDEX throttles_closed ON throttles (account_id) WHERE account_id IS NOT NULL AND until_admin = 1;
CREATE INDEX throttles_wrong ON throttles (wrong_at) WHERE wrong IS NOT NULL;

-- What is counted over all accounts, without their wide rows.
CREATE INDEX accounts_used ON accounts (id, last_sign_in_at, created_at) WHERE state = 'active';
