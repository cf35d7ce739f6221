package mail_test

import (
	"context"
	"errors"
	"net"
	"syscall"
	"testing"
	"time"

	"gatehouse/core/mail"
)

// deaf is a port on which connections are neither taken nor refused: nobody takes those
// that wait, and there is no room for more.
func deaf(t *testing.T) int {
	t.Helper()
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	must(t, err)
	t.Cleanup(func() { must(t, syscall.Close(fd)) })
	must(t, syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}))
	must(t, syscall.Listen(fd, 0))
	bound, err := syscall.Getsockname(fd)
	must(t, err)
	address := net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: bound.(*syscall.SockaddrInet4).Port}
	for range 16 {
		conn, err := net.DialTimeout("tcp", address.String(), 300*time.Millisecond)
		if err != nil {
			return address.Port
		}
		t.Cleanup(func() { must(t, conn.Close()) })
	}
	t.Fatal("the port takes every connection")
	return 0
}

// TestConnecting: a connection that does not come about ends with its time, or with the
// context.
func TestConnecting(t *testing.T) {
	settings := usable()
	settings.Host, settings.Port = "127.0.0.1", deaf(t)
	t.Run("time", func(t *testing.T) {
		limited := settings
		limited.Timeout = 300 * time.Millisecond
		e := expect(t, mail.Send(t.Context(), limited, message()), mail.KindUnreachable, mail.StageConnect)
		if !e.Temporary() {
			t.Error("not temporary")
		}
	})
	t.Run("context", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		e := expect(t, mail.Send(ctx, settings, message()), mail.KindCancelled, mail.StageConnect)
		if !errors.Is(e, context.DeadlineExceeded) {
			t.Errorf("got %v", e)
		}
	})
}
