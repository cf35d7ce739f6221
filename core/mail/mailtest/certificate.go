package mailtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"time"
)

// Certificate is what the relay's certificate is like.
type Certificate int

const (
	// Good is for 127.0.0.1, ::1 and localhost.
	Good Certificate = iota
	// Expired was good until yesterday.
	Expired
	// WrongName is for other.example and 192.0.2.1 alone.
	WrongName
)

// day is what certificates are counted in.
const day = 24 * time.Hour

// make gives a certificate from an authority of its own, and that authority's in PEM.
func (c Certificate) make() (tls.Certificate, []byte, error) {
	now := time.Now()
	authority := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Site authority"},
		NotBefore: now.Add(-100 * day), NotAfter: now.Add(100 * day),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, nil, err
	}
	root, err := x509.CreateCertificate(rand.Reader, authority, authority, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, nil, err
	}
	leafKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, nil, err
	}
	leaf, err := x509.CreateCertificate(rand.Reader, c.leaf(now), authority, leafKey.Public(), key)
	if err != nil {
		return tls.Certificate{}, nil, err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root})
	return tls.Certificate{Certificate: [][]byte{leaf}, PrivateKey: leafKey}, text, nil
}

func (c Certificate) leaf(now time.Time) *x509.Certificate {
	made := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "Relay"},
		NotBefore: now.Add(-10 * day), NotAfter: now.Add(10 * day),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	switch c {
	case Expired:
		made.NotAfter = now.Add(-day)
	case WrongName:
		made.DNSNames, made.IPAddresses = []string{"other.example"}, []net.IP{net.IPv4(192, 0, 2, 1)}
	}
	return made
}
