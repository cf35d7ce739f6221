package browser

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"strconv"
	"testing"
)

// Both loopback addresses have the port, and no other address.
func TestListensOnLoopbackOnly(t *testing.T) {
	s := begin(t, Config{}, saved)
	var held []string
	for _, l := range s.listeners {
		held = append(held, l.Addr().String())
	}
	if want := []string{"127.0.0.1:" + s.port, "[::1]:" + s.port}; !slices.Equal(held, want) {
		t.Fatalf("it listens on %v, want %v", held, want)
	}
	// The other addresses of 127.0.0.0/8 would be answered by 0.0.0.0.
	if conn, err := net.Dial("tcp", "127.0.0.2:"+s.port); err == nil {
		conn.Close()
		t.Error("127.0.0.2 answers")
	}
	s.open()
	s.client.Transport = &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, "[::1]:"+s.port)
	}}
	defer s.client.CloseIdleConnections()
	s.unharmed() // by way of [::1]
}

// squat holds a port on one address, where the other is free, and gives the port.
func squat(t *testing.T, network, address string) int {
	t.Helper()
	l, err := net.Listen(network, net.JoinHostPort(address, "0"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	port, err := portOf(l)
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// A port that somebody holds on one of the two addresses is not taken, and nothing is
// left open on the other.
func TestSquatter(t *testing.T) {
	for network, address := range map[string]string{"tcp6": loopback6, "tcp4": loopback4} {
		port := squat(t, network, address)
		candidates := []int{port, 0}
		ports := newBinder()
		ports.candidate = func() int {
			next := candidates[0]
			candidates = candidates[1:]
			return next
		}
		s, err := listen(t.Context(), Config{}, ports)
		if err != nil {
			t.Fatal(err)
		}
		if s.Origin() == "http://localhost:"+strconv.Itoa(port) || len(s.listeners) != 2 {
			t.Errorf("%s is held on %s: %v with %d listeners", strconv.Itoa(port), address, s, len(s.listeners))
		}
		if address == loopback6 {
			free, err := net.Listen("tcp4", net.JoinHostPort(loopback4, strconv.Itoa(port)))
			if err != nil {
				t.Errorf("the port that was given up is still open: %v", err)
			} else {
				free.Close()
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// After so many ports that somebody holds, it gives up.
func TestSquatterOfAll(t *testing.T) {
	port, tries := squat(t, "tcp6", loopback6), 0
	ports := newBinder()
	ports.candidate = func() int { tries++; return port }
	if _, err := listen(t.Context(), Config{}, ports); !errors.Is(err, ErrNoPort) || tries != portTries {
		t.Errorf("%v after %d tries", err, tries)
	}
}

// Only where there is no [::1] at all is 127.0.0.1 enough. In doubt there is one.
func TestWithoutIPv6(t *testing.T) {
	address := func(ip string) net.Addr { return &net.IPNet{IP: net.ParseIP(ip), Mask: net.CIDRMask(8, 32)} }
	noNews := errors.New("no news of interfaces")
	for name, test := range map[string]struct {
		addresses []net.Addr
		err       error
		taken     bool
	}{
		"none":        {[]net.Addr{address("127.0.0.1"), address("192.0.2.1")}, nil, true},
		"one":         {[]net.Addr{address("127.0.0.1"), address("::1")}, nil, false},
		"not known":   {nil, noNews, false},
		"not decoded": {[]net.Addr{&net.UnixAddr{}}, nil, false},
	} {
		ports := newBinder()
		whole := ports.listen
		ports.listen = func(ctx context.Context, network, at string) (net.Listener, error) {
			if network == "tcp6" {
				return nil, errors.New("cannot assign requested address")
			}
			return whole(ctx, network, at)
		}
		ports.addresses = func() ([]net.Addr, error) { return test.addresses, test.err }
		s, err := listen(t.Context(), Config{}, ports)
		if (err == nil) != test.taken || (err != nil && !errors.Is(err, ErrNoPort)) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil {
			if len(s.listeners) != 1 {
				t.Errorf("%s: %d listeners", name, len(s.listeners))
			}
			s.Close()
		}
	}
}
