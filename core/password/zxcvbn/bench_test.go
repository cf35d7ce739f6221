package zxcvbn

import (
	"encoding/json"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// typical gives the passwords of 8 to 20 characters among the vectors.
func typical(b *testing.B) []vector {
	return slices.DeleteFunc(readVectors(b, "testdata/held.jsonl.gz"), func(v vector) bool {
		n := len([]rune(v.Password))
		return n < 8 || n > 20
	})
}

// BenchmarkEstimate estimates typical passwords one by one, and prints the
// median and the 99th percentile. With the unpacked npm package's folder in
// ZXCVBN and node in the path the reference does the same.
func BenchmarkEstimate(b *testing.B) {
	vectors := typical(b)
	e := New()
	var times []float64
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		v := vectors[n%len(vectors)]
		start := time.Now()
		e.Estimate(v.Password, v.Inputs, vectorsYear)
		times = append(times, float64(time.Since(start))/float64(time.Microsecond))
	}
	slices.Sort(times)
	median := times[len(times)/2]
	b.ReportMetric(median, "median-µs")
	b.ReportMetric(60, "max-median-µs")
	b.ReportMetric(times[len(times)*99/100], "p99-µs")
	b.ReportMetric(1000, "max-p99-µs")
	if reference, ok := referenceMedian(b, vectors); ok {
		b.ReportMetric(reference, "node-median-µs")
		b.ReportMetric(reference/median, "node/ours")
	}
}

// referenceScript estimates each line twice and prints the second time.
const referenceScript = `
const zxcvbn = require(process.argv[1]);
const lines = require('fs').readFileSync(0, 'utf8').trim().split('\n').map((l) => JSON.parse(l));
for (const round of [1, 2]) {
  for (const [password, inputs] of lines) {
    const start = process.hrtime.bigint();
    zxcvbn(password, inputs);
    if (round === 2) console.log(Number(process.hrtime.bigint() - start) / 1000);
  }
}`

func referenceMedian(b *testing.B, vectors []vector) (float64, bool) {
	folder := os.Getenv("ZXCVBN")
	node, err := exec.LookPath("node")
	if folder == "" || err != nil {
		return 0, false
	}
	var lines strings.Builder
	for _, v := range vectors[:min(len(vectors), 1000)] {
		line, err := json.Marshal([]any{v.Password, v.Inputs})
		if err != nil {
			b.Fatal(err)
		}
		lines.Write(append(line, '\n'))
	}
	cmd := exec.CommandContext(b.Context(), node, "-e", referenceScript, folder)
	cmd.Stdin = strings.NewReader(lines.String())
	out, err := cmd.Output()
	if err != nil {
		b.Fatal(err)
	}
	times := make([]float64, 0, len(vectors))
	for _, field := range strings.Fields(string(out)) {
		t, err := strconv.ParseFloat(field, 64)
		if err != nil {
			b.Fatal(err)
		}
		times = append(times, t)
	}
	slices.Sort(times)
	return times[len(times)/2], true
}

// BenchmarkWorst estimates texts that take long.
func BenchmarkWorst(b *testing.B) {
	e := New()
	inputs := longInputs()
	for name, text := range map[string]string{
		"letters": strings.Repeat("a", MaxUnits), "dates": strings.Repeat("1", MaxUnits),
		"look-alikes": strings.Repeat("a4@8({[<369|!1$5+7%2", 5), "keys": strings.Repeat("qwertyuiop", 10),
		"megabyte": strings.Repeat("a", 1<<20),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				e.Estimate(text, inputs, vectorsYear)
			}
		})
	}
}

// BenchmarkNew unpacks the lists, and prints how long that takes, the memory that it
// takes in all, and what of it is kept.
func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var e *Estimator
	var times []float64
	for b.Loop() {
		start := time.Now()
		e = New()
		times = append(times, float64(time.Since(start))/float64(time.Millisecond))
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	slices.Sort(times)
	b.ReportMetric(times[len(times)/2], "ms")
	b.ReportMetric(15, "max-ms")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(len(times))/(1<<20), "MiB")
	b.ReportMetric(12, "max-MiB")
	b.ReportMetric((float64(after.HeapAlloc)-float64(before.HeapAlloc))/(1<<20), "kept-MiB")
	runtime.KeepAlive(e)
}
