package gui

import (
	"gatehouse/core"
	"gatehouse/gui/kit"
)

// endedHeight is the height of the dialog with what is over, where the window lets it.
const endedHeight float32 = 520

// showEnded lists the sessions that are over.
func (s *deviceSection) showEnded() {
	seen, a := s.seen, s.page.app
	list := kit.NewList(kit.ListSpec[core.SessionView]{
		Columns: []kit.ListColumn[core.SessionView]{
			{ID: "device", Label: tr("Device"), Show: func(v core.SessionView, c *kit.Cell) {
				c.Name(hostWords(v.Device), sessionWords(v))
			}},
			{ID: "why", Label: tr("Why it ended"), Width: 230, Show: func(v core.SessionView, c *kit.Cell) { c.Caption(ownEnd(v.Why)) }},
			{ID: "when", Label: tr("When"), Width: 120, Show: func(v core.SessionView, c *kit.Cell) { c.Caption(a.shortMoment(v.EndedAt)) }},
		},
		Len:    func() int { return len(seen.Ended) },
		Row:    func(i int) (core.SessionView, bool) { return seen.Ended[i], true },
		OnOpen: func(_ int, v core.SessionView) { a.showEndedOne(v) },
	})
	left := trn("{{.Count}} sign-ins", len(seen.Ended), "Count", numberWords(len(seen.Ended)))
	if seen.More {
		left = trf("The newest {{.Count}}", "Count", numberWords(len(seen.Ended)))
	}
	list.SetFoot(left, tr("The newest end first"))
	kit.ShowDialog(a.window, kit.DialogSpec{
		Title: tr("Ended sign-ins"), Sentence: trn("They are kept for {{.N}} days.", seen.KeptDays),
		Fill: list, Height: endedHeight, Width: 760, Cancel: tr("Close"), First: list,
	})
}

// showEndedOne tells all that is known of a session that is over.
func (a *App) showEndedOne(v core.SessionView) {
	a.showFacts(hostWords(v.Device), ownEnd(v.Why), []fact{
		{tr("Signed in"), a.momentWords(v.StartedAt)},
		{tr("Last used"), a.momentWords(v.LastActiveAt)},
		{tr("Ended"), a.momentWords(v.EndedAt)},
		{tr("Address"), kit.Shown(v.Device.Address)},
		{tr("Place"), kit.Shown(v.Place)},
		{tr("System"), kit.Shown(v.Device.System)},
		{tr("Program"), programName(v.Device)},
		{tr("Version"), kit.Shown(v.Device.Version)},
	})
}
