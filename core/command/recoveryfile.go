package command

import (
	"fmt"
	"io"
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
	err = toNewFile(path, fieldRecoveryFile, func(to io.Writer) error {
		_, err := fmt.Fprintf(to, "Recovery key of the site %s\n%s\n", site, key.Reveal())
		if err == nil && code.Text() != "" {
			_, err = fmt.Fprintf(to, "\nCode for emergencies of the site %s\n%s\n", site, code.Shown())
		}
		if err != nil {
			return fmt.Errorf("write the recovery key: %w", err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return func() error { return os.Remove(path) }, nil
}

// inputProblem is a problem of --recovery-file.
func inputProblem(text string) error {
	return &refusal{code: core.CodeInput, field: fieldRecoveryFile, text: text}
}
