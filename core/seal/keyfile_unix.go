//go:build unix

package seal

import (
	"errors"
	"os"
	"syscall"
)

const (
	checksPermissions = true
	nonBlocking       = syscall.O_NONBLOCK
)

// syncFolder makes a new name in a folder durable. File systems that cannot sync
// a folder, such as some network ones, say EINVAL or ENOTSUP; there it is theirs.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil
	}
	return errors.Join(err, d.Close())
}
