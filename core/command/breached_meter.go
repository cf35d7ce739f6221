package command

import (
	"fmt"
	"io"
	"log/slog"

	"gatehouse/core/password/breach"
)

// meter shows the progress of a build on one line of a terminal.
type meter struct {
	// out is the terminal, nil when there is none.
	out   io.Writer
	log   *slog.Logger
	shown string
}

// show writes the line anew when it has changed.
func (m *meter) show(p breach.Progress) {
	if m.out == nil {
		return
	}
	percent := int64(100)
	if p.Total > 0 {
		percent = 100 * p.Done / p.Total
	}
	text := fmt.Sprintf("Reading the source: %d %%", percent)
	if p.Phase == breach.PhaseShards {
		text = fmt.Sprintf("Making the list: %d %%", percent)
	}
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
