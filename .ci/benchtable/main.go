// Command benchtable reads what "go test -bench" prints and shows one line for each measure: its benchmark, the median
// over the runs, the unit, and the limit with "met" or "not met" where the benchmark states one.
//
// A benchmark states a limit as a measure of its own (testing.B.ReportMetric): "max-ms" is the most that "ms" may be,
// "min-ratio" the least that "ratio" may be. A measure called "limit" belongs to "ratio": below 1 it is the least, from
// 1 on the most that the ratio may be.
//
// It ends with status 1 when there is no benchmark in its input or a test failed. A limit that is not met is no failure:
// the numbers depend on the machine and on what else it does.
package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "benchtable:", err)
		os.Exit(1)
	}
}

// A benchmark is all runs of one benchmark.
type benchmark struct {
	name  string
	units []string // in the order in which they came
	runs  map[string][]float64
}

func run(in io.Reader, out io.Writer) error {
	benchmarks, err := read(in)
	if err != nil {
		return err
	}
	if len(benchmarks) == 0 {
		return errors.New("there is no benchmark in the input")
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "benchmark\tmedian\tunit\truns\tlimit\t")
	for _, b := range benchmarks {
		name := b.name
		for _, unit := range b.units {
			if b.isLimit(unit) {
				continue
			}
			values := b.runs[unit]
			fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%s\t\n", name, number(median(values)), unit, len(values), b.verdict(unit))
			name = ""
		}
	}
	return table.Flush()
}

// read collects the benchmarks in the order in which they first appear.
func read(in io.Reader) ([]*benchmark, error) {
	var all []*benchmark
	byName := map[string]*benchmark{}
	inPackage := ""
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		line := lines.Text()
		if strings.HasPrefix(line, "FAIL") || strings.HasPrefix(line, "--- FAIL") || strings.HasPrefix(line, "panic:") {
			return nil, fmt.Errorf("a benchmark failed: %s", line)
		}
		if rest, ok := strings.CutPrefix(line, "pkg: "); ok {
			inPackage = rest[strings.IndexByte(rest, '/')+1:] + "."
			continue
		}
		name, values, ok := measures(line)
		if !ok {
			continue
		}
		name = inPackage + name
		b := byName[name]
		if b == nil {
			b = &benchmark{name: name, runs: map[string][]float64{}}
			byName[name] = b
			all = append(all, b)
		}
		for _, m := range values {
			if b.runs[m.unit] == nil {
				b.units = append(b.units, m.unit)
			}
			b.runs[m.unit] = append(b.runs[m.unit], m.value)
		}
	}
	return all, lines.Err()
}

type measure struct {
	value float64
	unit  string
}

// measures reads a line such as "BenchmarkSignIn-2   40   26000000 ns/op   0.97 ratio". The number of processors at the
// end of the name and the number of repetitions are left out.
func measures(line string) (string, []measure, bool) {
	words := strings.Fields(line)
	if len(words) < 4 || len(words)%2 != 0 || !strings.HasPrefix(words[0], "Benchmark") {
		return "", nil, false
	}
	name := strings.TrimPrefix(words[0], "Benchmark")
	if dash := strings.LastIndexByte(name, '-'); dash >= 0 {
		if _, err := strconv.Atoi(name[dash+1:]); err == nil {
			name = name[:dash]
		}
	}
	var values []measure
	for i := 2; i < len(words); i += 2 {
		value, err := strconv.ParseFloat(words[i], 64)
		if err != nil {
			return "", nil, false
		}
		values = append(values, measure{value, words[i+1]})
	}
	return name, values, true
}

// isLimit reports whether unit only says what another measure may be.
func (b *benchmark) isLimit(unit string) bool {
	if unit == "limit" {
		return b.runs["ratio"] != nil
	}
	of, most := strings.CutPrefix(unit, "max-")
	if !most {
		var least bool
		if of, least = strings.CutPrefix(unit, "min-"); !least {
			return false
		}
	}
	return b.runs[of] != nil
}

// verdict tells the limits of a measure and whether its median keeps them, or "" where there is none.
func (b *benchmark) verdict(unit string) string {
	value := median(b.runs[unit])
	var said []string
	say := func(sign string, limit float64, met bool) {
		word := "not met"
		if met {
			word = "met"
		}
		said = append(said, fmt.Sprintf("%s %s: %s", sign, number(limit), word))
	}
	if runs := b.runs["min-"+unit]; runs != nil {
		say("≥", median(runs), value >= median(runs))
	}
	if runs := b.runs["max-"+unit]; runs != nil {
		say("≤", median(runs), value <= median(runs))
	}
	if runs := b.runs["limit"]; runs != nil && unit == "ratio" {
		if limit := median(runs); limit < 1 {
			say("≥", limit, value >= limit)
		} else {
			say("≤", limit, value <= limit)
		}
	}
	return strings.Join(said, ", ")
}

// median is the middle value, or the mean of the two middle ones.
func median(values []float64) float64 {
	sorted := slices.SortedFunc(slices.Values(values), cmp.Compare)
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// number writes a value with four significant digits, and all digits of large ones in groups of three.
func number(value float64) string {
	if value < 1000 && value > -1000 {
		return strconv.FormatFloat(value, 'g', 4, 64)
	}
	digits := strconv.FormatFloat(value, 'f', 0, 64)
	first := len(digits) % 3
	if first == 0 || digits[:first] == "-" {
		first += 3
	}
	grouped := digits[:first]
	for rest := digits[first:]; rest != ""; rest = rest[3:] {
		grouped += "," + rest[:3]
	}
	return grouped
}
