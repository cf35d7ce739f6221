package gui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// twoStep is the section of two-step verification: what is set up, never a secret.
func (d *accountDrawer) twoStep() fyne.CanvasObject {
	head := kit.HBox(kit.Gap8, kit.Grow(kit.BoldText(tr("Two-step verification")).Shrinking()), d.resetSteps)
	return kit.VBox(kit.Gap4, kit.MinHeight(kit.HeightRowControl, head), kit.CaptionText(d.app.twoStepWords(d.view.TwoStep)).Wrapped())
}

// twoStepWords says what an account has for its second step.
func (a *App) twoStepWords(t core.TwoStep) string {
	switch {
	case !t.On() && !t.Required:
		return tr("Off")
	case !t.On() && t.Until.After(a.now()):
		return trf("Off. Its rules ask for it from {{.Date}} on.", "Date", a.dateWords(t.Until))
	case !t.On():
		return tr("Off. Its rules ask for it.")
	}
	if len(t.Apps) == 0 {
		return tr("On: a passkey after the password. There is no authenticator app.")
	}
	names := make([]string, 0, len(t.Apps)+1)
	for _, app := range t.Apps {
		names = append(names, kit.Shown(app.Name))
	}
	if t.ByPasskey {
		names = append(names, tr("passkey"))
	}
	apps := strings.Join(names, tr(", "))
	if t.Codes.Made == 0 {
		return trf("On: {{.Apps}}. There are no recovery codes.", "Apps", apps)
	}
	return trf("On: {{.Apps}}. {{.Left}} of {{.Made}} recovery codes left.", "Apps", apps, "Left", t.Codes.Left, "Made", t.Codes.Made)
}

// resetTwoStep asks why two-step verification is taken away, and which part of it.
type resetTwoStep struct {
	drawer *accountDrawer
	view   core.AccountView
	dialog *kit.Dialog
	reason *kit.Field
	// which has one app or everything, nil where there is one app.
	which *kit.Select
}

// everything is the choice that no app is called.
const everything = "everything"

// askResetTwoStep opens the dialog.
func (d *accountDrawer) askResetTwoStep() {
	r := &resetTwoStep{drawer: d, view: d.view}
	r.reason = kit.NewField(kit.FieldSpec{
		Label: tr("Reason to reset"), Placeholder: tr("For example: lost the phone"), Help: tr("Kept in the log"),
		OnChanged: func(string) { mended(r.dialog, r.reason) },
	})
	body := kit.VBox(kit.GapFields)
	if apps := d.view.TwoStep.Apps; len(apps) > 1 {
		r.which = kit.NewSelect(kit.SelectSpec{
			Label: tr("What to reset"), Options: resetChoices(apps), Selected: everything,
			Act: func(string) { r.dialog.SetHead(r.title(), r.sentence()) },
		})
		body.Add(r.which)
	}
	body.Add(r.reason)
	r.dialog = kit.ShowDialog(d.app.window, kit.DialogSpec{
		Title: r.title(), Sentence: r.sentence(), Body: body, First: r.reason.Input(), Cancel: tr("Cancel"),
		Do: kit.DialogDo{Label: tr("Reset"), Kind: kit.Primary, Working: tr("Resetting"), Act: r.act},
	})
}

// resetChoices are what can be reset.
func resetChoices(apps []core.App) []kit.Choice {
	choices := []kit.Choice{{ID: everything, Text: tr("Everything: all apps and the recovery codes")}}
	for _, app := range apps {
		choices = append(choices, kit.Choice{ID: string(app.ID), Text: trf("Only “{{.App}}”", "App", kit.Shown(app.Name))})
	}
	return choices
}

// app is the one that is chosen, "" for everything.
func (r *resetTwoStep) app() core.AppID {
	if r.which == nil || r.which.Selected() == everything {
		return ""
	}
	return core.AppID(r.which.Selected())
}

// title is that of the dialog.
func (r *resetTwoStep) title() string {
	return trf("Reset two-step verification of {{.Name}}?", "Name", kit.Shown(r.view.Name))
}

// sentence says what becomes of the account.
func (r *resetTwoStep) sentence() string {
	said := tr("The account is told. From then on its sign-in asks for the password alone. Devices stay signed in.")
	switch {
	case r.app() != "":
		said = tr("The account is told. Codes of this app do not work any more; what else is set up stays. Devices stay signed in.")
	case r.view.TwoStep.Required && r.view.TwoStep.ByPasskey:
		said = tr("The account is told. From then on its sign-in asks for a passkey after the password. Devices stay signed in.")
	case r.view.TwoStep.Required:
		said = tr("The account is told, and sets it up anew at the next sign-in, because its rules ask for it. Devices stay signed in.")
	}
	if r.view.Lock != nil {
		said = trf("{{.Sentence}} The lock stays until it ends or you unlock the account.", "Sentence", said)
	}
	return said
}

// act resets it.
func (r *resetTwoStep) act() {
	p, id, app, why := r.drawer.page, r.view.ID, r.app(), r.reason.Text()
	p.asked(r.dialog, func(ctx context.Context, token core.Token) error {
		return p.site.ResetTwoStep(ctx, token, id, app, why)
	}, p.changed, r.beside)
}

// beside shows a problem at its field, if it is that of the reason.
func (r *resetTwoStep) beside(e *core.Error) bool {
	return besideReason(e, r.reason, r.drawer.app.window.Canvas())
}
