-- What the list of accounts needs and SQLite alone has: an index of every three
-- characters in a row, and counts that need no counting.

CREATE VIRTUAL TABLE account_search USING fts5 (
    search_text,
    content = 'accounts',
    content_rowid = 'id',
    columnsize = 0,
    tokenize = 'trigram case_sensitive 1'
);

-- Without this the index keeps what was deleted until it is merged.
INSERT INTO account_search (account_search, rank) VALUES ('secure-delete', 1);
INSERT INTO account_search (account_search) VALUES ('rebuild');

CREATE TRIGGER accounts_search_insert AFTER INSERT ON accounts
BEGIN
    INSERT INTO account_search (rowid, search_text) VALUES (NEW.id, NEW.search_text);
END;

CREATE TRIGGER accounts_search_update AFTER UPDATE OF search_text ON accounts
WHEN NEW.search_text <> OLD.search_text
BEGIN
    INSERT INTO account_search (account_search, rowid, search_text) VALUES ('delete', OLD.id, OLD.search_text);
    INSERT INTO account_search (rowid, search_text) VALUES (NEW.id, NEW.search_text);
END;

CREATE TABLE account_counts (
    one      INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    listed   INTEGER NOT NULL CHECK (listed >= 0),
    never    INTEGER NOT NULL CHECK (never >= 0),
    disabled INTEGER NOT NULL CHECK (disabled >= 0)
) STRICT;

INSERT INTO account_counts (one, listed, never, disabled)
SELECT 1, count(*), count(*) FILTER (WHERE last_sign_in_at IS NULL), count(*) FILTER (WHERE state = 'disabled')
FROM accounts WHERE state <> 'deleted';

CREATE TRIGGER accounts_count_insert AFTER INSERT ON accounts
BEGIN
    UPDATE account_counts SET
        listed = listed + (NEW.state <> 'deleted'),
        never = never + (NEW.state <> 'deleted' AND NEW.last_sign_in_at IS NULL),
        disabled = disabled + (NEW.state = 'disabled');
END;

CREATE TRIGGER accounts_count_update AFTER UPDATE OF state, last_sign_in_at ON accounts
WHEN NEW.state <> OLD.state OR (NEW.last_sign_in_at IS NULL) <> (OLD.last_sign_in_at IS NULL)
BEGIN
    UPDATE account_counts SET
        listed = listed + (NEW.state <> 'deleted') - (OLD.state <> 'deleted'),
        never = never + (NEW.state <> 'deleted' AND NEW.last_sign_in_at IS NULL)
                      - (OLD.state <> 'deleted' AND OLD.last_sign_in_at IS NULL),
        disabled = disabled + (NEW.state = 'disabled') - (OLD.state = 'disabled');
END;
