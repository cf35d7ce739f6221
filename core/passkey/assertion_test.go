package passkey_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"pgregory.net/rapid"

	"gatehouse/core/passkey"
)

func TestAssertionAsksForWhatItNeeds(t *testing.T) {
	var asked protocol.CredentialAssertion
	if err := json.Unmarshal(beginSignIn(t).Options(), &asked); err != nil {
		t.Fatal(err)
	}
	o := asked.Response
	if o.RelyingPartyID != "localhost" || o.UserVerification != "required" || o.Timeout != 180_000 ||
		len(o.Challenge) != 32 || len(o.AllowedCredentials) != 0 {
		t.Errorf("asked for %+v", o)
	}
	_, err := passkey.BeginAssertion("https://example.org", noon())
	want(t, "another site", err, passkey.ErrRequest)
}

// TestSignInBySoftwareAuthenticator: a passkey made at one port signs in at another, and
// in the system's own dialog.
func TestSignInBySoftwareAuthenticator(t *testing.T) {
	handle := newHandle(t)
	d := newDevice(t, handle)
	r := begin(t, enrolment(handle))
	made, err := r.Finish(d.create(t, r.Options(), origin), noon())
	if err != nil {
		t.Fatal(err)
	}
	s := &store{handle: handle, kept: []passkey.Credential{made}}
	for _, at := range []string{origin, passkey.LoopbackOrigin(50000), passkey.NativeOrigin} {
		a, err := passkey.BeginAssertion(at, noon())
		if err != nil {
			t.Fatal(err)
		}
		d.cred.Counter++
		now := noon().Add(time.Minute)
		used, err := a.Finish(d.get(t, a.Options(), at), now, s.find)
		want(t, at, err, nil)
		if b64(used.Handle) != b64(handle) || b64(used.ID) != b64(made.ID) || used.SignCount != d.cred.Counter || !used.At.Equal(now) {
			t.Errorf("%s: used %+v", at, used)
		}
		s.write(used)
	}
}

func TestSignInByEveryAlgorithm(t *testing.T) {
	for name, key := range map[string]softKey{"ES256": es256(t), "EdDSA": edDSA(t), "RS256": rs256(t, 2048)} {
		s := enrolled(t, key, nil)
		_, err := s.signIn(t, key, 0, nil)
		want(t, name, err, nil)
		other := map[string]softKey{"ES256": es256(t), "EdDSA": edDSA(t), "RS256": rs256(t, 2048)}[name]
		_, err = s.signIn(t, other, 0, nil)
		want(t, name+" by another key", err, passkey.ErrRefused)
	}
}

// TestSignInFlags flips every flag and every pair of them, for passkeys that may be
// synced and others. Nothing but the backup state may differ from the registration.
func TestSignInFlags(t *testing.T) {
	key := es256(t)
	for _, made := range []byte{0, eligible, eligible | backedUp} {
		s := enrolled(t, key, func(c *claims) { c.flags |= made })
		for first := range 8 {
			for second := first; second < 8; second++ {
				var said byte
				used, err := s.signIn(t, key, 0, func(c *claims) {
					c.flags = (c.flags | made) ^ byte(1<<first|1<<second)
					said = c.flags
				})
				good := said&present != 0 && said&verified != 0 && said&(attested|extended) == 0 &&
					said&eligible == made&eligible && (said&backedUp == 0 || said&eligible != 0)
				if (err == nil) != good {
					t.Errorf("made %08b, flags %08b: %v", made, said, err)
				}
				if err == nil && used.BackedUp != (said&backedUp != 0) {
					t.Errorf("made %08b, flags %08b: used %+v", made, said, used)
				}
			}
		}
	}
}

// TestSignInBackup: the backup state is written back, and another eligibility is
// refused, also when the row was the one that was changed.
func TestSignInBackup(t *testing.T) {
	key := es256(t)
	s := enrolled(t, key, func(c *claims) { c.flags |= eligible })
	used, err := s.signIn(t, key, 0, func(c *claims) { c.flags |= eligible | backedUp })
	want(t, "synced since", err, nil)
	s.write(used)
	if c := s.kept[0]; !c.BackedUp || !c.BackupEligible || c.Validate() != nil {
		t.Errorf("kept %+v", c)
	}
	_, err = s.signIn(t, key, 0, nil)
	want(t, "no longer eligible", err, passkey.ErrRefused)
	s.kept[0].BackupEligible, s.kept[0].BackedUp = false, false
	_, err = s.signIn(t, key, 0, func(c *claims) { c.flags |= eligible })
	want(t, "row changed", err, passkey.ErrRefused)
}

// TestSignInCounts walks through any counts: one is good when it rises or both are 0.
func TestSignInCounts(t *testing.T) {
	key := es256(t)
	rapid.Check(t, func(r *rapid.T) {
		count := rapid.OneOf(rapid.Uint32Range(0, 3), rapid.Uint32())
		first := count.Draw(r, "at the registration")
		s := enrolled(t, key, func(c *claims) { c.count = first })
		kept := first
		for range 4 {
			said := count.Draw(r, "said")
			used, err := s.signIn(t, key, said, nil)
			if said > kept || said == 0 && kept == 0 {
				if err != nil || used.SignCount != said {
					r.Fatalf("%d after %d: %v, %+v", said, kept, err, used)
				}
				s.write(used)
				kept = said
			} else if !errors.Is(err, passkey.ErrCloned) || b64(used.ID) != b64(s.kept[0].ID) || b64(used.Handle) != b64(s.handle) {
				r.Fatalf("%d after %d: %v, %+v", said, kept, err, used)
			}
			if s.kept[0].SignCount != kept {
				r.Fatalf("kept %d, want %d", s.kept[0].SignCount, kept)
			}
		}
	})
}

// TestSignInClonedOnlyWhenRight: nobody without the key can have a passkey reported as copied.
func TestSignInClonedOnlyWhenRight(t *testing.T) {
	key := es256(t)
	s := enrolled(t, key, func(c *claims) { c.count = 9 })
	_, err := s.signIn(t, es256(t), 3, nil)
	want(t, "another key", err, passkey.ErrRefused)
	_, err = s.signIn(t, key, 9, nil)
	want(t, "the same count", err, passkey.ErrCloned)
	_, err = s.signIn(t, key, 10, nil)
	want(t, "the next count", err, nil)
}

func TestSignInRefuses(t *testing.T) {
	key := es256(t)
	other := newHandle(t)
	tests := map[string]struct {
		change func(*claims)
		want   error
	}{
		"nothing changed":     {func(*claims) {}, nil},
		"other port":          {func(c *claims) { c.origin = "http://localhost:49153" }, passkey.ErrRefused},
		"other scheme":        {func(c *claims) { c.origin = "https://localhost:49152" }, passkey.ErrRefused},
		"other host":          {func(c *claims) { c.origin = "http://[::1]:49152" }, passkey.ErrRefused},
		"user in the origin":  {func(c *claims) { c.origin = "http://a@localhost:49152" }, passkey.ErrRefused},
		"origin and query":    {func(c *claims) { c.origin += "?" }, passkey.ErrRefused},
		"origin in capital":   {func(c *claims) { c.origin = strings.ToUpper(c.origin) }, passkey.ErrRefused},
		"native origin":       {func(c *claims) { c.origin = passkey.NativeOrigin }, passkey.ErrRefused},
		"framed":              {func(c *claims) { c.crossOrigin, c.topOrigin = true, origin }, passkey.ErrRefused},
		"cross origin":        {func(c *claims) { c.crossOrigin = true }, passkey.ErrRefused},
		"other site":          {func(c *claims) { c.rpID = "example.org" }, passkey.ErrRefused},
		"site below":          {func(c *claims) { c.rpID = "a.localhost" }, passkey.ErrRefused},
		"other challenge":     {func(c *claims) { c.challenge = b64(other[:32]) }, passkey.ErrRefused},
		"shortened challenge": {func(c *claims) { c.challenge = c.challenge[:42] }, passkey.ErrRefused},
		"other ceremony":      {func(c *claims) { c.ceremony = "webauthn.create" }, passkey.ErrRefused},
		"unknown handle":      {func(c *claims) { c.handle = other }, passkey.ErrUnknown},
		"no handle":           {func(c *claims) { c.handle = nil }, passkey.ErrUnknown},
		"shortened handle":    {func(c *claims) { c.handle = c.handle[:63] }, passkey.ErrUnknown},
		"unknown ID":          {func(c *claims) { c.outerID = other[:32] }, passkey.ErrUnknown},
		"short ID":            {func(c *claims) { c.outerID = c.outerID[:15] }, passkey.ErrResponse},
		"long ID":             {func(c *claims) { c.outerID = make([]byte, 1024) }, passkey.ErrResponse},
		"unsolicited outputs": {func(c *claims) { c.extensions = map[string]any{"appid": false, "example": "x"} }, nil},
		"output of the authenticator": {func(c *claims) {
			c.flags |= extended
			c.authExtensions = map[string]any{"example": true}
		}, nil},
	}
	for name, test := range tests {
		s := enrolled(t, key, nil)
		_, err := s.signIn(t, key, 0, test.change)
		want(t, name, err, test.want)
	}
}

// TestSignInAppID: the older way to name a site cannot widen it.
func TestSignInAppID(t *testing.T) {
	key := es256(t)
	_, err := enrolled(t, key, nil).signIn(t, key, 0, func(c *claims) {
		c.rpID, c.extensions = "https://example.org", map[string]any{"appid": true}
	})
	want(t, "by an app ID", err, passkey.ErrRefused)
}

func TestSignInOnce(t *testing.T) {
	key := es256(t)
	s := enrolled(t, key, nil)
	a := beginSignIn(t)
	answer := getting(t, a, s.handle, s.kept[0].ID, 0).got(t, key)
	_, err := a.Finish(answer, noon(), s.find)
	want(t, "first", err, nil)
	_, err = a.Finish(answer, noon(), s.find)
	want(t, "second", err, passkey.ErrUsed)
	_, err = beginSignIn(t).Finish(answer, noon(), s.find)
	want(t, "to another challenge", err, passkey.ErrRefused)
}

func TestSignInExpires(t *testing.T) {
	key := es256(t)
	s := enrolled(t, key, nil)
	for after, wanted := range map[time.Duration]error{
		-time.Millisecond:                   passkey.ErrTimedOut,
		0:                                   nil,
		passkey.Lifetime - time.Millisecond: nil,
		passkey.Lifetime:                    passkey.ErrTimedOut,
		passkey.Lifetime + time.Millisecond: passkey.ErrTimedOut,
	} {
		a := beginSignIn(t)
		_, err := a.Finish(getting(t, a, s.handle, s.kept[0].ID, 0).got(t, key), noon().Add(after), s.find)
		want(t, after.String(), err, wanted)
	}
}

// TestSignInHandles: the store is not even asked for a handle that no account can have.
func TestSignInHandles(t *testing.T) {
	key := es256(t)
	s := enrolled(t, key, nil)
	for _, size := range []int{0, 1, 63, 65} {
		a := beginSignIn(t)
		c := getting(t, a, make([]byte, size), s.kept[0].ID, 0)
		_, err := a.Finish(c.got(t, key), noon(), func(_, _ []byte) (passkey.Credential, error) { return s.kept[0], nil })
		want(t, "handle out of size", err, passkey.ErrUnknown)
	}
}

// TestSignInRows: a store that fails, that gives another passkey or one that was altered.
func TestSignInRows(t *testing.T) {
	key := es256(t)
	s := enrolled(t, key, nil)
	broken := errors.New("the store is gone")
	row := func(change func(*passkey.Credential)) passkey.Find {
		return func(_, _ []byte) (passkey.Credential, error) {
			c := s.kept[0]
			change(&c)
			return c, nil
		}
	}
	tests := map[string]struct {
		find passkey.Find
		want error
	}{
		"honest":          {s.find, nil},
		"store fails":     {func(_, _ []byte) (passkey.Credential, error) { return passkey.Credential{}, broken }, broken},
		"another passkey": {row(func(c *passkey.Credential) { c.ID = newID(t) }), passkey.ErrUnknown},
		"another key":     {row(func(c *passkey.Credential) { c.PublicKey = es256(t).cose }), passkey.ErrRefused},
		"no key":          {row(func(c *passkey.Credential) { c.PublicKey = nil }), passkey.ErrCredential},
		"not verified":    {row(func(c *passkey.Credential) { c.UserVerified = false }), passkey.ErrCredential},
		"not present":     {row(func(c *passkey.Credential) { c.UserPresent = false }), passkey.ErrCredential},
		"backed up":       {row(func(c *passkey.Credential) { c.BackedUp = true }), passkey.ErrCredential},
		"eligible":        {row(func(c *passkey.Credential) { c.BackupEligible = true }), passkey.ErrRefused},
		"attested":        {row(func(c *passkey.Credential) { c.Attestation = "basic" }), passkey.ErrCredential},
		"transport":       {row(func(c *passkey.Credential) { c.Transports = []string{"<b>"} }), passkey.ErrCredential},
		"other algorithm": {row(func(c *passkey.Credential) {
			c.PublicKey = cose(t, map[int]any{1: 1, 3: -19, -1: 6, -2: make([]byte, 32)})
		}), passkey.ErrCredential},
		"long key": {row(func(c *passkey.Credential) { c.PublicKey = make([]byte, 1025) }), passkey.ErrCredential},
	}
	for name, test := range tests {
		a := beginSignIn(t)
		_, err := a.Finish(getting(t, a, s.handle, s.kept[0].ID, 0).got(t, key), noon(), test.find)
		want(t, name, err, test.want)
	}
}
