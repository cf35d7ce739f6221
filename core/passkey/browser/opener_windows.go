package browser

import (
	"context"
	"fmt"
	"runtime"
	"syscall"

	"golang.org/x/sys/windows"
)

// falseSuccess is S_FALSE: the thread had been prepared for COM before.
const falseSuccess = syscall.Errno(1)

// open asks the shell of Windows, which has no command line to be read. The call is
// documented to need COM on its thread ("ShellExecuteW", remarks).
func open(ctx context.Context, path string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	verb, err := windows.UTF16PtrFromString("open")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoBrowser, err)
	}
	file, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoBrowser, err)
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err = windows.CoInitializeEx(0, windows.COINIT_APARTMENTTHREADED|windows.COINIT_DISABLE_OLE1DDE)
	if err == nil || err == falseSuccess {
		defer windows.CoUninitialize()
	}
	if err := windows.ShellExecute(0, verb, file, nil, nil, windows.SW_SHOWNORMAL); err != nil {
		return fmt.Errorf("%w: %w", ErrNoBrowser, err)
	}
	return nil
}
