package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"gatehouse/core"
)

// tx is one transaction. It implements core.Tx; the methods stand in one file
// per entity.
type tx struct {
	ctx   context.Context
	conn  *connection
	place place
	// machine is the time of the machine's clock, now that of the transaction.
	machine time.Time
	now     time.Time
	write   bool
	// limit is where counting stops.
	limit int
	// locked is how many accounts are locked, once they were counted.
	locked *int
	// broken is the error after which the transaction can only be rolled back.
	broken error
}

var _ core.Tx = (*tx)(nil)

// errReadOnly is the answer to a write in View.
var errReadOnly = errors.New("storage: a write in a transaction that only reads")

// errEnded is the answer to a transaction that is used after its function.
var errEnded = errors.New("storage: the transaction has ended")

// Now is the time of the whole transaction, UTC, in milliseconds.
func (t *tx) Now() time.Time { return t.now }

// run lends a connection to one transaction.
func (s *Store) run(ctx context.Context, p *pool, begin string, do func(core.Tx) error) error {
	conn, err := p.take(ctx)
	if err != nil {
		return s.place.fault(ctx, err)
	}
	if _, err := conn.exec(ctx, begin); err != nil {
		// Whether the transaction began is not known when ctx ended meanwhile.
		p.drop(conn)
		return s.place.fault(ctx, err)
	}
	now := s.now()
	t := &tx{ctx: ctx, conn: conn, place: s.place, machine: now, now: now, write: begin == beginWrite, limit: s.limit}
	// Deferred, so that a panic of the function rolls back and goes on.
	defer func() {
		t.leave(p)
	}()
	if err := do(t); err != nil {
		return err
	}
	return t.commit()
}

// commit ends the transaction, and is not stopped halfway by the context.
func (t *tx) commit() error {
	if t.broken != nil {
		return t.broken
	}
	if err := t.ctx.Err(); err != nil {
		return err
	}
	if _, err := t.conn.exec(context.WithoutCancel(t.ctx), "COMMIT"); err != nil {
		return t.fail(err)
	}
	t.broken = errEnded
	return nil
}

// leave rolls back what was not committed and gives the connection back.
func (t *tx) leave(p *pool) {
	if errors.Is(t.broken, errEnded) {
		p.give(t.conn)
		return
	}
	t.broken = errEnded
	if _, err := t.conn.exec(context.WithoutCancel(t.ctx), "ROLLBACK"); err != nil {
		// SQLite has rolled back already, or the connection is of no use: both
		// are put right by a new one.
		p.drop(t.conn)
		return
	}
	p.give(t.conn)
}

// fail maps the error of a statement, and remembers it when the transaction
// cannot go on.
func (t *tx) fail(err error) error {
	err = t.place.fault(t.ctx, err)
	if err != nil && !errors.Is(err, core.ErrConflict) && !errors.Is(err, core.ErrNotFound) {
		t.broken = err
	}
	return err
}

// ready tells why a statement cannot run.
func (t *tx) ready(write bool) error {
	if t.broken != nil {
		return t.broken
	}
	if write && !t.write {
		return errReadOnly
	}
	return nil
}

// exec runs a write and tells how many rows it touched.
func (t *tx) exec(text string, args ...any) (int64, error) {
	if err := t.ready(true); err != nil {
		return 0, err
	}
	result, err := t.conn.exec(t.ctx, text, args...)
	if err != nil {
		return 0, t.fail(err)
	}
	count, err := result.RowsAffected()
	if err != nil {
		return 0, t.fail(err)
	}
	return count, nil
}

// one runs a write that must touch one row; none is missing.
func (t *tx) one(missing error, text string, args ...any) error {
	count, err := t.exec(text, args...)
	if err != nil {
		return err
	}
	switch count {
	case 1:
		return nil
	case 0:
		return missing
	}
	return t.fail(fmt.Errorf("storage: a write for one row touched %d", count))
}

// args are the values of a statement.
type args = []any

// row reads one row; none is ErrNotFound.
func (t *tx) row(text string, values args, into ...any) error {
	if err := t.ready(false); err != nil {
		return err
	}
	s, err := t.conn.statement(t.ctx, text)
	if err != nil {
		return t.fail(err)
	}
	return t.fail(s.QueryRowContext(t.ctx, values...).Scan(into...))
}

// written is row for a write that returns what it wrote.
func (t *tx) written(text string, values args, into ...any) error {
	if err := t.ready(true); err != nil {
		return err
	}
	return t.row(text, values, into...)
}

// scanner is what one row is read from.
type scanner interface{ Scan(into ...any) error }

// list reads all rows, each by read.
func list[T any](t *tx, read func(scanner, *T) error, text string, values ...any) ([]T, error) {
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
	all, err := collect(rows, read)
	if err != nil {
		return nil, t.fail(err)
	}
	return all, nil
}

// collect reads rows to their end.
func collect[T any](rows *sql.Rows, read func(scanner, *T) error) (all []T, err error) {
	defer func() { err = join(err, rows.Close()) }()
	for rows.Next() {
		var one T
		if err := read(rows, &one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}
