//go:build unix

package browser

import (
	"context"
	"fmt"
	"os/exec"
	"runtime"
	"syscall"
)

// opener is the command that opens a file as the desktop would. That of macOS has one
// place; the other one stands wherever the distribution has put it (xdg-utils).
func opener() string {
	if runtime.GOOS == "darwin" {
		return "/usr/bin/open"
	}
	return "xdg-open"
}

// open runs the opener. It is a process group of its own, so that Ctrl+C at a command
// does not reach a browser that it has become.
func open(ctx context.Context, path string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	command := exec.Command(opener(), path) // its input and outputs are the null device
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := command.Start(); err != nil {
		return fmt.Errorf("%w: %w", ErrNoBrowser, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			return fmt.Errorf("%w: %s: %w", ErrNoBrowser, opener(), err)
		}
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
