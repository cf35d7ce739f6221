package mail_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"gatehouse/core/mail"
)

// Canaries: none of them may turn up where something is told.
const (
	secretPassword = "Kanari-7 vögel"
	secretCode     = "QK-48-TT"
	secretNumber   = "739 204"
	guessedCode    = "618053"
)

// shown is everything that an error can be made to say.
func shown(t *testing.T, err error) string {
	t.Helper()
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Error("send", "err", err)
	encoded, jsonErr := json.Marshal(fault(t, err))
	must(t, jsonErr)
	var all strings.Builder
	fmt.Fprintf(&all, "%v %+v %#v %s %s", err, err, fault(t, err), log.String(), encoded)
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(inner) {
		fmt.Fprintf(&all, " %v", inner)
	}
	return all.String()
}

// leaks names the canary that is in a text, in any of its forms.
func leaks(text string) string {
	fold := func(s string) string {
		return strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(s))
	}
	for _, secret := range []string{secretPassword, secretCode, secretNumber, guessedCode} {
		if strings.Contains(fold(text), fold(secret)) || strings.Contains(text, base64.StdEncoding.EncodeToString([]byte(secret))) {
			return secret
		}
	}
	return ""
}

// TestSecretsInReplies: a relay that repeats what it was told, in many forms, at every
// stage, does not get it into an error.
func TestSecretsInReplies(t *testing.T) {
	plain := base64.StdEncoding.EncodeToString([]byte("\x00gatehouse\x00" + secretPassword))
	echoes := map[string]string{
		"password": secretPassword, "password in capitals": strings.ToUpper(secretPassword),
		"password in base64": base64.StdEncoding.EncodeToString([]byte(secretPassword)),
		"what was sent":      "AUTH PLAIN " + plain, "what was sent, run together": "ABC" + plain[:len(plain)-3],
		"code": "your code " + secretCode + " is", "code without marks": "QK48TT", "code in other case": "qk-48-tt",
		"number": "739204", "number with marks": "739-204", "code that was not named": guessedCode,
		"the text": "Your code is " + secretCode, "password late": strings.Repeat("a", 300) + secretPassword,
	}
	m := message()
	m.Subject, m.Text = "Your code "+secretCode, "Use "+secretCode+" or "+secretNumber+", or "+guessedCode+".\n"
	m.Secrets = []string{secretCode, secretNumber}
	const hello, in, ok, goOn = "250-relay\r\n250 AUTH PLAIN\r\n", "235 ok\r\n", "250 ok\r\n", "354 go on\r\n"
	stages := [][]string{{hello}, {hello, in}, {hello, in, ok}, {hello, in, ok, ok, goOn}}
	for name, echo := range echoes {
		for i, before := range stages {
			t.Run(fmt.Sprint(name, i), func(t *testing.T) {
				answers := append(append([]string(nil), before...), "550 5.1.1 "+echo+"\r\n")
				s := scripted(t, "220 relay\r\n", answers...)
				s.settings.Username, s.settings.Password = "gatehouse", mail.PasswordOf([]byte(secretPassword))
				err := mail.Send(t.Context(), s.settings, m)
				e := fault(t, err)
				if e.Code != 550 || !e.Withheld || e.Reply != "" {
					t.Errorf("code %d, withheld %v, reply %q", e.Code, e.Withheld, e.Reply)
				}
				if found := leaks(shown(t, err)); found != "" {
					t.Errorf("%q is in %s", found, shown(t, err))
				}
			})
		}
	}
}

// TestSecretsInOddReplies: nor when the relay breaks the rules with it.
func TestSecretsInOddReplies(t *testing.T) {
	encoded := base64.StdEncoding.EncodeToString([]byte(secretPassword))
	for name, answers := range map[string][]string{
		"no code":             {"250-relay\r\n250 AUTH PLAIN\r\n", secretPassword + "\r\n"},
		"third question":      {"250-relay\r\n250 AUTH LOGIN\r\n", "334 \r\n", "334 \r\n", "334 " + encoded + "\r\n", "501 no\r\n"},
		"question for PLAIN":  {"250-relay\r\n250 AUTH PLAIN\r\n", "334 " + encoded + "\r\n", "501 " + encoded + "\r\n"},
		"question, no base64": {"250-relay\r\n250 AUTH LOGIN\r\n", "334 " + secretPassword + "\r\n", "501 " + encoded + "\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			s := scripted(t, "220 relay\r\n", answers...)
			s.settings.Username, s.settings.Password = "gatehouse", mail.PasswordOf([]byte(secretPassword))
			err := mail.Send(t.Context(), s.settings, message())
			fault(t, err)
			if found := leaks(shown(t, err)); found != "" {
				t.Errorf("%q is in %s", found, shown(t, err))
			}
		})
	}
}

// TestSecretsWithoutNeed: a reply that names the address is kept, also when the address
// looks like a code that is in the text.
func TestSecretsWithoutNeed(t *testing.T) {
	s := scripted(t, "220 relay\r\n", "250 relay\r\n", "250 ok\r\n", "550 5.1.1 <m123456@site.example> is unknown\r\n")
	m := messageTo("m123456@site.example")
	m.Text = "Your account m123456 was changed."
	e := expect(t, mail.Send(t.Context(), s.settings, m), mail.KindRecipient, mail.StageRecipient)
	if e.Reply != "<m123456@site.example> is unknown" {
		t.Errorf("reply %q, withheld %v", e.Reply, e.Withheld)
	}
}

// TestShownWithoutSecrets: neither settings nor messages print what they hold.
func TestShownWithoutSecrets(t *testing.T) {
	settings := usable()
	settings.Password = mail.PasswordOf([]byte(secretPassword))
	m := message()
	m.Text, m.Secrets = secretCode, []string{secretCode}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("", "settings", settings, "password", settings.Password, "message", m)
	slog.New(slog.NewTextHandler(&log, nil)).Info("", "settings", settings, "password", settings.Password, "message", m)
	text := log.String() + fmt.Sprintf("%v %+v %#v %s %x %d %v", settings, settings, settings, settings.Password, settings.Password, settings.Password, &settings) +
		fmt.Sprintf("%v %+v %#v %s %x %v", m, m, m, m, m, []mail.Message{m})
	if found := leaks(text); found != "" || strings.Contains(text, fmt.Sprintf("%x", secretPassword)) {
		t.Errorf("%q is in %s", found, text)
	}
}

func TestPasswordWipe(t *testing.T) {
	p := mail.PasswordOf([]byte(secretPassword))
	held := p
	held.Wipe()
	if !bytes.Equal(p.Bytes(), make([]byte, len(secretPassword))) {
		t.Errorf("left %q", p.Bytes())
	}
	settings := usable()
	settings.Password = p
	if got := settings.Validate(); len(got) != 1 || got[0].Field != mail.FieldPassword {
		t.Errorf("a wiped password: %v", got)
	}
	if !(mail.Password{}).Empty() || !mail.PasswordOf(nil).Empty() || mail.PasswordOf([]byte("x")).Empty() {
		t.Error("Empty does not tell")
	}
}
