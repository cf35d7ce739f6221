package secretclip

import "errors"

// Clipboard holds one secret at a time. Its methods may be called from any
// goroutine; one of them works at a time. Each may wait for other programs, a few
// seconds at most, so they are not for the goroutine of a window.
type Clipboard interface {
	// Copy puts a text on the clipboard in place of what was there. With an error
	// it is not there: ErrUnfit for a text that this clipboard cannot hold.
	Copy(text string) error
	// Holds tells whether the clipboard still has what Copy put there. As long as
	// that cannot be told it does.
	Holds() bool
	// Clear takes away what Copy put there, unless something else was copied since.
	// With an error it may still be there, and Clear can be called again.
	Clear() error
	// Close gives back what Open took. What is still on the clipboard of X11 goes.
	Close() error
}

var (
	// ErrNoWay is why there is no Clipboard: this system's has no way to ask.
	ErrNoWay = errors.New("secretclip: this system's clipboard has no way to ask that something is left out of histories")
	// ErrUnfit is why a text is not copied: it is too long, or has characters that
	// this system's clipboard cannot hold.
	ErrUnfit = errors.New("secretclip: the text does not fit the clipboard")
	// ErrBusy is why nothing was done: another program did not let go of the
	// clipboard, or the display did not answer in time.
	ErrBusy = errors.New("secretclip: the clipboard did not answer in time")
)
