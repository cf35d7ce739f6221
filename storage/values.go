package storage

import (
	"fmt"
	"time"
)

// millis is the stored form of a time: UTC milliseconds, NULL for the zero time.
func millis(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

// moment reads a stored time.
type moment struct{ into *time.Time }

// Scan takes NULL or milliseconds.
func (m moment) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		*m.into = time.Time{}
	case int64:
		*m.into = time.UnixMilli(v).UTC()
	default:
		return fmt.Errorf("storage: a time is stored as %T", value)
	}
	return nil
}

// at reads a stored time into t.
func at(t *time.Time) moment { return moment{t} }

// number is any of the program's own kinds of number.
type number interface{ ~int64 }

// orNull is the stored form of a number whose 0 means none.
func orNull[N number](n N) any {
	if n == 0 {
		return nil
	}
	return int64(n)
}

// reference reads a number whose NULL means none.
type reference[N number] struct{ into *N }

// Scan takes NULL or a number.
func (r reference[N]) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		*r.into = 0
	case int64:
		*r.into = N(v)
	default:
		return fmt.Errorf("storage: a number is stored as %T", value)
	}
	return nil
}

// ref reads a number that may be NULL into n.
func ref[N number](n *N) reference[N] { return reference[N]{n} }

// bytesOrNull is the stored form of bytes of which none is NULL.
func bytesOrNull(b []byte) any {
	if len(b) == 0 {
		return nil
	}
	return b
}

// bit is the stored form of a truth.
func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
