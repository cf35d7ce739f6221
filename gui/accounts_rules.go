package gui

import (
	"context"
	"strconv"
	"time"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// askChange asks before a new password is demanded.
func (d *accountDrawer) askChange() {
	id := d.id
	var dialog *kit.Dialog
	dialog = kit.ShowDialog(d.app.window, kit.DialogSpec{
		Title:    trf("Ask {{.Name}} for a new password?", "Name", d.view.Name),
		Sentence: tr("It is asked for at the next sign-in, and nothing else works before. Devices that are signed in go on."),
		Cancel:   tr("Cancel"),
		Do: kit.DialogDo{Label: tr("Ask at the next sign-in"), Kind: kit.Primary, Working: tr("Asking"), Act: func() {
			d.page.asked(dialog, func(ctx context.Context, token core.Token) error {
				return d.page.site.ForceChange(ctx, token, id)
			}, d.page.changed, nowhere)
		}},
	})
}

// showExpiry asks for another date on which the password expires.
func (d *accountDrawer) showExpiry() {
	id := d.id
	var dialog *kit.Dialog
	date := kit.NewField(kit.FieldSpec{Label: tr("New date"), Help: tr("Year, month and day, such as 2027-03-01")})
	date.SetOnChanged(func(string) { mended(dialog, date) })
	if at := d.view.ExpiresAt; !at.IsZero() {
		date.SetText(d.app.dateTyped(at))
	}
	byPolicy := kit.NewCheck(kit.CheckSpec{
		Text: tr("Let the policy decide"), Caption: tr("Takes away a date that was set here."),
		Act: func(yes bool) {
			if yes {
				date.SetProblem("")
				date.Disable()
			} else {
				date.Enable()
			}
		},
	})
	beside := func(e *core.Error) bool {
		if e.Field != core.FieldExpiry {
			return false
		}
		date.SetProblem(words(e.Text))
		date.Focus(d.app.window.Canvas())
		return true
	}
	dialog = kit.ShowDialog(d.app.window, kit.DialogSpec{
		Title:    trf("When does the password of {{.Name}} expire?", "Name", d.view.Name),
		Sentence: d.app.expiryNow(d.view.ExpiresAt),
		Body:     kit.VBox(kit.GapFields, date, byPolicy), First: date.Input(), Cancel: tr("Cancel"),
		Do: kit.DialogDo{Label: tr("Move the date"), Kind: kit.Primary, Working: tr("Moving"), Act: func() {
			var at time.Time
			if !byPolicy.Checked() {
				var ok bool
				if at, ok = d.app.readDate(date.Text()); !ok {
					date.SetProblem(tr("Write the date as year, month and day: 2027-03-01"))
					date.Focus(d.app.window.Canvas())
					dialog.SetProblem("")
					return
				}
			}
			d.page.asked(dialog, func(ctx context.Context, token core.Token) error {
				return d.page.site.MoveExpiry(ctx, token, id, at)
			}, d.page.changed, beside)
		}},
	})
}

// expiryNow says on which date a password expires as it is.
func (a *App) expiryNow(at time.Time) string {
	if at.IsZero() {
		return tr("Now it does not expire. It expires at the beginning of the day that you choose.")
	}
	return trf("Now that is {{.Date}}. It expires at the beginning of the day that you choose.", "Date", a.dateWords(at))
}

// showAssign reads the policies there are and asks which one the account gets.
func (d *accountDrawer) showAssign() {
	if d.assign.Working() {
		return
	}
	d.assign.SetWorking(tr("Assign…"))
	view := d.view
	var policies []core.PolicySummary
	d.page.act(func(ctx context.Context, token core.Token) error {
		var err error
		policies, err = d.page.site.Policies(ctx, token)
		return err
	}, func(err error) {
		d.assign.SetIdle()
		switch {
		case err != nil:
			d.app.failed(tr("The policies could not be read"), err)
		case d.id == view.ID:
			d.chooseAssign(view, policies)
		}
	})
}

// chooseAssign asks which policy the account gets.
func (d *accountDrawer) chooseAssign(view core.AccountView, policies []core.PolicySummary) {
	name := func(id core.PolicyID) string { return strconv.FormatInt(int64(id), 10) }
	options := []kit.Choice{{ID: name(0), Text: tr("None of its own")}}
	ids := map[string]core.PolicyID{}
	for _, p := range policies {
		options = append(options, kit.Choice{ID: name(p.ID), Text: kit.Shown(p.Name)})
		ids[name(p.ID)] = p.ID
	}
	choice := kit.NewSelect(kit.SelectSpec{
		Label: tr("Policy of this account"), Options: options, Selected: name(view.Policy.ID),
		Help: tr("With none of its own it has that of its groups, or else that of the site."),
	})
	var dialog *kit.Dialog
	dialog = kit.ShowDialog(d.app.window, kit.DialogSpec{
		Title:    trf("Assign a policy to {{.Name}}", "Name", view.Name),
		Sentence: trf("Now it has “{{.Policy}}”. {{.Why}}", "Policy", kit.Shown(view.Policy.Name), "Why", words(view.Policy.Why)),
		Body:     choice, First: choice, Cancel: tr("Cancel"),
		Do: kit.DialogDo{Label: tr("Assign"), Kind: kit.Primary, Working: tr("Assigning"), Act: func() {
			id := ids[choice.Selected()]
			d.page.asked(dialog, func(ctx context.Context, token core.Token) error {
				return d.page.site.AssignPolicy(ctx, token, view.ID, id)
			}, d.page.changed, nowhere)
		}},
	})
}
