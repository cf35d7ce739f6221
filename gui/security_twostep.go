package gui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// twoStepSection is the part of the Security page for two-step verification.
type twoStepSection struct {
	page   *securityPage
	object *fyne.Container
	body   *fyne.Container
	add    *kit.Button
	renew  *kit.Button
	// remove are the buttons of the apps. They stay the same, so that none of them loses
	// the keyboard when the page is loaded anew.
	remove map[core.AppID]*kit.Button
	// few tells at the head of the page that there are hardly any recovery codes left.
	few    *kit.Notice
	saving *kit.Button
}

// newTwoStepSection builds the section of a page.
func newTwoStepSection(p *securityPage) *twoStepSection {
	s := &twoStepSection{page: p, body: container.NewStack(), remove: map[core.AppID]*kit.Button{}}
	s.add = kit.NewButton(kit.ButtonSpec{Text: tr("+ two-step verification"), Row: true, Act: s.askSetUp})
	s.renew = kit.NewButton(kit.ButtonSpec{Text: tr("New codes…"), Row: true, Act: s.askNewCodes})
	s.saving = kit.NewButton(kit.ButtonSpec{Text: tr("New codes…"), Row: true, Kind: kit.Primary, Act: s.askNewCodes})
	s.few = kit.NewNotice(kit.NoticeSpec{})
	s.few.Hide()
	s.object = kit.SectionOf(kit.NewHeader(tr("Two-step verification"), "", s.add), s.body)
	return s
}

// paint shows what was loaded.
func (s *twoStepSection) paint() {
	has := s.page.own.TwoStep
	var rows []fyne.CanvasObject
	for _, app := range has.Apps {
		rows = append(rows, kit.NewRow(kit.RowSpec{
			Icon: kit.IconPhone, Title: kit.Shown(app.Name), Caption: s.appWords(app), Action: s.removeButton(app),
		}))
	}
	if len(rows) == 0 {
		rows = append(rows, s.offRow(has))
	} else if has.Codes.Made > 0 || has.Codes.Few {
		rows = append(rows, s.codesRow(has.Codes))
	}
	s.body.Objects = []fyne.CanvasObject{kit.NewBox(rows...)}
	s.paintFew(has.Codes)
	s.object.Refresh()
}

// offRow stands in place of apps.
func (s *twoStepSection) offRow(has core.TwoStep) fyne.CanvasObject {
	row := kit.RowSpec{
		Icon: kit.IconPhone, Title: tr("Authenticator app"),
		Caption: tr("After the password you type a 6-digit code from your phone"), State: kit.NewState(kit.ToneOff, "", tr("Off")),
	}
	switch {
	case has.On(): // by a passkey alone
		row.Icon, row.Title, row.State = kit.IconSecurityKey, tr("Your passkey"), kit.NewState(kit.ToneGood, "", tr("On"))
		row.Caption = tr("After the password you use your passkey, as your rules ask for")
	case has.Required:
		row.State = kit.NewState(kit.ToneAttention, "", tr("Off"))
		row.Caption = s.requiredWords(has.Until)
	}
	return kit.NewRow(row)
}

// requiredWords says until when an app is to be set up.
func (s *twoStepSection) requiredWords(until time.Time) string {
	a := s.page.app
	if until.IsZero() || !until.After(a.now()) {
		return tr("Your rules ask for it: set it up now, or at your next sign-in")
	}
	switch a.daysUntil(until) {
	case 0:
		return trf("Your rules ask for it: set it up today, before {{.Time}}", "Time", a.clock(until))
	case 1:
		return trf("Your rules ask for it: set it up before tomorrow at {{.Time}}", "Time", a.clock(until))
	}
	return trf("Your rules ask for it: set it up before {{.Date}}", "Date", a.dateWords(until))
}

// removeButton is the button of an app's row.
func (s *twoStepSection) removeButton(app core.App) *kit.Button {
	if s.remove[app.ID] == nil {
		s.remove[app.ID] = kit.NewButton(kit.ButtonSpec{Text: tr("Remove…"), Row: true, Act: func() { s.askRemove(app) }})
	}
	return s.remove[app.ID]
}

// appWords says since when there is an app, and when it was last used.
func (s *twoStepSection) appWords(app core.App) string {
	return trf("{{.Added}} · {{.Used}}", "Added", s.addedWords(app.CreatedAt), "Used", s.usedWords(app))
}

func (s *twoStepSection) addedWords(at time.Time) string {
	a := s.page.app
	switch a.dayAgo(at) {
	case dayToday:
		return trf("Added today at {{.Time}}", "Time", a.clock(at))
	case dayYesterday:
		return trf("Added yesterday at {{.Time}}", "Time", a.clock(at))
	}
	return trf("Added {{.Date}}", "Date", a.dateWords(at))
}

// usedWords leave out the code that the app was set up with.
func (s *twoStepSection) usedWords(app core.App) string {
	if !app.UsedAt.After(app.CreatedAt) {
		return tr("not used yet")
	}
	return s.page.app.lastUsedWords(app.UsedAt)
}

// lastUsedWords say when an app, a recovery code or a passkey was last used.
func (a *App) lastUsedWords(at time.Time) string {
	switch a.dayAgo(at) {
	case dayToday:
		return trf("last used today at {{.Time}}", "Time", a.clock(at))
	case dayYesterday:
		return trf("last used yesterday at {{.Time}}", "Time", a.clock(at))
	}
	return trf("last used {{.Date}}", "Date", a.dateWords(at))
}

// codesRow says how many recovery codes there are.
func (s *twoStepSection) codesRow(codes core.RecoveryCodes) fyne.CanvasObject {
	row := kit.RowSpec{Icon: kit.IconKeyOutline, Title: tr("Recovery codes"), Caption: s.codesWords(codes), Action: s.renew}
	switch {
	case codes.Few && codes.Made == 0:
		row.State = kit.NewState(kit.ToneAttention, "", tr("None"))
	case codes.Few && codes.Left == 0:
		row.State = kit.NewState(kit.ToneAttention, "", tr("None left"))
	case codes.Few:
		row.State = kit.NewState(kit.ToneAttention, "", trn("{{.N}} left", codes.Left))
	}
	return kit.NewRow(row)
}

// codesWords counts the codes and says when they were made.
func (s *twoStepSection) codesWords(codes core.RecoveryCodes) string {
	a := s.page.app
	if codes.Made == 0 {
		return tr("They get you in when the phone is lost")
	}
	left := trf("{{.Left}} of {{.Made}} left", "Left", codes.Left, "Made", codes.Made)
	if !codes.UsedAt.IsZero() {
		return trf("{{.Left}} · {{.Used}}", "Left", left, "Used", s.page.app.lastUsedWords(codes.UsedAt))
	}
	made := trf("made on {{.Date}}", "Date", a.dateWords(codes.MadeAt))
	switch a.dayAgo(codes.MadeAt) {
	case dayToday:
		made = trf("made today at {{.Time}}", "Time", a.clock(codes.MadeAt))
	case dayYesterday:
		made = trf("made yesterday at {{.Time}}", "Time", a.clock(codes.MadeAt))
	}
	return trf("{{.Left}} · {{.Made}}", "Left", left, "Made", made)
}

// paintFew tells at the head of the page when recovery codes run out, that the sign-in has
// used one, and that somebody else has reset it.
func (s *twoStepSection) paintFew(codes core.RecoveryCodes) {
	switch {
	case codes.Few:
	case codes.UsedHere:
		s.few.Set(kit.NoticeSpec{
			Tone: kit.ToneTip, Lead: tr("You signed in with a recovery code."),
			Text: trn("{{.N}} are left. Lost your phone? Add the new one, then remove the old one.", codes.Left),
		})
		s.few.Show()
		return
	case !s.resetAt().IsZero():
		s.few.Set(kit.NoticeSpec{
			Tone: kit.ToneTip, Lead: tr("Your two-step verification was reset."),
			Text: trf("That was on {{.Date}} at {{.Time}}. If you did not ask for it, tell an administrator.",
				"Date", s.page.app.dateWords(s.resetAt()), "Time", s.page.app.clock(s.resetAt())),
		})
		s.few.Show()
		return
	default:
		s.few.Hide()
		return
	}
	spec := kit.NoticeSpec{
		Tone: kit.ToneAttention, Lead: trn("{{.N}} recovery codes are left.", codes.Left),
		Text: tr("Make new ones before they run out."), Action: s.saving,
	}
	switch {
	case codes.Made == 0: // the rules did not allow any before
		spec.Lead, spec.Text = tr("You have no recovery codes."), tr("Without one a lost phone keeps you out.")
	case codes.Left == 0:
		spec.Lead, spec.Text = tr("No recovery codes are left."), tr("Without one a lost phone keeps you out. Make new ones.")
	}
	s.few.Set(spec)
	s.few.Show()
}

// resetAt is when somebody else took away what there was, zero for never or where an app
// was added since.
func (s *twoStepSection) resetAt() time.Time {
	own := s.page.own
	at := slices.IndexFunc(own.Notices, func(n core.Notice) bool { return n.Kind == core.NoticeTwoStepReset })
	if at < 0 || slices.ContainsFunc(own.TwoStep.Apps, func(a core.App) bool { return a.CreatedAt.After(own.Notices[at].At) }) {
		return time.Time{}
	}
	return own.Notices[at].At
}

// quiet takes away what was told of the change before.
func (s *twoStepSection) quiet() {
	s.page.notice.Hide()
	s.page.scroll.Refresh()
}

// askRemove asks for the password before an app is taken away. Where the rules ask for
// two-step verification the only one stays, which is said before anything is typed.
func (s *twoStepSection) askRemove(app core.App) {
	s.quiet()
	if has := s.page.own.TwoStep; has.Required && len(has.Apps) == 1 && !has.ByPasskey {
		n := s.page.notice
		n.Set(kit.NoticeSpec{
			Tone: kit.ToneTip, Lead: tr("This app stays."),
			Text:    tr("Your rules ask for two-step verification. Add the new app first, then remove this one."),
			OnClose: s.quiet, CloseName: tr("Close"),
		})
		n.Show()
		s.page.scroll.Refresh()
		return
	}
	sentence := tr("Your other apps and your recovery codes stay. Delete the entry in the app on your phone as well.")
	switch has := s.page.own.TwoStep; {
	case len(has.Apps) == 1 && has.Required:
		sentence = tr("It is the only one. A sign-in asks for your passkey in its place then, and your recovery codes end.")
	case len(has.Apps) == 1:
		sentence = tr("It is the only one. Two-step verification is off then: a sign-in asks for no code, and your recovery codes end.")
	}
	s.page.app.askPassword(passwordAsk{
		before: s.page.loaded.forget,
		title:  trf("Remove {{.Name}}?", "Name", kit.Shown(app.Name)), sentence: sentence,
		do: kit.DialogDo{Label: tr("Remove app"), Kind: kit.Danger, Working: tr("Removing")},
		change: func(ctx context.Context, token core.Token, current string) (core.Changed, error) {
			return s.page.site.RemoveApp(ctx, token, app.ID, current)
		},
		done: func() { s.removed(app) },
	})
}

// removed goes on with the next row.
func (s *twoStepSection) removed(app core.App) {
	apps := s.page.own.TwoStep.Apps
	at := slices.IndexFunc(apps, func(a core.App) bool { return a.ID == app.ID })
	next := s.add
	if left := slices.Delete(slices.Clone(apps), at, at+1); len(left) > 0 {
		next = s.removeButton(left[min(at, len(left)-1)])
	}
	next.Focus(s.page.app.window.Canvas())
	delete(s.remove, app.ID)
	text := tr("A sign-in takes codes of your other apps.")
	switch {
	case len(apps) == 1 && s.page.own.TwoStep.Required:
		text = tr("After the password a sign-in asks for your passkey.")
	case len(apps) == 1:
		text = tr("Two-step verification is off.")
	}
	s.page.told(trf("{{.Name}} is removed.", "Name", kit.Shown(app.Name)), text)
}

// askNewCodes asks for the password before recovery codes are replaced.
func (s *twoStepSection) askNewCodes() {
	a := s.page.app
	session := a.session
	s.quiet()
	sentence, none := tr("The codes that you have now do not work any more then. The new ones are shown once."), s.page.own.TwoStep.Codes.Made == 0
	if none {
		sentence = tr("They are shown once.")
	}
	var made core.Enrolled
	a.askPassword(passwordAsk{
		before: s.page.loaded.forget,
		title:  tr("Make new recovery codes?"), sentence: sentence,
		do: kit.DialogDo{Label: tr("Make new codes"), Kind: kit.Primary, Working: tr("Making")},
		change: func(ctx context.Context, token core.Token, current string) (core.Changed, error) {
			done, err := s.page.site.RenewRecoveryCodes(ctx, token, current)
			made = done
			return done.Changed, err
		},
		done: func() {
			a.showCodes(shownCodes{codes: made.Codes, first: none})
			s.page.load()
		},
		late: func() { a.keepCodes(session, shownCodes{codes: made.Codes, first: none}) },
	})
}
