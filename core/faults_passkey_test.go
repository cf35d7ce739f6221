package core_test

import (
	"context"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/software"
)

func (f faultyTx) InsertPasskeyHandle(id core.AccountID, handle []byte) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.InsertPasskeyHandle(id, handle)
}

func (f faultyTx) InsertPasskey(p core.PasskeyRecord) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.InsertPasskey(p)
}

func (f faultyTx) UsePasskey(id core.PasskeyID, used passkey.Used) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.UsePasskey(id, used)
}

func (f faultyTx) MarkPasskeyCloned(id core.PasskeyID, at time.Time) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.MarkPasskeyCloned(id, at)
}

func (f faultyTx) RenamePasskey(of core.AccountID, id core.PasskeyID, name string) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.RenamePasskey(of, id, name)
}

func (f faultyTx) DeletePasskey(of core.AccountID, id core.PasskeyID) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.DeletePasskey(of, id)
}

// keyScene is a site with all that the use cases of passkeys need, opened through a
// store whose writes fail.
type keyScene struct {
	*bed
	site             *core.Site
	root, token, zoe core.Token
	locked           core.Token
	ben              core.AccountID
	key              core.Passkey
	by, fresh        *software.Authenticator
	set              *core.PasskeySetUp
	half             *core.SignIn
}

// keyActs are these use cases.
func keyActs() map[string]func(ctx context.Context, s keyScene) error {
	return map[string]func(ctx context.Context, s keyScene) error{
		"sign in": func(ctx context.Context, s keyScene) error {
			flow := s.site.StartSignIn(desk)
			return signedIn(s.t, flow)(flow.Passkey(ctx, s.by, nil))
		},
		"second step": func(ctx context.Context, s keyScene) error {
			return signedIn(s.t, s.half)(s.half.Passkey(ctx, s.by, nil))
		},
		"unlock": func(ctx context.Context, s keyScene) error {
			_, err := s.site.UnlockByPasskey(ctx, s.locked, s.by, nil)
			return err
		},
		"begin": func(ctx context.Context, s keyScene) error {
			_, err := s.site.AddPasskey(ctx, s.zoe, memberPassword)
			return err
		},
		"make": func(ctx context.Context, s keyScene) error {
			done, err := s.set.Make(ctx, s.zoe, s.fresh, passkey.SecurityKey, nil)
			if err != nil && (done.Passkey.ID != "" || !done.Token.Zero()) {
				s.t.Errorf("a refused passkey is told as %+v", done)
			}
			return err
		},
		"rename": func(ctx context.Context, s keyScene) error {
			return s.site.RenamePasskey(ctx, s.token, s.key.ID, "Blue")
		},
		"remove": func(ctx context.Context, s keyScene) error {
			_, err := s.site.RemovePasskey(ctx, s.token, s.key.ID, memberPassword, true)
			return err
		},
		"reset": func(ctx context.Context, s keyScene) error {
			return s.site.ResetPasskeys(ctx, s.root, s.ben, "", "lost")
		},
	}
}

// newKeyScene sets it up.
func newKeyScene(t *testing.T, faulty *faultyStore) keyScene {
	t.Helper()
	b, root, ben, p := secured(t)
	b.add(root, "zoe", core.RoleMember)
	s := keyScene{bed: b, root: root, ben: ben, by: keyring(), fresh: keyring()}
	_, s.site = b.open(func(store core.Store) core.Store { faulty.Store = store; return faulty })
	done := b.addKey(b.withCode("ben", memberPassword, p.next()), memberPassword, s.by)
	s.token, s.key = done.Token, done.Passkey
	s.locked = b.withKey(s.by)
	must(t, b.site.Lock(t.Context(), s.locked))
	s.half = toCodeOn(t, s.site, "ben", memberPassword)
	s.zoe = b.in("zoe", memberPassword)
	var err error
	s.set, err = s.site.AddPasskey(t.Context(), s.zoe, memberPassword)
	must(t, err)
	return s
}

// Every use case of passkeys, with each of its writes failing in turn, is refused as a
// whole, and what is written afterwards still follows in the log.
func TestPasskeyFaultsRefuse(t *testing.T) {
	for name, act := range keyActs() {
		t.Run(name, func(t *testing.T) {
			for fail := 1; ; fail += faultStep {
				faulty := &faultyStore{}
				s := newKeyScene(t, faulty)
				before := s.snapshot()
				faulty.fail, faulty.writes = fail, 0
				err := act(t.Context(), s)
				if faulty.writes < fail {
					must(t, err)
					if fail == 1 {
						t.Fatal("the act wrote nothing")
					}
					return
				}
				wantCode(t, err, core.CodeFault)
				if after := s.snapshot(); after != before {
					t.Fatalf("write %d failed and left\n%s\nwas\n%s", fail, after, before)
				}
				report, err := s.bed.site.VerifyLog(t.Context())
				must(t, err)
				if report.BadLine != 0 {
					t.Fatalf("line %d of the log is broken", report.BadLine)
				}
			}
		})
	}
}

// The mark of a copied passkey is all or nothing, and so is who is told of it.
func TestPasskeyCloneFaultsRefuse(t *testing.T) {
	for fail := 1; ; fail++ {
		faulty := &faultyStore{}
		s := newKeyScene(t, faulty)
		copied := s.by.Clone()
		for range 3 {
			s.withKey(s.by)
		}
		before := s.snapshot()
		faulty.fail, faulty.writes = fail, 0
		flow := s.site.StartSignIn(desk)
		_, err := flow.Passkey(t.Context(), copied, nil)
		if !flow.Token().Zero() {
			t.Fatal("a copied passkey signs in")
		}
		if faulty.writes < fail {
			wantCode(t, err, core.CodeSignIn)
			return
		}
		wantCode(t, err, core.CodeFault)
		if after := s.snapshot(); after != before {
			t.Fatalf("write %d failed and left\n%s\nwas\n%s", fail, after, before)
		}
	}
}
