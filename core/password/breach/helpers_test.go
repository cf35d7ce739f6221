package breach

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// testEntries is how many hashes the list has that most tests look into.
const testEntries = 100_000

// synthetic is a hash that stands for the SHA-1 hash of some password: 20 bytes
// of which all are spread.
func synthetic(i int) (sum [20]byte) {
	binary.BigEndian.PutUint64(sum[:], mix(uint64(i)*3+1))
	binary.BigEndian.PutUint64(sum[8:], mix(uint64(i)*3+2))
	binary.BigEndian.PutUint32(sum[16:], uint32(mix(uint64(i)*3+3)))
	return sum
}

// published writes the hashes from first on as a published list has them.
func published(first, count int, end string) []byte {
	var b bytes.Buffer
	for i := range count {
		sum := synthetic(first + i)
		b.WriteString(hex.EncodeToString(sum[:]) + ":7" + end)
	}
	return b.Bytes()
}

// made is the time of lists in tests.
func made() time.Time { return time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC) }

// small are options with runs and shards so short that there are several.
func small() Options {
	return Options{Now: made(), runKeys: 30_000, shardKeys: 30_000, maxShardKeys: 60_000}
}

// write makes a file in a folder of the test.
func write(t testing.TB, dir, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// mustBuild builds a list that has to succeed.
func mustBuild(t testing.TB, source, out string, o Options) Report {
	t.Helper()
	report, err := Build(t.Context(), source, out, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// listFile makes the list of the first testEntries hashes, in four shards.
func listFile(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	out := filepath.Join(dir, "out.list")
	mustBuild(t, write(t, dir, "hashes.txt", published(0, testEntries, "\n")), out, small())
	return out
}

// listBytes are those of a small list: header, two shards and index.
func listBytes(t testing.TB) []byte {
	t.Helper()
	dir := t.TempDir()
	out := filepath.Join(dir, "out.list")
	o := small()
	o.runKeys, o.shardKeys = 300, 300
	mustBuild(t, write(t, dir, "hashes.txt", published(0, 500, "\n")), out, o)
	content, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// modes are the two ways of reading a list: a limit for open.
func modes() map[string]int64 { return map[string]int64{"memory": memoryLimit, "mapped": 0} }

// opened opens a list and closes it after the test.
func opened(t testing.TB, path string, limit int64) *List {
	t.Helper()
	l, err := open(path, limit)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// sign makes the checksums of an altered list right again, index first. What
// the header says of the index is kept within the file.
func sign(content []byte) {
	le := binary.LittleEndian
	if len(content) < headerSize {
		return
	}
	offset, size := le.Uint64(content[atIndexOffset:]), le.Uint64(content[atIndexSize:])
	if end := offset + size; offset <= end && end <= uint64(len(content)) {
		sum := sha256.Sum256(content[offset:end])
		copy(content[atIndexSum:], sum[:])
	}
	sum := sha256.Sum256(content[:headerBody])
	copy(content[headerBody:], sum[:])
}
