package gui

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// showSignInLine tells all that is known of a line of the history. Of one that is marked
// its owner can say whether it was them, also once more.
// then is called when it was said.
func (a *App) showSignInLine(p *securityPage, g signInGroup, then func()) {
	look, line := a.signInLook(g), g.newest()
	body := kit.VBox(kit.Gap16, factList(a.signInFacts(g)))
	var dialog *kit.Dialog
	if p.question.mayAnswer(line) {
		answer := func(answer core.Answer) func() {
			return func() {
				p.question.answer(g, answer, func() {
					dialog.Close()
					then()
				})
			}
		}
		body.Add(kit.HBox(kit.Gap8,
			kit.NewButton(kit.ButtonSpec{Text: tr("Yes, it was me"), Row: true, Act: answer(core.AnswerMe)}),
			kit.NewButton(kit.ButtonSpec{Text: tr("No, secure my account"), Row: true, Act: answer(core.AnswerNotMe)})))
	}
	dialog = kit.ShowDialog(a.window, kit.DialogSpec{
		Title: look.what, Sentence: look.how, SmallSentence: true, Body: body, Cancel: tr("Close"), Width: 480,
	})
	dialog.Focus(dialog.CancelButton()) // no answer is given by a hasty key
}

// signInFacts are what is known of a group.
func (a *App) signInFacts(g signInGroup) []fact {
	line := g.newest()
	var facts []fact
	if len(line.Marks) > 0 {
		facts = append(facts, fact{tr("Marked, because"), markSentences(line.Marks)})
	}
	if said := saidWords(line.Answer); said != "" {
		facts = append(facts, fact{tr("You said"), trf("{{.Answer}}, {{.When}}", "Answer", said, "When", a.momentWords(line.AnsweredAt))})
	}
	if g.count() > 1 {
		facts = append(facts, fact{tr("Last try"), a.momentWords(line.At)}, fact{tr("First try"), a.momentWords(g.oldest().At)})
	} else {
		facts = append(facts, fact{tr("When"), a.momentWords(line.At)})
	}
	if line.Failures > 1 {
		facts = append(facts, fact{tr("Wrong tries in a row"), strconv.Itoa(line.Failures)})
	}
	return append(facts,
		fact{tr("Computer"), kit.Shown(line.Device.Host)},
		fact{tr("System"), kit.Shown(line.Device.System)},
		fact{tr("Program"), programName(line.Device)},
		fact{tr("Address"), kit.Shown(line.Device.Address)},
		fact{tr("Place"), kit.Shown(line.Place)},
		fact{tr("Line in the log"), strconv.FormatInt(line.Seq, 10)},
	)
}

// saidWords are what the owner has said to a line, "" for nothing.
func saidWords(answer core.Answer) string {
	switch answer {
	case core.AnswerMe:
		return tr("It was me")
	case core.AnswerNotMe:
		return tr("It was not me")
	}
	return ""
}

// answerAll gives the answer to all lines of a group.
func (p *securityPage) answerAll(ctx context.Context, token core.Token, g signInGroup, answer core.Answer) error {
	for _, line := range g.lines {
		if err := p.site.AnswerSignIn(ctx, token, line.ID, answer); err != nil {
			return err
		}
	}
	return nil
}

// focusIn puts the keyboard on an object of the page.
func (p *securityPage) focusIn(object interface{ Focus(fyne.Canvas) }) {
	object.Focus(p.app.window.Canvas())
}
