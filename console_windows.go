package main

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

// leaveConsole lets go of the console when no other program uses it: Windows has
// opened it because the program has commands, and a person who opened the window
// from the desktop has no use for it. A console that a command was typed in stays.
func leaveConsole() error {
	system := windows.NewLazySystemDLL("kernel32.dll")
	var users [2]uint32
	count, _, _ := system.NewProc("GetConsoleProcessList").Call(uintptr(unsafe.Pointer(&users[0])), uintptr(len(users)))
	if count != 1 { // 0: there is none
		return nil
	}
	if done, _, err := system.NewProc("FreeConsole").Call(); done == 0 {
		return fmt.Errorf("leave the console: %w", err)
	}
	return nil
}
