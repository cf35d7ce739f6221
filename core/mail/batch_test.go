package mail_test

import (
	"errors"
	"testing"

	"gatehouse/core/mail"
	"gatehouse/core/mail/mailtest"
)

// TestBatch: one connection for all messages, past those that are refused.
func TestBatch(t *testing.T) {
	relay := mailtest.Start(t, mailtest.Config{Security: mail.SecurityTLS})
	relay.RefuseRecipient("b@site.example", mailtest.NoSuchUser())
	bad := message()
	bad.Subject = "a\r\nBcc: eve@site.example"
	results := mail.SendAll(t.Context(), relay.Settings(), []mail.Message{
		messageTo("a@site.example"), messageTo("b@site.example"), bad, messageTo("ü@site.example"), messageTo("c@site.example"),
	})
	if results[0] != nil || results[4] != nil {
		t.Errorf("results %v", results)
	}
	expect(t, results[1], mail.KindRecipient, mail.StageRecipient)
	expect(t, results[2], mail.KindInvalid, "")
	expect(t, results[3], mail.KindUTF8, mail.StageSender)
	if got := relay.Connections(); got != 1 {
		t.Errorf("%d connections", got)
	}
	got := relay.Messages()
	if len(got) != 2 || got[0].To[0] != "a@site.example" || got[1].To[0] != "c@site.example" {
		t.Errorf("the relay took %+v", got)
	}
}

// TestBatchBroken: a connection that ends once is made anew; on two messages in a row the
// rest has to wait.
func TestBatchBroken(t *testing.T) {
	all := []mail.Message{
		messageTo("a@site.example"), messageTo("b@site.example"), messageTo("c@site.example"), messageTo("d@site.example"),
	}
	t.Run("once", func(t *testing.T) {
		relay := mailtest.Start(t, mailtest.Config{})
		relay.Drop(mail.StageMessage, 1)
		results := mail.SendAll(t.Context(), relay.Settings(), all)
		expect(t, results[0], mail.KindBroken, mail.StageMessage)
		if err := errors.Join(results[1:]...); err != nil || relay.Connections() != 2 {
			t.Errorf("%v over %d connections", err, relay.Connections())
		}
	})
	t.Run("twice", func(t *testing.T) {
		relay := mailtest.Start(t, mailtest.Config{})
		relay.Drop(mail.StageMessage, 2)
		results := mail.SendAll(t.Context(), relay.Settings(), all)
		for i, err := range results {
			if e := expect(t, err, mail.KindBroken, mail.StageMessage); e.Unsure != (i < 2) {
				t.Errorf("message %d: unsure %v", i, e.Unsure)
			}
		}
		if got := relay.Connections(); got != 2 {
			t.Errorf("%d connections", got)
		}
	})
	t.Run("down", func(t *testing.T) {
		relay := mailtest.Start(t, mailtest.Config{})
		must(t, relay.Stop())
		for _, err := range mail.SendAll(t.Context(), relay.Settings(), all) {
			expect(t, err, mail.KindUnreachable, mail.StageConnect)
		}
	})
	t.Run("turned away in between", func(t *testing.T) {
		relay := mailtest.Start(t, mailtest.Config{})
		relay.RefuseOnce(mail.StageSender, mailtest.Reply{Code: 421, Text: "Too many"})
		results := mail.SendAll(t.Context(), relay.Settings(), all)
		expect(t, results[0], mail.KindUnavailable, mail.StageSender)
		if err := errors.Join(results[1:]...); err != nil {
			t.Error(err)
		}
	})
	t.Run("none", func(t *testing.T) {
		relay := mailtest.Start(t, mailtest.Config{})
		if got := mail.SendAll(t.Context(), relay.Settings(), nil); len(got) != 0 || relay.Connections() != 0 {
			t.Errorf("%v over %d connections", got, relay.Connections())
		}
	})
}
