package screenlock

import (
	"context"
	"log/slog"
	"os"
	"slices"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// soon is how long a test waits for what has to come.
const soon = 30 * time.Second

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// other is another program, as far as it can reach the window.
type other struct {
	*testing.T
	find, send, post, postThread, thread, shown, broadcast *windows.LazyProc
}

func newOther(t *testing.T) other {
	user := windows.NewLazySystemDLL("user32.dll")
	return other{
		T: t, find: user.NewProc("FindWindowW"), send: user.NewProc("SendMessageW"), post: user.NewProc("PostMessageW"),
		postThread: user.NewProc("PostThreadMessageW"), thread: user.NewProc("GetWindowThreadProcessId"),
		shown: user.NewProc("IsWindowVisible"), broadcast: user.NewProc("SendMessageTimeoutW"),
	}
}

// window finds that of a Watcher, 0 for none.
func (o other) window(w *Watcher) uintptr {
	o.Helper()
	class, err := windows.UTF16PtrFromString(className(w))
	must(o.T, err)
	window, _, _ := o.find.Call(uintptr(unsafe.Pointer(class)), 0)
	return window
}

// running is a Watcher that runs until the test ends.
type running struct {
	other
	watcher *Watcher
	told    chan Reason
	heard   chan struct{}
	stop    context.CancelFunc
	ended   chan error
}

// lineHandler tells of each line of a log.
type lineHandler struct {
	slog.Handler
	lines chan<- struct{}
}

func (lineHandler) Enabled(context.Context, slog.Level) bool { return true }

func (h lineHandler) Handle(context.Context, slog.Record) error {
	h.lines <- struct{}{}
	return nil
}

func run(t *testing.T) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	lines := make(chan struct{}, 100)
	r := &running{
		other: newOther(t), watcher: New(slog.New(lineHandler{slog.DiscardHandler, lines}), os.Getenv),
		told: make(chan Reason, 100), heard: lines, stop: cancel, ended: make(chan error, 1),
	}
	go func() { r.ended <- r.watcher.Run(ctx, func(reason Reason) { r.told <- reason }) }()
	t.Cleanup(cancel)
	for range 2 { // power and sessions
		select {
		case <-lines:
		case err := <-r.ended:
			t.Fatalf("it ended: %v", err)
		case <-time.After(soon):
			t.Fatal("nothing is heard")
		}
	}
	return r
}

// wants waits for a reason, the next that is told.
func (r *running) wants(want Reason) {
	r.Helper()
	select {
	case got := <-r.told:
		if got != want {
			r.Errorf("%q is told, want %q", got, want)
		}
	case err := <-r.ended:
		r.Fatalf("it ended: %v", err)
	case <-time.After(soon):
		r.Fatalf("%q is not told", want)
	}
}

// Every message that means something is told, and no other. The window is never seen, and
// goes with the context.
func TestMessagesAreTold(t *testing.T) {
	r := run(t)
	if heard := r.watcher.Heard(); !slices.Equal(heard, []Source{Power, Sessions}) {
		t.Errorf("heard: %v", heard)
	}
	window := r.window(r.watcher)
	if window == 0 {
		t.Fatal("there is no window")
	}
	if seen, _, _ := r.shown.Call(window); seen != 0 {
		t.Error("the window is shown")
	}
	for code := range uintptr(16) {
		r.send.Call(window, msgSession, code, 1)
		switch code {
		case 7:
			r.wants(Locked)
		case 2, 4, 6:
			r.wants(Switched)
		}
	}
	for code := range uintptr(32) {
		if allowed, _, _ := r.send.Call(window, msgPower, code, 0); allowed != 1 {
			t.Errorf("the answer to %d is %d", code, allowed)
		}
		if code == powerSuspends {
			r.wants(Sleep)
		}
	}
	r.send.Call(window, msgSession, 7, 1)
	r.wants(Locked)
	r.stop()
	select {
	case err := <-r.ended:
		must(t, err)
	case <-time.After(soon):
		t.Fatal("it does not end")
	}
	if r.window(r.watcher) != 0 || len(r.watcher.Heard()) != 0 || len(r.told) != 0 {
		t.Errorf("left over: window %d, %v heard, %d told", r.window(r.watcher), r.watcher.Heard(), len(r.told))
	}
}

// What is broadcast reaches the window.
func TestBroadcastIsTold(t *testing.T) {
	const everybody, abortIfHung = 0xffff, 2
	r := run(t)
	r.broadcast.Call(everybody, msgPower, powerSuspends, 0, abortIfHung, 5000, 0)
	r.wants(Sleep)
}

// Other programs cannot end it.
func TestNobodyElseEndsIt(t *testing.T) {
	const destroy, quit = 0x0002, 0x0012
	r := run(t)
	window := r.window(r.watcher)
	thread, _, _ := r.thread.Call(window, 0)
	r.send.Call(window, msgClose, 0, 0)
	r.post.Call(window, msgClose, 0, 0)
	r.send.Call(window, destroy, 0, 0)
	r.post.Call(window, quit, 0, 0)
	if sent, _, err := r.postThread.Call(thread, quit, 0, 0); sent == 0 {
		t.Fatal(err)
	}
	// A posted message comes after all of these.
	r.post.Call(window, msgSession, sessionLocks, 1)
	r.wants(Locked)
}

// Two of them do not stand in each other's way, and one can run again.
func TestTwoWatchers(t *testing.T) {
	one, two := run(t), run(t)
	one.send.Call(one.window(one.watcher), msgSession, sessionLocks, 1)
	one.wants(Locked)
	if len(two.told) != 0 {
		t.Error("the other was told")
	}
	one.stop()
	must(t, <-one.ended)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	must(t, one.watcher.Run(ctx, func(Reason) { t.Error("told after the end") }))
	two.send.Call(two.window(two.watcher), msgSession, consoleLeft, 1)
	two.wants(Switched)
}
