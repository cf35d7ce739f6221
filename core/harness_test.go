package core_test

import (
	"context"
	"crypto/rand"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/password"
	"gatehouse/core/policy"
	"gatehouse/core/seal"
	"gatehouse/storage"
)

// rootPassword opens the root account of every test site.
const rootPassword = "correct horse battery staple"

// memberPassword opens the accounts that add makes.
const memberPassword = "some quite different words"

// clock is a time that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
	// daily is what a program does that runs meanwhile, nil for none.
	daily func()
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// advance lets time go by. Over more than a month the site runs meanwhile, as it
// would: no clock jumps.
func (c *clock) advance(d time.Duration) {
	const month = 30 * 24 * time.Hour
	for ; d > month && c.daily != nil; d -= month {
		c.jump(month)
		c.daily()
	}
	c.jump(d)
}

// jump moves the clock at once.
func (c *clock) jump(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// bed is a site on a real store in a temporary folder.
type bed struct {
	t     *testing.T
	dir   string
	key   string
	clock *clock
	store core.Store
	site  *core.Site
	cfg   core.Config
	// wrongs counts the wrong codes, so that none is given twice.
	wrongs int
	// dear is a hash that dearHash has computed.
	dear string
}

// cheap is a hasher that is quick, for tests.
func cheap(t testing.TB, memory uint32) *password.Hasher {
	t.Helper()
	h, err := password.NewHasher(password.HasherConfig{
		Params: password.Params{MemoryKiB: memory, Time: 1, Threads: 1}, AllowWeak: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// must fails the test on an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// formOf is a filled first run.
func formOf(t testing.TB, keyFile string) core.NewSite {
	t.Helper()
	return core.NewSite{
		Name: "Workshop", TimeZone: "Europe/Berlin",
		Root:        core.NewRoot{Name: "ada", FullName: "Ada King", Mail: "ada@example.org", Password: rootPassword, Confirm: rootPassword},
		Key:         core.KeyChoice{Kind: seal.KindKeyFile, KeyFile: keyFile},
		RecoveryKey: recoveryKey(t),
	}
}

// recoveryKey draws a recovery key.
func recoveryKey(t testing.TB) seal.RecoveryKey {
	t.Helper()
	key, err := seal.NewRecoveryKey(randomness{})
	must(t, err)
	return key
}

// newBed makes a site with cheap hashes and opens it.
func newBed(t *testing.T) *bed {
	t.Helper()
	return newBedOf(t, core.Config{Hasher: cheap(t, 64)})
}

// newBedOf makes a site of a configuration and opens it.
func newBedOf(t *testing.T, cfg core.Config) *bed {
	t.Helper()
	b := bedIn(t, cfg, "Europe/Berlin", time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC))
	b.store, b.site = b.open(nil)
	b.runOn()
	return b
}

// runOn lets the site write which time it is while the clock advances.
func (b *bed) runOn() {
	b.clock.daily = func() { must(b.t, b.site.Mark(context.WithoutCancel(b.t.Context()))) }
}

// bedIn makes a site in a time zone at a time, and does not open it.
func bedIn(t *testing.T, cfg core.Config, zone string, now time.Time) *bed {
	t.Helper()
	top := t.TempDir()
	b := &bed{
		t: t, dir: filepath.Join(top, "data"), key: filepath.Join(top, "site.key"),
		clock: &clock{now: now},
		cfg:   cfg,
	}
	form := formOf(t, b.key)
	form.TimeZone = zone
	must(t, core.Create(t.Context(), storeAt(b.clock.Now), b.dir, form, b.cfg))
	return b
}

// storeAt makes stores whose time is that of a clock.
func storeAt(now func() time.Time) core.CreateStore {
	return func(ctx context.Context, dir string, fill func(core.Store) error) error {
		return storage.Create(ctx, dir, storage.Options{Clock: now}, fill)
	}
}

// open opens the site once more, as a second program does. Wrap may put itself
// between site and store.
func (b *bed) open(wrap func(core.Store) core.Store) (core.Store, *core.Site) {
	b.t.Helper()
	opened, err := storage.Open(b.t.Context(), b.dir, storage.Options{Clock: b.clock.Now})
	must(b.t, err)
	var store core.Store = opened
	if wrap != nil {
		store = wrap(store)
	}
	site, err := core.Open(b.t.Context(), store, core.Unlock{}, b.cfg)
	must(b.t, err)
	b.t.Cleanup(func() {
		if err := site.Close(); err != nil {
			b.t.Error(err)
		}
	})
	return store, site
}

var desk = core.Device{Client: core.ClientWindow, Host: "desk", System: "Debian"}

// try signs in and gives what came of it.
func (b *bed) try(name, secret string) (core.Token, core.Step, error) {
	return tryOn(b.t.Context(), b.site, name, secret)
}

func tryOn(ctx context.Context, site *core.Site, name, secret string) (core.Token, core.Step, error) {
	flow := site.StartSignIn(desk)
	step, err := flow.Password(ctx, name, secret)
	return flow.Token(), step, err
}

// in signs in or fails the test.
func (b *bed) in(name, secret string) core.Token {
	b.t.Helper()
	token, step, err := b.try(name, secret)
	must(b.t, err)
	if step != core.StepDone {
		b.t.Fatalf("sign-in of %s stands at %s", name, step)
	}
	return token
}

// root signs the root account in.
func (b *bed) root() core.Token {
	b.t.Helper()
	return b.in("ada", rootPassword)
}

// add makes an account with memberPassword, so that it can sign in at once.
func (b *bed) add(by core.Token, name string, role core.Role) core.AccountID {
	b.t.Helper()
	added, err := b.site.AddAccount(b.t.Context(), by, core.NewAccount{Name: name, Role: role})
	must(b.t, err)
	flow := b.site.StartSignIn(desk)
	step, err := flow.Password(b.t.Context(), name, added.FirstPassword)
	must(b.t, err)
	if step != core.StepChangePassword {
		b.t.Fatalf("a first sign-in stands at %s", step)
	}
	_, err = flow.ChangePassword(b.t.Context(), core.OwnChange{New: memberPassword, Confirm: memberPassword})
	must(b.t, err)
	must(b.t, b.site.SignOut(b.t.Context(), flow.Token()))
	return added.ID
}

// events lists the kinds of the lines of the log, from a number on.
func (b *bed) events(from int64) []core.Event {
	b.t.Helper()
	var lines []core.Event
	err := b.store.View(b.t.Context(), func(tx core.Tx) error {
		var err error
		lines, err = tx.Events(from, 10_000)
		return err
	})
	must(b.t, err)
	return lines
}

// count counts the lines of a kind.
func (b *bed) count(kind core.EventKind) int {
	b.t.Helper()
	n := 0
	for _, e := range b.events(1) {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

// wantCode fails unless the error has the code.
func wantCode(t testing.TB, err error, code core.Code) *core.Error {
	t.Helper()
	if got := core.ErrorCode(err); got != code {
		t.Fatalf("error %v has the code %q, want %q", err, got, code)
	}
	var e *core.Error
	if errors.As(err, &e) && e.Text.Key == "" {
		t.Fatalf("an error of code %q says nothing", code)
	}
	return e
}

// wantFields fails unless the problems are about exactly these fields.
func wantFields(t testing.TB, err error, fields ...string) {
	t.Helper()
	var got []string
	for _, e := range core.ProblemsOf(err) {
		got = append(got, e.Field)
	}
	if len(got) != len(fields) {
		t.Fatalf("problems with %q, want %q (%v)", got, fields, err)
	}
	for i := range fields {
		if got[i] != fields[i] {
			t.Fatalf("problems with %q, want %q", got, fields)
		}
	}
}

// passwordOf reads a password.
func passwordOf(text string) (password.Password, error) { return password.New(text) }

// wrong is a wrong password, each time another one: a repeat within half a minute
// would count once.
func wrong() string { return "wrong " + rand.Text() }

// lockout is the policy's, for the numbers in tests.
func lockout() policy.Lockout { return policy.Default().Lockout }
