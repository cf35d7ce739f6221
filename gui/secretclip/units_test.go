package secretclip

import (
	"encoding/binary"
	"slices"
	"testing"
)

func TestSameUnits(t *testing.T) {
	for _, tt := range []struct {
		a, b []uint16
		want bool
	}{
		{[]uint16{'a', 'b', 0}, []uint16{'a', 'b', 0}, true},
		{[]uint16{'a', 'b', 0, 'x', 'y'}, []uint16{'a', 'b', 0}, true},
		{[]uint16{'a', 'b', 'c', 0}, []uint16{'a', 'b', 0}, false},
		{[]uint16{'a', 'b'}, []uint16{'a', 'b', 0}, false},
		{[]uint16{'a', 'b'}, []uint16{'a', 'b'}, false},
		{[]uint16{0}, []uint16{0}, true},
		{nil, []uint16{0}, false},
	} {
		if got := sameUnits(tt.a, tt.b); got != tt.want {
			t.Errorf("%v and %v: %v", tt.a, tt.b, got)
		}
	}
}

// Texts are the same when what stands before their first zeros is.
func FuzzSameUnits(f *testing.F) {
	f.Add([]byte("a\x00b\x00\x00\x00"), []byte("a\x00b\x00\x00\x00c\x00"))
	f.Add([]byte{}, []byte{0, 0})
	f.Fuzz(func(t *testing.T, a, b []byte) {
		units := func(from []byte) []uint16 {
			var all []uint16
			for ; len(from) > 1; from = from[2:] {
				all = append(all, binary.LittleEndian.Uint16(from))
			}
			return all
		}
		x, y := units(a), units(b)
		i, j := slices.Index(x, 0), slices.Index(y, 0)
		if want := i >= 0 && j >= 0 && slices.Equal(x[:i], y[:j]); sameUnits(x, y) != want {
			t.Fatalf("%v and %v: want %v", x, y, want)
		}
	})
}
