package breach

import (
	"context"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/FastFilter/xorfilter"
	"pgregory.net/rapid"
)

// TestListHasItsEntries: every hash that was in the source is found, and of
// those that were not no more than the header says.
func TestListHasItsEntries(t *testing.T) {
	path := listFile(t)
	for name, limit := range modes() {
		t.Run(name, func(t *testing.T) {
			l := opened(t, path, limit)
			if (l.mapped != nil) != (name == "mapped") {
				t.Fatal("read in another way")
			}
			for i := range testEntries {
				if found, err := l.ContainsHash(synthetic(i)); err != nil || !found {
					t.Fatalf("entry %d: %v, %v", i, found, err)
				}
			}
			asked, most, wrong := 1_000_000, 25, 0 // 15 false answers are expected
			if l.mapped != nil {
				asked, most = 50_000, 4
			}
			for i := range asked {
				found, err := l.ContainsHash(synthetic(testEntries + i))
				if err != nil {
					t.Fatal(err)
				}
				if found {
					wrong++
				}
			}
			// The hashes are always the same, so this does not vary.
			if wrong > most {
				t.Errorf("%d false answers of %d", wrong, asked)
			}
		})
	}
}

func TestInfo(t *testing.T) {
	path := listFile(t)
	stat, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.Stat(filepath.Join(filepath.Dir(path), "hashes.txt"))
	if err != nil {
		t.Fatal(err)
	}
	info := opened(t, path, memoryLimit).Info()
	if info.Source != "hashes.txt" || info.Entries != testEntries || info.FalseOneIn != 65536 || info.Shards != 4 ||
		info.Bytes != stat.Size() || !info.Made.Equal(made()) || info.SourceTime.UnixMilli() != source.ModTime().UnixMilli() {
		t.Errorf("%+v", info)
	}
	if id, err := hex.DecodeString(info.ID); err != nil || len(id) != 32 {
		t.Errorf("ID %q", info.ID)
	}
	if bits := info.BitsPerEntry(); bits < 18 || bits > 21.5 {
		t.Errorf("%.2f bits per entry", bits)
	}
	if again := opened(t, path, 0).Info(); again != info {
		t.Errorf("%+v, mapped %+v", info, again)
	}
}

// TestLookUpAllocatesNothing, so that a look-up leaves no copy of a password
// behind either.
func TestLookUpAllocatesNothing(t *testing.T) {
	path := listFile(t)
	word := []byte("correct horse battery staple")
	for name, limit := range modes() {
		l := opened(t, path, limit)
		if n := testing.AllocsPerRun(1000, func() {
			if _, err := l.Contains(word); err != nil {
				t.Error(err)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

// TestPlacesAreTheLibrarys: our own reading of a filter is that of the library
// that made it, for filters of every size.
func TestPlacesAreTheLibrarys(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.OneOf(rapid.IntRange(1, 40), rapid.IntRange(1, 20_000)).Draw(rt, "n")
		first := rapid.Uint64().Draw(rt, "first")
		keys := make([]uint64, n)
		for i := range keys {
			keys[i] = mix(first + uint64(i))
		}
		built, err := xorfilter.NewBinaryFuse[uint16](keys)
		if err != nil {
			rt.Fatal(err)
		}
		f := fuse{seed: built.Seed, segmentLength: built.SegmentLength, segmentCount: built.SegmentCount}
		if f.fingerprints() != uint64(len(built.Fingerprints)) {
			rt.Fatalf("%d fingerprints, the library has %d", f.fingerprints(), len(built.Fingerprints))
		}
		for i := range 2 * n {
			key := mix(first + uint64(i))
			a, b, c, print := f.places(key)
			p := built.Fingerprints
			if own := p[a]^p[b]^p[c] == print; own != built.Contains(key) || i < n && !own {
				rt.Fatalf("key %d of %d: %v, the library says %v", i, n, own, built.Contains(key))
			}
		}
	})
}

// TestClosedList: after Close nothing is answered, also while others ask.
func TestClosedList(t *testing.T) {
	path := listFile(t)
	for name, limit := range modes() {
		t.Run(name, func(t *testing.T) {
			l := opened(t, path, limit)
			var askers sync.WaitGroup
			for range 4 {
				askers.Go(func() {
					for i := 0; ; i++ {
						found, err := l.ContainsHash(synthetic(i % testEntries))
						if errors.Is(err, ErrClosed) {
							return
						}
						if err != nil || !found {
							t.Errorf("%v, %v", found, err)
							return
						}
					}
				})
			}
			if err := l.Close(); err != nil {
				t.Error(err)
			}
			askers.Wait()
			if err := l.Close(); err != nil {
				t.Errorf("closed twice: %v", err)
			}
			if err := l.Verify(t.Context()); name == "mapped" && !errors.Is(err, ErrClosed) {
				t.Errorf("verified when closed: %v", err)
			}
		})
	}
}

func TestVerifyStops(t *testing.T) {
	path := listFile(t)
	for name, limit := range modes() {
		l := opened(t, path, limit)
		if err := l.Verify(t.Context()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if err := l.Verify(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// fixed is a list of one password, or of an error.
type fixed struct {
	word string
	err  error
}

func (f fixed) Contains(password []byte) (bool, error) { return string(password) == f.word, f.err }

func TestAny(t *testing.T) {
	broken := errors.New("broken")
	tests := []struct {
		name  string
		lists Any
		found bool
		err   error
	}{
		{"none", nil, false, nil},
		{"empty places", Any{nil, fixed{word: "b"}, nil}, false, nil},
		{"the last", Any{fixed{word: "b"}, fixed{word: "a"}}, true, nil},
		{"broken", Any{fixed{word: "b"}, fixed{err: broken}}, false, broken},
		{"broken, found elsewhere", Any{fixed{err: broken}, fixed{word: "a"}}, true, nil},
		{"broken says found", Any{fixed{word: "a", err: broken}}, false, broken},
	}
	for _, test := range tests {
		found, err := test.lists.Contains([]byte("a"))
		if found != test.found || !errors.Is(err, test.err) || (err == nil) != (test.err == nil) {
			t.Errorf("%s: %v, %v", test.name, found, err)
		}
	}
	var _ Checker = (*List)(nil)
	var _ Checker = Any(nil)
}
