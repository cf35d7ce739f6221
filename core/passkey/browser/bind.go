package browser

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
)

// The addresses that browsers go to for localhost (RFC 6761, 6.3).
const (
	loopback4 = "127.0.0.1"
	loopback6 = "::1"
)

// portTries bounds how many ports are tried. A port that is free in one family and held
// in the other is rare, unless somebody holds them on purpose.
const portTries = 16

// binder takes ports. Tests replace its parts.
type binder struct {
	listen func(ctx context.Context, network, address string) (net.Listener, error)
	// candidate is the next port to try on 127.0.0.1, 0 for the system's choice.
	candidate func() int
	// addresses are those of the computer's interfaces.
	addresses func() ([]net.Addr, error)
}

func newBinder() binder {
	listening := net.ListenConfig{Control: exclusive}
	return binder{
		listen:    listening.Listen,
		candidate: func() int { return 0 },
		addresses: net.InterfaceAddrs,
	}
}

// bind listens on one port of both loopback addresses. With 127.0.0.1 alone a browser
// may go to whoever holds the same port on [::1]; so a port that is not free on both is
// given up for another. Where the computer has no [::1], 127.0.0.1 alone is right. It
// returns ErrNoPort with the last reason.
func (b binder) bind(ctx context.Context) ([]net.Listener, int, error) {
	var last error
	for range portTries {
		four, err := b.listen(ctx, "tcp4", net.JoinHostPort(loopback4, strconv.Itoa(b.candidate())))
		if err != nil {
			last = err
			continue
		}
		port, err := portOf(four)
		if err != nil {
			return nil, 0, errors.Join(err, four.Close())
		}
		six, err := b.listen(ctx, "tcp6", net.JoinHostPort(loopback6, strconv.Itoa(port)))
		if err == nil {
			return []net.Listener{four, six}, port, nil
		}
		if b.lacksIPv6(ctx) {
			return []net.Listener{four}, port, nil
		}
		last = errors.Join(err, four.Close())
	}
	return nil, 0, fmt.Errorf("%w: %w", ErrNoPort, last)
}

// lacksIPv6 tells whether there is no [::1] at all: no interface has the address and no
// port can be had on it. In doubt there is one.
func (b binder) lacksIPv6(ctx context.Context) bool {
	any6, err := b.listen(ctx, "tcp6", net.JoinHostPort(loopback6, "0"))
	if err == nil {
		_ = any6.Close() // it was opened to see whether it can be
		return false
	}
	addresses, err := b.addresses()
	if err != nil {
		return false
	}
	for _, address := range addresses {
		network, ok := address.(*net.IPNet)
		if !ok || network.IP.Equal(net.IPv6loopback) {
			return false
		}
	}
	return true
}

// portOf is the port that a listener got.
func portOf(l net.Listener) (int, error) {
	address, err := netip.ParseAddrPort(l.Addr().String())
	if err != nil {
		return 0, fmt.Errorf("passkey page: the listener has no port: %w", err)
	}
	return int(address.Port()), nil
}
