package screenlock

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Numbers of the Windows API.
const (
	msgClose   = 0x0010 // WM_CLOSE
	msgPower   = 0x0218 // WM_POWERBROADCAST
	msgSession = 0x02B1 // WM_WTSSESSION_CHANGE

	powerSuspends = 4 // PBT_APMSUSPEND
	thisSession   = 0 // NOTIFY_FOR_THIS_SESSION

	consoleLeft  = 2 // WTS_CONSOLE_DISCONNECT
	remoteLeft   = 4 // WTS_REMOTE_DISCONNECT
	sessionEnds  = 6 // WTS_SESSION_LOGOFF
	sessionLocks = 7 // WTS_SESSION_LOCK
)

// reasonOf tells what a message means, "" for nothing.
func reasonOf(message, what uintptr) Reason {
	switch {
	case message == msgPower && what == powerSuspends:
		return Sleep
	case message == msgSession && what == sessionLocks:
		return Locked
	case message == msgSession && (what == consoleLeft || what == remoteLeft || what == sessionEnds):
		return Switched
	}
	return ""
}

// ear is the window that hears. A window for messages alone would not do: what Windows
// broadcasts, as WM_POWERBROADCAST, does not reach one.
type ear struct {
	calls
	class  *uint16
	window uintptr
	ctx    context.Context
	tell   func(Reason)
}

// calls are the functions of the system.
type calls struct {
	register, unregister, create, destroy, fallback, get, dispatch, post *windows.LazyProc
	hear, unhear                                                         *windows.LazyProc
}

// find looks for all of them.
func (c *calls) find() (failed error) {
	user, sessions := windows.NewLazySystemDLL("user32.dll"), windows.NewLazySystemDLL("wtsapi32.dll")
	for _, each := range []struct {
		proc **windows.LazyProc
		from *windows.LazyDLL
		name string
	}{
		{&c.register, user, "RegisterClassExW"},
		{&c.unregister, user, "UnregisterClassW"},
		{&c.create, user, "CreateWindowExW"},
		{&c.destroy, user, "DestroyWindow"},
		{&c.fallback, user, "DefWindowProcW"},
		{&c.get, user, "GetMessageW"},
		{&c.dispatch, user, "DispatchMessageW"},
		{&c.post, user, "PostMessageW"},
		{&c.hear, sessions, "WTSRegisterSessionNotification"},
		{&c.unhear, sessions, "WTSUnRegisterSessionNotification"},
	} {
		*each.proc = each.from.NewProc(each.name)
		if err := (*each.proc).Find(); err != nil {
			failed = errors.Join(failed, fmt.Errorf("screenlock: %w", err))
		}
	}
	return failed
}

// call calls a function that gives 0 when it fails.
func call(p *windows.LazyProc, arguments ...uintptr) (uintptr, error) {
	got, _, err := p.Call(arguments...)
	if got == 0 {
		return 0, fmt.Errorf("screenlock: %s: %w", p.Name, err)
	}
	return got, nil
}

// windowClass is WNDCLASSEXW.
type windowClass struct {
	size, style                        uint32
	procedure                          uintptr
	extra, windowExtra                 int32
	instance, icon, cursor, background uintptr
	menu, name                         *uint16
	smallIcon                          uintptr
}

// windowMessage is MSG.
type windowMessage struct {
	window       uintptr
	number       uint32
	what, detail uintptr
	time         uint32
	x, y         int32
	private      uint32
}

// listen hears the messages of a window of its own, on the one thread that it belongs to,
// until ctx ends.
func (w *Watcher) listen(ctx context.Context, tell func(Reason)) (failed error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	e := &ear{ctx: ctx, tell: tell}
	if err := e.find(); err != nil {
		return err
	}
	shut, err := e.open(className(w))
	if err != nil {
		return err
	}
	defer func() { failed = errors.Join(failed, shut()) }()
	w.hears(Power)
	defer w.ends(Power)
	if _, err := call(e.hear, e.window, thisSession); err != nil {
		w.misses(Sessions, err)
	} else {
		w.hears(Sessions)
		// It gives 0 where it failed; the window goes anyway.
		defer func() { _, _, _ = e.unhear.Call(e.window) }()
	}
	defer w.ends(Sessions)
	stop := context.AfterFunc(ctx, e.wake)
	defer stop()
	return e.loop()
}

// className is that of a Watcher: two of them have two windows.
func className(w *Watcher) string { return fmt.Sprintf("Gatehouse.Screenlock.%p", w) }

// open makes the window, which is never shown, and gives what takes it away.
func (e *ear) open(class string) (shut func() error, err error) {
	if e.class, err = windows.UTF16PtrFromString(class); err != nil {
		return nil, fmt.Errorf("screenlock: name a class: %w", err)
	}
	// The system keeps what a callback takes for ever: one a Run.
	described := windowClass{procedure: windows.NewCallback(e.message), name: e.class}
	described.size = uint32(unsafe.Sizeof(described))
	if _, err := call(e.register, uintptr(unsafe.Pointer(&described))); err != nil {
		return nil, err
	}
	gone := func() error {
		_, err := call(e.unregister, uintptr(unsafe.Pointer(e.class)), 0)
		return err
	}
	e.window, err = call(e.create, 0, uintptr(unsafe.Pointer(e.class)), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	if err != nil {
		return nil, errors.Join(err, gone())
	}
	return func() error {
		_, err := call(e.destroy, e.window)
		return errors.Join(err, gone())
	}, nil
}

// wake ends the wait of loop, from another thread.
func (e *ear) wake() {
	// It fails where the window is gone, and where its queue is full: then there is a
	// message to wake by.
	_, _, _ = e.post.Call(e.window, msgClose, 0, 0)
}

// loop hands the messages out until ctx ends. No other program can end it: neither by the
// message to close the window nor by the one to quit.
func (e *ear) loop() error {
	var m windowMessage
	for e.ctx.Err() == nil {
		got, _, err := e.get.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0)
		if int32(got) == -1 {
			return fmt.Errorf("screenlock: GetMessageW: %w", err)
		}
		if got != 0 {
			// What it gives is what the window answered.
			_, _, _ = e.dispatch.Call(uintptr(unsafe.Pointer(&m)))
		}
	}
	return nil
}

// message is called by the system for each message to the window.
func (e *ear) message(window, message, what, detail uintptr) uintptr {
	message &= 1<<32 - 1 // it has 32 bits; what the others are nobody promises
	if reason := reasonOf(message, what); reason != "" {
		e.tell(reason)
	}
	switch message {
	case msgClose:
		return 0
	case msgPower:
		return 1 // nothing speaks against it
	}
	got, _, _ := e.fallback.Call(window, message, what, detail)
	return got
}
