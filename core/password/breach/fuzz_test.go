package breach

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// FuzzOpen alters a list, three bytes of patch for one of the file, and cuts it;
// it may make the checksums right again. Neither Open nor the look-ups after it
// panic, and what is refused has an error of its own.
func FuzzOpen(f *testing.F) {
	whole := listBytes(f)
	f.Add([]byte{}, uint16(0), true)
	f.Add([]byte{0, 16, 3}, uint16(0), true)
	f.Add([]byte{0, 24, 1, 0, 25, 255}, uint16(0), true)
	f.Add([]byte{16, 0, 1}, uint16(0), false)
	f.Add([]byte{}, uint16(5000), false)
	path := filepath.Join(f.TempDir(), "fuzzed.list")
	f.Fuzz(func(t *testing.T, patch []byte, cut uint16, signed bool) {
		content := slices.Clone(whole[:len(whole)-min(len(whole), int(cut))])
		for one := range slices.Chunk(patch, 3) {
			if at := int(one[0])<<8 | int(one[min(1, len(one)-1)]); at < len(content) {
				content[at] = one[len(one)-1]
			}
		}
		if signed {
			sign(content)
		}
		wantTyped(t, path, content)
	})
}

// FuzzForeign opens anything.
func FuzzForeign(f *testing.F) {
	for _, seed := range []string{"", "x", magic, magic + "\x01\x00\x00\x00", "SQLite format 3\x00"} {
		f.Add([]byte(seed))
	}
	path := filepath.Join(f.TempDir(), "fuzzed.list")
	f.Fuzz(func(t *testing.T, content []byte) { wantTyped(t, path, content) })
}

// wantTyped opens content and asks it. Errors have to be those of a list file.
func wantTyped(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	for mode, limit := range modes() {
		l, err := open(path, limit)
		if err != nil {
			if !isTyped(err) {
				t.Fatalf("%s: %v", mode, err)
			}
			continue
		}
		for i := range 100 {
			if _, err := l.ContainsHash(synthetic(i)); err != nil && !errors.Is(err, ErrDamaged) {
				t.Fatalf("%s: %v", mode, err)
			}
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// isTyped tells whether an error is one of those that a list file has.
func isTyped(err error) bool {
	return slices.ContainsFunc([]error{ErrEmpty, ErrForeign, ErrNewer, ErrTruncated, ErrDamaged},
		func(one error) bool { return errors.Is(err, one) })
}
