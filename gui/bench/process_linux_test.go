package bench

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// tags are those of every build of the window.
const tags = "migrated_fynedo,no_animations"

// longest is how long anything that is waited for may take.
const longest = 30 * time.Second

// build makes a program and returns its path.
func build(b *testing.B, dir, name, pack string) string {
	b.Helper()
	path := filepath.Join(dir, name)
	if out, err := exec.Command("go", "build", "-tags", tags, "-o", path, pack).CombinedOutput(); err != nil {
		b.Fatalf("build %s: %v\n%s", pack, err, out)
	}
	return path
}

// process is a program under measurement.
type process struct {
	cmd     *exec.Cmd
	started time.Time
	output  bytes.Buffer
}

// start runs a program on a display, with OpenGL in software and nothing of the environment of the benchmark.
func start(b *testing.B, s *screen, home, path string, arguments ...string) *process {
	b.Helper()
	p := &process{cmd: exec.Command(path, arguments...)}
	p.cmd.Env = []string{
		"DISPLAY=" + s.name, "LIBGL_ALWAYS_SOFTWARE=1", "FYNE_THEME=light", "LANG=C.UTF-8",
		"HOME=" + home, "XDG_RUNTIME_DIR=" + home, "PATH=" + os.Getenv("PATH"),
	}
	p.cmd.Stdout, p.cmd.Stderr = &p.output, &p.output
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	p.started = time.Now()
	if err := p.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	return p
}

// until waits for something on the screen and returns how long after the start it came.
func (p *process) until(b *testing.B, what string, is func() bool) time.Duration {
	b.Helper()
	look := time.NewTicker(time.Millisecond / 2)
	defer look.Stop()
	for now := range look.C {
		switch after := now.Sub(p.started); {
		case is():
			return time.Since(p.started)
		case after > longest:
			_ = p.cmd.Process.Kill() // the benchmark ends here
			b.Fatalf("%s did not show %s within %v: %s", p.cmd.Path, what, longest, &p.output)
		}
	}
	return 0
}

// end ends a program by a signal and waits for it.
func end(b *testing.B, cmd *exec.Cmd, by syscall.Signal) {
	b.Helper()
	if err := cmd.Process.Signal(by); err != nil {
		b.Error(err)
	}
	late := time.AfterFunc(longest, func() { _ = cmd.Process.Signal(syscall.SIGQUIT) }) // Wait tells, and where it hangs
	defer late.Stop()
	err := cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == by {
		return
	}
	if err != nil {
		b.Errorf("%s: %v\n%s", cmd.Path, err, cmd.Stderr)
	}
}

// memory is what a process has, in megabytes of 2^20 bytes.
type memory struct{ resident, share float64 }

// settled waits until the memory of a process has not changed by more than 1/256 for two seconds.
func (p *process) settled(b *testing.B) memory {
	b.Helper()
	const quiet = 2 * time.Second
	last, since, begin := p.resident(b), time.Now(), time.Now()
	look := time.NewTicker(100 * time.Millisecond)
	defer look.Stop()
	for now := range look.C {
		resident := p.resident(b)
		if max(resident, last)-min(resident, last) > last/256 {
			last, since = resident, now
		}
		if now.Sub(since) >= quiet {
			break
		}
		if now.Sub(begin) > longest {
			b.Fatalf("%s: its memory does not come to rest", p.cmd.Path)
		}
	}
	return memory{resident: p.resident(b), share: p.kernel(b, "smaps_rollup", "Pss:")}
}

func (p *process) resident(b *testing.B) float64 { return p.kernel(b, "status", "VmRSS:") }

// kernel reads a number of kilobytes that the kernel tells of a process.
func (p *process) kernel(b *testing.B, file, name string) float64 {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", p.cmd.Process.Pid, file))
	if err != nil {
		b.Fatalf("%v: %s", err, &p.output)
	}
	for line := range strings.Lines(string(text)) {
		if words := strings.Fields(line); len(words) == 3 && words[0] == name {
			kilobytes, err := strconv.ParseFloat(words[1], 64)
			if err != nil {
				b.Fatal(err)
			}
			return kilobytes / 1024
		}
	}
	b.Fatalf("no %s in %s", name, file)
	return 0
}
