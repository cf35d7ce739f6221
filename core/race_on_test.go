//go:build race

package core_test

// faultStep: under the race detector, which makes the store ten times slower and
// sees the same writes each time, only some of the faults are injected. "make
// test" runs this package without it too.
const faultStep = 9
