// Package software is an authenticator without a device, for tests: a passkey.Provider
// that keeps its keys in memory and gives answers like those of a client with a security
// key. Nobody touches it and nobody is verified, whatever it says, so it is no way to
// sign in: the program must not depend on it, which a test of the architecture sees to.
//
// It answers honestly until it is told otherwise (Settings). A fault is said and signed
// like everything else, so that it is the site alone that refuses.
package software
