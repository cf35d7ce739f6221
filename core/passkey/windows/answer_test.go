package windows

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"

	"gatehouse/core/passkey"
)

// answered is the JSON that an answer of the system becomes.
func answered(t *testing.T, kind passkey.Kind, r reply) map[string]any {
	t.Helper()
	f := newFake(t)
	f.dialog = func(asked) reply { return r }
	var got map[string]any
	finish := func(_ context.Context, response []byte) error { return json.Unmarshal(response, &got) }
	c := start(t, provide(t, f), kind)
	var err error
	if r.signature != nil {
		err = c.Get(t.Context(), signingIn(t).Options(), finish)
	} else {
		err = c.Create(t.Context(), registering(t, kind).Options(), finish)
	}
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func wantJSON(t *testing.T, got any, want string) {
	t.Helper()
	if text, err := json.Marshal(got); err != nil || string(text) != want {
		t.Errorf("%s (%v), want %s", text, err, want)
	}
}

// TestCreated: what newer structures add is told where they have it, and not before.
func TestCreated(t *testing.T) {
	made := reply{id: []byte{1, 2, 3}, object: []byte{4}, used: transportUSB, reached: transportUSB | transportNFC | 0x08}
	for _, test := range []struct {
		version                            uint32
		kind                               passkey.Kind
		transports, attachment, extensions string
	}{
		{2, passkey.AnyKind, `[]`, `null`, `{}`},
		{2, passkey.ThisDevice, `[]`, `"platform"`, `{}`},
		{2, passkey.SecurityKey, `[]`, `"cross-platform"`, `{}`},
		{3, passkey.AnyKind, `["usb"]`, `"cross-platform"`, `{}`},
		{4, passkey.AnyKind, `["usb"]`, `"cross-platform"`, `{"credProps":{"rk":false}}`},
		{7, passkey.AnyKind, `["usb"]`, `"cross-platform"`, `{"credProps":{"rk":false}}`},
		{8, passkey.AnyKind, `["nfc","usb"]`, `"cross-platform"`, `{"credProps":{"rk":false}}`},
	} {
		made.version = test.version
		got := answered(t, test.kind, made)
		response, ok := got["response"].(map[string]any)
		if !ok {
			t.Fatalf("no response in %v", got)
		}
		wantJSON(t, response["transports"], test.transports)
		wantJSON(t, got["authenticatorAttachment"], test.attachment)
		wantJSON(t, got["clientExtensionResults"], test.extensions)
		wantJSON(t, []any{got["id"], got["rawId"], got["type"], response["attestationObject"]}, `["AQID","AQID","public-key","BA"]`)
	}
}

// TestGot: a sign-in without an account's handle leaves it out, and an old structure
// says nothing of the transport.
func TestGot(t *testing.T) {
	used := reply{version: 4, id: []byte{1}, data: []byte{2}, signature: []byte{3}, used: transportInternal}
	got := answered(t, passkey.AnyKind, used)
	response, ok := got["response"].(map[string]any)
	if !ok {
		t.Fatalf("no response in %v", got)
	}
	if _, there := response["userHandle"]; there {
		t.Errorf("a handle is in %v", response)
	}
	wantJSON(t, []any{got["authenticatorAttachment"], response["authenticatorData"], response["signature"]}, `["platform","Ag","Aw"]`)
	used.user, used.version = []byte{4}, 3
	wantJSON(t, answered(t, passkey.AnyKind, used)["authenticatorAttachment"], `null`)
	response, ok = answered(t, passkey.AnyKind, used)["response"].(map[string]any)
	if !ok || response["userHandle"] != "BA" {
		t.Errorf("no handle is in %v", response)
	}
}

// TestBadAnswers: an answer that lacks a part or has one out of bounds comes to nobody.
func TestBadAnswers(t *testing.T) {
	long := bytes.Repeat([]byte{1}, 64<<10+1)
	one := []byte{1}
	f := newFake(t)
	p := provide(t, f)
	for name, r := range map[string]reply{
		"nothing":      {nothing: true},
		"no bytes":     {id: one, object: one, data: one, signature: one, anonymous: true},
		"no ID":        {object: one, data: one, signature: one},
		"no object":    {id: one},
		"long object":  {id: one, object: long},
		"no data":      {id: one, object: one, signature: one},
		"no signature": {id: one, object: one, data: one},
		"long user":    {id: one, object: one, data: one, signature: one, user: long},
	} {
		r.version = 1
		f.dialog = func(asked) reply { return r }
		if r.object == nil || len(r.object) > 1 || r.id == nil || r.anonymous || r.nothing {
			err := start(t, p, passkey.AnyKind).Create(t.Context(), registering(t, passkey.AnyKind).Options(), unasked(t))
			wantError(t, "create: "+name, err, errAnswer)
		}
		err := start(t, p, passkey.AnyKind).Get(t.Context(), signingIn(t).Options(), unasked(t))
		wantError(t, "get: "+name, err, errAnswer)
	}
	if n := f.held(); n != 0 {
		t.Errorf("%d structures were not given back", n)
	}
}

// TestResultNames: every failure has its number; success is none.
func TestResultNames(t *testing.T) {
	if err := resultExists.err("InvalidStateError"); err.Error() != "passkey: already registered (HRESULT 0x8009000F, InvalidStateError)" {
		t.Error(err)
	}
	for result, want := range map[hresult]bool{0: false, 1: false, 0x7FFFFFFF: false, 0x80000000: true, 0xFFFFFFFF: true} {
		if result.failed() != want {
			t.Errorf("%#x failed: %v", uint32(result), !want)
		}
	}
}
