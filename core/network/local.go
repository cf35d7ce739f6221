package network

import (
	"cmp"
	"net"
	"net/netip"
	"slices"
)

// ownAddress is an address of this computer and what speaks for it.
type ownAddress struct {
	addr netip.Addr
	// index is the number of its interface.
	index int
	// running: the interface has a connection, as far as the system can tell.
	running bool
	// passing: the address lasts some hours only (RFC 8981), or is not in use
	// (RFC 4862: tentative, deprecated). Not every system tells.
	passing bool
}

// LocalAddress tells under which address this computer is known on its network,
// and false when it has none but loopback. It sends nothing. Among several it
// takes that of an interface with a connection, then a private IPv4 address,
// then another of IPv4, then a lasting IPv6 address, then shared ones and
// link-local ones; then the interface of the lowest number.
//
// It is what this computer says of itself, and no proof.
func LocalAddress() (netip.Addr, bool) {
	interfaces, err := net.Interfaces()
	if err != nil {
		return netip.Addr{}, false // a system that tells no addresses has none to show
	}
	passing := passingAddresses()
	var all []ownAddress
	for _, one := range interfaces {
		if one.Flags&net.FlagUp == 0 || one.Flags&net.FlagLoopback != 0 {
			continue
		}
		addresses, err := one.Addrs()
		if err != nil {
			continue // an interface that has gone meanwhile
		}
		for _, address := range addresses {
			if a, ok := addressOf(address); ok {
				all = append(all, ownAddress{a, one.Index, one.Flags&net.FlagRunning != 0, passing[a]})
			}
		}
	}
	return choose(all)
}

// addressOf is the address in what package net tells of an interface.
func addressOf(address net.Addr) (netip.Addr, bool) {
	network, ok := address.(*net.IPNet)
	if !ok {
		return netip.Addr{}, false
	}
	a, ok := netip.AddrFromSlice(network.IP)
	return Plain(a), ok
}

// choose returns the address by which a computer with these is known.
func choose(all []ownAddress) (netip.Addr, bool) {
	usable := slices.DeleteFunc(slices.Clone(all), func(a ownAddress) bool { return rank(a) == notShown })
	if len(usable) == 0 {
		return netip.Addr{}, false
	}
	best := slices.MinFunc(usable, func(a, b ownAddress) int {
		return cmp.Or(
			precedence(a.running, b.running),
			cmp.Compare(rank(a), rank(b)),
			precedence(!a.passing, !b.passing),
			cmp.Compare(a.index, b.index),
			a.addr.Compare(b.addr),
		)
	})
	return best.addr, true
}

// precedence orders what has an advantage before what has not.
func precedence(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// notShown is the rank of what is no address of one computer on its network.
const notShown = 7

// rank tells how well an address names a computer; less is better.
func rank(a ownAddress) int {
	kind := KindOf(a.addr)
	switch {
	case kind == KindPrivate && a.addr.Is4():
		return 1
	case kind == KindPublic && a.addr.Is4():
		return 2
	case kind == KindPublic:
		return 3
	case kind == KindPrivate:
		return 4
	case kind == KindShared:
		return 5
	case kind == KindLinkLocal:
		return 6
	}
	return notShown
}
