package username

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

//go:generate go run ./internal/gen -out data/confusables.gz confusables.txt

// packedConfusables is the table that internal/gen makes; data/README.md says
// from what.
//
//go:embed data/confusables.gz
var packedConfusables []byte

// confusables unpacks the table when a name is first parsed.
var confusables = sync.OnceValues(func() (map[rune]string, error) {
	return unpack(packedConfusables)
})

// maxTable bounds the unpacked table, in bytes.
const maxTable = 1 << 20

// unpack reads a table: a line that names its version, then one line per
// character, which comes first and is followed by what it looks like.
func unpack(packed []byte) (map[rune]string, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("table of look-alikes: %w", err)
	}
	text, err := io.ReadAll(io.LimitReader(r, maxTable))
	if err != nil {
		return nil, fmt.Errorf("table of look-alikes: %w", err)
	}
	_, body, _ := strings.Cut(string(text), "\n")
	table := make(map[rune]string, strings.Count(body, "\n"))
	for line := range strings.Lines(body) {
		line = strings.TrimSuffix(line, "\n")
		source, size := utf8.DecodeRuneInString(line)
		if source == utf8.RuneError || size == len(line) {
			return nil, errors.New("table of look-alikes: a line is not complete")
		}
		table[source] = line[size:]
	}
	if len(table) == 0 {
		return nil, errors.New("table of look-alikes: it is empty")
	}
	return table, nil
}

// skeleton is how a key looks (UTS 39, section 4, with the differences that
// the package comment lists).
func skeleton(key string) (string, error) {
	table, err := confusables()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(foldCase(key)) {
		if like, ok := table[r]; ok {
			b.WriteString(like)
		} else {
			b.WriteRune(r)
		}
	}
	return dropDots(norm.NFD.String(b.String())), nil
}

// dropDots removes U+0307 above letters that have a dot of their own, as long
// as no other mark above stands between.
func dropDots(nfd string) string {
	const dotAbove, above = '\u0307', 230
	var b strings.Builder
	onDot := false
	for _, r := range nfd {
		class := norm.NFD.PropertiesString(string(r)).CCC()
		switch {
		case r == dotAbove && onDot:
			continue
		case class == 0:
			onDot = unicode.Is(unicode.Soft_Dotted, r)
		case class == above:
			onDot = false
		}
		b.WriteRune(r)
	}
	return b.String()
}
