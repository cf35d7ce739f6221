package network

import (
	"net/netip"
	"strings"
	"testing"
)

func TestReadPassing(t *testing.T) {
	const table = `00000000000000000000000000000001 01 80 10 80       lo
20010db8000000000000000000000001 02 40 00 01     eth0
20010db8000000000000000000000002 02 40 00 80     eth0
20010db8000000000000000000000003 02 40 00 20     eth0
20010db8000000000000000000000004 02 40 00 40     eth0
20010db8000000000000000000000005 02 40 00 88     eth0
20010db8000000000000000000000006 02 40 00 zz     eth0
2001 02 40 00 01     eth0
x
`
	found := readPassing(strings.NewReader(table))
	for text, want := range map[string]bool{
		"::1": false, "2001:db8::1": true, "2001:db8::2": false, "2001:db8::3": true, "2001:db8::4": true, "2001:db8::5": true,
		"2001:db8::6": false,
	} {
		if found[netip.MustParseAddr(text)] != want {
			t.Errorf("%s passes: %v", text, !want)
		}
	}
	if len(found) != 4 {
		t.Errorf("%d found: %v", len(found), found)
	}
}
