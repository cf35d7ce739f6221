//go:build race

package gui

// raced tells whether the race detector is on.
const raced = true
