package core_test

import (
	"fmt"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// words is a good password, another one for each number.
func words(n int) string { return fmt.Sprintf("plinth orbit tally %c%c", 'a'+n/26, 'a'+n%26) }

// changes makes changes of the own password from one of words to the next, and
// gives the token.
func (b *bed) changes(token core.Token, from, to int) core.Token {
	b.t.Helper()
	for n := from; n < to; n++ {
		fresh, err := b.change(token, words(n), words(n+1))
		must(b.t, err)
		token = fresh
	}
	return token
}

// begin gives ben the first of words and signs him in.
func (b *bed) begin() (core.AccountID, core.Token) {
	b.t.Helper()
	id := b.add(b.root(), "ben", core.RoleMember)
	token, err := b.change(b.in("ben", memberPassword), memberPassword, words(0))
	must(b.t, err)
	return id, token
}

// history lists the remembered hashes of an account.
func (b *bed) history(id core.AccountID) []string {
	b.t.Helper()
	var former []string
	must(b.t, b.store.View(b.t.Context(), func(tx core.Tx) error {
		var err error
		former, err = tx.History(id, 100)
		return err
	}))
	return former
}

// The last N passwords, the current one not counted, cannot be used again; the
// one before them can. Nothing more than N is kept, and none stores none.
func TestHistory(t *testing.T) {
	b := newBed(t)
	id, token := b.begin()
	if kept := b.history(id); len(kept) != 0 {
		t.Fatalf("without a depth %d are kept", len(kept))
	}
	b.rule(func(p *policy.Policy) { p.Change.HistoryDepth = new(3) })
	token = b.changes(token, 0, 5) // remembered: 2, 3, 4; current: 5
	if kept := b.history(id); len(kept) != 3 {
		t.Fatalf("%d are kept, want 3", len(kept))
	}
	for n := 2; n <= 5; n++ {
		_, err := b.change(token, words(5), words(n))
		wantFields(t, err, core.FieldNew)
	}
	token, err := b.change(token, words(5), words(1))
	must(t, err)
	b.rule(func(p *policy.Policy) { p.Change.HistoryDepth = new(1) })
	token, err = b.change(token, words(1), words(6))
	must(t, err)
	if kept := b.history(id); len(kept) != 1 {
		t.Errorf("lowered to 1, %d are kept", len(kept))
	}
	b.rule(func(p *policy.Policy) {})
	_, err = b.change(token, words(6), words(7))
	must(t, err)
	if kept := b.history(id); len(kept) != 0 {
		t.Errorf("without a depth %d are kept", len(kept))
	}
}

// A former password is looked for only after the current one was proved.
func TestHistoryTellsNothingBefore(t *testing.T) {
	b := newBed(t)
	id, token := b.begin()
	b.rule(func(p *policy.Policy) { p.Change.HistoryDepth = new(5) })
	token = b.changes(token, 0, 2)
	_, err := b.change(token, wrong(), words(1))
	wantCode(t, err, core.CodeSignIn)
	_, err = b.change(token, words(2), words(1))
	wantFields(t, err, core.FieldNew)
	// A history that cannot be read forbids nothing.
	must(t, b.store.Update(t.Context(), func(tx core.Tx) error { return tx.AddHistory(id, "$argon2id$broken", tx.Now()) }))
	_, err = b.change(token, words(2), words(3))
	must(t, err)
}

// A reset remembers the password that it replaces, too.
func TestResetKeepsHistory(t *testing.T) {
	b := newBed(t)
	id, _ := b.begin()
	b.rule(func(p *policy.Policy) { p.Change.HistoryDepth = new(5) })
	reset, err := b.site.ResetPassword(t.Context(), b.root(), id)
	must(t, err)
	flow := b.limitedIn("ben", reset.FirstPassword, core.ReasonReset)
	for _, former := range []string{words(0), reset.FirstPassword} {
		_, err = flow.ChangePassword(t.Context(), core.OwnChange{New: former, Confirm: former})
		wantFields(t, err, core.FieldNew)
	}
	_, err = flow.ChangePassword(t.Context(), core.OwnChange{New: words(1), Confirm: words(1)})
	must(t, err)
	if kept := b.history(id); len(kept) != 2 {
		t.Errorf("%d are kept, want 2", len(kept))
	}
}

// So many own changes in any 24 hours, and the next one 24 hours after the
// first of them. Those that are demanded are neither counted nor refused.
func TestChangesPerDay(t *testing.T) {
	b := newBed(t)
	id, _ := b.begin()
	b.clock.advance(25 * time.Hour)
	token := b.in("ben", words(0))
	b.rule(func(p *policy.Policy) { p.Change.ChangesPerDay = new(3); p.SignIn.SessionHours = new(100) })
	first := b.clock.Now()
	for n := range 3 {
		token = b.changes(token, n, n+1)
		b.clock.advance(time.Hour)
	}
	_, err := b.change(token, words(3), words(4))
	wantCode(t, err, core.CodeRefused)

	must(t, b.site.ForceChange(t.Context(), b.root(), id))
	flow := b.limitedIn("ben", words(3), core.ReasonAsked)
	_, err = flow.ChangePassword(t.Context(), core.OwnChange{New: words(4), Confirm: words(4)})
	must(t, err)

	b.until(first.Add(24*time.Hour - time.Millisecond))
	token = b.in("ben", words(4))
	_, err = b.change(token, words(4), words(5))
	wantCode(t, err, core.CodeRefused)
	b.clock.advance(time.Millisecond)
	token, err = b.change(token, words(4), words(5))
	must(t, err)
	_, err = b.change(token, words(5), words(6))
	wantCode(t, err, core.CodeRefused)
}

// A refusal for the number of changes is no guess and says nothing of the
// current password; a change that fails is not counted.
func TestOnlySuccessfulChangesCount(t *testing.T) {
	b := newBed(t)
	b.begin()
	b.clock.advance(25 * time.Hour)
	token := b.in("ben", words(0))
	b.rule(func(p *policy.Policy) { p.Change.ChangesPerDay = new(1) })
	for _, fresh := range []string{"short", words(0)} {
		_, err := b.change(token, words(0), fresh)
		wantFields(t, err, core.FieldNew)
	}
	_, err := b.change(token, wrong(), words(1))
	wantCode(t, err, core.CodeSignIn)
	token = b.changes(token, 0, 1)
	for range 10 {
		_, err = b.change(token, wrong(), words(2))
		wantCode(t, err, core.CodeRefused)
	}
	b.in("ben", words(1))
}

// A wait between own changes; the first password's change begins none.
func TestMinAge(t *testing.T) {
	b := newBed(t)
	b.rule(func(p *policy.Policy) { p.Change.MinAge = &policy.Duration{Count: 2, Unit: policy.Hours} })
	id, token := b.begin()
	b.clock.advance(2*time.Hour - time.Millisecond)
	_, err := b.change(token, words(0), words(1))
	wantCode(t, err, core.CodeRefused)
	b.clock.advance(time.Millisecond)
	token = b.changes(token, 0, 1)
	// A demanded change is exempt, in an open session, too.
	must(t, b.site.ForceChange(t.Context(), b.root(), id))
	token = b.changes(token, 1, 2)
	_, err = b.change(token, words(2), words(3))
	wantCode(t, err, core.CodeRefused)
}

// When the current password is asked for.
func TestRequireCurrent(t *testing.T) {
	tests := map[string]struct {
		require policy.RequireCurrent
		age     time.Duration
		asked   bool
	}{
		"always":                {policy.CurrentAlways, 0, true},
		"not said":              {"", 0, true},
		"never":                 {policy.CurrentNever, 5 * time.Hour, false},
		"fresh":                 {policy.CurrentUnlessFresh, 299 * time.Second, false},
		"not fresh by a second": {policy.CurrentUnlessFresh, 300 * time.Second, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			b.rule(func(p *policy.Policy) {
				p.Change.RequireCurrent = tt.require
				if tt.require == policy.CurrentUnlessFresh {
					p.Change.FreshSeconds = new(300)
				}
			})
			b.begin()
			token := b.in("ben", words(0))
			b.clock.advance(tt.age)
			_, err := b.change(token, "", words(1))
			if tt.asked {
				wantFields(t, err, core.FieldCurrent)
				return
			}
			must(t, err)
			b.in("ben", words(1))
		})
	}
}

// Where the current password is not asked for, the new one still has to differ
// from it, as far as the policy says; and one that is typed has to be right.
func TestNotAskedForStillDiffers(t *testing.T) {
	b := newBed(t)
	b.rule(func(p *policy.Policy) { p.Change.RequireCurrent = policy.CurrentNever })
	_, token := b.begin()
	_, err := b.change(token, "", words(0))
	wantFields(t, err, core.FieldNew)
	_, err = b.change(token, wrong(), words(1))
	wantCode(t, err, core.CodeSignIn)
	b.rule(func(p *policy.Policy) {
		p.Change.RequireCurrent, p.Change.DiffersFromCurrent = policy.CurrentNever, false
	})
	_, err = b.change(token, "", words(0))
	must(t, err)
}

// A change that was begun under other rules is refused: what was judged is not
// what holds.
func TestRulesChangeInBetween(t *testing.T) {
	b := newBed(t)
	token := b.root()
	hasPassed := false
	_, site := b.open(func(s core.Store) core.Store {
		return &between{Store: s, do: func() {
			if !hasPassed {
				hasPassed = true
				b.rule(func(p *policy.Policy) { p.Complexity.MinLength = new(60) })
			}
		}}
	})
	_, err := site.ChangePassword(t.Context(), token, core.OwnChange{Current: rootPassword, New: secondPassword, Confirm: secondPassword})
	wantCode(t, err, core.CodeRefused)
	b.in("ada", rootPassword)
}
