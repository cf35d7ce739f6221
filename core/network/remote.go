package network

import (
	"encoding/binary"
	"net/netip"
	"strconv"
	"strings"
)

// RemoteAddress tells the address of the person's desk when this program runs in
// a remote login: an SSH session (by the variables SSH_CONNECTION and SSH_CLIENT,
// ssh(1)), or on Windows a remote desktop session. It is false at the computer
// itself, and when the address cannot be read. A zone is left out, as it is one
// of this computer. getenv reads an environment variable, as os.Getenv does.
//
// It is what this computer and the person's own environment say, and no proof:
// whoever starts the program can clear or forge the variables. A rule that
// depends on it keeps honest people from the wrong door and stops no attacker.
func RemoteAddress(getenv func(string) string) (netip.Addr, bool) {
	for variable, fields := range sshVariables() {
		if a, ok := sshClient(getenv(variable), fields); ok {
			return a, true
		}
	}
	return desktopClient()
}

// sshVariables yields the variables of a session and how many fields they have:
// address and port of the client, then of the server, and of an old one the
// client's and the server's port.
func sshVariables() func(yield func(string, int) bool) {
	return func(yield func(string, int) bool) {
		_ = yield("SSH_CONNECTION", 4) && yield("SSH_CLIENT", 3)
	}
}

// sshClient reads the client's address of a variable of so many fields.
func sshClient(value string, fields int) (netip.Addr, bool) {
	parts := strings.Split(value, " ")
	if len(parts) != fields || !isPort(parts[1]) || !isPort(parts[fields-1]) {
		return netip.Addr{}, false
	}
	address, _, _ := strings.Cut(parts[0], "%")
	a, err := ParseAddress(address)
	if err != nil {
		return netip.Addr{}, false
	}
	if fields == 4 {
		server, _, _ := strings.Cut(parts[2], "%")
		if _, err := ParseAddress(server); err != nil {
			return netip.Addr{}, false
		}
	}
	return a, true
}

// isPort reports whether a text is the number of a port.
func isPort(text string) bool {
	port, err := strconv.ParseUint(text, 10, 16)
	return err == nil && strconv.FormatUint(port, 10) == text
}

// The address families of Windows (winsock2.h).
const (
	windowsInet  = 2
	windowsInet6 = 23
)

// clientAddress reads the WTS_CLIENT_ADDRESS of a remote desktop session: the
// family in four bytes, then twenty bytes in which the address begins at the
// third (Microsoft, "WTS_CLIENT_ADDRESS structure"). At the computer itself the
// family or the address is empty.
func clientAddress(told []byte) (netip.Addr, bool) {
	if len(told) != 24 {
		return netip.Addr{}, false
	}
	length := 0
	switch binary.LittleEndian.Uint32(told) {
	case windowsInet:
		length = 4
	case windowsInet6:
		length = 16
	default:
		return netip.Addr{}, false
	}
	a, ok := netip.AddrFromSlice(told[6 : 6+length])
	a = Plain(a)
	return a, ok && !a.IsUnspecified()
}
