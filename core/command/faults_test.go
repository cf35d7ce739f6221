package command_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/command"
	"gatehouse/core/logfile"
)

// full is an output whose disk is full.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// TestAnswerThatNobodyReads: a recovery key that could not be shown is no
// success, and neither is any other answer.
func TestAnswerThatNobodyReads(t *testing.T) {
	d := newDesk(t)
	d.change = func(p *command.Program) { p.Stdout = full{} }
	r := d.run(rootPassword+"\n", "init", "--site", "Workshop", "--root", "ada", "--time-zone", "UTC", "--key-file", d.keyFile)
	if r.status != 4 || !strings.Contains(r.stderr, "its recovery key could not be shown") {
		t.Errorf("init: %+v", r)
	}
	for _, args := range [][]string{{"signin", "--user", "ada"}, {"signin", "--user", "ada", "--json"}, {"version"}} {
		if r := d.run(rootPassword+"\n", args...); r.status != 4 || r.stderr != "It was done, but the answer could not be written to standard output.\n" {
			t.Errorf("%q: %+v", args, r)
		}
	}
}

// TestUnknownErrorIsOnePlainSentence: the cause goes to the log, under the
// reference that is shown.
func TestUnknownErrorIsOnePlainSentence(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must(rootPassword+"\n", "signin", "--user", "ada")
	d.change = func(p *command.Program) {
		p.OpenStore = func(context.Context, string) (core.Store, error) { return nil, errors.New("technical detail") }
	}
	r := d.run(rootPassword+"\n", "signin", "--user", "ada", "--json")
	var answer struct {
		OK                       bool
		Code, Message, Reference string
	}
	if err := json.Unmarshal([]byte(r.stdout), &answer); err != nil {
		t.Fatal(err)
	}
	if r.status != 4 || answer.OK || answer.Code != "fault" || strings.Contains(r.stdout, "technical") ||
		!regexp.MustCompile(`^E-[0-9A-F]{6}$`).MatchString(answer.Reference) || !strings.Contains(answer.Message, answer.Reference) {
		t.Errorf("%+v", r)
	}
	log, err := os.ReadFile(logfile.Path(d.dir))
	if err != nil || !strings.Contains(string(log), answer.Reference) || !strings.Contains(string(log), "technical detail") {
		t.Errorf("%s, %v", log, err)
	}
}

// TestUnknownErrorWithoutALog: where nothing can be looked up the detail is
// said at once.
func TestUnknownErrorWithoutALog(t *testing.T) {
	d := newDesk(t)
	d.change = func(p *command.Program) {
		p.OpenStore = func(context.Context, string) (core.Store, error) { return nil, errors.New("technical detail") }
	}
	if r := d.run("", "signin", "--user", "ada"); r.status != 4 || !strings.Contains(r.stderr, "technical detail") {
		t.Errorf("%+v", r)
	}
	if _, err := os.Stat(d.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the data folder: %v", err)
	}
}

// TestStopped: a command that is stopped says so and changes nothing.
func TestStopped(t *testing.T) {
	d := newDesk(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var stdout, stderr strings.Builder
	p := program(nil, folderKeyring{})
	p.Args = []string{"--data", d.dir, "init", "--site", "W", "--root", "ada", "--time-zone", "UTC", "--key-file", d.keyFile}
	p.Stdin, p.Stdout, p.Stderr = strings.NewReader(rootPassword+"\n"), &stdout, &stderr
	if status := command.Run(ctx, p); status != 4 || !strings.HasPrefix(stderr.String(), "Stopped before it was done.") || stdout.Len() != 0 {
		t.Errorf("%d, %q, %q", status, stdout.String(), stderr.String())
	}
	for _, path := range []string{d.keyFile, filepath.Join(d.dir, "gatehouse.db")} {
		if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// interrupted is standard input that stops the command when it is read.
type interrupted struct {
	io.Reader
	stop context.CancelFunc
}

func (i interrupted) Read(p []byte) (int, error) {
	i.stop()
	return i.Reader.Read(p)
}

// TestStoppedCommandSignsOut stops a command between its sign-in and its act.
// The session it began does not outlive it.
func TestStoppedCommandSignsOut(t *testing.T) {
	d := newDesk(t)
	d.init()
	ctx, stop := context.WithCancel(t.Context())
	var stdout, stderr strings.Builder
	p := program(nil, folderKeyring{})
	p.Args = []string{"--data", d.dir, "password", "change", "--as", "ada"}
	// The reader holds more than a line in front of the second password, so that
	// it is read, and the command stopped, only when that is asked for.
	first := strings.NewReader(rootPassword + "\n")
	second := interrupted{strings.NewReader("battery staple correct horse\n"), stop}
	p.Stdin, p.Stdout, p.Stderr = io.MultiReader(first, second), &stdout, &stderr
	if status := command.Run(ctx, p); status != 4 {
		t.Fatalf("%d, %q, %q", status, stdout.String(), stderr.String())
	}
	r := d.must(rootPassword+"\n", "account", "show", "ada", "--as", "ada", "--json")
	var shown struct{ Devices []any }
	if err := json.Unmarshal([]byte(r.stdout), &shown); err != nil || len(shown.Devices) != 1 {
		t.Errorf("%d devices, %v", len(shown.Devices), err)
	}
}

// TestDoctorAsksForTheDisplay and passes its word on.
func TestDoctorAsksForTheDisplay(t *testing.T) {
	d := newDesk(t)
	for ok, want := range map[bool]string{true: "ok", false: "look"} {
		d.change = func(p *command.Program) {
			p.Display = func(context.Context) (bool, string) { return ok, "OpenGL 3.3 \x1b[31m" }
		}
		r := d.run("", "doctor")
		line := regexp.MustCompile(`(?m)^` + want + ` +display +OpenGL 3\.3 ‹U\+001B›\[31m$`)
		if r.status != 0 || !line.MatchString(r.stdout) {
			t.Errorf("%v: %+v", ok, r)
		}
	}
}

// failingStore fails every line of the log after so many.
type failingStore struct {
	core.Store
	left int
}

func (f *failingStore) Update(ctx context.Context, do func(core.Tx) error) error {
	return f.Store.Update(ctx, func(tx core.Tx) error { return do(failingTx{tx, f}) })
}

type failingTx struct {
	core.Tx
	store *failingStore
}

func (f failingTx) AppendEvent(e core.Event) error {
	if f.store.left--; f.store.left < 0 {
		return errors.New("technical detail")
	}
	return f.Tx.AppendEvent(e)
}

// TestUnlockAllHalfWay: a fault half way is told with how many accounts are
// unlocked, and no word says that none is.
func TestUnlockAllHalfWay(t *testing.T) {
	d := newDesk(t)
	d.init()
	fill := func(store core.Store) {
		if err := store.Update(t.Context(), func(tx core.Tx) error { return lockedCrowd(tx, 250) }); err != nil {
			t.Fatal(err)
		}
	}
	d.change = func(p *command.Program) {
		open := p.OpenStore
		p.OpenStore = func(ctx context.Context, dir string) (core.Store, error) {
			store, err := open(ctx, dir)
			if err != nil {
				return nil, err
			}
			fill(store)
			return &failingStore{store, 220}, nil
		}
	}
	r := d.run(rootPassword+"\n", "account", "unlock-all", "--reason", "the gate was closed", "--as", "ada")
	wanted := regexp.MustCompile(`(?m)^200 of 250 accounts are unlocked, the others are not\. Something unexpected happened before all of it was done\. What was done stays\. Reference E-`)
	if r.status != 4 || r.stdout != "" || !wanted.MatchString(r.stderr) || strings.Contains(r.stderr, "nothing was changed. R") {
		t.Errorf("%+v", r)
	}
	d.change = nil
	r = d.must(rootPassword+"\n", "account", "unlock-all", "--reason", "once more", "--as", "ada", "--json")
	if !strings.Contains(r.stdout, `"locked":50,"unlocked":50`) {
		t.Errorf("%+v", r)
	}
}

// lockedCrowd puts so many locked accounts into a store.
func lockedCrowd(tx core.Tx, n int) error {
	for i := range n {
		name := fmt.Sprintf("person-%d", i)
		a := core.Account{Name: name, Key: name, Skeleton: name, Role: core.RoleMember, State: core.StateActive, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
		if err := tx.InsertAccount(&a); err != nil {
			return err
		}
		lock := core.Throttle{Subject: fmt.Sprint("account:", a.ID), AccountID: a.ID, Failures: 5, LockedAt: tx.Now(), LockedUntil: tx.Now().Add(time.Hour), UpdatedAt: tx.Now()}
		if err := tx.PutThrottle(lock); err != nil {
			return err
		}
	}
	return nil
}
