package passkey_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/go-webauthn/webauthn/protocol"

	"gatehouse/core/passkey"
)

func TestRegistrationAsksForWhatItNeeds(t *testing.T) {
	e := enrolment(newHandle(t))
	e.Existing = enrolled(t, es256(t), func(c *claims) { c.transports = []string{"usb"} }).kept
	var asked protocol.CredentialCreation
	if err := json.Unmarshal(begin(t, e).Options(), &asked); err != nil {
		t.Fatal(err)
	}
	checkOptions(t, e, asked.Response)
	if !strings.Contains(string(begin(t, e).Options()), `"credProps":true`) {
		t.Error("credProps was not asked for")
	}
}

// checkOptions compares what an authenticator is asked for with the enrolment.
func checkOptions(t *testing.T, e passkey.Enrolment, o protocol.PublicKeyCredentialCreationOptions) {
	t.Helper()
	if o.RelyingParty.ID != "localhost" || o.Timeout != 180_000 || o.Attestation != "none" || len(o.Challenge) != 32 {
		t.Errorf("asked for %+v", o)
	}
	checkSelection(t, o.AuthenticatorSelection)
	if o.User.ID != b64(e.Handle) || o.User.Name != e.Name || o.User.DisplayName != e.FullName {
		t.Errorf("asked for the user %+v", o.User)
	}
	var algorithms []int
	for _, p := range o.Parameters {
		algorithms = append(algorithms, int(p.Algorithm))
	}
	if !slices.Equal(algorithms, []int{-7, -8, -257}) {
		t.Errorf("asked for the algorithms %v", algorithms)
	}
	if x := o.CredentialExcludeList; len(x) != 1 || b64(x[0].CredentialID) != b64(e.Existing[0].ID) || x[0].Transport[0] != "usb" {
		t.Errorf("excluded %+v", x)
	}
}

func checkSelection(t *testing.T, s protocol.AuthenticatorSelection) {
	t.Helper()
	if s.ResidentKey != "required" || !*s.RequireResidentKey || s.UserVerification != "required" || s.AuthenticatorAttachment != "" {
		t.Errorf("asked for authenticators %+v", s)
	}
}

func TestRegistrationHintsAtTheKind(t *testing.T) {
	for kind, wanted := range map[passkey.Kind]string{
		passkey.AnyKind: "", passkey.Phone: "hybrid/cross-platform",
		passkey.SecurityKey: "security-key/cross-platform", passkey.ThisDevice: "client-device/platform",
	} {
		e := enrolment(newHandle(t))
		e.Kind = kind
		var asked protocol.CredentialCreation
		if err := json.Unmarshal(begin(t, e).Options(), &asked); err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, hint := range asked.Response.Hints {
			got = string(hint) + "/" + string(asked.Response.AuthenticatorSelection.AuthenticatorAttachment)
		}
		if got != wanted {
			t.Errorf("%q: hint %q, want %q", kind, got, wanted)
		}
	}
}

func TestEnrolmentBounds(t *testing.T) {
	one := enrolled(t, es256(t), nil).kept[0]
	long := strings.Repeat("a", 1025)
	tests := map[string]struct {
		change func(*passkey.Enrolment)
		want   error
	}{
		"honest":        {func(*passkey.Enrolment) {}, nil},
		"native":        {func(e *passkey.Enrolment) { e.Origin = passkey.NativeOrigin }, nil},
		"no full name":  {func(e *passkey.Enrolment) { e.FullName = "" }, nil},
		"short handle":  {func(e *passkey.Enrolment) { e.Handle = e.Handle[1:] }, passkey.ErrRequest},
		"long handle":   {func(e *passkey.Enrolment) { e.Handle = append(e.Handle, 0) }, passkey.ErrRequest},
		"no name":       {func(e *passkey.Enrolment) { e.Name = "" }, passkey.ErrRequest},
		"no site":       {func(e *passkey.Enrolment) { e.Site = "" }, passkey.ErrRequest},
		"long name":     {func(e *passkey.Enrolment) { e.Name = long }, passkey.ErrRequest},
		"not UTF-8":     {func(e *passkey.Enrolment) { e.FullName = "\xff" }, passkey.ErrRequest},
		"unknown kind":  {func(e *passkey.Enrolment) { e.Kind = "other" }, passkey.ErrRequest},
		"63 passkeys":   {func(e *passkey.Enrolment) { e.Existing = slices.Repeat([]passkey.Credential{one}, 63) }, nil},
		"64 passkeys":   {func(e *passkey.Enrolment) { e.Existing = slices.Repeat([]passkey.Credential{one}, 64) }, passkey.ErrTooMany},
		"another site":  {func(e *passkey.Enrolment) { e.Origin = "https://example.org" }, passkey.ErrRequest},
		"no port":       {func(e *passkey.Enrolment) { e.Origin = "http://localhost" }, passkey.ErrRequest},
		"port 0":        {func(e *passkey.Enrolment) { e.Origin = "http://localhost:0" }, passkey.ErrRequest},
		"port 80":       {func(e *passkey.Enrolment) { e.Origin = "http://localhost:80" }, passkey.ErrRequest},
		"port 65,536":   {func(e *passkey.Enrolment) { e.Origin = "http://localhost:65536" }, passkey.ErrRequest},
		"padded port":   {func(e *passkey.Enrolment) { e.Origin = "http://localhost:08080" }, passkey.ErrRequest},
		"with a path":   {func(e *passkey.Enrolment) { e.Origin = "http://localhost:8080/" }, passkey.ErrRequest},
		"loopback name": {func(e *passkey.Enrolment) { e.Origin = "http://127.0.0.1:8080" }, passkey.ErrRequest},
	}
	for name, test := range tests {
		e := enrolment(newHandle(t))
		test.change(&e)
		_, err := e.Begin(noon())
		want(t, name, err, test.want)
	}
}
