-- The log: ways to look into it, and old lines that go while a sealed summary of
-- them stays.

-- A new line has a greater number than all others, so that each of these grows at few
-- places. They find the lines of an account and of a kind among millions.
CREATE INDEX events_actor ON events (actor_id, seq) WHERE actor_id IS NOT NULL;
CREATE INDEX events_target ON events (target_id, seq) WHERE target_id IS NOT NULL;
CREATE INDEX events_kind ON events (kind, seq);

-- Without this each line that goes would be looked for among all notices.
CREATE INDEX notices_event ON notices (event_seq) WHERE event_seq IS NOT NULL;

-- What was purged: from which line to which, how many, and the link that the first
-- line after them follows. The rows are chained as the lines are.
CREATE TABLE event_purges (
    number    INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    at        INTEGER NOT NULL,
    first_seq INTEGER NOT NULL CHECK (first_seq > 0),
    last_seq  INTEGER NOT NULL CHECK (last_seq >= first_seq),
    lines     INTEGER NOT NULL CHECK (lines = last_seq - first_seq + 1),
    from_at   INTEGER NOT NULL,
    to_at     INTEGER NOT NULL,
    last_mac  BLOB NOT NULL CHECK (length(last_mac) = 32),
    -- How many of each kind.
    kinds     TEXT NOT NULL CHECK (json_valid(kinds)),
    mac       BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT;

CREATE UNIQUE INDEX event_purges_last ON event_purges (last_seq);

CREATE TRIGGER event_purges_keep BEFORE UPDATE ON event_purges
BEGIN SELECT RAISE(ABORT, 'a summary is never changed'); END;

CREATE TRIGGER event_purges_stay BEFORE DELETE ON event_purges
BEGIN SELECT RAISE(ABORT, 'a summary is never deleted'); END;

-- A line goes after its summary is there, and not before.
DROP TRIGGER events_stay;

CREATE TRIGGER events_stay BEFORE DELETE ON events
WHEN OLD.seq > (SELECT coalesce(max(last_seq), 0) FROM event_purges)
BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;

-- For how many days lines are kept; without a row for ever.
CREATE TABLE log_keeping (
    one  INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    days INTEGER NOT NULL CHECK (days = 0 OR days BETWEEN 30 AND 36500),
    mac  BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT;
