package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// firstRun begins the set-up of a site in a folder that has none.
func (a *App) firstRun() { a.show(newWizard(a)) }

// wizardStep is one page of the set-up.
type wizardStep interface {
	// heading is the step's line in the list of steps.
	heading() string
	object() fyne.CanvasObject
	// arrive is called each time before the step comes into view.
	arrive()
	// shown sets the focus, and then begins what takes time.
	shown(c fyne.Canvas)
	// ready tells whether the person has done what no core can know, and says so
	// if not.
	ready() bool
	// check gives what core has to say, to be asked off the window's goroutine.
	check() func() error
	// problem shows a problem beside its control and gives the control, nil when
	// it is of another step.
	problem(e *core.Error) target
	resized(class kit.WidthClass)
	// leave wipes secrets.
	leave()
}

// wizard sets a site up, step by step. Nothing is written before the last.
type wizard struct {
	app    *App
	site   *siteStep
	rules  *rulesStep
	key    *keyStep
	paper  *paperStep
	finish *finishStep
	steps  []wizardStep
	at     int
	// asked is the answer that is waited for.
	asked   sequence
	working bool
	content *kit.Responsive
	frame   *wizardFrame
}

// newWizard builds the screen.
func newWizard(a *App) *wizard {
	w := &wizard{app: a}
	w.frame = newWizardFrame(w)
	w.site = newSiteStep(w)
	w.rules = newRulesStep(w)
	w.key = newKeyStep(w)
	w.paper = newPaperStep(w)
	w.finish = newFinishStep(w)
	w.steps = []wizardStep{w.site, w.rules, w.key, w.paper, w.finish}
	w.content = kit.NewResponsive(leastWindow, onPage(w.frame.object), w.resized)
	w.put(0)
	return w
}

func (w *wizard) object() fyne.CanvasObject { return w.content.Object() }
func (w *wizard) size() fyne.Size           { return wideWindow }

// shown takes Escape, which closes the options of the generator.
func (w *wizard) shown(c fyne.Canvas) {
	c.SetOnTypedKey(w.site.password.typedKey)
	w.steps[w.at].shown(c)
}

// leave wipes what was typed and drawn.
func (w *wizard) leave(c fyne.Canvas) {
	c.SetOnTypedKey(nil)
	w.asked.forget()
	for _, step := range w.steps {
		step.leave()
	}
}

// resized passes the width class on.
func (w *wizard) resized(class kit.WidthClass) {
	w.frame.resized(class)
	for _, step := range w.steps {
		step.resized(class)
	}
}

// put shows a step.
func (w *wizard) put(at int) {
	w.at = at
	w.steps[at].arrive()
	w.frame.paint()
}

// goTo moves to a step, with the keyboard.
func (w *wizard) goTo(at int) {
	canvas := w.app.window.Canvas()
	canvas.Unfocus()
	w.put(at)
	w.steps[at].shown(canvas)
}

// back returns to the step before. What was typed stays.
func (w *wizard) back() {
	if w.at > 0 && !w.working {
		w.goTo(w.at - 1)
	}
}

// next goes on when core has nothing to say about this step. Next stays
// enabled: what is wrong is said at its control.
func (w *wizard) next() {
	if w.working || !w.steps[w.at].ready() {
		return
	}
	if w.at == len(w.steps)-1 {
		w.make()
		return
	}
	w.setWorking(true, tr("Checking"))
	at, check := w.at, w.steps[w.at].check()
	w.app.back.latest(&w.asked, func(context.Context) func() {
		err := check()
		return func() {
			w.setWorking(false, "")
			if err == nil {
				w.goTo(at + 1)
			} else if !w.place(core.ProblemsOf(err)) {
				w.app.failed(tr("This step could not be checked"), err)
			}
		}
	})
}

// place puts each problem beside its control, and the keyboard on the first. It
// tells whether any had one.
func (w *wizard) place(problems []*core.Error) bool {
	for at, step := range w.steps {
		var first target
		for _, e := range problems {
			if found := step.problem(e); first == nil {
				first = found
			}
		}
		if first == nil {
			continue
		}
		if at != w.at {
			w.goTo(at)
		}
		w.frame.relaid()
		first.Focus(w.app.window.Canvas())
		return true
	}
	return false
}

// setWorking keeps the footer from acting while an answer is waited for.
func (w *wizard) setWorking(working bool, word string) {
	w.working = working
	w.frame.setWorking(working, word)
}

// askLeave leaves the set-up, after a question if anything would be lost.
func (w *wizard) askLeave() {
	if w.working {
		return
	}
	if w.at == 0 && !w.site.touched() && !w.rules.touched() {
		w.app.close()
		return
	}
	kit.ShowDialog(w.app.window, kit.DialogSpec{
		Title: tr("Leave set-up?"), Sentence: tr("No site was made yet. What you have typed is forgotten, and the recovery key opens nothing."),
		Do:     kit.DialogDo{Label: tr("Leave set-up"), Kind: kit.Danger, Act: w.app.close},
		Cancel: tr("Go on with set-up"),
	})
}

// newSite is everything that was typed and chosen.
func (w *wizard) newSite() core.NewSite {
	n := w.site.form()
	n.Reason = w.rules.reason.Text()
	n.Key = w.key.form.choice()
	n.RecoveryKey, n.EmergencyCode = w.paper.key, w.paper.emergency
	return n
}

// stepHead is the head of a step: its title and a sentence.
func stepHead(title, sentence string) fyne.CanvasObject {
	return kit.VBox(kit.Gap4, kit.NewText(kit.TextSpec{Text: title, Size: kit.SizeTitle, Bold: true, Wrap: true}),
		kit.NewText(kit.TextSpec{Text: sentence, Colour: kit.ColorText2, Wrap: true}))
}

// stepBox is a box with the parts of a form.
func stepBox(parts ...fyne.CanvasObject) fyne.CanvasObject {
	const pad = 20
	return kit.NewBox(kit.Inset(pad, pad, pad, pad, kit.VBox(kit.Gap16, parts...)))
}

// pair puts two fields beside each other.
func pair(left, right fyne.CanvasObject) fyne.CanvasObject {
	const gap = 20
	return kit.TopHBox(gap, kit.Grow(left), kit.Grow(right))
}

// stepColumn is the column of a step.
func stepColumn(parts ...fyne.CanvasObject) fyne.CanvasObject {
	return kit.Column(stepWidth, kit.GapSections, parts...)
}
