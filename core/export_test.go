package core

import (
	"bufio"
	"bytes"
	"context"
	"errors"

	"gatehouse/core/password"
	"gatehouse/core/password/generate"
	"gatehouse/core/policy"
)

// Mark does what a program that runs does once a day: it writes which time it is.
func (s *Site) Mark(ctx context.Context) error { return s.store.Update(ctx, s.markClock) }

// Secret lets tests measure what proves a session.
func (t Token) Secret() string { return t.secret }

// WatchLists calls seen when the lists of the estimate are unpacked, and packs them.
func (s *Site) WatchLists(seen func()) {
	unpack := newEstimator().lists
	s.estimator = estimatorOf(func() *password.Zxcvbn {
		seen()
		return unpack()
	})
}

// Vouch lets tests put accounts into the store past the use cases.
func (s *Site) Vouch(tx Tx, id AccountID) error { return s.vouch(tx, id) }

// PutPolicy puts a policy in force as the site's default, past the use cases.
func (s *Site) PutPolicy(ctx context.Context, p policy.Policy) error {
	document, err := p.JSON()
	if err != nil {
		return err
	}
	return s.PutDocument(ctx, document)
}

// PutDocument puts a policy in force as it is written there.
func (s *Site) PutDocument(ctx context.Context, document []byte) error {
	return s.store.Update(ctx, func(tx Tx) error {
		record, err := tx.PolicyByID(DefaultPolicy)
		if err != nil {
			return err
		}
		return s.addRevision(tx, &record, document, Account{}, "")
	})
}

// Keeps tells whether a site has a revision ready for use, and Kept how many.
func (s *Site) Keeps(id RevisionID) bool { return s.rulings.get(id) != nil }

// Kept counts the revisions that are.
func (s *Site) Kept() int {
	s.rulings.mu.Lock()
	defer s.rulings.mu.Unlock()
	return len(s.rulings.kept)
}

// Generators lists what is kept of the generators of a judge.
func (j *Judge) Generators() map[wish]*generate.Generator {
	j.generators.mu.Lock()
	defer j.generators.mu.Unlock()
	all := map[wish]*generate.Generator{}
	for w, k := range j.generators.kept {
		all[w] = k.made
	}
	return all
}

// TokenHash is the hash by which the store knows a token.
func TokenHash(t Token) []byte { return t.hash() }

// SettledShift and SettledTime are the rule of the clock alone, in milliseconds.
func SettledShift(machine, mark, shift int64) int64 {
	return timeSpan{machine: machine, mark: mark, shift: shift}.settled()
}

// SettledTime is the site's time with a shift.
func SettledTime(machine, mark, shift int64) int64 {
	return timeSpan{machine: machine, mark: mark}.at(shift).UnixMilli()
}

// LongRevision and KeptRulings bound how policies are read.
const (
	LongRevision = longRevision
	KeptRulings  = keptRulings
)

// UnknownSubject is the subject of the count of a name that is no account.
func (s *Site) UnknownSubject(key string) string { return s.unknownSubject(key) }

// Record lets tests write lines past the use cases, as many as they like in one
// transaction.
func (s *Site) Record(ctx context.Context, lines int, line func(int) (Event, map[string]string)) error {
	return s.store.Update(ctx, func(tx Tx) error {
		for n := range lines {
			e, d := line(n)
			if _, err := s.record(tx, e, d); err != nil {
				return err
			}
		}
		return nil
	})
}

// PurgeBatch is how many lines one transaction purges.
const PurgeBatch = purgeBatch

// AuditScan is how many lines one query of the log looks at.
const AuditScan = auditScan

// WriteCells writes one row of an exported table, ReadCells reads one.
func WriteCells(cells ...string) []byte {
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	if err := errors.Join(writeCells(w, cells), w.Flush()); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// ReadCells reads one row.
func ReadCells(text []byte) ([]string, error) {
	return readCells(bufio.NewReader(bytes.NewReader(text)))
}

// ReadExportRecord reads one record of an export as far as it can.
func ReadExportRecord(text []byte) {
	r, err := exportRecordOf(text)
	if err != nil {
		return
	}
	if r.line != nil {
		_, _ = r.line.event()
	}
	if r.summary != nil {
		_, _ = r.summary.record()
	}
}
