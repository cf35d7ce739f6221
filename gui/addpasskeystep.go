package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/gui/kit"
)

// addPasskeyStep is the step of the sign-in in which a passkey is added, because the
// policy asks for one. The password was typed a moment before.
type addPasskeyStep struct {
	signInStep
	stage *passkeyStage
	body  *fyne.Container
	// acts has the buttons, and foot stands above them.
	acts *fyne.Container
	foot *kit.Text
	by   passkey.Provider
	// set is the set-up that core has begun, nil before and after.
	set   *core.PasskeySetUp
	cards *kit.OptionGroup
	info  *kit.Text
	// why says what was wrong the last time.
	why *kit.Notice
	// name and made are of the passkey that is saved, nil and empty before.
	name *kit.Field
	made core.AddedPasskey
	// madeBy is its set-up, after what was asked for next.
	madeBy *core.PasskeySetUp
	after  core.Step
	// left: another screen has taken the place of this one.
	left bool
}

// newAddPasskeyStep builds the screen. The set-up begins when it is shown.
func newAddPasskeyStep(a *App, flow *core.SignIn) *addPasskeyStep {
	s := &addPasskeyStep{body: kit.VBox(kit.Gap16)}
	s.signInStep = newSignInStep(a, flow, s.next)
	s.problem = s.nameProblem
	s.save.SetText(tr("Next"))
	s.save.Disable()
	s.why = kit.NewNotice(kit.NoticeSpec{})
	s.why.Hide()
	s.foot = kit.CaptionText(tr("Nothing changes until the passkey is saved")).Wrapped()
	s.acts = kit.HBox(kit.Gap8, kit.Grow(s.save), kit.Grow(s.cancel))
	s.stage = newPasskeyStage(a, pinned(a, tr("Add a passkey"), s.body, s.foot, s.acts))
	s.content = s.stage.body
	return s
}

// shown begins the set-up, or says what to do on a computer that has no way to it.
func (s *addPasskeyStep) shown(fyne.Canvas) {
	by, err := s.app.passkeyProvider()
	if err != nil {
		s.stuck(tr("Your rules ask for a passkey, and this computer has no way to make one. Sign in on another computer, or ask an administrator."))
		return
	}
	s.by = by
	s.begin()
}

// leave ends what is under way.
func (s *addPasskeyStep) leave(fyne.Canvas) {
	s.left = true
	s.asked.forget()
	s.stage.leave()
}

// stuck says why nothing can be done here.
func (s *addPasskeyStep) stuck(text string) {
	s.offer(s.cancel)
	s.fill(kit.NewNotice(kit.NoticeSpec{Tone: kit.ToneAttention, Text: text}))
	s.cancel.Focus(s.app.window.Canvas())
}

// begin has core begin.
func (s *addPasskeyStep) begin() {
	s.fill(kit.NewSkeleton())
	s.app.back.run(func(ctx context.Context) func() {
		set, err := s.flow.AddPasskey(ctx)
		return func() {
			if !s.left {
				s.begun(set, err)
			}
		}
	})
}

// offer leaves one of the buttons.
func (s *addPasskeyStep) offer(only *kit.Button) {
	s.foot.Hide()
	s.acts.Objects = []fyne.CanvasObject{kit.Grow(only)}
}

// fill shows what stands below the head.
func (s *addPasskeyStep) fill(objects ...fyne.CanvasObject) {
	s.body.Objects = objects
	s.content.Refresh()
}

// begun shows the places to choose from, or why there are none.
func (s *addPasskeyStep) begun(set *core.PasskeySetUp, err error) {
	switch {
	case core.ErrorCode(err) == core.CodeSession:
		s.app.showSignIn(problemWords(err))
		return
	case err != nil:
		s.failed(kit.FailedSpec{Title: tr("The set-up could not begin"), Caption: problemWords(err), Retry: tr("Try again")})
		return
	}
	kinds := set.Offered(s.by)
	if len(kinds) == 0 {
		s.stuck(tr("Your rules ask for a passkey, and this computer does not reach a place for one that they allow. Sign in on another computer, or ask an administrator."))
		return
	}
	s.set = set
	s.info = kit.CaptionText(passkeyNextWords(s.by, kinds[0])).Wrapped()
	s.cards = kit.NewOptionGroup(kit.OptionSpec{
		Options: passkeyPlaces(kinds, s.app.program.Device.Host), Selected: string(kinds[0]), Cards: true,
		Act: func(id string) {
			s.info.SetText(passkeyNextWords(s.by, passkey.Kind(id)))
			s.why.Hide()
			s.content.Refresh()
		},
	})
	s.save.Enable()
	s.fill(
		kit.NewNotice(kit.NoticeSpec{Tone: kit.ToneTip, Text: tr("Your rules ask for a passkey.")}),
		s.why, kit.BoldText(tr("Choose where to save this passkey")).Shrinking(), s.cards,
		kit.TopHBox(kit.Gap8, kit.NewGlyph(kit.IconInfo, kit.ColorText2, kit.IconSizeSmall), kit.Grow(s.info)),
	)
	s.cards.Focus(s.app.window.Canvas())
}

// failed shows why nothing can be chosen, with the keyboard on the way to begin again.
func (s *addPasskeyStep) failed(spec kit.FailedSpec) {
	s.set = nil
	s.save.Disable()
	spec.OnRetry = s.begin
	s.fill(kit.NewFailed(spec))
	c := s.app.window.Canvas()
	c.Unfocus()
	c.FocusNext()
}

// next makes the passkey, or gives the one that was made its name.
func (s *addPasskeyStep) next() {
	switch {
	case s.name != nil:
		s.rename()
	case s.set != nil:
		s.create()
	}
}

// create has the passkey made, in place of the form.
func (s *addPasskeyStep) create() {
	set, kind := s.set, passkey.Kind(s.cards.Selected())
	s.why.Hide()
	var next core.Step
	s.stage.begin(passkeyUse{
		by: s.by,
		run: func(ctx context.Context, opened core.Opened) error {
			var err error
			s.made, next, err = s.flow.MakePasskey(ctx, set, s.by, kind, opened)
			if err == nil && s.app.back.ctx.Err() != nil {
				s.app.dropSession(s.flow.Token())
			}
			return err
		},
		done:    func() { s.saved(set, next) },
		refused: s.refused,
		gaveUp:  func() { s.cards.Focus(s.app.window.Canvas()) },
		late:    func() { s.app.endLate(s.flow.Token()) },
	})
}

// refused says above the cards why no passkey was saved.
func (s *addPasskeyStep) refused(err error) {
	switch {
	case core.ErrorCode(err) == core.CodeSession:
		s.app.showSignIn(problemWords(err))
		return
	case !s.set.Over().After(s.app.now()):
		s.failed(kit.FailedSpec{Title: tr("The set-up is over"), Caption: problemWords(err), Retry: tr("Begin again")})
		return
	}
	told := passkeyNotice(err)
	told.Text = passkeyUnsaved(s.by, err)
	s.why.Set(told)
	s.why.Show()
	s.content.Refresh()
	s.cards.Focus(s.app.window.Canvas())
}

// saved asks for a name, or whether the passkey is to be kept at all.
func (s *addPasskeyStep) saved(set *core.PasskeySetUp, next core.Step) {
	s.madeBy, s.after = set, next
	s.name = kit.NewField(kit.FieldSpec{
		Label: tr("Name"), Help: tr("It tells several passkeys apart here, such as “Key on my key ring”."),
		OnChanged: func(string) { s.name.SetProblem("") }, OnSubmitted: func(string) { s.rename() },
	})
	s.name.SetText(s.made.Passkey.Name)
	s.set = nil
	s.stage.back()
	s.save.SetText(tr("Save and go on"))
	discard := kit.NewButton(kit.ButtonSpec{Text: tr("Discard it"), Kind: kit.QuietDanger, Act: s.discard})
	s.foot.Hide()
	s.acts.Objects = []fyne.CanvasObject{kit.Grow(s.save), discard}
	s.fill(kit.NewNotice(kit.NoticeSpec{
		Tone: kit.ToneGood, Lead: tr("The passkey is saved."), Text: tr("Give it a name that you know it by."),
	}), s.name, discardWarning(s.by))
	s.name.Focus(s.app.window.Canvas())
	selectAll(s.name)
}

// rename gives the passkey its name, and goes on.
func (s *addPasskeyStep) rename() {
	s.undone = tr("The name was not saved")
	typed, set, after := s.name.Text(), s.madeBy, s.after
	s.ask(func(ctx context.Context) (core.Step, error) {
		return after, set.Rename(ctx, s.flow.Token(), typed)
	})
}

// discard takes the passkey away again, and asks for another one.
func (s *addPasskeyStep) discard() {
	s.undone = tr("The passkey was not discarded")
	set := s.madeBy
	s.ask(func(ctx context.Context) (core.Step, error) { return s.flow.DiscardPasskey(ctx, set) })
}

// nameProblem shows a problem of the name beside it.
func (s *addPasskeyStep) nameProblem(e *core.Error) *kit.Field {
	if e.Field != core.FieldPasskeyName || s.name == nil {
		return nil
	}
	s.name.SetProblem(words(e.Text))
	return s.name
}
