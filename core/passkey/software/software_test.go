package software_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"slices"
	"testing"

	"gatehouse/core/passkey"
	"gatehouse/core/passkey/software"
)

func TestProvider(t *testing.T) {
	var p passkey.Provider = software.New(rand.Reader)
	if p.Name() != "software" || !slices.Equal(p.Kinds(), []passkey.Kind{passkey.SecurityKey, passkey.ThisDevice, passkey.Phone}) {
		t.Errorf("%s offers %v", p.Name(), p.Kinds())
	}
	a := software.New(rand.Reader)
	a.Change(func(s *software.Settings) { s.Kinds = []passkey.Kind{passkey.Phone} })
	_, err := a.Start(t.Context(), passkey.SecurityKey)
	want(t, "another kind", err, passkey.ErrNotSupported)
	_, err = a.Start(t.Context(), passkey.Phone)
	want(t, "its kind", err, nil)
	over, end := context.WithCancel(t.Context())
	end()
	_, err = a.Start(over, passkey.Phone)
	want(t, "without time", err, context.Canceled)
}

func TestRegisterAndSignIn(t *testing.T) {
	for _, origin := range []string{passkey.NativeOrigin, passkey.LoopbackOrigin(49152)} {
		s, a := newSite(t), software.New(rand.Reader)
		model := passkey.AAGUID{1, 2, 3}
		a.Change(func(o *software.Settings) {
			o.Origin, o.AAGUID, o.Transports = origin, model, []string{"nfc", "internal"}
		})
		want(t, "registration", s.register(a), nil)
		held := a.Passkeys()
		if len(held) != 1 || held[0].Name != "ada" || held[0].FullName != "Ada Lovelace" ||
			held[0].RPID != passkey.RPID || !bytes.Equal(held[0].Handle, s.handle) {
			t.Fatalf("held %+v", held)
		}
		c := s.kept[0]
		if c.AAGUID != model || !slices.Equal(c.Transports, []string{"internal", "nfc"}) || c.SignCount != 1 ||
			c.BackupEligible || !bytes.Equal(c.ID, held[0].ID) {
			t.Errorf("kept %+v", c)
		}
		for count := range uint32(3) {
			used, err := s.signIn(a)
			want(t, "sign-in", err, nil)
			if used.SignCount != count+2 || !bytes.Equal(used.ID, held[0].ID) {
				t.Errorf("used %+v", used)
			}
		}
	}
}

// TestRegisterAgain: an authenticator makes no second passkey of an account that names
// the first one, and replaces the first one else.
func TestRegisterAgain(t *testing.T) {
	s, a := enrolled(t)
	want(t, "excluded", s.register(a), passkey.ErrRegistered)
	if len(a.Passkeys()) != 1 || len(s.kept) != 1 {
		t.Errorf("%d passkeys, %d kept", len(a.Passkeys()), len(s.kept))
	}
	first := s.kept[0].ID
	s.kept = nil
	want(t, "forgotten by the site", s.register(a), nil)
	if held := a.Passkeys(); len(held) != 1 || bytes.Equal(held[0].ID, first) {
		t.Errorf("held %+v", held)
	}
	want(t, "in another authenticator", s.register(software.New(rand.Reader)), nil)
}

// TestFaults: each fault is refused by the site, at the registration and at the sign-in.
func TestFaults(t *testing.T) {
	for name, test := range map[string]struct {
		change          func(*software.Settings)
		created, signed error
	}{
		"unverified": {func(s *software.Settings) { s.Unverified = true }, passkey.ErrRefused, passkey.ErrRefused},
		"not present": {
			func(s *software.Settings) { s.Flip = software.UserPresent }, passkey.ErrRefused, passkey.ErrRefused,
		},
		"eligible now": {func(s *software.Settings) { s.Flip = software.BackupEligible }, nil, passkey.ErrRefused},
		"backed up alone": {
			func(s *software.Settings) { s.Flip = software.BackedUp }, passkey.ErrRefused, passkey.ErrRefused,
		},
		"no credential or two": {
			func(s *software.Settings) { s.Flip = software.Attested }, passkey.ErrResponse, passkey.ErrResponse,
		},
		"extension that is not there": {
			func(s *software.Settings) { s.Flip = software.Extended }, passkey.ErrResponse, passkey.ErrResponse,
		},
		"other origin": {
			func(s *software.Settings) { s.SaidOrigin = "https://example.org" }, passkey.ErrRefused, passkey.ErrRefused,
		},
		"other site": {func(s *software.Settings) { s.SaidRPID = "example.org" }, passkey.ErrRefused, passkey.ErrRefused},
		"tampered":   {func(s *software.Settings) { s.Tamper = true }, passkey.ErrCredential, passkey.ErrRefused},
		"cancelled":  {func(s *software.Settings) { s.Cancel = true }, passkey.ErrCancelled, passkey.ErrCancelled},
	} {
		s, a := newSite(t), software.New(rand.Reader)
		a.Change(test.change)
		want(t, name+", registration", s.register(a), test.created)
		s, a = enrolled(t)
		a.Change(test.change)
		_, err := s.signIn(a)
		want(t, name+", sign-in", err, test.signed)
	}
}

func TestReplay(t *testing.T) {
	s, a := enrolled(t)
	_, err := s.signIn(a)
	want(t, "first", err, nil)
	a.Change(func(o *software.Settings) { o.Replay = true })
	_, err = s.signIn(a)
	want(t, "replayed sign-in", err, passkey.ErrRefused)
	want(t, "replayed registration", s.register(a), passkey.ErrRefused)
}

func TestCounts(t *testing.T) {
	s, a := enrolled(t)
	want(t, "set", a.SetCount(s.kept[0].ID, 41), nil)
	used, err := s.signIn(a)
	want(t, "after 41", err, nil)
	if used.SignCount != 42 {
		t.Errorf("the count is %d", used.SignCount)
	}
	want(t, "set back", a.SetCount(s.kept[0].ID, 7), nil)
	_, err = s.signIn(a)
	want(t, "after 7", err, passkey.ErrCloned)
	want(t, "of none", a.SetCount([]byte("none"), 1), passkey.ErrUnknown)

	s, a = newSite(t), software.New(rand.Reader)
	a.Change(func(o *software.Settings) { o.Counting = false })
	want(t, "without a count", s.register(a), nil)
	for range 2 {
		used, err := s.signIn(a)
		want(t, "without a count", err, nil)
		if used.SignCount != 0 {
			t.Errorf("the count is %d", used.SignCount)
		}
	}
}

// TestClone: whichever of two copies signs in second is found out.
func TestClone(t *testing.T) {
	s, a := enrolled(t)
	b := a.Clone()
	_, err := s.signIn(b)
	want(t, "the copy", err, nil)
	_, err = s.signIn(a)
	want(t, "the original", err, passkey.ErrCloned)
	want(t, "forget", b.Forget(s.kept[0].ID), nil)
	if len(a.Passkeys()) != 1 || len(b.Passkeys()) != 0 {
		t.Error("the copies share their passkeys")
	}
	b.Change(func(o *software.Settings) { o.Cancel = true })
	if a.Settings().Cancel {
		t.Error("the copies share their settings")
	}
}

func TestBackup(t *testing.T) {
	s, a := newSite(t), software.New(rand.Reader)
	a.Change(func(o *software.Settings) { o.BackupEligible = true })
	want(t, "registration", s.register(a), nil)
	if c := s.kept[0]; !c.BackupEligible || c.BackedUp {
		t.Errorf("kept %+v", c)
	}
	a.Change(func(o *software.Settings) { o.BackupEligible, o.BackedUp = false, true })
	used, err := s.signIn(a)
	want(t, "synced since", err, nil)
	if !used.BackedUp {
		t.Errorf("used %+v", used)
	}
}
