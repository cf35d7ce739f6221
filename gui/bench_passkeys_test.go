package gui

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/core/password"
	"gatehouse/core/seal"
	"gatehouse/gui/kit"
	"gatehouse/storage"
)

// BenchmarkPasskeys is what the list of a hundred passkeys costs: to build it and to
// place it, and to show it anew when it was read again. A window has 16 ms for a frame.
// Like BenchmarkKey it leaves out the painting, which is OpenGL's.
func BenchmarkPasskeys(b *testing.B) {
	a := benchmarkApp(b)
	for i := range 100 {
		a.session.own.Passkeys.Keys = append(a.session.own.Passkeys.Keys, core.Passkey{
			ID: core.PasskeyID(fmt.Sprint(i)), Name: fmt.Sprintf("Key of box %d", i), Kind: passkey.SecurityKey,
			CreatedAt: time.Now().AddDate(0, 0, -i), UsedAt: time.Now(), Works: true,
		})
	}
	p, ok := newSecurityPage(a).(*securityPage)
	if !ok {
		b.Fatal("it is no Security page")
	}
	a.window.SetContent(p.object())
	b.Run("open", func(b *testing.B) {
		var took []float64
		for b.Loop() {
			began := time.Now()
			s := newPasskeySection(p)
			s.paint()
			s.object.Resize(fyne.NewSize(kit.ColumnWidth, kit.HeightFor(s.object, kit.ColumnWidth)))
			s.long.InView(0, wideWindow.Height)
			took = append(took, milliseconds(time.Since(began)))
		}
		reportFrame(b, took)
	})
	b.Run("again", func(b *testing.B) {
		var took []float64
		for i := 0; b.Loop(); i++ {
			p.own.Passkeys.Keys[i%10].UsedAt = time.Now().Add(time.Duration(-i) * time.Hour)
			began := time.Now()
			p.keys.paint()
			p.keys.object.Refresh()
			took = append(took, milliseconds(time.Since(began)))
		}
		reportFrame(b, took)
	})
}

// reportFrame reports the middle and the worst in a hundred beside what a frame allows.
func reportFrame(b *testing.B, took []float64) {
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2], "ms")
	b.ReportMetric(16, "max-ms")
	b.ReportMetric(took[len(took)*99/100], "p99-ms")
}

// benchmarkApp is a window over a site in a temporary folder, with its root account.
func benchmarkApp(b *testing.B) *App {
	b.Helper()
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	hasher, err := password.NewHasher(password.HasherConfig{Params: password.Params{MemoryKiB: 64, Time: 1, Threads: 1}, AllowWeak: true})
	must(err)
	recovery, err := seal.NewRecoveryKey(rand.Reader)
	must(err)
	dir, keyFile := filepath.Join(b.TempDir(), "data"), filepath.Join(b.TempDir(), "site.key")
	config := core.Config{Hasher: hasher, PassphraseCost: seal.FloorCost()}
	create := func(ctx context.Context, dir string, fill func(core.Store) error) error {
		return storage.Create(ctx, dir, storage.Options{Clock: time.Now}, fill)
	}
	must(core.Create(b.Context(), create, dir, core.NewSite{
		Name: "Northfield Depot", TimeZone: "Europe/London", RecoveryKey: recovery,
		Root: core.NewRoot{Name: "a.okafor", FullName: "Ada Okafor", Password: rootPassword, Confirm: rootPassword},
		Key:  core.KeyChoice{Kind: seal.KindKeyFile, KeyFile: keyFile},
	}, config))
	store, err := storage.Open(b.Context(), dir, storage.Options{Clock: time.Now})
	must(err)
	site, err := core.Open(b.Context(), store, core.Unlock{KeyFile: keyFile}, config)
	must(err)
	b.Cleanup(func() { must(site.Close()) })
	flow := site.StartSignIn(core.Device{Client: core.ClientWindow, Host: "DEPOT-PC-14"})
	_, err = flow.Password(b.Context(), "a.okafor", rootPassword)
	must(err)
	own, err := site.Me(b.Context(), flow.Token())
	must(err)
	judge, err := site.OwnJudge(b.Context(), flow.Token())
	must(err)
	a := newApp(Program{Log: slog.New(slog.DiscardHandler), Now: time.Now}, test.NewTempApp(b))
	b.Cleanup(a.back.stop)
	a.site, a.session = site, &session{token: flow.Token(), own: own, judge: judge}
	a.window.Resize(wideWindow)
	return a
}
