//go:build linux || windows

package secretclip

import "time"

// longest is the length of the longest text, in bytes of UTF-8. It fits one request
// of every X server (at least 256 KiB), so that nothing has to be sent in parts.
const longest = 64 << 10

// patience is how long another program, or the display, may take.
const patience = 2 * time.Second
