package passkey

import (
	"fmt"
	"strconv"
	"strings"
)

// RPID is the relying party ID of every site and provider. A passkey is bound to it for
// good, so it never changes.
const RPID = "localhost"

// NativeOrigin is the origin of a ceremony without a browser. No page can have it: its
// scheme is none of the web, so that an answer from a page is never one to the system's
// own dialog.
const NativeOrigin = "gatehouse://" + RPID

// loopback is how the origin of a page on this machine begins. It is a potentially
// trustworthy one without TLS (W3C Secure Contexts, section 3.1).
const loopback = "http://" + RPID + ":"

// defaultPort is left out of an origin by browsers (RFC 6454, section 6.1), so that no
// answer could have it.
const defaultPort = 80

// LoopbackOrigin is the origin of a page on a port of this machine.
func LoopbackOrigin(port uint16) string { return loopback + strconv.Itoa(int(port)) }

// checkOrigin returns ErrRequest for an origin that no ceremony of this program has.
func checkOrigin(origin string) error {
	if origin == NativeOrigin {
		return nil
	}
	text, ok := strings.CutPrefix(origin, loopback)
	port, err := strconv.ParseUint(text, 10, 16)
	if !ok || err != nil || port == 0 || port == defaultPort || LoopbackOrigin(uint16(port)) != origin {
		return fmt.Errorf("%w: its origin", ErrRequest)
	}
	return nil
}
