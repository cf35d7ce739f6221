package gui

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// lineDrawer shows all that is known of one line of the history.
type lineDrawer struct {
	page   *activityPage
	app    *App
	drawer *kit.Drawer
	// line is the one that is open, the zero line for none.
	line    core.HistoryLine
	account *kit.Button
}

// newLineDrawer makes the drawer of a page. It is not to be seen yet.
func newLineDrawer(p *activityPage) *lineDrawer {
	d := &lineDrawer{page: p, app: p.app, drawer: kit.NewDrawer(kit.DrawerSpec{})}
	d.account = kit.NewButton(kit.ButtonSpec{Text: tr("Open account"), Icon: kit.IconAccount, Act: func() { d.app.openAccount(d.line.AccountID) }})
	return d
}

// open shows a line.
func (d *lineDrawer) open(line core.HistoryLine) {
	d.line = line
	d.page.list.Reload()
	d.paint()
	d.drawer.ToTop()
	if !d.page.host.IsOpen() {
		d.page.host.Open(d.drawer)
	}
	d.drawer.Refresh()
}

// freshen shows what the owner has said since to the line that is open.
func (d *lineDrawer) freshen(lines []core.HistoryLine) {
	for _, line := range lines {
		if line.ID == d.line.ID && line.Answer != d.line.Answer {
			d.line = line
			d.paint()
			d.drawer.Refresh()
		}
	}
}

// closed forgets the line, after the drawer has gone.
func (d *lineDrawer) closed() {
	d.line = core.HistoryLine{}
	d.page.list.Reload()
	if d.page.inView && d.app.window.Canvas().Focused() == nil {
		d.page.focusList()
	}
}

// paint writes what the drawer says.
func (d *lineDrawer) paint() {
	spec := kit.DrawerSpec{
		Title: outcomeWords(d.line), CloseName: tr("Close"), Reads: true,
		Caption: trf("{{.Name}} · {{.When}}", "Name", kit.Shown(whoWords(d.line)), "When", d.app.lineWhen(d.line.At)),
	}
	for _, section := range []*fyne.Container{d.warnings(), d.story(), d.origin()} {
		if section != nil {
			spec.Sections = append(spec.Sections, section)
		}
	}
	if d.line.AccountID != 0 {
		spec.Footer = kit.HBox(0, d.account)
	}
	d.drawer.Set(spec)
}

// warnings are what the owner said, and the marks with what to do about each; nil for
// neither.
func (d *lineDrawer) warnings() *fyne.Container {
	column := kit.VBox(kit.Gap12)
	if said := d.answer(); said != nil {
		column.Add(said)
	}
	for _, mark := range d.line.Marks {
		words := markWords(mark)
		column.Add(kit.NewNotice(kit.NoticeSpec{
			Tone: kit.ToneAttention, Icon: kit.IconShieldAlert, Stacked: true, Lead: words.sentence, Text: words.advice,
		}))
	}
	if len(column.Objects) == 0 {
		return nil
	}
	return column
}

// answer is what the owner said to a marked line, nil for nothing yet.
func (d *lineDrawer) answer() fyne.CanvasObject {
	when := d.app.lineWhen(d.line.AnsweredAt)
	switch d.line.Answer {
	case core.AnswerNotMe:
		return kit.NewNotice(kit.NoticeSpec{
			Tone: kit.ToneDanger, Stacked: true, Lead: tr("Its owner said that it was not them"),
			Text: trf("{{.When}}. Open the account: reset its password, and look at its passkeys, its two-step verification and its devices.", "When", when),
		})
	case core.AnswerMe:
		return kit.NewNotice(kit.NoticeSpec{
			Tone: kit.ToneGood, Stacked: true, Lead: tr("Its owner said that it was them"), Text: when,
		})
	}
	return nil
}

// story is what happened, and to which account.
func (d *lineDrawer) story() *fyne.Container {
	l := d.line
	section := kit.VBox(kit.Gap8, kit.BoldText(tr("What happened")).Shrinking())
	if why := d.app.reasonWords(l); why != "" {
		section.Add(kit.CaptionText(why).Wrapped())
	}
	if l.Name != "" {
		section.Add(factLine(accountLabel(l), l.Name))
	} else {
		section.Add(kit.CaptionText(tr("The name that was typed is not kept, since it may be a password.")).Wrapped())
	}
	if how := methodWords(l); how != "" {
		section.Add(factLine(tr("How"), how))
	}
	if l.Failures > 0 {
		section.Add(factLine(tr("Failures in a row"), numberWords(l.Failures)))
	}
	section.Add(factLine(tr("When"), trf("{{.Date}}, {{.Time}}", "Date", d.app.weekdayWords(l.At), "Time", l.At.In(d.app.site.Zone()).Format(time.TimeOnly))))
	if l.SessionID != 0 {
		section.Add(factLine(tr("Number of the sign-in"), strconv.FormatInt(int64(l.SessionID), 10)))
	}
	section.Add(factLine(tr("Line of the log"), strconv.FormatInt(l.Seq, 10)))
	return section
}

// accountLabel says whose name stands in a line.
func accountLabel(l core.HistoryLine) string {
	if l.AccountID == 0 {
		return tr("Name tried")
	}
	return tr("Account")
}

// origin is where it came from, as the program there told it.
func (d *lineDrawer) origin() *fyne.Container {
	l := d.line
	section := kit.VBox(kit.Gap8, kit.BoldText(tr("Where it came from")).Shrinking())
	for _, fact := range [][2]string{
		{tr("Computer"), l.Device.Host},
		{tr("System"), l.Device.System},
		{tr("Program"), clientWords(l.Device.Client)},
		{tr("Address"), l.Device.Address},
		{tr("Place"), l.Place},
	} {
		value := fact[1]
		if value == "" {
			value = tr("Not known")
		}
		section.Add(factLine(fact[0], value))
	}
	return section
}

// factWidth is the room for the names of facts.
const factWidth = 108

// factLine is a fact with a value that may need more than one line.
func factLine(name, value string) fyne.CanvasObject {
	words := kit.NewText(kit.TextSpec{Text: value, Size: kit.SizeCaption, Wrap: true})
	return kit.TopHBox(kit.Gap8, kit.FixedWidth(factWidth, kit.CaptionText(name).Wrapped()), kit.Grow(words))
}

// openAccount goes to the Accounts page with an account open.
func (a *App) openAccount(id core.AccountID) {
	s, ok := a.screen.(*shell)
	if !ok || id == 0 {
		return
	}
	s.settled(func() {
		s.goTo("accounts")
		if p, is := s.page("accounts").(*accountsPage); is {
			p.drawer.openID(id)
		}
	})
}
