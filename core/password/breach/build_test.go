package breach

import (
	"bytes"
	"context"
	"crypto/sha1" // the published lists have SHA-1 hashes
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestFormsOfALine: however a published list writes its lines, the same list
// comes of it.
func TestFormsOfALine(t *testing.T) {
	var want []byte
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		order := rapid.Permutation(count(400)).Draw(rt, "order")
		end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(rt, "end")
		var b strings.Builder
		if rapid.Bool().Draw(rt, "mark") {
			b.WriteString("\ufeff")
		}
		for _, i := range order {
			sum := synthetic(i)
			line := hex.EncodeToString(sum[:])
			if rapid.Bool().Draw(rt, "upper") {
				line = strings.ToUpper(line)
			}
			line += rapid.SampledFrom([]string{"", ":1", ":0098765"}).Draw(rt, "count")
			b.WriteString(strings.Repeat(line+end, rapid.IntRange(1, 2).Draw(rt, "times")))
			b.WriteString(rapid.SampledFrom([]string{"", "", "", end}).Draw(rt, "blank"))
		}
		text := b.String()
		if rapid.Bool().Draw(rt, "without an end") {
			text = strings.TrimRight(text, "\r\n")
		}
		out := filepath.Join(dir, "out.list")
		o := small()
		o.runKeys, o.shardKeys = rapid.IntRange(200, 1000).Draw(rt, "run"), 1000
		mustBuild(t, write(t, dir, "hashes", []byte(text)), out, o)
		if got := behindHeader(t, out); want == nil {
			want = got
		} else if !bytes.Equal(got, want) {
			rt.Fatalf("another list")
		}
	})
	l := opened(t, filepath.Join(dir, "out.list"), memoryLimit)
	if refused := rightOrDamaged(t, l, 400); refused != 0 || l.Info().Entries != 400 {
		t.Errorf("%d refused, %+v", refused, l.Info())
	}
}

// count lists the numbers below n.
func count(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// TestRangeFolder: a folder of range files gives the same list as one file, and
// padding counts for nothing.
func TestRangeFolder(t *testing.T) {
	dir := t.TempDir()
	whole := filepath.Join(dir, "whole.list")
	mustBuild(t, write(t, dir, "hashes", published(0, 2000, "\n")), whole, small())
	folder := filepath.Join(dir, "ranges")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	files := map[string]*strings.Builder{}
	for i := range 2000 {
		sum := synthetic(i)
		digits := strings.ToUpper(hex.EncodeToString(sum[:]))
		name := []string{digits[:5], strings.ToLower(digits[:5]) + ".txt"}[i%2]
		if files[name] == nil {
			files[name] = &strings.Builder{}
			fmt.Fprintf(files[name], "%s:0\r\n", strings.Repeat("F", 35))
		}
		fmt.Fprintf(files[name], "%s:%d\r\n", digits[5:], i+1)
	}
	for name, b := range files {
		write(t, folder, name, []byte(b.String()))
	}
	out := filepath.Join(dir, "ranges.list")
	report := mustBuild(t, folder, out, small())
	if report.Ranges < 1900 || report.Ranges > 2000 || report.Taken != 2000 || report.Format != formatRanges || report.Info.Source != "ranges" {
		t.Errorf("%+v", report)
	}
	if !bytes.Equal(behindHeader(t, whole), behindHeader(t, out)) {
		t.Error("another list came of the same hashes")
	}
}

// behindHeader is all of a list that does not tell where it comes from.
func behindHeader(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content[headerSize:]
}

// TestFewRanges: hashes that all begin alike are spread over the shards.
func TestFewRanges(t *testing.T) {
	var b bytes.Buffer
	for i := range 4000 {
		sum := synthetic(i)
		fmt.Fprintf(&b, "00000%s:1\n", hex.EncodeToString(sum[:])[5:])
	}
	dir := t.TempDir()
	out := filepath.Join(dir, "out.list")
	o := small()
	o.runKeys, o.shardKeys = 1000, 1000
	mustBuild(t, write(t, dir, "hashes", b.Bytes()), out, o)
	for i, s := range opened(t, out, 0).index.shards {
		if s.entries < 900 || s.entries > 1100 {
			t.Errorf("shard %d has %d entries", i, s.entries)
		}
	}
}

// TestTinyLists: a list may have one entry, and empty shards.
func TestTinyLists(t *testing.T) {
	for _, n := range []int{1, 2, 3, 4, 5, 6, 8, 13, 40} {
		dir := t.TempDir()
		out := filepath.Join(dir, "out.list")
		o := small()
		o.runKeys, o.shardKeys = 7, 1
		mustBuild(t, write(t, dir, "hashes", published(0, n, "\n")), out, o)
		for _, limit := range modes() {
			l := opened(t, out, limit)
			for i := range n {
				if found, err := l.ContainsHash(synthetic(i)); err != nil || !found {
					t.Fatalf("%d entries: entry %d: %v, %v", n, i, found, err)
				}
			}
			for i := range 100 {
				if _, err := l.ContainsHash(synthetic(100 + i)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// TestWords: passwords of a word list are found in whatever form of Unicode they
// stand there.
func TestWords(t *testing.T) {
	dir := t.TempDir()
	text := "\ufeff123456\r\n  two words \r\n\r\n   \r\npass\u00e9\r\nnoe\u0308l\r\n\u212bngstrom\r\n123456\r\n" + strings.Repeat("x", 1024)
	out := filepath.Join(dir, "out.list")
	report := mustBuild(t, write(t, dir, "words.txt", []byte(text)), out, small())
	if report.Format != FormatWords || report.Info.Entries != 6 || report.Taken != 7 || report.Bad != 0 {
		t.Errorf("%+v", report)
	}
	l := opened(t, out, memoryLimit)
	for _, word := range []string{"123456", "  two words ", "pass\u00e9", "no\u00ebl", "\u00c5ngstrom", strings.Repeat("x", 1024)} {
		if found, err := l.Contains([]byte(word)); err != nil || !found {
			t.Errorf("%q: %v, %v", word, found, err)
		}
	}
	for _, word := range []string{"", " ", "two words", "123456\r", "1234567", "\ufeff123456"} {
		if found, err := l.Contains([]byte(word)); err != nil || found {
			t.Errorf("%q: %v, %v", word, found, err)
		}
	}
}

// TestKnownHash holds the way from a password to its hash to a published value.
func TestKnownHash(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "out.list")
	mustBuild(t, write(t, dir, "hashes", []byte("5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:3861493\n")), out, small())
	l := opened(t, out, memoryLimit)
	if found, err := l.Contains([]byte("password")); err != nil || !found {
		t.Errorf("%v, %v", found, err)
	}
	if found, err := l.ContainsHash(sha1.Sum([]byte("Password"))); err != nil || found {
		t.Errorf("%v, %v", found, err)
	}
}

func TestSourcesThatAreNone(t *testing.T) {
	dir := t.TempDir()
	folder := func(names ...string) string {
		path, err := os.MkdirTemp(dir, "folder")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			write(t, path, name, []byte(strings.Repeat("A", 35)+":1\n"))
		}
		return path
	}
	md5s := strings.Repeat(strings.Repeat("0123456789abcdef", 2)+":5\n", 30)
	tests := []struct {
		name, path string
		format     Format
		want       error
	}{
		{"not there", filepath.Join(dir, "none"), "", ErrSource},
		{"empty folder", folder(), "", ErrSource},
		{"foreign file in the folder", folder("00000", "README"), "", ErrSource},
		{"six digits", folder("000000"), "", ErrSource},
		{"folder of words", folder("00000"), FormatWords, ErrSource},
		{"unknown format", write(t, dir, "a", []byte("word\n")), "csv", ErrSource},
		{"a file as ranges", write(t, dir, "b", []byte("word\n")), formatRanges, ErrSource},
		{"nothing", write(t, dir, "c", nil), "", ErrNoEntries},
		{"blank lines", write(t, dir, "d", []byte("\n\r\n\n")), "", ErrNoEntries},
		{"padding only", write(t, dir, "e", []byte(strings.Repeat("A", 40)+":0\n")), "", ErrNoEntries},
		{"packed", write(t, dir, "f.gz", []byte("\x1f\x8b\x08\x00")), "", ErrPacked},
		{"packed by bzip2", write(t, dir, "j.bz2", []byte("BZh91AY&SY\x00")), "", ErrPacked},
		{"packed, named", write(t, dir, "g.zip", []byte("PK\x03\x04")), FormatHashes, ErrPacked},
		{"NTLM hashes", write(t, dir, "h", []byte(md5s)), "", ErrOtherHash},
		{"NTLM hashes, named", write(t, dir, "i", []byte(md5s)), FormatHashes, ErrBadLines},
	}
	for _, test := range tests {
		out := filepath.Join(dir, "out.list")
		if _, err := Build(t.Context(), test.path, out, Options{Now: made(), Format: test.format}); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.name, err, test.want)
		}
		if _, err := os.Stat(out); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: there is a list", test.name)
		}
	}
}

// TestBadLines: each is named with its file, its line and the reason, and never
// with its text.
func TestBadLines(t *testing.T) {
	good := string(published(0, 300, "\n"))
	lines := "nonsense\n" + strings.Repeat("A", 39) + "\n" + strings.Repeat("A", 41) + "\n" + strings.Repeat("A", 40) + ":\n" +
		strings.Repeat("A", 40) + ":x\n" + strings.Repeat("A", 40) + ":-1\n" + strings.Repeat("G", 40) + ":1\n" +
		strings.Repeat("A", 40) + " :1\n" + strings.Repeat("A", 40) + ":" + strings.Repeat("1", 21) + "\n" + strings.Repeat("A", 200_000) + "\n"
	dir := t.TempDir()
	source, out := write(t, dir, "hashes", []byte(good+lines+good)), filepath.Join(dir, "out.list")
	_, err := Build(t.Context(), source, out, small())
	bad, ok := errors.AsType[*LinesError](err)
	if !ok || !errors.Is(err, ErrBadLines) || len(bad.Lines) != 10 || bad.Count != 10 {
		t.Fatalf("%v, %+v", err, bad)
	}
	for i, line := range bad.Lines {
		want := BadLine{File: "hashes", Line: int64(301 + i), Reason: NotHash}
		if i == 9 {
			want.Reason = TooLong
		}
		if line != want {
			t.Errorf("%+v, want %+v", line, want)
		}
	}
	if strings.Contains(err.Error(), "nonsense") || strings.Contains(err.Error(), "AAAA") {
		t.Errorf("the error tells of a line: %v", err)
	}
	o := small()
	o.MaxBad = 9
	if _, err := Build(t.Context(), source, out, o); !errors.Is(err, ErrBadLines) {
		t.Errorf("9 bad lines are allowed: %v", err)
	}
	o.MaxBad = 10
	report := mustBuild(t, source, out, o)
	if report.Bad != 10 || !slices.Equal(report.BadLines, bad.Lines) || report.Taken != 600 || report.Info.Entries != 300 {
		t.Errorf("%+v", report)
	}
}

// TestManyBadLines: some are named, and the rest of a long file is not read.
func TestManyBadLines(t *testing.T) {
	dir := t.TempDir()
	source := write(t, dir, "words", bytes.Repeat([]byte("\xff\xfe\n"), 100_000))
	report, err := Build(t.Context(), source, filepath.Join(dir, "out.list"), small())
	bad, ok := errors.AsType[*LinesError](err)
	if !ok || len(bad.Lines) != namedLines || bad.Count > 2*namedLines || bad.Lines[0].Reason != NotText || report.Bad != bad.Count {
		t.Errorf("%v, %+v", err, report)
	}
	long := write(t, dir, "long", []byte(strings.Repeat("x", 1025)+"\n"+strings.Repeat("y", 5000)+"\n"))
	_, err = Build(t.Context(), long, filepath.Join(dir, "out.list"), small())
	if bad, ok = errors.AsType[*LinesError](err); !ok || bad.Count != 2 || bad.Lines[1].Reason != TooLong {
		t.Errorf("%v", err)
	}
}

// TestLikePacked: a word may begin as a packed file does.
func TestLikePacked(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "out.list")
	if report := mustBuild(t, write(t, dir, "words", []byte("BZhou1990\nPK\n")), out, small()); report.Info.Entries != 2 {
		t.Errorf("%+v", report)
	}
}

func TestTooMany(t *testing.T) {
	dir := t.TempDir()
	o := small()
	o.maxShardKeys = 10
	o.shardKeys = 1000
	source := write(t, dir, "hashes", published(0, 100, "\n"))
	if _, err := Build(t.Context(), source, filepath.Join(dir, "out.list"), o); !errors.Is(err, ErrTooMany) {
		t.Error(err)
	}
}

// TestOnlyListsAreWrittenOver: another file at the place of the list stays.
func TestOnlyListsAreWrittenOver(t *testing.T) {
	dir := t.TempDir()
	source := write(t, dir, "hashes", published(0, 100, "\n"))
	for _, content := range []string{"notes", "a longer text of somebody"} {
		out := write(t, dir, "notes", []byte(content))
		if _, err := Build(t.Context(), source, out, small()); !errors.Is(err, ErrInTheWay) {
			t.Error(err)
		}
		if kept, err := os.ReadFile(out); err != nil || string(kept) != content {
			t.Errorf("%q, %v", kept, err)
		}
	}
	if _, err := Build(t.Context(), source, dir, small()); !errors.Is(err, ErrInTheWay) {
		t.Errorf("a folder: %v", err)
	}
	out := write(t, dir, "out.list", nil) // what a program that makes temporary names leaves
	mustBuild(t, source, out, small())
	first := opened(t, out, memoryLimit).Info()
	mustBuild(t, write(t, dir, "hashes", published(0, 200, "\n")), out, small())
	if second := opened(t, out, memoryLimit).Info(); second.Entries != 200 || second.ID == first.ID {
		t.Errorf("%+v", second)
	}
	if _, err := os.Stat(out + ".building"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder of the build is left: %v", err)
	}
}

// TestNames: what a list tells of its source is text of bounded length.
func TestNames(t *testing.T) {
	dir := t.TempDir()
	source, out := write(t, dir, "hashes", published(0, 10, "\n")), filepath.Join(dir, "out.list")
	for name, want := range map[string]string{
		"": "hashes", "Leaks of 2026": "Leaks of 2026", "a\xffb": "a\ufffdb",
		strings.Repeat("é", 200): strings.Repeat("é", 127), strings.Repeat("x", 255): strings.Repeat("x", 255),
	} {
		o := small()
		o.Name = name
		report := mustBuild(t, source, out, o)
		if got := opened(t, out, memoryLimit).Info(); got.Source != want || got != report.Info {
			t.Errorf("%q: %+v, %+v", name, got, report.Info)
		}
	}
}

func TestStoppedBeforeItBegan(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	dir := t.TempDir()
	source := write(t, dir, "hashes", published(0, 10, "\n"))
	if _, err := Build(ctx, source, filepath.Join(dir, "out.list"), small()); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
