package gui

import (
	"runtime"

	"gatehouse/core/passkey"
	"gatehouse/gui/kit"
)

// choose opens the chooser, with what was wrong before.
func (p *passkeyAdd) choose(problem string) {
	a := p.section.page.app
	var dialog *kit.Dialog
	info := kit.CaptionText(passkeyNextWords(p.by, p.kind)).Wrapped()
	cards := kit.NewOptionGroup(kit.OptionSpec{
		Options: passkeyPlaces(p.kinds, a.program.Device.Host), Selected: string(p.kind), Cards: true, Act: func(id string) {
			p.kind = passkey.Kind(id)
			info.SetText(passkeyNextWords(p.by, p.kind))
			dialog.SetProblem("")
		},
	})
	body := kit.VBox(kit.Gap12, cards,
		kit.TopHBox(kit.Gap8, kit.NewGlyph(kit.IconInfo, kit.ColorText2, kit.IconSizeSmall), kit.Grow(info)))
	dialog = kit.ShowDialog(a.window, kit.DialogSpec{
		Title:    tr("Choose where to save this passkey"),
		Sentence: trf("For {{.Name}} at {{.Site}}", "Name", kit.Shown(a.session.own.Name), "Site", kit.Shown(a.site.Name())),
		Body:     body, First: cards, CloseName: tr("Close"), Cancel: tr("Cancel"), SmallSentence: true,
		Do: kit.DialogDo{Label: tr("Next"), Kind: kit.Primary, Act: func() {
			dialog.Close()
			p.begin()
		}},
	})
	if len(p.kinds) == 0 {
		dialog.Do().Disable()
		problem = tr("This computer does not reach a place for a passkey that your rules allow.")
	}
	dialog.SetProblem(problem)
}

// passkeyPlaces are the cards of a chooser, in the order of the provider.
func passkeyPlaces(kinds []passkey.Kind, host string) []kit.Option {
	options := make([]kit.Option, 0, len(kinds))
	for _, kind := range kinds {
		option := kit.Option{ID: string(kind), Icon: passkeyIcon(kind)}
		switch kind {
		case passkey.SecurityKey:
			option.Title, option.Caption = tr("Security key"), tr("A key you plug in or tap, for example a YubiKey")
		case passkey.ThisDevice:
			option.Title, option.Caption = tr("This device"), thisDeviceWords(runtime.GOOS, host)
		case passkey.Phone:
			option.Title, option.Caption = tr("iPhone, iPad, or Android device"), tr("You scan a code with its camera")
			option.Note = []kit.Span{
				{Text: tr("Needs Bluetooth and internet"), Bold: true, Colour: kit.ColorAttention},
				{Text: " " + tr("on the phone and on this computer. It cannot work while the site is offline.")},
			}
		}
		options = append(options, option)
	}
	return options
}

// thisDeviceWords say what a system, as runtime.GOOS names it, keeps a passkey by.
func thisDeviceWords(system, host string) string {
	switch system {
	case "windows":
		return trf("Windows Hello on {{.Host}}: your face, finger or PIN", "Host", kit.Shown(host))
	case "darwin":
		return trf("Touch ID on {{.Host}}: your finger or the password of this Mac", "Host", kit.Shown(host))
	}
	return trf("{{.Host}}: what you unlock it with", "Host", kit.Shown(host))
}

// passkeyNextWords say what comes after Next.
func passkeyNextWords(by passkey.Provider, kind passkey.Kind) string {
	windows := by.Name() == "windows"
	switch {
	case kind == passkey.SecurityKey && windows:
		return tr("Windows takes over for a moment and asks for the key and its PIN. You come back here to give the passkey a name.")
	case kind == passkey.SecurityKey:
		return tr("Your browser takes over for a moment and asks for the key and its PIN. You come back here to give the passkey a name.")
	case kind == passkey.Phone && windows:
		return tr("Windows takes over for a moment and shows the code to scan. You come back here to give the passkey a name.")
	case kind == passkey.Phone:
		return tr("Your browser takes over for a moment and shows the code to scan. You come back here to give the passkey a name.")
	case windows:
		return tr("Windows takes over for a moment and asks for your face, finger or PIN. You come back here to give the passkey a name.")
	}
	return tr("Your browser takes over for a moment and asks whether it is you. You come back here to give the passkey a name.")
}
