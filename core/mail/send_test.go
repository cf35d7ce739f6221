package mail_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gatehouse/core/mail"
	"gatehouse/core/mail/mailtest"
)

// TestSend: every way to talk to a relay, with and without signing in.
func TestSend(t *testing.T) {
	for _, security := range []mail.Security{mail.SecurityNone, mail.SecurityStartTLS, mail.SecurityTLS} {
		for _, way := range []string{"", "PLAIN", "LOGIN"} {
			t.Run(string(security)+" "+way, func(t *testing.T) {
				c := mailtest.Config{Security: security}
				if way != "" {
					c.Username, c.Password, c.Mechanisms = "gatehouse", "pass wörd", []string{way}
				}
				relay := mailtest.Start(t, c)
				must(t, mail.Send(t.Context(), relay.Settings(), message()))
				got := nth(t, relay, 1)
				if got.From != "gatehouse@site.example" || !slices.Equal(got.To, []string{"ada@site.example"}) {
					t.Errorf("envelope from %q to %q", got.From, got.To)
				}
				if got.TLS != (security != mail.SecurityNone) || got.User != c.Username || got.UTF8 {
					t.Errorf("TLS %v, user %q, UTF8 %v", got.TLS, got.User, got.UTF8)
				}
				if got.Hello != "[127.0.0.1]" {
					t.Errorf("the site called itself %q", got.Hello)
				}
				if secured := security != mail.SecurityNone; secured && strings.Contains(string(relay.Wire()), "RCPT") {
					t.Error("the message went over the network as it is")
				}
			})
		}
	}
}

func TestSendName(t *testing.T) {
	relay := mailtest.Start(t, mailtest.Config{})
	settings := relay.Settings()
	settings.Name = "gatehouse.site.example"
	must(t, mail.Send(t.Context(), settings, message()))
	if got := nth(t, relay, 1).Hello; got != settings.Name {
		t.Errorf("the site called itself %q", got)
	}
}

// TestRefused: what a relay refuses, at which stage, for now and for good.
func TestRefused(t *testing.T) {
	later := mailtest.TryLater()
	closing := mailtest.Reply{Code: 421, Enhanced: [3]int{4, 3, 2}, Text: "Going down"}
	tests := []struct {
		stage     mail.Stage
		reply     mailtest.Reply
		kind      mail.Kind
		at        mail.Stage
		enhanced  string
		temporary bool
		ofRelay   bool
	}{
		{mail.StageConnect, mailtest.Reply{Code: 554, Text: "No service"}, mail.KindUnavailable, mail.StageGreeting, "", false, true},
		{mail.StageConnect, mailtest.Reply{Code: 421, Text: "Busy"}, mail.KindUnavailable, mail.StageGreeting, "", true, true},
		{mail.StageHello, mailtest.NotWelcome(), mail.KindUnavailable, mail.StageHello, "5.7.1", false, true},
		{mail.StageSender, mailtest.NotWelcome(), mail.KindSender, mail.StageSender, "5.7.1", false, true},
		{mail.StageSender, later, mail.KindSender, mail.StageSender, "4.3.0", true, true},
		{mail.StageSender, closing, mail.KindUnavailable, mail.StageSender, "4.3.2", true, true},
		{mail.StageRecipient, mailtest.NoSuchUser(), mail.KindRecipient, mail.StageRecipient, "5.1.1", false, false},
		{mail.StageRecipient, later, mail.KindRecipient, mail.StageRecipient, "4.3.0", true, false},
		{mail.StageMessage, mailtest.NotTaken(), mail.KindMessage, mail.StageMessage, "5.6.0", false, false},
		{mail.StageMessage, later, mail.KindMessage, mail.StageMessage, "4.3.0", true, false},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.stage, test.reply.Code), func(t *testing.T) {
			relay := mailtest.Start(t, mailtest.Config{})
			relay.Refuse(test.stage, test.reply)
			e := expect(t, mail.Send(t.Context(), relay.Settings(), message()), test.kind, test.at)
			if e.Code != test.reply.Code || e.Enhanced != test.enhanced || e.Reply != test.reply.Text {
				t.Errorf("code %d, enhanced %q, reply %q", e.Code, e.Enhanced, e.Reply)
			}
			if e.Temporary() != test.temporary || e.OfRelay() != test.ofRelay || e.Retry() != (test.temporary || test.ofRelay) || e.Unsure {
				t.Errorf("temporary %v, of the relay %v, retry %v, unsure %v", e.Temporary(), e.OfRelay(), e.Retry(), e.Unsure)
			}
			if got := relay.Messages(); len(got) != 0 {
				t.Errorf("the relay took %d messages", len(got))
			}
			relay.Accept(test.stage)
			must(t, mail.Send(t.Context(), relay.Settings(), message()))
			nth(t, relay, 1)
		})
	}
}

func TestSignInRefused(t *testing.T) {
	relay := mailtest.Start(t, mailtest.Config{Security: mail.SecurityTLS, Username: "gatehouse", Password: "right"})
	t.Run("wrong password", func(t *testing.T) {
		settings := relay.Settings()
		settings.Password = mail.PasswordOf([]byte("wrong"))
		e := expect(t, mail.Send(t.Context(), settings, message()), mail.KindSignIn, mail.StageSignIn)
		if e.Code != 535 || e.Temporary() || !e.Retry() {
			t.Errorf("code %d, temporary %v, retry %v", e.Code, e.Temporary(), e.Retry())
		}
	})
	t.Run("for now", func(t *testing.T) {
		relay.RefuseOnce(mail.StageSignIn, mailtest.Reply{Code: 454, Enhanced: [3]int{4, 7, 0}, Text: "Later"})
		e := expect(t, mail.Send(t.Context(), relay.Settings(), message()), mail.KindSignIn, mail.StageSignIn)
		if !e.Temporary() {
			t.Error("not temporary")
		}
	})
	t.Run("not tried", func(t *testing.T) {
		settings := relay.Settings()
		settings.Username, settings.Password = "", mail.Password{}
		if e := expect(t, mail.Send(t.Context(), settings, message()), mail.KindSignIn, mail.StageSender); e.Code != 530 {
			t.Errorf("code %d", e.Code)
		}
	})
	t.Run("not offered", func(t *testing.T) {
		open := mailtest.Start(t, mailtest.Config{Security: mail.SecurityTLS})
		settings := open.Settings()
		settings.Username, settings.Password = "gatehouse", mail.PasswordOf([]byte("right"))
		if e := expect(t, mail.Send(t.Context(), settings, message()), mail.KindSignIn, mail.StageSignIn); e.Code != 0 || e.Detail == "" {
			t.Errorf("code %d, detail %q", e.Code, e.Detail)
		}
	})
	if got := len(relay.Messages()); got != 0 {
		t.Errorf("the relay took %d messages", got)
	}
}

// TestPasswordInTheOpen: a password goes without TLS to this machine alone.
func TestPasswordInTheOpen(t *testing.T) {
	relay := mailtest.Start(t, mailtest.Config{Username: "gatehouse", Password: "right"})
	must(t, mail.Send(t.Context(), relay.Settings(), message()))
	settings := relay.Settings()
	settings.Host = "192.0.2.1"
	e := expect(t, mail.Send(t.Context(), settings, message()), mail.KindSettings, "")
	if !slices.Equal(e.Problems, problem(mail.FieldSecurity, mail.ReasonUnencrypted)) {
		t.Errorf("problems %v", e.Problems)
	}
}

func TestGreylisted(t *testing.T) {
	relay := mailtest.Start(t, mailtest.Config{})
	relay.Greylist(true)
	e := expect(t, mail.Send(t.Context(), relay.Settings(), message()), mail.KindRecipient, mail.StageRecipient)
	if e.Code != 451 || !e.Temporary() {
		t.Errorf("code %d, temporary %v", e.Code, e.Temporary())
	}
	must(t, mail.Send(t.Context(), relay.Settings(), message()))
	nth(t, relay, 1)
}

// TestDown: nothing listens, then the relay is back on its port.
func TestDown(t *testing.T) {
	relay := mailtest.Start(t, mailtest.Config{Security: mail.SecurityStartTLS})
	must(t, relay.Stop())
	e := expect(t, mail.Send(t.Context(), relay.Settings(), message()), mail.KindUnreachable, mail.StageConnect)
	if !e.Temporary() || e.Unsure || !strings.Contains(e.Detail, fmt.Sprint(relay.Port())) {
		t.Errorf("temporary %v, unsure %v, detail %q", e.Temporary(), e.Unsure, e.Detail)
	}
	must(t, relay.Restart())
	must(t, mail.Send(t.Context(), relay.Settings(), message()))
	nth(t, relay, 1)
}

func TestNoHost(t *testing.T) {
	settings := usable()
	settings.Host = "relay.invalid" // RFC 2606: never a machine
	e := expect(t, mail.Send(t.Context(), settings, message()), mail.KindNoHost, mail.StageConnect)
	if !e.Temporary() {
		t.Error("not temporary")
	}
}

// TestDropped: the relay hangs up at every stage. Only when it had the whole message is it
// not known what became of it.
func TestDropped(t *testing.T) {
	tests := []struct {
		stage, at mail.Stage
		unsure    bool
	}{
		{mail.StageConnect, mail.StageGreeting, false},
		{mail.StageHello, mail.StageHello, false},
		{mail.StageSignIn, mail.StageSignIn, false},
		{mail.StageSender, mail.StageSender, false},
		{mail.StageRecipient, mail.StageRecipient, false},
		{mail.StageMessage, mail.StageMessage, true},
	}
	for _, test := range tests {
		t.Run(string(test.stage), func(t *testing.T) {
			relay := mailtest.Start(t, mailtest.Config{Username: "gatehouse", Password: "right"})
			relay.Drop(test.stage, 1)
			e := expect(t, mail.Send(t.Context(), relay.Settings(), message()), mail.KindBroken, test.at)
			if !e.Temporary() || e.Unsure != test.unsure {
				t.Errorf("temporary %v, unsure %v", e.Temporary(), e.Unsure)
			}
			must(t, mail.Send(t.Context(), relay.Settings(), message()))
			if got := len(relay.Messages()); got != 1 {
				t.Errorf("the relay took %d messages", got)
			}
		})
	}
}

// TestDroppedWithin: the relay hangs up within a message that does not go at once.
func TestDroppedWithin(t *testing.T) {
	relay := mailtest.Start(t, mailtest.Config{Security: mail.SecurityStartTLS})
	relay.Drop(mail.StageMessage, 1)
	m := message()
	m.Text = strings.Repeat("all that was changed\n", 3000)
	// It depends on the system's buffers how far it came.
	if e := fault(t, mail.Send(t.Context(), relay.Settings(), m)); e.Kind != mail.KindBroken || !e.Temporary() {
		t.Errorf("got %v", e)
	}
	must(t, mail.Send(t.Context(), relay.Settings(), m))
	if got := parsed(t, nth(t, relay, 1)).Text; got != m.Text {
		t.Errorf("%d octets arrived of %d", len(got), len(m.Text))
	}
}
