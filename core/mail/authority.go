package mail

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"strings"
)

// maxCA bounds the certificates of the site's own authorities, in octets of PEM.
const maxCA = 256 << 10

// authorities reads certificates in PEM (RFC 7468). None give nil: those of the system
// are meant then. Text between them is left out, as RFC 7468 has it.
func authorities(text []byte) (*x509.CertPool, Reason) {
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, ""
	}
	if len(text) > maxCA {
		return nil, ReasonTooLong
	}
	pool := x509.NewCertPool()
	found := false
	for rest := text; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if strings.HasSuffix(block.Type, "PRIVATE KEY") {
			return nil, ReasonPrivateKey
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if block.Type != "CERTIFICATE" || err != nil {
			return nil, ReasonForm
		}
		pool.AddCert(certificate)
		found = true
	}
	// A block that was cut off is none for the decoder. It is not left out in silence.
	if !found || bytes.Count(text, []byte("-----BEGIN ")) != bytes.Count(text, []byte("-----END ")) {
		return nil, ReasonForm
	}
	return pool, ""
}
