package chromiumtest_test

import (
	"bufio"
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"gatehouse/core/passkey/chromiumtest"
)

// display starts a virtual display of its own for a test; "make test" installs what it
// takes.
func display(t *testing.T) string {
	t.Helper()
	read, write, err := os.Pipe()
	must(t, err)
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1024x768x24", "-nolisten", "tcp", "-noreset")
	server.ExtraFiles = []*os.File{write}
	server.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	if err := server.Start(); err != nil {
		t.Fatalf("this test takes a virtual display, which .ci/install test gets: %v", err)
	}
	must(t, write.Close())
	t.Cleanup(func() {
		must(t, server.Process.Signal(syscall.SIGTERM))
		err := server.Wait()
		if _, ended := errors.AsType[*exec.ExitError](err); err != nil && !ended {
			t.Error(err)
		}
		must(t, read.Close())
	})
	must(t, read.SetReadDeadline(time.Now().Add(20*time.Second)))
	line, err := bufio.NewReader(read).ReadString('\n')
	must(t, err)
	return ":" + strings.TrimSpace(line)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// page is the address of a page that says "ready".
func page(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(`<!DOCTYPE html><title>page</title><link rel="icon" href="data:,"><p>ready`)) // to a browser that may be gone
	}))
	t.Cleanup(server.Close)
	return strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
}

// making has the page ask for a passkey, whose promise it keeps.
const making = `(window.made = navigator.credentials.create({ publicKey: {
	challenge: new Uint8Array(32), rp: { id: "localhost", name: "Site" },
	user: { id: new Uint8Array([1, 2, 3]), name: "ada", displayName: "Ada" },
	pubKeyCredParams: [{ type: "public-key", alg: -7 }],
	authenticatorSelection: { residentKey: "required", userVerification: "required" },
} }).then((one) => one.id)), 0`

// TestVisible: in a window on a display the browser does what it does without one. It
// waits for a touch, and what it has made is handed on.
func TestVisible(t *testing.T) {
	b := chromiumtest.Start(t, chromiumtest.Config{Visible: true, Env: []string{"DISPLAY=" + display(t)}, Absent: true})
	must(t, b.Open(t.Context(), page(t)))
	b.Opened()
	b.Shows("ready")
	chromiumtest.Evaluate[int](b, making)
	if held := b.Passkeys(); len(held) != 0 {
		t.Fatalf("made without a touch: %+v", held)
	}
	b.Touch(true)
	must(t, b.Open(t.Context(), page(t)))
	b.Opened()
	b.Shows("ready")
	chromiumtest.Evaluate[int](b, making)
	if id := chromiumtest.Evaluate[string](b, "window.made"); id == "" {
		t.Error("the passkey has no ID")
	}
	held := b.Passkeys()
	if len(held) != 1 || !bytes.Equal(held[0].Handle, []byte{1, 2, 3}) {
		t.Fatalf("held %+v", held)
	}

	other := chromiumtest.Start(t, chromiumtest.Config{})
	b.Hand(other)
	other.SetCount(held[0].ID, 41)
	other.CloseTab()
	if got := other.Passkeys(); len(got) != 1 || !bytes.Equal(got[0].ID, held[0].ID) || got[0].Count != 41 {
		t.Errorf("handed on: %+v", got)
	}
	other.Remove(held[0].ID)
	if got := other.Passkeys(); len(got) != 0 {
		t.Errorf("removed: %+v", got)
	}
	if got := b.Passkeys(); len(got) != 1 || got[0].Count == 41 {
		t.Errorf("left behind: %+v", got)
	}
}

// TestFaults: what a page does wrong is noted, and an address that is none is an error.
func TestFaults(t *testing.T) {
	b := chromiumtest.Start(t, chromiumtest.Config{Script: `setTimeout(() => { throw new Error("of the page"); }, 0);`})
	must(t, b.Open(t.Context(), page(t)))
	b.Opened()
	b.Shows("ready")
	chromiumtest.Evaluate[int](b, `new Promise((done) => setTimeout(done, 0, 1))`) // behind the script's own
	if !slices.ContainsFunc(b.Faults(), func(fault string) bool { return strings.Contains(fault, "of the page") }) {
		t.Errorf("the faults are %q", b.Faults())
	}
	if err := b.Open(t.Context(), "http://localhost:1/"); err == nil {
		t.Error("a port that nobody has was opened")
	}
}
