//go:build unix

package breach

import (
	"os"

	"golang.org/x/sys/unix"
)

// mapFile maps the first size bytes of a file to be read, not to be written.
func mapFile(file *os.File, size int) ([]byte, error) {
	return unix.Mmap(int(file.Fd()), 0, size, unix.PROT_READ, unix.MAP_SHARED)
}

func unmapFile(pages []byte) error { return unix.Munmap(pages) }
