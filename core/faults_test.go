package core_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/password/generate"
	"gatehouse/core/seal"
	"gatehouse/storage"
)

// errInjected is the fault that faultyStore injects.
var errInjected = errors.New("injected fault")

// faultyStore fails the nth write of a use case, counted over its
// transactions. The zero count fails none.
type faultyStore struct {
	core.Store
	fail, writes int
}

func (f *faultyStore) Update(ctx context.Context, do func(core.Tx) error) error {
	return f.Store.Update(ctx, func(tx core.Tx) error { return do(faultyTx{Tx: tx, store: f}) })
}

// count counts one write and tells whether it fails.
func (f *faultyStore) count() error {
	f.writes++
	if f.writes == f.fail {
		return errInjected
	}
	return nil
}

type faultyTx struct {
	core.Tx
	store *faultyStore
}

func (f faultyTx) InsertAccount(a *core.Account) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.InsertAccount(a)
}

func (f faultyTx) UpdateAccount(a *core.Account) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.UpdateAccount(a)
}

func (f faultyTx) SetLastSignIn(id core.AccountID, at time.Time) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.SetLastSignIn(id, at)
}

func (f faultyTx) PutPassword(p core.PasswordRecord) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.PutPassword(p)
}

func (f faultyTx) PutQuestion(q core.QuestionRecord) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.PutQuestion(q)
}

func (f faultyTx) DeleteQuestion(id core.AccountID) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.DeleteQuestion(id)
}

func (f faultyTx) InsertApp(a core.AppRecord) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.InsertApp(a)
}

func (f faultyTx) ProveApp(id core.AppID, at time.Time, step int64) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.ProveApp(id, at, step)
}

func (f faultyTx) UseApp(id core.AppID, at time.Time, step int64) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.UseApp(id, at, step)
}

func (f faultyTx) DeleteApp(of core.AccountID, id core.AppID) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.DeleteApp(of, id)
}

func (f faultyTx) DeleteUnproved(of core.AccountID, before time.Time) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.DeleteUnproved(of, before)
}

func (f faultyTx) PutRecoveryCodes(id core.AccountID, codes []core.RecoveryCodeRecord) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.PutRecoveryCodes(id, codes)
}

func (f faultyTx) UseRecoveryCode(id core.AccountID, number int, at time.Time) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.UseRecoveryCode(id, number, at)
}

func (f faultyTx) InsertEmergencyCode(r *core.EmergencyCodeRecord) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.InsertEmergencyCode(r)
}

func (f faultyTx) UpdateEmergencyCode(r core.EmergencyCodeRecord) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.UpdateEmergencyCode(r)
}

func (f faultyTx) PutAccountMAC(id core.AccountID, mac []byte) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.PutAccountMAC(id, mac)
}

func (f faultyTx) PutSetting(id core.AccountID, name, value string) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.PutSetting(id, name, value)
}

func (f faultyTx) PutThrottle(t core.Throttle) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.PutThrottle(t)
}

func (f faultyTx) DeleteThrottle(subject string) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.DeleteThrottle(subject)
}

func (f faultyTx) InsertSession(s *core.Session) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.InsertSession(s)
}

func (f faultyTx) EndSessions(w core.SessionFilter, at time.Time, why core.EndReason) ([]core.SessionID, error) {
	if err := f.store.count(); err != nil {
		return nil, err
	}
	return f.Tx.EndSessions(w, at, why)
}

func (f faultyTx) LockSession(id core.SessionID, at time.Time) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.LockSession(id, at)
}

func (f faultyTx) AppendEvent(e core.Event) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.AppendEvent(e)
}

func (f faultyTx) AddNotice(n core.Notice) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.AddNotice(n)
}

func (f faultyTx) PutTerms(t core.Terms) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.PutTerms(t)
}

func (f faultyTx) AddHistory(id core.AccountID, phc string, at time.Time) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.AddHistory(id, phc, at)
}

func (f faultyTx) KeepHistory(id core.AccountID, keep int) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.KeepHistory(id, keep)
}

func (f faultyTx) AddOwnChange(id core.AccountID, at, forget time.Time) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.AddOwnChange(id, at, forget)
}

func (f faultyTx) EndAllSessions(at time.Time, why core.EndReason) (int, error) {
	if err := f.store.count(); err != nil {
		return 0, err
	}
	return f.Tx.EndAllSessions(at, why)
}

func (f faultyTx) PutClock(r core.ClockRecord) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.PutClock(r)
}

func (f faultyTx) InsertBreachedList(r core.BreachedRecord) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.InsertBreachedList(r)
}

func (f faultyTx) SetBreachedFault(number core.ListNumber, since time.Time) (bool, error) {
	if err := f.store.count(); err != nil {
		return false, err
	}
	return f.Tx.SetBreachedFault(number, since)
}

func (f faultyTx) ForgetWrong(before time.Time) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.ForgetWrong(before)
}

// snapshot is what a refused act must leave as it was: accounts, passwords and
// who is signed in. The count of failures may rise: a guess stays counted.
func (b *bed) snapshot() string {
	b.t.Helper()
	rows := b.keyRows()
	text := fmt.Sprintf("%+v\n%+v\n", rows.slots, rows.keys)
	err := b.store.View(b.t.Context(), func(tx core.Tx) error {
		list, err := tx.BreachedList()
		if err != nil {
			return err
		}
		text += fmt.Sprintf("%+v\n", list)
		for id := core.AccountID(1); ; id++ {
			account, err := tx.AccountByID(id)
			if errors.Is(err, core.ErrNotFound) {
				return nil
			}
			if err != nil {
				return err
			}
			proofs, err := tx.Credentials(id)
			if err != nil {
				return err
			}
			sessions, err := tx.Sessions(id)
			if err != nil {
				return err
			}
			notices, err := tx.Notices(id, 100)
			if err != nil {
				return err
			}
			terms, err := tx.Terms(id)
			if err != nil {
				return err
			}
			former, err := tx.History(id, 100)
			if err != nil {
				return err
			}
			own, err := tx.OwnChanges(id, 100)
			if err != nil {
				return err
			}
			setting, err := tx.Setting(id, "generator")
			if err != nil {
				return err
			}
			text += fmt.Sprintf("%+v %+v %+v %+v %+v %v %v %s\n", account, proofs, sessions, notices, terms, former, own, setting)
		}
	})
	must(b.t, err)
	return text
}

// Every use case, with each of its writes failing in turn: it is refused as a
// whole (ASVS 2.3.3, 16.5.3), and what is written afterwards
// still follows in the log.
func TestFaultsRefuse(t *testing.T) {
	type scene struct {
		*bed
		site   *core.Site
		token  core.Token
		member core.AccountID
	}
	acts := map[string]func(t *testing.T, s scene) error{
		"sign in": func(t *testing.T, s scene) error {
			_, _, err := tryOn(t.Context(), s.site, "ada", rootPassword)
			return err
		},
		"change password": func(t *testing.T, s scene) error {
			_, err := s.site.ChangePassword(t.Context(), s.token, core.OwnChange{
				Current: rootPassword, New: memberPassword, Confirm: memberPassword, EndOthers: true,
			})
			return err
		},
		"lock":     func(t *testing.T, s scene) error { return s.site.Lock(t.Context(), s.token) },
		"sign out": func(t *testing.T, s scene) error { return s.site.SignOut(t.Context(), s.token) },
		"add": func(t *testing.T, s scene) error {
			_, err := s.site.AddAccount(t.Context(), s.token, core.NewAccount{Name: "new.one", Role: core.RoleMember})
			return err
		},
		"edit": func(t *testing.T, s scene) error {
			v, err := s.site.Account(t.Context(), s.token, s.member)
			must(t, err)
			return s.site.EditAccount(t.Context(), s.token, s.member, core.AccountEdit{
				Revision: v.Revision, NewAccount: core.NewAccount{Name: "ben", Mail: "b@example.org", Role: core.RoleAdmin},
			})
		},
		"switch off": func(t *testing.T, s scene) error { return s.site.DisableAccount(t.Context(), s.token, s.member) },
		"reset": func(t *testing.T, s scene) error {
			_, err := s.site.ResetPassword(t.Context(), s.token, s.member)
			return err
		},
		"generator": func(t *testing.T, s scene) error {
			return s.site.KeepGenerator(t.Context(), s.token, generate.Usual())
		},
		"rotate": func(t *testing.T, s scene) error {
			_, err := s.site.RotateKeys(t.Context(), s.token, core.Unlock{})
			return err
		},
		"recovery": func(t *testing.T, s scene) error {
			return s.site.RenewRecovery(t.Context(), s.token, core.Unlock{}, recoveryKey(t))
		},
		"delete": func(t *testing.T, s scene) error {
			return s.site.DeleteAccount(t.Context(), s.token, s.member, "ben")
		},
	}
	for name, act := range acts {
		t.Run(name, func(t *testing.T) {
			for fail := 1; ; fail += faultStep {
				b := newBed(t)
				root := b.root()
				b.root()
				member := b.add(root, "ben", core.RoleMember)
				b.in("ben", memberPassword)
				faulty := &faultyStore{}
				_, site := b.open(func(s core.Store) core.Store { faulty.Store = s; return faulty })
				before := b.snapshot()
				faulty.fail, faulty.writes = fail, 0
				err := act(t, scene{bed: b, site: site, token: root, member: member})
				if faulty.writes < fail {
					must(t, err)
					if fail == 1 {
						t.Fatal("the act wrote nothing")
					}
					return
				}
				if err == nil {
					t.Fatalf("write %d failed and nobody was told", fail)
				}
				wantCode(t, err, core.CodeFault)
				if after := b.snapshot(); after != before {
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

// A wrong guess whose record cannot be written stays counted.
func TestUnrecordedGuessCounts(t *testing.T) {
	b := newBed(t)
	faulty := &faultyStore{}
	_, site := b.open(func(s core.Store) core.Store { faulty.Store = s; return faulty })
	for range 4 {
		faulty.writes, faulty.fail = 0, 3
		_, _, err := tryOn(t.Context(), site, "ada", wrong())
		wantCode(t, err, core.CodeFault)
	}
	_, _, err := b.try("ada", wrong())
	wantCode(t, err, core.CodeLocked)
}

// A count that cannot be written refuses the right password, too.
func TestUncountedGuessIsRefused(t *testing.T) {
	b := newBed(t)
	faulty := &faultyStore{fail: 2}
	_, site := b.open(func(s core.Store) core.Store { faulty.Store = s; return faulty })
	token, _, err := tryOn(t.Context(), site, "ada", rootPassword)
	wantCode(t, err, core.CodeFault)
	if !token.Zero() {
		t.Error("there is a session")
	}
}

// A first run that fails leaves neither store nor key file.
func TestCreateLeavesNothing(t *testing.T) {
	for fail := 1; ; fail += faultStep {
		top := t.TempDir()
		dir, key := filepath.Join(top, "data"), filepath.Join(top, "site.key")
		writes := 0
		create := func(ctx context.Context, dir string, fill func(core.Store) error) error {
			return storage.Create(ctx, dir, storage.Options{}, func(s core.Store) error {
				faulty := &faultyStore{Store: s, fail: fail}
				err := fill(faulty)
				writes = faulty.writes
				return err
			})
		}
		err := core.Create(t.Context(), create, dir, formOf(t, key), core.Config{Hasher: cheap(t, 64)})
		if writes < fail {
			must(t, err)
			return
		}
		if !errors.Is(err, errInjected) {
			t.Fatalf("write %d: %v", fail, err)
		}
		if _, err := os.Lstat(key); !os.IsNotExist(err) {
			t.Errorf("write %d: the key file is there: %v", fail, err)
		}
		_, err = storage.Open(t.Context(), dir, storage.Options{})
		wantCode(t, err, core.CodeStoreAbsent)
	}
}

// A wrong or missing key opens nothing and changes nothing.
func TestKeys(t *testing.T) {
	b := newBed(t)
	other := filepath.Join(t.TempDir(), "other.key")
	key, err := seal.NewKey(randomness{})
	must(t, err)
	must(t, seal.WriteKeyFile(other, key))
	tests := map[string]core.Unlock{
		"another site's": {KeyFile: other},
		"none":           {KeyFile: filepath.Join(t.TempDir(), "none.key")},
		"no key file":    {KeyFile: filepath.Join(b.dir, "gatehouse.db")},
	}
	for name, u := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := core.Open(t.Context(), b.store, u, b.cfg)
			e := wantCode(t, err, core.CodeKey)
			if e.Field != core.FieldKeyFile {
				t.Errorf("shown beside %q", e.Field)
			}
		})
	}
	_, err = core.Open(t.Context(), b.store, core.Unlock{RecoveryKey: recoveryKey(t).Reveal()}, b.cfg)
	if e := wantCode(t, err, core.CodeKey); e.Field != core.FieldRecovery {
		t.Errorf("shown beside %q", e.Field)
	}
	_, err = core.Open(t.Context(), b.store, core.Unlock{RecoveryKey: "too short"}, b.cfg)
	wantCode(t, err, core.CodeKey)
}

// A store that was filled but did not get its name leaves no key file, either.
func TestCreateFailsAtTheEnd(t *testing.T) {
	top := t.TempDir()
	dir, key := filepath.Join(top, "data"), filepath.Join(top, "site.key")
	create := func(ctx context.Context, dir string, fill func(core.Store) error) error {
		return errors.Join(storage.Create(ctx, dir, storage.Options{}, fill), errInjected)
	}
	err := core.Create(t.Context(), create, dir, formOf(t, key), core.Config{Hasher: cheap(t, 64)})
	if !errors.Is(err, errInjected) {
		t.Fatal(err)
	}
	if _, err := os.Lstat(key); !os.IsNotExist(err) {
		t.Errorf("the key file is there: %v", err)
	}
}
