package gui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// markedRead is how many marked lines of the history are read to be asked about.
const markedRead = 200

// signInQuestion asks at the head of the page whether a sign-in that is marked was its
// owner, one after another and the newest first.
type signInQuestion struct {
	page   *securityPage
	notice *kit.Notice
	yes    *kit.Button
	no     *kit.Button
	count  *kit.Text
	// groups are those that have no answer yet.
	groups []signInGroup
	// answered counts those that got one since the page was opened.
	answered int
	working  bool
}

// newSignInQuestion makes the question of a page.
func newSignInQuestion(p *securityPage) *signInQuestion {
	q := &signInQuestion{page: p, notice: kit.NewNotice(kit.NoticeSpec{}), count: kit.CaptionText("").Shrinking()}
	q.yes = kit.NewButton(kit.ButtonSpec{Text: tr("Yes, it was me"), Row: true, Act: func() { q.reply(core.AnswerMe) }})
	q.no = kit.NewButton(kit.ButtonSpec{Text: tr("No, secure my account"), Row: true, Act: func() { q.reply(core.AnswerNotMe) }})
	q.notice.Hide()
	return q
}

// take shows what was read of the marked lines. What could not be read is told by the
// history below.
func (q *signInQuestion) take(lines []core.HistoryLine) {
	unanswered := slices.DeleteFunc(slices.Clone(lines), func(l core.HistoryLine) bool {
		return l.Answer != core.AnswerNone || !q.mayAnswer(l)
	})
	q.groups = groupSignIns(nil, unanswered, false)
	q.paint()
}

// mayAnswer tells whether the owner can be asked about a line. The session that a line
// began is no witness of itself: whoever is in it would say yes.
func (q *signInQuestion) mayAnswer(l core.HistoryLine) bool {
	return isMarked(l) && (l.SessionID == 0 || l.SessionID != q.page.own.Here.ID)
}

// paint asks about the newest one.
func (q *signInQuestion) paint() {
	setShown(q.notice, len(q.groups) > 0)
	if len(q.groups) == 0 {
		return
	}
	a, g := q.page.app, q.groups[0]
	look, line := a.signInLook(g), g.newest()
	how := look.how
	if g.count() == 1 && line.Outcome == core.OutcomeSignedIn {
		how = provedWords(line.Method)
	}
	facts := dotted(how, a.momentWords(line.At), line.Device.Host, fromWords(line.Place, line.Device.Address))
	total := q.answered + len(q.groups)
	q.count.SetText("")
	if total > 1 {
		q.count.SetText(trf("{{.At}} of {{.All}}", "At", q.answered+1, "All", total))
	}
	q.notice.Set(kit.NoticeSpec{
		Tone: kit.ToneDanger, Stacked: true, Lead: trf("Was this you? {{.What}}", "What", look.what),
		Text:  joined(trf("{{.Facts}}.", "Facts", facts), markSentences(line.Marks)),
		Below: kit.HBox(kit.Gap8, q.yes, q.no, kit.Grow(q.count)),
	})
}

// reply answers the question that is asked.
func (q *signInQuestion) reply(answer core.Answer) {
	if len(q.groups) > 0 {
		q.answer(q.groups[0], answer, func() {})
	}
}

// answer keeps what the owner says to a group, and goes on: with the next question, or
// where it was somebody else with what is to be done now. then is called before that.
func (q *signInQuestion) answer(g signInGroup, answer core.Answer, then func()) {
	if q.working {
		return
	}
	q.working = true
	p, a := q.page, q.page.app
	p.act(func(ctx context.Context, token core.Token) error {
		return p.answerAll(ctx, token, g, answer)
	}, func(err error) {
		q.working = false
		if err != nil {
			a.failed(tr("Your answer was not kept"), err)
			return
		}
		for i := range g.lines {
			g.lines[i].Answer, g.lines[i].AnsweredAt = answer, a.now()
		}
		then()
		q.next(g)
		p.load()
		if answer == core.AnswerNotMe {
			p.guide.begin(a.now())
		}
	})
}

// next goes on after a group was answered.
func (q *signInQuestion) next(g signInGroup) {
	before := len(q.groups)
	q.groups = slices.DeleteFunc(q.groups, func(other signInGroup) bool { return other.newest().ID == g.newest().ID })
	if len(q.groups) == before {
		return // it was answered once more
	}
	q.answered++
	canvas := q.page.app.window.Canvas()
	held := canvas.Focused() == fyne.Focusable(q.yes) || canvas.Focused() == fyne.Focusable(q.no)
	q.paint()
	q.page.scroll.Refresh()
	switch {
	case !held:
	case len(q.groups) > 0:
		q.yes.Focus(canvas)
	default:
		q.page.change.Focus(canvas)
	}
}
