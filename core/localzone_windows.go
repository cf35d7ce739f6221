package core

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// askZone asks the ICU library that is part of Windows since version 1903.
// Windows' own names of zones are not IANA's. Older systems give "".
func askZone() string {
	icu := windows.NewLazySystemDLL("icu.dll")
	proc := icu.NewProc("ucal_getDefaultTimeZone")
	if proc.Find() != nil {
		return ""
	}
	var name [64]uint16
	var status int32
	proc.Call(uintptr(unsafe.Pointer(&name[0])), uintptr(len(name)), uintptr(unsafe.Pointer(&status)))
	if status > 0 { // a UErrorCode above zero is a failure
		return ""
	}
	return windows.UTF16ToString(name[:])
}
