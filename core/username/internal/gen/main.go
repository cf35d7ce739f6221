// Command gen makes the table of look-alikes of package username from
// Unicode's confusables.txt (UTS 39):
//
//	go run ./internal/gen -out data/confusables.gz confusables.txt
//
// It keeps the mappings whose source can be in a case-folded, decomposed name,
// leaves out m → rn, and follows each target until nothing changes any more, so
// that one look-up per character suffices.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/secure/precis"
	"golang.org/x/text/unicode/norm"
)

func main() {
	out := flag.String("out", "", "file to write")
	flag.Parse()
	if *out == "" || flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(in, out string) error {
	text, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	all, version, err := parse(text)
	if err != nil {
		return err
	}
	table, err := resolveAll(all)
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	if err := write(&packed, table, version); err != nil {
		return err
	}
	if err := os.WriteFile(out, packed.Bytes(), 0o644); err != nil {
		return err
	}
	fmt.Printf("Unicode %s: %d of %d mappings kept, %d bytes\n", version, len(table), len(all), packed.Len())
	return nil
}

// parse reads "SOURCE ; TARGET … ; MA # comment" lines.
func parse(text []byte) (all map[rune]string, version string, err error) {
	all = map[rune]string{}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimPrefix(lines.Text(), "\ufeff")
		if v, ok := strings.CutPrefix(line, "# Version: "); ok {
			version = strings.TrimSpace(v)
		}
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		fields := strings.Split(line, ";")
		if len(fields) != 3 {
			return nil, "", fmt.Errorf("line %d has %d fields, not 3", number, len(fields))
		}
		source, err := decode(fields[0])
		if err != nil {
			return nil, "", fmt.Errorf("line %d: %w", number, err)
		}
		target, err := decode(fields[1])
		if err != nil {
			return nil, "", fmt.Errorf("line %d: %w", number, err)
		}
		if len(source) != 1 {
			return nil, "", fmt.Errorf("line %d has %d source characters, not 1", number, len(source))
		}
		all[source[0]] = string(target)
	}
	if version == "" {
		return nil, "", errors.New("no line names the version")
	}
	separateM(all)
	return all, version, lines.Err()
}

func decode(field string) ([]rune, error) {
	var runes []rune
	for _, code := range strings.Fields(field) {
		n, err := strconv.ParseUint(code, 16, 21)
		if err != nil {
			return nil, err
		}
		runes = append(runes, rune(n))
	}
	return runes, nil
}

// separateM takes m out of the class of rn. Single characters are in that
// class only because they look like m.
func separateM(all map[rune]string) {
	delete(all, 'm')
	for source, target := range all {
		all[source] = strings.ReplaceAll(target, "rn", "m")
	}
}

func resolveAll(all map[rune]string) (map[rune]string, error) {
	table := map[rune]string{}
	for source := range all {
		if !inNames(source) {
			continue
		}
		target, err := resolve(string(source), all)
		if err != nil {
			return nil, err
		}
		if target != string(source) {
			table[source] = target
		}
	}
	return table, nil
}

// inNames tells whether a folded, decomposed name can contain r. Conjoining
// Hangul letters are in no name, but in every decomposed syllable. Digits of
// Arabic are allowed by their context only. Cherokee folds to upper case, which
// is in no key.
func inNames(r rune) bool {
	if fold(string(r)) != string(r) || !unicode.In(r, unicode.L, unicode.M, unicode.Nd) && !strings.ContainsRune(".-_+'", r) {
		return false
	}
	switch {
	case 0x1100 <= r && r <= 0x11FF, 0x0660 <= r && r <= 0x0669, 0x06F0 <= r && r <= 0x06F9:
		return true
	}
	return precis.UsernameCaseMapped.Allowed().Contains(unicode.ToLower(r))
}

// fold is full case folding, decomposed. cases.Fold turns capital Cherokee
// letters small and small ones capital, so they are made small first.
func fold(s string) string {
	small := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cherokee, r) {
			return unicode.ToLower(r)
		}
		return r
	}, s)
	return norm.NFD.String(cases.Fold().String(small))
}

func resolve(s string, all map[rune]string) (string, error) {
	const rounds = 8
	for range rounds {
		var b strings.Builder
		for _, r := range fold(s) {
			if target, ok := all[r]; ok {
				b.WriteString(target)
			} else {
				b.WriteRune(r)
			}
		}
		next := fold(b.String())
		if next == s {
			return s, nil
		}
		s = next
	}
	return "", fmt.Errorf("the mapping of %q does not end", s)
}

func write(w io.Writer, table map[rune]string, version string) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	lines := []string{}
	for source, target := range table {
		lines = append(lines, string(source)+target)
	}
	slices.Sort(lines)
	text := "confusables " + version + "\n" + strings.Join(lines, "\n") + "\n"
	if _, err := io.WriteString(z, text); err != nil {
		return err
	}
	return z.Close()
}
