package core_test

import (
	"testing"
	"time"

	"gatehouse/core"
)

func (f faultyTx) AddHistoryLine(l core.HistoryLine) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.AddHistoryLine(l)
}

func (f faultyTx) AnswerHistory(id core.HistoryID, answer core.Answer, at time.Time) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.AnswerHistory(id, answer, at)
}

func (f faultyTx) PutHabits(id core.AccountID, habits string) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.PutHabits(id, habits)
}

func (f faultyTx) PutDocument(d core.DocumentRecord) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.PutDocument(d)
}

func (f faultyTx) ExpireSessions(limit int) ([]core.Session, error) {
	if err := f.store.count(); err != nil {
		return nil, err
	}
	return f.Tx.ExpireSessions(limit)
}

// What ends sessions, answers and settings is done as a whole or not at all.
func TestDeviceFaultsRefuse(t *testing.T) {
	acts := map[string]func(b *bed, site *core.Site, root, ben core.Token, id core.AccountID) error{
		"one": func(b *bed, site *core.Site, _, ben core.Token, _ core.AccountID) error {
			return site.EndOwnSession(b.t.Context(), ben, b.otherSession(ben))
		},
		"others": func(b *bed, site *core.Site, _, ben core.Token, _ core.AccountID) error {
			_, err := site.EndOtherSessions(b.t.Context(), ben)
			return err
		},
		"all": func(b *bed, site *core.Site, _, ben core.Token, _ core.AccountID) error {
			return site.EndAllSessions(b.t.Context(), ben)
		},
		"of another": func(b *bed, site *core.Site, root, _ core.Token, id core.AccountID) error {
			return site.EndSessionsOf(b.t.Context(), root, id, 0, "lost laptop")
		},
		"keeping": func(b *bed, site *core.Site, root, _ core.Token, _ core.AccountID) error {
			return site.SetKeeping(b.t.Context(), root, core.Keeping{EndedDays: 30})
		},
	}
	for name, act := range acts {
		t.Run(name, func(t *testing.T) {
			for fail := 1; ; fail += faultStep {
				b := newBed(t)
				root := b.root()
				id := b.add(root, "ben", core.RoleMember)
				ben := b.in("ben", memberPassword)
				b.in("ben", memberPassword)
				faulty := &faultyStore{}
				_, site := b.open(func(s core.Store) core.Store { faulty.Store = s; return faulty })
				before := b.snapshot()
				faulty.fail, faulty.writes = fail, 0
				err := act(b, site, root, ben, id)
				if faulty.writes < fail {
					must(t, err)
					return
				}
				wantCode(t, err, core.CodeFault)
				if after := b.snapshot(); after != before {
					t.Fatalf("write %d failed and left\n%s\nwas\n%s", fail, after, before)
				}
			}
		})
	}
}
