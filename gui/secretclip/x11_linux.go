package secretclip

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// mostWaiting is how many questions may wait for their answer.
const mostWaiting = 64

var (
	errNotOurs = errors.New("secretclip: the display did not give the clipboard to us")
	errGone    = errors.New("secretclip: the display is gone")
)

// x11 is the clipboard of an X server: the selection CLIPBOARD, owned by a window
// that is never seen.
type x11 struct {
	conn         *xgb.Conn
	window, root xproto.Window
	atoms        atoms
	// turn is held by the one method that works.
	turn sync.Mutex
	// ours is what Copy put there, nil for nothing.
	ours []byte
	// offered is what those get who ask; its text is nil while nothing is offered.
	state   sync.Mutex
	offered offer
	// stamps has the time that the server tells, notices what became of a question
	// of ours, questions those of others.
	stamps    chan xproto.Timestamp
	notices   chan xproto.SelectionNotifyEvent
	questions chan xproto.SelectionRequestEvent
	// ended is closed when the connection has ended.
	ended   chan struct{}
	serving sync.WaitGroup
}

// openX11 connects to a display.
func openX11(display string) (Clipboard, error) {
	xgb.Logger.SetOutput(io.Discard) // it would write to a terminal what comes back as an error
	conn, err := xgb.NewConnDisplay(display)
	if err != nil {
		return nil, fmt.Errorf("secretclip: connect to the display: %w", err)
	}
	x := &x11{
		conn: conn, stamps: make(chan xproto.Timestamp, 1), notices: make(chan xproto.SelectionNotifyEvent, 1),
		questions: make(chan xproto.SelectionRequestEvent, mostWaiting), ended: make(chan struct{}),
	}
	if err := x.prepare(); err != nil {
		conn.Close()
		return nil, fmt.Errorf("secretclip: prepare the display: %w", err)
	}
	x.serve()
	return x, nil
}

// prepare asks for the atoms and makes the window.
func (x *x11) prepare() error {
	asked := map[*atom]xproto.InternAtomCookie{}
	for name, where := range x.atoms.names() {
		asked[where] = xproto.InternAtom(x.conn, false, uint16(len(name)), name)
	}
	for where, cookie := range asked {
		reply, err := cookie.Reply()
		if err != nil {
			return err
		}
		*where = atom(reply.Atom)
	}
	x.root = xproto.Setup(x.conn).DefaultScreen(x.conn).Root
	window, err := xproto.NewWindowId(x.conn)
	if err != nil {
		return err
	}
	x.window = window
	return xproto.CreateWindowChecked(x.conn, 0, window, x.root, 0, 0, 1, 1, 0, xproto.WindowClassInputOnly, 0,
		xproto.CwOverrideRedirect|xproto.CwEventMask, []uint32{1, xproto.EventMaskPropertyChange}).Check()
}

// Copy is of Clipboard.
func (x *x11) Copy(text string) error {
	if text == "" || len(text) > longest {
		return ErrUnfit
	}
	x.turn.Lock()
	defer x.turn.Unlock()
	x.forget()
	since, err := x.now()
	if err != nil {
		return err
	}
	x.ours = []byte(text)
	if err := x.take(x.ours, since); err != nil {
		x.forget()
		return err
	}
	return nil
}

// Holds is of Clipboard.
func (x *x11) Holds() bool {
	x.turn.Lock()
	defer x.turn.Unlock()
	if x.ours == nil {
		return false
	}
	at, err := x.now()
	if err != nil {
		return true
	}
	same, err := x.same(at)
	return same || err != nil
}

// Clear is of Clipboard.
func (x *x11) Clear() error {
	x.turn.Lock()
	defer x.turn.Unlock()
	if x.ours == nil {
		return nil
	}
	// The server takes no change that is older than the last one: what somebody else
	// copies after this moment stays.
	at, err := x.now()
	if err != nil {
		return err
	}
	same, err := x.same(at)
	if err != nil {
		return err
	}
	if same {
		if err := x.empty(at); err != nil {
			return err
		}
	}
	x.forget()
	return nil
}

// empty leaves the clipboard without an owner. Some desktops put back what they saw
// last when the owner goes, so that what they see last is an empty text.
func (x *x11) empty(at xproto.Timestamp) error {
	if err := x.take([]byte{}, at); err != nil && !errors.Is(err, errNotOurs) {
		return err
	}
	xproto.SetSelectionOwner(x.conn, xproto.WindowNone, xproto.Atom(x.atoms.clipboard), at)
	owner, err := x.owner()
	if err == nil && owner == x.window {
		return errNotOurs // our own request was not heard
	}
	return err
}

// Close is of Clipboard.
func (x *x11) Close() error {
	x.turn.Lock()
	defer x.turn.Unlock()
	x.forget()
	x.conn.Close()
	// The window and its selection go with the connection.
	select {
	case <-x.ended:
		x.serving.Wait()
		return nil
	case <-time.After(patience):
		return ErrBusy
	}
}

// take owns the selection, offering a text.
func (x *x11) take(text []byte, at xproto.Timestamp) error {
	// Whoever asks at once, gets it at once.
	x.offer(offer{text: clone(text), since: uint32(at)})
	xproto.SetSelectionOwner(x.conn, x.window, xproto.Atom(x.atoms.clipboard), at)
	owner, err := x.owner()
	if err == nil && owner != x.window {
		err = errNotOurs
	}
	if err != nil {
		x.offer(offer{})
	}
	return err
}

// owner asks for the window that owns the selection.
func (x *x11) owner() (xproto.Window, error) {
	reply, err := xproto.GetSelectionOwner(x.conn, xproto.Atom(x.atoms.clipboard)).Reply()
	if err != nil {
		return 0, fmt.Errorf("secretclip: ask for the owner of the clipboard: %w", err)
	}
	return reply.Owner, nil
}

// now asks the server for its time, which a change of a property brings (ICCCM 2.1).
func (x *x11) now() (xproto.Timestamp, error) {
	select {
	case <-x.stamps: // one that came too late before
	default:
	}
	xproto.ChangeProperty(x.conn, xproto.PropModeAppend, x.window, xproto.Atom(x.atoms.stamp), xproto.AtomInteger, 32, 0, nil)
	return await(x, x.stamps)
}

// await takes what the server or another program sends.
func await[T any](x *x11, from <-chan T) (T, error) {
	late := time.NewTimer(patience)
	defer late.Stop()
	return awaitUntil(x, from, late.C)
}

// awaitUntil is await until it is late.
func awaitUntil[T any](x *x11, from <-chan T, late <-chan time.Time) (T, error) {
	var none T
	select {
	case got := <-from:
		return got, nil
	case <-x.ended:
		return none, errGone
	case <-late:
		return none, ErrBusy
	}
}

// answered awaits the answer to the question of a time, and passes over those to
// earlier ones. However many of these another program sends, it waits no longer.
func (x *x11) answered(at xproto.Timestamp) (xproto.SelectionNotifyEvent, error) {
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		notice, err := awaitUntil(x, x.notices, late.C)
		if err != nil || notice.Time == at {
			return notice, err
		}
	}
}

// same tells whether the clipboard has what Copy put there: by us, or by a program
// that keeps what others copied.
func (x *x11) same(at xproto.Timestamp) (bool, error) {
	owner, err := x.owner()
	if err != nil || owner == xproto.WindowNone {
		return false, err
	}
	if owner == x.window {
		return true, nil
	}
	return x.read(at)
}

// read asks another owner for its text and compares. One that does not answer has
// something else.
func (x *x11) read(at xproto.Timestamp) (bool, error) {
	name := xproto.Atom(x.atoms.answer)
	xproto.ConvertSelection(x.conn, x.window, xproto.Atom(x.atoms.clipboard), xproto.Atom(x.atoms.utf8), name, at)
	notice, err := x.answered(at)
	if errors.Is(err, ErrBusy) || err == nil && notice.Property != name {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	reply, err := xproto.GetProperty(x.conn, true, x.window, name, xproto.GetPropertyTypeAny, 0, longest/4).Reply()
	if err != nil {
		return false, fmt.Errorf("secretclip: read what is on the clipboard: %w", err)
	}
	text, ok := utf8Of(x.atoms, property{kind: atom(reply.Type), format: reply.Format, data: reply.Value}, reply.BytesAfter)
	same := ok && subtle.ConstantTimeCompare(text, x.ours) == 1
	clear(reply.Value)
	clear(text)
	return same, nil
}

// offer sets what others get, and wipes what they got before.
func (x *x11) offer(o offer) {
	x.state.Lock()
	defer x.state.Unlock()
	clear(x.offered.text)
	x.offered = o
}

// forget wipes what is kept of a secret.
func (x *x11) forget() {
	x.offer(offer{})
	clear(x.ours)
	x.ours = nil
}
