package browser

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

// established is the state of a connection in use (TCP_ESTABLISHED, tcp_states.h). In
// others the kernel may tell uid 0 for a socket that has no owner any more.
const established = "01"

// Columns of /proc/net/tcp (Documentation/networking/proc_net_tcp.rst).
const (
	columnLocal  = 1
	columnRemote = 2
	columnState  = 3
	columnUID    = 7
	columns      = 10
)

// ownPeer tells whether the other end of a connection belongs to the account that runs
// this program. Both ends are on this computer, so the peer's socket has a row of its
// own: with its end as local and ours as remote. No such row is no.
func ownPeer(peer, here netip.AddrPort) (bool, error) {
	// A socket of IPv6 that is connected to 127.0.0.1 stands in tcp6.
	for _, path := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		uid, found, err := peerIn(path, peer, here)
		if err != nil {
			return false, err
		}
		if found {
			return uid == uint64(os.Geteuid()), nil
		}
	}
	return false, nil
}

// peerIn looks in one table. A table that is not there has no rows: a kernel without
// IPv6 has no tcp6.
func peerIn(path string, peer, here netip.AddrPort) (uid uint64, found bool, err error) {
	table, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("passkey page: read the connections: %w", err)
	}
	uid, found, err = findPeer(table, peer, here)
	return uid, found, errors.Join(err, table.Close())
}

// findPeer looks for the connection in use from peer to here, in a table with the form
// of /proc/net/tcp. Rows that cannot be read are passed over, so that nothing is found.
func findPeer(table io.Reader, peer, here netip.AddrPort) (uid uint64, found bool, err error) {
	lines := bufio.NewScanner(table)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < columns || fields[columnState] != established {
			continue
		}
		local, localOK := parseEnd(fields[columnLocal])
		remote, remoteOK := parseEnd(fields[columnRemote])
		if !localOK || !remoteOK || local != unmapped(peer) || remote != unmapped(here) {
			continue
		}
		if uid, err := strconv.ParseUint(fields[columnUID], 10, 32); err == nil {
			return uid, true, nil
		}
	}
	if err := lines.Err(); err != nil {
		return 0, false, fmt.Errorf("passkey page: read the connections: %w", err)
	}
	return 0, false, nil
}

// unmapped is the same end without the clothing of IPv6 around IPv4.
func unmapped(end netip.AddrPort) netip.AddrPort {
	return netip.AddrPortFrom(end.Addr().Unmap().WithZone(""), end.Port())
}

// parseEnd reads "0100007F:1F90". The address is printed as words of 32 bits in the
// order of the machine, the port as a number.
func parseEnd(text string) (netip.AddrPort, bool) {
	words, portText, ok := strings.Cut(text, ":")
	if !ok || len(portText) != 4 {
		return netip.AddrPort{}, false
	}
	port, err := strconv.ParseUint(portText, 16, 16)
	if err != nil {
		return netip.AddrPort{}, false
	}
	raw, err := hex.DecodeString(words)
	if err != nil || (len(raw) != 4 && len(raw) != 16) {
		return netip.AddrPort{}, false
	}
	for i := 0; i < len(raw); i += 4 {
		binary.NativeEndian.PutUint32(raw[i:], binary.BigEndian.Uint32(raw[i:]))
	}
	address, ok := netip.AddrFromSlice(raw)
	return netip.AddrPortFrom(address.Unmap(), uint16(port)), ok
}
