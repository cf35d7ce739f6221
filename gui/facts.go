package gui

import (
	"fyne.io/fyne/v2"

	"gatehouse/gui/kit"
)

// fact is something known of a thing; an empty value is not known.
type fact struct{ name, value string }

// factName is the width of the names of facts.
const factName float32 = 150

// factList has the facts one below the other; those that are not known say so.
func factList(facts []fact) fyne.CanvasObject {
	list := kit.VBox(kit.Gap8)
	for _, f := range facts {
		value := f.value
		if value == "" {
			value = tr("not known")
		}
		list.Add(kit.TopHBox(kit.Gap16, kit.FixedWidth(factName, kit.CaptionText(f.name).Wrapped()), kit.Grow(kit.BodyText(value).Wrapped())))
	}
	return list
}

// showFacts shows facts in a dialog.
func (a *App) showFacts(title, sentence string, facts []fact) {
	kit.ShowDialog(a.window, kit.DialogSpec{
		Title: title, Sentence: sentence, SmallSentence: true, Body: factList(facts), Cancel: tr("Close"), Width: 460,
	})
}
