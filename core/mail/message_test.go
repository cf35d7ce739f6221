package mail_test

import (
	"bytes"
	"net/textproto"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/core/mail"
	"gatehouse/core/mail/mailtest"
)

// delivered sends a message and gives it as the relay has it.
func delivered(t *testing.T, c mailtest.Config, from string, m mail.Message) mailtest.Message {
	t.Helper()
	relay := mailtest.Start(t, c)
	settings := relay.Settings()
	if from != "" {
		settings.From = from
	}
	must(t, mail.Send(t.Context(), settings, m))
	return nth(t, relay, 1)
}

// TestMessage: what goes out, to the last header. Nothing tells of the program or machine.
func TestMessage(t *testing.T) {
	got := delivered(t, mailtest.Config{}, "", message())
	want := strings.Join([]string{
		"Auto-Submitted: auto-generated",
		"Date: Sun, 01 Mar 2026 12:30:00 +0000",
		"MIME-Version: 1.0",
		"Message-ID: <8f14e45fceea167a5a36dedd4bea2543@site.example>",
		"Subject: Your password was changed",
		"X-Auto-Response-Suppress: All",
		`From: "Gatehouse" <gatehouse@site.example>`,
		"To: <ada@site.example>",
		"Content-Transfer-Encoding: quoted-printable",
		"Content-Type: text/plain; charset=UTF-8",
		"",
		"Hello Ada,",
		"",
		"your password was changed.",
		"",
	}, "\r\n")
	if string(got.Data) != want {
		t.Errorf("got\n%s\nwant\n%s", got.Data, want)
	}
}

// TestMessageAgain: two attempts are the same message.
func TestMessageAgain(t *testing.T) {
	relay := mailtest.Start(t, mailtest.Config{})
	for range 2 {
		must(t, mail.Send(t.Context(), relay.Settings(), message()))
	}
	if one, two := nth(t, relay, 1), nth(t, relay, 2); !bytes.Equal(one.Data, two.Data) {
		t.Errorf("got\n%s\nand\n%s", one.Data, two.Data)
	}
}

// TestTexts: every text comes out as it went in, in short lines of ASCII.
func TestTexts(t *testing.T) {
	for name, text := range map[string]string{
		"dots":               ".\n..\n.a\n\n.\n",
		"end of the message": "a\n.\nMAIL FROM:<eve@site.example>\n",
		"end with CR":        "a\r\n.\r\nQUIT\r\n",
		"long line":          strings.Repeat("a", 998) + "\n" + strings.Repeat("b", 5000) + "\n",
		"long word":          strings.Repeat("ü", 3000) + "\n",
		"beyond ASCII":       "Grüße, 你好, 👋\n",
		"like a header":      "Bcc: eve@site.example\n\nFrom someone\n",
		"spaces at the end":  "a  \nb\t\n",
		"equals":             "a=3D b=\n",
	} {
		t.Run(name, func(t *testing.T) {
			m := message()
			m.Text = text
			got := delivered(t, mailtest.Config{}, "", m)
			if read := parsed(t, got).Text; read != strings.ReplaceAll(text, "\r\n", "\n") {
				t.Errorf("got %q, want %q", read, text)
			}
			for line := range bytes.Lines(got.Data) {
				if len(line) > 78 || bytes.ContainsFunc(line, func(r rune) bool { return r > 126 }) {
					t.Errorf("line %q", line)
				}
			}
		})
	}
}

func TestSubjectsAndNames(t *testing.T) {
	tests := []struct{ from, name, subject string }{
		{"Ämter der Stadt <gatehouse@site.example>", "Ämter der Stadt", "Ihr Passwort wurde geändert"},
		{`"Site, \"accounts\" <x>" <gatehouse@site.example>`, `Site, "accounts" <x>`, `"quoted" <a@b.example>`},
		{"你好 <gatehouse@site.example>", "你好", strings.Repeat("你好", 100)},
		{strings.Repeat("N", 100) + " <gatehouse@site.example>", strings.Repeat("N", 100), strings.Repeat("s", 200)},
		{"gatehouse@site.example", "", "two  spaces   and: colons"},
	}
	for _, test := range tests {
		t.Run(test.subject, func(t *testing.T) {
			m := message()
			m.Subject = test.subject
			got := delivered(t, mailtest.Config{}, test.from, m)
			read := parsed(t, got)
			from, err := read.Header.AddressList("From")
			must(t, err)
			if len(from) != 1 || from[0].Name != test.name || from[0].Address != "gatehouse@site.example" || got.From != "gatehouse@site.example" {
				t.Errorf("from %v", from)
			}
			if read.Subject != test.subject {
				t.Errorf("subject %q, want %q", read.Subject, test.subject)
			}
			for line := range bytes.Lines(got.Data) {
				if len(line) > 998 || bytes.ContainsFunc(line, func(r rune) bool { return r > 126 }) {
					t.Errorf("line %q", line)
				}
			}
		})
	}
}

// TestAddressesBeyondASCII: domains go as ASCII; for the rest the relay has to know
// SMTPUTF8, which is asked for only then.
func TestAddressesBeyondASCII(t *testing.T) {
	t.Run("domain", func(t *testing.T) {
		got := delivered(t, mailtest.Config{UTF8: true}, "Site <gatehouse@münchen.example>", messageTo("ada@bücher.example"))
		if got.UTF8 || got.From != "gatehouse@xn--mnchen-3ya.example" || !slices.Equal(got.To, []string{"ada@xn--bcher-kva.example"}) {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("name", func(t *testing.T) {
		got := delivered(t, mailtest.Config{UTF8: true}, "", messageTo("jürgen@bücher.example"))
		if !got.UTF8 || !slices.Equal(got.To, []string{"jürgen@xn--bcher-kva.example"}) {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("name to a relay that cannot", func(t *testing.T) {
		relay := mailtest.Start(t, mailtest.Config{})
		e := expect(t, mail.Send(t.Context(), relay.Settings(), messageTo("jürgen@bücher.example")), mail.KindUTF8, mail.StageSender)
		if e.Retry() {
			t.Error("kept")
		}
	})
}

// An invalidTest is one change and what is wrong then.
type invalidTest struct {
	name   string
	change func(*mail.Message)
	field  mail.Field
	reason mail.Reason
}

func invalidTests() []invalidTest {
	return []invalidTest{
		{"subject with a header", func(m *mail.Message) { m.Subject = "a\r\nBcc: eve@site.example" }, mail.FieldSubject, mail.ReasonCharacter},
		{"subject with a line", func(m *mail.Message) { m.Subject = "a\nb" }, mail.FieldSubject, mail.ReasonCharacter},
		{"subject with a return", func(m *mail.Message) { m.Subject = "a\rb" }, mail.FieldSubject, mail.ReasonCharacter},
		{"subject with NUL", func(m *mail.Message) { m.Subject = "a\x00b" }, mail.FieldSubject, mail.ReasonCharacter},
		{"subject with a line of Unicode", func(m *mail.Message) { m.Subject = "a\u2028b" }, mail.FieldSubject, mail.ReasonCharacter},
		{"subject with another direction", func(m *mail.Message) { m.Subject = "a\u202eb" }, mail.FieldSubject, mail.ReasonCharacter},
		{"subject that is no UTF-8", func(m *mail.Message) { m.Subject = "a\xffb" }, mail.FieldSubject, mail.ReasonCharacter},
		{"subject that is encoded", func(m *mail.Message) { m.Subject = "=?utf-8?q?a=0D=0Ab?=" }, mail.FieldSubject, mail.ReasonForm},
		{"no subject", func(m *mail.Message) { m.Subject = " " }, mail.FieldSubject, mail.ReasonMissing},
		{"long subject", func(m *mail.Message) { m.Subject = strings.Repeat("ü", 201) }, mail.FieldSubject, mail.ReasonTooLong},
		{"address with a header", func(m *mail.Message) { m.To = "ada@site.example\r\nBcc: eve@site.example" }, mail.FieldTo, mail.ReasonCharacter},
		{"address with a command", func(m *mail.Message) { m.To = "ada@site.example>\r\nRCPT TO:<eve@site.example" }, mail.FieldTo, mail.ReasonCharacter},
		{"address with NUL", func(m *mail.Message) { m.To = "ada\x00@site.example" }, mail.FieldTo, mail.ReasonCharacter},
		{"address with a space", func(m *mail.Message) { m.To = "a da@site.example" }, mail.FieldTo, mail.ReasonForm},
		{"address with a space around", func(m *mail.Message) { m.To = "ada@site.example " }, mail.FieldTo, mail.ReasonForm},
		{"address with a parameter", func(m *mail.Message) { m.To = "ada@site.example> NOTIFY=NEVER" }, mail.FieldTo, mail.ReasonForm},
		{"address with a name", func(m *mail.Message) { m.To = "Ada <ada@site.example>" }, mail.FieldTo, mail.ReasonForm},
		{"address in brackets", func(m *mail.Message) { m.To = "<ada@site.example>" }, mail.FieldTo, mail.ReasonForm},
		{"address with a comment", func(m *mail.Message) { m.To = "ada@site.example (Ada)" }, mail.FieldTo, mail.ReasonForm},
		{"address in quotes", func(m *mail.Message) { m.To = `"a b"@site.example` }, mail.FieldTo, mail.ReasonForm},
		{"two addresses", func(m *mail.Message) { m.To = "ada@site.example,eve@site.example" }, mail.FieldTo, mail.ReasonForm},
		{"group", func(m *mail.Message) { m.To = "all: ada@site.example;" }, mail.FieldTo, mail.ReasonForm},
		{"source route", func(m *mail.Message) { m.To = "@eve.example:ada@site.example" }, mail.FieldTo, mail.ReasonForm},
		{"no address", func(m *mail.Message) { m.To = "" }, mail.FieldTo, mail.ReasonMissing},
		{"long address", func(m *mail.Message) { m.To = "a@" + strings.Repeat("b.", 130) + "example" }, mail.FieldTo, mail.ReasonTooLong},
		{"text with NUL", func(m *mail.Message) { m.Text = "a\x00" }, mail.FieldText, mail.ReasonCharacter},
		{"text with a return", func(m *mail.Message) { m.Text = "a\rb" }, mail.FieldText, mail.ReasonCharacter},
		{"text with an escape", func(m *mail.Message) { m.Text = "a\x1b[31m" }, mail.FieldText, mail.ReasonCharacter},
		{"text that is no UTF-8", func(m *mail.Message) { m.Text = "a\xff" }, mail.FieldText, mail.ReasonCharacter},
		{"no text", func(m *mail.Message) { m.Text = "\n" }, mail.FieldText, mail.ReasonMissing},
		{"long text", func(m *mail.Message) { m.Text = strings.Repeat("a", 64<<10+1) }, mail.FieldText, mail.ReasonTooLong},
		{"no ID", func(m *mail.Message) { m.ID = "" }, mail.FieldID, mail.ReasonMissing},
		{"ID with a line", func(m *mail.Message) { m.ID = "a>\r\nBcc: eve@site.example" }, mail.FieldID, mail.ReasonCharacter},
		{"ID with a domain", func(m *mail.Message) { m.ID = "a@host" }, mail.FieldID, mail.ReasonCharacter},
		{"long ID", func(m *mail.Message) { m.ID = strings.Repeat("a", 65) }, mail.FieldID, mail.ReasonTooLong},
		{"no date", func(m *mail.Message) { m.Date = time.Time{} }, mail.FieldDate, mail.ReasonMissing},
		{"date that cannot be written", func(m *mail.Message) { m.Date = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }, mail.FieldDate, mail.ReasonRange},
	}
}

// TestInvalid: what cannot be sent is refused before the relay is called.
func TestInvalid(t *testing.T) {
	relay := mailtest.Start(t, mailtest.Config{})
	for _, test := range invalidTests() {
		t.Run(test.name, func(t *testing.T) {
			m := message()
			test.change(&m)
			e := expect(t, mail.Send(t.Context(), relay.Settings(), m), mail.KindInvalid, "")
			if want := problem(test.field, test.reason); !slices.Equal(e.Problems, want) || !slices.Equal(m.Validate(), want) {
				t.Errorf("problems %v and %v, want %v", e.Problems, m.Validate(), want)
			}
			if e.Retry() {
				t.Error("kept")
			}
		})
	}
	must(t, relay.Stop())
	if len(relay.Wire()) != 0 || len(relay.Messages()) != 0 {
		t.Errorf("the relay was told %q", relay.Wire())
	}
}

// FuzzMessage: whatever is not refused arrives with the headers that it should have, and
// no more.
func FuzzMessage(f *testing.F) {
	f.Add("ada@site.example", "Hello", "text\n", "Site <gatehouse@site.example>")
	f.Add("0@s", "Hello", "no end", "Site <gatehouse@site.example>")
	f.Add("a@b\r\nc", "a\r\nBcc: x@y", ".\n", "=?utf-8?q?=0D=0A?= <a@b>")
	relay := mailtest.Start(f, mailtest.Config{UTF8: true})
	names := []string{
		"Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject",
		"To", "X-Auto-Response-Suppress",
	}
	f.Fuzz(func(t *testing.T, to, subject, text, from string) {
		m := message()
		m.To, m.Subject, m.Text = to, subject, text
		settings := relay.Settings()
		settings.From = from
		before := len(relay.Messages())
		if err := mail.Send(t.Context(), settings, m); err != nil {
			if e := fault(t, err); e.Kind != mail.KindInvalid && e.Kind != mail.KindSettings {
				// The relay's parser is stricter than ours in nothing.
				t.Fatalf("%q %q: %v", to, from, err)
			}
			return
		}
		all := relay.Messages()
		got := all[len(all)-1]
		read := parsed(t, got)
		var found []string
		for name, values := range read.Header {
			if len(values) != 1 {
				t.Errorf("%s: %q", name, values)
			}
			found = append(found, textproto.CanonicalMIMEHeaderKey(name))
		}
		slices.Sort(found)
		if len(all) != before+1 || !slices.Equal(found, names) || len(got.To) != 1 {
			t.Errorf("%d messages, headers %v, to %v", len(all)-before, found, got.To)
		}
		want := strings.ReplaceAll(text, "\r\n", "\n")
		if !strings.HasSuffix(want, "\n") {
			want += "\n" // a message ends with a line (RFC 5321, 4.1.1.4)
		}
		if read.Text != want {
			t.Errorf("text %q, want %q", read.Text, want)
		}
	})
}
