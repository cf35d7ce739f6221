//go:build unix

package storage

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// syncFolder brings the names in a folder to the disk. O_DIRECTORY keeps it
// from ever opening a store.
func syncFolder(path string) error {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("sync the folder: %w", err)
	}
	synced := unix.Fsync(fd)
	if err := unix.Close(fd); err != nil {
		return fmt.Errorf("sync the folder: %w", err)
	}
	if synced != nil && synced != unix.EINVAL && synced != unix.ENOTSUP {
		return fmt.Errorf("sync the folder: %w", synced)
	}
	return nil
}
