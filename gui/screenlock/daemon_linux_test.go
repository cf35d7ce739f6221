package screenlock

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// soon is how long a test waits for what has to come.
const soon = 30 * time.Second

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// daemon is a real bus of the test's own.
type daemon struct {
	config, address string
	run             *exec.Cmd
}

// newDaemon starts a bus on which everybody may do everything.
func newDaemon(t *testing.T) *daemon {
	t.Helper()
	dir, err := os.MkdirTemp("", "bus") // that of the test may be too long for a socket
	must(t, err)
	t.Cleanup(func() { must(t, os.RemoveAll(dir)) })
	d := &daemon{config: filepath.Join(dir, "bus.conf"), address: "unix:path=" + filepath.Join(dir, "socket")}
	must(t, os.WriteFile(d.config, []byte(fmt.Sprintf(`<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>%s</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`, d.address)), 0o600))
	d.start(t)
	t.Cleanup(d.kill)
	return d
}

// start starts the bus, also again.
func (d *daemon) start(t *testing.T) {
	t.Helper()
	program, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Fatal("dbus-daemon is missing here; install it with: apt-get install dbus-daemon")
	}
	d.run = exec.Command(program, "--config-file="+d.config, "--nofork", "--nopidfile", "--print-address=1")
	out, err := d.run.StdoutPipe()
	must(t, err)
	must(t, d.run.Start())
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || !strings.HasPrefix(line, "unix:") {
		d.kill()
		t.Fatalf("the bus says %q, %v", line, err)
	}
}

// kill ends the bus at once.
func (d *daemon) kill() {
	_ = d.run.Process.Kill()
	_ = d.run.Wait() // it was killed
}

// joins connects to the bus.
func (d *daemon) joins(t *testing.T) *dbus.Conn {
	t.Helper()
	conn, err := dbus.Connect(d.address)
	must(t, err)
	t.Cleanup(func() { _ = conn.Close() }) // the bus may be gone
	return conn
}

// owns is joins with a well-known name.
func (d *daemon) owns(t *testing.T, name string) *dbus.Conn {
	t.Helper()
	conn := d.joins(t)
	reply, err := conn.RequestName(name, dbus.NameFlagDoNotQueue)
	if err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("%s: %v, %v", name, reply, err)
	}
	return conn
}

// ear is a Watcher that hears one source, and what it tells.
type ear struct {
	*testing.T
	watcher *Watcher
	told    chan Reason
	lines   chan string
	stop    context.CancelFunc
	ended   chan struct{}
}

// newEar makes one that hears nothing yet.
func newEar(t *testing.T, env map[string]string) *ear {
	e := &ear{T: t, told: make(chan Reason, 1000), lines: make(chan string, 1000), ended: make(chan struct{})}
	e.watcher = New(slog.New(lineHandler{slog.DiscardHandler, e.lines}), func(name string) string { return env[name] })
	return e
}

func (e *ear) tell(r Reason) { e.told <- r }

// follow hears a source until the test ends.
func (e *ear) follow(f followed) {
	e.Helper()
	e.begin(func(ctx context.Context) { e.watcher.follow(ctx, f) })
}

// begin runs something until the test ends.
func (e *ear) begin(run func(context.Context)) {
	ctx, cancel := context.WithCancel(context.Background())
	e.stop = cancel
	go func() {
		defer close(e.ended)
		run(ctx)
	}()
	e.Cleanup(e.end)
}

// end waits until nothing runs any more.
func (e *ear) end() {
	e.Helper()
	e.stop()
	select {
	case <-e.ended:
	case <-time.After(soon):
		e.Error("it does not end with its context")
	}
}

// says waits for a line of the log with a text in it.
func (e *ear) says(text string) {
	e.Helper()
	late := time.After(soon)
	for {
		select {
		case line := <-e.lines:
			if strings.Contains(line, text) {
				return
			}
		case <-late:
			e.Fatalf("the log does not say %q", text)
		}
	}
}

// wants waits for these reasons, in this order, and nothing between.
func (e *ear) wants(reasons ...Reason) {
	e.Helper()
	for i, want := range reasons {
		select {
		case got := <-e.told:
			if got != want {
				e.Fatalf("number %d that is told is %q, want %q", i+1, got, want)
			}
		case <-time.After(soon):
			e.Fatalf("%q is not told", want)
		}
	}
}

// lineHandler passes the lines of a log on.
type lineHandler struct {
	slog.Handler
	lines chan<- string
}

func (lineHandler) Enabled(context.Context, slog.Level) bool { return true }

func (h lineHandler) Handle(_ context.Context, r slog.Record) error {
	line := r.Message
	r.Attrs(func(a slog.Attr) bool { line += " " + a.String(); return true })
	h.lines <- line
	return nil
}

// sends sends a signal, to one member of the bus alone where to is not "".
func sends(t *testing.T, from *dbus.Conn, to string, path dbus.ObjectPath, name string, body ...any) {
	t.Helper()
	dot := strings.LastIndex(name, ".")
	m := &dbus.Message{Type: dbus.TypeSignal, Body: body, Headers: map[dbus.HeaderField]dbus.Variant{
		dbus.FieldPath:      dbus.MakeVariant(path),
		dbus.FieldInterface: dbus.MakeVariant(name[:dot]),
		dbus.FieldMember:    dbus.MakeVariant(name[dot+1:]),
	}}
	if to != "" {
		m.Headers[dbus.FieldDestination] = dbus.MakeVariant(to)
	}
	if len(body) > 0 {
		m.Headers[dbus.FieldSignature] = dbus.MakeVariant(dbus.SignatureOf(body...))
	}
	must(t, from.Send(m, nil).Err)
}
