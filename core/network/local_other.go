//go:build !linux

package network

import "net/netip"

// passingAddresses are none: package net does not tell on this system, and its
// own calls differ from version to version.
func passingAddresses() map[netip.Addr]bool { return nil }
