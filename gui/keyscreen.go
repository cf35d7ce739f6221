package gui

import (
	"cmp"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/core/seal"
	"gatehouse/gui/kit"
)

// keyScreen asks for the site's key, or says why it was not to be had.
type keyScreen struct {
	app     *App
	door    core.Door
	content fyne.CanvasObject
	notice  *kit.Notice
	phrase  *kit.PasswordField
	file    *placeField
	button  *kit.Button
	rescue  *kit.Button
	working bool
}

// newKeyScreen builds the screen for a site. err says why its key was not had;
// nil when it was not tried, because a person has to type it. A store that is
// not sound is another screen's matter.
func newKeyScreen(a *App, door core.Door, err error) screen {
	if storeTitle(core.ErrorCode(err)) != "" {
		return newStoreProblem(a, err)
	}
	s := &keyScreen{app: a, door: door}
	s.notice = kit.NewNotice(kit.NoticeSpec{})
	s.notice.Hide()
	s.rescue = kit.NewButton(kit.ButtonSpec{Text: tr("Use the recovery key…"), Kind: kit.Low, Act: s.useRecovery})
	s.button = kit.NewButton(kit.ButtonSpec{Text: tr("Open the site"), Kind: kit.Primary, Act: s.submit})
	s.content = centred(s.title(), doorLine(door), s.notice, s.form(), s.button, container.NewCenter(s.rescue))
	if err != nil {
		s.show(err)
	}
	return s
}

// title says what the screen is for.
func (s *keyScreen) title() string {
	switch s.door.Kind {
	case seal.KindPassphrase:
		return tr("Type the site’s passphrase")
	case seal.KindKeyFile:
		return tr("The site’s key file is needed")
	default:
		return tr("The site’s key is out of reach")
	}
}

// form is the field of the site's kind of key. A keyring has none.
func (s *keyScreen) form() fyne.CanvasObject {
	switch s.door.Kind {
	case seal.KindPassphrase:
		s.phrase = kit.NewPasswordField(kit.PasswordSpec{
			Field: kit.FieldSpec{
				Label: tr("Passphrase"), OnChanged: func(string) { s.phrase.SetProblem("") }, OnSubmitted: func(string) { s.submit() },
			},
			Words: phraseWords(),
		})
		return s.phrase
	case seal.KindKeyFile:
		s.file = newPlaceField(s.app, placeSpec{existing: true, field: kit.FieldSpec{
			Label: tr("Key file"), OnChanged: func(string) { s.file.SetProblem("") }, OnSubmitted: func(string) { s.submit() },
		}})
		s.file.SetText(cmp.Or(s.app.program.KeyFile, s.door.Hint))
		return s.file.object
	default:
		s.button.SetText(tr("Try again"))
		gap := kit.Gap(0, 0)
		gap.Hide()
		return gap
	}
}

// doorLine names the site at the foot.
func doorLine(door core.Door) string {
	return trf("{{.Site}} · {{.Zone}}", "Site", door.SiteName, "Zone", door.TimeZone)
}

func (s *keyScreen) object() fyne.CanvasObject { return s.content }
func (s *keyScreen) size() fyne.Size           { return smallWindow }

// shown puts the focus where the person can do something.
func (s *keyScreen) shown(c fyne.Canvas) {
	switch {
	case s.phrase != nil:
		s.phrase.Focus(c)
	case s.file != nil:
		s.file.Focus(c)
	default:
		s.button.Focus(c)
	}
}

// leave wipes what was typed.
func (s *keyScreen) leave(fyne.Canvas) {
	if s.phrase != nil {
		s.phrase.Wipe()
	}
}

// submit tries the key.
func (s *keyScreen) submit() {
	if s.working {
		return
	}
	s.working = true
	s.button.SetWorking(tr("Opening"))
	key := core.Unlock{Keyring: s.app.program.Keyring(), KeyFile: s.app.program.KeyFile}
	if s.phrase != nil {
		key.Passphrase = s.phrase.Text()
	}
	if s.file != nil {
		key.KeyFile = s.file.Text()
	}
	s.app.unlockSite(key, s.refused)
}

// refused says why the site stayed closed, with the keyboard where it helps.
func (s *keyScreen) refused(err error) {
	s.working = false
	s.button.SetIdle()
	s.app.loggedCauses("open the site", err)
	if storeTitle(core.ErrorCode(err)) != "" {
		s.app.show(newStoreProblem(s.app, err))
		return
	}
	s.show(err)
	s.shown(s.app.window.Canvas())
}

// show puts the reason beside its field, or above the form.
func (s *keyScreen) show(err error) {
	s.notice.Hide()
	said := problemWords(err)
	e := firstError(err)
	switch {
	case e != nil && e.Field == core.FieldPassphrase && s.phrase != nil:
		s.phrase.Wipe()
		s.phrase.SetProblem(said)
	case e != nil && e.Field == core.FieldKeyFile && s.file != nil:
		s.file.SetProblem(said)
	default:
		s.notice.Set(kit.NoticeSpec{Tone: kit.ToneAttention, Text: said})
		s.notice.Show()
	}
	s.content.Refresh()
}

// useRecovery opens the site by the printed key instead.
func (s *keyScreen) useRecovery() {
	if !s.working {
		s.app.show(newRehouseScreen(s.app, s.door))
	}
}
