package core_test

import (
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/twostep"
)

// A set-up that is kept goes on in another program, for ten minutes, and ends the one
// before it. It is worth nothing before its code.
func TestKeptSetUp(t *testing.T) {
	b := newBed(t)
	ctx := t.Context()
	token := b.root()
	_, err := b.site.Resume(ctx, token)
	wantCode(t, err, core.CodeRefused)
	begin := func() *phone {
		t.Helper()
		e, err := b.site.Enrol(ctx, token, core.NewApp{Current: rootPassword, Name: "Phone"})
		must(t, err)
		must(t, e.Keep(ctx))
		return phoneOf(b, e)
	}
	former := begin()
	p := begin()
	b.in("ada", rootPassword) // it asks for nothing yet
	_, other := b.open(nil)
	elsewhere := b.in("ada", rootPassword)
	e, err := other.Resume(ctx, elsewhere)
	must(t, err)
	_, err = e.Confirm(ctx, elsewhere, former.code(0), false)
	wantCode(t, err, core.CodeInput)
	done, err := e.Confirm(ctx, elsewhere, p.code(0), false)
	must(t, err)
	if has := b.twoStep(done.Token); len(has.Apps) != 1 || has.Apps[0].Name != "Phone" || len(done.Codes) != 10 {
		t.Errorf("has %+v", has)
	}
	_, err = other.Resume(ctx, done.Token)
	wantCode(t, err, core.CodeRefused)
	_, err = b.toCode("ada", rootPassword).Code(ctx, p.code(0)) // the set-up has used it
	wantCode(t, err, core.CodeSignIn)
	b.withCode("ada", rootPassword, p.next())
}

// A kept set-up ends after ten minutes, with a change of the password, and is forgotten
// by the next sweep.
func TestKeptSetUpEnds(t *testing.T) {
	b := newBed(t)
	ctx := t.Context()
	token := b.root()
	keep := func(secret string) {
		t.Helper()
		e, err := b.site.Enrol(ctx, token, core.NewApp{Current: secret, Params: twostep.Usual()})
		must(t, err)
		must(t, e.Keep(ctx))
	}
	rows := func() (n int) {
		must(t, b.store.View(ctx, func(tx core.Tx) error {
			all, err := tx.SealedApps("", 10)
			n = len(all)
			return err
		}))
		return n
	}
	keep(rootPassword)
	b.clock.advance(core.EnrolWithin - time.Millisecond)
	_, err := b.site.Resume(ctx, token)
	must(t, err)
	_, err = b.site.Sweep(ctx)
	if must(t, err); rows() != 1 {
		t.Error("forgotten too early")
	}
	b.clock.advance(time.Millisecond)
	_, err = b.site.Resume(ctx, token)
	wantCode(t, err, core.CodeRefused)
	_, err = b.site.Sweep(ctx)
	if must(t, err); rows() != 0 {
		t.Error("kept for too long")
	}
}
