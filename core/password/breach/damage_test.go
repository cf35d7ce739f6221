package breach

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// openBytes opens content as a file, in both ways, and gives the errors.
func openBytes(t testing.TB, path string, content []byte) map[string]error {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return openBoth(t, path)
}

// openBoth opens a file in both ways and gives the errors.
func openBoth(t testing.TB, path string) map[string]error {
	t.Helper()
	failed := map[string]error{}
	for name, limit := range modes() {
		l, err := open(path, limit)
		failed[name] = err
		if err == nil {
			if err := l.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	return failed
}

// TestEveryByteOfTheHeader: whichever is altered, the file is refused.
func TestEveryByteOfTheHeader(t *testing.T) {
	content := listBytes(t)
	path := write(t, t.TempDir(), "flipped.list", content)
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i := range headerSize {
		want := ErrDamaged
		if i < len(magic) {
			want = ErrForeign
		}
		if _, err := file.WriteAt([]byte{content[i] ^ 1<<(i%8)}, int64(i)); err != nil {
			t.Fatal(err)
		}
		for mode, err := range openBoth(t, path) {
			if !errors.Is(err, want) {
				t.Fatalf("byte %d, %s: %v", i, mode, err)
			}
		}
		if _, err := file.WriteAt(content[i:i+1], int64(i)); err != nil {
			t.Fatal(err)
		}
	}
	if failed := openBoth(t, path); failed["memory"] != nil || failed["mapped"] != nil {
		t.Errorf("unchanged: %v", failed)
	}
	if err := file.Close(); err != nil {
		t.Error(err)
	}
}

// TestEveryByteOfTheIndex: the same for the index.
func TestEveryByteOfTheIndex(t *testing.T) {
	content := listBytes(t)
	path := filepath.Join(t.TempDir(), "flipped.list")
	for i := int(binary.LittleEndian.Uint64(content[atIndexOffset:])); i < len(content); i++ {
		flipped := slices.Clone(content)
		flipped[i] ^= 0x10
		for mode, err := range openBytes(t, path, flipped) {
			if !errors.Is(err, ErrDamaged) {
				t.Fatalf("byte %d, %s: %v", i, mode, err)
			}
		}
	}
}

// TestBytesOfTheShards: a list in memory is refused, a mapped one answers right
// or not at all.
func TestBytesOfTheShards(t *testing.T) {
	content := listBytes(t)
	path := filepath.Join(t.TempDir(), "flipped.list")
	for i := headerSize; i < int(binary.LittleEndian.Uint64(content[atIndexOffset:])); i += 37 {
		flipped := slices.Clone(content)
		flipped[i] ^= 1
		failed := openBytes(t, path, flipped)
		if !errors.Is(failed["memory"], ErrDamaged) || failed["mapped"] != nil {
			t.Fatalf("byte %d: %v", i, failed)
		}
		l, err := open(path, 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Verify(t.Context()); !errors.Is(err, ErrDamaged) {
			t.Fatalf("byte %d: verified %v", i, err)
		}
		if refused := rightOrDamaged(t, l, 500); refused == 0 {
			t.Fatalf("byte %d: no look-up was refused", i)
		}
		if err := l.Close(); err != nil { // Windows lets nobody write over it before
			t.Fatal(err)
		}
	}
}

// rightOrDamaged asks for every entry of a list and counts those that were not
// answered. None may be answered wrongly.
func rightOrDamaged(t *testing.T, l *List, entries int) (refused int) {
	t.Helper()
	for i := range entries {
		found, err := l.ContainsHash(synthetic(i))
		switch {
		case errors.Is(err, ErrDamaged) && !found:
			refused++
		case err != nil || !found:
			t.Fatalf("entry %d: %v, %v", i, found, err)
		}
	}
	return refused
}

// TestPageAlteredWhileMapped: what was compared before is compared again.
func TestPageAlteredWhileMapped(t *testing.T) {
	path := listFile(t)
	l := opened(t, path, 0)
	if refused := rightOrDamaged(t, l, testEntries); refused != 0 {
		t.Fatalf("%d refused of a whole list", refused)
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = file.WriteAt(make([]byte, 4096), headerSize+8192)
	if err := errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
	if refused := rightOrDamaged(t, l, testEntries); refused == 0 || refused > testEntries/5 {
		t.Errorf("%d refused", refused)
	}
	if err := l.Verify(t.Context()); !errors.Is(err, ErrDamaged) {
		t.Errorf("verified: %v", err)
	}
}

// TestAnotherListWhileMapped: a list that was written over by another one, with
// the same entries even, is not the one that was opened.
func TestAnotherListWhileMapped(t *testing.T) {
	path := listFile(t)
	l := opened(t, path, 0)
	o := small()
	o.Now = made().AddDate(0, 0, 1)
	other := filepath.Join(t.TempDir(), "other.list")
	mustBuild(t, filepath.Join(filepath.Dir(path), "hashes.txt"), other, o)
	content, err := os.ReadFile(other)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = file.WriteAt(content, 0)
	if err := errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
	if err := l.Verify(t.Context()); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}

// TestShardsThatOverflow: lengths that only seem right because the number of
// bytes is too large to be counted.
func TestShardsThatOverflow(t *testing.T) {
	s := shard{fuse: fuse{segmentLength: 1 << 31, segmentCount: 1<<32 - 1}, entries: 1}
	s.size = blocks(2*s.fingerprints()) * blockSize
	if s.sound() {
		t.Errorf("%+v is sound", s)
	}
}

// TestMemoryDoesNotMind: a list in memory stays right whatever becomes of its
// file.
func TestMemoryDoesNotMind(t *testing.T) {
	path := listFile(t)
	l := opened(t, path, memoryLimit)
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if refused := rightOrDamaged(t, l, testEntries); refused != 0 {
		t.Errorf("%d refused", refused)
	}
	if err := l.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestFilesThatAreNoList(t *testing.T) {
	content := listBytes(t)
	newer := slices.Clone(content)
	binary.LittleEndian.PutUint32(newer[atVersion:], version+1)
	sign(newer)
	tests := []struct {
		name    string
		content []byte
		want    error
	}{
		{"nothing", nil, ErrEmpty},
		{"text", []byte("password\n123456\n"), ErrForeign},
		{"a word", []byte("x"), ErrForeign},
		{"long text", append([]byte("SQLite format 3"), content...), ErrForeign},
		{"zeros", make([]byte, len(content)), ErrForeign},
		{"newer", newer, ErrNewer},
		{"newer, another length", append(slices.Clone(newer), 1), ErrNewer},
		{"longer", append(slices.Clone(content), 0), ErrDamaged},
		{"twice", append(slices.Clone(content), content...), ErrDamaged},
	}
	for size := 1; size < len(content); size += 97 {
		tests = append(tests, struct {
			name    string
			content []byte
			want    error
		}{"cut", content[:size], ErrTruncated})
	}
	path := filepath.Join(t.TempDir(), "other.list")
	for _, test := range tests {
		for mode, err := range openBytes(t, path, test.content) {
			if !errors.Is(err, test.want) {
				t.Errorf("%s of %d bytes, %s: %v, want %v", test.name, len(test.content), mode, err, test.want)
			}
		}
	}
	if _, err := Open(t.TempDir()); !errors.Is(err, ErrForeign) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

// TestFilesMadeToHarm have right checksums and wrong contents. Each is refused
// before anything is read at a wrong place, or memory taken.
func TestFilesMadeToHarm(t *testing.T) {
	whole := listBytes(t)
	le := binary.LittleEndian
	at := int(le.Uint64(whole[atIndexOffset:]))
	tests := map[string]func(b []byte){
		"version 0":            func(b []byte) { le.PutUint32(b[atVersion:], 0) },
		"header length":        func(b []byte) { le.PutUint32(b[atHeaderSize:], 8192) },
		"more shards":          func(b []byte) { le.PutUint32(b[atShardBits:], 2) },
		"too many shards":      func(b []byte) { le.PutUint32(b[atShardBits:], 60) },
		"other fingerprints":   func(b []byte) { le.PutUint32(b[atPrintBits:], 8) },
		"more entries":         func(b []byte) { le.PutUint64(b[atEntries:], 501) },
		"another rate":         func(b []byte) { le.PutUint64(b[atOneIn:], 1) },
		"made too late":        func(b []byte) { le.PutUint64(b[atMade:], 1<<63) },
		"source too late":      func(b []byte) { le.PutUint64(b[atSourceTime:], maxTime+1) },
		"longer than can be":   func(b []byte) { le.PutUint64(b[atFileSize:], 1<<63) },
		"index in the header":  func(b []byte) { le.PutUint64(b[atIndexOffset:], 4095) },
		"index behind the end": func(b []byte) { le.PutUint64(b[atIndexOffset:], 1<<40) },
		"index too long":       func(b []byte) { le.PutUint64(b[atIndexSize:], 1<<62) },
		"index overflows": func(b []byte) {
			le.PutUint64(b[atIndexOffset:], 8192)
			le.PutUint64(b[atIndexSize:], ^uint64(0)-8191)
		},
		"name too long":        func(b []byte) { le.PutUint32(b[atNameSize:], 256) },
		"name no text":         func(b []byte) { b[atName] = 0xff },
		"shard too long":       func(b []byte) { le.PutUint64(b[at:], 1<<62) },
		"shard without bytes":  func(b []byte) { le.PutUint64(b[at:], 0) },
		"too many in a shard":  func(b []byte) { le.PutUint64(b[at+8:], 1<<40) },
		"an empty shard":       func(b []byte) { le.PutUint64(b[at+8:], 0) },
		"segments of 3":        func(b []byte) { le.PutUint32(b[at+24:], 3) },
		"segments of 0":        func(b []byte) { le.PutUint32(b[at+24:], 0) },
		"segments too long":    func(b []byte) { le.PutUint32(b[at+24:], 1<<31) },
		"no segments":          func(b []byte) { le.PutUint32(b[at+28:], 0) },
		"too many segments":    func(b []byte) { le.PutUint32(b[at+28:], ^uint32(0)) },
		"one segment too many": func(b []byte) { le.PutUint32(b[at+28:], le.Uint32(b[at+28:])+64) },
	}
	path := filepath.Join(t.TempDir(), "harm.list")
	for name, change := range tests {
		content := slices.Clone(whole)
		change(content)
		sign(content)
		for mode, err := range openBytes(t, path, content) {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrTruncated) {
				t.Errorf("%s, %s: %v", name, mode, err)
			}
		}
	}
	sign(whole)
	if failed := openBytes(t, path, whole); failed["memory"] != nil || failed["mapped"] != nil {
		t.Errorf("unchanged: %v", failed)
	}
}
