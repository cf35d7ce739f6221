package breach

import (
	"errors"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// mapFile maps the first size bytes of a file to be read, not to be written.
// Windows lets nobody cut the file short meanwhile.
func mapFile(file *os.File, size int) ([]byte, error) {
	section, err := windows.CreateFileMapping(windows.Handle(file.Fd()), nil, windows.PAGE_READONLY, 0, 0, nil)
	if err != nil {
		return nil, err
	}
	address, err := windows.MapViewOfFile(section, windows.FILE_MAP_READ, 0, 0, uintptr(size))
	// The view keeps the section; its handle is not needed any more.
	if closed := windows.CloseHandle(section); err != nil || closed != nil {
		if address != 0 {
			closed = errors.Join(closed, windows.UnmapViewOfFile(address))
		}
		return nil, errors.Join(err, closed)
	}
	// The address is not Go's: reading it through the variable keeps vet's rule on
	// made-up pointers.
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&address)), size), nil
}

func unmapFile(pages []byte) error {
	return windows.UnmapViewOfFile(uintptr(unsafe.Pointer(unsafe.SliceData(pages))))
}
