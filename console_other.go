//go:build !windows

package main

// leaveConsole does nothing: no other system opens a console for a program.
func leaveConsole() error { return nil }
