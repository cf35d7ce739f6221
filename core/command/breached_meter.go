package command

import (
	"fmt"
	"io"
	"log/slog"

	"gatehouse/core/password/breach"
)

// meter shows the progress of a build, or of a copy, on one line of a terminal.
type meter struct {
	// out is the terminal, nil when there is none.
	out   io.Writer
	log   *slog.Logger
	shown string
}

// show writes the line anew when it has changed.
func (m *meter) show(p breach.Progress) {
	what := "Reading the source"
	if p.Phase == breach.PhaseShards {
		what = "Making the list"
	}
	m.tell(what, p.Done, p.Total)
}

// copied shows how far a list is copied and compared.
func (m *meter) copied(done, total int64) { m.tell("Copying the list", done, total) }

// tell shows how much of something is done.
func (m *meter) tell(what string, done, total int64) {
	if m.out == nil {
		return
	}
	percent := int64(100)
	if total > 0 {
		percent = 100 * done / total
	}
	text := fmt.Sprintf("%s: %d %%", what, percent)
	if text != m.shown {
		m.write(fmt.Sprintf("\r%-*s", len(m.shown), text)) // spaces over what is longer
		m.shown = text
	}
}

// end leaves the line.
func (m *meter) end() {
	if m.shown != "" {
		m.write("\n")
	}
}

// write puts something on the terminal. A terminal that is gone stops nothing.
func (m *meter) write(text string) {
	if _, err := io.WriteString(m.out, text); err != nil {
		m.log.Error("standard error cannot be written", "cause", err.Error())
	}
}
