// Package seal keeps the secrets that a site must be able to read again:
// authenticator seeds, the mail password, digest secrets. It also holds the
// keys that make the audit log tamper-evident.
//
// # Terms
//
//   - A sealed value is a secret encrypted for one place in the store. The
//     place ([Location]: table, row, column, version) is authenticated with it.
//   - A data key encrypts sealed values. A [Ring] holds the data keys by number;
//     one of them is current and seals, the others only open.
//   - The site key wraps the data keys, the audit key and the digest key.
//   - A key-encryption key (KEK) wraps the site key. A [Slot] is what the store
//     keeps of one way to get at such a KEK: the system's keyring, a passphrase,
//     a key file or the printed recovery key. Any one slot opens the site.
//
// # Hierarchy
//
//	keyring | passphrase | key file | recovery key
//	   └─ KEK ─ wraps ─ site key
//	                      ├─ wraps ─ data keys ─ seal ─ values
//	                      ├─ wraps ─ audit key ─ chains ─ events
//	                      └─ wraps ─ digest key ─ keyed digests
//
// # Invariants
//
//   - A sealed value opens only at the location it was sealed for, with the key
//     whose number it bears, and only when not one bit of it changed.
//   - A wrapped key opens only for the purpose and number it was wrapped for.
//   - Nothing is opened half: on any error no byte of plaintext is returned.
//   - Opening never writes. A wrong key ([ErrWrongKey]) leaves store, key file
//     and keyring as they were.
//   - Randomness is an [io.Reader] that the caller passes. When it fails, or
//     yields only zeros, the act fails; there is no fallback.
//   - Keys and recovery keys never appear in errors, logs, JSON or fmt's output.
//
// # Threats
//
// The store may be copied, read, and edited by someone without the keys: such a
// reader learns sizes and key numbers; such an editor can destroy values, but not
// change them or move them between rows. Putting back an older copy of a whole
// row is not noticed here; the audit chain is what shows it. Someone who can read
// the memory of the running program, or the administrator's own keyring, has the
// keys. Wiping is best effort: the keyring's interface passes strings, which Go
// cannot erase.
//
// # Formats
//
// Values are encrypted with XChaCha20-Poly1305 (RFC 8439 with the 24-byte nonce
// of draft-irtf-cfrg-xchacha-03), whose nonce is long enough to be drawn at
// random for the life of a key.
//
//	sealed value  format 0x01 | key number, 4 bytes | nonce, 24 | ciphertext | tag, 16
//	wrapped key   format 0x02 | nonce, 24 | ciphertext, 32 | tag, 16
//
// Numbers are big-endian. The additional data of both begins with a name of its
// own, so that neither can be taken for the other.
package seal
