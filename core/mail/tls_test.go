package mail_test

import (
	"crypto/tls"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse/core/mail"
	"gatehouse/core/mail/mailtest"
)

// TestCertificateNotTrusted: nothing is said to a relay that is not the site's.
func TestCertificateNotTrusted(t *testing.T) {
	other := mailtest.Start(t, mailtest.Config{Security: mail.SecurityTLS})
	tests := []struct {
		name        string
		certificate mailtest.Certificate
		ca          func(*mailtest.Server) []byte
		want        mail.Distrust
	}{
		{"of another authority", mailtest.Good, func(*mailtest.Server) []byte { return other.CA() }, mail.DistrustAuthority},
		{"of none of the system's", mailtest.Good, func(*mailtest.Server) []byte { return nil }, mail.DistrustAuthority},
		{"expired", mailtest.Expired, (*mailtest.Server).CA, mail.DistrustDate},
		{"of another name", mailtest.WrongName, (*mailtest.Server).CA, mail.DistrustName},
	}
	for _, test := range tests {
		for _, security := range []mail.Security{mail.SecurityTLS, mail.SecurityStartTLS} {
			t.Run(test.name+" "+string(security), func(t *testing.T) {
				relay := mailtest.Start(t, mailtest.Config{
					Security: security, Certificate: test.certificate, Username: "gatehouse", Password: "right",
				})
				settings := relay.Settings()
				settings.CA = test.ca(relay)
				e := expect(t, mail.Send(t.Context(), settings, message()), mail.KindCertificate, mail.StageTLS)
				checkCertificate(t, e.Certificate, test.want)
				if e.Temporary() || !e.Retry() {
					t.Errorf("temporary %v, retry %v", e.Temporary(), e.Retry())
				}
				if got := relay.Messages(); len(got) != 0 {
					t.Errorf("the relay took %d messages", len(got))
				}
			})
		}
	}
}

// checkCertificate checks what is told of one of mailtest's.
func checkCertificate(t *testing.T, c *mail.Certificate, want mail.Distrust) {
	t.Helper()
	if c == nil || c.Distrust != want {
		t.Fatalf("certificate %+v, want %s", c, want)
	}
	names := []string{"localhost", "127.0.0.1", "::1"}
	if want == mail.DistrustName {
		names = []string{"other.example", "192.0.2.1"}
	}
	if !slices.Equal(c.Names, names) || c.Host != "127.0.0.1" || c.Subject != "CN=Relay" || c.Issuer != "CN=Site authority" {
		t.Errorf("certificate %+v", c)
	}
	if len(c.SHA256) != 64 || !c.From.Before(c.Until) || c.Until.Before(time.Now()) != (want == mail.DistrustDate) {
		t.Errorf("certificate %+v", c)
	}
}

// TestTLSStripped: a relay that does not offer STARTTLS gets nothing but a greeting,
// neither password nor message.
func TestTLSStripped(t *testing.T) {
	relay := mailtest.Start(t, mailtest.Config{Username: "gatehouse", Password: "right"})
	settings := relay.Settings()
	settings.Security = mail.SecurityStartTLS
	e := expect(t, mail.Send(t.Context(), settings, message()), mail.KindNoTLS, mail.StageTLS)
	if e.Temporary() || !e.Retry() {
		t.Errorf("temporary %v, retry %v", e.Temporary(), e.Retry())
	}
	must(t, relay.Stop())
	if got := string(relay.Wire()); got != "EHLO [127.0.0.1]\r\n" {
		t.Errorf("the relay was told %q", got)
	}
}

// TestTLSRefused: STARTTLS is offered, and refused when it is asked for.
func TestTLSRefused(t *testing.T) {
	s := scripted(t, "220 relay\r\n", "250-relay\r\n250 STARTTLS\r\n", "454 4.7.0 TLS not available\r\n")
	s.settings.Security = mail.SecurityStartTLS
	e := expect(t, mail.Send(t.Context(), s.settings, message()), mail.KindNoTLS, mail.StageTLS)
	if e.Code != 454 || e.Enhanced != "4.7.0" || !e.Temporary() {
		t.Errorf("code %d, enhanced %q, temporary %v", e.Code, e.Enhanced, e.Temporary())
	}
}

// TestTLSExpected: TLS from the first octet on, to a relay that has none there.
func TestTLSExpected(t *testing.T) {
	relay := mailtest.Start(t, mailtest.Config{})
	settings := relay.Settings()
	settings.Security = mail.SecurityTLS
	expect(t, mail.Send(t.Context(), settings, message()), mail.KindNoTLS, mail.StageTLS)
}

// TestTLSWanted: the relay wants TLS, and the settings have none.
func TestTLSWanted(t *testing.T) {
	s := scripted(t, "220 relay\r\n", "250-relay\r\n250 STARTTLS\r\n", "530 5.7.0 Must issue a STARTTLS command first\r\n")
	e := expect(t, mail.Send(t.Context(), s.settings, message()), mail.KindNeedsTLS, mail.StageSender)
	if !e.Retry() {
		t.Error("not kept")
	}
}

// TestTLSTooOld: a relay of TLS 1.1 is not talked to.
func TestTLSTooOld(t *testing.T) {
	good := mailtest.Start(t, mailtest.Config{Security: mail.SecurityTLS})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	var serving sync.WaitGroup
	serving.Go(func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		old := &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
		if err := tls.Server(conn, old).HandshakeContext(t.Context()); err == nil {
			t.Error("TLS 1.1 was agreed on")
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		serving.Wait()
	})
	settings := good.Settings()
	settings.Port = listener.Addr().(*net.TCPAddr).Port
	expect(t, mail.Send(t.Context(), settings, message()), mail.KindTLS, mail.StageTLS)
}

// TestWordsBeforeTLS: what was put in before TLS is not taken for the relay's (RFC 3207,
// section 5). Here it would offer a way to sign in, and be the last thing that is said.
func TestWordsBeforeTLS(t *testing.T) {
	s := scripted(t, "220 relay\r\n", "250-relay\r\n250 STARTTLS\r\n",
		"220 go on\r\n250-relay\r\n250 AUTH PLAIN\r\n235 welcome\r\n250 ok\r\n250 ok\r\n354 go on\r\n250 taken\r\n", "")
	s.settings.Security = mail.SecurityStartTLS
	s.settings.Username, s.settings.Password = "gatehouse", mail.PasswordOf([]byte("right"))
	expect(t, mail.Send(t.Context(), s.settings, message()), mail.KindTLS, mail.StageTLS)
	for _, line := range s.heard() {
		if strings.Contains(line, "AUTH") || strings.Contains(line, "MAIL") {
			t.Errorf("the relay was told %q", line)
		}
	}
}
