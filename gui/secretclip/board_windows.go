package secretclip

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Numbers of the Windows API.
const (
	formatText  = 13   // CF_UNICODETEXT
	moveable    = 0x02 // GMEM_MOVEABLE
	messageOnly = ^uintptr(2)
)

// marks are the formats that ask, each with the number 0 for its value ("Cloud
// Clipboard and Clipboard History Formats").
func marks() []string {
	return []string{"ExcludeClipboardContentFromMonitorProcessing", "CanIncludeInClipboardHistory", "CanUploadToCloudClipboard"}
}

// Open gives the system's clipboard. Env gives a variable of the environment.
func Open(func(string) string) (Clipboard, error) {
	w := &board{}
	if err := w.calls.find(); err != nil {
		return nil, err
	}
	for _, name := range marks() {
		text, err := windows.UTF16PtrFromString(name)
		if err != nil {
			return nil, fmt.Errorf("secretclip: name a format: %w", err)
		}
		format, err := call(w.calls.register, uintptr(unsafe.Pointer(text)))
		if err != nil {
			return nil, err
		}
		w.marks = append(w.marks, format)
	}
	return w, nil
}

// Asks tells whether Open would try.
func Asks(func(string) string) bool { return true }

// board is the clipboard of Windows.
type board struct {
	calls calls
	// marks are the numbers of the formats that ask.
	marks []uintptr
	// turn is held by the one method that works.
	turn sync.Mutex
	// ours is what Copy put there, with its final zero; nil for nothing.
	ours []uint16
	// sequence is the number of the clipboard's state that was ours last.
	sequence uintptr
}

// calls are the functions of the system.
type calls struct {
	create, destroy, open, shut, empty, set, get, register, sequence *windows.LazyProc
	alloc, lock, unlock, free, size, move                            *windows.LazyProc
}

// find looks for all of them.
func (c *calls) find() (failed error) {
	user, kernel := windows.NewLazySystemDLL("user32.dll"), windows.NewLazySystemDLL("kernel32.dll")
	for _, each := range []struct {
		proc **windows.LazyProc
		from *windows.LazyDLL
		name string
	}{
		{&c.create, user, "CreateWindowExW"},
		{&c.destroy, user, "DestroyWindow"},
		{&c.open, user, "OpenClipboard"},
		{&c.shut, user, "CloseClipboard"},
		{&c.empty, user, "EmptyClipboard"},
		{&c.set, user, "SetClipboardData"},
		{&c.get, user, "GetClipboardData"},
		{&c.register, user, "RegisterClipboardFormatW"},
		{&c.sequence, user, "GetClipboardSequenceNumber"},
		{&c.alloc, kernel, "GlobalAlloc"},
		{&c.lock, kernel, "GlobalLock"},
		{&c.unlock, kernel, "GlobalUnlock"},
		{&c.free, kernel, "GlobalFree"},
		{&c.size, kernel, "GlobalSize"},
		{&c.move, kernel, "RtlMoveMemory"},
	} {
		*each.proc = each.from.NewProc(each.name)
		if err := (*each.proc).Find(); err != nil {
			failed = errors.Join(failed, fmt.Errorf("secretclip: %w", err))
		}
	}
	return failed
}

// call calls a function that gives 0 when it fails.
func call(p *windows.LazyProc, arguments ...uintptr) (uintptr, error) {
	got, _, err := p.Call(arguments...)
	if got == 0 {
		return 0, fmt.Errorf("secretclip: %s: %w", p.Name, err)
	}
	return got, nil
}

// Copy is of Clipboard.
func (w *board) Copy(text string) error {
	if text == "" || len(text) > longest {
		return ErrUnfit
	}
	units, err := windows.UTF16FromString(text)
	if err != nil {
		return ErrUnfit // it has a zero in it
	}
	w.turn.Lock()
	defer w.turn.Unlock()
	w.forget()
	if err := w.within(func() error { return w.put(units) }); err != nil {
		clear(units)
		return err
	}
	w.ours = units
	w.sequence, _, _ = w.calls.sequence.Call()
	return nil
}

// Holds is of Clipboard.
func (w *board) Holds() bool {
	w.turn.Lock()
	defer w.turn.Unlock()
	if w.ours == nil {
		return false
	}
	// What changed between Copy's end and this number is found by Clear.
	sequence, _, _ := w.calls.sequence.Call()
	if sequence == w.sequence && sequence != 0 {
		return true
	}
	same := true
	if err := w.within(func() error { same = w.same(); return nil }); err != nil {
		return true
	}
	if same {
		w.sequence = sequence
	}
	return same
}

// Clear is of Clipboard.
func (w *board) Clear() error {
	w.turn.Lock()
	defer w.turn.Unlock()
	if w.ours == nil {
		return nil
	}
	err := w.within(func() error {
		if !w.same() {
			return nil
		}
		_, err := call(w.calls.empty)
		return err
	})
	if err == nil {
		w.forget()
	}
	return err
}

// Close is of Clipboard.
func (w *board) Close() error {
	w.turn.Lock()
	defer w.turn.Unlock()
	w.forget()
	return nil
}

// forget wipes what is kept of a secret.
func (w *board) forget() {
	clear(w.ours)
	w.ours = nil
}

// within does something while the clipboard is held. It takes a window, which the
// clipboard belongs to while it is written; what is written stays when the window
// goes. A window that stayed would have to answer messages. All of it happens on one
// thread, as the system wants it.
func (w *board) within(do func() error) (err error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	class, err := windows.UTF16PtrFromString("STATIC")
	if err != nil {
		return fmt.Errorf("secretclip: name a class: %w", err)
	}
	window, err := call(w.calls.create, 0, uintptr(unsafe.Pointer(class)), 0, 0, 0, 0, 0, 0, messageOnly, 0, 0, 0)
	if err != nil {
		return err
	}
	defer func() {
		_, gone := call(w.calls.destroy, window)
		err = errors.Join(err, gone)
	}()
	if err := w.hold(window); err != nil {
		return err
	}
	defer func() {
		_, shut := call(w.calls.shut)
		err = errors.Join(err, shut)
	}()
	return do()
}

// hold opens the clipboard, again and again while another program has it open.
func (w *board) hold(window uintptr) error {
	const pause = 20 * time.Millisecond
	late := time.NewTimer(patience)
	defer late.Stop()
	again := time.NewTicker(pause)
	defer again.Stop()
	for {
		_, err := call(w.calls.open, window)
		if err == nil {
			return nil
		}
		select {
		case <-again.C:
		case <-late.C:
			return errors.Join(ErrBusy, err)
		}
	}
}

// put writes the text and what asks histories, that first. When one of them cannot
// be written neither stays.
func (w *board) put(units []uint16) error {
	if _, err := call(w.calls.empty); err != nil {
		return err
	}
	err := w.putAll(units)
	if err != nil {
		_, emptied := call(w.calls.empty)
		err = errors.Join(err, emptied)
	}
	return err
}

func (w *board) putAll(units []uint16) error {
	for _, format := range w.marks {
		if err := w.putOne(format, make([]uint16, 2)); err != nil { // a DWORD of 0
			return err
		}
	}
	return w.putOne(formatText, units)
}

// putOne writes one format. The memory belongs to the system from the moment it has
// taken it.
func (w *board) putOne(format uintptr, units []uint16) error {
	size := uintptr(len(units)) * 2
	memory, err := call(w.calls.alloc, moveable, size)
	if err != nil {
		return err
	}
	place, err := call(w.calls.lock, memory)
	if err == nil {
		// It gives nothing; and unlocking gives 0 when nobody else has it locked.
		_, _, _ = w.calls.move.Call(place, uintptr(unsafe.Pointer(&units[0])), size)
		_, _, _ = w.calls.unlock.Call(memory)
		_, err = call(w.calls.set, format, memory)
	}
	if err != nil {
		// GlobalFree gives 0 when it did free it.
		_, _, _ = w.calls.free.Call(memory)
	}
	return err
}

// same tells whether the clipboard, which is held, has our text.
func (w *board) same() bool {
	memory, err := call(w.calls.get, formatText)
	if err != nil {
		return false // there is no text
	}
	size, err := call(w.calls.size, memory)
	if err != nil {
		return false
	}
	place, err := call(w.calls.lock, memory)
	if err != nil {
		return false
	}
	units := make([]uint16, min(int(size/2), len(w.ours)))
	if len(units) > 0 {
		_, _, _ = w.calls.move.Call(uintptr(unsafe.Pointer(&units[0])), place, uintptr(len(units))*2)
	}
	_, _, _ = w.calls.unlock.Call(memory)
	defer clear(units)
	return sameUnits(units, w.ours)
}
