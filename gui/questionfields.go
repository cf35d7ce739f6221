package gui

import (
	"strconv"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// ownQuestion is the entry of the list for a question that is typed.
const ownQuestion = "own"

// questionFields is the part of a form in which a security question is set: one of a
// list or an own one, its answer, and the answer once more.
type questionFields struct {
	app     *App
	choice  *kit.Select
	own     *kit.Field
	answer  *kit.PasswordField
	confirm *kit.PasswordField
	object  *fyne.Container
	// relaid is called when the height has changed.
	relaid func()
}

// newQuestionFields builds the part. submit is what Return does in the last field.
func newQuestionFields(a *App, submit, relaid func()) *questionFields {
	q := &questionFields{app: a, relaid: relaid}
	var options []kit.Choice
	for i, question := range core.SuggestedQuestions() {
		options = append(options, kit.Choice{ID: strconv.Itoa(i), Text: words(question)})
	}
	options = append(options, kit.Choice{ID: ownQuestion, Text: tr("Write your own question")})
	q.choice = kit.NewSelect(kit.SelectSpec{
		Label: tr("Question"), Options: options, Selected: options[0].ID, Act: func(string) { q.chosen() },
		Help: tr("Choose one whose answer nobody can look up or guess."),
	})
	focus := func(f *kit.PasswordField) func(string) {
		return func(string) { f.Focus(a.window.Canvas()) }
	}
	q.answer = kit.NewPasswordField(kit.PasswordSpec{
		Field: kit.FieldSpec{
			Label: tr("Answer"), Help: tr("Capitals and extra spaces do not matter."),
			OnChanged:   func(string) { q.answer.SetProblem("") },
			OnSubmitted: func(string) { q.confirm.Focus(a.window.Canvas()) },
		},
		Words: answerWords(),
	})
	q.own = kit.NewField(kit.FieldSpec{
		Label: tr("Your question"), OnChanged: func(string) { q.own.SetProblem("") }, OnSubmitted: focus(q.answer),
	})
	q.confirm = kit.NewPasswordField(kit.PasswordSpec{
		Field: kit.FieldSpec{
			Label: tr("Repeat the answer"), OnChanged: func(string) { q.confirm.SetProblem("") },
			OnSubmitted: func(string) { submit() },
		},
		Words: answerWords(),
	})
	q.own.Hide()
	q.object = kit.VBox(kit.GapFields, q.choice, q.own, q.answer, q.confirm)
	return q
}

// chosen shows the field for an own question where one is to be typed.
func (q *questionFields) chosen() {
	own := q.choice.Selected() == ownQuestion
	if own == q.own.Visible() {
		return
	}
	if own {
		q.own.Show()
	} else {
		q.own.SetProblem("")
		q.own.Hide()
	}
	q.object.Refresh()
	q.relaid()
	if own {
		q.own.Focus(q.app.window.Canvas())
	}
}

// focus puts the keyboard on the first control.
func (q *questionFields) focus(c fyne.Canvas) { c.Focus(q.choice) }

// fill puts what was typed into the form of core.
func (q *questionFields) fill(form *core.NewQuestion) {
	form.Question = q.own.Text()
	if id := q.choice.Selected(); id != ownQuestion {
		for i, question := range core.SuggestedQuestions() {
			if strconv.Itoa(i) == id {
				form.Question = words(question)
			}
		}
	}
	form.Answer, form.Confirm = q.answer.Text(), q.confirm.Text()
}

// problem shows the problem of one of the fields, and gives the field.
func (q *questionFields) problem(e *core.Error) *kit.Field {
	var field *kit.Field
	switch e.Field {
	case core.FieldQuestion:
		field = q.own
	case core.FieldAnswer:
		field = &q.answer.Field
	case core.FieldConfirm:
		field = &q.confirm.Field
	default:
		return nil
	}
	field.SetProblem(words(e.Text))
	return field
}

// wipe empties the answers.
func (q *questionFields) wipe() {
	q.answer.Wipe()
	q.confirm.Wipe()
}
