//go:build !windows

package network

import "net/netip"

// desktopClient is none: only Windows tells who looks at a remote desktop.
func desktopClient() (netip.Addr, bool) { return netip.Addr{}, false }
