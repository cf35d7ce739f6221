package gui

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"gatehouse/gui/kit"
)

// prefClip is the key of the seconds in the toolkit's settings.
const prefClip = "clipboard-seconds"

// clipSecondsOf reads how long a copied secret stays. A number that nobody can have
// chosen is the usual one.
func clipSecondsOf(p fyne.Preferences) int {
	if seconds := p.IntWithFallback(prefClip, clipUsual); slices.Contains(clipSeconds(), seconds) {
		return seconds
	}
	return clipUsual
}

// setClipSeconds keeps how long a secret stays that is copied from now on.
func (a *App) setClipSeconds(seconds int) {
	a.clip.seconds = seconds
	a.fyne.Preferences().SetInt(prefClip, seconds)
}

// showClipboard lets a person choose how long a copied secret stays, which acts at
// once, and says what becomes of it in the histories of clipboards.
func (a *App) showClipboard() {
	choices := []kit.Choice{}
	for _, seconds := range clipSeconds() {
		choices = append(choices, kit.Choice{ID: strconv.Itoa(seconds), Text: clipWords(seconds)})
	}
	after := kit.NewSelect(kit.SelectSpec{
		Label: tr("What is copied leaves the clipboard after"), Options: choices, Selected: strconv.Itoa(a.clip.seconds),
		Act: func(id string) {
			if seconds, err := strconv.Atoi(id); err == nil {
				a.setClipSeconds(seconds)
			}
		},
	})
	histories := kit.CaptionText("").Wrapped()
	dialog := kit.ShowDialog(a.window, kit.DialogSpec{
		Title: tr("Clipboard"), Width: 440, Cancel: tr("Close"), First: after,
		Sentence: tr("Passwords and keys that you copy are taken back, unless something else was copied since."),
		Body:     kit.VBox(kit.Gap12, after, histories),
	})
	a.clip.asks(func(yes bool) {
		histories.SetText(historyWords(yes))
		dialog.Refresh()
	})
}

// clipWords names a time to choose.
func clipWords(seconds int) string {
	switch {
	case seconds < 60:
		return trf("{{.N}} seconds", "N", seconds)
	case seconds == 60:
		return tr("1 minute")
	}
	return trf("{{.N}} minutes", "N", seconds/60)
}

// historyWords says whether histories of clipboards are asked to leave secrets out.
func historyWords(asked bool) string {
	if asked {
		return tr("Histories of the clipboard are asked to leave out what is copied here. One that does not listen keeps it.")
	}
	return tr("This system’s clipboard has no way to ask that histories leave out what is copied here. It may stay in its history.")
}
