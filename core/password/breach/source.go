package breach

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Format is what the lines of a source are.
type Format string

// The formats.
const (
	// FormatAuto: Hashes when most of the first lines are hashes, else Words.
	FormatAuto Format = "auto"
	// FormatHashes: a SHA-1 hash in a line, perhaps with ":" and a count.
	FormatHashes Format = "hashes"
	// FormatWords: a password in a line.
	FormatWords Format = "words"
	// formatRanges: a folder with a file for each five first digits.
	formatRanges Format = "ranges"
)

// Ranges is how many range files make a whole list.
const Ranges = 1 << 20

// sourceFile is one file of a source as it was when it was looked at.
type sourceFile struct {
	name  string
	size  int64
	mtime time.Time
}

// source is what a list is made from.
type source struct {
	dir    string
	files  []sourceFile
	format Format
	bytes  int64
	newest time.Time
}

// findSource looks what there is at a path.
func findSource(ctx context.Context, path string, format Format) (*source, error) {
	stat, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSource, err)
	}
	s := &source{dir: filepath.Dir(path), format: format}
	switch {
	case stat.IsDir():
		s.dir, s.format = path, formatRanges
		if format == FormatWords {
			return nil, fmt.Errorf("%w: a folder has no words", ErrSource)
		}
		err = s.findRanges(ctx)
	case !stat.Mode().IsRegular():
		return nil, fmt.Errorf("%w: not an ordinary file", ErrSource)
	default:
		s.files = []sourceFile{{name: filepath.Base(path), size: stat.Size(), mtime: stat.ModTime()}}
		err = s.look(path)
	}
	if err != nil {
		return nil, err
	}
	for _, file := range s.files {
		s.bytes += file.size
		if file.mtime.After(s.newest) {
			s.newest = file.mtime
		}
	}
	return s, nil
}

// findRanges lists the range files of a folder. Anything else in it is refused:
// it may be a list that somebody thinks is read too.
func (s *source) findRanges(ctx context.Context) error {
	dir, err := os.Open(s.dir)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrSource, err)
	}
	for {
		entries, more := dir.ReadDir(1024)
		err = errors.Join(ctx.Err(), s.addRanges(entries))
		if err == nil && !errors.Is(more, io.EOF) {
			err = more
		}
		if err != nil || more != nil {
			break
		}
	}
	if err := errors.Join(err, dir.Close()); err != nil {
		return err
	}
	if len(s.files) == 0 {
		return fmt.Errorf("%w: the folder is empty", ErrSource)
	}
	slices.SortFunc(s.files, func(a, b sourceFile) int { return strings.Compare(a.name, b.name) })
	return nil
}

func (s *source) addRanges(entries []os.DirEntry) error {
	for _, entry := range entries {
		info, err := os.Stat(filepath.Join(s.dir, entry.Name())) // of what a link leads to
		if err != nil {
			return fmt.Errorf("%w: %w", ErrSource, err)
		}
		if !isRange(entry.Name()) || !info.Mode().IsRegular() {
			return fmt.Errorf("%w: %q is not a range file", ErrSource, entry.Name())
		}
		s.files = append(s.files, sourceFile{name: entry.Name(), size: info.Size(), mtime: info.ModTime()})
	}
	return nil
}

// isRange tells whether a file has the name of a range: five hexadecimal
// digits, perhaps with ".txt".
func isRange(name string) bool {
	digits := strings.TrimSuffix(strings.ToLower(name), ".txt")
	_, err := strconv.ParseUint(digits, 16, 20)
	return err == nil && len(digits) == 5
}

// ranges is how many different ranges there are.
func (s *source) ranges() int {
	if s.format != formatRanges {
		return 0
	}
	seen := map[string]struct{}{}
	for _, file := range s.files {
		seen[strings.ToUpper(file.name[:5])] = struct{}{}
	}
	return len(seen)
}

// parser is that of one file.
func (s *source) parser(file int) parser {
	switch s.format {
	case formatRanges:
		return parseSuffix(s.files[file].name[:5])
	case FormatWords:
		return parseWord
	default:
		return parseHash
	}
}

// lookAt is how much of a file is looked at to tell what it is, in bytes.
const lookAt = 64 << 10

// look tells by its begin what a file is.
func (s *source) look(path string) error {
	file, _, err := openRegular(path, ErrSource)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrSource, err)
	}
	begin, err := io.ReadAll(io.LimitReader(file, lookAt))
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("%w: %w", ErrSource, err)
	}
	if packed(begin) {
		return ErrPacked
	}
	hashes, others, lines := countHashes(begin)
	if s.format == FormatAuto {
		s.format = FormatWords
		if 2*hashes > lines {
			s.format = FormatHashes
		}
		if 2*others > lines {
			return ErrOtherHash
		}
	}
	return nil
}

// packed tells whether a file begins as gzip, zip, 7z, xz, zstd or bzip2 do.
func packed(begin []byte) bool {
	text := string(begin)
	return slices.ContainsFunc([]string{"\x1f\x8b", "PK\x03\x04", "7z\xbc\xaf\x27\x1c", "\xfd7zXZ\x00", "\x28\xb5\x2f\xfd"},
		func(mark string) bool { return strings.HasPrefix(text, mark) }) ||
		// Its first three bytes are letters, which a word may begin with too.
		strings.HasPrefix(text, "BZh") && len(text) >= 10 && text[4:10] == "1AY&SY"
}

// countHashes counts the lines of a begin that are SHA-1 hashes, or hashes of
// other lengths.
func countHashes(begin []byte) (hashes, others, lines int) {
	for line := range strings.Lines(string(begin)) {
		digits, _, _ := strings.Cut(strings.TrimRight(line, "\r\n"), ":")
		if digits == "" {
			continue
		}
		lines++
		_, err := hex.DecodeString(digits)
		switch {
		case err == nil && len(digits) == 40:
			hashes++
		case err == nil && len(digits) >= 32:
			others++
		}
	}
	return hashes, others, lines
}

// mark is what a source is known by when a build goes on: its place, the names,
// lengths and times of its files, and how it is read.
func (s *source) mark(maxBad int64) (string, error) {
	dir, err := filepath.Abs(s.dir)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrSource, err)
	}
	digest := sha256.New()
	fmt.Fprintf(digest, "%d %q %s %d\n", version, dir, s.format, maxBad)
	for _, file := range s.files {
		fmt.Fprintf(digest, "%q %d %d\n", file.name, file.size, file.mtime.UnixNano())
	}
	return hex.EncodeToString(digest.Sum(nil)), nil
}

// openFile opens one file of the source at an offset. It must still be what it
// was.
func (s *source) openFile(i int, offset int64) (*os.File, error) {
	known := s.files[i]
	file, size, err := openRegular(filepath.Join(s.dir, known.name), ErrSource)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSource, err)
	}
	stat, err := file.Stat()
	if err == nil && (size != known.size || !stat.ModTime().Equal(known.mtime)) {
		err = fmt.Errorf("%w: %s", ErrSourceChanged, known.name)
	}
	if err == nil {
		_, err = file.Seek(offset, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}
