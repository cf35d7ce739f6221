package main

import (
	"strings"
	"testing"
)

func TestTable(t *testing.T) {
	const input = `goos: linux
pkg: gatehouse/core
cpu: Some Processor
BenchmarkSignIn-2   	      40	  26000000 ns/op	         0.9700 ratio	         0.9500 limit
BenchmarkSignIn-2   	      40	  30000000 ns/op	         0.9300 ratio	         0.9500 limit
BenchmarkSignIn-2   	      40	  27000000 ns/op	         0.9600 ratio	         0.9500 limit
PASS
ok  	gatehouse/core	4.123s
pkg: gatehouse/gui
BenchmarkFirstFrame/warm-2 	       1	 412345678 ns/op	         1.300 ratio	         1.200 limit
BenchmarkSearch 	     100	      9999 ns/op	        17.00 p99-ms	        16.00 max-p99-ms
BenchmarkSearch 	     100	     10001 ns/op	        14.00 p99-ms	        16.00 max-p99-ms
BenchmarkRate-64 	     100	      90.5 sign-ins/s	        90.00 min-sign-ins/s	       100.0 max-sign-ins/s
ok  	gatehouse/gui	4.123s
?   	gatehouse/resources	[no test files]
`
	const want = `
benchmark             median       unit        runs  limit
core.SignIn           27,000,000   ns/op       3
                      0.96         ratio       3     ≥ 0.95: met
gui.FirstFrame/warm   412,345,678  ns/op       1
                      1.3          ratio       1     ≤ 1.2: not met
gui.Search            10,000       ns/op       2
                      15.5         p99-ms      2     ≤ 16: met
gui.Rate              90.5         sign-ins/s  1     ≥ 90: met, ≤ 100: met
`
	var out strings.Builder
	if err := run(strings.NewReader(input), &out); err != nil {
		t.Fatal(err)
	}
	if got := trimmed(out.String()); got != trimmed(want) {
		t.Errorf("got\n%s\nwant\n%s", got, trimmed(want))
	}
}

// trimmed makes runs of spaces one, so that the test is about words and not about column widths.
func trimmed(table string) string {
	var lines []string
	for line := range strings.Lines(strings.TrimSpace(table)) {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	return strings.Join(lines, "\n")
}

func TestTableRefuses(t *testing.T) {
	for name, input := range map[string]string{
		"nothing":          "",
		"no benchmark":     "PASS\nok  \tgatehouse/core\t0.1s\n",
		"a failure":        "BenchmarkA 1 5 ns/op\n--- FAIL: BenchmarkB\n",
		"a broken package": "FAIL\tgatehouse/core [build failed]\n",
		"a damaged number": "BenchmarkA 1 five ns/op\n",
	} {
		var out strings.Builder
		if err := run(strings.NewReader(input), &out); err == nil {
			t.Errorf("%s: no error, printed %q", name, out.String())
		}
	}
}

func TestNumber(t *testing.T) {
	for value, want := range map[float64]string{
		0: "0", 0.95123: "0.9512", 16: "16", 999.9: "999.9", 1000: "1,000", 123456: "123,456", 1234567: "1,234,567", -123456: "-123,456", -12345: "-12,345",
	} {
		if got := number(value); got != want {
			t.Errorf("number(%v) = %q, want %q", value, got, want)
		}
	}
}
