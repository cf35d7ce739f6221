package browser

import (
	"fmt"
	"os"
)

// ownMode is that of a folder which this person alone can use.
const ownMode = 0o700

// makeFolder makes the folder of the redirect file, where it is missing. It returns
// ErrFolder for one that others could exchange files in: they would lead the browser to
// a page of their own.
func makeFolder(dir string) error {
	if err := os.MkdirAll(dir, ownMode); err != nil {
		return fmt.Errorf("passkey page: make the folder of the redirect file: %w", err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("passkey page: look at the folder of the redirect file: %w", err)
	}
	if !isOwn(info) {
		return ErrFolder
	}
	return nil
}
