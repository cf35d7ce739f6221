-- Passkeys: what a site keeps of them is public, and vouched for with the account.

-- The name by which an authenticator knows an account. It stays when the last passkey
-- goes: another one in the same authenticator takes the place of the first.
CREATE TABLE passkey_handles (
    account_id INTEGER NOT NULL PRIMARY KEY REFERENCES accounts (id),
    handle     BLOB NOT NULL UNIQUE CHECK (length(handle) = 64)
) STRICT;

-- The flags have columns of their own: which of them an authenticator may change, and
-- which not, is decided one by one. While cloned_at is set the passkey opens nothing.
CREATE TABLE passkeys (
    id              TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 32),
    account_id      INTEGER NOT NULL REFERENCES accounts (id),
    name            TEXT NOT NULL CHECK (name <> ''),
    kind            TEXT NOT NULL CHECK (kind IN ('', 'phone', 'security-key', 'this-device')),
    credential_id   BLOB NOT NULL UNIQUE CHECK (length(credential_id) BETWEEN 16 AND 1023),
    public_key      BLOB NOT NULL CHECK (length(public_key) > 0),
    aaguid          BLOB NOT NULL CHECK (length(aaguid) = 16),
    transports      TEXT NOT NULL,
    user_present    INTEGER NOT NULL CHECK (user_present IN (0, 1)),
    user_verified   INTEGER NOT NULL CHECK (user_verified IN (0, 1)),
    backup_eligible INTEGER NOT NULL CHECK (backup_eligible IN (0, 1)),
    backed_up       INTEGER NOT NULL CHECK (backed_up IN (0, 1) AND backed_up <= backup_eligible),
    sign_count      INTEGER NOT NULL CHECK (sign_count BETWEEN 0 AND 4294967295),
    attestation     TEXT NOT NULL CHECK (attestation = 'none'),
    created_at      INTEGER NOT NULL,
    used_at         INTEGER,
    cloned_at       INTEGER
) STRICT;

CREATE INDEX passkeys_account ON passkeys (account_id, created_at);

-- Nothing of a person outlives the account.
CREATE TRIGGER accounts_passkeys_delete AFTER UPDATE OF state ON accounts
WHEN NEW.state = 'deleted'
BEGIN
    DELETE FROM passkeys WHERE account_id = NEW.id;
    DELETE FROM passkey_handles WHERE account_id = NEW.id;
END;
