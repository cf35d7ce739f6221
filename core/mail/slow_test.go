package mail_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"gatehouse/core/mail"
	"gatehouse/core/mail/mailtest"
)

// slowStages are those that a relay can be held at, and where that is noticed.
func slowStages() map[mail.Stage]mail.Stage {
	return map[mail.Stage]mail.Stage{
		mail.StageConnect: mail.StageGreeting, mail.StageHello: mail.StageHello, mail.StageSignIn: mail.StageSignIn,
		mail.StageSender: mail.StageSender, mail.StageRecipient: mail.StageRecipient, mail.StageMessage: mail.StageMessage,
	}
}

func slowRelay(t *testing.T) *mailtest.Server {
	t.Helper()
	return mailtest.Start(t, mailtest.Config{Username: "gatehouse", Password: "right"})
}

// TestSlow: each stage has its end, whatever the relay does.
func TestSlow(t *testing.T) {
	for stage, at := range slowStages() {
		t.Run(string(stage), func(t *testing.T) {
			t.Parallel()
			relay := slowRelay(t)
			relay.Hold(stage)
			settings := relay.Settings()
			settings.Timeout = time.Second
			e := expect(t, mail.Send(t.Context(), settings, message()), mail.KindSlow, at)
			if !e.Temporary() || e.Unsure != (at == mail.StageMessage) {
				t.Errorf("temporary %v, unsure %v", e.Temporary(), e.Unsure)
			}
		})
	}
}

// TestSlowTLS: a relay that says nothing where TLS should begin.
func TestSlowTLS(t *testing.T) {
	t.Parallel()
	relay := mailtest.Start(t, mailtest.Config{Security: mail.SecurityTLS})
	relay.Hold(mail.StageConnect)
	settings := relay.Settings()
	settings.Timeout = time.Second
	expect(t, mail.Send(t.Context(), settings, message()), mail.KindSlow, mail.StageTLS)
}

// TestLate: a relay that is late but in time.
func TestLate(t *testing.T) {
	for stage := range slowStages() {
		t.Run(string(stage), func(t *testing.T) {
			t.Parallel()
			relay := slowRelay(t)
			hold := relay.Hold(stage)
			done := make(chan error, 1)
			go func() { done <- mail.Send(t.Context(), relay.Settings(), message()) }()
			<-hold.Reached()
			if got := len(relay.Messages()); got != 0 {
				t.Errorf("the relay took %d messages", got)
			}
			hold.Release()
			must(t, <-done)
			nth(t, relay, 1)
		})
	}
}

// TestCancelled: at each stage a context that ends, ends the wait at once.
func TestCancelled(t *testing.T) {
	for stage, at := range slowStages() {
		t.Run(string(stage), func(t *testing.T) {
			t.Parallel()
			relay := slowRelay(t)
			hold := relay.Hold(stage)
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan []error, 1)
			go func() {
				done <- mail.SendAll(ctx, relay.Settings(), []mail.Message{message(), messageTo("b@site.example")})
			}()
			<-hold.Reached()
			cancel()
			// The stages may take 30 seconds here, and the one after the message two minutes.
			results := <-done
			e := fault(t, results[0])
			// The relay may know of a connection before the site does.
			if e.Kind != mail.KindCancelled || e.Stage != at && e.Stage != stage {
				t.Errorf("got %s at %q, want %q", e.Kind, e.Stage, at)
			}
			if !errors.Is(e, context.Canceled) || !e.Retry() || e.Unsure != (at == mail.StageMessage) {
				t.Errorf("%v, retry %v, unsure %v", e, e.Retry(), e.Unsure)
			}
			if e := fault(t, results[1]); e.Kind != mail.KindCancelled || e.Unsure {
				t.Errorf("the second: %v, unsure %v", e, e.Unsure)
			}
			if got := relay.Connections(); got != 1 {
				t.Errorf("%d connections", got)
			}
		})
	}
}

// TestCancelledBefore: a context that has ended calls no relay.
func TestCancelledBefore(t *testing.T) {
	relay := mailtest.Start(t, mailtest.Config{})
	ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	e := expect(t, mail.Send(ctx, relay.Settings(), message()), mail.KindCancelled, mail.StageConnect)
	if !errors.Is(e, context.DeadlineExceeded) || relay.Connections() != 0 {
		t.Errorf("%v over %d connections", e, relay.Connections())
	}
}

// TestDownWhileWaiting: a relay that goes down while an answer is waited for.
func TestDownWhileWaiting(t *testing.T) {
	relay := mailtest.Start(t, mailtest.Config{Security: mail.SecurityStartTLS})
	hold := relay.Hold(mail.StageRecipient)
	done := make(chan error, 1)
	go func() { done <- mail.Send(t.Context(), relay.Settings(), message()) }()
	<-hold.Reached()
	must(t, relay.Stop())
	expect(t, <-done, mail.KindBroken, mail.StageRecipient)
	relay.Accept(mail.StageRecipient)
	must(t, relay.Restart())
	must(t, mail.Send(t.Context(), relay.Settings(), message()))
	nth(t, relay, 1)
}
