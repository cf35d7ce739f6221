package software_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"testing"
	"time"

	"gatehouse/core/passkey"
	"gatehouse/core/passkey/software"
)

// noon is when all ceremonies of the tests begin.
func noon() time.Time { return time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC) }

// site is a relying party with one account.
type site struct {
	t      testing.TB
	handle []byte
	kept   []passkey.Credential
}

func newSite(t testing.TB) *site {
	t.Helper()
	handle, err := passkey.NewUserHandle(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &site{t: t, handle: handle}
}

func (s *site) start(a *software.Authenticator) passkey.Ceremony {
	s.t.Helper()
	c, err := a.Start(s.t.Context(), passkey.AnyKind)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		if err := c.Close(); err != nil {
			s.t.Error(err)
		}
	})
	return c
}

// register has a passkey made and keeps it.
func (s *site) register(a *software.Authenticator) error {
	s.t.Helper()
	c := s.start(a)
	r, err := passkey.Enrolment{
		Origin: c.Origin(), Site: "Example Works", Name: "ada", FullName: "Ada Lovelace", Handle: s.handle, Existing: s.kept,
	}.Begin(noon())
	if err != nil {
		s.t.Fatal(err)
	}
	return c.Create(s.t.Context(), r.Options(), func(_ context.Context, response []byte) error {
		made, err := r.Finish(response, noon())
		if err == nil {
			s.kept = append(s.kept, made)
		}
		return err
	})
}

// signIn has a passkey used and writes its use back.
func (s *site) signIn(a *software.Authenticator) (used passkey.Used, err error) {
	s.t.Helper()
	c := s.start(a)
	asked, err := passkey.BeginAssertion(c.Origin(), noon())
	if err != nil {
		s.t.Fatal(err)
	}
	err = c.Get(s.t.Context(), asked.Options(), func(_ context.Context, response []byte) error {
		var err error
		used, err = asked.Finish(response, noon(), s.find)
		if err == nil {
			at := slices.IndexFunc(s.kept, func(c passkey.Credential) bool { return bytes.Equal(c.ID, used.ID) })
			s.kept[at] = s.kept[at].After(used)
		}
		return err
	})
	return used, err
}

func (s *site) find(handle, id []byte) (passkey.Credential, error) {
	for _, c := range s.kept {
		if bytes.Equal(handle, s.handle) && bytes.Equal(id, c.ID) {
			return c, nil
		}
	}
	return passkey.Credential{}, passkey.ErrUnknown
}

// want fails the test for another error.
func want(t testing.TB, name string, err, wanted error) {
	t.Helper()
	if wanted == nil && err != nil || wanted != nil && !errors.Is(err, wanted) {
		t.Errorf("%s: %v, want %v", name, err, wanted)
	}
}

// enrolled is a site whose account has one passkey in a new authenticator.
func enrolled(t testing.TB) (*site, *software.Authenticator) {
	t.Helper()
	s, a := newSite(t), software.New(rand.Reader)
	if err := s.register(a); err != nil {
		t.Fatal(err)
	}
	return s, a
}
