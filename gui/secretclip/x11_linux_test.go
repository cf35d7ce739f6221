package secretclip

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

const secret = "tally-Orbit-43-plinth-ß"

// display starts a virtual display of its own for a test; "make test" installs what
// it takes.
func display(t *testing.T) string {
	t.Helper()
	read, write, err := os.Pipe()
	must(t, err)
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "640x480x24", "-nolisten", "tcp", "-noreset")
	server.ExtraFiles = []*os.File{write}
	server.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	if err := server.Start(); err != nil {
		t.Fatalf("these tests take a virtual display, which .ci/install test gets: %v", err)
	}
	must(t, write.Close())
	t.Cleanup(func() {
		must(t, server.Process.Signal(syscall.SIGTERM))
		err := server.Wait()
		if _, ended := errors.AsType[*exec.ExitError](err); err != nil && !ended {
			t.Error(err)
		}
		must(t, read.Close())
	})
	must(t, read.SetReadDeadline(time.Now().Add(20*time.Second)))
	line, err := bufio.NewReader(read).ReadString('\n')
	must(t, err)
	return ":" + strings.TrimSpace(line)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// opened gives the clipboard of a display of its own, and another program on it.
func opened(t *testing.T) (*x11, *other) {
	t.Helper()
	name := display(t)
	env := map[string]string{"DISPLAY": name}
	c, err := Open(func(key string) string { return env[key] })
	must(t, err)
	o := program(t, name)
	t.Cleanup(func() {
		o.conn.Close()
		must(t, c.Close())
	})
	return c.(*x11), o
}

// other is another program on the display.
type other struct {
	*testing.T
	conn   *xgb.Conn
	window xproto.Window
	atoms  atoms
	// late is a text that it sends before its answer, as if to an earlier question.
	late string
}

// program connects another program.
func program(t *testing.T, display string) *other {
	t.Helper()
	conn, err := xgb.NewConnDisplay(display)
	must(t, err)
	shape := &x11{conn: conn} // the same atoms and a window of its own, and nothing that answers
	must(t, shape.prepare())
	return &other{T: t, conn: conn, window: shape.window, atoms: shape.atoms}
}

// next waits for an event of a kind.
func next[T any](o *other) T {
	o.Helper()
	for {
		event, err := o.conn.WaitForEvent()
		if event == nil && err == nil {
			o.Fatal("the display is gone")
		}
		if wanted, ok := event.(T); ok {
			return wanted
		}
	}
}

// ask asks for a target as of a time, into a property.
func (o *other) ask(target, name atom, at xproto.Timestamp) xproto.SelectionNotifyEvent {
	o.Helper()
	xproto.ConvertSelection(o.conn, o.window, xproto.Atom(o.atoms.clipboard), xproto.Atom(target), xproto.Atom(name), at)
	return next[xproto.SelectionNotifyEvent](o)
}

// paste gives what is on the clipboard, and false for nothing.
func (o *other) paste(target atom) (property, bool) {
	o.Helper()
	notice := o.ask(target, o.atoms.answer, xproto.TimeCurrentTime)
	if notice.Property == xproto.AtomNone {
		return property{}, false
	}
	reply, err := xproto.GetProperty(o.conn, true, o.window, notice.Property, xproto.GetPropertyTypeAny, 0, longest).Reply()
	must(o.T, err)
	return property{kind: atom(reply.Type), format: reply.Format, data: reply.Value}, true
}

// wantText fails unless a text is on the clipboard, "" for none.
func (o *other) wantText(want string) {
	o.Helper()
	got, ok := o.paste(o.atoms.utf8)
	if ok != (want != "") || string(got.data) != want {
		o.Errorf("the clipboard holds %q, %v; want %q", got.data, ok, want)
	}
}

// copies takes the clipboard, and answers with a text until it has to give it up.
// It is a refusal when there is none.
func (o *other) copies(text string) (wait func()) {
	o.Helper()
	xproto.SetSelectionOwner(o.conn, o.window, xproto.Atom(o.atoms.clipboard), xproto.TimeCurrentTime)
	owner, err := xproto.GetSelectionOwner(o.conn, xproto.Atom(o.atoms.clipboard)).Reply()
	must(o.T, err)
	if owner.Owner != o.window {
		o.Fatal("the other program could not copy")
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			event, err := o.conn.WaitForEvent()
			switch e := event.(type) {
			case nil:
				if err == nil {
					return
				}
			case xproto.SelectionClearEvent:
				return
			case xproto.SelectionRequestEvent:
				if o.late != "" {
					o.answers(e, e.Time-1, o.late)
					for range 100 { // so that there is time to take it for the answer
						if _, err := xproto.GetInputFocus(o.conn).Reply(); err != nil {
							return
						}
					}
				}
				o.answers(e, e.Time, text)
			}
		}
	}()
	return func() { <-ended }
}

// answers answers a question of a time with a text, "" for a refusal.
func (o *other) answers(e xproto.SelectionRequestEvent, at xproto.Timestamp, text string) {
	name := e.Property
	if text == "" {
		name = xproto.AtomNone
	} else {
		xproto.ChangeProperty(o.conn, xproto.PropModeReplace, e.Requestor, name, e.Target, 8, uint32(len(text)), []byte(text))
	}
	told := xproto.SelectionNotifyEvent{Time: at, Requestor: e.Requestor, Selection: e.Selection, Target: e.Target, Property: name}
	xproto.SendEvent(o.conn, false, e.Requestor, 0, string(told.Bytes()))
}

// gives makes the other program give the clipboard up.
func (o *other) gives(wait func()) {
	o.Helper()
	must(o.T, xproto.SetSelectionOwnerChecked(o.conn, xproto.WindowNone, xproto.Atom(o.atoms.clipboard), xproto.TimeCurrentTime).Check())
	wait()
}

// A secret is on the clipboard with the hint, in every form, until it is cleared.
func TestCopyAsksHistories(t *testing.T) {
	c, o := opened(t)
	if c.Holds() {
		t.Error("something is held before anything was copied")
	}
	must(t, c.Copy(secret))
	for target, want := range map[atom]string{
		o.atoms.utf8: secret, o.atoms.text: secret, o.atoms.plain: secret, o.atoms.hint: "secret",
		atomString: "tally-Orbit-43-plinth-\xdf",
	} {
		if got, ok := o.paste(target); !ok || string(got.data) != want || got.format != 8 {
			t.Errorf("target %d: %+v, %v", target, got, ok)
		}
	}
	targets, ok := o.paste(o.atoms.targets)
	if !ok || string(targets.data) != string(words(offer{}.targets(o.atoms)...)) || targets.format != 32 {
		t.Errorf("the targets are %+v, %v", targets, ok)
	}
	if since, ok := o.paste(o.atoms.timestamp); !ok || len(since.data) != 4 {
		t.Errorf("the time is %+v, %v", since, ok)
	}
	if !c.Holds() {
		t.Error("it is not held")
	}
	must(t, c.Clear())
	o.wantText("")
	if c.Holds() || c.ours != nil || c.offered.text != nil {
		t.Error("something is left of the secret")
	}
	must(t, c.Clear())
}

// One secret after the other: the later one counts, and news of the earlier one's
// end does not end it.
func TestCopyAgain(t *testing.T) {
	c, o := opened(t)
	for n := range 5 {
		text := fmt.Sprintf("%s %d", secret, n)
		must(t, c.Copy(text))
		o.wantText(text)
		wait := o.copies("a note")
		if c.Holds() {
			t.Error("what another program copied is taken for ours")
		}
		must(t, c.Copy(text))
		wait()
		o.wantText(text)
	}
}

// What another program copies stays, and is noticed; also when it has nothing that
// can be read.
func TestAnotherProgramsCopyStays(t *testing.T) {
	for _, text := range []string{"a note", ""} {
		c, o := opened(t)
		must(t, c.Copy(secret))
		wait := o.copies(text)
		if c.Holds() {
			t.Errorf("%q of another program is taken for ours", text)
		}
		must(t, c.Clear())
		owner, err := xproto.GetSelectionOwner(o.conn, xproto.Atom(o.atoms.clipboard)).Reply()
		must(t, err)
		if owner.Owner != o.window || c.ours != nil {
			t.Errorf("%q of another program was taken away, or the secret is kept", text)
		}
		o.gives(wait)
	}
}

// A late answer to an earlier question is not taken for what is there now.
func TestLateAnswer(t *testing.T) {
	c, o := opened(t)
	o.late = secret
	must(t, c.Copy(secret))
	wait := o.copies("a note")
	if c.Holds() {
		t.Error("the late answer is taken for what is there")
	}
	o.gives(wait)
}

// News of an owner from before the copy ends nothing; what comes after it does.
func TestOldNews(t *testing.T) {
	c, o := opened(t)
	must(t, c.Copy(secret))
	since := xproto.Timestamp(c.offered.since)
	for _, news := range []xproto.SelectionClearEvent{
		{Time: since - 1, Owner: c.window, Selection: xproto.Atom(o.atoms.clipboard)},
		{Time: since, Owner: o.window, Selection: xproto.Atom(o.atoms.clipboard)},
		{Time: since, Owner: c.window, Selection: xproto.AtomPrimary},
	} {
		c.heard(news)
		o.wantText(secret)
	}
	c.heard(xproto.SelectionClearEvent{Time: since, Owner: c.window, Selection: xproto.Atom(o.atoms.clipboard)})
	o.wantText("")
}

// What was kept of a secret is wiped, whatever ends it.
func TestWiped(t *testing.T) {
	for name, end := range map[string]func(c *x11) error{
		"clear": (*x11).Clear, "close": (*x11).Close, "another": func(c *x11) error { return c.Copy("another") },
	} {
		c, _ := opened(t)
		must(t, c.Copy(secret))
		kept, offered := c.ours, c.offered.text
		must(t, end(c))
		if strings.Trim(string(kept)+string(offered), "\x00") != "" {
			t.Errorf("%s leaves %q and %q", name, kept, offered)
		}
	}
}

// A program that keeps what others copied has our secret: it is still ours to take
// away.
func TestWhatIsKeptByAnotherProgramIsCleared(t *testing.T) {
	c, o := opened(t)
	must(t, c.Copy(secret))
	wait := o.copies(secret)
	if !c.Holds() {
		t.Error("what another program keeps for us is not ours any more")
	}
	must(t, c.Clear())
	wait()
	o.wantText("")
}

// The clipboard is lost with the connection, whatever state it is in.
func TestCloseClears(t *testing.T) {
	name := display(t)
	c, err := openX11(name)
	must(t, err)
	o := program(t, name)
	defer o.conn.Close()
	must(t, c.Copy(secret))
	o.wantText(secret)
	must(t, c.Close())
	o.wantText("")
	if err := c.Copy(secret); err == nil {
		t.Error("a closed clipboard copies")
	}
	if c.Holds() {
		t.Error("a closed clipboard holds something")
	}
}

// Texts that do not fit are refused, and nothing is there afterwards.
func TestUnfitTexts(t *testing.T) {
	c, o := opened(t)
	must(t, c.Copy(secret))
	for _, text := range []string{"", strings.Repeat("a", longest+1)} {
		if err := c.Copy(text); !errors.Is(err, ErrUnfit) {
			t.Errorf("%d bytes: %v", len(text), err)
		}
	}
	long := strings.Repeat("ß", longest/2)
	must(t, c.Copy(long))
	o.wantText(long)
	must(t, c.Clear())
}

// Programs that ask for nonsense, in floods, or for windows that are gone, get
// nothing, and stop nothing.
func TestHostileQuestions(t *testing.T) {
	c, o := opened(t)
	must(t, c.Copy(secret))
	gone, err := xproto.NewWindowId(o.conn)
	must(t, err)
	clipboard := xproto.Atom(o.atoms.clipboard)
	forge := func(q xproto.SelectionRequestEvent) {
		xproto.SendEvent(o.conn, false, c.window, 0, string(q.Bytes()))
	}
	for n := range 3000 {
		q := xproto.SelectionRequestEvent{Owner: c.window, Requestor: o.window, Selection: clipboard, Target: xproto.Atom(o.atoms.utf8), Property: 1}
		switch n % 7 {
		case 0:
			q.Requestor = gone
		case 1:
			q.Property = 0x1ffffff0 // no such atom
		case 2:
			q.Target, q.Property = 0xffffffff, 0xffffffff
		case 3:
			q.Requestor = c.root
		case 4:
			q.Requestor, q.Property = c.window, xproto.Atom(o.atoms.stamp)
		case 5:
			q.Selection = xproto.AtomPrimary
		case 6:
			q.Requestor = 0xffffffff
		}
		forge(q)
	}
	for kind := 2; kind < 64; kind++ { // whatever else can be sent, with nonsense in it
		event := []byte(strings.Repeat("\xff", 32))
		event[0] = byte(kind)
		xproto.SendEvent(o.conn, false, c.window, 0, string(event))
	}
	// None of it is in a property that stays.
	rooted, err := xproto.ListProperties(o.conn, c.root).Reply()
	must(t, err)
	for _, name := range rooted.Atoms {
		reply, err := xproto.GetProperty(o.conn, false, c.root, name, xproto.GetPropertyTypeAny, 0, longest).Reply()
		must(t, err)
		if strings.Contains(string(reply.Value), "Orbit") {
			t.Error("the secret is in a property of the root window")
		}
	}
	must(t, c.Copy(secret+"2"))
	if !c.Holds() {
		t.Error("it is not held after a flood")
	}
	must(t, c.Clear())
	if owner, err := c.owner(); err != nil || owner != xproto.WindowNone {
		t.Errorf("the clipboard belongs to %d, %v", owner, err)
	}
}

// A question about the time before the copy is refused; so is one in the name of
// another selection.
func TestQuestionsAboutAnotherTime(t *testing.T) {
	c, o := opened(t)
	must(t, c.Copy(secret))
	since := xproto.Timestamp(c.offered.since)
	if notice := o.ask(o.atoms.utf8, o.atoms.answer, since-1); notice.Property != xproto.AtomNone {
		t.Error("a question about the time before is answered")
	}
	if notice := o.ask(o.atoms.utf8, o.atoms.answer, since); notice.Property == xproto.AtomNone {
		t.Error("a question about the time of the copy is refused")
	}
	if notice := o.ask(o.atoms.utf8, 0, since); atom(notice.Property) != o.atoms.utf8 {
		t.Error("a client of old, which names no property, gets nothing")
	}
}

// A display that goes away is an error, and no hanging.
func TestDisplayGone(t *testing.T) {
	c, _ := opened(t)
	must(t, c.Copy(secret))
	c.conn.Close()
	<-c.ended
	if err := c.Clear(); !errors.Is(err, errGone) {
		t.Errorf("clear: %v", err)
	}
	if err := c.Copy(secret); err == nil {
		t.Error("copied without a display")
	}
}

// Only a session of X11 has a way.
func TestSessions(t *testing.T) {
	for _, tt := range []struct {
		x11, wayland string
		want         bool
	}{{":0", "", true}, {":0", "wayland-0", false}, {"", "wayland-0", false}, {"", "", false}} {
		env := map[string]string{"DISPLAY": tt.x11, "WAYLAND_DISPLAY": tt.wayland}
		get := func(name string) string { return env[name] }
		if Asks(get) != tt.want {
			t.Errorf("%v: %v", env, Asks(get))
		}
		if tt.want {
			continue
		}
		if _, err := Open(get); !errors.Is(err, ErrNoWay) {
			t.Errorf("%v: %v", env, err)
		}
	}
	if _, err := openX11(":12345"); err == nil {
		t.Error("a display that is not there is opened")
	}
}

// A program that sends answers to questions of another time, without end, keeps
// nobody waiting.
func TestAnswersOfAnotherTimeEnd(t *testing.T) {
	x := &x11{notices: make(chan xproto.SelectionNotifyEvent, 1), ended: make(chan struct{})}
	stop := make(chan struct{})
	var sending sync.WaitGroup
	sending.Go(func() {
		often := time.NewTicker(patience / 20)
		defer often.Stop()
		for {
			select {
			case <-often.C:
				pass(x.notices, xproto.SelectionNotifyEvent{Time: 1})
			case <-stop:
				return
			}
		}
	})
	if _, err := x.answered(2); !errors.Is(err, ErrBusy) {
		t.Errorf("it ends with %v", err)
	}
	close(stop)
	sending.Wait()
}
