package breach

import (
	"errors"
	"fmt"
)

// Errors of a list's file. Each comes wrapped with what exactly was found.
var (
	// ErrEmpty: the file has no bytes.
	ErrEmpty = errors.New("breach: the list file is empty")
	// ErrForeign: the file is not a list of this package.
	ErrForeign = errors.New("breach: not a list file")
	// ErrNewer: a newer version of the program has made the file.
	ErrNewer = errors.New("breach: the list file is of a newer version")
	// ErrTruncated: the file is shorter than it was made.
	ErrTruncated = errors.New("breach: the list file is cut short")
	// ErrDamaged: a checksum differs, or the file contradicts itself.
	ErrDamaged = errors.New("breach: the list file is damaged")
	// ErrTooLarge: this computer cannot address a file of this length.
	ErrTooLarge = errors.New("breach: the list file is too large for this computer")
	// ErrClosed: the list was closed.
	ErrClosed = errors.New("breach: the list is closed")
)

// Errors of a source and of building.
var (
	// ErrSource: there is no source at this path that can be read: neither a
	// file nor a folder of range files.
	ErrSource = errors.New("breach: no source")
	// ErrPacked: the source is compressed.
	ErrPacked = errors.New("breach: the source is packed")
	// ErrOtherHash: the source has hashes of another kind than SHA-1.
	ErrOtherHash = errors.New("breach: the source has other hashes than SHA-1")
	// ErrNoEntries: the source has nothing in it.
	ErrNoEntries = errors.New("breach: the source has no entries")
	// ErrSourceChanged: the source was changed while it was read.
	ErrSourceChanged = errors.New("breach: the source has changed")
	// ErrBadLines: more lines than allowed cannot be read; see LinesError.
	ErrBadLines = errors.New("breach: lines that cannot be read")
	// ErrTooMany: one shard would hold more than 32 Mi keys. Evenly spread that
	// is 8.5 billion entries.
	ErrTooMany = errors.New("breach: too many entries")
	// ErrInTheWay: where the list is to be made is something that is none.
	ErrInTheWay = errors.New("breach: another file is in the way")
	// ErrBusy: another build of the same list is under way.
	ErrBusy = errors.New("breach: the list is being built already")
	// ErrLeftOver: the list is made and in place, but the folder of the build
	// could not be removed.
	ErrLeftOver = errors.New("breach: the folder of the build is left over")
)

// Reason says why a line cannot be read. It never has any of its text.
type Reason string

// The reasons.
const (
	// NotHash: not 40 hexadecimal digits, perhaps with ":" and a count.
	NotHash Reason = "not a SHA-1 hash with a count"
	// NotSuffix: the same with 35 digits, in a range file.
	NotSuffix Reason = "not the last 35 digits of a SHA-1 hash with a count"
	// NotText: not UTF-8, or with a NUL.
	NotText Reason = "not UTF-8 text"
	// TooLong: longer than any password can be.
	TooLong Reason = "longer than a password can be"
)

// BadLine is a line that cannot be read.
type BadLine struct {
	// File is the name of the file without its folder.
	File string `json:"file"`
	// Line counts from 1.
	Line int64 `json:"line"`
	// Reason says what is wrong with it.
	Reason Reason `json:"reason"`
}

// LinesError is the error of a source with too many bad lines. It is
// ErrBadLines.
type LinesError struct {
	// Lines are the first of them.
	Lines []BadLine
	// Count is how many were found until the build stopped.
	Count int64
}

// Error names the first line.
func (e *LinesError) Error() string {
	first := e.Lines[0]
	return fmt.Sprintf("%v: %d, the first is line %d of %s: %s", ErrBadLines, e.Count, first.Line, first.File, first.Reason)
}

// Is makes it ErrBadLines.
func (*LinesError) Is(target error) bool { return target == ErrBadLines }
