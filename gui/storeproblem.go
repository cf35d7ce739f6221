package gui

import (
	"cmp"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// storeProblem says why the store was not opened. It never leads to a first
// run: what is there may be somebody's site.
type storeProblem struct {
	content fyne.CanvasObject
	again   *kit.Button
	close   *kit.Button
}

// newStoreProblem builds the screen for the error of opening the store.
func newStoreProblem(a *App, err error) screen {
	s := &storeProblem{}
	s.again = kit.NewButton(kit.ButtonSpec{Text: tr("Try again"), Kind: kit.Primary, Act: a.retryOpen})
	s.close = kit.NewButton(kit.ButtonSpec{Text: tr("Close"), Act: a.close})
	said := kit.NewText(kit.TextSpec{Text: problemWords(err), Align: fyne.TextAlignCenter, Wrap: true})
	path := kit.NewText(kit.TextSpec{Text: a.program.DataDir, Size: kit.SizeMono, Mono: true, Align: fyne.TextAlignCenter, Wrap: true})
	title := cmp.Or(storeTitle(core.ErrorCode(err)), tr("The store could not be opened"))
	if core.ErrorCode(err) == core.CodeRefused {
		title = tr("There is a site already")
	}
	s.content = centred(title, "",
		container.NewCenter(kit.NewGlyph(kit.IconWarningStore, kit.ColorDanger, kit.IconSizeEmpty)),
		said, path, kit.VBox(kit.Gap8, s.again, s.close))
	return s
}

func (s *storeProblem) object() fyne.CanvasObject { return s.content }
func (s *storeProblem) size() fyne.Size           { return smallWindow }
func (s *storeProblem) leave(fyne.Canvas)         {}

// shown puts the focus on the act that changes nothing.
func (s *storeProblem) shown(c fyne.Canvas) { s.again.Focus(c) }

// storeTitle names what is the matter with the store, "" for what is no matter
// of the store.
func storeTitle(code core.Code) string {
	switch code {
	case core.CodeStoreEmpty:
		return tr("The store is empty")
	case core.CodeStoreForeign:
		return tr("This file is not a Gatehouse store")
	case core.CodeStoreNewer:
		return tr("A newer Gatehouse has written this store")
	case core.CodeStoreDamaged:
		return tr("The store is damaged")
	case core.CodeStoreReadOnly:
		return tr("The store cannot be written")
	case core.CodeStoreFull:
		return tr("The disk is full")
	case core.CodeStoreBusy:
		return tr("Another program holds the store")
	default:
		return ""
	}
}
