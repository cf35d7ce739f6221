package core_test

import (
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// What the policy adds to the use cases, with each of its writes failing in
// turn: the act is refused as a whole, and nothing of it stays.
func TestEnforcementFaultsRefuse(t *testing.T) {
	demanding := func(p *policy.Policy) {
		p.Change.HistoryDepth, p.Change.ChangesPerDay = new(5), new(5)
		p.Change.Recheck, p.Change.RecheckScope = policy.RecheckAlways, policy.ScopeAll
	}
	expired := func(p *policy.Policy) {
		p.Expiration = policy.Expiration{MaxAgeDays: new(1), AfterExpiry: policy.AfterGrace}
		p.SignIn.SessionHours = new(720)
	}
	unused := func(p *policy.Policy) {
		p.Expiration.InactivityDays, p.SignIn.SessionHours = new(1), new(720)
	}
	tests := map[string]struct {
		rule func(*policy.Policy)
		wait time.Duration
		act  func(b *bed, site *core.Site, root core.Token, ben core.AccountID) error
	}{
		"a change is demanded": {demanding, 0, func(b *bed, site *core.Site, _ core.Token, _ core.AccountID) error {
			_, _, err := tryOn(b.t.Context(), site, "ben", memberPassword)
			return err
		}},
		"a grace is used": {expired, 48 * time.Hour, func(b *bed, site *core.Site, _ core.Token, _ core.AccountID) error {
			_, _, err := tryOn(b.t.Context(), site, "ben", memberPassword)
			return err
		}},
		"a change": {demanding, 0, func(b *bed, site *core.Site, root core.Token, _ core.AccountID) error {
			_, err := site.ChangePassword(b.t.Context(), root, core.OwnChange{Current: rootPassword, New: secondPassword, Confirm: secondPassword})
			return err
		}},
		"a reset": {demanding, 0, func(b *bed, site *core.Site, root core.Token, ben core.AccountID) error {
			_, err := site.ResetPassword(b.t.Context(), root, ben)
			return err
		}},
		"a demand": {demanding, 0, func(b *bed, site *core.Site, root core.Token, ben core.AccountID) error {
			return site.ForceChange(b.t.Context(), root, ben)
		}},
		"an unlocking": {demanding, 0, func(b *bed, site *core.Site, root core.Token, ben core.AccountID) error {
			b.fail("ben", 5)
			return site.UnlockAccounts(b.t.Context(), root, []core.AccountID{ben}, "power cut")
		}},
		"a sweep": {unused, 72 * time.Hour, func(b *bed, site *core.Site, _ core.Token, _ core.AccountID) error {
			_, err := site.Sweep(b.t.Context())
			return err
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for fail := 1; ; fail += faultStep {
				b := newBed(t)
				first := b.root()
				ben := b.add(first, "ben", core.RoleMember)
				must(t, b.site.SignOut(t.Context(), first))
				b.rule(func(p *policy.Policy) { p.SignIn.SessionHours = new(720) })
				root := b.root()
				b.in("ben", memberPassword)
				b.rule(tt.rule)
				b.clock.advance(tt.wait)
				faulty := &faultyStore{}
				_, site := b.open(func(s core.Store) core.Store { faulty.Store = s; return faulty })
				before := b.snapshot()
				faulty.fail, faulty.writes = fail, 0
				err := tt.act(b, site, root, ben)
				if faulty.writes < fail {
					must(t, err)
					if fail == 1 {
						t.Fatal("the act wrote nothing")
					}
					return
				}
				wantCode(t, err, core.CodeFault)
				after := b.snapshot()
				if name == "an unlocking" { // its failures were told to the account before
					b.wantStillLocked("ben")
				} else if after != before {
					t.Fatalf("write %d failed and left\n%s\nwas\n%s", fail, after, before)
				}
				report, err := b.site.VerifyLog(t.Context())
				must(t, err)
				if report.BadLine != 0 {
					t.Fatalf("line %d of the log is broken", report.BadLine)
				}
			}
		})
	}
}

// wantStillLocked wants an account to be locked.
func (b *bed) wantStillLocked(name string) {
	b.t.Helper()
	_, _, err := b.try(name, memberPassword)
	wantCode(b.t, err, core.CodeLocked)
}

// A site that an earlier version has made gets its first policy when it is
// opened, once, with the rules of that version; opening it again writes nothing.
func TestEarlierSiteGetsItsPolicy(t *testing.T) {
	b := newBed(t)
	b.byHand(
		"DROP TRIGGER policies_stay", "DROP TRIGGER policy_revisions_stay", "PRAGMA foreign_keys = 0",
		"DELETE FROM account_terms", "DELETE FROM policy_revisions", "DELETE FROM policies",
	)
	before := b.count(core.EventPolicyAdded)
	_, site := b.open(nil)
	_, _, err := tryOn(t.Context(), site, "ada", rootPassword)
	must(t, err)
	if n := b.count(core.EventPolicyAdded) - before; n != 1 {
		t.Errorf("made %d times", n)
	}
	lines := len(b.events(1))
	faulty := &faultyStore{fail: 1}
	b.open(func(s core.Store) core.Store { faulty.Store = s; return faulty })
	if n := len(b.events(1)); n != lines || faulty.writes != 0 {
		t.Errorf("opening again wrote %d lines and %d rows", n-lines, faulty.writes)
	}
}
