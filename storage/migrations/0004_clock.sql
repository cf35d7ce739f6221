-- What the site knows of time, beside the newest line of its log. Without a row
-- the machine's clock is the site's.
CREATE TABLE site_clock (
    one       INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    -- Milliseconds from the machine's clock to the site's.
    shift     INTEGER NOT NULL,
    held_at   INTEGER,
    mark      INTEGER,
    -- The line of the log by which the date was last confirmed.
    confirmed INTEGER NOT NULL CHECK (confirmed >= 0),
    mac       BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT;
