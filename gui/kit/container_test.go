package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// longName is a name without any place to break it.
var longName = strings.Repeat("vanderberghollingsworth", 13)

// inTheme starts an application of the test driver with one palette.
func inTheme(t *testing.T, v Variant) fyne.App {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(NewTheme(v))
	return app
}

// shown puts an object into a window of exactly this size and returns the window.
func shown(t *testing.T, object fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, object)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w
}

// settle lays a window out again, as the real one does at each frame in which an object asked for another size.
func settle(w fyne.Window) {
	size := w.Canvas().Size()
	w.Resize(size.AddWidthHeight(1, 0))
	w.Resize(size)
}

// pictures compares an object with its pictures in both palettes.
func pictures(t *testing.T, name string, width, height float32, build func() fyne.CanvasObject) {
	t.Helper()
	for variant, suffix := range map[Variant]string{Light: "-light.png", Dark: "-dark.png"} {
		inTheme(t, variant)
		w := shown(t, Inset(24, 24, 24, 24, build()), width, height)
		test.AssertImageMatches(t, name+suffix, w.Canvas().Capture())
	}
}

func TestRowsLook(t *testing.T) {
	pictures(t, "rows", 600, 640, func() fyne.CanvasObject {
		open := func() {}
		hovered := NewRow(RowSpec{Icon: IconLaptop, Title: "Hover", Caption: "Only where the whole row opens something", OnOpen: open})
		hovered.hit.hovered = true
		focused := NewRow(RowSpec{Icon: IconLaptop, Title: "Focus", Caption: "Ring inside the box", OnOpen: open})
		focused.hit.focused = true
		return VBox(GapSections,
			SectionOf(NewHeader("Boxed list row", "Sign in with a key, your face or a PIN", NewButton(ButtonSpec{Text: "+ Add a passkey", Row: true})),
				NewBox(
					NewRow(RowSpec{Icon: IconLaptop, Title: "Rest", Caption: "Icon, title, second line, state, one button", Action: NewButton(ButtonSpec{Text: "Sign out", Row: true})}),
					hovered, focused,
					NewRow(RowSpec{Icon: IconLaptop, Title: "Working", Caption: "Signing out okafor-mbp", Working: true}))),
			SectionOf(NewHeader("Check-up", "", nil), NewBox(
				NewRow(RowSpec{
					Leading: FixedWidth(StateColumn, NewState(ToneDanger, "", "Act now")), Title: "Was this you? Wrong passwords from the VPN", Bold: true,
					Caption: "5 tries on 18 November at 02:41", Action: NewButton(ButtonSpec{Text: "Review", Row: true}),
				}),
				NewRow(RowSpec{
					Leading: FixedWidth(StateColumn, NewState(ToneTip, "", "Tip")), Title: "Print new recovery codes", Bold: true,
					Caption: "3 of 10 are left", State: NewState(ToneAttention, "", "4 days left"), Action: NewButton(ButtonSpec{Text: "Print", Row: true}),
				}),
				NewRow(RowSpec{
					Leading: FixedWidth(StateColumn, NewState(ToneGood, "", "Good")), Title: "You have a passkey of a name that is much longer than the row can ever be wide",
					Caption: "3 of 10 are left", State: NewMark("This device"),
				}),
				HBox(Gap8, NewState(ToneGood, "", "Active"), NewState(ToneDanger, IconLock, "Locked"), NewState(ToneOff, "", "Off"), NewState(ToneNeutral, IconAccountClock, "Never signed in"), NewAvatar("AO", 28), NewAvatar("JM", 40)),
			)))
	})
}

func TestMetersAndRulesLook(t *testing.T) {
	words := RulesWords{NotYet: "Not yet", Met: "Met", NotMet: "Not met", OnSave: "On save"}
	items := []RuleItem{
		{RuleMet, "At least 12 characters, you have 22"},
		{RuleMet, "Two of: letters, numbers, special characters"},
		{RuleNotYet, "No spaces"},
		{RuleNotMet, "Your name or account name is not in it"},
		{RuleOnSave, "None of your last 5 passwords"},
	}
	pictures(t, "meters", 700, 600, func() fyne.CanvasObject {
		meters := VBox(Gap16)
		for score, word := range []string{"Very weak", "Weak", "Fair", "Good", "Strong"} {
			m := NewMeter()
			m.SetScore(score, word, "Guessing takes about 30 years")
			if score == 1 {
				m.SetAdvice("A date is quickly guessed.", []string{"Add another word or two, rare ones.", "Leave out dates and years that have to do with you."})
			}
			meters.Add(m)
		}
		meters.Add(NewMeter())
		line := NewCountdown(func(int) string { return "Copied. Leaves the clipboard in 24 s" }, "Clear now", func() {})
		line.Set(24, 30)
		meters.Add(line)
		meters.Add(NewFold("Older clients", "Digest authentication is off", BodyText("Inside"), nil))
		opened := NewFold("Older clients", "Digest authentication is off", BodyText("Inside"), nil)
		opened.SetOpen(true)
		meters.Add(opened)
		panel, columns := NewRules(RulesPanel, "Rules", words), NewRules(RulesTwoColumns, "", words)
		panel.Set(items, "4 of 5 met")
		columns.Set(items, "")
		return VBox(Gap24, TopHBox(Gap24, Grow(meters), panel), columns)
	})
}

func TestNoticesLook(t *testing.T) {
	act := func() {}
	pictures(t, "notices", 600, 460, func() fyne.CanvasObject {
		return VBox(10,
			NewNotice(NoticeSpec{Tone: ToneGood, Lead: "Saved.", Text: "2 other devices are signed out", OnClose: act, CloseName: "Close"}),
			NewNotice(NoticeSpec{Tone: ToneAttention, Lead: "Last backup 9 days ago.", Text: "The backup disk was not there", Action: NewButton(ButtonSpec{Text: "Back up now", Kind: Low, Row: true})}),
			NewNotice(NoticeSpec{Tone: ToneDanger, Lead: "The clock went back 2 hours.", Text: "Locks keep their time, and this text is long enough to need a second line of its own, at least", Action: NewButton(ButtonSpec{Text: "Review", Kind: Low, Row: true})}),
			NewNotice(NoticeSpec{Icon: IconTimer, Text: "The window locks in 28 seconds", Action: NewButton(ButtonSpec{Text: "Stay signed in", Kind: Primary, Row: true})}),
			NewNotice(NoticeSpec{Tone: ToneDanger, Icon: IconLock, Lead: "Locked until 14:43, 11 minutes left", Text: "5 wrong passwords, the last at 14:28 from Workshop, 10.20.4.31", Stacked: true}),
			NewNotice(NoticeSpec{Tone: ToneAttention, Text: "A word without any place to break it " + longName}),
		)
	})
}

func TestPlaceholdersLook(t *testing.T) {
	pictures(t, "placeholders", 600, 620, func() fyne.CanvasObject {
		return VBox(Gap16,
			NewSkeleton(),
			NewEmpty(EmptySpec{Icon: IconAccountCheck, Title: "No locked accounts", Caption: "A lock shows up here the moment it happens", Action: NewButton(ButtonSpec{Text: "Show all accounts", Row: true})}),
			NewFailed(FailedSpec{Title: "The sign-in history could not be read", Caption: "Nothing is lost. Reference E-4F21, details are in the log.", Retry: "Try again", Copy: "Copy reference"}),
		)
	})
}
