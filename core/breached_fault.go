package core

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	"gatehouse/core/password/breach"
)

// FieldFile is a file that a use case reads.
const FieldFile = "file"

// listFaultKind names what is wrong with a list, for the log.
func listFaultKind(err error) string {
	switch {
	case errors.Is(err, errListAltered):
		return "altered"
	case errors.Is(err, fs.ErrNotExist):
		return "missing"
	case errors.Is(err, breach.ErrTruncated), errors.Is(err, breach.ErrDamaged), errors.Is(err, breach.ErrEmpty), errors.Is(err, breach.ErrForeign):
		return "damaged"
	case errors.Is(err, breach.ErrNewer):
		return "newer"
	}
	return "unreadable"
}

// listFault words what is wrong with the list in use.
func listFault(err error) Text {
	switch listFaultKind(err) {
	case "altered":
		return say("What the store says of the list in use was changed outside Gatehouse. Choose the list again, or remove it.")
	case "missing":
		return say("Its file is not in the data folder any more. Choose the list again, or remove it.")
	case "damaged":
		return say("Its file is damaged. Choose the list again, or remove it.")
	case "newer":
		return say("A newer Gatehouse has made its file. Use that one, choose another list, or remove it.")
	}
	return say("Its file cannot be read. Look whether the disk is in order, then choose the list again, or remove it.")
}

// installError words why a list was not installed. What the store says of itself, and
// that somebody stopped it, passes.
func installError(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	if _, ok := errors.AsType[*Error](err); ok {
		return err
	}
	refused := problem(FieldFile, say("This file cannot be read. Choose another one."))
	switch {
	case errors.Is(err, syscall.ENOSPC):
		refused.Text = say("There is no room for this list on the disk with the data folder. Make room, then choose it again.")
	case errors.Is(err, breach.ErrEmpty):
		refused.Text = say("This file is empty. Copy the list once more.")
	case errors.Is(err, breach.ErrForeign):
		refused.Text = say("This is not a list file. Make one of a published list with “gatehouse breached build”.")
	case errors.Is(err, breach.ErrNewer):
		refused.Text = say("A newer Gatehouse has made this list. Use that one, or build the list anew.")
	case errors.Is(err, breach.ErrTruncated):
		refused.Text = say("The end of this list is missing. Copy it once more.")
	case errors.Is(err, breach.ErrDamaged):
		refused.Text = say("This list is damaged. Copy it once more, or build it anew.")
	case errors.Is(err, breach.ErrTooLarge):
		refused.Text = say("This list is too large for this computer. Build one from a shorter source.")
	case errors.Is(err, fs.ErrNotExist):
		refused.Text = say("There is no such file. Look at its name.")
	case errors.Is(err, fs.ErrPermission):
		refused.Text = say("This file may not be read, or the data folder not be written. Look who may do that on this computer.")
	}
	refused.Cause = err
	return refused
}
