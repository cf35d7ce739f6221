package windows

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// challenge is the one of options, as it stands there.
func challenge(t testing.TB, options []byte) (challenge, user string) {
	t.Helper()
	var o struct {
		PublicKey struct {
			Challenge string
			User      struct{ ID octets }
		}
	}
	if err := json.Unmarshal(options, &o); err != nil {
		t.Fatal(err)
	}
	return o.PublicKey.Challenge, hex.EncodeToString(o.PublicKey.User.ID)
}

// wantMade is all that the system is to be given for a registration of registering.
func wantMade(t testing.TB, options []byte, api, attachment, hybrid uint32, hint string) asked {
	t.Helper()
	random, user := challenge(t, options)
	hints := "hints=0\n"
	if api >= 8 && hint != "" {
		hints = "hints=1\nhint=" + hint + "\n"
	}
	list := "list=4\n"
	for i, transports := range []uint32{0x11, hybrid, 0, 0} {
		list += fmt.Sprintf("credential.version=1\ncredential.id=%s\ncredential.type=public-key\ncredential.transports=%d\n",
			strings.Repeat(fmt.Sprintf("%02x", i+1), 16), transports)
	}
	return asked("window=42\nrp.version=1\nrp.id=localhost\nrp.name=Example Wörks\nrp.icon=null\n" +
		"user.version=1\nuser.id=" + user + "\nuser.name=ada\nuser.icon=null\nuser.display=Ada Lovelace 🗝\n" +
		"algorithms=3\nalgorithm.version=1\nalgorithm.type=public-key\nalgorithm.number=-7\n" +
		"algorithm.version=1\nalgorithm.type=public-key\nalgorithm.number=-8\n" +
		"algorithm.version=1\nalgorithm.type=public-key\nalgorithm.number=-257\nclient.version=1\n" +
		`client.json={"type":"webauthn.create","challenge":"` + random + `","origin":"gatehouse://localhost","crossOrigin":false}` +
		"\nclient.hash=SHA-256\n" +
		fmt.Sprintf("options.version=%d\noptions.timeout=180000\noptions.credentials=0\noptions.extensions=0\n", makeVersion(api)) +
		fmt.Sprintf("options.attachment=%d\noptions.resident=1\noptions.verification=1\noptions.attestation=1\n", attachment) +
		"options.flags=0\noptions.cancellation=01020304-0100000000000000\n" + list +
		"options.enterprise=0\noptions.largeblob=0\noptions.prefer=0\noptions.private=0\noptions.prf=0\n" +
		"options.linked=null\noptions.json=0\noptions.eval=null\n" + hints + "options.payment=0\n")
}

// wantUsed is all that the system is to be given for a sign-in, the second operation.
func wantUsed(t testing.TB, options []byte, api, attachment uint32, hint string) asked {
	t.Helper()
	random, _ := challenge(t, options)
	hints := "hints=0\n"
	if api >= 8 && hint != "" {
		hints = "hints=1\nhint=" + hint + "\n"
	}
	return asked("window=42\nrp.id=localhost\nclient.version=1\n" +
		`client.json={"type":"webauthn.get","challenge":"` + random + `","origin":"gatehouse://localhost","crossOrigin":false}` +
		"\nclient.hash=SHA-256\n" +
		fmt.Sprintf("options.version=%d\noptions.timeout=180000\noptions.credentials=0\noptions.extensions=0\n", getVersion(api)) +
		fmt.Sprintf("options.attachment=%d\noptions.verification=1\n", attachment) +
		"options.flags=0\noptions.appid=null\noptions.cancellation=01020304-0200000000000000\nlist=null\n" +
		"options.largeblob=0\noptions.salts=null\noptions.private=0\noptions.linked=null\noptions.autofill=0\n" +
		"options.json=0\n" + hints)
}

func wantAsked(t testing.TB, got, want asked) {
	t.Helper()
	if got == want {
		return
	}
	had := strings.Split(string(got), "\n")
	for i, line := range strings.Split(string(want), "\n") {
		if i >= len(had) || had[i] != line {
			t.Errorf("given and wanted differ from here on: want %q\nall:\n%s", line, got)
			return
		}
	}
	t.Errorf("more was given than wanted:\n%s", got)
}
