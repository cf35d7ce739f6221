package storage

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"
)

//go:embed migrations/*.sql
var embedded embed.FS

// migration is one step of the schema.
type migration struct {
	number int
	name   string
	sql    string
}

// migrationsOf reads NNNN_name.sql files. Their numbers run from 1 without a
// gap, so that a schema is named by one number.
func migrationsOf(files fs.FS) ([]migration, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, fmt.Errorf("list the migrations: %w", err)
	}
	var all []migration
	for _, name := range names {
		digits, rest, ok := strings.Cut(strings.TrimSuffix(name, path.Ext(name)), "_")
		number, err := strconv.Atoi(digits)
		if err != nil || !ok || len(digits) != 4 || number != len(all)+1 {
			return nil, fmt.Errorf("storage: %s is not migration %04d", name, len(all)+1)
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read a migration: %w", err)
		}
		all = append(all, migration{number: number, name: rest, sql: string(text)})
	}
	if len(all) == 0 {
		return nil, errors.New("storage: no migrations")
	}
	return all, nil
}

// migrate brings a store up to date, each step and its record in one
// transaction. The file must not be in use by this process.
func migrate(ctx context.Context, file string, steps []migration, now func() time.Time) (err error) {
	db, err := sql.Open("sqlite", dsn(file, accessWrite))
	if err != nil {
		return fmt.Errorf("open the store: %w", err)
	}
	db.SetMaxOpenConns(1)
	defer func() { err = join(err, db.Close()) }()
	for _, step := range steps {
		if err := apply(ctx, db, step, now()); err != nil {
			return fmt.Errorf("migration %d: %w", step.number, err)
		}
	}
	return emptyLog(ctx, db)
}

// apply runs one step. Another program may have been quicker: the schema is
// looked at again under the write lock.
func apply(ctx context.Context, db *sql.DB, step migration, now time.Time) error {
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	// After a commit this finds nothing to do.
	defer func() { _ = t.Rollback() }()
	found, err := readStamp(ctx, t)
	if err != nil {
		return err
	}
	if found.schema >= step.number {
		return nil
	}
	if _, err := t.ExecContext(ctx, step.sql); err != nil {
		return err
	}
	const record = "INSERT INTO migrations (number, name, applied_at) VALUES ($1, $2, $3)"
	if _, err := t.ExecContext(ctx, record, step.number, step.name, millis(now)); err != nil {
		return err
	}
	mark := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, step.number)
	if _, err := t.ExecContext(ctx, mark); err != nil {
		return err
	}
	return t.Commit()
}
