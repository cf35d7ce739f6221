package gui

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"path/filepath"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/seal"
	"gatehouse/gui/kit"
)

// keyForm asks where the site's key is to be kept. Nothing is chosen for the
// person: who can open the site, and what is lost with what, is theirs to weigh.
type keyForm struct {
	app     *App
	object  fyne.CanvasObject
	group   *kit.OptionGroup
	kind    *problemLine
	again   fyne.CanvasObject
	phrase  *kit.PasswordField
	repeat  *kit.PasswordField
	file    *placeField
	details map[seal.Kind]fyne.CanvasObject
	// keyring is the system's once it was seen to work, nil before.
	keyring seal.Keyring
	probing sequence
	probed  bool
	moved   func()
	// suggested is the path that was proposed for the key file.
	suggested string
}

// newKeyForm builds the form. submit is what Return does in the last field;
// moved is called when the form has changed its height.
func newKeyForm(a *App, site string, submit, moved func()) *keyForm {
	f := &keyForm{app: a, kind: newProblemLine(), moved: func() {}}
	f.group = kit.NewOptionGroup(kit.OptionSpec{Cards: true, Options: keyOptions(), Act: func(string) { f.chosen() }})
	f.again = kit.HBox(0, kit.NewButton(kit.ButtonSpec{Text: tr("Look for the keyring again"), Icon: kit.IconRefresh, Kind: kit.Low, Row: true, Act: f.probe}))
	f.again.Hide()
	f.phrase = kit.NewPasswordField(kit.PasswordSpec{
		Field: kit.FieldSpec{
			Label: tr("Passphrase"), Help: trf("At least {{.Min}} characters; a few words do well.", "Min", seal.MinPassphrase),
			OnChanged:   func(string) { f.phrase.SetProblem(""); f.repeat.SetProblem("") },
			OnSubmitted: func(string) { f.repeat.Focus(a.window.Canvas()) },
		},
		Words: phraseWords(),
	})
	f.repeat = kit.NewPasswordField(kit.PasswordSpec{
		Field: kit.FieldSpec{
			Label: tr("Passphrase once more"), OnChanged: func(string) { f.repeat.SetProblem("") },
			OnSubmitted: func(string) { submit() },
		},
		Words: phraseWords(),
	})
	f.file = newPlaceField(a, placeSpec{field: kit.FieldSpec{
		Label: tr("Key file"), Help: tr("A new file, apart from the data folder. Keep a copy of it somewhere else."),
		OnChanged: func(string) { f.file.SetProblem("") }, OnSubmitted: func(string) { submit() },
	}})
	f.suggest(site)
	f.details = map[seal.Kind]fyne.CanvasObject{
		seal.KindPassphrase: kit.VBox(kit.GapFields, f.phrase, f.repeat),
		seal.KindKeyFile:    f.file.object,
	}
	f.object = kit.VBox(kit.Gap16, kit.VBox(kit.Gap8, f.group, f.again, f.kind.object),
		f.details[seal.KindPassphrase], f.details[seal.KindKeyFile])
	f.chosen()
	f.moved = moved
	return f
}

// keyOptions are the three kinds, each with what it means.
func keyOptions() []kit.Option {
	return []kit.Option{
		{
			ID: string(seal.KindKeyring), Icon: kit.IconLaptop, Title: tr("This computer’s keyring"),
			Caption: tr("Opens by itself for your account on this computer. When the computer is lost, the recovery key opens the site."),
		},
		{
			ID: string(seal.KindPassphrase), Icon: kit.IconPassword, Title: tr("A passphrase"),
			Caption: tr("Typed at each start; whoever knows it can open the site. When it is forgotten, the recovery key opens the site."),
		},
		{
			ID: string(seal.KindKeyFile), Icon: kit.IconSecurityKey, Title: tr("A key file"),
			Caption: tr("Best on a disk that you can take away; whoever has it can open the site. When it is lost, the recovery key opens the site."),
		},
	}
}

// phraseWords are the control words for a passphrase.
func phraseWords() kit.Words {
	words := controlWords()
	words.Reveal, words.Conceal = tr("Show the passphrase"), tr("Hide the passphrase")
	return words
}

// suggest proposes a key file named after the site, unless a person has typed
// another path.
func (f *keyForm) suggest(site string) {
	if f.file.Text() != f.suggested {
		return
	}
	f.file.name = "gatehouse-" + fileNameOf(site) + ".key"
	f.suggested = filepath.Join(homeFolder(), f.file.name)
	f.file.SetText(f.suggested)
}

// chosen shows what the chosen kind asks for.
func (f *keyForm) chosen() {
	f.kind.set("")
	for kind, detail := range f.details {
		if string(kind) == f.group.Selected() {
			detail.Show()
		} else {
			detail.Hide()
		}
	}
	f.object.Refresh()
	f.moved()
}

// shown looks for the keyring the first time that the form is seen.
func (f *keyForm) shown() {
	if !f.probed {
		f.probed = true
		f.probe()
	}
}

// probe looks whether the keyring can be relied on.
func (f *keyForm) probe() {
	f.keyring = nil
	f.again.Hide()
	f.group.SetDisabled(string(seal.KindKeyring), true, tr("Looking for the keyring…"))
	program := f.app.program
	f.app.back.latest(&f.probing, func(ctx context.Context) func() {
		keyring, err := workingKeyring(ctx, program)
		return func() { f.found(keyring, err) }
	})
}

// workingKeyring gives the system's keyring if it works.
func workingKeyring(ctx context.Context, p Program) (seal.Keyring, error) {
	keyring := p.Keyring()
	if keyring == nil {
		return nil, seal.ErrKeyringAbsent
	}
	return keyring, seal.ProbeKeyring(ctx, keyring, p.random())
}

// random is the source of secrets that the window draws itself.
func (p Program) random() io.Reader {
	if p.Config.Rand != nil {
		return p.Config.Rand
	}
	return rand.Reader
}

// found lets the keyring be chosen, or says why it cannot be.
func (f *keyForm) found(keyring seal.Keyring, err error) {
	if err == nil {
		f.keyring = keyring
		f.group.SetDisabled(string(seal.KindKeyring), false, "")
	} else {
		f.app.logged("try the keyring", err)
		f.group.SetDisabled(string(seal.KindKeyring), true, keyringReason(err))
		f.again.Show()
	}
	f.object.Refresh()
	f.moved()
}

// keyringReason words why the keyring cannot be chosen.
func keyringReason(err error) string {
	switch {
	case errors.Is(err, seal.ErrKeyringAbsent):
		return tr("This computer has no keyring that can be reached from here.")
	case errors.Is(err, seal.ErrKeyringLocked):
		return tr("The keyring is locked. Unlock it, then look again.")
	case errors.Is(err, seal.ErrKeyringTimeout):
		return tr("The keyring does not answer. Unlock it, then look again.")
	default:
		return tr("The keyring did not keep what was put into it to try it.")
	}
}

// choice is what the person has chosen.
func (f *keyForm) choice() core.KeyChoice {
	choice := core.KeyChoice{Kind: seal.Kind(f.group.Selected())}
	switch choice.Kind {
	case seal.KindKeyring:
		choice.Keyring = f.keyring
	case seal.KindPassphrase:
		choice.Passphrase, choice.PassphraseRepeat = f.phrase.Text(), f.repeat.Text()
	case seal.KindKeyFile:
		choice.KeyFile = f.file.Text()
	}
	return choice
}

// problem shows a problem beside its control and gives the control, nil when
// the form has none for it.
func (f *keyForm) problem(e *core.Error) target {
	said := words(e.Text)
	switch e.Field {
	case core.FieldKeyKind:
		f.kind.set(said)
		f.object.Refresh()
		return f.group
	case core.FieldPassphrase:
		f.phrase.SetProblem(said)
		return f.phrase
	case core.FieldPassphraseConfirm:
		f.repeat.SetProblem(said)
		return f.repeat
	case core.FieldKeyFile:
		f.file.SetProblem(said)
		return f.file.Field
	default:
		return nil
	}
}

// leave wipes what was typed.
func (f *keyForm) leave() {
	f.probing.forget()
	f.phrase.Wipe()
	f.repeat.Wipe()
}
