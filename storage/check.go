package storage

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// Check reads the whole store: every page and index, the search index, all
// references between rows and the kept counts. It does not hold up writers.
func (s *Store) Check(ctx context.Context) error {
	c, err := s.reader.take(ctx)
	if err != nil {
		return s.place.fault(ctx, err)
	}
	defer s.reader.give(c)
	return s.place.fault(ctx, errors.Join(
		soundness(ctx, c.conn, "integrity_check"),
		foreignKeys(ctx, c.conn),
		counted(ctx, c.conn),
	))
}

// counted compares the kept counts with the rows.
func counted(ctx context.Context, db querier) error {
	const text = `
SELECT count(*) FROM account_counts c WHERE
    listed = (SELECT count(*) FROM accounts WHERE state <> 'deleted')
    AND never = (SELECT count(*) FROM accounts WHERE state <> 'deleted' AND last_sign_in_at IS NULL)
    AND disabled = (SELECT count(*) FROM accounts WHERE state = 'disabled')`
	right := 0
	if err := db.QueryRowContext(ctx, text).Scan(&right); err != nil {
		return fmt.Errorf("check the counts: %w", err)
	}
	if right != 1 {
		return fmt.Errorf("%w: the counts of accounts are wrong", errUnsound)
	}
	return nil
}

// smallFile is the size, in bytes, up to which a store is read as a whole when
// it is opened. Reading takes 10 ms for each of its mebibytes, so that a site of
// a few thousand accounts is checked at every start, and one of a hundred
// thousand, where it would be a second, by Check and by every backup.
const smallFile = 2 << 20

// smallTables are those without which nobody can sign in; they are a few pages.
var smallTables = []string{"migrations", "site", "key_slots", "wrapped_keys", "account_counts"}

// quickLook finds damage that shows at once. SQLite itself compares the size in
// the header with that of the file, and the schema with its tables.
func (s *Store) quickLook(ctx context.Context, c *connection) error {
	info, err := os.Stat(s.place.store())
	if err != nil {
		return err
	}
	var page int64
	if err := c.conn.QueryRowContext(ctx, "PRAGMA page_size").Scan(&page); err != nil {
		return fmt.Errorf("read the page size: %w", err)
	}
	if info.Size()%page != 0 {
		return fmt.Errorf("%w: the file ends within a page", errUnsound)
	}
	if info.Size() <= smallFile {
		return soundness(ctx, c.conn, "quick_check")
	}
	for _, table := range smallTables {
		if err := soundness(ctx, c.conn, "quick_check('"+table+"')"); err != nil {
			return err
		}
	}
	return nil
}
