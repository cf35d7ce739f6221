package passkey_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse/core/passkey"
)

func TestRegistrationBySoftwareAuthenticator(t *testing.T) {
	handle := newHandle(t)
	d := newDevice(t, handle)
	d.auth.Options.BackupEligible, d.auth.Options.BackupState, d.cred.Counter = true, true, 7
	r := begin(t, enrolment(handle))
	// The software authenticator attests by itself, which is neither asked for nor believed.
	made, err := r.Finish(d.create(t, r.Options(), origin), noon().Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	good := b64(made.ID) == b64(d.cred.ID) && made.AAGUID == d.auth.Aaguid && made.Attestation == passkey.NoAttestation
	if !good || !made.UserPresent || !made.UserVerified || !made.BackupEligible || !made.BackedUp || made.SignCount != 7 {
		t.Errorf("made %+v", made)
	}
}

// TestRegistrationFlags flips every flag and every pair of them.
func TestRegistrationFlags(t *testing.T) {
	key := es256(t)
	for first := range 8 {
		for second := first; second < 8; second++ {
			flip := byte(1<<first | 1<<second)
			r := begin(t, enrolment(newHandle(t)))
			c := creating(t, r, key, newID(t))
			c.flags ^= flip
			made, err := r.Finish(c.created(t), noon())
			good := c.flags&present != 0 && c.flags&verified != 0 && c.flags&attested != 0 &&
				c.flags&extended == 0 && (c.flags&backedUp == 0 || c.flags&eligible != 0)
			if (err == nil) != good {
				t.Errorf("flags %08b: %v", c.flags, err)
			}
			if err == nil && (made.BackupEligible != (c.flags&eligible != 0) || made.BackedUp != (c.flags&backedUp != 0)) {
				t.Errorf("flags %08b became %+v", c.flags, made)
			}
		}
	}
}

func TestRegistrationRefuses(t *testing.T) {
	key, other := es256(t), newID(t)
	tests := map[string]struct {
		change func(*claims)
		want   error
	}{
		"nothing changed":   {func(*claims) {}, nil},
		"other port":        {func(c *claims) { c.origin = "http://localhost:49153" }, passkey.ErrRefused},
		"other scheme":      {func(c *claims) { c.origin = "https://localhost:49152" }, passkey.ErrRefused},
		"other host":        {func(c *claims) { c.origin = "http://127.0.0.1:49152" }, passkey.ErrRefused},
		"host below":        {func(c *claims) { c.origin = "http://a.localhost:49152" }, passkey.ErrRefused},
		"origin and path":   {func(c *claims) { c.origin += "/" }, passkey.ErrRefused},
		"origin in capital": {func(c *claims) { c.origin = strings.ToUpper(c.origin) }, passkey.ErrRefused},
		"native origin":     {func(c *claims) { c.origin = passkey.NativeOrigin }, passkey.ErrRefused},
		"framed":            {func(c *claims) { c.crossOrigin, c.topOrigin = true, origin }, passkey.ErrRefused},
		"cross origin":      {func(c *claims) { c.crossOrigin = true }, passkey.ErrRefused},
		"other site":        {func(c *claims) { c.rpID = "example.org" }, passkey.ErrRefused},
		"other challenge":   {func(c *claims) { c.challenge = b64(other) }, passkey.ErrRefused},
		"no challenge":      {func(c *claims) { c.challenge = "" }, passkey.ErrRefused},
		"other ceremony":    {func(c *claims) { c.ceremony = "webauthn.get" }, passkey.ErrRefused},
		"two IDs":           {func(c *claims) { c.outerID = other }, passkey.ErrRefused},
		"short ID":          {func(c *claims) { c.id = c.id[:15]; c.outerID = c.id }, passkey.ErrResponse},
		"shortest ID":       {func(c *claims) { c.id = c.id[:16]; c.outerID = c.id }, nil},
		"longest ID":        {func(c *claims) { c.id = make([]byte, 1023); c.outerID = c.id }, nil},
		"long ID":           {func(c *claims) { c.id = make([]byte, 1024); c.outerID = c.id }, passkey.ErrResponse},
		"not discoverable": {func(c *claims) {
			c.extensions = map[string]any{"credProps": map[string]any{"rk": false}}
		}, passkey.ErrNotSupported},
		"discoverable": {func(c *claims) {
			c.extensions = map[string]any{"credProps": map[string]any{"rk": true}}
		}, nil},
		"unsolicited outputs": {func(c *claims) {
			c.extensions = map[string]any{"prf": map[string]any{"enabled": true}, "example": 1, "appid": true}
		}, nil},
		"unsolicited output of the authenticator": {func(c *claims) {
			c.flags |= extended
			c.authExtensions = map[string]any{"example": true}
		}, nil},
		"attestation that does not hold": {func(c *claims) {
			c.format, c.statement = "packed", map[string]any{"alg": -7, "sig": other, "x5c": []any{other}}
		}, nil},
		"attestation of no known form": {func(c *claims) { c.format = "example" }, nil},
	}
	for name, test := range tests {
		r := begin(t, enrolment(newHandle(t)))
		c := creating(t, r, key, newID(t))
		test.change(&c)
		_, err := r.Finish(c.created(t), noon())
		want(t, name, err, test.want)
	}
}

func TestRegistrationAlgorithms(t *testing.T) {
	ec := newEC(t)
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := p384.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	good := es256(t)
	tests := map[string]struct {
		key  []byte
		want error
	}{
		"ES256":             {good.cose, nil},
		"EdDSA":             {edDSA(t).cose, nil},
		"RS256":             {rs256(t, 2048).cose, nil},
		"RS256, 1,024 bits": {rs256(t, 1024).cose, passkey.ErrCredential},
		"RS256, exponent 3": {cose(t, map[int]any{1: 3, 3: -257, -1: append([]byte{0xff}, make([]byte, 255)...), -2: []byte{3}}), passkey.ErrCredential},
		"ES384":             {cose(t, map[int]any{1: 2, 3: -35, -1: 2, -2: wide[1:49], -3: wide[49:]}), passkey.ErrRefused},
		"RS1":               {cose(t, map[int]any{1: 3, 3: -65535, -1: make([]byte, 256), -2: []byte{1, 0, 1}}), passkey.ErrRefused},
		"PS256":             {cose(t, map[int]any{1: 3, 3: -37, -1: make([]byte, 256), -2: []byte{1, 0, 1}}), passkey.ErrRefused},
		"Ed25519 by -19":    {cose(t, map[int]any{1: 1, 3: -19, -1: 6, -2: make([]byte, 32)}), passkey.ErrRefused},
		"EC as RS256":       {ecCOSE(t, ec, -257), passkey.ErrCredential},
		"EC as EdDSA":       {ecCOSE(t, ec, -8), passkey.ErrCredential},
		"point off curve":   {cose(t, map[int]any{1: 2, 3: -7, -1: 1, -2: make([]byte, 32), -3: make([]byte, 32)}), passkey.ErrCredential},
		"31 bytes of X":     {cose(t, map[int]any{1: 2, 3: -7, -1: 1, -2: make([]byte, 31), -3: make([]byte, 32)}), passkey.ErrCredential},
		"other curve":       {cose(t, map[int]any{1: 2, 3: -7, -1: 2, -2: make([]byte, 32), -3: make([]byte, 32)}), passkey.ErrCredential},
		"no key":            {cose(t, map[int]any{}), passkey.ErrRefused},
	}
	for name, test := range tests {
		r := begin(t, enrolment(newHandle(t)))
		_, err := r.Finish(creating(t, r, softKey{cose: test.key}, newID(t)).created(t), noon())
		want(t, name, err, test.want)
	}
}

// TestRegistrationTransports: what is not known is left out, what is known stands once, sorted.
func TestRegistrationTransports(t *testing.T) {
	s := enrolled(t, es256(t), func(c *claims) { c.transports = []string{"usb", "<b>", "nfc", "cable", "usb", ""} })
	if got := s.kept[0].Transports; !slices.Equal(got, []string{"hybrid", "nfc", "usb"}) {
		t.Errorf("transports %v", got)
	}
}

// TestRegistrationOnce: of many answers at once to one challenge, one counts, whatever it is worth.
func TestRegistrationOnce(t *testing.T) {
	handle, key := newHandle(t), es256(t)
	r := begin(t, enrolment(handle))
	answer := creating(t, r, key, newID(t)).created(t)
	errs := make([]error, 8)
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() { _, errs[i] = r.Finish(answer, noon()) })
	}
	group.Wait()
	taken := 0
	for _, err := range errs {
		if err == nil {
			taken++
		} else {
			want(t, "again", err, passkey.ErrUsed)
		}
	}
	if taken != 1 {
		t.Errorf("%d answers were taken", taken)
	}
	r = begin(t, enrolment(handle))
	answer = creating(t, r, key, newID(t)).created(t)
	_, err := r.Finish([]byte("{}"), noon())
	want(t, "nothing", err, passkey.ErrResponse)
	_, err = r.Finish(answer, noon())
	want(t, "after nothing", err, passkey.ErrUsed)
}

func TestRegistrationExpires(t *testing.T) {
	for after, wanted := range map[time.Duration]error{
		-time.Millisecond:                   passkey.ErrTimedOut,
		0:                                   nil,
		passkey.Lifetime - time.Millisecond: nil,
		passkey.Lifetime:                    passkey.ErrTimedOut,
		passkey.Lifetime + time.Millisecond: passkey.ErrTimedOut,
		365 * 24 * time.Hour:                passkey.ErrTimedOut,
	} {
		r := begin(t, enrolment(newHandle(t)))
		_, err := r.Finish(creating(t, r, es256(t), newID(t)).created(t), noon().Add(after))
		want(t, after.String(), err, wanted)
	}
}

// TestRegistrationDuplicate: an authenticator that makes a second passkey all the same is refused.
func TestRegistrationDuplicate(t *testing.T) {
	s := enrolled(t, es256(t), nil)
	e := enrolment(s.handle)
	e.Existing = s.kept
	r := begin(t, e)
	_, err := r.Finish(creating(t, r, es256(t), s.kept[0].ID).created(t), noon())
	want(t, "the same ID", err, passkey.ErrRegistered)
	r = begin(t, e)
	_, err = r.Finish(creating(t, r, es256(t), newID(t)).created(t), noon())
	want(t, "another ID", err, nil)
}
