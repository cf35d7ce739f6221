//go:build !unix

package chromiumtest

// Opener fails the test: it is a script of Unix.
func (b *Browser) Opener() string {
	b.t.Helper()
	b.t.Fatal("the opener of tests is a script of Unix")
	return ""
}
