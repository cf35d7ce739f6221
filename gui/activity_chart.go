package gui

import (
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// activityChart counts by hour or day who came in and who did not. The hour or day that
// is chosen in it is shown alone in the list.
type activityChart struct {
	page  *activityPage
	chart *kit.BarChart
	bars  []core.HistoryBar
	unit  core.ChartUnit
}

// newActivityChart makes the chart of a page, without bars yet.
func newActivityChart(p *activityPage) *activityChart {
	c := &activityChart{page: p, chart: kit.NewBarChart()}
	return c
}

// set shows bars that were counted.
func (c *activityChart) set(bars []core.HistoryBar, had activityAsk) {
	a := c.page.app
	c.bars = bars
	_, c.unit = had.period.begin(a.now())
	shown := make([]kit.ChartBar, len(bars))
	var good, bad int64
	for i, bar := range bars {
		shown[i] = kit.ChartBar{Good: bar.Good, Bad: bar.Bad}
		good, bad = good+bar.Good, bad+bar.Bad
	}
	unit := trf("By day, in the time of {{.Zone}}", "Zone", a.site.Zone())
	if c.unit == core.ByHour {
		unit = trf("By hour, in the time of {{.Zone}}", "Zone", a.site.Zone())
	}
	c.chart.Set(kit.ChartSpec{
		Bars: shown,
		Good: trf("{{.N}} signed in, above the line", "N", numberWords(int(good))),
		Bad:  trf("{{.N}} wrong or refused, below it", "N", numberWords(int(bad))),
		Note: unit, Empty: tr("Nobody has tried to sign in"),
		Number: func(n int64) string { return numberWords(int(n)) },
		Tick:   func(i int) string { return c.tick(had.period, bars[i].At) },
		Describe: func(i int) string {
			return trf("{{.When}}: {{.Good}} signed in, {{.Bad}} wrong or refused", "When", c.when(bars[i].At),
				"Good", numberWords(int(bars[i].Good)), "Bad", numberWords(int(bars[i].Bad)))
		},
		OnOpen: c.page.choose,
	})
	c.paintChosen()
}

// tick is what stands below a bar, "" for nothing: of a year only the months.
func (c *activityChart) tick(period activityPeriod, at time.Time) string {
	a := c.page.app
	switch {
	case period == periodDay:
		return a.clock(at)
	case period == periodYear && at.In(a.site.Zone()).Day() != 1:
		return ""
	}
	return a.dateWords(at)
}

// when names the hour or day of a bar.
func (c *activityChart) when(at time.Time) string {
	a := c.page.app
	day := a.weekdayWords(at)
	if c.unit == core.ByDay {
		return day
	}
	return trf("{{.Day}}, {{.From}} to {{.To}}", "Day", day, "From", a.clock(at), "To", a.clock(c.end(at)))
}

// end is when the hour or day that begins then is over.
func (c *activityChart) end(at time.Time) time.Time {
	for i, bar := range c.bars {
		if bar.At.Equal(at) && i+1 < len(c.bars) {
			return c.bars[i+1].At
		}
	}
	if c.unit == core.ByHour {
		return at.Add(time.Hour)
	}
	zone := c.page.app.site.Zone()
	year, month, day := at.In(zone).Date()
	return policy.StartOfDate(year, month, day+1, zone)
}

// over tells whether the last bar is of an hour or day that has ended.
func (c *activityChart) over(now time.Time) bool {
	return len(c.bars) > 0 && !now.Before(c.end(c.bars[len(c.bars)-1].At))
}

// paintChosen marks the bar that the list shows alone, and names it among the filters.
func (c *activityChart) paintChosen() {
	p := c.page
	chosen := -1
	for i, bar := range c.bars {
		if !p.want.from.IsZero() && bar.At.Equal(p.want.from) {
			chosen = i
		}
	}
	c.chart.SetChosen(chosen)
	setShown(p.only, !p.want.from.IsZero())
	if p.only.Visible() {
		p.only.SetText(c.when(p.want.from))
	}
	for _, line := range p.above {
		line.Refresh()
	}
}

// choose shows one hour or day of the chart alone; the same one again, or -1, shows all.
func (p *activityPage) choose(i int) {
	from, to := time.Time{}, time.Time{}
	if i >= 0 && !p.chart.bars[i].At.Equal(p.want.from) {
		from = p.chart.bars[i].At
		to = p.chart.end(from)
	}
	if from.Equal(p.want.from) {
		return
	}
	if p.app.window.Canvas().Focused() == fyne.Focusable(p.only) {
		p.app.window.Canvas().Unfocus()
		p.wantsFocus = true
	}
	p.want.from, p.want.to = from, to
	p.paintFilters()
	p.refresh()
}
