package bench

import (
	"cmp"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// pairs is how often both programs are started, one after the other.
const pairs = 7

// measured is what was seen of a program's starts.
type measured struct{ first, signIn, resident, share []float64 } // milliseconds, megabytes

// BenchmarkStart compares starts of the program on an existing site with starts of a bare window, both warm, on a virtual
// display. It tells the medians of milliseconds to the first frame and to the sign-in, and of megabytes afterwards, when
// nothing moves any more.
func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	program, bare := build(b, dir, "gatehouse", "gatehouse"), build(b, dir, "bare", "gatehouse/gui/bench/bare")
	site := newSite(b, program, dir)
	s := newScreen(b)
	var ours, theirs measured
	for b.Loop() {
		ours, theirs = measured{}, measured{}
		// The first of each is not counted: it fills the caches of disk, fonts and shaders.
		for i := range pairs + 1 {
			theirs.once(b, i > 0, s, dir, bare)
			ours.once(b, i > 0, s, dir, program, "--data", site)
		}
	}
	b.ReportMetric(0, "ns/op") // the time of the whole says nothing
	b.ReportMetric(median(ours.first), "ms")
	b.ReportMetric(median(theirs.first), "bare-ms")
	b.ReportMetric(median(ours.first)/median(theirs.first), "time-ratio")
	b.ReportMetric(1.2, "max-time-ratio")
	b.ReportMetric(median(ours.signIn), "sign-in-ms")
	b.ReportMetric(median(ours.resident), "MB")
	b.ReportMetric(median(theirs.resident), "bare-MB")
	b.ReportMetric(median(ours.resident)/median(theirs.resident), "memory-ratio")
	b.ReportMetric(1.15, "max-memory-ratio")
	b.ReportMetric(median(ours.share)/median(theirs.share), "share-ratio")
}

// newSite makes a site by the program's own command and returns its data folder.
func newSite(b *testing.B, program, dir string) string {
	b.Helper()
	site := filepath.Join(dir, "data")
	cmd := exec.Command(program, "--data", site, "init", "--site", "Workshop", "--root", "ada", "--key-file", filepath.Join(dir, "site.key"))
	cmd.Stdin = strings.NewReader("correct horse battery staple\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("make a site: %v\n%s", err, out)
	}
	return site
}

// once starts a program, looks at it and ends it. The program with arguments is ours, which goes on to the sign-in.
func (m *measured) once(b *testing.B, counts bool, s *screen, home, path string, arguments ...string) {
	b.Helper()
	p := start(b, s, home, path, arguments...)
	first := p.until(b, "a window", func() bool { return s.centre() == ground })
	signIn, by := first, syscall.SIGKILL // the toolkit by itself does not always end when asked to
	if len(arguments) > 0 {
		by = syscall.SIGTERM
		const button = 5000 // pixels at least; the mark has fewer
		signIn = p.until(b, "the sign-in", func() bool { return s.count(accent) > button })
	}
	used := p.settled(b)
	end(b, p.cmd, by)
	p.until(b, "an empty screen after its end", func() bool { return s.centre() == black })
	if counts {
		m.first = append(m.first, milliseconds(first))
		m.signIn = append(m.signIn, milliseconds(signIn))
		m.resident = append(m.resident, used.resident)
		m.share = append(m.share, used.share)
	}
}

func milliseconds(d time.Duration) float64 { return d.Seconds() * 1000 }

// median is the middle of an odd number of values.
func median(values []float64) float64 {
	return slices.SortedFunc(slices.Values(values), cmp.Compare)[len(values)/2]
}
