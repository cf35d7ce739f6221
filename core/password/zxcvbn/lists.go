package zxcvbn

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// packedLists is what internal/gen writes; see data/README.md.
//
//go:embed data/lists.gz
var packedLists []byte

const (
	// packedWordEnds marks a packed node at which a word ends.
	packedWordEnds = 0x80
	// maxNodes bounds what a damaged file may ask for.
	maxNodes = 1 << 20
)

var errLists = errors.New("the ranked lists are damaged")

// tree is a tree of letters with the words of all ranked lists. Node 0 is the
// root; node 0 as an answer means that there is no such child.
type tree struct {
	// first[n] is the first child of node n, first[n+1] ends them.
	first []uint32
	// letter[n] leads to node n; it is ASCII, and letter[0] is 0.
	letter []byte
	// rank[n] is the rank of the word that ends at node n, from 1, or 0.
	rank []uint16
	// list[n] is the list of that word.
	list []List
}

// child returns the child of a node by a letter, or 0.
func (t *tree) child(node uint32, letter uint16) uint32 {
	if letter >= 0x80 {
		return 0
	}
	start, end := t.first[node], t.first[node+1]
	at := bytes.IndexByte(t.letter[start:end], byte(letter))
	if at < 0 {
		return 0
	}
	return start + uint32(at)
}

// unpackLists reads what internal/gen writes.
func unpackLists(packed []byte) (*tree, error) {
	in, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errLists, err)
	}
	var head [8]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return nil, fmt.Errorf("%w: %w", errLists, err)
	}
	nodes, words := binary.LittleEndian.Uint32(head[:]), binary.LittleEndian.Uint32(head[4:])
	if nodes == 0 || nodes > maxNodes || words > nodes {
		return nil, errLists
	}
	body := make([]byte, 2*nodes-1+3*words)
	if _, err := io.ReadFull(in, body); err != nil {
		return nil, fmt.Errorf("%w: %w", errLists, err)
	}
	// The end of the file has the checksum, so it is read too.
	if n, err := in.Read(head[:]); n != 0 || !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: %w", errLists, err)
	}
	return buildTree(body, int(nodes), int(words))
}

// buildTree turns numbers of children into places of children, and gives the
// words to their nodes.
func buildTree(body []byte, nodes, words int) (*tree, error) {
	children, body := body[:nodes], body[nodes:]
	letters, body := body[:nodes-1], body[nodes-1:]
	ranks, lists := body[:2*words], body[2*words:]
	t := &tree{
		first: make([]uint32, nodes+1), letter: make([]byte, nodes),
		rank: make([]uint16, nodes), list: make([]List, nodes),
	}
	copy(t.letter[1:], letters)
	next, word := uint32(1), 0
	for n, c := range children {
		t.first[n] = next
		next += uint32(c &^ packedWordEnds)
		if c&packedWordEnds == 0 {
			continue
		}
		if word == words || lists[word] >= byte(UserInputs) {
			return nil, errLists
		}
		t.rank[n], t.list[n] = binary.LittleEndian.Uint16(ranks[2*word:]), List(lists[word])
		word++
	}
	t.first[nodes] = next
	if next != uint32(nodes) || word != words {
		return nil, errLists
	}
	return t, nil
}
