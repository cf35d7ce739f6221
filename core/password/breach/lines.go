package breach

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha1" // the published lists have SHA-1 hashes
	"encoding/hex"
	"errors"
	"io"

	"gatehouse/core/password"
)

// maxLine is the longest line that is looked at, in bytes with its end.
const maxLine = 64 << 10

// lineReader reads lines and counts them. It never holds more than one.
type lineReader struct {
	buffer *bufio.Reader
	// offset is where the next line begins, line the number of the last one.
	offset, line int64
}

func newLineReader() *lineReader {
	return &lineReader{buffer: bufio.NewReaderSize(nil, maxLine)}
}

// reset goes on in another file, which stands at the given place.
func (r *lineReader) reset(file io.Reader, offset, line int64) {
	r.buffer.Reset(file)
	r.offset, r.line = offset, line
}

// next gives the next line without its end, LF or CRLF, and whether it is
// longer than maxLine; then the text is only its begin. It is valid until the
// next call. The error is io.EOF behind the last line.
func (r *lineReader) next(ctx context.Context) (text []byte, long bool, err error) {
	text, err = r.buffer.ReadSlice('\n')
	r.offset += int64(len(text))
	for errors.Is(err, bufio.ErrBufferFull) {
		long = true
		if err := ctx.Err(); err != nil {
			return nil, false, err
		}
		var more []byte
		more, err = r.buffer.ReadSlice('\n')
		r.offset += int64(len(more))
		text = more[:0]
	}
	if errors.Is(err, io.EOF) && (len(text) > 0 || long) {
		err = nil
	}
	if err != nil {
		return nil, false, err
	}
	r.line++
	if cut, ended := bytes.CutSuffix(text, []byte("\n")); ended {
		text = bytes.TrimSuffix(cut, []byte("\r"))
	}
	if r.line == 1 {
		text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	}
	return text, long, nil
}

// parser makes a key of a line, or skips it, or tells what is wrong with it.
type parser func(line []byte) (key uint64, skip bool, wrong Reason)

// parseHash reads "SHA1" or "SHA1:count". A count of 0 is what the published
// ranges are padded with and stands for no password.
func parseHash(line []byte) (key uint64, skip bool, wrong Reason) {
	if len(line) == 0 {
		return 0, true, ""
	}
	return parseDigits(nil, line, NotHash)
}

// parseSuffix makes the parser of the range file whose hashes begin with
// prefix: five digits.
func parseSuffix(prefix string) parser {
	first := []byte(prefix)
	return func(line []byte) (uint64, bool, Reason) {
		if len(line) == 0 {
			return 0, true, ""
		}
		return parseDigits(first, line, NotSuffix)
	}
}

// parseDigits reads the digits of a hash behind those that are known already.
func parseDigits(known, line []byte, kind Reason) (key uint64, skip bool, wrong Reason) {
	want := 2*sha1.Size - len(known)
	if len(line) < want {
		return 0, false, kind
	}
	zero, ok := parseCount(line[want:])
	if !ok {
		return 0, false, kind
	}
	var digits [2 * sha1.Size]byte
	copy(digits[copy(digits[:], known):], line)
	var sum [sha1.Size]byte
	if _, err := hex.Decode(sum[:], digits[:]); err != nil {
		return 0, false, kind
	}
	return keyOf(sum), zero, ""
}

// maxCount is how many digits a count has at most.
const maxCount = 20

// parseCount reads ":" and digits, or nothing, and tells whether it is 0.
func parseCount(text []byte) (zero, ok bool) {
	if len(text) == 0 {
		return false, true
	}
	if text[0] != ':' || len(text) == 1 || len(text) > 1+maxCount {
		return false, false
	}
	zero = true
	for _, digit := range text[1:] {
		if digit < '0' || digit > '9' {
			return false, false
		}
		zero = zero && digit == '0'
	}
	return zero, true
}

// parseWord reads a password, in the form that the program's own have. Blank
// lines are none.
func parseWord(line []byte) (key uint64, skip bool, wrong Reason) {
	p, err := password.New(string(line))
	switch {
	case err == nil:
	case errors.Is(err, password.ErrEmpty), errors.Is(err, password.ErrBlank):
		return 0, true, ""
	case errors.Is(err, password.ErrTooLong):
		return 0, false, TooLong
	default:
		return 0, false, NotText
	}
	return keyOf(sha1.Sum([]byte(p.Text()))), false, ""
}
