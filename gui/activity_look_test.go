package gui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
)

func TestActivityLook(t *testing.T) {
	inActivity(t, mixedLines, func(h *hand, p *activityPage) {
		h.golden("activity", wideWindow)
		h.openLine(p, 20)
		h.golden("activity-line", fyne.Size{})
		h.openLine(p, 18)
		h.picture("activity-locked", fyne.Size{})
		h.openLine(p, 22)
		h.picture("activity-unkept", fyne.Size{})
		h.key(fyne.KeyEscape)
		p.chart.chart.Focus(h.app.window.Canvas())
		h.key(fyne.KeyLeft)
		h.key(fyne.KeyLeft)
		h.key(fyne.KeyReturn)
		h.golden("activity-day", fyne.Size{})
	})
}

func TestActivityLookNarrow(t *testing.T) {
	inActivity(t, mixedLines, func(h *hand, p *activityPage) {
		h.picture("activity-900x600", leastWindow)
		h.openLine(p, 20)
		h.picture("activity-line-900x600", fyne.Size{})
		h.key(fyne.KeyEscape)
		h.enlarged(1.5)
		h.picture("activity-150", fyne.Size{})
		h.openLine(p, 20)
		h.picture("activity-line-150", fyne.Size{})
	})
}

func TestActivityLookOne(t *testing.T) {
	inActivity(t, nil, func(h *hand, p *activityPage) {
		h.picture("activity-one", wideWindow)
		h.tap("Suspicious")
		h.golden("activity-none", fyne.Size{})
		h.searchFor("nobody")
		h.picture("activity-not-found", fyne.Size{})
	})
}

func TestActivityLookMany(t *testing.T) {
	inActivity(t, func(now time.Time) []core.HistoryLine { return manyLines(now, 4000) }, func(h *hand, p *activityPage) {
		h.golden("activity-many", wideWindow)
		p.setPeriod(periodDay)
		h.settle()
		h.picture("activity-hours", fyne.Size{})
		p.setPeriod(periodYear)
		h.settle()
		h.picture("activity-year", fyne.Size{})
		h.app.window.Resize(leastWindow)
		p.setPeriod(periodMonth)
		h.settle()
		h.picture("activity-month-900x600", fyne.Size{})
	})
}
