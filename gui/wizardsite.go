package gui

import (
	"cmp"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/gui/kit"
	"gatehouse/resources"
)

// rootName is the name that is proposed for the root account.
const rootName = "root"

// siteStep asks for the site's name and zone, and for the root account.
type siteStep struct {
	wizard      *wizard
	frame       *fyne.Container
	column      fyne.CanvasObject
	side        fyne.CanvasObject
	title       *kit.Field
	zone        *kit.Select
	zoneProblem *problemLine
	name        *kit.Field
	fullName    *kit.Field
	mail        *kit.Field
	password    *newPassword
}

// newSiteStep builds the step.
func newSiteStep(w *wizard) *siteStep {
	s := &siteStep{wizard: w, zoneProblem: newProblemLine(), frame: container.NewStack()}
	s.title = s.field(tr("Site name"), "", s.named)
	s.zone = kit.NewSelect(kit.SelectSpec{
		Label: tr("Time zone"), Placeholder: tr("Choose the time zone"), Selected: core.LocalZone(),
		Search: tr("Search by place"), Nothing: tr("No time zone is named after this place. Try a large city nearby."),
		Act: func(string) { s.zoneProblem.set(""); w.frame.relaid() },
	})
	s.name = s.field(tr("Account name"), "", s.judge)
	s.fullName = s.field(tr("Full name"), controlWords().Optional, s.judge)
	s.mail = s.field(tr("Mail address"), controlWords().Optional, s.judge)
	s.password = newNewPassword(w.app, newPasswordSpec{
		judge: core.NewJudge(""), who: s.subject, layout: kit.RulesTwoColumns, label: tr("Password"), submit: w.next,
		relaid: func() { w.frame.relaid() },
	})
	s.name.SetText(rootName)
	s.column = kit.VBox(kit.GapSections,
		stepHead(tr("Name the site and make the root account"), tr("The root account has all rights. Keep it for set-up and emergencies.")),
		kit.SectionOf(kit.NewHeader(tr("Site"), "", nil), s.siteBox()),
		kit.SectionOf(kit.NewHeader(tr("Root account"), "", nil), s.rootBox()))
	s.side = insetBox(14, kit.VBox(kit.Gap8, kit.BoldText(tr("Why root?")),
		kit.CaptionText(tr("Root may change every account, even those of administrators. For daily work, sign in as root once and make an account with fewer rights.")).Wrapped()))
	s.resized(kit.Wide)
	return s
}

// field makes a field whose Return goes on; typed is called after each change.
func (s *siteStep) field(label, optional string, typed func()) *kit.Field {
	var f *kit.Field
	f = kit.NewField(kit.FieldSpec{
		Label: label, Optional: optional, OnSubmitted: func(string) { s.wizard.next() },
		OnChanged: func(string) {
			f.SetProblem("")
			typed()
		},
	})
	return f
}

// siteBox holds name, zone and place of the site.
func (s *siteStep) siteBox() fyne.CanvasObject {
	folder := kit.NewField(kit.FieldSpec{
		Label: tr("Data folder"), Mono: true,
		Help: tr("On a disk of this computer, not on a network share. For another one, start with --data."),
	})
	folder.SetText(s.wizard.app.program.DataDir)
	folder.Disable()
	return stepBox(pair(s.title, kit.VBox(kit.Gap4, s.zone, s.zoneProblem.object)), folder)
}

// rootBox holds the root account.
func (s *siteStep) rootBox() fyne.CanvasObject {
	p := s.password
	p.lines = kit.VBox(kit.Gap8, pair(p.fresh, kit.VBox(kit.Gap4, p.confirm, p.same)), p.meter, p.count, p.panel.object)
	return stepBox(pair(s.name, s.fullName), s.mail, p.lines, p.rules)
}

func (s *siteStep) heading() string           { return tr("Site and root account") }
func (s *siteStep) object() fyne.CanvasObject { return s.frame }
func (s *siteStep) shown(c fyne.Canvas)       { s.title.Focus(c) }
func (s *siteStep) ready() bool               { return true }
func (s *siteStep) leave()                    { s.password.wipe() }

// arrive writes the time of each zone as it is now.
func (s *siteStep) arrive() {
	s.zone.SetOptions(zoneChoices(s.zone.Selected(), s.wizard.app.program.Now()))
}

// zoneChoices are the zones to choose from, with the time that it is there. The
// computer's own zone is among them, whatever it is called.
func zoneChoices(own string, now time.Time) []kit.Choice {
	names := resources.Zones()
	if at, there := slices.BinarySearch(names, own); own != "" && !there {
		names = slices.Insert(names, at, own)
	}
	var choices []kit.Choice
	for _, name := range names {
		zone, err := core.LoadZone(name)
		if err != nil {
			continue // a zone that this computer does not know cannot be chosen
		}
		choices = append(choices, kit.Choice{ID: name, Text: trf("{{.Zone}} (now {{.Time}})", "Zone", name, "Time", now.In(zone).Format("15:04"))})
	}
	return choices
}

// named judges anew: the site's name must not be the password, and the password
// rules may have changed.
func (s *siteStep) named() {
	s.password.judge = s.form().Judge().Sharing(s.password.judge)
	s.judge()
}

// judge judges the password anew, when names have changed.
func (s *siteStep) judge() { s.password.judgeNow() }

// subject is the root account as it is typed now.
func (s *siteStep) subject() policy.Subject {
	return policy.Subject{Name: s.name.Text(), FullName: s.fullName.Text(), Mail: s.mail.Text()}
}

// touched tells whether anything was typed.
func (s *siteStep) touched() bool {
	typed := cmp.Or(s.title.Text(), s.fullName.Text(), s.mail.Text(), s.password.fresh.Text(), s.password.confirm.Text())
	return typed != "" || s.name.Text() != rootName
}

// form is what was typed, and the rules that it is judged by.
func (s *siteStep) form() core.NewSite {
	return core.NewSite{
		Name: s.title.Text(), TimeZone: s.zone.Selected(), Preset: s.wizard.rules.preset(),
		Root: core.NewRoot{
			Name: s.name.Text(), FullName: s.fullName.Text(), Mail: s.mail.Text(),
			Password: s.password.fresh.Text(), Confirm: s.password.confirm.Text(),
		},
	}
}

func (s *siteStep) check() func() error {
	n := s.form()
	return n.CheckSite
}

// problem shows a problem of this step.
func (s *siteStep) problem(e *core.Error) target {
	fields := map[string]*kit.Field{
		core.FieldSiteName: s.title, core.FieldName: s.name, core.FieldFullName: s.fullName, core.FieldMail: s.mail,
	}
	if f := fields[e.Field]; f != nil {
		f.SetProblem(words(e.Text))
		return f
	}
	if e.Field == core.FieldTimeZone {
		s.zoneProblem.set(words(e.Text))
		return s.zone
	}
	if f := s.password.problem(e); f != nil {
		return f
	}
	return nil
}

// resized shows the card beside the form where there is room for it.
func (s *siteStep) resized(class kit.WidthClass) {
	const sideWidth, sideTop = 196, 114
	if class != kit.Wide {
		s.frame.Objects = []fyne.CanvasObject{kit.Column(stepWidth, 0, s.column)}
	} else {
		side := kit.VBox(0, kit.Gap(0, sideTop), kit.FixedWidth(sideWidth, s.side))
		s.frame.Objects = []fyne.CanvasObject{kit.TopHBox(kit.Gap24, kit.FixedWidth(stepWidth, s.column), side)}
	}
	s.frame.Refresh()
}
