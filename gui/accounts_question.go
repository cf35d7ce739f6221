package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// question is the section of the security question: whether one is set, never which.
func (d *accountDrawer) question() fyne.CanvasObject {
	head := kit.HBox(kit.Gap8, kit.Grow(kit.BoldText(tr("Security question")).Shrinking()), d.forgotten)
	return kit.VBox(kit.Gap4, kit.MinHeight(kit.HeightRowControl, head), kit.CaptionText(d.app.questionWords(d.view)).Wrapped())
}

// questionWords says whether an account has a security question.
func (a *App) questionWords(v core.AccountView) string {
	switch {
	case v.QuestionSetAt.IsZero():
		return tr("None is set. The next sign-in asks for one.")
	case !v.QuestionAsked:
		return trf("Set on {{.Date}}. Its policy does not ask for it, so no sign-in does.", "Date", a.dateWords(v.QuestionSetAt))
	}
	return trf("Set on {{.Date}}, asked at each sign-in after the password", "Date", a.dateWords(v.QuestionSetAt))
}

// askResetQuestion asks why the question is taken away.
func (d *accountDrawer) askResetQuestion() {
	id := d.id
	sentence := tr("Its owner sets a new one at the next sign-in, after the password. Devices stay signed in.")
	if !d.view.QuestionAsked {
		sentence = tr("Its policy asks for none, so none is set anew. Devices stay signed in.")
	}
	if d.view.Lock != nil {
		sentence = trf("{{.Sentence}} The lock stays until it ends or you unlock the account.", "Sentence", sentence)
	}
	var dialog *kit.Dialog
	reason := kit.NewField(kit.FieldSpec{Label: tr("Reason to reset"), Placeholder: tr("For example: came to the desk"), Help: tr("Kept in the log")})
	reason.SetOnChanged(func(string) { mended(dialog, reason) })
	beside := func(e *core.Error) bool {
		if e.Field != core.FieldReason {
			return false
		}
		reason.SetProblem(words(e.Text))
		reason.Focus(d.app.window.Canvas())
		return true
	}
	dialog = kit.ShowDialog(d.app.window, kit.DialogSpec{
		Title: trf("Reset the security question of {{.Name}}?", "Name", d.view.Name), Sentence: sentence,
		Body: reason, First: reason.Input(), Cancel: tr("Cancel"),
		Do: kit.DialogDo{Label: tr("Reset question"), Kind: kit.Primary, Working: tr("Resetting"), Act: func() {
			why := reason.Text()
			d.page.asked(dialog, func(ctx context.Context, token core.Token) error {
				return d.page.site.ResetQuestion(ctx, token, id, why)
			}, d.page.changed, beside)
		}},
	})
}
