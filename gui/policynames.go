package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// namesHeight is the height of a list in a dialog.
const namesHeight float32 = 330

// namedKinds are the kinds of an answer that have names, the most urgent first.
func namedKinds(impact core.Impact) []core.ImpactKind {
	var kinds []core.ImpactKind
	for _, kind := range []core.ImpactKind{
		core.ImpactExpire, core.ImpactLock, core.ImpactTwoStep, core.ImpactPasskey, core.ImpactPasskeyLost, core.ImpactPasswordOff,
		core.ImpactQuestion, core.ImpactLeaked, core.ImpactFail, core.ImpactUnknown,
	} {
		if len(impact.Names[kind]) > 0 {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// kindTitle names the accounts of a kind.
func kindTitle(kind core.ImpactKind) string {
	switch kind {
	case core.ImpactExpire:
		return tr("Expired by tonight")
	case core.ImpactLock:
		return tr("Locked tonight")
	case core.ImpactTwoStep:
		return tr("Set up two-step")
	case core.ImpactPasskey:
		return tr("Add a passkey")
	case core.ImpactPasskeyLost:
		return tr("Passkey refused")
	case core.ImpactPasswordOff:
		return tr("Passkeys alone")
	case core.ImpactQuestion:
		return tr("Set a question")
	case core.ImpactLeaked:
		return tr("Common or leaked")
	case core.ImpactFail:
		return tr("Break the rules")
	default:
		return tr("Unknown")
	}
}

// kindCount is how many accounts are of a kind.
func kindCount(impact core.Impact, kind core.ImpactKind) int {
	switch kind {
	case core.ImpactExpire:
		return impact.Expire
	case core.ImpactLock:
		return impact.Lock
	case core.ImpactTwoStep:
		return impact.TwoStep
	case core.ImpactPasskey:
		return impact.Passkey
	case core.ImpactPasskeyLost:
		return impact.PasskeyLost
	case core.ImpactPasswordOff:
		return impact.PasswordOff
	case core.ImpactQuestion:
		return impact.Question
	case core.ImpactLeaked:
		return impact.Leaked
	case core.ImpactFail:
		return impact.Fail
	default:
		return impact.Unknown
	}
}

// impactNames lists accounts by kind.
type impactNames struct {
	impact core.Impact
	kind   core.ImpactKind
	chips  map[core.ImpactKind]*kit.Chip
	list   *kit.List
}

// showImpactNames lists the accounts that an answer names.
func showImpactNames(a *App, impact core.Impact) {
	kinds := namedKinds(impact)
	if len(kinds) == 0 {
		return
	}
	n := &impactNames{impact: impact, chips: map[core.ImpactKind]*kit.Chip{}}
	line := kit.HBox(kit.Gap8)
	for _, kind := range kinds {
		chip := kit.NewChip(kit.ChipSpec{Text: kindTitle(kind), Act: func() { n.choose(kind) }})
		count := kindCount(impact, kind)
		chip.SetCount(count, numberWords(count))
		n.chips[kind] = chip
		line.Add(chip)
	}
	n.list = kit.NewList(kit.ListSpec[core.AccountName]{
		Columns: []kit.ListColumn[core.AccountName]{
			{ID: "name", Label: tr("Account"), Show: func(row core.AccountName, cell *kit.Cell) { cell.Name(kit.Shown(row.Name), kit.Shown(row.FullName)) }},
		},
		Len: func() int { return len(n.impact.Names[n.kind]) },
		Row: func(i int) (core.AccountName, bool) { return n.impact.Names[n.kind][i], true },
	})
	n.choose(kinds[0])
	kit.ShowDialog(a.window, kit.DialogSpec{
		Title: tr("Who is affected"), Cancel: tr("Close"), First: n.list, Width: 620,
		Body: kit.VBox(kit.Gap12, line, container.New(tall{}, n.list)),
	})
}

// choose lists another kind.
func (n *impactNames) choose(kind core.ImpactKind) {
	n.kind = kind
	for each, chip := range n.chips {
		chip.SetSelected(each == kind)
	}
	named, all := len(n.impact.Names[kind]), kindCount(n.impact, kind)
	foot := ""
	if named < all {
		foot = trf("The first {{.N}} of {{.All}}", "N", numberWords(named), "All", numberWords(all))
	}
	n.list.SetFoot(foot, "")
	n.list.ToTop()
	n.list.Reload()
}

// tall gives its object the height of a list in a dialog.
type tall struct{}

// Layout is called by the toolkit.
func (tall) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		place(o, 0, 0, size.Width, size.Height)
	}
}

// MinSize is called by the toolkit.
func (tall) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, namesHeight) }
