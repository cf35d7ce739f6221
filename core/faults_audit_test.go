package core_test

import (
	"errors"
	"testing"

	"gatehouse/core"
)

func (f faultyTx) AppendPurge(p core.PurgeRecord) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.AppendPurge(p)
}

func (f faultyTx) DropPurged() (int64, error) {
	if err := f.store.count(); err != nil {
		return 0, err
	}
	return f.Tx.DropPurged()
}

func (f faultyTx) PutLogKeeping(r core.LogKeepingRecord) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.PutLogKeeping(r)
}

// Whichever write of an act on the log fails, the line that tells of it among them, the
// act is refused, and nothing of it is left.
func TestAuditFaultsRefuse(t *testing.T) {
	acts := map[string]func(*testing.T, *core.Site, core.Token) error{
		"keep": func(t *testing.T, s *core.Site, k core.Token) error { return s.KeepLog(t.Context(), k, 90, "a reason") },
		"purge": func(t *testing.T, s *core.Site, _ core.Token) error {
			_, err := s.Sweep(t.Context())
			return err
		},
		"export": func(t *testing.T, s *core.Site, k core.Token) error {
			_, err := s.ExportLog(t.Context(), k, core.LogExport{Form: core.LogLines}, &unwritten{})
			return err
		},
	}
	for name, act := range acts {
		t.Run(name, func(t *testing.T) {
			for fail := 1; ; fail++ {
				b := newBed(t)
				b.daysOfWork(33)
				b.sweep() // sessions whose time is over
				must(t, b.site.KeepLog(t.Context(), b.root(), 30, "less to keep"))
				token := b.root()
				faulty := &faultyStore{}
				_, site := b.open(func(s core.Store) core.Store { faulty.Store = s; return faulty })
				before := b.auditState()
				faulty.fail, faulty.writes = fail, 0
				err := act(t, site, token)
				if faulty.writes < fail {
					if fail == 1 {
						t.Fatal("the act wrote nothing")
					}
					if name == "export" { // recorded, and only then written
						wantWriting(t, err)
					} else {
						must(t, err)
					}
					return
				}
				if errors.Is(err, core.ErrWriting) {
					t.Fatal("something was written of an export that was not recorded")
				}
				wantCode(t, err, core.CodeFault)
				if after := b.auditState(); after != before {
					t.Fatalf("write %d failed and left %+v, was %+v", fail, after, before)
				}
				b.wantGapless()
			}
		})
	}
}

// unwritten is a file that nothing may be written to: an export that was not recorded.
type unwritten struct{}

func (*unwritten) Write([]byte) (int, error) { return 0, errInjected }

// wantWriting wants the error of a writer.
func wantWriting(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, core.ErrWriting) {
		t.Fatalf("error %v", err)
	}
}

// auditState is what the log and its keeping are.
func (b *bed) auditState() (state struct {
	first, last, summaries int64
	days                   int
},
) {
	b.t.Helper()
	must(b.t, b.store.View(b.t.Context(), func(tx core.Tx) error {
		kept, err := tx.LogKeeping()
		if err != nil {
			return err
		}
		newest, err := tx.LastPurge()
		if err != nil {
			return err
		}
		state.days, state.summaries = kept.Days, newest.Number
		if state.first, err = tx.FirstEvent(); err != nil {
			return err
		}
		state.last, _, err = tx.LastEvent()
		return err
	}))
	return state
}
