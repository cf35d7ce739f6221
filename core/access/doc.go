// Package access holds access rules: from where, and at which hours of the day,
// an account may sign in and stay signed in.
//
// # Terms
//
// A rule allows or denies. It has sources (from where; none is from anywhere) and
// hours (when; none is at any time), and matches when one of its sources and its
// hours do. The lists of an account, its role and the site are asked in this
// order; the first rule that matches over all of them decides. Where none
// matches, access is allowed.
//
// A source is a range of addresses, a place, a kind of address, or the desk: a
// program at this computer, without an address. An address that is not known is
// in no range, no place and of no kind.
//
// Hours are what the clock on the wall shows in the site's time zone, and not a
// span of time: where the clock is put forward over them they do not come that
// day, where it is put back over them they come twice. Hours that run over
// midnight belong to the day on which they begin.
//
// # Written forms
//
// A list is written as text, a rule on each line, or as JSON ([Rules.JSON]). Both
// are strict and lead back to the same value.
//
//	deny from 10.0.0.0/8, place:"Work shop" hours mon-fri 22:00-06:00 note "At night"
//	allow from desk, loopback
//	deny
//
// # Invariants
//
// The package is pure: no clock, no file, no network, no state. What cannot be
// read is refused, never passed over: half a rule could open a door. A list is
// bounded, and so is the time that a decision takes.
package access
