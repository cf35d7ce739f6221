package kit

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

func TestStepsLook(t *testing.T) {
	pictures(t, "steps", 460, 330, func() fyne.CanvasObject {
		ring := NewTimeRing()
		ring.Set(18*time.Second, 30*time.Second)
		words := FixedWidth(110, CaptionText("18 seconds until the next code").Wrapped())
		code := NewCodeField(CodeSpec{Digits: 6, Beside: HBox(14, ring, words)})
		code.SetText("4180")
		code.input.FocusGained()
		return VBox(0, NewSteps(
			StepItem{Title: "Open an authenticator app on your phone", Caption: "Such as Google Authenticator, Microsoft Authenticator, Authy"},
			StepItem{Title: "Scan the QR code with it", Caption: "The app then shows “Northfield Depot: a.okafor”"},
			StepItem{Title: "Type the 6-digit code it shows", Content: code},
			StepItem{
				Title:   "A step of which there is so much to say that its title needs a second line",
				Caption: "And a caption that needs one as well, because it goes on for longer than any step of the program does",
			},
		))
	})
}

func TestStepsWordsChange(t *testing.T) {
	inTheme(t, Light)
	content := Gap(20, 20)
	s := NewSteps(StepItem{Title: "Scan", Caption: "The app then shows it"}, StepItem{Title: "Type", Content: content})
	shown(t, VBox(0, s), 300, 300)
	with := s.HeightFor(300)
	s.SetCaption(0, "")
	without := s.HeightFor(300)
	if without >= with {
		t.Errorf("%v high with a caption, %v without", with, without)
	}
	s.SetCaption(1, "Six digits")
	s.SetCaption(0, strings.Repeat("A long caption wraps. ", 10))
	if s.HeightFor(300) <= with || s.captions[1].Hidden {
		t.Error("a caption that came later does not show")
	}
	if at := s.captions[1].Position(); at != fyne.NewPos(0, BoldText("M").lineHeight()) || content.Size().Width != 300-stepBadge-10 {
		t.Errorf("caption at %v, content %v wide", at, content.Size().Width)
	}
	before := s.HeightFor(300)
	s.SetTitle(0, strings.Repeat("A long title wraps. ", 10))
	if s.HeightFor(300) <= before || s.titles[0].Text() == "Scan" {
		t.Error("a title that was replaced does not show")
	}
	if NewSteps().MinSize().Height != 0 {
		t.Error("no steps take room")
	}
}
