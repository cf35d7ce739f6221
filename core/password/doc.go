// Package password turns what a person types into a [Password], keeps it as an
// argon2id hash, and judges how hard it is to guess. Package generate below it makes
// new ones.
//
// Terms. A password is the NFC form of a text of at most 1,024 code points; it
// is never truncated. A hash is a PHC string, "$argon2id$v=19$m=…,t=…,p=…$salt$tag",
// in standard base64 without padding. The cost of a hash is its [Params]; the
// floor is 19 MiB, two passes, one lane (RFC 9106; OWASP Password Storage).
//
// Threats and what answers them:
//
//   - A text made to be expensive: [New] counts bytes before it normalises and
//     code points before anything is hashed; [ParsePHC] bounds what a stored
//     string may cost.
//   - Guessing which accounts exist by time: [Hasher.Burn] does the work of one
//     verification for an account that has nothing to verify, and a stored
//     string that cannot be read costs as much before it is refused.
//   - Many sign-ins at once: a [Hasher] computes as many hashes as it has slots
//     and lets the rest wait in line, so that memory is bounded by slots times
//     MemoryKiB.
//   - A text that looks hard and is not: [Zxcvbn] takes it for what an attacker
//     takes it for, the names of the account and the site included. Its steps are
//     bounded, see package zxcvbn.
//   - Secrets in logs: a Password shows its text by Text alone. Every way fmt,
//     slog and encoding/json look at a value yields "[password]".
//   - Doubt: an error never comes with a verdict that is OK.
//
// What is not promised: Go may copy memory, so Wipe clears the copy that is
// owned here and no other; the strings a window holds are not ours to clear. A
// hash with other parameters than the current ones takes another time to
// verify until its next sign-in renews it.
//
// The package is safe for concurrent use, holds no global state, and imports
// nothing of the project but its own package zxcvbn.
package password
