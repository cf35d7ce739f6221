package passkey_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"gatehouse/core/passkey"
)

// isKnown tells an error of this package, which is all that an answer may lead to.
func isKnown(err error) bool {
	return slices.ContainsFunc([]error{
		passkey.ErrResponse, passkey.ErrRefused, passkey.ErrUnknown, passkey.ErrCredential,
	}, func(known error) bool { return errors.Is(err, known) })
}

// seeds are answers that nothing is wrong with, and pieces of them.
func seeds(f *testing.F, answer []byte) {
	f.Add(answer)
	f.Add(answer[:len(answer)/2])
	f.Add(append(bytes.Clone(answer), ' ', '1'))
	f.Add([]byte(`{}`))
	f.Add([]byte(`null`))
	f.Add([]byte(`[{"id":1}]`))
	f.Add([]byte(`{"type":"public-key","id":"","rawId":"","response":{}}`))
	f.Add(bytes.Repeat([]byte(`[`), 20_000))
	f.Add([]byte("\xff\xfe"))
	f.Add([]byte(nil))
}

// FuzzRegistration: whatever comes back to a new challenge is refused in this package's words.
func FuzzRegistration(f *testing.F) {
	handle := newHandle(f)
	r := begin(f, enrolment(handle))
	seeds(f, creating(f, r, es256(f), newID(f)).created(f))
	d := newDevice(f, handle)
	f.Add(d.create(f, r.Options(), origin))
	f.Fuzz(func(t *testing.T, answer []byte) {
		if _, err := begin(t, enrolment(handle)).Finish(answer, noon()); !isKnown(err) {
			t.Errorf("%q: %v", answer, err)
		}
	})
}

// FuzzSignIn does so for a sign-in to an account that exists.
func FuzzSignIn(f *testing.F) {
	key := es256(f)
	s := enrolled(f, key, nil)
	seeds(f, getting(f, beginSignIn(f), s.handle, s.kept[0].ID, 0).got(f, key))
	f.Fuzz(func(t *testing.T, answer []byte) {
		if _, err := beginSignIn(t).Finish(answer, noon(), s.find); !isKnown(err) {
			t.Errorf("%q: %v", answer, err)
		}
	})
}

// TestLongAnswers: an answer that is right in all else is refused for its length alone.
func TestLongAnswers(t *testing.T) {
	const most = 256 << 10
	key := es256(t)
	s := enrolled(t, key, nil)
	for _, long := range []bool{false, true} {
		size, wanted := most, error(nil)
		if long {
			size, wanted = most+1, passkey.ErrResponse
		}
		pad := func(answer []byte) []byte { return append(answer, bytes.Repeat([]byte(" "), size-len(answer))...) }
		r := begin(t, enrolment(s.handle))
		_, err := r.Finish(pad(creating(t, r, key, newID(t)).created(t)), noon())
		want(t, "registration", err, wanted)
		a := beginSignIn(t)
		_, err = a.Finish(pad(getting(t, a, s.handle, s.kept[0].ID, 0).got(t, key)), noon(), s.find)
		want(t, "sign-in", err, wanted)
	}
}
