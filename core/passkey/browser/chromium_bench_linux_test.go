package browser_test

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"gatehouse/core/passkey/browser"
	"gatehouse/core/passkey/chromiumtest"
)

// overheadLimit is what a ceremony may take beside the browser's own call, in
// milliseconds.
const overheadLimit = 150

// timed keeps when the page could begin, in milliseconds since 1970, and how long the
// browser was in its own call, with the authenticator and the person.
const timed = `addEventListener("DOMContentLoaded", () => {
	window.ready = performance.timeOrigin + performance.now();
}, true);
for (const name of ["create", "get"]) {
	const original = CredentialsContainer.prototype[name];
	CredentialsContainer.prototype[name] = async function (...all) {
		const begun = performance.now();
		try {
			return await original.apply(this, all);
		} finally {
			window.asked = performance.now() - begun;
		}
	};
}`

// BenchmarkCeremonyOverhead takes whole ceremonies in a real browser, from the challenge
// to the stored outcome, less the time in navigator.credentials. The browser runs and has
// a tab open; its start is not ours. Most of what is left is the browser's, too, which
// takes a new process for the page: loading-ms is from its call to the parsed page.
func BenchmarkCeremonyOverhead(b *testing.B) {
	words := browser.English()
	chrome := chromiumtest.Start(b, chromiumtest.Config{Script: timed})
	s := enrolled(b, chrome)
	s.config.Automatic = true
	var called atomic.Int64
	s.config.Open = func(ctx context.Context, path string) error {
		called.Store(time.Now().UnixMicro())
		return chrome.Open(ctx, path)
	}
	b.Run("sign-in", func(b *testing.B) {
		measure(b, s, words.SignedIn, &called, s.signIn)
	})
	b.Run("registration", func(b *testing.B) {
		measure(b, s, words.Saved, &called, func(ctx context.Context) <-chan error {
			for _, held := range chrome.Passkeys() {
				chrome.Remove(held.ID)
			}
			s.kept = nil
			return s.register(ctx)
		})
	})
}

// measure lets ceremonies run to their end, one after the other.
func measure(b *testing.B, s *site, says string, called *atomic.Int64, begin func(context.Context) <-chan error) {
	b.Helper()
	var overhead, loading []float64
	for b.Loop() {
		if err := <-begin(b.Context()); err != nil {
			b.Fatal(err)
		}
		took := float64(time.Since(s.begun).Microseconds()) / 1000
		s.chrome.Shows(says)
		overhead = append(overhead, took-chromiumtest.Evaluate[float64](s.chrome, "asked"))
		loading = append(loading, chromiumtest.Evaluate[float64](s.chrome, "ready")-float64(called.Load())/1000)
	}
	slices.Sort(overhead)
	slices.Sort(loading)
	b.ReportMetric(0, "ns/op") // the time of the whole has the browser's own in it
	b.ReportMetric(overhead[len(overhead)/2], "ms")
	b.ReportMetric(overheadLimit, "max-ms")
	b.ReportMetric(loading[len(loading)/2], "loading-ms")
}
