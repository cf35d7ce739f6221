package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const script = `var frequency_lists;
frequency_lists = {
  passwords: "123,pass,it\'s".split(","),
  english_wikipedia: "the,then".split(","),
  female_names: "ada".split(","),
  surnames: "a".split(","),
  us_tv_and_film: "you".split(","),
  male_names: "adam".split(",")
};`

// archive is an npm package with one file.
func archive(t *testing.T, name, content string) []byte {
	t.Helper()
	var packed bytes.Buffer
	plain := gzip.NewWriter(&packed)
	files := tar.NewWriter(plain)
	if err := files.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(content))}); err != nil {
		t.Fatal(err)
	}
	if _, err := files.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := files.Close(); err != nil {
		t.Fatal(err)
	}
	if err := plain.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

func TestRun(t *testing.T) {
	dir := t.TempDir()
	in, out := filepath.Join(dir, "package.tgz"), filepath.Join(dir, "lists.gz")
	if err := os.WriteFile(in, archive(t, source, script), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(in, out); err != nil {
		t.Fatal(err)
	}
	packed, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	nodes, words := binary.LittleEndian.Uint32(body), binary.LittleEndian.Uint32(body[4:])
	if words != 9 || uint32(len(body)) != 8+2*nodes-1+3*words {
		t.Fatalf("%d nodes, %d words, %d bytes", nodes, words, len(body))
	}
	// The root has 1, a, i, p, t and y; "a" is a word, of which "ad" goes on.
	if got := body[8:15]; !bytes.Equal(got, []byte{6, 1, wordEnds | 1, 1, 1, 1, 1}) {
		t.Errorf("nodes: %v", got)
	}
	if got := string(body[8+nodes:][:6]); got != "1aipty" {
		t.Errorf("letters: %q", got)
	}
	// The first word of the shallowest nodes is "a", rank 1 of the surnames.
	ranks := body[8+2*nodes-1:]
	if rank, list := binary.LittleEndian.Uint16(ranks), ranks[2*words]; rank != 1 || list != 3 {
		t.Errorf("rank %d of list %d", rank, list)
	}
	again, err := pack(parsed(t, script))
	if err != nil || !bytes.Equal(again, packed) {
		t.Errorf("packed anew: error %v, the same: %v", err, bytes.Equal(again, packed))
	}
}

func parsed(t *testing.T, script string) []list {
	t.Helper()
	lists, err := parse(script)
	if err != nil {
		t.Fatal(err)
	}
	return lists
}

// What is no such package, or does not fit into the packed form, is refused.
func TestRefused(t *testing.T) {
	for name, in := range map[string][]byte{
		"no package": []byte("text"), "no lists": archive(t, "package/lib/main.js", script),
		"cut off": archive(t, source, script)[:40],
	} {
		if _, err := unpack(in); err == nil {
			t.Errorf("%s: unpacked", name)
		}
	}
	for name, change := range map[string][2]string{
		"a list missing": {"  surnames", "  // surnames"}, "another order": {"surnames", "names"},
	} {
		if _, err := parse(strings.Replace(script, change[0], change[1], 1)); err == nil {
			t.Errorf("%s: parsed", name)
		}
	}
	for name, change := range map[string][2]string{
		"a word twice": {"then", "pass"}, "a capital": {"then", "Then"}, "no ASCII": {"then", "thén"}, "an empty word": {"then", ""},
		"too many": {"then", strings.Repeat("x,", maxRank)},
	} {
		if _, err := pack(parsed(t, strings.Replace(script, change[0], change[1], 1))); err == nil {
			t.Errorf("%s: packed", name)
		}
	}
}
