package breach

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"math"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	// magic has a byte beyond ASCII, both line ends and an end of file, so that a
	// transfer that takes the file for text shows (as in PNG).
	magic   = "\x89GHBL\r\n\x1a"
	version = 1

	headerSize = 4096
	headerBody = headerSize - sha256.Size
	blockSize  = 1024
	entrySize  = 64

	maxShardBits    = 8
	fingerprintBits = 16
	// falseOneIn is what fingerprints of 16 bits give.
	falseOneIn = 1 << fingerprintBits
	// maxName is the longest name of a source, in bytes.
	maxName = 255
	// maxTime is the last millisecond of the year 9999, the last that RFC 3339
	// can write.
	maxTime = 253402300799999
)

// Places of the fields in the header.
const (
	atVersion     = 8
	atHeaderSize  = 12
	atShardBits   = 16
	atPrintBits   = 20
	atEntries     = 24
	atOneIn       = 32
	atMade        = 40
	atSourceTime  = 48
	atFileSize    = 56
	atIndexOffset = 64
	atIndexSize   = 72
	atIndexSum    = 80
	atNameSize    = 112
	atName        = 116
	atNameEnd     = atName + maxName
)

// Info is what a list says of itself.
type Info struct {
	// ID names the list: the SHA-256 of its header, in hexadecimal. Two files
	// with the same ID have the same content.
	ID string `json:"id"`
	// Source is the name of what it was made from, as it was given.
	Source string `json:"source"`
	// SourceTime is when the newest file of the source was last written, Made
	// when the list was made, both in UTC.
	SourceTime time.Time `json:"source_time"`
	Made       time.Time `json:"made"`
	// Entries is how many passwords it has.
	Entries uint64 `json:"entries"`
	// FalseOneIn: of so many passwords that are not on the list, one is taken for
	// one that is.
	FalseOneIn uint64 `json:"false_one_in"`
	// Bytes is the length of the file.
	Bytes int64 `json:"bytes"`
	// Shards is in how many parts it is.
	Shards int `json:"shards"`
}

// BitsPerEntry is the length of the file divided by its entries.
func (i Info) BitsPerEntry() float64 {
	return 8 * float64(i.Bytes) / float64(i.Entries)
}

// header is the first part of the file.
type header struct {
	info        Info
	shardBits   uint32
	indexOffset uint64
	indexSize   uint64
	indexSum    [sha256.Size]byte
}

// encode writes the header and tells the list's ID.
func (h *header) encode() ([]byte, string) {
	b := make([]byte, headerSize)
	le := binary.LittleEndian
	copy(b, magic)
	le.PutUint32(b[atVersion:], version)
	le.PutUint32(b[atHeaderSize:], headerSize)
	le.PutUint32(b[atShardBits:], h.shardBits)
	le.PutUint32(b[atPrintBits:], fingerprintBits)
	le.PutUint64(b[atEntries:], h.info.Entries)
	le.PutUint64(b[atOneIn:], falseOneIn)
	le.PutUint64(b[atMade:], milliseconds(h.info.Made))
	le.PutUint64(b[atSourceTime:], milliseconds(h.info.SourceTime))
	le.PutUint64(b[atFileSize:], uint64(h.info.Bytes))
	le.PutUint64(b[atIndexOffset:], h.indexOffset)
	le.PutUint64(b[atIndexSize:], h.indexSize)
	copy(b[atIndexSum:], h.indexSum[:])
	name := cleanName(h.info.Source)
	le.PutUint32(b[atNameSize:], uint32(len(name)))
	copy(b[atName:atNameEnd], name)
	sum := sha256.Sum256(b[:headerBody])
	copy(b[headerBody:], sum[:])
	return b, hex.EncodeToString(sum[:])
}

// milliseconds are those since 1970, 0 for times that cannot be written.
func milliseconds(t time.Time) uint64 {
	ms := t.UnixMilli()
	if ms < 0 || ms > maxTime {
		return 0
	}
	return uint64(ms)
}

// cleanName makes a name UTF-8 and short enough, at the border of a character.
func cleanName(name string) string {
	name = strings.ToValidUTF8(name, "\uFFFD")
	for len(name) > maxName {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	return name
}

// readHeader reads the header of a file of the given length.
func readHeader(r io.ReaderAt, size int64) (*header, error) {
	if size == 0 {
		return nil, ErrEmpty
	}
	b := make([]byte, min(size, headerSize))
	if _, err := io.ReadFull(io.NewSectionReader(r, 0, int64(len(b))), b); err != nil {
		return nil, fmt.Errorf("breach: read the header: %w", err)
	}
	if start := min(len(b), len(magic)); string(b[:start]) != magic[:start] {
		return nil, ErrForeign
	}
	if len(b) < headerSize {
		return nil, fmt.Errorf("%w: within the header", ErrTruncated)
	}
	sum := sha256.Sum256(b[:headerBody])
	if !bytes.Equal(sum[:], b[headerBody:]) {
		return nil, fmt.Errorf("%w: the checksum of the header differs", ErrDamaged)
	}
	if v := binary.LittleEndian.Uint32(b[atVersion:]); v > version {
		return nil, fmt.Errorf("%w: %d", ErrNewer, v)
	}
	return decodeHeader(b, hex.EncodeToString(sum[:]), uint64(size))
}

// fits tells whether shards and index fill a file of this length.
func (h *header) fits(fileSize uint64) bool {
	return fileSize <= math.MaxInt64 && h.indexOffset >= headerSize && h.indexOffset <= fileSize &&
		h.indexSize == fileSize-h.indexOffset
}

// decodeHeader reads a header whose checksum is right. It does not trust it: a
// file may have been made to harm.
func decodeHeader(b []byte, id string, size uint64) (*header, error) {
	le := binary.LittleEndian
	made, source := le.Uint64(b[atMade:]), le.Uint64(b[atSourceTime:])
	nameSize, fileSize := le.Uint32(b[atNameSize:]), le.Uint64(b[atFileSize:])
	h := &header{
		shardBits: le.Uint32(b[atShardBits:]), indexOffset: le.Uint64(b[atIndexOffset:]),
		indexSize: le.Uint64(b[atIndexSize:]), indexSum: [sha256.Size]byte(b[atIndexSum:]),
	}
	known := le.Uint32(b[atVersion:]) == version && le.Uint32(b[atHeaderSize:]) == headerSize &&
		le.Uint32(b[atPrintBits:]) == fingerprintBits && le.Uint64(b[atOneIn:]) == falseOneIn
	sound := h.shardBits <= maxShardBits && made <= maxTime && source <= maxTime && nameSize <= maxName && h.fits(fileSize)
	if !known || !sound {
		return nil, fmt.Errorf("%w: the header contradicts itself", ErrDamaged)
	}
	switch {
	case size < fileSize:
		return nil, fmt.Errorf("%w: %d of %d bytes", ErrTruncated, size, fileSize)
	case size > fileSize:
		return nil, fmt.Errorf("%w: it is %d bytes too long", ErrDamaged, size-fileSize)
	}
	name := b[atName : atName+nameSize]
	if !utf8.Valid(name) {
		return nil, fmt.Errorf("%w: the name is no text", ErrDamaged)
	}
	h.info = Info{
		ID: id, Source: string(name), SourceTime: time.UnixMilli(int64(source)).UTC(), Made: time.UnixMilli(int64(made)).UTC(),
		Entries: le.Uint64(b[atEntries:]), FalseOneIn: falseOneIn, Bytes: int64(fileSize), Shards: 1 << h.shardBits,
	}
	return h, nil
}
