// Package twostep has what two-step verification is made of: the secrets and codes
// of authenticator apps (TOTP, RFC 6238), the address and the QR code by which an
// app takes a secret over, and recovery codes.
//
// # Terms
//
// A step is one of the periods that time is divided into, counted from 1970. A code
// belongs to a secret and a step. A key is a secret with the parameters that an app
// needs beside it.
//
// # Invariants
//
// The package is pure: time and randomness are given to it, and it keeps nothing. It
// tells which step a code belongs to, so that the caller can write down that the step
// is used; a code without that is worth nothing (RFC 6238, section 5.2). Secrets and
// recovery codes do not show themselves when they are printed or logged.
package twostep
