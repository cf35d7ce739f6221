package network

import (
	"net"
	"net/netip"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// own is a lasting address of a connected interface.
func own(address string, index int) ownAddress {
	return ownAddress{addr: netip.MustParseAddr(address), index: index, running: true}
}

func TestChoose(t *testing.T) {
	dark := own("192.168.0.9", 1)
	dark.running = false
	passing := own("2a00::9", 1)
	passing.passing = true
	tests := []struct {
		name string
		all  []ownAddress
		want string
	}{
		{"none", nil, ""},
		{"only what names no computer", []ownAddress{own("127.0.0.1", 1), own("::1", 1), own("224.0.0.1", 2), own("0.0.0.0", 3)}, ""},
		{"private before public", []ownAddress{own("8.8.8.8", 1), own("2a00::1", 1), own("192.168.0.1", 2)}, "192.168.0.1"},
		{"IPv4 before IPv6", []ownAddress{own("2a00::1", 1), own("8.8.8.8", 2)}, "8.8.8.8"},
		{"global before private IPv6", []ownAddress{own("fd00::1", 1), own("2a00::1", 2)}, "2a00::1"},
		{"shared before link-local", []ownAddress{own("fe80::1", 1), own("169.254.1.1", 1), own("100.64.0.1", 2)}, "100.64.0.1"},
		{"link-local at last", []ownAddress{own("fe80::1", 2), own("127.0.0.1", 1)}, "fe80::1"},
		{"lasting before passing", []ownAddress{passing, own("2a00::1", 2)}, "2a00::1"},
		{"passing alone", []ownAddress{passing, own("fe80::1", 2)}, "2a00::9"},
		{"connected before not", []ownAddress{dark, own("2a00::1", 2)}, "2a00::1"},
		{"not connected alone", []ownAddress{dark}, "192.168.0.9"},
		{"lowest interface", []ownAddress{own("10.0.0.1", 3), own("192.168.0.1", 2)}, "192.168.0.1"},
		{"lowest address", []ownAddress{own("10.0.0.2", 2), own("10.0.0.1", 2)}, "10.0.0.1"},
	}
	for _, test := range tests {
		got, ok := choose(test.all)
		if ok != (test.want != "") || ok && got.String() != test.want {
			t.Errorf("%s: %v, %v; want %q", test.name, got, ok, test.want)
		}
	}
}

// TestChooseIsStable shows that the order in which the system tells them is of
// no matter.
func TestChooseIsStable(t *testing.T) {
	all := []ownAddress{
		own("10.0.0.1", 3), own("192.168.0.1", 2), own("2a00::1", 2), own("fe80::1", 2), own("192.168.0.2", 2), own("8.8.8.8", 1),
	}
	want, _ := choose(all)
	rapid.Check(t, func(t *rapid.T) {
		if got, _ := choose(rapid.Permutation(all).Draw(t, "order")); got != want {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

// TestLocalAddress asks this computer: the answer is one of its addresses.
func TestLocalAddress(t *testing.T) {
	a, ok := LocalAddress()
	told, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	var all []netip.Addr
	for _, one := range told {
		if address, ok := addressOf(one); ok && rank(ownAddress{addr: address}) != notShown {
			all = append(all, address)
		}
	}
	if ok && !slices.Contains(all, a) {
		t.Errorf("%v is none of %v", a, all)
	}
	if again, _ := LocalAddress(); again != a {
		t.Errorf("%v, then %v", a, again)
	}
	if _, ok := addressOf(&net.UnixAddr{Name: "x"}); ok {
		t.Error("a socket has an address")
	}
}

func TestRemoteAddress(t *testing.T) {
	tests := []struct{ connection, client, want string }{
		{"", "", ""},
		{"10.0.0.7 50022 10.0.0.1 22", "", "10.0.0.7"},
		{"10.0.0.7 50022 10.0.0.1 22", "10.0.0.8 50022 22", "10.0.0.7"},
		{"", "10.0.0.8 50022 22", "10.0.0.8"},
		{"2001:db8::7 50022 2001:db8::1 22", "", "2001:db8::7"},
		{"::ffff:10.0.0.7 50022 ::ffff:10.0.0.1 22", "", "10.0.0.7"},
		{"fe80::7%eth0 50022 fe80::1%eth0 22", "", "fe80::7"},
		{"UNKNOWN 65535 UNKNOWN 65535", "UNKNOWN 65535 65535", ""},
		{"010.0.0.7 50022 10.0.0.1 22", "", ""},
		{"10.0.0.7 50022 10.0.0.1", "", ""},
		{"10.0.0.7  50022 10.0.0.1 22", "", ""},
		{"10.0.0.7 50022 10.0.0.1 22 ", "", ""},
		{"10.0.0.7 050022 10.0.0.1 22", "", ""},
		{"10.0.0.7 70000 10.0.0.1 22", "", ""},
		{"10.0.0.7 50022 nowhere 22", "", ""},
		{"10.0.0.7 50022 10.0.0.1 -1", "", ""},
		{"10.0.0.7", "10.0.0.8", ""},
		{"broken", "10.0.0.8 50022 22", "10.0.0.8"},
	}
	for _, test := range tests {
		variables := map[string]string{"SSH_CONNECTION": test.connection, "SSH_CLIENT": test.client}
		got, ok := RemoteAddress(func(name string) string { return variables[name] })
		if ok != (test.want != "") || ok && got.String() != test.want {
			t.Errorf("%q, %q: %v, %v; want %q", test.connection, test.client, got, ok, test.want)
		}
	}
}

func TestClientAddress(t *testing.T) {
	told := func(family byte, address ...byte) []byte {
		return append(append([]byte{family, 0, 0, 0, 0, 0}, address...), make([]byte, 18-len(address))...)
	}
	v6 := netip.MustParseAddr("2001:db8::7").As16()
	mapped := netip.MustParseAddr("::ffff:10.0.0.7").As16()
	tests := []struct {
		name string
		told []byte
		want string
	}{
		{"IPv4", told(2, 10, 0, 0, 7), "10.0.0.7"},
		{"IPv6", told(23, v6[:]...), "2001:db8::7"},
		{"mapped", told(23, mapped[:]...), "10.0.0.7"},
		{"none", told(0), ""},
		{"empty", told(2), ""},
		{"another family", told(17, 10, 0, 0, 7), ""},
		{"nothing", nil, ""},
		{"short", told(2, 10, 0, 0, 7)[:23], ""},
		{"long", append(told(2, 10, 0, 0, 7), 0), ""},
	}
	for _, test := range tests {
		got, ok := clientAddress(test.told)
		if ok != (test.want != "") || ok && got.String() != test.want {
			t.Errorf("%s: %v, %v; want %q", test.name, got, ok, test.want)
		}
	}
}
