package gui

import (
	"testing"

	"fyne.io/fyne/v2"
)

// The time zone is found by typing a part of its name, at every size, and Escape
// leaves the choice as it was.
func TestSetUpFindsTheTimeZone(t *testing.T) {
	inSetUp(t, pictured(newMemoryKeyring()), func(h *hand, w *wizard) {
		s := w.site
		canvas := h.app.window.Canvas()
		for _, tt := range []struct {
			name  string
			size  fyne.Size
			scale float32
		}{{"wizard-zone", wideWindow, 1}, {"wizard-zone-900x600", leastWindow, 1}, {"wizard-zone-150", leastWindow, 1.5}} {
			h.app.window.Resize(tt.size)
			h.settle()
			canvas.(interface{ SetScale(float32) }).SetScale(tt.scale)
			s.zone.SetSelected("Europe/London")
			s.zone.Focus(canvas)
			h.type1("kath")
			h.wantText("Asia/Kathmandu (now 13:57)")
			h.wantNoText("Europe/London")
			h.picture(tt.name, fyne.Size{})
			h.key(fyne.KeyEscape)
			if got := s.zone.Selected(); got != "Europe/London" || canvas.Focused() != fyne.Focusable(s.zone) {
				t.Errorf("Escape leads to %q, the keyboard to %T", got, canvas.Focused())
			}
			h.type1("kath")
			h.key(fyne.KeyReturn)
			if got := s.zone.Selected(); got != "Asia/Kathmandu" {
				t.Errorf("chose %q", got)
			}
		}
		h.type1("atlantis")
		h.wantText("No time zone is named after this place.")
	})
}
