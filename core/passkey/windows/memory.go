package windows

import (
	"runtime"
	"unicode/utf16"
)

// memory is what the system reads during one call. All of it stays where it is until
// free, and is kept until then.
type memory struct{ pinner runtime.Pinner }

// free lets the memory go.
func (m *memory) free() { m.pinner.Unpin() }

// text is UTF-16 with a zero behind it.
func (m *memory) text(text string) *uint16 {
	return laid(m, append(utf16.Encode([]rune(text)), 0))
}

// fixed pins a value.
func fixed[T any](m *memory, value *T) *T {
	m.pinner.Pin(value)
	return value
}

// laid pins values that lie one behind the other and gives the first; nil for none.
func laid[T any](m *memory, values []T) *T {
	if len(values) == 0 {
		return nil
	}
	return fixed(m, &values[0])
}
