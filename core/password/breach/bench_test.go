package breach

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"sync/atomic"
	"testing"
	"time"
)

// benchEntries is how many hashes the benchmarks make their list of.
const benchEntries = 10_000_000

// benchSource writes a published list of synthetic hashes, not sorted.
func benchSource(b *testing.B, path string) {
	b.Helper()
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriterSize(file, 1<<20)
	line := make([]byte, 0, 64)
	for i := range benchEntries {
		sum := synthetic(i)
		line = hex.AppendEncode(line[:0], sum[:])
		line = append(line, ":17\r\n"...)
		if _, err := w.Write(line); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
}

// heapPeak watches how much memory the program holds at most, until stop.
func heapPeak() (stop func() uint64) {
	runtime.GC()
	done, over := make(chan struct{}), make(chan struct{})
	var peak atomic.Uint64
	go func() {
		defer close(over)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
		for {
			metrics.Read(sample)
			peak.Store(max(peak.Load(), sample[0].Value.Uint64()-sample[1].Value.Uint64()))
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
	}()
	return func() uint64 {
		close(done)
		<-over
		return peak.Load()
	}
}

// BenchmarkBuild builds a list of ten million hashes and measures the bits of an
// entry and the memory that it takes.
func BenchmarkBuild(b *testing.B) {
	dir := b.TempDir()
	source, out := filepath.Join(dir, "hashes.txt"), filepath.Join(dir, "out.list")
	benchSource(b, source)
	stop := heapPeak()
	var report Report
	for b.Loop() {
		var err error
		if report, err = Build(b.Context(), source, out, Options{Now: time.Now()}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(stop())/(1<<20), "MiB-peak")
	b.ReportMetric(report.Info.BitsPerEntry(), "bits/entry")
	b.ReportMetric(18.2, "max-bits/entry")
	b.ReportMetric(float64(report.Info.Entries), "entries")
}

// BenchmarkLookup asks a list of ten million hashes, in memory and mapped: by
// hash, by password, and how often it gives a false answer.
func BenchmarkLookup(b *testing.B) {
	dir := b.TempDir()
	source, out := filepath.Join(dir, "hashes.txt"), filepath.Join(dir, "out.list")
	benchSource(b, source)
	if _, err := Build(b.Context(), source, out, Options{Now: time.Now()}); err != nil {
		b.Fatal(err)
	}
	for _, test := range []struct {
		name  string
		limit int64
	}{{"memory", memoryLimit}, {"mapped", 0}} {
		l, err := open(out, test.limit)
		if err != nil {
			b.Fatal(err)
		}
		b.Run("hash/"+test.name, func(b *testing.B) { benchHash(b, l) })
		b.Run("password/"+test.name, func(b *testing.B) { benchPassword(b, l) })
		b.Run("open/"+test.name, func(b *testing.B) {
			for b.Loop() {
				again, err := open(out, test.limit)
				if err != nil {
					b.Fatal(err)
				}
				if err := again.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
		if err := l.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// benchHash looks up hashes of which half are on the list, and counts the false
// answers about those that are not.
func benchHash(b *testing.B, l *List) {
	const asked = 1 << 16
	sums := make([][20]byte, asked)
	for i := range sums {
		sums[i] = synthetic(i * (2 * benchEntries / asked))
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		found, err := l.ContainsHash(sums[i%asked])
		if err != nil || i%asked < asked/2 && !found {
			b.Fatal(i, found, err)
		}
		i++
	}
	b.StopTimer()
	wrong, tries := 0, 20_000_000
	if l.mapped != nil {
		tries = 1_000_000
	}
	for i := range tries {
		if found, err := l.ContainsHash(synthetic(benchEntries + i)); err != nil {
			b.Fatal(err)
		} else if found {
			wrong++
		}
	}
	b.ReportMetric(float64(tries)/float64(max(1, wrong)), "asked/false")
	if l.mapped == nil {
		// A mapped list is asked too seldom to tell, and looks at its pages each time.
		b.ReportMetric(65_000, "min-asked/false")
		b.ReportMetric(100, "max-ns/op")
	}
}

func benchPassword(b *testing.B, l *List) {
	words := make([][]byte, 1<<12)
	for i := range words {
		words[i] = fmt.Appendf(nil, "correct horse %d", i)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := l.Contains(words[i%len(words)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
