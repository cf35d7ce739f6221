// Package mailtest is a real relay on this machine (SMTP, RFC 5321) for tests of mail: it
// keeps what it takes, and refuses, waits, hangs up, goes down and comes back as it is
// told. It belongs to tests and the tour; the program must not depend on it.
package mailtest
