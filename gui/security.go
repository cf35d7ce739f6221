package gui

import (
	"context"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// ownService is what the Security page needs of core.
type ownService interface {
	Me(ctx context.Context, token core.Token) (core.Own, error)
	ChangePassword(ctx context.Context, token core.Token, change core.OwnChange) (core.Changed, error)
	SetQuestion(ctx context.Context, token core.Token, question core.NewQuestion) (core.Changed, error)
	RemoveQuestion(ctx context.Context, token core.Token, current string) (core.Changed, error)
	Enrol(ctx context.Context, token core.Token, form core.NewApp) (*core.Enrolment, error)
	RemoveApp(ctx context.Context, token core.Token, id core.AppID, current string) (core.Changed, error)
	RenewRecoveryCodes(ctx context.Context, token core.Token, current string) (core.Enrolled, error)
	AddPasskey(ctx context.Context, token core.Token, current string) (*core.PasskeySetUp, error)
	RenamePasskey(ctx context.Context, token core.Token, id core.PasskeyID, name string) error
	RemovePasskey(ctx context.Context, token core.Token, id core.PasskeyID, current string, endOthers bool) (core.Changed, error)
	OwnDevices(ctx context.Context, token core.Token) (core.Devices, error)
	EndOwnSession(ctx context.Context, token core.Token, id core.SessionID) error
	EndOtherSessions(ctx context.Context, token core.Token) (int, error)
	EndAllSessions(ctx context.Context, token core.Token) error
	OwnHistory(ctx context.Context, token core.Token, q core.HistoryQuery) (core.HistoryPage, error)
	ExportOwnHistory(ctx context.Context, token core.Token, q core.HistoryQuery, form core.ExportForm, to io.Writer) (int, error)
	AnswerSignIn(ctx context.Context, token core.Token, id core.HistoryID, answer core.Answer) error
	CheckedWays(ctx context.Context, token core.Token) error
}

var _ ownService = (*core.Site)(nil)

// securityPage is the own account's page.
type securityPage struct {
	app     *App
	site    ownService
	content fyne.CanvasObject
	frame   *fyne.Container
	scroll  *container.Scroll
	since   *kit.Text
	notice  *kit.Notice
	expiry  *kit.Notice
	section *fyne.Container
	column  fyne.CanvasObject
	side    fyne.CanvasObject
	card    *fyne.Container
	rules   *kit.Row
	panel   *passwordPanel
	change  *kit.Button
	keys    *passkeySection
	steps   *twoStepSection
	asked   *questionSection
	devices *deviceSection
	history *historySection
	// question asks of sign-ins that are marked, and guide leads on where one was not the
	// owner.
	question *signInQuestion
	guide    *secureGuide
	class    kit.WidthClass
	own      core.Own
	loaded   sequence
}

// newSecurityPage builds the page for the account that is signed in.
func newSecurityPage(a *App) page {
	p := &securityPage{app: a, site: a.site, own: a.session.own}
	p.since = kit.CaptionText("")
	p.notice = kit.NewNotice(kit.NoticeSpec{})
	p.notice.Hide()
	p.expiry = kit.NewNotice(kit.NoticeSpec{})
	p.expiry.Hide()
	p.change = kit.NewButton(kit.ButtonSpec{Text: tr("Change password"), Row: true, Act: p.openPanel})
	seeRules := kit.NewButton(kit.ButtonSpec{Text: tr("See all rules"), Row: true, Act: p.showRules})
	p.rules = kit.NewRow(kit.RowSpec{Icon: kit.IconText, Title: tr("Rules for your account"), Action: seeRules})
	p.section = container.NewStack()
	p.keys = newPasskeySection(p)
	p.steps = newTwoStepSection(p)
	p.asked = newQuestionSection(p)
	p.devices = newDeviceSection(p)
	p.history = newHistorySection(p)
	p.question = newSignInQuestion(p)
	p.guide = newSecureGuide(p)
	head := kit.HBox(kit.Gap16, kit.TitleText(tr("Security")), kit.Grow(kit.Gap(0, 0)), p.since)
	p.column = kit.Column(kit.ColumnWidth, kit.Gap16, head, p.question.notice, p.guide.notice, p.expiry, p.steps.few, p.notice,
		kit.SectionOf(kit.NewHeader(tr("Password"), "", nil), p.section), p.keys.object, p.steps.object, p.asked.object,
		p.devices.object, p.history.object)
	p.card = container.NewStack()
	p.side = kit.FixedWidth(kit.SideWidth, p.card)
	p.frame = container.NewStack()
	p.scroll = container.NewVScroll(p.frame)
	p.scroll.OnScrolled = func(fyne.Position) { p.look() }
	p.content = container.New(thenLayout{then: p.look}, p.scroll)
	p.resized(kit.Wide)
	p.paint()
	return p
}

func (p *securityPage) object() fyne.CanvasObject { return p.content }

// escape closes the options of the generator, else the form; nothing was changed.
func (p *securityPage) escape() {
	if p.panel != nil && !p.panel.fresh.escape() && !p.panel.working {
		p.closePanel()
	}
	if p.asked.panel != nil && !p.asked.panel.working {
		p.asked.close()
	}
}

// shown has nothing to focus: the page is for looking first.
func (p *securityPage) shown(fyne.Canvas) {}

// leave wipes what was typed.
func (p *securityPage) leave() {
	p.loaded.forget()
	p.dropPanel()
	p.asked.drop()
}

// resized shows the side column where there is room for it.
func (p *securityPage) resized(class kit.WidthClass) {
	p.class = class
	objects := []fyne.CanvasObject{kit.Grow(p.column)}
	if class == kit.Wide {
		objects = append(objects, kit.VBox(0, kit.Gap(0, 54), p.side))
	}
	p.frame.Objects = []fyne.CanvasObject{kit.Inset(kit.Gap24, kit.Gap24, kit.Gap24, kit.Gap24, kit.TopHBox(kit.Gap24, objects...))}
	p.paintSection()
	p.frame.Refresh()
}

// paint shows what was loaded.
func (p *securityPage) paint() {
	p.since.SetText(trf("Signed in since {{.When}} on {{.Host}}",
		"When", p.app.clock(p.own.Here.StartedAt), "Host", kit.Shown(p.own.Here.Device.Host)))
	p.card.Objects = []fyne.CanvasObject{p.rulesCard()}
	p.card.Refresh()
	p.paintExpiry()
	if p.panel == nil {
		p.paintSection()
	}
	p.keys.paint()
	p.steps.paint()
	p.asked.paint()
	p.devices.paint()
	p.history.paint()
	p.guide.paint()
	p.scroll.Refresh() // sections and notices may have come or gone
}

// paintSection shows the password's row, or the panel that changes it.
func (p *securityPage) paintSection() {
	if p.section == nil {
		return
	}
	if p.panel != nil {
		p.panel.resized(p.class)
		return
	}
	row := kit.NewRow(kit.RowSpec{
		Icon: kit.IconPassword, Title: p.changedWords(),
		Caption: p.app.expiryWords(p.own.ExpiresAt), State: p.expiryState(), Action: p.change,
	})
	rows := []fyne.CanvasObject{row}
	if p.class != kit.Wide {
		rows = append(rows, p.rules)
	}
	p.section.Objects = []fyne.CanvasObject{kit.NewBox(rows...)}
	p.section.Refresh()
}

// changedWords says when the password was last changed, or that it is still the
// one that somebody else has set.
func (p *securityPage) changedWords() string {
	at := p.own.PasswordSetAt
	day := p.app.dayAgo(at)
	switch {
	case p.own.SetByOther && day == dayToday:
		return trf("Set by an administrator today at {{.Time}}", "Time", p.app.clock(at))
	case p.own.SetByOther && day == dayYesterday:
		return trf("Set by an administrator yesterday at {{.Time}}", "Time", p.app.clock(at))
	case p.own.SetByOther:
		return trf("Set by an administrator on {{.Date}}", "Date", p.app.dateWords(at))
	}
	switch day {
	case dayToday:
		return trf("Last changed today at {{.Time}}", "Time", p.app.clock(at))
	case dayYesterday:
		return trf("Last changed yesterday at {{.Time}}", "Time", p.app.clock(at))
	default:
		return trf("Last changed on {{.Date}}", "Date", p.app.dateWords(at))
	}
}

// openPanel puts the form in the place of the row.
func (p *securityPage) openPanel() {
	if p.asked.panel != nil && p.asked.panel.working {
		return
	}
	if p.asked.panel != nil {
		p.asked.close()
	}
	p.notice.Hide()
	p.expiry.Hide()
	p.panel = newPasswordPanel(p)
	p.section.Objects = []fyne.CanvasObject{p.panel.object()}
	p.section.Refresh()
	p.scroll.Refresh()
	p.panel.current.Focus(p.app.window.Canvas())
}

// dropPanel wipes the form and forgets it.
func (p *securityPage) dropPanel() {
	if p.panel == nil {
		return
	}
	p.panel.leave()
	p.panel = nil
}

// closePanel goes back to the row; nothing was changed.
func (p *securityPage) closePanel() {
	p.app.window.Canvas().Unfocus()
	p.dropPanel()
	p.paintSection()
	p.paintExpiry()
	p.scroll.Refresh()
	p.change.Focus(p.app.window.Canvas())
}

// saved tells what the change did.
func (p *securityPage) saved(done core.Changed) {
	p.closePanel()
	text := tr("Your other devices stay signed in.")
	if done.Ended > 0 {
		text = trn("{{.N}} other devices are signed out.", done.Ended)
	} else if len(p.own.Others) == 0 {
		text = tr("The new password counts from now on.")
	}
	p.told(tr("Saved."), text)
}

// told says at the head of the page what was done, and fetches how it is now.
func (p *securityPage) told(lead, text string) {
	p.notice.Set(kit.NoticeSpec{Tone: kit.ToneGood, Lead: lead, Text: text, CloseName: tr("Close"), OnClose: func() {
		p.notice.Hide()
		p.scroll.Refresh()
	}})
	p.notice.Show()
	p.scroll.Refresh()
	p.load()
}

// rulesCard lists the rules beside the page.
func (p *securityPage) rulesCard() fyne.CanvasObject {
	words := kit.VBox(kit.Gap8, kit.BoldText(tr("Rules for your account")))
	if why := p.policyWords(); why != "" {
		words.Objects[0] = kit.VBox(0, words.Objects[0], kit.CaptionText(why).Wrapped())
	}
	words.Add(p.rulesList(kit.CaptionText))
	return kit.NewBox(kit.Inset(kit.Gap12, kit.Gap12, kit.Gap16, kit.Gap16, words))
}

// rulesList is the rules one below the other.
func (p *securityPage) rulesList(text func(string) *kit.Text) fyne.CanvasObject {
	list := kit.VBox(kit.Gap8)
	for _, rule := range p.app.session.judge.Rules() {
		list.Add(kit.TopHBox(kit.Gap8,
			kit.NewGlyph(kit.IconPassword, kit.ColorText2, kit.IconSizeSmall),
			kit.Grow(text(words(rule)).Wrapped())))
	}
	return list
}

// showRules shows the rules where there is no side column.
func (p *securityPage) showRules() {
	kit.ShowDialog(p.app.window, kit.DialogSpec{
		Title: tr("Rules for your account"), Sentence: p.policyWords(), Width: 440, Cancel: tr("Close"), Body: p.rulesList(kit.BodyText),
	})
}
