package browser

import (
	"fmt"
	"syscall"

	"golang.org/x/sys/windows"
)

// exclusiveAddressUse is SO_EXCLUSIVEADDRUSE of winsock2.h, which defines it as the
// complement of SO_REUSEADDR.
const exclusiveAddressUse = ^windows.SO_REUSEADDR

// exclusive keeps other programs from taking over a port that is in use, which Windows
// lets them do with SO_REUSEADDR ("Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE").
func exclusive(_, _ string, conn syscall.RawConn) error {
	var refused error
	err := conn.Control(func(socket uintptr) {
		refused = windows.SetsockoptInt(windows.Handle(socket), windows.SOL_SOCKET, exclusiveAddressUse, 1)
	})
	if err != nil {
		return fmt.Errorf("reach the socket: %w", err)
	}
	if refused != nil {
		return fmt.Errorf("set SO_EXCLUSIVEADDRUSE: %w", refused)
	}
	return nil
}
