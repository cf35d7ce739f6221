package core_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/software"
	"gatehouse/core/policy"
)

// A passkey is added with the password, signs in without anything else, and again.
func TestPasskey(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	token := b.in("ben", memberPassword)
	by := keyring()
	done := b.addKey(token, memberPassword, by)
	if done.Passkey.Name != "Security key" || done.Passkey.Kind != passkey.SecurityKey || !done.Passkey.Works || done.Passkey.Synced {
		t.Errorf("made %+v", done.Passkey)
	}
	must(t, b.site.Alive(t.Context(), done.Token))
	b.wantLine(core.EventPasskeyAdded, `"passkey":"Security key"`)
	if b.told(ben, core.NoticePasskeyAdded) != 1 {
		t.Error("the account is not told")
	}
	for n := uint32(2); n < 5; n++ {
		b.clock.advance(time.Hour)
		in := b.withKey(by)
		b.wantLine(core.EventSignedIn, `"method":"passkey"`)
		kept := b.credentials(ben).Passkeys.Keys[0]
		if kept.Credential.SignCount != n || !kept.UsedAt.Equal(b.clock.Now()) {
			t.Errorf("count %d at %v", kept.Credential.SignCount, kept.UsedAt)
		}
		if got := b.passkeys(in); len(got.Keys) != 1 || !got.Keys[0].UsedAt.Equal(b.clock.Now()) {
			t.Errorf("told of %+v", got)
		}
	}
}

// What an authenticator syncs may change, and is written back; that it may sync does not.
func TestPasskeyBackupState(t *testing.T) {
	b := newBed(t)
	ben := b.add(b.root(), "ben", core.RoleMember)
	by := keyring()
	by.Change(func(s *software.Settings) {
		s.Counting, s.BackupEligible, s.Transports = false, true, []string{"internal", "hybrid"}
	})
	done, err := b.setKey(b.in("ben", memberPassword), memberPassword).Make(t.Context(), b.in("ben", memberPassword), by, passkey.Phone, nil)
	must(t, err)
	if done.Passkey.Kind != passkey.Phone || !done.Passkey.Syncable || done.Passkey.Synced {
		t.Errorf("made %+v", done.Passkey)
	}
	for _, synced := range []bool{true, false, true} {
		by.Change(func(s *software.Settings) { s.BackedUp = synced })
		b.withKey(by)
		if kept := b.credentials(ben).Passkeys.Keys[0].Credential; kept.BackedUp != synced || kept.SignCount != 0 {
			t.Errorf("kept %+v", kept)
		}
	}
	by.Change(func(s *software.Settings) { s.Flip = software.BackupEligible | software.BackedUp })
	b.refusesKey(by, core.CodeRefused)
}

// FAULTS 37: what is not the answer that was asked for is refused, recorded, and leaves
// everything as it is.
func TestPasskeyWrongAnswers(t *testing.T) {
	spoils := map[string]func(*software.Settings){
		"not verified":    func(s *software.Settings) { s.Unverified = true },
		"nobody there":    func(s *software.Settings) { s.Flip = software.UserPresent },
		"wrong origin":    func(s *software.Settings) { s.SaidOrigin = "http://localhost:1" },
		"wrong site":      func(s *software.Settings) { s.SaidRPID = "example.org" },
		"wrong signature": func(s *software.Settings) { s.Tamper = true },
	}
	for name, spoil := range spoils {
		t.Run(name, func(t *testing.T) {
			b, _, ben, by, _ := keyed(t)
			before, held := b.count(core.EventPasskeyRefused), b.credentials(ben)
			by.Change(spoil)
			b.refusesKey(by, core.CodeRefused)
			if b.count(core.EventPasskeyRefused) != before+1 {
				t.Error("it is not recorded")
			}
			if now := b.credentials(ben); now.Passkeys.Keys[0].Credential.SignCount != held.Passkeys.Keys[0].Credential.SignCount {
				t.Error("the count has changed")
			}
			token := b.in("ben", memberPassword)
			_, err := b.setKey(token, memberPassword).Make(t.Context(), token, by, passkey.SecurityKey, nil)
			if wantCode(t, err, core.CodeRefused); len(b.passkeys(token).Keys) != 1 {
				t.Error("it was added")
			}
		})
	}
}

// An old answer is none to a new question, and one that comes late is none at all.
func TestPasskeyOldAnswers(t *testing.T) {
	b, _, _, by, _ := keyed(t)
	b.withKey(by)
	by.Change(func(s *software.Settings) { s.Replay = true })
	b.refusesKey(by, core.CodeRefused)
	by.Change(func(s *software.Settings) {
		s.Replay = false
		s.Before = func(context.Context) { b.clock.advance(passkey.Lifetime) }
	})
	if e := b.refusesKey(by, core.CodeRefused); !errors.Is(e, passkey.ErrTimedOut) {
		t.Error(e)
	}
	b.wantLine(core.EventPasskeyRefused, `"why":"too late"`)
}

// Whoever gives up leaves nothing: no passkey, no handle, no session, and the set-up can
// go on.
func TestPasskeyCancelled(t *testing.T) {
	b := newBed(t)
	ben := b.add(b.root(), "ben", core.RoleMember)
	token := b.in("ben", memberPassword)
	by := keyring()
	set := b.setKey(token, memberPassword)
	before := b.snapshot()
	by.Change(func(s *software.Settings) { s.Cancel = true })
	_, err := set.Make(t.Context(), token, by, passkey.SecurityKey, nil)
	if e := wantCode(t, err, core.CodeRefused); !errors.Is(e, passkey.ErrCancelled) {
		t.Error(e)
	}
	ctx, stop := context.WithCancel(t.Context())
	by.Change(func(s *software.Settings) { s.Cancel, s.Before = false, func(context.Context) { stop() } })
	if _, err = set.Make(ctx, token, by, passkey.SecurityKey, nil); err == nil {
		t.Error("a call that was given up made a passkey")
	}
	if after := b.snapshot(); after != before || b.credentials(ben).Passkeys.Handle != nil {
		t.Errorf("left\n%s\nwas\n%s", after, before)
	}
	by.Change(func(s *software.Settings) { s.Before = nil })
	_, err = set.Make(t.Context(), token, by, passkey.SecurityKey, nil)
	must(t, err)
}

// An authenticator holds one passkey of an account, and no two accounts have the same.
func TestPasskeyTwice(t *testing.T) {
	b, _, _, by, _ := keyed(t)
	token := b.in("ben", memberPassword)
	_, err := b.setKey(token, memberPassword).Make(t.Context(), token, by, passkey.SecurityKey, nil)
	if e := wantCode(t, err, core.CodeRefused); !errors.Is(e, passkey.ErrRegistered) {
		t.Error(e)
	}
	second := b.addKey(token, memberPassword, keyring())
	if second.Passkey.Name != "Security key 2" {
		t.Errorf("named %q", second.Passkey.Name)
	}
	set := b.setKey(second.Token, memberPassword)
	done, err := set.Make(t.Context(), second.Token, keyring(), passkey.SecurityKey, nil)
	must(t, err)
	_, err = set.Make(t.Context(), done.Token, keyring(), passkey.SecurityKey, nil)
	wantCode(t, err, core.CodeRefused)
}

// One who does not know the password adds no passkey, and is counted.
func TestPasskeyNeedsThePassword(t *testing.T) {
	b, _, ben, _, key := keyed(t)
	token := b.in("ben", memberPassword)
	ctx := t.Context()
	_, err := b.site.AddPasskey(ctx, token, "")
	wantFields(t, err, core.FieldCurrent)
	_, err = b.site.AddPasskey(ctx, token, wrong())
	wantFields(t, err, core.FieldCurrent)
	_, err = b.site.RemovePasskey(ctx, token, key.ID, wrong(), false)
	if wantFields(t, err, core.FieldCurrent); b.failures(ben) != 2 {
		t.Errorf("%d failures", b.failures(ben))
	}
	for range lockoutFailures(b) - 2 {
		_, err = b.site.RemovePasskey(ctx, token, key.ID, wrong(), false)
	}
	wantCode(t, err, core.CodeLocked)
}

// lockoutFailures is how many failures lock.
func lockoutFailures(*bed) int { return 5 }

// A set-up that waits ends after ten minutes, and when the account changes; a lock of
// the window stops it.
func TestPasskeySetUpDies(t *testing.T) {
	changes := map[string]func(b *bed, root, token core.Token, ben core.AccountID){
		"ten minutes": func(b *bed, _, _ core.Token, _ core.AccountID) { b.clock.advance(core.EnrolWithin) },
		"new password": func(b *bed, root, _ core.Token, ben core.AccountID) {
			_, err := b.site.ResetPassword(b.t.Context(), root, ben)
			must(b.t, err)
		},
		"locked window": func(b *bed, _, token core.Token, _ core.AccountID) { must(b.t, b.site.Lock(b.t.Context(), token)) },
		"signed out":    func(b *bed, _, token core.Token, _ core.AccountID) { must(b.t, b.site.SignOut(b.t.Context(), token)) },
		"switched off": func(b *bed, root, _ core.Token, ben core.AccountID) {
			must(b.t, b.site.DisableAccount(b.t.Context(), root, ben))
		},
		"passkeys off": func(b *bed, _, _ core.Token, _ core.AccountID) {
			b.rule(func(p *policy.Policy) { p.SignIn.Passkeys = policy.PasskeysOff })
		},
	}
	for name, change := range changes {
		for _, when := range []string{"before", "meanwhile"} {
			t.Run(name+" "+when, func(t *testing.T) {
				b := newBed(t)
				root := b.root()
				ben := b.add(root, "ben", core.RoleMember)
				token := b.in("ben", memberPassword)
				by := keyring()
				set := b.setKey(token, memberPassword)
				if when == "before" {
					change(b, root, token, ben)
				} else {
					by.Change(func(s *software.Settings) { s.Before = func(context.Context) { change(b, root, token, ben) } })
				}
				_, err := set.Make(t.Context(), token, by, passkey.SecurityKey, nil)
				if err == nil || core.ErrorCode(err) == core.CodeFault {
					t.Errorf("came to %v", err)
				}
				if held := b.credentials(ben).Passkeys; held.Handle != nil || len(held.Keys) != 0 {
					t.Errorf("left %+v", held)
				}
			})
		}
	}
}

// Two windows that add the first passkey at the same time have one handle.
func TestPasskeyTwoWindows(t *testing.T) {
	b := newBed(t)
	ben := b.add(b.root(), "ben", core.RoleMember)
	one, two := b.in("ben", memberPassword), b.in("ben", memberPassword)
	first, second := b.setKey(one, memberPassword), b.setKey(two, memberPassword)
	_, err := first.Make(t.Context(), one, keyring(), passkey.SecurityKey, nil)
	must(t, err)
	_, err = second.Make(t.Context(), two, keyring(), passkey.SecurityKey, nil)
	wantCode(t, err, core.CodeRefused)
	by := keyring()
	_, err = b.setKey(two, memberPassword).Make(t.Context(), two, by, passkey.SecurityKey, nil)
	must(t, err)
	b.withKey(by)
	if n := len(b.credentials(ben).Passkeys.Keys); n != 2 {
		t.Errorf("%d passkeys", n)
	}
}

// The new passkey is named or discarded; later it has another name, or none of another.
func TestPasskeyNames(t *testing.T) {
	b, _, ben, _, key := keyed(t)
	ctx := t.Context()
	token := b.in("ben", memberPassword)
	set := b.setKey(token, memberPassword)
	_, err := set.Discard(ctx, token)
	wantCode(t, err, core.CodeUsage)
	done, err := set.Make(ctx, token, keyring(), passkey.SecurityKey, nil)
	must(t, err)
	for name, field := range map[string]string{
		"": core.FieldPasskeyName, strings.Repeat("x", 61): core.FieldPasskeyName, "SECURITY  key": core.FieldPasskeyName, "two\nlines": core.FieldPasskeyName,
	} {
		wantFields(t, b.site.RenamePasskey(ctx, done.Token, done.Passkey.ID, name), field)
	}
	must(t, b.site.RenamePasskey(ctx, done.Token, done.Passkey.ID, "Blau"))
	b.wantLine(core.EventPasskeyRenamed, `"new_name":"Blau"`)
	must(t, b.site.RenamePasskey(ctx, done.Token, done.Passkey.ID, "Blau"))
	wantCode(t, b.site.RenamePasskey(ctx, done.Token, "none", "Rot"), core.CodeNotFound)
	changed, err := set.Discard(ctx, done.Token)
	must(t, err)
	if keys := b.passkeys(changed.Token).Keys; len(keys) != 1 || keys[0].ID != key.ID {
		t.Errorf("left %+v", keys)
	}
	_, err = set.Discard(ctx, changed.Token)
	wantCode(t, err, core.CodeUsage)
	if b.told(ben, core.NoticePasskeyRemoved) != 1 {
		t.Error("the account is not told")
	}
	// No one else's is renamed or removed.
	eve := b.root()
	wantCode(t, b.site.RenamePasskey(ctx, eve, key.ID, "Mine"), core.CodeNotFound)
	_, err = b.site.RemovePasskey(ctx, eve, key.ID, rootPassword, false)
	wantCode(t, err, core.CodeNotFound)
}

// A passkey that was removed is unknown, at once and for ever; other sessions end where
// that is asked for.
func TestPasskeyRemoved(t *testing.T) {
	b, _, ben, by, key := keyed(t)
	ctx := t.Context()
	token, other := b.withKey(by), b.withKey(by)
	removed, err := b.site.RemovePasskey(ctx, token, key.ID, memberPassword, true)
	must(t, err)
	if removed.Ended != 1 {
		t.Errorf("%d sessions ended", removed.Ended)
	}
	wantCode(t, b.site.Alive(ctx, other), core.CodeSession)
	must(t, b.site.Alive(ctx, removed.Token))
	if e := b.refusesKey(by, core.CodeSignIn); !errors.Is(e, passkey.ErrUnknown) {
		t.Error(e)
	}
	b.wantLine(core.EventPasskeyRefused, `"why":"unknown passkey"`)
	if held := b.credentials(ben).Passkeys; len(held.Keys) != 0 || held.Handle == nil {
		t.Errorf("left %+v", held)
	}
	_, err = b.site.RemovePasskey(ctx, removed.Token, key.ID, memberPassword, false)
	wantCode(t, err, core.CodeNotFound)
	// The same authenticator takes another one, by the same handle.
	b.addKey(removed.Token, memberPassword, by)
	b.withKey(by)
}

// An unknown handle, and nothing at all, sign nobody in.
func TestPasskeyUnknown(t *testing.T) {
	b, _, _, by, _ := keyed(t)
	other := newBed(t)
	if e := other.refusesKey(by, core.CodeSignIn); !errors.Is(e, passkey.ErrUnknown) {
		t.Error(e)
	}
	b.refusesKey(keyring(), core.CodeRefused)
	b.withKey(by)
}
