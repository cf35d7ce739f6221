// Package probe lets whole-program tests see where things are in the window.
//
// Only a program built with the tag tour has it, and only with the variable GATEHOUSE_PROBE set to a path does it do
// anything: it listens there on a Unix socket and answers each connection with what the window shows (see screen.Screen).
// Without the tag Install is empty and the released program holds none of this; the tour looks into it.
//
// Threats. Whoever can connect reads the window like a person who looks at it. What stands in a password field is never
// told, revealed or not. The socket is in a folder of the test's own, and no secret goes the other way: the probe takes no
// orders.
package probe
