package windows

import (
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"
	"unsafe"
)

// fake is webauthn.dll in Go, for all systems.
type fake struct {
	t        testing.TB
	api      uint32
	platform bool
	front    uintptr
	dialog   dialog
	refusal  hresult // of cancellation
	deaf     int     // how often cancel is not heard

	mu    sync.Mutex
	gone  chan struct{}
	told  int
	out   int
	went  int
	named byte
}

func newFake(t testing.TB) *fake { return &fake{t: t, api: 8, platform: true, front: 7} }

func (f *fake) library() library { return f }

func (f *fake) play(api uint32, platform bool, d dialog) {
	f.api, f.platform, f.dialog = api, platform, d
}

func (f *fake) held() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.out
}

func (f *fake) left() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.went
}

func (f *fake) apiVersion() uint32         { return f.api }
func (f *fake) hasPlatform() bool          { return f.platform }
func (f *fake) foreground() uintptr        { return f.front }
func (f *fake) errorName(r hresult) string { return fmt.Sprintf("Name%d", uint32(r)&0xFF) }

func (f *fake) cancellation() (guid, hresult) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.gone, f.told = make(chan struct{}), 0
	f.named++
	return guid{data1: 0x01020304, data4: [8]byte{f.named}}, f.refusal
}

func (f *fake) cancel(id guid) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.told++
	if id.data4[0] == f.named && f.told == f.deaf+1 {
		close(f.gone)
	}
}

// answer plays the dialog to the end.
func (f *fake) answer(text string) reply {
	r := f.dialog(asked(text))
	if r.wait {
		f.mu.Lock()
		gone := f.gone
		f.mu.Unlock()
		<-gone
		f.mu.Lock()
		f.went++
		f.mu.Unlock()
		r.result = resultUserCancelled
	}
	return r
}

// late is what stands where a field is newer than its structure.
func late(version, since, value uint32) uint32 {
	if version < since {
		return 0xFFFFFFFF
	}
	return value
}

func (f *fake) make(window uintptr, in *makeInputs) (*attestation, hresult) {
	r := f.answer(in.describe(window))
	if r.result.failed() || r.nothing {
		return nil, r.result
	}
	f.hold(1)
	made := &attestation{
		version: r.version, idSize: uint32(len(r.id)), objectSize: uint32(len(r.object)),
		usedTransport: late(r.version, attestedTransport, r.used),
		residentKey:   late(r.version, attestedResident, flag(r.resident)),
		transports:    late(r.version, attestedTransports, r.reached),
	}
	if !r.anonymous {
		made.id, made.object = unsafe.SliceData(r.id), unsafe.SliceData(r.object)
	}
	return made, r.result
}

func (f *fake) get(window uintptr, in *getInputs) (*assertion, hresult) {
	r := f.answer(in.describe(window))
	if r.result.failed() || r.nothing {
		return nil, r.result
	}
	f.hold(1)
	used := &assertion{
		version: r.version, authDataSize: uint32(len(r.data)), signatureSize: uint32(len(r.signature)),
		credential: credential{version: 1, idSize: uint32(len(r.id))}, userSize: uint32(len(r.user)),
		usedTransport: late(r.version, assertedTransport, r.used),
	}
	if !r.anonymous {
		used.authData, used.signature = unsafe.SliceData(r.data), unsafe.SliceData(r.signature)
		used.credential.id, used.user = unsafe.SliceData(r.id), unsafe.SliceData(r.user)
	}
	return used, r.result
}

func flag(on bool) uint32 {
	if on {
		return 1
	}
	return 0
}

func (f *fake) hold(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.out += n
}

func (f *fake) freeAttestation(a *attestation) {
	f.hold(-1)
	*a = attestation{}
}

func (f *fake) freeAssertion(a *assertion) {
	f.hold(-1)
	*a = assertion{}
}

// lines collects what is given, one field a line.
type lines struct{ strings.Builder }

func (l *lines) add(name string, value any) { fmt.Fprintf(l, "%s=%v\n", name, value) }

func (l *lines) text(name string, text *uint16) {
	if text == nil {
		l.add(name, "null")
		return
	}
	var units []uint16
	for p := text; *p != 0; p = (*uint16)(unsafe.Add(unsafe.Pointer(p), 2)) {
		units = append(units, *p)
	}
	l.add(name, string(utf16.Decode(units)))
}

func (l *lines) octets(name string, first *byte, size uint32) {
	l.add(name, hex.EncodeToString(unsafe.Slice(first, size)))
}

func (l *lines) null(name string, is bool) {
	if is {
		l.add(name, "null")
	} else {
		l.add(name, "set")
	}
}

func (l *lines) client(c *clientData) {
	l.add("client.version", c.version)
	l.add("client.json", string(unsafe.Slice(c.json, c.jsonSize)))
	l.text("client.hash", c.hash)
}

func (l *lines) list(list *credentialList) {
	if list == nil {
		l.add("list", "null")
		return
	}
	l.add("list", list.count)
	for _, c := range unsafe.Slice(list.first, list.count) {
		l.add("credential.version", c.version)
		l.octets("credential.id", c.id, c.idSize)
		l.text("credential.type", c.kind)
		l.add("credential.transports", c.transports)
	}
}

func (l *lines) hints(count uint32, hints **uint16) {
	l.add("hints", count)
	for _, hint := range unsafe.Slice(hints, count) {
		l.text("hint", hint)
	}
}

func (l *lines) guid(g *guid) {
	l.add("options.cancellation", fmt.Sprintf("%08x-%x", g.data1, g.data4[:]))
}

func (in *makeInputs) describe(window uintptr) string {
	l := new(lines)
	l.add("window", window)
	l.add("rp.version", in.rp.version)
	l.text("rp.id", in.rp.id)
	l.text("rp.name", in.rp.name)
	l.text("rp.icon", in.rp.icon)
	l.add("user.version", in.user.version)
	l.octets("user.id", in.user.id, in.user.idSize)
	l.text("user.name", in.user.name)
	l.text("user.icon", in.user.icon)
	l.text("user.display", in.user.displayName)
	l.add("algorithms", in.parameters.count)
	for _, p := range unsafe.Slice(in.parameters.first, in.parameters.count) {
		l.add("algorithm.version", p.version)
		l.text("algorithm.type", p.kind)
		l.add("algorithm.number", p.algorithm)
	}
	l.client(in.client)
	in.options.describe(l)
	return l.String()
}

func (o *makeOptions) describe(l *lines) {
	l.add("options.version", o.version)
	l.add("options.timeout", o.timeout)
	l.add("options.credentials", o.credentials.count)
	l.add("options.extensions", o.extensions.count)
	l.add("options.attachment", o.attachment)
	l.add("options.resident", o.requireResidentKey)
	l.add("options.verification", o.userVerification)
	l.add("options.attestation", o.attestation)
	l.add("options.flags", o.flags)
	l.guid(o.cancellation)
	l.list(o.exclude)
	l.add("options.enterprise", o.enterprise)
	l.add("options.largeblob", o.largeBlob)
	l.add("options.prefer", o.preferResidentKey)
	l.add("options.private", o.private)
	l.add("options.prf", o.enablePRF)
	l.null("options.linked", o.linkedDevice == nil)
	l.add("options.json", o.jsonExtensionsSize)
	l.null("options.eval", o.prfEvaluation == nil)
	l.hints(o.hintCount, o.hints)
	l.add("options.payment", o.thirdPartyPayment)
}

func (in *getInputs) describe(window uintptr) string {
	l, o := new(lines), in.options
	l.add("window", window)
	l.text("rp.id", in.rpID)
	l.client(in.client)
	l.add("options.version", o.version)
	l.add("options.timeout", o.timeout)
	l.add("options.credentials", o.credentials.count)
	l.add("options.extensions", o.extensions.count)
	l.add("options.attachment", o.attachment)
	l.add("options.verification", o.userVerification)
	l.add("options.flags", o.flags)
	l.null("options.appid", o.appID == nil && o.usedAppID == nil)
	l.guid(o.cancellation)
	l.list(o.allow)
	l.add("options.largeblob", o.largeBlobOperation+o.largeBlobSize)
	l.null("options.salts", o.hmacSalts == nil)
	l.add("options.private", o.private)
	l.null("options.linked", o.linkedDevice == nil)
	l.add("options.autofill", o.autoFill)
	l.add("options.json", o.jsonExtensionsSize)
	l.hints(o.hintCount, o.hints)
	return l.String()
}
