package main

import "syscall"

// dieWithParent makes a child end when the tour ends in whatever way.
func dieWithParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM} }
