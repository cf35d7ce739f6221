package breach

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// resumable is a source of four runs and four shards, and the list that comes of
// it when nothing stops the build.
type resumable struct {
	source, out string
	want        []byte
	steps       int
}

// steps are options that have three looks at the context in each run.
func stepped() Options {
	o := small()
	o.runKeys, o.shardKeys = 3*stepLines, 3*stepLines
	return o
}

func newResumable(t *testing.T) *resumable {
	t.Helper()
	dir := t.TempDir()
	r := &resumable{source: write(t, dir, "hashes", published(0, 40_000, "\n")), out: filepath.Join(dir, "out.list")}
	o := stepped()
	o.Progress = func(Progress) { r.steps++ }
	mustBuild(t, r.source, r.out, o)
	var err error
	if r.want, err = os.ReadFile(r.out); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(r.out); err != nil {
		t.Fatal(err)
	}
	return r
}

// stopAfter builds until the given step.
func (r *resumable) stopAfter(t *testing.T, step int) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	o := stepped()
	seen := 0
	o.Progress = func(Progress) {
		if seen++; seen == step {
			stop()
		}
	}
	if _, err := Build(ctx, r.source, r.out, o); !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped at step %d: %v", step, err)
	}
	if _, err := os.Stat(r.out); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("stopped at step %d: there is a list", step)
	}
}

// goOn builds to the end and compares the list.
func (r *resumable) goOn(t *testing.T) (report Report, first Progress) {
	t.Helper()
	o := stepped()
	o.Progress = func(p Progress) {
		if first.Phase == "" {
			first = p
		}
	}
	report = mustBuild(t, r.source, r.out, o)
	got, err := os.ReadFile(r.out)
	if err != nil || string(got) != string(r.want) {
		t.Fatalf("another list than without a stop: %v", err)
	}
	if err := os.Remove(r.out); err != nil {
		t.Fatal(err)
	}
	return report, first
}

// TestGoOnAfterEveryStep: wherever a build is stopped, the next one goes on, and
// the same list comes of it, byte for byte.
func TestGoOnAfterEveryStep(t *testing.T) {
	r := newResumable(t)
	if r.steps < 14 {
		t.Fatalf("only %d steps", r.steps)
	}
	for step := 1; step < r.steps-1; step++ {
		r.stopAfter(t, step)
		report, first := r.goOn(t)
		if step > 5 && (!report.Resumed || first.Phase == PhaseRead && first.Taken == 0) {
			t.Errorf("stopped at step %d: %+v, from %+v", step, report, first)
		}
		if report.Taken != 40_000 || report.Info.Entries != 40_000 {
			t.Errorf("stopped at step %d: %+v", step, report)
		}
	}
}

// rangesFolder makes a folder of eight range files with 5,000 hashes each.
func rangesFolder(t *testing.T, dir string) string {
	t.Helper()
	folder := filepath.Join(dir, "ranges")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for i := range 8 {
		var b bytes.Buffer
		for n := range 5000 {
			sum := synthetic(5000*i + n)
			b.WriteString(hex.EncodeToString(sum[:])[5:] + ":1\n")
		}
		write(t, folder, fmt.Sprintf("%05X", i), b.Bytes())
	}
	return folder
}

// watched builds a list, tells each step to look, and gives the first and the
// last one. Steps have to grow.
func watched(ctx context.Context, t *testing.T, source, out string, look func(Progress)) (first, last Progress, err error) {
	t.Helper()
	o := stepped()
	o.Progress = func(p Progress) {
		if p.Done > p.Total || p.Phase == last.Phase && p.Done < last.Done {
			t.Errorf("%+v after %+v", p, last)
		}
		if p.Phase == PhaseShards && last.Phase == PhaseRead && last.Done < last.Total*3/4 {
			t.Errorf("the source ended at %+v", last)
		}
		if first.Phase == "" {
			first = p
		}
		last = p
		look(p)
	}
	_, err = Build(ctx, source, out, o)
	return first, last, err
}

// TestGoOnInAFolder: the place where a build goes on is one in many files.
func TestGoOnInAFolder(t *testing.T) {
	dir := t.TempDir()
	folder, out := rangesFolder(t, dir), filepath.Join(dir, "out.list")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	_, last, err := watched(ctx, t, folder, out, func(p Progress) {
		if p.Taken > 30_000 {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) || last.Phase != PhaseRead {
		t.Fatalf("%+v, %v", last, err)
	}
	first, _, err := watched(t.Context(), t, folder, out, func(Progress) {})
	if err != nil || first.Taken < 20_000 || first.Done < first.Total/2 {
		t.Fatalf("it went on from %+v: %v", first, err)
	}
	if entries := opened(t, out, memoryLimit).Info().Entries; entries != 40_000 {
		t.Errorf("%d entries", entries)
	}
}

// TestStoppedAgainAndAgain, each time one step further.
func TestStoppedAgainAndAgain(t *testing.T) {
	r := newResumable(t)
	for range 3 {
		r.stopAfter(t, 5)
	}
	report, first := r.goOn(t)
	if !report.Resumed || first.Taken == 0 && first.Phase == PhaseRead {
		t.Errorf("%+v, from %+v", report, first)
	}
}

// TestDamagedWork: what a crash, or a failing disk, left of a build is noticed
// and made again.
func TestDamagedWork(t *testing.T) {
	r := newResumable(t)
	work := r.out + ".building"
	damage := func(name string, change func(path string) error) func(*testing.T) {
		return func(t *testing.T) {
			if err := change(filepath.Join(work, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	flip := func(path string) error {
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		content[len(content)/2] ^= 4
		return os.WriteFile(path, content, 0o600)
	}
	half := func(path string) error {
		stat, err := os.Stat(path)
		if err != nil {
			return err
		}
		return os.Truncate(path, stat.Size()/2)
	}
	noise := func(path string) error { return os.WriteFile(path, []byte("{}"), 0o600) }
	for name, change := range map[string]func(*testing.T){
		"run altered": damage("run-000001", flip), "run cut": damage("run-000000", half), "run gone": damage("run-000002", os.Remove),
		"state altered": damage(stateName, flip), "state cut": damage(stateName, half), "state gone": damage(stateName, os.Remove),
		"state of another": damage(stateName, noise),
		"list altered":     damage(partName, flip), "list cut": damage(partName, half), "list gone": damage(partName, os.Remove),
	} {
		t.Run(name, func(t *testing.T) {
			r.stopAfter(t, r.steps-2) // in the middle of the shards
			change(t)
			r.goOn(t)
		})
	}
}

// TestAnotherSource: what was read of one source is not taken for another.
func TestAnotherSource(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, r *resumable, o *Options){
		"content": func(t *testing.T, r *resumable, _ *Options) {
			write(t, filepath.Dir(r.source), "hashes", published(1, 40_000, "\n"))
		},
		"shorter": func(t *testing.T, r *resumable, _ *Options) {
			write(t, filepath.Dir(r.source), "hashes", published(0, 100, "\n"))
		},
		"time": func(t *testing.T, r *resumable, _ *Options) {
			if err := os.Chtimes(r.source, made(), made().Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
		},
		"path": func(t *testing.T, r *resumable, _ *Options) {
			r.source = write(t, filepath.Dir(r.source), "others", published(1, 40_000, "\n"))
		},
		"bad lines": func(_ *testing.T, _ *resumable, o *Options) { o.MaxBad = 1 },
	} {
		t.Run(name, func(t *testing.T) {
			r := newResumable(t)
			r.stopAfter(t, r.steps-2)
			o := stepped()
			change(t, r, &o)
			report := mustBuild(t, r.source, r.out, o)
			want := int64(40_000)
			if name == "shorter" {
				want = 100
			}
			if report.Resumed || report.Taken != want {
				t.Errorf("%+v", report)
			}
			if err := opened(t, r.out, memoryLimit).Verify(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestSourceChangesMeanwhile: a list of half an old and half a new file is none.
func TestSourceChangesMeanwhile(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"longer":  func(path string) error { return appendTo(path, published(90_000, 1, "\n")) },
		"shorter": func(path string) error { return os.Truncate(path, 48*stepLines) },
	} {
		t.Run(name, func(t *testing.T) {
			r := newResumable(t)
			o := stepped()
			seen := 0
			o.Progress = func(Progress) {
				if seen++; seen == 3 {
					if err := change(r.source); err != nil {
						t.Error(err)
					}
				}
			}
			if _, err := Build(t.Context(), r.source, r.out, o); !errors.Is(err, ErrSourceChanged) {
				t.Error(err)
			}
		})
	}
}

func appendTo(path string, more []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	_, err = file.Write(more)
	return errors.Join(err, file.Close())
}

// TestTwoBuildsOfOneList do not get into each other's way.
func TestTwoBuildsOfOneList(t *testing.T) {
	r := newResumable(t)
	o := stepped()
	second := 0
	o.Progress = func(Progress) {
		if _, err := Build(t.Context(), r.source, r.out, stepped()); !errors.Is(err, ErrBusy) {
			t.Errorf("the second build: %v", err)
		}
		second++
	}
	mustBuild(t, r.source, r.out, o)
	if second == 0 {
		t.Error("there was no second build")
	}
}

// TestNoPlaceToBuild: without a folder for its parts nothing is built.
func TestNoPlaceToBuild(t *testing.T) {
	r := newResumable(t)
	if _, err := Build(t.Context(), r.source, filepath.Join(r.source, "out.list"), stepped()); err == nil {
		t.Error("built below a file")
	}
	if _, err := Build(t.Context(), r.source, filepath.Join(filepath.Dir(r.out), "none", "out.list"), stepped()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("built in a folder that is not there: %v", err)
	}
	write(t, filepath.Dir(r.out), "out.list.building", []byte("notes"))
	if _, err := Build(t.Context(), r.source, r.out, stepped()); err == nil {
		t.Error("built where a file is in the way")
	}
	if kept, err := os.ReadFile(r.out + ".building"); err != nil || string(kept) != "notes" {
		t.Errorf("%q, %v", kept, err)
	}
}

// TestProgressOnlyGrows, and ends with all done.
func TestProgressOnlyGrows(t *testing.T) {
	r := newResumable(t)
	o := stepped()
	var last Progress
	o.Progress = func(p Progress) {
		if p.Phase == last.Phase && (p.Done < last.Done || p.Total != last.Total) || p.Done > p.Total || p.Taken < last.Taken {
			t.Errorf("%+v after %+v", p, last)
		}
		last = p
	}
	mustBuild(t, r.source, r.out, o)
	if want := fmt.Sprint(Progress{Phase: PhaseShards, Done: 4, Total: 4, Taken: 40_000}); fmt.Sprint(last) != want {
		t.Errorf("%+v", last)
	}
}
