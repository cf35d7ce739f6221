// Package chromiumtest is a real Chromium for tests of the passkey page, with an
// authenticator in place of a device (WebDriver's virtual authenticator; W3C WebAuthn,
// section 11). It is driven over a pipe by the DevTools protocol, and the program must
// not depend on it.
package chromiumtest
