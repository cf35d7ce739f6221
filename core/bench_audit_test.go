package core_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/storage"
)

// benchLines is how long the log is that is measured.
const benchLines = 1_000_000

// auditFrame is what a page of the log may take: one frame of a screen at 60 Hz.
const auditFrame = 16 * time.Millisecond

// longLog makes a site with a long log once: signing in of a thousand accounts, with
// something else now and then.
func longLog(b *testing.B) (*core.Site, core.Token) {
	b.Helper()
	top := b.TempDir()
	now := &clock{now: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)}
	cfg := core.Config{Hasher: cheap(b, 64)}
	dir := filepath.Join(top, "data")
	must(b, core.Create(b.Context(), storeAt(now.Now), dir, formOf(b, filepath.Join(top, "site.key")), cfg))
	store, err := storage.Open(b.Context(), dir, storage.Options{Clock: now.Now})
	must(b, err)
	site, err := core.Open(b.Context(), store, core.Unlock{}, cfg)
	must(b, err)
	b.Cleanup(func() {
		if err := site.Close(); err != nil {
			b.Error(err)
		}
	})
	const part = 50_000
	for range benchLines / part {
		now.jump(time.Hour)
		must(b, site.Record(b.Context(), part, func(n int) (core.Event, map[string]string) {
			e := core.Event{
				Kind: core.EventSignedIn, ActorID: 1, ActorName: fmt.Sprintf("person%03d", n%1000), TargetID: 1, TargetName: "ada", SessionID: core.SessionID(n + 1),
				Device: core.Device{Client: core.ClientWindow, Host: "desk-07.workshop.example", System: "Debian GNU/Linux 12"},
			}
			if n%1000 == 999 {
				e.Kind = core.EventPolicySaved
			}
			return e, map[string]string{"method": "password"}
		}))
	}
	token, _, err := tryOn(b.Context(), site, "ada", rootPassword)
	must(b, err)
	return site, token
}

// BenchmarkVerifyLog verifies a million lines. Lines for each second of a processor tell
// what of it is work, where others use the machine too.
func BenchmarkVerifyLog(b *testing.B) {
	site, _ := longLog(b)
	var rates, work []float64
	for b.Loop() {
		start, used := time.Now(), processorTime()
		report, err := site.VerifyLog(context.Background())
		must(b, err)
		if !report.Whole() || report.Lines < benchLines {
			b.Fatalf("%+v", report)
		}
		rates = append(rates, float64(report.Lines)/time.Since(start).Seconds())
		work = append(work, float64(report.Lines)/(processorTime()-used).Seconds())
	}
	rate := median(rates)
	b.ReportMetric(rate, "lines/s")
	b.ReportMetric(median(work), "lines/cpu-s")
	b.ReportMetric(rate/1e6, "ratio")
	b.ReportMetric(1, "limit")
}

// BenchmarkAuditLines asks for pages of a long log; the worst one in a hundred counts.
func BenchmarkAuditLines(b *testing.B) {
	site, token := longLog(b)
	day := time.Date(2026, 11, 21, 14, 0, 0, 0, time.UTC)
	for name, q := range map[string]core.AuditQuery{
		"newest": {}, "oldest": {Oldest: true}, "middle": {From: benchLines / 2}, "account": {Account: 1},
		"kind": {Kind: "policy."}, "kinds": {Kind: "s"}, "nobody": {Account: 99}, "time": {Since: day, Until: day.Add(time.Hour)},
		"text": {Text: "PERSON123"}, "text-none": {Text: "nobody of this name"},
	} {
		b.Run(name, func(b *testing.B) {
			q.Limit = 100
			var took []time.Duration
			for b.Loop() {
				for range 100 {
					start := time.Now()
					_, err := site.AuditLines(context.Background(), token, q)
					must(b, err)
					took = append(took, time.Since(start))
				}
			}
			slices.Sort(took)
			worst := took[len(took)*99/100]
			b.ReportMetric(float64(worst.Microseconds())/1000, "ms-p99")
			b.ReportMetric(worst.Seconds()/auditFrame.Seconds(), "ratio")
			b.ReportMetric(1, "limit")
		})
	}
}

// BenchmarkExportLog writes the log to nowhere.
func BenchmarkExportLog(b *testing.B) {
	site, token := longLog(b)
	for _, form := range []core.LogForm{core.LogLines, core.LogTable} {
		b.Run(string(form), func(b *testing.B) {
			for b.Loop() {
				start := time.Now()
				anchor, err := site.ExportLog(context.Background(), token, core.LogExport{Form: form}, nowhere{})
				must(b, err)
				b.ReportMetric(float64(anchor.Line)/time.Since(start).Seconds(), "lines/s")
			}
		})
	}
}

// nowhere takes everything.
type nowhere struct{}

func (nowhere) Write(p []byte) (int, error) { return len(p), nil }
