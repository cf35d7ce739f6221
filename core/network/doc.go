// Package network reads addresses and ranges of addresses, names where they
// belong, and finds out under which address this program runs.
//
// # Terms
//
// An address is an IPv4 or IPv6 address without a port and without a zone. An
// IPv4 address that is written as an IPv6 one (RFC 4291, 2.5.5.2, such as
// ::ffff:10.0.0.1) is the IPv4 address: it is unmapped before anything is asked
// of it, so that no rule can be walked around by writing an address otherwise.
// A range is all addresses that begin with the same bits, written as CIDR
// (RFC 4632). A range of IPv6, even ::/0, has no IPv4 address in it. The kind of
// an address is what the registries of IANA keep it for. A place is a name that
// an administrator gives to ranges. A location is what a file in MaxMind DB
// format, which the administrator supplies, tells of an address.
//
// # Invariants
//
// Parsing is strict, as two programs that read an address differently let
// through what only one of them would refuse (CVE-2021-29923: 010.0.0.1 is
// 8.0.0.1 to some and 10.0.0.1 to others). No address that this package returns
// is mapped or has a zone. No packet is sent. What a location file says is text
// of a stranger: it is bounded and has no invisible characters.
//
// [LocalAddress] and [RemoteAddress] are told by this computer, and are no proof
// of anything: whoever rules the computer or starts the program chooses them.
package network
