package gui

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// BenchmarkDevices is what the sections of devices and of the sign-in history cost: to
// build them with fifty devices and two hundred lines, and to show them anew when they
// were read again. A window has 16 ms for a frame. It leaves out the painting, which is
// OpenGL's.
func BenchmarkDevices(b *testing.B) {
	a := benchmarkApp(b)
	p, ok := newSecurityPage(a).(*securityPage)
	if !ok {
		b.Fatal("it is no Security page")
	}
	a.window.SetContent(p.object())
	seen := core.Devices{KeptDays: 90}
	for i := range 50 {
		d := core.Device{Client: core.ClientWindow, Host: fmt.Sprintf("YARD-PC-%02d", i), System: "Windows 11", Address: "10.20.4.17"}
		seen.Open = append(seen.Open, core.DeviceView{Device: d, Sessions: []core.SessionView{{
			ID: core.SessionID(i + 1), Device: d, StartedAt: time.Now(), LastActiveAt: time.Now(), ExpiresAt: time.Now().Add(time.Hour), This: i == 0,
		}}})
	}
	past := &past{now: time.Now()}
	for i := range historyRead {
		past.add(time.Minute, from(fmt.Sprintf("YARD-PC-%02d", i%7), core.OutcomeWrong, "signin", ""))
	}
	page := core.HistoryPage{Lines: past.lines, More: true}
	b.Run("open", func(b *testing.B) {
		var took []float64
		for b.Loop() {
			began := time.Now()
			devices, history := newDeviceSection(p), newHistorySection(p)
			devices.take(seen, nil)
			history.take(page, nil)
			for _, section := range []*fyne.Container{devices.object, history.object} {
				section.Resize(fyne.NewSize(kit.ColumnWidth, kit.HeightFor(section, kit.ColumnWidth)))
			}
			devices.long.InView(0, wideWindow.Height)
			took = append(took, milliseconds(time.Since(began)))
		}
		reportFrame(b, took)
	})
	b.Run("again", func(b *testing.B) {
		var took []float64
		for i := 0; b.Loop(); i++ {
			seen.Open[i%10].Sessions[0].LastActiveAt = time.Now().Add(time.Duration(-i) * time.Hour)
			began := time.Now()
			p.devices.take(seen, nil)
			p.history.take(page, nil)
			took = append(took, milliseconds(time.Since(began)))
		}
		reportFrame(b, took)
	})
}
