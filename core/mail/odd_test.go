package mail_test

import (
	"strings"
	"testing"
	"time"

	"gatehouse/core/mail"
)

// TestOddRelays: what says something else than a relay does.
func TestOddRelays(t *testing.T) {
	const hello, ok, goOn = "250 relay\r\n", "250 2.0.0 ok\r\n", "354 go on\r\n"
	endless := "250-" + strings.Repeat("a", 300<<10)
	tests := []struct {
		name     string
		greeting string
		answers  []string
		kind     mail.Kind
		at       mail.Stage
	}{
		{"another protocol", "HTTP/1.1 400 Bad Request\r\n\r\n", nil, mail.KindNotSMTP, mail.StageGreeting},
		{"an empty line", "\r\n", nil, mail.KindNotSMTP, mail.StageGreeting},
		{"a greeting for something else", "250 ok\r\n", nil, mail.KindNotSMTP, mail.StageGreeting},
		{"a line without end", "220 " + endless, nil, mail.KindNotSMTP, mail.StageGreeting},
		{"lines without end", "220 relay\r\n", []string{strings.Repeat("250-relay\r\n", 30<<10)}, mail.KindNotSMTP, mail.StageHello},
		{"no data", "220 relay\r\n", []string{hello, ok, ok, "554 5.5.1 no valid recipients\r\n"}, mail.KindMessage, mail.StageData},
		{"data at once", "220 relay\r\n", []string{hello, ok, ok, ok}, mail.KindNotSMTP, mail.StageData},
		{"no extensions", "220 relay\r\n", []string{"502 no EHLO\r\n", hello, "550 no\r\n"}, mail.KindSender, mail.StageSender},
		{"hangs up at data", "220 relay\r\n", []string{hello, ok, ok, ""}, mail.KindBroken, mail.StageData},
		{"a 421 with the last word", "220 relay\r\n", []string{hello, ok, ok, goOn, "421 4.3.0 bye\r\n"}, mail.KindUnavailable, mail.StageMessage},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := scripted(t, test.greeting, test.answers...)
			e := expect(t, mail.Send(t.Context(), s.settings, message()), test.kind, test.at)
			if e.Unsure {
				t.Error("unsure")
			}
		})
	}
}

// TestDrip: a relay that says a little all the time does not lengthen a stage.
func TestDrip(t *testing.T) {
	t.Parallel()
	s := scripted(t, "220-relay\r\n")
	s.settings.Timeout = time.Second
	expect(t, mail.Send(t.Context(), s.settings, message()), mail.KindSlow, mail.StageGreeting)
}

// TestTaken: what comes after the relay has taken a message changes nothing.
func TestTaken(t *testing.T) {
	const hello, ok, goOn = "250 relay\r\n", "250 2.0.0 ok\r\n", "354 go on\r\n"
	for name, end := range map[string]string{"hangs up": "", "refuses to part": "550 no\r\n", "says nonsense": "???\r\n"} {
		t.Run(name, func(t *testing.T) {
			s := scripted(t, "220 relay\r\n", hello, ok, ok, goOn, "250 2.0.0 taken\r\n", end)
			if err := mail.Send(t.Context(), s.settings, message()); err != nil {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestReply: what a relay says is one short printable line.
func TestReply(t *testing.T) {
	const hello, ok = "250 relay\r\n", "250 2.0.0 ok\r\n"
	tests := []struct{ name, said, enhanced, reply string }{
		{"lines", "550-5.1.1 first\r\n550 second\r\n", "5.1.1", "first second"},
		{"controls", "550 5.1.1 a\x1b[31mb\x00c\td\x7f\xff\r\n", "5.1.1", "a [31mb c d \ufffd"},
		{"direction", "550 a\u202eb\r\n", "", "a b"},
		{"another class", "550 4.1.1 first\r\n", "", "4.1.1 first"},
		{"a number that is no code", "550 5.1.1.7 first\r\n", "", "5.1.1.7 first"},
		{"long", "550 5.1.1 " + strings.Repeat("ä", 1000) + "\r\n", "5.1.1", strings.Repeat("ä", 200)},
		{"nothing", "550 \r\n", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := scripted(t, "220 relay\r\n", hello, ok, test.said)
			e := expect(t, mail.Send(t.Context(), s.settings, message()), mail.KindRecipient, mail.StageRecipient)
			if e.Enhanced != test.enhanced || e.Reply != test.reply || e.Withheld {
				t.Errorf("enhanced %q, reply %q, withheld %v", e.Enhanced, e.Reply, e.Withheld)
			}
		})
	}
}
