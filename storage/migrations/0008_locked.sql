-- The locked accounts are counted by two narrow indexes alone: whoever is deleted
-- has no count of failures, and of the locks until an administrator those are left
-- out that are among the others.

DELETE FROM throttles WHERE account_id IN (SELECT id FROM accounts WHERE state = 'deleted');

CREATE TRIGGER accounts_throttles_delete AFTER UPDATE OF state ON accounts
WHEN NEW.state = 'deleted'
BEGIN
    DELETE FROM throttles WHERE account_id = NEW.id;
END;

CREATE TRIGGER throttles_living AFTER INSERT ON throttles WHEN NEW.account_id IS NOT NULL
BEGIN
    DELETE FROM throttles WHERE subject = NEW.subject
        AND EXISTS (SELECT 1 FROM accounts WHERE id = NEW.account_id AND state = 'deleted');
END;

DROP INDEX throttles_closed;
CREATE INDEX throttles_closed ON throttles (account_id, locked_until) WHERE account_id IS NOT NULL AND until_admin = 1;
