package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"gatehouse/core"
	"gatehouse/core/password/breach"

	"golang.org/x/term"
)

// Fields of the commands for lists.
const (
	fieldSource = "source"
	fieldOut    = "out"
	fieldMaxBad = "max_bad"
	fieldList   = "list"
)

// listRefusal says what is wrong with a list file. Its exit status is 2 when
// the file cannot be found or entered, else 4: never 1, which says that a
// password is on the list.
func listRefusal(field string, err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	r := &refusal{code: core.CodeFault, field: field, text: "This file cannot be read.", cause: err}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.code, r.text = core.CodeUsage, "There is no such file. Look at its name."
	case errors.Is(err, fs.ErrPermission):
		r.code, r.text = core.CodeUsage, "This file may not be read. Allow this account of the computer to read it."
	case errors.Is(err, breach.ErrEmpty):
		r.text = "This file is empty. Copy the list once more."
	case errors.Is(err, breach.ErrForeign):
		r.text = "This is not a list file. Make one with: " + name + " breached build."
	case errors.Is(err, breach.ErrNewer):
		r.text = "A newer Gatehouse has made this list. Use that one, or build the list anew."
	case errors.Is(err, breach.ErrTruncated):
		r.text = "The end of this list is missing. Copy it once more."
	case errors.Is(err, breach.ErrDamaged):
		r.text = "This list is damaged. Copy it once more, or build it anew."
	case errors.Is(err, breach.ErrTooLarge):
		r.text = "This list is too large for this computer. Build one from a shorter source."
	}
	return r
}

// buildRefusal says why a list was not built.
func buildRefusal(err error) error {
	if errors.Is(err, context.Canceled) {
		return &refusal{code: core.CodeFault, text: "Stopped before it was done. Give the same command again to go on from there.", cause: err}
	}
	if bad, ok := errors.AsType[*breach.LinesError](err); ok {
		text := passedOver(bad.Lines, bad.Count) + " Look at the source, or allow more with --max-bad."
		return &refusal{code: core.CodeInput, field: fieldSource, text: text, cause: err}
	}
	if r := sourceRefusal(err); r != nil {
		return r
	}
	r := &refusal{code: core.CodeFault, field: fieldOut, text: "The list cannot be written there: " + plainCause(err) + ".", cause: err}
	switch {
	case errors.Is(err, breach.ErrInTheWay):
		r.code, r.text = core.CodeUsage, "Something that is not a list is there already. Choose another name."
	case errors.Is(err, breach.ErrBusy):
		r.text = "This list is being built already. Wait for that, or choose another name."
	case errors.Is(err, breach.ErrLeftOver):
		r.text = "The list is made. The folder beside it, whose name ends in .building, could not be removed: remove it."
	case errors.Is(err, syscall.ENOSPC):
		r.text = "The disk is full. Make room, then give the same command again to go on."
	}
	return r
}

// sourceRefusal says what is wrong with a source, nil when it is not that.
func sourceRefusal(err error) error {
	r := &refusal{code: core.CodeInput, field: fieldSource, cause: err}
	switch {
	case errors.Is(err, breach.ErrSource) && errors.Is(err, fs.ErrNotExist):
		r.code, r.text = core.CodeUsage, "There is no such file or folder. Look at its name."
	case errors.Is(err, breach.ErrSource):
		r.text = "This cannot be read as a list: " + plainCause(err) + "."
	case errors.Is(err, breach.ErrPacked):
		r.text = "This file is packed. Unpack it first."
	case errors.Is(err, breach.ErrOtherHash):
		r.text = "These are hashes, but not SHA-1 hashes. Take the list of SHA-1 hashes."
	case errors.Is(err, breach.ErrNoEntries):
		r.text = "There is no password in it."
	case errors.Is(err, breach.ErrSourceChanged):
		r.text = "The source was changed while it was read. Give the same command again when it is at rest."
	case errors.Is(err, breach.ErrTooMany):
		r.text = "There are too many passwords for one list. Take a shorter source."
	default:
		return nil
	}
	return r
}

// plainCause is the last part of an error's text: what the system, or the
// reader, says.
func plainCause(err error) string {
	if cause, ok := errors.AsType[*fs.PathError](err); ok {
		return cause.Err.Error()
	}
	text, _, _ := strings.Cut(err.Error(), "\n")
	return strings.TrimPrefix(text, breach.ErrSource.Error()+": ")
}

// namedInText is how many lines a sentence names.
const namedInText = 5

// passedOver names lines that could not be read.
func passedOver(lines []breach.BadLine, count int64) string {
	named := make([]string, 0, namedInText)
	for _, line := range lines[:min(len(lines), namedInText)] {
		named = append(named, fmt.Sprintf("line %d of %s is %s", line.Line, line.File, line.Reason))
	}
	if count == 1 {
		return "1 line cannot be read: " + named[0] + "."
	}
	if int64(len(named)) < count {
		named = append(named, "and so on")
	}
	return fmt.Sprintf("%s lines cannot be read: %s.", grouped(uint64(count)), strings.Join(named, "; "))
}

// asWrongUse gives a refusal of standard input the exit status of wrong use.
func asWrongUse(err error) error {
	if r, ok := errors.AsType[*refusal](err); ok {
		return &refusal{code: core.CodeUsage, field: r.field, text: r.text, cause: r.cause}
	}
	return err
}

// isTerminal tells whether a writer is one.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
