package gui

import (
	"runtime"
	"strconv"

	"gatehouse/core"
	"gatehouse/core/seal"
	"gatehouse/gui/kit"
)

// showAppearance lets a person choose theme and size; both act at once.
func (a *App) showAppearance() {
	theme := kit.NewOptionGroup(kit.OptionSpec{
		Options: []kit.Option{
			{ID: "system", Title: tr("As the system")},
			{ID: "light", Title: tr("Light")},
			{ID: "dark", Title: tr("Dark")},
		},
		Selected: a.looks.theme,
		Act:      func(id string) { a.setLooks(looks{theme: id, scale: a.looks.scale}) },
	})
	sizes := []kit.Choice{}
	for _, percent := range scales() {
		sizes = append(sizes, kit.Choice{ID: strconv.Itoa(percent), Text: trf("{{.N}} %", "N", percent)})
	}
	chosen := a.looks.scale
	if chosen == 0 {
		chosen = kit.ScaleLeast
	}
	size := kit.NewSelect(kit.SelectSpec{
		Label: tr("Size of text and controls"), Options: sizes, Selected: strconv.Itoa(chosen),
		Act: func(id string) {
			if percent, err := strconv.Atoi(id); err == nil {
				a.setLooks(looks{theme: a.looks.theme, scale: percent})
			}
		},
	})
	kit.ShowDialog(a.window, kit.DialogSpec{
		Title: tr("Appearance"), Width: 400, Cancel: tr("Close"), First: theme,
		Body: kit.VBox(kit.Gap16, kit.VBox(kit.Gap4, kit.BodyText(tr("Theme")), theme), size),
	})
}

// showAbout says what this is.
func (a *App) showAbout() {
	kit.ShowDialog(a.window, kit.DialogSpec{
		Title: tr("About Gatehouse"), Width: 440, Cancel: tr("Close"),
		Body: kit.VBox(kit.Gap8,
			kit.BodyText(trf("Version {{.Version}} on {{.System}}", "Version", a.program.Version, "System", runtime.GOOS)).Wrapped(),
			kit.BodyText(trf("Site {{.Site}}, time zone {{.Zone}}", "Site", a.site.Name(), "Zone", a.site.Zone().String())).Wrapped(),
			kit.MonoText(a.program.DataDir).Wrapped(),
			kit.CaptionText(keyPlace(a)).Wrapped(),
		),
	})
}

// roleWord names a role.
func roleWord(r core.Role) string {
	switch r {
	case core.RoleRoot:
		return tr("Root")
	case core.RoleAdmin:
		return tr("Admin")
	default:
		return tr("Member")
	}
}

// keyPlace says where the site's key lives.
func keyPlace(a *App) string {
	switch a.keyKind {
	case seal.KindKeyring:
		return tr("Key in this computer’s keyring")
	case seal.KindKeyFile:
		return tr("Key in a key file")
	default:
		return tr("Key under a passphrase")
	}
}
