package gui

import (
	"log/slog"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// meterSubject is whose passwords are judged.
func meterSubject() policy.Subject {
	return policy.Subject{Name: "a.okafor", FullName: "Ada Okafor", Mail: "ada.okafor@northfield.example"}
}

// The meter in all of its states, by passwords that bring it there.
func TestMeterStates(t *testing.T) {
	inWindow(t, func(h *hand) {
		judge := core.NewJudge("Northfield Depot")
		column := kit.VBox(kit.Gap16)
		warned, advised := 0, 0
		for score, typed := range map[int]string{-1: "", 0: "password", 1: "Okafor1987", 2: "kestrel4410", 3: "kestrel-4410", 4: "tally-Orbit-43-plinth"} {
			if got := judge.New(typed, meterSubject()).Strength; typed != "" && got.Score != score {
				t.Errorf("%q has the score %d, want %d", typed, got.Score, score)
			}
		}
		for _, typed := range []string{"", "password", "aaaaaaaa", "Okafor1987", "qwertyuiop", "kestrel4410", "kestrel-4410", "tally-Orbit-43-plinth"} {
			judged := judge.New(typed, meterSubject())
			m := kit.NewMeter()
			showStrength(m, typed, judged)
			if judged.Strength.Warning != "" {
				warned++
			}
			if len(judged.Strength.Suggestions) > 0 {
				advised++
			}
			column.Add(kit.VBox(kit.Gap4, kit.MonoText(typed), m))
		}
		if warned < 3 || advised < 4 {
			t.Errorf("%d warnings and %d with suggestions", warned, advised)
		}
		h.app.window.SetContent(kit.Inset(kit.Gap24, kit.Gap24, kit.Gap24, kit.Gap24, column))
		h.golden("meter-states", fyne.NewSize(440, 760))
	})
}

// What is typed before the lists of the estimate are there waits for them, and is
// judged as it stands then.
func TestTypedBeforeTheListsAreThere(t *testing.T) {
	inWindow(t, func(h *hand) {
		n := newNewPassword(h.app, newPasswordSpec{
			judge: core.NewJudge("Northfield Depot"), who: meterSubject, layout: kit.RulesPanel, label: "Password",
		})
		h.app.window.SetContent(kit.VBox(kit.Gap8, n.fields(), n.rules))
		// The lists may come before, between or after these two.
		n.fresh.SetText("Okafor1987")
		n.fresh.SetText("tally-Orbit-43-plinth")
		h.settle()
		h.wantText("Strong", "4 of 4 met")
		h.wantNoText("A name of this account")

		n.judge = core.NewJudge("Northfield Depot") // its lists come when the test says so
		n.fresh.SetText("")                         // which needs none
		n.fresh.SetText("Okafor1987")
		h.settle()
		h.wantNoText("Weak", "Strong")
		n.judge.Prepare()
		n.judgeNow()
		h.wantText("Weak")
	})
}

// BenchmarkKey is what one key typed into a new password costs: to judge it and to
// place what it changed, and then to paint both fields, the meter and the checklist
// anew. A window has 16 ms for a frame. The painting is the toolkit's in software, as
// in tests, and of every pixel; the program's window leaves it to OpenGL, so that
// the limit is for the rest.
func BenchmarkKey(b *testing.B) {
	app := test.NewTempApp(b)
	a := newApp(Program{Log: slog.New(slog.DiscardHandler), Now: time.Now}, app)
	defer a.back.stop()
	judge := core.NewJudge("Northfield Depot")
	judge.Prepare()
	n := newNewPassword(a, newPasswordSpec{judge: judge, who: meterSubject, layout: kit.RulesPanel, label: "New password"})
	// The toolkit's test driver would show what the background has to show at any moment.
	a.back.running.Wait()
	part := kit.VBox(kit.Gap16, n.fields(), n.rules)
	a.window.SetContent(part)
	const width = 376 // as on the security page
	a.window.Resize(fyne.NewSize(width, kit.HeightFor(part, width)+2*kit.HeightRow))
	n.fresh.SetRevealed(true)
	a.window.Canvas().Capture()
	text := []rune("Okafor1987 tally-Orbit-43-plinth-ferry-moss")
	var judged, whole []float64
	for key := 0; b.Loop(); key++ {
		typed := string(text[:key%len(text)+1])
		began := time.Now()
		n.fresh.SetText(typed)
		placed := time.Now()
		a.window.Canvas().Capture()
		judged = append(judged, milliseconds(placed.Sub(began)))
		whole = append(whole, milliseconds(time.Since(began)))
	}
	slices.Sort(judged)
	slices.Sort(whole)
	b.ReportMetric(judged[len(judged)/2], "ms")
	b.ReportMetric(16, "max-ms")
	b.ReportMetric(judged[len(judged)*99/100], "p99-ms")
	b.ReportMetric(16, "max-p99-ms")
	b.ReportMetric(whole[len(whole)/2], "painted-in-software-ms")
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
