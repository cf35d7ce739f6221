package command

import (
	"fmt"
	"time"

	"gatehouse/core"
)

// historyChart counts the history.
type historyChart struct {
	By string `enum:"hour,day" default:"day" help:"hour or day, of the site's time zone."`
	historyOf
	historyTime
	actor
}

// chartBar is one hour or day.
type chartBar struct {
	// At is when it begins.
	At       *time.Time `json:"at"`
	SignedIn int64      `json:"signed_in"`
	Failed   int64      `json:"failed"`
}

// chartShown is the answer of history chart.
type chartShown struct {
	// Account is "" for the site.
	Account  string     `json:"account"`
	By       string     `json:"by"`
	Bars     []chartBar `json:"bars"`
	SignedIn int64      `json:"signed_in"`
	Failed   int64      `json:"failed"`
}

// usual is how much of the past a chart has where --from is not given: two weeks, or
// two days by the hour.
func (h *historyChart) usual() time.Duration {
	if h.By == string(core.ByHour) {
		return 48 * time.Hour
	}
	return 14 * 24 * time.Hour
}

// Run is called by kong.
func (h *historyChart) Run(c *console) error {
	return h.act(c, func(site *core.Site, token core.Token) error {
		from, to, err := h.read(site)
		if err != nil {
			return err
		}
		if to.IsZero() {
			to = c.now().Add(time.Second) // with what happens right now
		}
		if from.IsZero() {
			from = to.Add(-h.usual())
		}
		if !from.Before(to) {
			return wrongUse(fieldFrom, "This is not before now. Give --to as well.")
		}
		of, err := h.find(c, site, token)
		if err != nil {
			return err
		}
		bars, err := site.HistoryChart(c.ctx, token, of.id, from, to, core.ChartUnit(h.By))
		if err != nil {
			return err
		}
		return h.show(c, site.Zone(), of.name, bars)
	})
}

// show prints the numbers.
func (h *historyChart) show(c *console, zone *time.Location, of string, bars []core.HistoryBar) error {
	chart := chartShown{Account: of, By: h.By, Bars: []chartBar{}}
	rows := [][]string{{either(h.By == string(core.ByDay), "DAY", "HOUR"), "SIGNED IN", "FAILED"}}
	for _, bar := range bars {
		chart.Bars = append(chart.Bars, chartBar{At: at(bar.At), SignedIn: bar.Good, Failed: bar.Bad})
		chart.SignedIn += bar.Good
		chart.Failed += bar.Bad
		begins := dateIn(bar.At, zone)
		if h.By == string(core.ByHour) {
			begins = clock(bar.At, zone)
		}
		rows = append(rows, []string{begins, fmt.Sprint(bar.Good), fmt.Sprint(bar.Bad)})
	}
	rows = append(rows, []string{"in all", fmt.Sprint(chart.SignedIn), fmt.Sprint(chart.Failed)})
	lines, err := table(rows)
	if err != nil {
		return err
	}
	return c.show(chart, lines...)
}
