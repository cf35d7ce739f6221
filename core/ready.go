package core

import (
	"context"
	"errors"
	"fmt"
)

// A policy with a long list of banned passwords takes half a second to read, and
// while a transaction that writes does so nobody can sign in. So such a transaction
// is undone when it meets one that the site does not have ready. The policy is read
// outside, and the transaction runs anew from its beginning.

// longRevision is from how many bytes on a revision is not read within a transaction
// that writes. A shorter one takes some milliseconds.
const longRevision = 256 << 10

// writing is a transaction that writes.
type writing struct {
	Tx
	// ready are the policies that were read for it, by revision: the site may have
	// forgotten them when they are needed.
	ready map[RevisionID]*compiled
	// wanted is the policy that has to be read first; its Newest is 0 for none.
	wanted PolicyRecord
}

// errNotReady undoes a transaction that has to wait for a policy.
var errNotReady = errors.New("core: a policy has to be read first")

// compiled gives the compiled form of a long revision, nil for one that is short
// enough to be read here.
func (w *writing) compiled(record PolicyRecord) (*compiled, error) {
	if ready := w.ready[record.Newest]; ready != nil {
		return ready, nil
	}
	size, err := w.RevisionSize(record.Newest)
	switch {
	case isNotFound(err):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read a revision of a policy: %w", err)
	case size < longRevision:
		return nil, nil
	}
	w.wanted = record
	return nil, errNotReady
}

// update runs a transaction that writes, as often as it meets a policy that has to
// be read first.
func (c clockedStore) update(ctx context.Context, do func(Tx) error) error {
	ready := map[RevisionID]*compiled{}
	for {
		var wanted PolicyRecord
		err := c.run(ctx, c.Store.Update, func(tx Tx) error {
			w := &writing{Tx: tx, ready: ready}
			err := do(w)
			if wanted = w.wanted; wanted.Newest != 0 {
				return errNotReady // whatever was made of the error above
			}
			return err
		})
		if wanted.Newest == 0 {
			return err
		}
		if ready[wanted.Newest], err = c.readRuling(ctx, wanted); err != nil {
			return err
		}
	}
}

// readRuling compiles the revision in force of a policy. Of two that need it at once
// one does the work, and takes the memory.
func (c clockedStore) readRuling(ctx context.Context, record PolicyRecord) (*compiled, error) {
	s := c.site
	s.reading.Lock()
	defer s.reading.Unlock()
	if kept := s.rulings.get(record.Newest); kept != nil {
		return kept, nil
	}
	var stored PolicyRevision
	err := c.Store.View(ctx, func(tx Tx) error {
		var err error
		stored, err = tx.RevisionByID(record.Newest)
		return err
	})
	if err != nil && !isNotFound(err) {
		return nil, fmt.Errorf("read a revision of a policy: %w", err)
	}
	return s.compileStored(record, stored), nil
}
