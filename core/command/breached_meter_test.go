package command

import (
	"errors"
	"log/slog"
	"strings"
	"testing"

	"gatehouse/core/password/breach"
)

// TestMeter: the line is written when it changes, over the one before.
func TestMeter(t *testing.T) {
	var out strings.Builder
	m := &meter{out: &out, log: slog.New(slog.DiscardHandler)}
	m.end() // nothing was shown yet
	for _, p := range []breach.Progress{
		{Phase: breach.PhaseRead, Done: 0, Total: 2000},
		{Phase: breach.PhaseRead, Done: 19, Total: 2000},
		{Phase: breach.PhaseRead, Done: 20, Total: 2000},
		{Phase: breach.PhaseRead, Done: 0, Total: 0},
		{Phase: breach.PhaseShards, Done: 1, Total: 4},
		{Phase: breach.PhaseShards, Done: 4, Total: 4},
	} {
		m.show(p)
	}
	m.end()
	want := "\rReading the source: 0 %\rReading the source: 1 %\rReading the source: 100 %\rMaking the list: 25 %    \rMaking the list: 100 %\n"
	if got := out.String(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	quiet := &meter{}
	quiet.show(breach.Progress{Phase: breach.PhaseRead, Total: 1})
	quiet.end()
}

// gone is a terminal that was closed.
type gone struct{}

func (gone) Write([]byte) (int, error) { return 0, errors.New("gone") }

func TestMeterWithoutATerminal(t *testing.T) {
	var log strings.Builder
	m := &meter{out: gone{}, log: slog.New(slog.NewTextHandler(&log, nil))}
	m.show(breach.Progress{Phase: breach.PhaseRead, Total: 1})
	if !strings.Contains(log.String(), "cause=gone") {
		t.Errorf("%q", log.String())
	}
}

func TestGrouped(t *testing.T) {
	for n, want := range map[uint64]string{0: "0", 999: "999", 1000: "1,000", 65536: "65,536", 1234567: "1,234,567"} {
		if got := grouped(n); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}
