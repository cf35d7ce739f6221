package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
)

// This file and search.go hold what SQLite alone has.

const (
	// applicationID marks a file as a Gatehouse store: "Gate" in ASCII. It is
	// SQLite's own field for this, bytes 68 to 71 of the header.
	applicationID = 0x47617465

	// busyMilliseconds is how long a statement waits for another program.
	busyMilliseconds = "10000"

	// begins of transactions; an immediate one takes the writer's place at once.
	beginWrite = "BEGIN IMMEDIATE"
	beginRead  = "BEGIN"
)

// access is how a file is opened.
type access int

const (
	// accessWrite opens an existing file to read and write it.
	accessWrite access = iota
	// accessRead opens an existing store beside its writer.
	accessRead
	// accessPeek reads the bytes of the file as they are: no lock, no
	// write-ahead log, no file made beside it.
	accessPeek
)

// fileURI gives SQLite's URI of an absolute path: everything but letters,
// digits, "-._~/" is escaped, so that ?, # and % are part of the name. A drive
// letter stands behind a slash, a network share behind two more.
func fileURI(path string, windows bool) string {
	drive := ""
	if windows {
		path = strings.ReplaceAll(path, `\`, "/")
		if len(path) > 1 && path[1] == ':' {
			drive, path = "/"+path[:2], path[2:]
		}
	}
	parts := strings.Split(path, "/")
	for i, part := range parts {
		parts[i] = strings.ReplaceAll(url.QueryEscape(part), "+", "%20")
	}
	return "file://" + drive + strings.Join(parts, "/")
}

// dsn gives the driver's name for a file. All settings are part of it, because
// a PRAGMA sent to a pool would reach one connection only.
func dsn(path string, a access) string {
	uri := fileURI(path, filepath.Separator == '\\')
	settings := []string{
		"busy_timeout(" + busyMilliseconds + ")", "trusted_schema(0)", "cell_size_check(1)",
		"mmap_size(0)", "temp_store(2)",
	}
	switch a {
	case accessWrite:
		uri += "?mode=rw&_txlock=immediate"
		settings = append(settings, "journal_mode(WAL)", "synchronous(FULL)", "fullfsync(1)",
			"checkpoint_fullfsync(1)", "foreign_keys(1)", "secure_delete(1)", "journal_size_limit(8388608)")
	case accessRead:
		uri += "?mode=ro"
		// A search among a hundred thousand accounts reads 3 MB here and there; with
		// SQLite's 2 MB every one begins anew. A small site fills little of it.
		settings = append(settings, "query_only(1)", "cache_size(-8000)")
	case accessPeek:
		uri += "?mode=ro&immutable=1"
	}
	uri += "&_defensive=1&_dqs=0&_error_rc=1"
	for _, setting := range settings {
		uri += "&_pragma=" + setting
	}
	return uri
}

// lockPerDescriptor makes SQLite's locks survive a foreign close of the file,
// where the system can do it (Linux).
func lockPerDescriptor() error {
	_, err := sqlite.OFDLocking(true)
	if err == nil || errors.Is(err, sqlite.ErrOFDLockingUnavailable) {
		return nil
	}
	return fmt.Errorf("choose the kind of file lock: %w", err)
}

// stamp is what identifies a file: whose it is, and of which schema.
type stamp struct {
	application, schema int
}

// readStamp reads the stamp through an open handle.
func readStamp(ctx context.Context, db querier) (stamp, error) {
	var s stamp
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&s.application); err != nil {
		return stamp{}, fmt.Errorf("read the application id: %w", err)
	}
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&s.schema); err != nil {
		return stamp{}, fmt.Errorf("read the schema number: %w", err)
	}
	return s, nil
}

// querier is a database, a connection or a transaction that can be asked.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// errUnsound is the finding of a check.
var errUnsound = errors.New("storage: the store is not sound")

// soundness runs a PRAGMA that answers "ok", or one line per finding.
func soundness(ctx context.Context, db querier, pragma string) error {
	rows, err := db.QueryContext(ctx, "PRAGMA "+pragma)
	if err != nil {
		return fmt.Errorf("%s: %w", pragma, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var finding string
		if err := rows.Scan(&finding); err != nil {
			return fmt.Errorf("%s: %w", pragma, err)
		}
		if finding != "ok" {
			return fmt.Errorf("%w: %s: %s", errUnsound, pragma, finding)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("%s: %w", pragma, err)
	}
	return nil
}

// foreignKeys looks for rows that point to none.
func foreignKeys(ctx context.Context, db querier) error {
	rows, err := db.QueryContext(ctx, "SELECT count(*) FROM pragma_foreign_key_check")
	if err != nil {
		return fmt.Errorf("check references: %w", err)
	}
	defer func() { _ = rows.Close() }()
	count := 0
	for rows.Next() {
		if err := rows.Scan(&count); err != nil {
			return fmt.Errorf("check references: %w", err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("check references: %w", err)
	}
	if count != 0 {
		return fmt.Errorf("%w: %d rows refer to rows that are not there", errUnsound, count)
	}
	return nil
}

// emptyLog writes all of the write-ahead log into the file, so that the file
// alone is the store.
func emptyLog(ctx context.Context, db querier) error {
	var blocked, inLog, moved int
	row := db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	if err := row.Scan(&blocked, &inLog, &moved); err != nil {
		return fmt.Errorf("empty the write-ahead log: %w", err)
	}
	if blocked != 0 {
		return errors.New("storage: the write-ahead log is in use")
	}
	return nil
}
