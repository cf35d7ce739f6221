// Package passkey has what passkeys are made of: what a way to make and use them has
// to offer (Provider), and the relying party's part of WebAuthn: what is asked for in a
// ceremony and what of an answer is believed (W3C Web Authentication, Level 3).
//
// # Terms
//
// A ceremony is one exchange with an authenticator: a registration makes a passkey, an
// assertion signs in with one. An authenticator is what keeps the private keys: a
// phone, a security key, this device. A handle is the random name of an account that
// the authenticator keeps beside the key, so that nobody has to type one. The relying
// party ID is the name that the keys are bound to, always RPID.
//
// # Invariants
//
// A ceremony belongs to one origin and one challenge, and is good for one answer
// within three minutes. It lives in memory alone. Each answer needs the presence of a
// person and that the authenticator has verified who it is (NIST SP 800-63B-4, 3.1.7:
// a multi-factor cryptographic authenticator), whatever the answer before it said.
//
// The package is pure: time is given to it and it keeps nothing. It tells what must be
// written back after a sign-in (Used); a count that is not kept finds no copied key.
// The caller writes it in the transaction in which it has read the credential.
//
// Attestation is neither asked for nor believed: the model that an authenticator names
// is good for a label, never for trust. Errors have nothing of an answer in them.
package passkey
