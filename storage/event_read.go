package storage

import (
	"database/sql"
	"errors"
	"strconv"
	"strings"
	"time"

	"gatehouse/core"
)

// Lines of the log are read by the million when it is verified. To hand over fourteen
// columns one by one takes three times as long as to find the row, so that SQLite
// joins them to one text, which is cut up here. Like engine.go this file holds what
// SQLite alone has: a blob in a text.

const (
	// unitSeparator is ASCII's own sign between fields.
	unitSeparator = "\x1f"
	// lineFields are the fields before the MAC, macBytes is the length of that.
	lineFields = 13
	macBytes   = 32

	joinedLine = `
SELECT concat_ws(char(31), seq, at, kind, ifnull(actor_id, 0), actor_name, ifnull(target_id, 0), target_name,
    ifnull(session_id, 0), client, host, system, address, detail, mac)
FROM events WHERE `
	plainLine = `
SELECT seq, at, kind, actor_id, actor_name, target_id, target_name, session_id,
    client, host, system, address, detail, mac
FROM events WHERE `
)

// errJoined: a text has the separator in it, so that it cannot be cut up.
var errJoined = errors.New("storage: a line has a separator in it")

// eventsWhere reads the lines of a condition with its order and limit.
func (t *tx) eventsWhere(limit int, where string, values ...any) ([]core.Event, error) {
	lines, err := t.joinedEvents(limit, joinedLine+where, values)
	if errors.Is(err, errJoined) {
		return list(t, readEvent, plainLine+where, values...)
	}
	return lines, err
}

// joinedEvents reads lines as one text each.
func (t *tx) joinedEvents(limit int, text string, values args) ([]core.Event, error) {
	if err := t.ready(false); err != nil {
		return nil, err
	}
	s, err := t.conn.statement(t.ctx, text)
	if err != nil {
		return nil, t.fail(err)
	}
	rows, err := s.QueryContext(t.ctx, values...)
	if err != nil {
		return nil, t.fail(err)
	}
	lines, err := cutEvents(rows, limit)
	if err != nil && !errors.Is(err, errJoined) {
		return nil, t.fail(err)
	}
	return lines, err
}

// cutEvents reads rows to their end.
func cutEvents(rows *sql.Rows, limit int) (lines []core.Event, err error) {
	defer func() { err = join(err, rows.Close()) }()
	macs := make([]byte, 0, limit*macBytes)
	for rows.Next() {
		var joined string
		if err := rows.Scan(&joined); err != nil {
			return nil, err
		}
		if lines == nil {
			lines = make([]core.Event, 0, limit)
		}
		lines = lines[:len(lines)+1]
		mac, ok := cutEvent(joined, &lines[len(lines)-1])
		if !ok {
			return nil, errJoined
		}
		macs = append(macs, mac...)
		lines[len(lines)-1].MAC = macs[len(macs)-macBytes : len(macs) : len(macs)]
	}
	return lines, rows.Err()
}

// cutEvent cuts a line up, whose texts stay parts of the joined one, and gives its
// MAC. It is not ok when there are more separators before the MAC than fields.
func cutEvent(joined string, e *core.Event) (mac string, ok bool) {
	end := len(joined) - macBytes - 1
	if end < 0 || joined[end:end+1] != unitSeparator {
		return "", false
	}
	var fields [lineFields]string
	rest := joined[:end]
	for i := range fields[:lineFields-1] {
		if fields[i], rest, ok = strings.Cut(rest, unitSeparator); !ok {
			return "", false
		}
	}
	if strings.Contains(rest, unitSeparator) {
		return "", false
	}
	fields[lineFields-1] = rest
	var numbers [5]int64
	for i, at := range [...]int{0, 1, 3, 5, 7} {
		n, err := strconv.ParseInt(fields[at], 10, 64)
		if err != nil {
			return "", false
		}
		numbers[i] = n
	}
	e.Seq, e.At, e.Kind = numbers[0], time.UnixMilli(numbers[1]).UTC(), core.EventKind(fields[2])
	e.ActorID, e.ActorName = core.AccountID(numbers[2]), fields[4]
	e.TargetID, e.TargetName = core.AccountID(numbers[3]), fields[6]
	e.SessionID = core.SessionID(numbers[4])
	e.Device = core.Device{Client: core.Client(fields[8]), Host: fields[9], System: fields[10], Address: fields[11]}
	e.Detail = fields[12]
	return joined[end+1:], true
}

// readEvent reads a line column by column.
func readEvent(row scanner, e *core.Event) error {
	return row.Scan(&e.Seq, at(&e.At), &e.Kind,
		ref(&e.ActorID), &e.ActorName, ref(&e.TargetID), &e.TargetName, ref(&e.SessionID),
		&e.Device.Client, &e.Device.Host, &e.Device.System, &e.Device.Address, &e.Detail, &e.MAC)
}
