package policy

import (
	"encoding/json"
	"time"
)

// Moment is one wrong password of a timeline and what it causes.
type Moment struct {
	// Failure counts from 1.
	Failure int
	// Locked tells whether this failure locks, Lock how.
	Locked bool
	Lock   Lock
}

// MarshalJSON writes {"failure":4,"locked":false}, or with "locked":true the
// length as "for":"15m0s", or "until_admin":true.
func (m Moment) MarshalJSON() ([]byte, error) {
	written := struct {
		Failure    int    `json:"failure"`
		Locked     bool   `json:"locked"`
		For        string `json:"for,omitempty"`
		UntilAdmin bool   `json:"until_admin,omitempty"`
	}{Failure: m.Failure, Locked: m.Locked, UntilAdmin: m.Locked && m.Lock.UntilAdmin}
	if m.Locked && !m.Lock.UntilAdmin {
		written.For = m.Lock.For.String()
	}
	return json.Marshal(written)
}

// Timeline returns what each of so many failures causes when every try is made
// the moment the former lock ends. It stops after a lock that only an
// administrator ends, so it never has more than [MaxConsecutiveFailures]
// moments. It is empty, and not nil, for less than one failure.
func Timeline(l Lockout, failures int) []Moment {
	moments := []Moment{}
	var f Failures
	now := time.Unix(0, 0)
	for failure := 1; failure <= failures && !f.UntilAdmin; failure++ {
		m := Moment{Failure: failure}
		f, m.Lock, m.Locked = l.Fail(f, now)
		now = now.Add(m.Lock.For)
		moments = append(moments, m)
	}
	return moments
}
