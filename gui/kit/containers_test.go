package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestRowOpensByMouseAndKeys(t *testing.T) {
	inTheme(t, Light)
	opened, pressed := 0, 0
	button := NewButton(ButtonSpec{Text: "Sign out", Row: true, Act: func() { pressed++ }})
	plain := NewRow(RowSpec{Title: "Plain"})
	first := NewRow(RowSpec{Title: "First", OnOpen: func() { opened++ }})
	second := NewRow(RowSpec{Title: "Second", OnOpen: func() { opened++ }, Action: button})
	box := NewBox(plain, first, second)
	w := shown(t, VBox(0, box), 400, 300)
	c := w.Canvas()
	test.TapCanvas(c, fyne.NewPos(50, 20))
	if opened != 0 || c.Focused() != nil {
		t.Error("a row that opens nothing heard a click")
	}
	c.FocusNext()
	if c.Focused() != first.Focus() || !first.hit.ringed() {
		t.Fatalf("Tab goes to %T", c.Focused())
	}
	press1(c, fyne.KeyDown)
	if c.Focused() != second.Focus() {
		t.Error("Down does not go to the next row")
	}
	press1(c, fyne.KeyDown)
	press1(c, fyne.KeyUp)
	if c.Focused() != first.Focus() {
		t.Error("Up does not go back")
	}
	press1(c, fyne.KeyReturn)
	press1(c, fyne.KeySpace)
	test.TapCanvas(c, fyne.NewPos(50, 140))
	if opened != 3 || second.hit.ringed() {
		t.Errorf("opened %d times; ring after a click: %v", opened, second.hit.ringed())
	}
	test.TapCanvas(c, fyne.NewPos(360, 140))
	if pressed != 1 || opened != 3 {
		t.Errorf("the button was pressed %d times, and the row opened %d times", pressed, opened)
	}
	second.Set(RowSpec{Title: "Second", OnOpen: func() { opened++ }, Working: true})
	test.TapCanvas(c, fyne.NewPos(50, 140))
	if opened != 3 {
		t.Error("a working row was opened")
	}
}

func TestRowsRepeatEvery56(t *testing.T) {
	inTheme(t, Light)
	gone := NewRow(RowSpec{Title: "Hidden"})
	gone.Hide()
	first, last := NewRow(RowSpec{Title: "First"}), NewRow(RowSpec{Title: longName, Caption: longName, State: NewState(ToneGood, "", "Active")})
	box := NewBox(first, gone, last)
	shown(t, VBox(0, box), 400, 300)
	if box.MinSize().Height != 2*HeightRow+2 || last.Position().Y != 1+HeightRow || last.Size().Width != 398 {
		t.Errorf("box %v, last row at %v, %v", box.MinSize(), last.Position(), last.Size())
	}
	if !first.hit.first || first.hit.last || last.hit.first || !last.hit.last {
		t.Error("the corners are not rounded where rows meet the box's")
	}
	gone.Show()
	box.Refresh()
	if last.Position().Y != 1+2*HeightRow {
		t.Errorf("after a row came the last is at %v", last.Position())
	}
}

func TestMeterScores(t *testing.T) {
	inTheme(t, Light)
	m := NewMeter()
	height := m.HeightFor(300)
	for score, want := range map[int]int{-3: 0, 0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 99: 4} {
		m.SetScore(score, "Word", "Sentence")
		full := 0
		for _, s := range m.segments {
			if s.spec.Fill != ColorLine {
				full++
			}
		}
		if full != want || !m.line.Visible() {
			t.Errorf("score %d fills %d segments", score, full)
		}
	}
	m.SetAdvice("Why it is weak.", []string{"What would help.", "What else would."})
	if advised := m.HeightFor(300); advised <= height || m.advice.AccessibilityLabel() != "Why it is weak. What would help. What else would." {
		t.Errorf("with advice %q it is %v high, without %v", m.advice.AccessibilityLabel(), advised, height)
	}
	m.Clear()
	if m.line.Visible() || m.advice.Visible() || m.HeightFor(300) != height {
		t.Error("an empty meter shows words, or has another height")
	}
}

func TestRulesKeepTheirRows(t *testing.T) {
	inTheme(t, Light)
	words := RulesWords{NotYet: "Not yet", Met: "Met", NotMet: "Not met", OnSave: "On save"}
	r := NewRules(RulesPanel, "Rules", words)
	r.Set([]RuleItem{{RuleNotYet, "At least 12 characters"}, {RuleOnSave, "None of your last 5"}}, "0 of 1 met")
	rows := r.rows
	r.Set([]RuleItem{{RuleMet, "At least 12 characters, you have 22"}, {RuleOnSave, "None of your last 5"}}, "1 of 1 met")
	if r.rows[0] != rows[0] || r.rows[0].word.Text() != "Met" || r.count.Text() != "1 of 1 met" {
		t.Errorf("first rule says %q, count %q", r.rows[0].word.Text(), r.count.Text())
	}
	if len(r.list.Objects) != 3 {
		t.Errorf("%d objects; what only the store knows has a line above it", len(r.list.Objects))
	}
	r.Set([]RuleItem{{RuleMet, "At least 12 characters"}, {RuleNotMet, "None of your last 5"}}, "1 of 2 met")
	if len(r.list.Objects) != 2 || r.rows[1].word.Text() != "Not met" {
		t.Error("a rule that the store answered still stands apart")
	}
	r.Set(nil, "")
	if len(r.rows) != 0 {
		t.Error("no rules leave rows")
	}
}

func TestCountdownIsPassive(t *testing.T) {
	inTheme(t, Light)
	said, stopped := 0, 0
	c := NewCountdown(func(s int) string { said = s; return "Leaves soon" }, "Clear now", func() { stopped++ })
	w := shown(t, c, 400, 40)
	if c.Visible() {
		t.Error("a line without time is to be seen")
	}
	c.Set(24, 30)
	settle(w)
	if !c.Visible() || said != 24 || c.bar.layout.part != .8 {
		t.Errorf("visible %v, said %d, bar %v", c.Visible(), said, c.bar.layout.part)
	}
	w.Canvas().FocusNext()
	press1(w.Canvas(), fyne.KeyReturn)
	if stopped != 1 {
		t.Error("the link does nothing")
	}
	c.Set(0, 30)
	if c.Visible() {
		t.Error("the line stays when its time is over")
	}
}

func TestNoticeActsAndCloses(t *testing.T) {
	inTheme(t, Light)
	acted, closed := 0, 0
	n := NewNotice(NoticeSpec{
		Tone: ToneAttention, Lead: "Last backup 9 days ago.", Text: longName,
		Action:  NewButton(ButtonSpec{Text: "Back up now", Kind: Low, Row: true, Act: func() { acted++ }}),
		OnClose: func() { closed++ }, CloseName: "Close",
	})
	c := shown(t, n, 500, 200).Canvas()
	for range 2 {
		c.FocusNext()
		press1(c, fyne.KeySpace)
	}
	if acted != 1 || closed != 1 {
		t.Errorf("acted %d, closed %d", acted, closed)
	}
	if high, low := n.HeightFor(200), n.HeightFor(2000); low != 46 && low < noticeHeight || high <= low {
		t.Errorf("height %v at 200, %v at 2000", high, low)
	}
}

func TestFoldShowsItsValueWhileClosed(t *testing.T) {
	inTheme(t, Light)
	var moves []bool
	inside := BodyText("Inside")
	f := NewFold("Older clients", "Digest authentication is off", inside, func(open bool) { moves = append(moves, open) })
	c := shown(t, VBox(0, f), 400, 200).Canvas()
	if f.HeightFor(400) != HeightRailItem || f.content.Visible() || !f.value.Visible() {
		t.Errorf("closed: %v high", f.HeightFor(400))
	}
	c.FocusNext()
	press1(c, fyne.KeySpace)
	if !f.IsOpen() || !f.content.Visible() || f.value.Visible() || f.HeightFor(400) <= HeightRailItem {
		t.Error("Space does not open it")
	}
	press1(c, fyne.KeyReturn)
	if f.IsOpen() || len(moves) != 2 || !moves[0] || moves[1] {
		t.Errorf("moves %v", moves)
	}
}

func TestPlaceholderActs(t *testing.T) {
	inTheme(t, Light)
	retried, copied := 0, 0
	box := NewFailed(FailedSpec{
		Title: "The sign-in history could not be read", Caption: "Nothing is lost.",
		Retry: "Try again", OnRetry: func() { retried++ }, Copy: "Copy reference", OnCopy: func() { copied++ },
	})
	c := shown(t, box, 500, 200).Canvas()
	for range 2 {
		c.FocusNext()
		press1(c, fyne.KeyReturn)
	}
	if retried != 1 || copied != 1 {
		t.Errorf("retried %d, copied %d", retried, copied)
	}
}

// Tones differ in outline, not only in colour.
func TestTonesHaveTheirOwnIcons(t *testing.T) {
	icons := map[IconName]Tone{}
	for _, tone := range []Tone{ToneGood, ToneAttention, ToneDanger, ToneOff, ToneTip} {
		if other, taken := icons[tone.Icon()]; taken {
			t.Errorf("tones %d and %d share %s", tone, other, tone.Icon())
		}
		icons[tone.Icon()] = tone
	}
}

func TestGroundFollowsTheTheme(t *testing.T) {
	inTheme(t, Light)
	g := NewGround(GroundSpec{Fill: ColorSurface})
	shown(t, g, 10, 10)
	r := test.WidgetRenderer(g).(*groundRenderer)
	light := r.fill.FillColor
	test.ApplyTheme(t, NewTheme(Dark))
	if r.fill.FillColor == light {
		t.Error("a change of theme does not reach a ground in the window")
	}
}
