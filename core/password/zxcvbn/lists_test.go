package zxcvbn

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"slices"
	"testing"
)

// lookUp is the list and the rank of a word, 0 for none.
func (t *tree) lookUp(word string) (List, uint16) {
	node := uint32(0)
	for _, letter := range []byte(word) {
		if node = t.child(node, uint16(letter)); node == 0 {
			return 0, 0
		}
	}
	return t.list[node], t.rank[node]
}

func TestLists(t *testing.T) {
	words := New().words
	tests := []struct {
		word string
		list List
		rank uint16
	}{
		{"123456", Passwords, 1},
		{"password", Passwords, 2},
		{"geekboy", Passwords, 30_000},
		{"pic's", Passwords, 6523},
		{"the", EnglishWikipedia, 1},
		{"evaporator", EnglishWikipedia, 30_000},
		{"mary", FemaleNames, 1},
		{"allyn", FemaleNames, 3712},
		{"smith", Surnames, 1},
		{"bonnette", Surnames, 10_000},
		{"you", TVAndFilm, 1},
		{"a'right", TVAndFilm, 19_160},
		{"james", MaleNames, 1},
		{"alonso", MaleNames, 983},
		{"qwertzuiopa", 0, 0},
		{"evaporato", 0, 0},
		{"", 0, 0},
		{"Password", 0, 0},
		{"\x00", 0, 0},
		{"é", 0, 0},
	}
	for _, tt := range tests {
		if list, rank := words.lookUp(tt.word); rank != tt.rank || rank > 0 && list != tt.list {
			t.Errorf("%q: %v, rank %d, want %v, rank %d", tt.word, list, rank, tt.list, tt.rank)
		}
	}
	var counts [UserInputs]int
	for n, rank := range words.rank {
		if rank > 0 {
			counts[words.list[n]]++
		}
	}
	if want := [UserInputs]int{30_000, 30_000, 3712, 10_000, 19_160, 983}; counts != want {
		t.Errorf("%v words, want %v", counts, want)
	}
}

// TestCommonPasswordsAreRefused: every password of the ranked list is on the list of
// common ones, as a whole and as nothing else, and no word of another list is.
func TestCommonPasswordsAreRefused(t *testing.T) {
	e := New()
	words, found := e.words, 0
	var walk func(node uint32, text []byte)
	walk = func(node uint32, text []byte) {
		if common := e.IsPassword(text); common != (words.rank[node] > 0 && words.list[node] == Passwords) {
			t.Errorf("%q: %v", text, common)
		} else if common {
			found++
		}
		for child := words.first[node]; child < words.first[node+1]; child++ {
			walk(child, append(text, words.letter[child]))
		}
	}
	walk(0, nil)
	if found != 30_000 {
		t.Errorf("%d passwords", found)
	}
	for _, text := range []string{"passwordpassword", "1234567890qwerty ", "correct horse battery staple", "\x80"} {
		if e.IsPassword([]byte(text)) {
			t.Errorf("%q is taken for a common one", text)
		}
	}
}

// No damaged file is taken for the lists, and none makes the reader fail
// otherwise than by an error.
func TestDamagedLists(t *testing.T) {
	for at := 0; at < len(packedLists); at += 1 + at/2 {
		damaged := slices.Clone(packedLists)
		damaged[at] ^= 0x10
		got, err := unpackLists(damaged)
		// Some bytes of the head of gzip say nothing of the content.
		if err == nil && (at >= 10 || len(got.first) == 0) {
			t.Errorf("byte %d: taken", at)
		}
		if err != nil && !errors.Is(err, errLists) {
			t.Errorf("byte %d: %v", at, err)
		}
	}
	for _, length := range []int{0, 5, 10, 100, len(packedLists) / 2, len(packedLists) - 1} {
		if _, err := unpackLists(packedLists[:length]); !errors.Is(err, errLists) {
			t.Errorf("%d bytes: %v", length, err)
		}
	}
}

// Numbers that do not fit one another are found although the checksum is right.
func TestForgedLists(t *testing.T) {
	in, err := gzip.NewReader(bytes.NewReader(packedLists))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	for name, forge := range map[string]func([]byte) []byte{
		"no nodes":          func(b []byte) []byte { clear(b[:4]); return b },
		"too many nodes":    func(b []byte) []byte { b[3] = 0x7F; return b },
		"too many words":    func(b []byte) []byte { b[7] = 0x7F; return b },
		"one child more":    func(b []byte) []byte { b[8]++; return b },
		"one child less":    func(b []byte) []byte { b[8]--; return b },
		"one word more":     func(b []byte) []byte { b[8] |= packedWordEnds; return b },
		"no such list":      func(b []byte) []byte { b[len(b)-1] = byte(UserInputs); return b },
		"something behind":  func(b []byte) []byte { return append(b, 0) },
		"something missing": func(b []byte) []byte { return b[:len(b)-1] },
	} {
		t.Run(name, func(t *testing.T) {
			var packed bytes.Buffer
			out, err := gzip.NewWriterLevel(&packed, gzip.NoCompression)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := out.Write(forge(slices.Clone(plain))); err != nil {
				t.Fatal(err)
			}
			if err := out.Close(); err != nil {
				t.Fatal(err)
			}
			if _, err := unpackLists(packed.Bytes()); !errors.Is(err, errLists) {
				t.Errorf("error %v", err)
			}
		})
	}
}
