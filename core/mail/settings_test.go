package mail_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/core/mail"
	"gatehouse/core/mail/mailtest"
)

// usable are settings without a problem.
func usable() mail.Settings {
	return mail.Settings{
		Host: "mail.site.example", Port: 587, Security: mail.SecurityStartTLS, From: "gatehouse@site.example",
		Username: "gatehouse", Password: mail.PasswordOf([]byte("secret")),
	}
}

// A settingsTest is one change and what is wrong then.
type settingsTest struct {
	name   string
	change func(*mail.Settings)
	want   []mail.Problem
}

func hostTests() []settingsTest {
	long := strings.Repeat("a", 64)
	return []settingsTest{
		{"usable", func(*mail.Settings) {}, nil},
		{"empty", func(s *mail.Settings) { *s = mail.Settings{} }, []mail.Problem{
			{Field: mail.FieldHost, Reason: mail.ReasonMissing},
			{Field: mail.FieldPort, Reason: mail.ReasonRange},
			{Field: mail.FieldSecurity, Reason: mail.ReasonMissing},
			{Field: mail.FieldFrom, Reason: mail.ReasonMissing},
		}},
		{"address", func(s *mail.Settings) { s.Host = "192.0.2.1" }, nil},
		{"address of IPv6", func(s *mail.Settings) { s.Host = "2001:db8::1" }, nil},
		{"name of one label", func(s *mail.Settings) { s.Host = "mail" }, nil},
		{"name beyond ASCII", func(s *mail.Settings) { s.Host = "post.münchen.example" }, nil},
		{"host with port", func(s *mail.Settings) { s.Host = "mail:25" }, problem(mail.FieldHost, mail.ReasonForm)},
		{"host in brackets", func(s *mail.Settings) { s.Host = "[::1]" }, problem(mail.FieldHost, mail.ReasonForm)},
		{"host with zone", func(s *mail.Settings) { s.Host = "fe80::1%eth0" }, problem(mail.FieldHost, mail.ReasonForm)},
		{"host with space", func(s *mail.Settings) { s.Host = "mail .example" }, problem(mail.FieldHost, mail.ReasonForm)},
		{"host with line", func(s *mail.Settings) { s.Host = "mail\r\nQUIT" }, problem(mail.FieldHost, mail.ReasonCharacter)},
		{"host with path", func(s *mail.Settings) { s.Host = "mail/x" }, problem(mail.FieldHost, mail.ReasonForm)},
		{"socket", func(s *mail.Settings) { s.Host = "unix:///run/mail" }, problem(mail.FieldHost, mail.ReasonForm)},
		{"octal address", func(s *mail.Settings) { s.Host = "010.0.0.1" }, problem(mail.FieldHost, mail.ReasonForm)},
		{"short address", func(s *mail.Settings) { s.Host = "10.1" }, problem(mail.FieldHost, mail.ReasonForm)},
		{"host with empty label", func(s *mail.Settings) { s.Host = "a..b" }, problem(mail.FieldHost, mail.ReasonForm)},
		{"host with long label", func(s *mail.Settings) { s.Host = long }, problem(mail.FieldHost, mail.ReasonForm)},
	}
}

func signInTests() []settingsTest {
	return []settingsTest{
		{"port 0", func(s *mail.Settings) { s.Port = 0 }, problem(mail.FieldPort, mail.ReasonRange)},
		{"port 1", func(s *mail.Settings) { s.Port = 1 }, nil},
		{"port 65535", func(s *mail.Settings) { s.Port = 65535 }, nil},
		{"port 65536", func(s *mail.Settings) { s.Port = 65536 }, problem(mail.FieldPort, mail.ReasonRange)},
		{"security unknown", func(s *mail.Settings) { s.Security = "optional" }, problem(mail.FieldSecurity, mail.ReasonForm)},
		{"password in the open", func(s *mail.Settings) { s.Security = mail.SecurityNone }, problem(mail.FieldSecurity, mail.ReasonUnencrypted)},
		{"password to this machine", func(s *mail.Settings) { s.Security, s.Host = mail.SecurityNone, "127.0.0.2" }, nil},
		{"password to localhost", func(s *mail.Settings) { s.Security, s.Host = mail.SecurityNone, "localhost" }, nil},
		{"password to ::1", func(s *mail.Settings) { s.Security, s.Host = mail.SecurityNone, "::1" }, nil},
		{"name like localhost", func(s *mail.Settings) { s.Security, s.Host = mail.SecurityNone, "localhost.example" }, problem(mail.FieldSecurity, mail.ReasonUnencrypted)},
		{"no password", func(s *mail.Settings) { s.Password = mail.Password{} }, problem(mail.FieldPassword, mail.ReasonMissing)},
		{"no name", func(s *mail.Settings) { s.Username = "" }, problem(mail.FieldUsername, mail.ReasonMissing)},
		{"neither", func(s *mail.Settings) { s.Username, s.Password = "", mail.Password{} }, nil},
		{"name with NUL", func(s *mail.Settings) { s.Username = "a\x00b" }, problem(mail.FieldUsername, mail.ReasonCharacter)},
		{"password with NUL", func(s *mail.Settings) { s.Password = mail.PasswordOf([]byte("a\x00b")) }, problem(mail.FieldPassword, mail.ReasonCharacter)},
		{"site's name", func(s *mail.Settings) { s.Name = "gatehouse.site.example" }, nil},
		{"site's address", func(s *mail.Settings) { s.Name = "[192.0.2.1]" }, nil},
		{"site's address of IPv6", func(s *mail.Settings) { s.Name = "[IPv6:2001:db8::1]" }, nil},
		{"site's address half", func(s *mail.Settings) { s.Name = "[192.0.2.1" }, problem(mail.FieldName, mail.ReasonForm)},
		{"site's name with space", func(s *mail.Settings) { s.Name = "a b" }, problem(mail.FieldName, mail.ReasonForm)},
		{"site's name with line", func(s *mail.Settings) { s.Name = "a\r\nMAIL FROM:<x>" }, problem(mail.FieldName, mail.ReasonCharacter)},
		{"time below zero", func(s *mail.Settings) { s.Timeout = -1 }, problem(mail.FieldTimeout, mail.ReasonRange)},
		{"ten minutes", func(s *mail.Settings) { s.Timeout = 10 * time.Minute }, nil},
		{"more than ten minutes", func(s *mail.Settings) { s.Timeout = 10*time.Minute + 1 }, problem(mail.FieldTimeout, mail.ReasonRange)},
	}
}

func TestSettingsValidate(t *testing.T) {
	for _, test := range slices.Concat(hostTests(), signInTests()) {
		t.Run(test.name, func(t *testing.T) {
			s := usable()
			test.change(&s)
			if got := s.Validate(); !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func problem(field mail.Field, reason mail.Reason) []mail.Problem {
	return []mail.Problem{{Field: field, Reason: reason}}
}

func TestFrom(t *testing.T) {
	tests := []struct {
		from string
		want mail.Reason
	}{
		{"gatehouse@site.example", ""},
		{"<gatehouse@site.example>", ""},
		{"Site <gatehouse@site.example>", ""},
		{`"Site, accounts" <gatehouse@site.example>`, ""},
		{"Ämter <gatehouse@site.example>", ""},
		{"=?utf-8?q?=C3=84mter?= <gatehouse@site.example>", ""},
		{"gatehouse@münchen.example", ""},
		{"gatehouse", mail.ReasonForm},
		{"gatehouse@", mail.ReasonForm},
		{"@site.example", mail.ReasonForm},
		{"gatehouse@site.example, eve@site.example", mail.ReasonForm},
		{"gate house@site.example", mail.ReasonForm},
		{`"gate house"@site.example`, mail.ReasonForm},
		{"gatehouse@[127.0.0.1]", mail.ReasonForm},
		{"gatehouse@127.0.0.1", mail.ReasonForm},
		{"Site <gatehouse@site.example>\r\nBcc: eve@site.example", mail.ReasonCharacter},
		{"Site\x00 <gatehouse@site.example>", mail.ReasonCharacter},
		{"=?utf-8?q?a=0D=0ABcc=3A_eve?= <gatehouse@site.example>", mail.ReasonCharacter},
		{"=?utf-8?q?=E2=80=AEetis?= <gatehouse@site.example>", mail.ReasonCharacter},
		{`"=?utf-8?q?a?=" <gatehouse@site.example>`, mail.ReasonForm},
		{strings.Repeat("a", 101) + " <gatehouse@site.example>", mail.ReasonTooLong},
		{strings.Repeat("a", 65) + "@site.example", mail.ReasonTooLong},
	}
	for _, test := range tests {
		s := usable()
		s.From = test.from
		var want []mail.Problem
		if test.want != "" {
			want = problem(mail.FieldFrom, test.want)
		}
		if got := s.Validate(); !slices.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", test.from, got, want)
		}
	}
}

func TestAuthorities(t *testing.T) {
	one := mailtest.Start(t, mailtest.Config{Security: mail.SecurityTLS}).CA()
	two := mailtest.Start(t, mailtest.Config{Security: mail.SecurityTLS}).CA()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	must(t, err)
	private := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	tests := []struct {
		name string
		text []byte
		want mail.Reason
	}{
		{"none", nil, ""},
		{"blank", []byte(" \n"), ""},
		{"one", one, ""},
		{"two with words between", slices.Concat([]byte("the site's\n"), one, []byte("\nthe old one\n"), two), ""},
		{"words alone", []byte("the site's"), mail.ReasonForm},
		{"cut off", one[:len(one)-20], mail.ReasonForm},
		{"second cut off", slices.Concat(one, two[:len(two)-20]), mail.ReasonForm},
		{"private key", slices.Concat(one, private), mail.ReasonPrivateKey},
		{"something else", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: []byte("x")}), mail.ReasonForm},
		{"no certificate in it", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte("x")}), mail.ReasonForm},
		{"very long", slices.Concat(one, make([]byte, 256<<10)), mail.ReasonTooLong},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := usable()
			s.CA = test.text
			var want []mail.Problem
			if test.want != "" {
				want = problem(mail.FieldCA, test.want)
			}
			if got := s.Validate(); !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}
