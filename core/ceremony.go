package core

import (
	"context"
	"sync"
	"time"

	"gatehouse/core/passkey"
)

// Opened is told of a ceremony that waits for its authenticator: a front end shows what
// to do, and a link where the ceremony has one (passkey.Linked). It is called on the
// goroutine of the call, before the wait. Nil is nobody.
type Opened func(passkey.Ceremony)

// tell tells of a ceremony that waits.
func tell(opened Opened, c passkey.Ceremony) {
	if opened != nil {
		opened(c)
	}
}

// single lets one answer of a ceremony be taken, and none after the call that waits for
// it has returned: nobody would hear of what came of it.
type single struct {
	mu   sync.Mutex
	over bool
}

// take does something with the answer. It is passkey.ErrUsed for a second one, and for
// one that is too late.
func (s *single) take(do func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		return passkey.ErrUsed
	}
	s.over = true
	return do()
}

// end lets no answer be taken from now on, and tells whether none was. It waits for one
// that is being taken.
func (s *single) end() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	none := !s.over
	s.over = true
	return none
}

// startCeremony prepares a ceremony. It is passkey.ErrNotSupported without a provider.
func startCeremony(ctx context.Context, by passkey.Provider, kind passkey.Kind) (passkey.Ceremony, error) {
	if by == nil {
		return nil, passkey.ErrNotSupported
	}
	c, err := by.Start(ctx, kind)
	if err == nil && c == nil {
		err = passkey.ErrNotSupported
	}
	return c, err
}

// closeCeremony ends a ceremony. What it leaves behind is for the log.
func (s *Site) closeCeremony(ctx context.Context, c passkey.Ceremony) {
	if err := c.Close(); err != nil {
		s.log.WarnContext(ctx, "a ceremony did not end as it should", "cause", err.Error())
	}
}

// assertion is one that waits for its answer.
type assertion struct {
	*passkey.Assertion
	// begun is when its challenge was drawn.
	begun time.Time
}

// assert has a provider use a passkey. finish is called once at most, and its error is
// that of assert then.
func (s *Site) assert(ctx context.Context, by passkey.Provider, opened Opened, finish func(context.Context, assertion, []byte) error) error {
	ceremony, err := startCeremony(ctx, by, passkey.AnyKind)
	if err != nil {
		return ceremonyError(err)
	}
	defer s.closeCeremony(ctx, ceremony)
	a := assertion{}
	if a.begun, err = s.timeNow(ctx); err != nil {
		return err
	}
	if a.Assertion, err = passkey.BeginAssertion(ceremony.Origin(), a.begun); err != nil {
		return ceremonyError(err)
	}
	tell(opened, ceremony)
	var one single
	var answered error
	err = ceremony.Get(ctx, a.Options(), func(ctx context.Context, response []byte) error {
		return one.take(func() error {
			answered = finish(ctx, a, response)
			return answered
		})
	})
	if !one.end() {
		// What the answer led to holds, whatever became of the page after that.
		return answered
	}
	if err == nil {
		err = passkey.ErrCancelled // a ceremony without an answer
	}
	return ceremonyError(err)
}
