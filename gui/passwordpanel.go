package gui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// passwordPanel is the form that changes the own password, in its section.
type passwordPanel struct {
	page    *securityPage
	box     *kit.Box
	body    *fyne.Container
	current *kit.PasswordField
	fresh   *newPassword
	others  *kit.Check
	save    *kit.Button
	cancel  *kit.Button
	working bool
}

// newPasswordPanel builds the form, empty.
func newPasswordPanel(p *securityPage) *passwordPanel {
	n := &passwordPanel{page: p}
	n.current = kit.NewPasswordField(kit.PasswordSpec{
		Field: kit.FieldSpec{
			Label:       tr("Current password"),
			OnChanged:   func(string) { n.current.SetProblem(""); n.fresh.judgeNow() },
			OnSubmitted: func(string) { n.fresh.fresh.Focus(p.app.window.Canvas()) },
		},
		Words: controlWords(),
	})
	n.fresh = newNewPassword(p.app, newPasswordSpec{
		judge: p.app.session.judge, who: n.subject, layout: kit.RulesPanel, label: tr("New password"), submit: n.submit,
		options: p.app.session.generator, keep: p.app.keepGenerator, relaid: n.relaid,
	})
	n.others = kit.NewCheck(kit.CheckSpec{
		Text: tr("Sign out of all other devices"), Caption: othersCaption(p.own.Others), Checked: true,
	})
	n.save = kit.NewButton(kit.ButtonSpec{Text: tr("Save"), Kind: kit.Primary, Act: n.submit})
	n.cancel = kit.NewButton(kit.ButtonSpec{Text: tr("Cancel"), Act: p.closePanel})
	n.body = container.NewStack()
	foot := kit.Inset(kit.Gap12, kit.Gap12, kit.Gap12, kit.Gap16, kit.HBox(kit.Gap8, n.save, n.cancel))
	n.box = kit.NewBox(n.body, foot)
	n.resized(p.class)
	return n
}

func (n *passwordPanel) object() fyne.CanvasObject { return n.box }

// relaid lays the page out anew, when the form has become higher or lower.
func (n *passwordPanel) relaid() {
	n.body.Refresh()
	n.page.scroll.Refresh()
}

// longChecklist is how many rules make the checklist longer than the fields.
const longChecklist = 6

// resized puts the checklist beside the fields. Beside a long one there is room
// for what else belongs to the form.
func (n *passwordPanel) resized(kit.WidthClass) {
	fields := kit.VBox(kit.GapFields, n.current, n.fresh.fields())
	long := len(n.page.app.session.judge.Rules()) > longChecklist
	if long {
		fields.Add(n.others)
	}
	columns := kit.TopHBox(kit.Gap24, kit.Grow(fields), kit.FixedWidth(kit.RulesPanelWidth, n.fresh.rules))
	all := kit.VBox(kit.Gap16, columns)
	if !long {
		all.Add(n.others)
	}
	n.body.Objects = []fyne.CanvasObject{kit.Inset(kit.Gap16, kit.Gap16, kit.Gap16, kit.Gap16, all)}
	n.body.Refresh()
}

// subject is the account with what is known of the current password.
func (n *passwordPanel) subject() policy.Subject {
	own := n.page.own
	who := policy.Subject{Name: own.Name, FullName: own.FullName, Mail: own.Mail}
	if n.current.Text() != "" && n.fresh != nil && n.fresh.fresh.Text() != "" {
		same := n.current.Text() == n.fresh.fresh.Text()
		who.SameAsCurrent = &same
	}
	return who
}

// othersCaption names the devices that would be signed out.
func othersCaption(others []core.Session) string {
	if len(others) == 0 {
		return tr("There is none at the moment.")
	}
	seen := map[string]bool{}
	var hosts []string
	for _, session := range others {
		if host := kit.Shown(session.Device.Host); !seen[host] {
			seen[host] = true
			hosts = append(hosts, host)
		}
	}
	const named = 3
	list := strings.Join(hosts[:min(named, len(hosts))], ", ")
	if len(hosts) > named {
		list += ", …"
	}
	return trn("{{.N}} devices: {{.Hosts}}. They need the new password to come back.", len(others), "Hosts", list)
}

// leave wipes all three fields.
func (n *passwordPanel) leave() {
	n.current.Wipe()
	n.fresh.wipe()
}

// submit asks core. Save stays enabled: what is wrong is said at its field.
func (n *passwordPanel) submit() {
	if n.working {
		return
	}
	n.working = true
	n.save.SetWorking(tr("Saving"))
	n.cancel.Disable()
	n.page.loaded.forget()
	change := core.OwnChange{
		Current: n.current.Text(), New: n.fresh.fresh.Text(), Confirm: n.fresh.confirm.Text(), EndOthers: n.others.Checked(),
	}
	n.page.app.renew(func(ctx context.Context, token core.Token) (core.Changed, error) {
		return n.page.site.ChangePassword(ctx, token, change)
	}, n.answered)
}

// answered closes the form or says what to do; what was typed stays.
func (n *passwordPanel) answered(done core.Changed, err error) {
	if n.page.panel != n {
		return // the window was locked
	}
	n.working = false
	n.save.SetIdle()
	n.cancel.Enable()
	if err == nil {
		n.page.saved(done)
		return
	}
	first := n.showProblems(core.ProblemsOf(err))
	if first == nil {
		n.page.app.failed(tr("The password was not changed"), err)
		return
	}
	first.Focus(n.page.app.window.Canvas())
}

// showProblems puts each problem beside its field and gives the first field.
func (n *passwordPanel) showProblems(problems []*core.Error) *kit.PasswordField {
	var first *kit.PasswordField
	for _, e := range problems {
		field := n.fresh.problem(e)
		if e.Field == core.FieldCurrent {
			n.current.SetProblem(words(e.Text))
			field = n.current
		}
		if first == nil {
			first = field
		}
	}
	return first
}
