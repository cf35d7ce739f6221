package main

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// entry is a word and where it stands: the number of its list, from 0, and its
// rank in it, from 1.
type entry struct {
	word string
	list int
	rank int
}

const (
	// wordEnds marks a node at which a word ends, beside the number of its
	// children.
	wordEnds = 0x80
	// maxChildren and maxRank are what the packed form has room for.
	maxChildren, maxRank = wordEnds - 1, 1<<16 - 1
)

// pack writes the lists as one tree of letters, compressed with gzip, whose
// checksum guards them:
//
//	the number of nodes and the number of words, 4 bytes each, little-endian;
//	for each node, the number of its children, plus 128 where a word ends;
//	for each node but the root, its letter;
//	for each word, its rank, 2 bytes, little-endian;
//	for each word, the number of its list.
//
// Nodes come by depth, from the root, and within one depth in the order of
// their words; so the children of all nodes stand one after another. Words come
// in the order of the nodes at which they end.
func pack(lists []list) ([]byte, error) {
	entries, err := sorted(lists)
	if err != nil {
		return nil, err
	}
	t, err := grow(entries)
	if err != nil {
		return nil, err
	}
	var packed bytes.Buffer
	out, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	head := binary.LittleEndian.AppendUint32(nil, uint32(len(t.nodes)))
	head = binary.LittleEndian.AppendUint32(head, uint32(len(entries)))
	for _, part := range [][]byte{head, t.nodes, t.letters, t.ranks, t.lists} {
		if _, err := out.Write(part); err != nil {
			return nil, err
		}
	}
	if err := out.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

// sorted gives all words by the alphabet. A word may be in one list only, which
// the makers of the lists have seen to.
func sorted(lists []list) ([]entry, error) {
	var entries []entry
	for n, l := range lists {
		if len(l.words) > maxRank {
			return nil, fmt.Errorf("%s has %d words, at most %d have room", l.name, len(l.words), maxRank)
		}
		for i, word := range l.words {
			if err := check(word); err != nil {
				return nil, fmt.Errorf("%s, rank %d: %w", l.name, i+1, err)
			}
			entries = append(entries, entry{word, n, i + 1})
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.word, b.word) })
	for i := 1; i < len(entries); i++ {
		if entries[i].word == entries[i-1].word {
			return nil, fmt.Errorf("%q is listed twice", entries[i].word)
		}
	}
	return entries, nil
}

// check refuses a word that the tree or the look-up could not hold: they take
// lower-case ASCII.
func check(word string) error {
	if word == "" {
		return fmt.Errorf("an empty word")
	}
	for _, c := range []byte(word) {
		if c <= ' ' || c >= 0x7F || 'A' <= c && c <= 'Z' {
			return fmt.Errorf("%q has another character than lower-case ASCII", word)
		}
	}
	return nil
}

// tree is what pack writes.
type tree struct {
	nodes, letters, ranks, lists []byte
}

// grow makes the tree depth by depth. The entries of one node stand together,
// because all are sorted.
func grow(entries []entry) (tree, error) {
	var t tree
	level := [][]entry{entries}
	for depth := 0; len(level) > 0; depth++ {
		var next [][]entry
		for _, below := range level {
			var node byte
			if below[0].word[:depth] == below[0].word {
				node = wordEnds
				t.ranks = binary.LittleEndian.AppendUint16(t.ranks, uint16(below[0].rank))
				t.lists = append(t.lists, byte(below[0].list))
				below = below[1:]
			}
			children := byLetter(below, depth)
			if len(children) > maxChildren {
				return tree{}, fmt.Errorf("a node has %d children, at most %d have room", len(children), maxChildren)
			}
			t.nodes = append(t.nodes, node|byte(len(children)))
			for _, child := range children {
				t.letters = append(t.letters, child[0].word[depth])
			}
			next = append(next, children...)
		}
		level = next
	}
	return t, nil
}

// byLetter parts sorted entries by their letter at a depth.
func byLetter(entries []entry, depth int) [][]entry {
	var parts [][]entry
	for start := 0; start < len(entries); {
		end := start + 1
		for end < len(entries) && entries[end].word[depth] == entries[start].word[depth] {
			end++
		}
		parts = append(parts, entries[start:end])
		start = end
	}
	return parts
}
