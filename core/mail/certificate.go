package mail

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"time"
)

// Distrust is why a certificate is not trusted.
type Distrust string

const (
	// DistrustAuthority: it is from no authority that is trusted here.
	DistrustAuthority Distrust = "authority"
	// DistrustName: it is for other names than the relay's.
	DistrustName Distrust = "name"
	// DistrustDate: it has expired or is not yet good, or one that it comes from.
	DistrustDate Distrust = "date"
	// DistrustOther: anything else.
	DistrustOther Distrust = "other"
)

// maxNames bounds how many names of a certificate are told.
const maxNames = 10

// Certificate is what a person needs to know of one that is not trusted. The names are
// what whoever answered says of itself.
type Certificate struct {
	Distrust Distrust
	// Host is the relay's name by the settings.
	Host string
	// Names are those it is for, at most ten.
	Names []string
	// Subject and Issuer are as "CN=mail,O=Site".
	Subject, Issuer string
	// From and Until are when it is good, UTC.
	From, Until time.Time
	// SHA256 is its fingerprint, in hexadecimal.
	SHA256 string
}

// distrusted tells of the certificate that err refuses; nil when it is about none.
func distrusted(err error, host string) *Certificate {
	refused, ok := errors.AsType[*tls.CertificateVerificationError](err)
	if !ok || len(refused.UnverifiedCertificates) == 0 {
		return nil
	}
	leaf := refused.UnverifiedCertificates[0]
	sum := sha256.Sum256(leaf.Raw)
	c := &Certificate{
		Distrust: distrust(refused.Err), Host: host,
		Subject: oneLine(leaf.Subject.String()), Issuer: oneLine(leaf.Issuer.String()),
		From: leaf.NotBefore.UTC(), Until: leaf.NotAfter.UTC(), SHA256: hex.EncodeToString(sum[:]),
	}
	for _, name := range leaf.DNSNames {
		c.Names = append(c.Names, oneLine(name))
	}
	for _, ip := range leaf.IPAddresses {
		c.Names = append(c.Names, ip.String())
	}
	c.Names = c.Names[:min(len(c.Names), maxNames)]
	return c
}

func distrust(err error) Distrust {
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return DistrustName
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return DistrustAuthority
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok && invalid.Reason == x509.Expired {
		return DistrustDate
	}
	return DistrustOther
}
