-- What people choose for themselves: a name and a text, which the program reads
-- with care. Nothing here gives anybody a right.
CREATE TABLE account_settings (
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
    value      TEXT NOT NULL CHECK (length(value) BETWEEN 1 AND 4096),
    PRIMARY KEY (account_id, name)
) STRICT, WITHOUT ROWID;

-- Nothing of a person outlives the account.
CREATE TRIGGER accounts_settings_delete AFTER UPDATE OF state ON accounts
WHEN NEW.state = 'deleted'
BEGIN
    DELETE FROM account_settings WHERE account_id = NEW.id;
END;
