package command

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"gatehouse/core"
)

// toNewFile writes a file that was not there, for its owner alone. A file that could not
// be written whole is taken away again. The field is the one that names the file.
func toNewFile(path, field string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return &refusal{code: core.CodeInput, field: field, text: "There is a file of this name. Choose a new name; it is never overwritten."}
	}
	if err != nil {
		return &refusal{code: core.CodeInput, field: field, text: "The file cannot be written there. Choose another place.", cause: err}
	}
	if err = write(file); err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}
