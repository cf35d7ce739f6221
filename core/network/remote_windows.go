package network

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"unsafe"

	"golang.org/x/sys/windows"
)

// What to ask of a session (wtsapi32.h, WTS_INFO_CLASS).
const (
	wtsClientAddress      = 14
	wtsClientProtocolType = 16
)

// desktopClient asks Windows for the client of the session in which this
// program runs. The console has the protocol 0 and no client.
func desktopClient() (netip.Addr, bool) {
	protocol := querySession(wtsClientProtocolType)
	if len(protocol) < 2 || binary.LittleEndian.Uint16(protocol) == 0 {
		return netip.Addr{}, false
	}
	return clientAddress(querySession(wtsClientAddress))
}

// querySession asks WTSQuerySessionInformationW about the own session, nil when
// it does not answer: a Windows without remote desktop has no such sessions.
func querySession(class uintptr) []byte {
	query := windows.NewLazySystemDLL("wtsapi32.dll").NewProc("WTSQuerySessionInformationW")
	if query.Find() != nil {
		return nil
	}
	const currentSession = 0xFFFFFFFF
	var told *byte
	var length uint32
	done, _, _ := query.Call(
		0, currentSession, class, uintptr(unsafe.Pointer(&told)), uintptr(unsafe.Pointer(&length)),
	)
	if done == 0 || told == nil {
		return nil
	}
	defer windows.WTSFreeMemory(uintptr(unsafe.Pointer(told)))
	return slices.Clone(unsafe.Slice(told, length))
}
