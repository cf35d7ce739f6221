//go:build !linux

package main

import "syscall"

// dieWithParent asks nothing of a system on which the tour does not run.
func dieWithParent() *syscall.SysProcAttr { return nil }
