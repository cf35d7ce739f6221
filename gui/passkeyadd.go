package gui

import (
	"context"
	"errors"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/gui/kit"
)

// passkeyBegin asks for the password before a passkey is added. Nothing is stored by it.
type passkeyBegin struct {
	section *passkeySection
	dialog  *kit.Dialog
	current *kit.PasswordField
}

// askAdd opens the first dialog of adding a passkey.
func (s *passkeySection) askAdd() {
	b := &passkeyBegin{section: s}
	s.quiet()
	b.current = newCurrentPassword(func(f *kit.Field) { mended(b.dialog, f) })
	b.dialog = kit.ShowDialog(s.page.app.window, kit.DialogSpec{
		Title: tr("Add a passkey"), Sentence: tr("First your password, so that nobody else adds one in your place."),
		Body: b.current, First: b.current.Input(), Cancel: tr("Cancel"), OnClosed: b.current.Wipe,
		Do: kit.DialogDo{Label: tr("Continue"), Kind: kit.Primary, Working: tr("Checking"), Act: b.submit},
	})
}

// submit has core prove the password.
func (b *passkeyBegin) submit() {
	a, page := b.section.page.app, b.section.page
	typed, token := b.current.Text(), a.session.token
	b.dialog.SetBusy(true)
	b.dialog.SetProblem("")
	a.back.run(func(ctx context.Context) func() {
		set, err := page.site.AddPasskey(ctx, token, typed)
		return func() { b.answered(set, err) }
	})
}

// answered goes on to the chooser or says what to do.
func (b *passkeyBegin) answered(set *core.PasskeySetUp, err error) {
	a := b.section.page.app
	if b.dialog.Closed() { // the window was locked
		return
	}
	b.dialog.SetBusy(false)
	e := firstError(err)
	switch {
	case err == nil:
		b.dialog.Close()
		b.section.choosePlace(set)
	case a.sessionEnded(err):
	case e != nil && e.Field == core.FieldCurrent:
		b.current.SetProblem(words(e.Text))
		b.current.Focus(a.window.Canvas())
		b.dialog.Refresh()
	default:
		b.dialog.SetProblem(problemWords(err))
	}
}

// passkeyAdd is the adding of a passkey after the password: where it is kept, the
// ceremony, and the name.
type passkeyAdd struct {
	section *passkeySection
	set     *core.PasskeySetUp
	by      passkey.Provider
	kinds   []passkey.Kind
	// kind is where it shall be kept.
	kind passkey.Kind
	// late is the session that it belongs to, made what came of it.
	late *lateRenewal
	made core.AddedPasskey
	wait *passkeyWait
}

// choosePlace opens the chooser.
func (s *passkeySection) choosePlace(set *core.PasskeySetUp) {
	a := s.page.app
	by, err := a.passkeyProvider()
	if err != nil {
		a.failed(tr("No passkey can be added here"), err)
		return
	}
	p := &passkeyAdd{section: s, set: set, by: by, kinds: set.Offered(by)}
	if len(p.kinds) > 0 {
		p.kind = p.kinds[0]
	}
	p.choose("")
}

// begin starts the ceremony. Only its last moment touches the session.
func (p *passkeyAdd) begin() {
	a, page := p.section.page.app, p.section.page
	p.late = a.renewLate()
	p.late.before = page.loaded.forget
	late, kind := p.late, p.kind
	p.wait = a.waitForPasskey(passkeyAsk{
		by: p.by,
		run: func(ctx context.Context, opened core.Opened) error {
			made, err := p.set.Make(ctx, late.token, late.over(p.by), kind, opened)
			p.made = made
			return err
		},
		ended: func(err error) { late.end(p.made.Changed, err, func() { p.ended(err) }) },
		// The passkey that was stored while the window was locked is in the list, under
		// its usual name.
		late: func(err error) { late.end(p.made.Changed, err, func() {}) },
	})
}

// ended goes on to the name, or back to the chooser with what was wrong.
func (p *passkeyAdd) ended(err error) {
	a := p.section.page.app
	switch {
	case err == nil:
		a.touched() // the person has just answered
		p.showMade()
	case a.sessionEnded(err):
	case !p.set.Over().After(a.now()):
		a.failed(tr("No passkey was saved"), err)
	case p.wait.cancelled:
		p.choose("")
	default:
		p.choose(passkeyUnsaved(p.by, err))
	}
}

// passkeyUnsaved words why no passkey was saved.
func passkeyUnsaved(by passkey.Provider, err error) string {
	text := problemWords(err)
	switch {
	case errors.Is(err, passkey.ErrCancelled):
		text = tr("No passkey was saved: it was cancelled, or no answer came. Try again, or choose another place.")
	case errors.Is(err, passkey.ErrTimedOut):
		text = tr("No passkey was saved: the time is up. Try again.")
	default:
		return text
	}
	if by.Name() == "browser" {
		text = joined(text, tr("Did the page say that its link was used already? Then start again here."))
	}
	return text
}
