package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	// The driver "sqlite".
	_ "modernc.org/sqlite"
)

// connection is one connection to the store with the statements prepared on it.
// One goroutine uses it at a time.
type connection struct {
	conn     *sql.Conn
	prepared map[string]*sql.Stmt
}

// statement gives the prepared form of a text, which is one of this package's
// constants: there are a few dozen, so they are kept.
func (c *connection) statement(ctx context.Context, text string) (*sql.Stmt, error) {
	if s, ok := c.prepared[text]; ok {
		return s, nil
	}
	s, err := c.conn.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	c.prepared[text] = s
	return s, nil
}

// exec runs a statement that gives no rows.
func (c *connection) exec(ctx context.Context, text string, args ...any) (sql.Result, error) {
	s, err := c.statement(ctx, text)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

// close ends the connection. Statements first: SQLite keeps a connection with
// an open statement, and its file, for ever.
func (c *connection) close() error {
	var all []error
	for _, s := range c.prepared {
		all = append(all, s.Close())
	}
	return errors.Join(append(all, c.conn.Close())...)
}

// pool lends a fixed number of connections, each to one transaction at a time.
// It exists beside database/sql's own pool because prepared statements stay
// with their connection here, and because one transaction needs no goroutine.
type pool struct {
	db *sql.DB
	// idle holds the connections that nobody uses; nil is one not yet opened.
	idle   chan *connection
	closed chan struct{}
}

// errClosed is what a store says after Close.
var errClosed = errors.New("storage: the store is closed")

func newPool(name string, size int) (*pool, error) {
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	db.SetMaxOpenConns(size)
	p := &pool{db: db, idle: make(chan *connection, size), closed: make(chan struct{})}
	for range size {
		p.idle <- nil
	}
	return p, nil
}

// take waits for a connection.
func (p *pool) take(ctx context.Context) (*connection, error) {
	select {
	case <-p.closed:
		return nil, errClosed
	default:
	}
	select {
	case c := <-p.idle:
		if c != nil {
			return c, nil
		}
		return p.open(ctx)
	case <-p.closed:
		return nil, errClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// open makes the connection of a place that was taken.
func (p *pool) open(ctx context.Context) (*connection, error) {
	conn, err := p.db.Conn(ctx)
	if err != nil {
		p.idle <- nil
		return nil, err
	}
	return &connection{conn: conn, prepared: map[string]*sql.Stmt{}}, nil
}

// give takes a connection back.
func (p *pool) give(c *connection) { p.idle <- c }

// drop ends a connection in an unknown state; its place is opened anew.
func (p *pool) drop(c *connection) {
	// Nothing is lost with it: what it had not committed is rolled back.
	_ = c.close()
	p.idle <- nil
}

// close waits for the transactions that run, and ends all open connections.
func (p *pool) close() error {
	close(p.closed)
	var all []error
	for range cap(p.idle) {
		c := <-p.idle
		if c == nil {
			continue
		}
		all = append(all, c.close())
	}
	return errors.Join(append(all, p.db.Close())...)
}
