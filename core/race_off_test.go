//go:build !race

package core_test

// faultStep: every write fails in turn.
const faultStep = 1
