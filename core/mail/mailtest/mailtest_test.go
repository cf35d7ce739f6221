package mailtest_test

import (
	"context"
	"errors"
	"net"
	"net/smtp"
	"strconv"
	"testing"
	"time"

	"gatehouse/core/mail"
	"gatehouse/core/mail/mailtest"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestWithoutTest: a program that is no test has a relay too. It is talked to by another
// client than that of the program.
func TestWithoutTest(t *testing.T) {
	relay, err := mailtest.New(mailtest.Config{})
	must(t, err)
	address := net.JoinHostPort(relay.Host(), strconv.Itoa(relay.Port()))
	third := relay.Nth(3)
	for _, subject := range []string{"one", "two", "three"} {
		must(t, smtp.SendMail(address, nil, "a@site.example", []string{"b@site.example", "c@site.example"},
			[]byte("Subject: "+subject+"\r\n\r\n..text\r\n")))
	}
	got, err := (<-third).Parse()
	must(t, err)
	if got.Subject != "three" || got.Text != "..text\n" {
		t.Errorf("got %+v", got)
	}
	if all := relay.Messages(); len(all) != 3 || len(all[0].To) != 2 || all[0].From != "a@site.example" {
		t.Errorf("messages %+v", all)
	}
	ended, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	if _, err := relay.Await(ended, 4); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v for a message that did not come", err)
	}
	must(t, relay.Close())
	must(t, relay.Close())
	if conn, err := net.Dial("tcp", address); err == nil {
		t.Errorf("a closed relay listens at %v", conn.RemoteAddr())
	}
}

// TestRestart: a relay that comes back has its port, its messages and its orders. One that
// is up does not start twice, and no two are on one port.
func TestRestart(t *testing.T) {
	relay := mailtest.Start(t, mailtest.Config{Security: mail.SecurityTLS})
	port := relay.Port()
	if relay.Restart() == nil {
		t.Error("started twice")
	}
	if other, err := mailtest.New(mailtest.Config{Port: port}); err == nil {
		t.Errorf("another listens on port %d", other.Port())
	}
	relay.Refuse(mail.StageSender, mailtest.NotWelcome())
	must(t, relay.Stop())
	must(t, relay.Restart())
	m := mail.Message{ID: "1", To: "ada@site.example", Subject: "s", Text: "t", Date: time.Unix(1e9, 0)}
	if err := mail.Send(t.Context(), relay.Settings(), m); err == nil || relay.Port() != port {
		t.Errorf("got %v on port %d, had %d", err, relay.Port(), port)
	}
	relay.Accept(mail.StageSender)
	must(t, mail.Send(t.Context(), relay.Settings(), m))
	_, err := relay.Await(t.Context(), 1)
	must(t, err)
}

// TestStopHeld: a relay goes down also while it is held at every stage.
func TestStopHeld(t *testing.T) {
	for _, stage := range []mail.Stage{mail.StageConnect, mail.StageHello, mail.StageSender, mail.StageRecipient, mail.StageMessage} {
		t.Run(string(stage), func(t *testing.T) {
			relay := mailtest.Start(t, mailtest.Config{Security: mail.SecurityStartTLS})
			hold := relay.Hold(stage)
			done := make(chan error, 1)
			m := mail.Message{ID: "1", To: "ada@site.example", Subject: "s", Text: "t", Date: time.Unix(1e9, 0)}
			go func() { done <- mail.Send(t.Context(), relay.Settings(), m) }()
			<-hold.Reached()
			must(t, relay.Stop())
			if err := <-done; err == nil || len(relay.Messages()) != 0 {
				t.Errorf("got %v and %d messages", err, len(relay.Messages()))
			}
		})
	}
}
