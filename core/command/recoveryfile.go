package command

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"gatehouse/core"
	"gatehouse/core/seal"
	"gatehouse/core/twostep"
)

// keepRecovery writes the recovery key of a site, and its code for emergencies unless
// that is zero, into a new file apart from the data folder, if they go into one. undo
// takes the file away again.
func keepRecovery(path, dir, site string, key seal.RecoveryKey, code twostep.RecoveryCode) (undo func() error, err error) {
	if path == "" {
		return func() error { return nil }, nil
	}
	inside, err := seal.Inside(dir, path)
	if err != nil {
		return nil, inputProblem("This path cannot be used. Choose another one.")
	}
	if inside {
		return nil, inputProblem("Keep the recovery key apart from the data folder: whoever copies the folder would have both.")
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, inputProblem("There is a file of this name. Choose a new name; it is never overwritten.")
	}
	if err != nil {
		return nil, inputProblem("The file cannot be written there. Choose another place.")
	}
	undo = func() error { return os.Remove(path) }
	_, err = fmt.Fprintf(file, "Recovery key of the site %s\n%s\n", site, key.Reveal())
	if err == nil && code.Text() != "" {
		_, err = fmt.Fprintf(file, "\nCode for emergencies of the site %s\n%s\n", site, code.Shown())
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, errors.Join(fmt.Errorf("write the recovery key: %w", err), undo())
	}
	return undo, nil
}

// inputProblem is a problem of --recovery-file.
func inputProblem(text string) error {
	return &refusal{code: core.CodeInput, field: fieldRecoveryFile, text: text}
}
