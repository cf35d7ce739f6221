package network

import (
	"bufio"
	"encoding/hex"
	"io"
	"net/netip"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// passingAddresses are the IPv6 addresses of this computer that do not last, as
// the kernel tells. Where it does not tell, all seem to last.
func passingAddresses() map[netip.Addr]bool {
	file, err := os.Open("/proc/net/if_inet6")
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }() // nothing was written that could be lost
	return readPassing(file)
}

// readPassing reads the kernel's table: address, interface, length of the
// prefix, scope and flags in hexadecimal, and the name of the interface.
func readPassing(table io.Reader) map[netip.Addr]bool {
	const passing = unix.IFA_F_TEMPORARY | unix.IFA_F_DEPRECATED | unix.IFA_F_TENTATIVE | unix.IFA_F_DADFAILED
	found := map[netip.Addr]bool{}
	for lines := bufio.NewScanner(table); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) != 6 {
			continue
		}
		bytes, err := hex.DecodeString(fields[0])
		a, ok := netip.AddrFromSlice(bytes)
		flags, flagsErr := strconv.ParseUint(fields[4], 16, 32)
		if err == nil && ok && flagsErr == nil && flags&passing != 0 {
			found[Plain(a)] = true
		}
	}
	return found
}
