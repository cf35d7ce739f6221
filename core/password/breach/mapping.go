package breach

import (
	"fmt"
	"hash/crc32"
	"math"
	"os"
	"runtime/debug"
	"sync"
	"unsafe"
)

// mapping is a list file in the address space. Its pages come from the file
// when they are touched, and may be taken away again.
type mapping struct {
	file  *os.File
	table *crc32.Table
	// use is held while the pages are read: they must not be unmapped then.
	use   sync.RWMutex
	pages []byte // nil once closed
}

// newMapping maps a file of the given length.
func newMapping(file *os.File, size int64) (*mapping, error) {
	if size > math.MaxInt {
		return nil, ErrTooLarge
	}
	pages, err := mapFile(file, int(size))
	if err != nil {
		return nil, fmt.Errorf("breach: map the list: %w", err)
	}
	return &mapping{file: file, table: castagnoli(), pages: pages}, nil
}

// hold keeps the mapping from being closed until release is called.
func (m *mapping) hold() (release func(), err error) {
	m.use.RLock()
	if m.pages == nil {
		m.use.RUnlock()
		return nil, ErrClosed
	}
	return m.use.RUnlock, nil
}

func (m *mapping) close() error {
	m.use.Lock()
	defer m.use.Unlock()
	err := unmapFile(m.pages)
	m.pages = nil
	if closed := m.file.Close(); err == nil {
		err = closed
	}
	return err
}

// contains looks a key up in a shard. Each block that it reads is compared with
// its checksum first, every time: the page may have been written, or read anew
// from a failing disk, since the last time.
func (m *mapping) contains(s *shard, checks []uint32, key uint64) (found bool, err error) {
	m.use.RLock()
	defer m.use.RUnlock()
	if m.pages == nil {
		return false, ErrClosed
	}
	// A page that cannot be read is a fault that would end the program. On this
	// goroutine it is a panic instead, and that one is caught.
	before := debug.SetPanicOnFault(true)
	defer func() {
		debug.SetPanicOnFault(before)
		if cause := recover(); cause != nil {
			found, err = false, m.fault(cause)
		}
	}()
	first, second, third, fingerprint := s.places(key)
	xored := uint16(0)
	for _, place := range [3]uint64{first, second, third} {
		block := (s.offset + 2*place) / blockSize
		start := headerSize + block*blockSize
		b := m.pages[start : start+blockSize]
		if crc32.Checksum(b, m.table) != checks[block] {
			return false, fmt.Errorf("%w: the checksum of block %d differs", ErrDamaged, block)
		}
		xored ^= at(b, place%(blockSize/2))
	}
	return xored == fingerprint, nil
}

// fault makes an error of a page that could not be read. Any other panic goes
// on.
func (m *mapping) fault(cause any) error {
	if fault, ok := cause.(interface{ Addr() uintptr }); ok {
		start := uintptr(unsafe.Pointer(unsafe.SliceData(m.pages)))
		if address := fault.Addr(); address >= start && address-start < uintptr(len(m.pages)) {
			return fmt.Errorf("%w: a page of it cannot be read", ErrDamaged)
		}
	}
	panic(cause)
}
