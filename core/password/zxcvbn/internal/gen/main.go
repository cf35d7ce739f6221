// Command gen packs the ranked lists of zxcvbn's npm package for package zxcvbn:
//
//	go run ./internal/gen -out data/lists.gz zxcvbn-4.4.2.tgz
//
// It reads the one file of the package that has them. The packed form is
// described at the function pack.
package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
)

// source is the file with the lists within the npm package.
const source = "package/lib/frequency_lists.js"

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
	archive, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	script, err := unpack(archive)
	if err != nil {
		return fmt.Errorf("%s: %w", in, err)
	}
	lists, err := parse(script)
	if err != nil {
		return fmt.Errorf("%s: %w", source, err)
	}
	packed, err := pack(lists)
	if err != nil {
		return err
	}
	return os.WriteFile(out, packed, 0o644)
}

// unpack takes the script with the lists out of the npm package.
func unpack(archive []byte) (string, error) {
	plain, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return "", err
	}
	for files := tar.NewReader(plain); ; {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return "", fmt.Errorf("there is no %s", source)
		}
		if err != nil {
			return "", err
		}
		if header.Name == source {
			script, err := io.ReadAll(files)
			return string(script), err
		}
	}
}

// A list has words from the most frequent one on.
type list struct {
	name  string
	words []string
}

// listNames are the lists that package zxcvbn knows, in its order.
var listNames = []string{"passwords", "english_wikipedia", "female_names", "surnames", "us_tv_and_film", "male_names"}

// listLine is a list in the script; the one escape in it is that of an
// apostrophe.
var listLine = regexp.MustCompile(`(?m)^\s*(\w+): "((?:[^"\\]|\\')*)"\.split\(","\)`)

// parse reads the lists, which have to be those of listNames.
func parse(script string) ([]list, error) {
	var lists []list
	for _, found := range listLine.FindAllStringSubmatch(script, -1) {
		words := strings.ReplaceAll(found[2], `\'`, "'")
		lists = append(lists, list{found[1], strings.Split(words, ",")})
	}
	if len(lists) != len(listNames) {
		return nil, fmt.Errorf("%d lists, want %d", len(lists), len(listNames))
	}
	for i, l := range lists {
		if l.name != listNames[i] {
			return nil, fmt.Errorf("list %d is %q, want %q", i+1, l.name, listNames[i])
		}
	}
	return lists, nil
}
