-- Which list of leaked passwords is in use, beside the one that is part of the
-- program. The newest row holds; one without a list says that there is none any
-- more. The numbers begin at 2: 1 is the program's own list alone.
CREATE TABLE breached_lists (
    number       INTEGER NOT NULL PRIMARY KEY CHECK (number > 1),
    -- The checksum of the list's header and the name of its file in the data folder.
    list_id      TEXT NOT NULL CHECK (length(list_id) IN (0, 64)),
    file         TEXT NOT NULL CHECK ((file = '') = (list_id = '')),
    source       TEXT NOT NULL,
    source_at    INTEGER,
    made_at      INTEGER,
    entries      INTEGER NOT NULL CHECK (entries >= 0),
    false_one_in INTEGER NOT NULL CHECK (false_one_in >= 0),
    bytes        INTEGER NOT NULL CHECK (bytes >= 0),
    since        INTEGER NOT NULL,
    by_account   INTEGER NOT NULL REFERENCES accounts (id),
    by_name      TEXT NOT NULL,
    mac          BLOB NOT NULL CHECK (length(mac) = 32),
    -- When it was first found that the list cannot be read, NULL while it can.
    fault_at     INTEGER
) STRICT;

CREATE TRIGGER breached_lists_keep
BEFORE UPDATE OF number, list_id, file, source, source_at, made_at, entries, false_one_in, bytes, since, by_account, by_name, mac
ON breached_lists
BEGIN SELECT RAISE(ABORT, 'what was in use is never changed'); END;

CREATE TRIGGER breached_lists_stay BEFORE DELETE ON breached_lists
BEGIN SELECT RAISE(ABORT, 'what was in use is never deleted'); END;

-- The list that a password was last looked up in, NULL for none, and whether it
-- was on it.
ALTER TABLE account_terms ADD COLUMN leak_list INTEGER CHECK (leak_list > 0);
ALTER TABLE account_terms ADD COLUMN leaked INTEGER NOT NULL DEFAULT 0
    CHECK (leaked IN (0, 1) AND (leaked = 0 OR leak_list IS NOT NULL));
