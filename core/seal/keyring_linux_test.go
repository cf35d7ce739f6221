package seal

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"maps"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// fakeBus is a session bus with a Secret Service on it, as far as go-keyring uses
// them: the system's own path from Go to the socket is what is tested.
type fakeBus struct {
	refuse string // name of the error that answers every call to the service
	silent bool   // calls to the service are never answered
	locked bool   // unlocking needs a prompt, and the prompt is dismissed

	mu    sync.Mutex
	items map[dbus.ObjectPath]fakeItem
}

type fakeItem struct {
	attributes map[string]string
	secret     fakeSecret
}

type fakeSecret struct {
	Session           dbus.ObjectPath
	Parameters, Value []byte
	ContentType       string
}

const fakePrompt = dbus.ObjectPath("/prompt/1")

// listen starts the bus and makes it the session's, until the test ends.
func (b *fakeBus) listen(t *testing.T) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bus")
	listener, err := net.Listen("unix", path)
	want(t, err, nil)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+path)
	b.items = map[dbus.ObjectPath]fakeItem{}
	var wait sync.WaitGroup
	wait.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			wait.Go(func() { b.serve(conn) })
		}
	})
	t.Cleanup(func() {
		// The library keeps one connection for the whole program.
		if conn, err := dbus.SessionBus(); err == nil {
			want(t, conn.Close(), nil)
		}
		want(t, listener.Close(), nil)
		wait.Wait()
	})
}

// serve speaks the D-Bus handshake, then answers messages until the client hangs up.
func (b *fakeBus) serve(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		reply := "ERROR\r\n"
		switch {
		case strings.HasPrefix(line, "BEGIN"):
			b.answerAll(conn, in)
			return
		case strings.Contains(line, "AUTH EXTERNAL"):
			reply = "OK 00112233445566778899aabbccddeeff\r\n"
		case strings.Contains(line, "AUTH"):
			reply = "REJECTED EXTERNAL\r\n"
		}
		if _, err := conn.Write([]byte(reply)); err != nil {
			return
		}
	}
}

func (b *fakeBus) answerAll(conn net.Conn, in *bufio.Reader) {
	for {
		call, err := dbus.DecodeMessage(in)
		if err != nil {
			return
		}
		for _, m := range b.answer(call) {
			var out bytes.Buffer
			if m.EncodeTo(&out, binary.LittleEndian) != nil {
				return
			}
			if _, err := conn.Write(out.Bytes()); err != nil {
				return
			}
		}
	}
}

// answer returns the messages that follow a call.
func (b *fakeBus) answer(call *dbus.Message) []*dbus.Message {
	member, _ := call.Headers[dbus.FieldMember].Value().(string)
	target, _ := call.Headers[dbus.FieldDestination].Value().(string)
	switch {
	case member == "Hello":
		return []*dbus.Message{reply(call, ":1.1")}
	case target == "org.freedesktop.DBus":
		return []*dbus.Message{reply(call)}
	case b.silent:
		return nil
	case b.refuse != "":
		m := reply(call, "refused")
		m.Type = dbus.TypeError
		m.Headers[dbus.FieldErrorName] = dbus.MakeVariant(b.refuse)
		return []*dbus.Message{m}
	case member == "Prompt":
		return []*dbus.Message{reply(call), dismissed()}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return []*dbus.Message{reply(call, b.service(member, call)...)}
}

// service is the Secret Service: it returns the results of a call.
func (b *fakeBus) service(member string, call *dbus.Message) []any {
	const login = dbus.ObjectPath("/org/freedesktop/secrets/collection/login")
	path, _ := call.Headers[dbus.FieldPath].Value().(dbus.ObjectPath)
	switch member {
	case "Get": // the property Collections
		return []any{dbus.MakeVariant([]dbus.ObjectPath{login})}
	case "OpenSession":
		return []any{dbus.MakeVariant(""), dbus.ObjectPath("/session/1")}
	case "Unlock":
		if b.locked {
			return []any{[]dbus.ObjectPath{}, fakePrompt}
		}
		return []any{call.Body[0], dbus.ObjectPath("/")}
	case "SearchItems":
		return []any{b.search(call.Body[0].(map[string]string))}
	case "CreateItem":
		return []any{b.create(call), dbus.ObjectPath("/")}
	case "GetSecret":
		return []any{b.items[path].secret}
	case "Delete":
		delete(b.items, path)
		return []any{dbus.ObjectPath("/")}
	}
	return nil
}

func (b *fakeBus) create(call *dbus.Message) dbus.ObjectPath {
	properties := call.Body[0].(map[string]dbus.Variant)
	attributes := properties["org.freedesktop.Secret.Item.Attributes"].Value().(map[string]string)
	var item fakeItem
	item.attributes = attributes
	if err := dbus.Store(call.Body[1:2], &item.secret); err != nil {
		panic(err)
	}
	path := dbus.ObjectPath("/item/" + attributes["username"])
	path = dbus.ObjectPath(strings.ReplaceAll(string(path), "-", "_"))
	b.items[path] = item
	return path
}

func (b *fakeBus) search(attributes map[string]string) []dbus.ObjectPath {
	found := []dbus.ObjectPath{}
	for path, item := range b.items {
		if maps.Equal(item.attributes, attributes) {
			found = append(found, path)
		}
	}
	return found
}

// stored returns the attributes of all items.
func (b *fakeBus) stored() []map[string]string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []map[string]string
	for _, item := range b.items {
		all = append(all, maps.Clone(item.attributes))
	}
	return all
}

func reply(call *dbus.Message, body ...any) *dbus.Message {
	m := &dbus.Message{Type: dbus.TypeMethodReply, Body: body}
	m.Headers = map[dbus.HeaderField]dbus.Variant{
		dbus.FieldReplySerial: dbus.MakeVariant(call.Serial()),
		dbus.FieldSender:      dbus.MakeVariant("org.freedesktop.secrets"),
	}
	if len(body) > 0 {
		m.Headers[dbus.FieldSignature] = dbus.MakeVariant(dbus.SignatureOf(body...))
	}
	return m
}

// dismissed is the signal of a prompt that a person closed.
func dismissed() *dbus.Message {
	body := []any{true, dbus.MakeVariant([]dbus.ObjectPath{})}
	return &dbus.Message{
		Type: dbus.TypeSignal, Body: body,
		Headers: map[dbus.HeaderField]dbus.Variant{
			dbus.FieldPath:      dbus.MakeVariant(fakePrompt),
			dbus.FieldInterface: dbus.MakeVariant("org.freedesktop.Secret.Prompt"),
			dbus.FieldMember:    dbus.MakeVariant("Completed"),
			dbus.FieldSender:    dbus.MakeVariant("org.freedesktop.secrets"),
			dbus.FieldSignature: dbus.MakeVariant(dbus.SignatureOf(body...)),
		},
	}
}

func TestSystemKeyring(t *testing.T) {
	bus := &fakeBus{}
	bus.listen(t)
	k, site := WithDeadline(SystemKeyring(), time.Minute), mustKey(t)
	want(t, ProbeKeyring(t.Context(), k, rand.Reader), nil)
	if len(bus.stored()) != 0 {
		t.Error("the probe left an item")
	}
	slot, err := NewKeyringSlot(t.Context(), k, site, rand.Reader)
	want(t, err, nil)
	got, err := OpenKeyringSlot(t.Context(), k, slot)
	want(t, err, nil)
	if !got.Equal(site) {
		t.Error("another key came back")
	}
	expected := map[string]string{"service": "Gatehouse", "username": slot.Params}
	if all := bus.stored(); len(all) != 1 || !maps.Equal(all[0], expected) {
		t.Errorf("stored under %v", all)
	}
	want(t, ForgetKeyringSlot(t.Context(), k, slot), nil)
	_, err = OpenKeyringSlot(t.Context(), k, slot)
	want(t, err, ErrKeyMissing)
}

func TestSystemKeyringWithoutBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "none"))
	want(t, ProbeKeyring(t.Context(), SystemKeyring(), rand.Reader), ErrKeyringAbsent)
	_, err := SystemKeyring().Get(t.Context(), "item")
	want(t, err, ErrKeyringAbsent)
	want(t, SystemKeyring().Delete(t.Context(), "item"), ErrKeyringAbsent)
}

func TestSystemKeyringRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		bus  *fakeBus
		want error
	}{
		"no service":     {&fakeBus{refuse: "org.freedesktop.DBus.Error.ServiceUnknown"}, ErrKeyringAbsent},
		"does not start": {&fakeBus{refuse: "org.freedesktop.DBus.Error.Spawn.ExecFailed"}, ErrKeyringAbsent},
		"no collection":  {&fakeBus{refuse: "org.freedesktop.Secret.Error.NoSuchObject"}, ErrKeyringAbsent},
		"locked":         {&fakeBus{refuse: "org.freedesktop.Secret.Error.IsLocked"}, ErrKeyringLocked},
		"dismissed":      {&fakeBus{locked: true}, ErrKeyringLocked},
		"bus gave up":    {&fakeBus{refuse: "org.freedesktop.DBus.Error.NoReply"}, ErrKeyringTimeout},
		"something else": {&fakeBus{refuse: "org.freedesktop.DBus.Error.AccessDenied"}, ErrKeyringFault},
		"unknown to all": {&fakeBus{refuse: "org.example.Broken"}, ErrKeyringFault},
		"says no word":   {&fakeBus{silent: true}, ErrKeyringTimeout},
	} {
		t.Run(name, func(t *testing.T) {
			test.bus.listen(t)
			limit := time.Minute
			if test.bus.silent {
				limit = 100 * time.Millisecond
			}
			err := ProbeKeyring(t.Context(), WithDeadline(SystemKeyring(), limit), rand.Reader)
			want(t, err, test.want)
		})
	}
}

func TestKeyringClass(t *testing.T) {
	for _, test := range []struct{ in, want error }{
		{dbus.ErrClosed, ErrKeyringAbsent},
		{errors.New("it stayed locked"), ErrKeyringLocked},
		{dbus.Error{Name: "org.freedesktop.DBus.Error.UnknownMethod"}, ErrKeyringAbsent},
		{dbus.Error{Name: "org.freedesktop.DBus.Error.Failed"}, ErrKeyringFault},
	} {
		if got := keyringClass(test.in); !errors.Is(got, test.want) {
			t.Errorf("%v becomes %v", test.in, got)
		}
	}
}
