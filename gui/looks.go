package gui

import (
	"fyne.io/fyne/v2"

	"gatehouse/gui/kit"
)

// looks is how a person wants the window to look on this computer.
type looks struct {
	// theme is "system", "light" or "dark".
	theme string
	// scale is in percent, 0 for what the system says.
	scale int
}

// The keys of the looks in the toolkit's settings.
const (
	prefTheme = "theme"
	prefScale = "scale"
)

// scales are the sizes to choose from, in percent.
func scales() []int { return []int{100, 120, 150, 180, 200} }

// looksOf reads the looks.
func looksOf(p fyne.Preferences) looks {
	l := looks{theme: p.StringWithFallback(prefTheme, "system"), scale: p.IntWithFallback(prefScale, 0)}
	if l.scale < kit.ScaleLeast || l.scale > kit.ScaleGreatest {
		l.scale = 0
	}
	return l
}

// variant is the theme as the kit knows it.
func (l looks) variant() kit.Variant {
	switch l.theme {
	case "light":
		return kit.Light
	case "dark":
		return kit.Dark
	default:
		return kit.System
	}
}

// applyLooks makes the window look so.
func (a *App) applyLooks() {
	a.applyTheme()
	if a.looks.scale != 0 {
		a.logged("set the scale", kit.SetScale(a.fyne, a.looks.scale))
	}
}

// applyTheme paints all that is in the window in the theme.
func (a *App) applyTheme() { a.fyne.Settings().SetTheme(kit.NewTheme(a.looks.variant())) }

// setLooks applies and keeps the looks.
func (a *App) setLooks(l looks) {
	a.looks = l
	a.fyne.Preferences().SetString(prefTheme, l.theme)
	a.fyne.Preferences().SetInt(prefScale, l.scale)
	a.applyLooks()
}
