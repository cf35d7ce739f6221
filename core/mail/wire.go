package mail

import (
	"errors"
	"net"
	"time"
)

// maxSaid is how much the relay may say in one stage, in octets: certificates and
// greetings are far smaller.
const maxSaid = 256 << 10

// errTooMuch reports a relay that talks without end.
var errTooMuch = errors.New("mail: the relay says too much")

// A wire is the connection to the relay, whose stages have an end.
type wire struct {
	net.Conn
	left int // octets that the relay may still say in this stage
}

// begin begins a stage.
func (w *wire) begin(limit time.Duration) error {
	w.left = maxSaid
	return w.SetDeadline(time.Now().Add(limit))
}

// Read reads what the relay says, up to what it may in this stage.
func (w *wire) Read(p []byte) (int, error) {
	if w.left == 0 {
		return 0, errTooMuch
	}
	n, err := w.Conn.Read(p[:min(len(p), w.left)])
	w.left -= n
	return n, err
}
