package core_test

import (
	"context"
	"testing"

	"gatehouse/core"
)

// tamperedStore shows the log as somebody has edited it.
type tamperedStore struct {
	core.Store
	edit func([]core.Event) []core.Event
}

func (s tamperedStore) View(ctx context.Context, do func(core.Tx) error) error {
	return s.Store.View(ctx, func(tx core.Tx) error { return do(tamperedTx{tx, s.edit}) })
}

type tamperedTx struct {
	core.Tx
	edit func([]core.Event) []core.Event
}

func (t tamperedTx) Events(from int64, limit int) ([]core.Event, error) {
	lines, err := t.Tx.Events(1, limit)
	if err != nil {
		return nil, err
	}
	var wanted []core.Event
	for i, e := range t.edit(lines) {
		if int64(i) >= from-1 {
			wanted = append(wanted, e)
		}
	}
	return wanted, nil
}

// Any change of any field of any line, and any line taken out, moved or put
// in, is found at the first line that is not as it was written.
func TestVerifyLog(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "ben", core.RoleMember)
	whole, err := b.site.VerifyLog(t.Context())
	must(t, err)
	if whole.BadLine != 0 || whole.Lines < 5 {
		t.Fatalf("%+v", whole)
	}
	edits := map[string]func(*core.Event){
		"seq":     func(e *core.Event) { e.Seq++ },
		"time":    func(e *core.Event) { e.At = e.At.Add(1e6) },
		"kind":    func(e *core.Event) { e.Kind = core.EventSignedIn + "x" },
		"actor":   func(e *core.Event) { e.ActorID++ },
		"name":    func(e *core.Event) { e.ActorName += "x" },
		"target":  func(e *core.Event) { e.TargetID++ },
		"target2": func(e *core.Event) { e.TargetName += "x" },
		"session": func(e *core.Event) { e.SessionID++ },
		"client":  func(e *core.Event) { e.Device.Client += "x" },
		"host":    func(e *core.Event) { e.Device.Host += "x" },
		"system":  func(e *core.Event) { e.Device.System += "x" },
		"address": func(e *core.Event) { e.Device.Address += "x" },
		"detail":  func(e *core.Event) { e.Detail += " " },
		"mac":     func(e *core.Event) { e.MAC = append([]byte{e.MAC[0] ^ 1}, e.MAC[1:]...) },
		"shift":   func(e *core.Event) { e.Device.Host, e.Device.System = e.Device.Host+"D", "ebian" },
	}
	for name, edit := range edits {
		t.Run(name, func(t *testing.T) {
			for line := range whole.Lines {
				wantBadLine(t, b, line+1, func(lines []core.Event) []core.Event {
					edit(&lines[line])
					return lines
				})
			}
		})
	}
	wantBadLine(t, b, 2, func(lines []core.Event) []core.Event { return append(lines[:1:1], lines[2:]...) })
	wantBadLine(t, b, 2, func(lines []core.Event) []core.Event {
		lines[1], lines[2] = lines[2], lines[1]
		return lines
	})
	wantBadLine(t, b, 3, func(lines []core.Event) []core.Event { return append(lines[:2:2], lines[1:]...) })
}

// wantBadLine verifies a log as edited.
func wantBadLine(t *testing.T, b *bed, line int64, edit func([]core.Event) []core.Event) {
	t.Helper()
	site, err := core.Open(t.Context(), tamperedStore{b.store, edit}, core.Unlock{}, b.cfg)
	must(t, err)
	report, err := site.VerifyLog(t.Context())
	must(t, err)
	if report.BadLine != line {
		t.Errorf("first bad line %d, want %d", report.BadLine, line)
	}
}

// Every use case leaves its line: who, what, when, where.
func TestEventsSayWhoAndWhere(t *testing.T) {
	b := newBed(t)
	root := b.root()
	from := int64(len(b.events(1)) + 1)
	id := b.add(root, "ben", core.RoleMember)
	must(t, b.site.DisableAccount(t.Context(), root, id))
	must(t, b.site.EnableAccount(t.Context(), root, id))
	_, err := b.site.ResetPassword(t.Context(), root, id)
	must(t, err)
	must(t, b.site.DeleteAccount(t.Context(), root, id, "ben"))
	for _, e := range b.events(from) {
		if e.ActorID == 0 || e.ActorName == "" || e.Device.Host != "desk" || !e.At.Equal(b.clock.Now()) || e.SessionID == 0 {
			t.Errorf("line %d (%s) lacks something: %+v", e.Seq, e.Kind, e)
		}
	}
}

// What is typed into the name's field may be a password: it is never kept
// unless it could be a name.
func TestUnknownNamesAreNotKept(t *testing.T) {
	b := newBed(t)
	_, _, err := b.try("my secret password!", wrong())
	wantCode(t, err, core.CodeSignIn)
	_, _, err = b.try("somebody", wrong())
	wantCode(t, err, core.CodeSignIn)
	lines := b.events(3)
	if lines[0].ActorName != "" || lines[1].ActorName != "somebody" {
		t.Errorf("kept %q and %q", lines[0].ActorName, lines[1].ActorName)
	}
}
