package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// SearchSpec describes a search box.
type SearchSpec struct {
	Placeholder string
	KeyHint     string   // the shortcut that leads here, such as "Ctrl K"; "" for none
	Icon        IconName // "" is the magnifier
	Words       Words    // Clear
	OnChanged   func(string)
	OnSubmitted func(string)
}

// SearchBox is a field without a label: magnifier, text, and at its end the key that leads to it, or a cross while there is
// a text. Escape empties it, and goes on to the window when it is empty.
type SearchBox struct {
	Field
	hint, cross fyne.CanvasObject
}

// NewSearchBox makes a search box.
func NewSearchBox(spec SearchSpec) *SearchBox {
	s := &SearchBox{}
	if spec.Icon == "" {
		spec.Icon = IconSearch
	}
	s.cross = newFieldButton(IconClose, spec.Words.Clear, func() { s.SetText("") })
	s.cross.Hide()
	s.hint = Inset(0, Gap4, 0, 0, NewKeyHint(spec.KeyHint))
	if spec.KeyHint == "" {
		s.hint.Hide()
	}
	changed := func(text string) {
		s.showEnd(text == "", spec.KeyHint != "")
		if spec.OnChanged != nil {
			spec.OnChanged(text)
		}
	}
	s.init(FieldSpec{
		Placeholder: spec.Placeholder, OnChanged: changed, OnSubmitted: spec.OnSubmitted,
		Actions: []fyne.CanvasObject{s.cross, s.hint},
	})
	s.input.SetIcon(IconColoured(spec.Icon, ColorText2))
	s.input.onEscape = func() bool {
		used := s.Text() != ""
		s.SetText("")
		return used
	}
	s.ExtendBaseWidget(s)
	return s
}

func (s *SearchBox) showEnd(empty, hinted bool) {
	if empty {
		s.cross.Hide()
	} else {
		s.cross.Show()
	}
	if empty && hinted {
		s.hint.Show()
	} else {
		s.hint.Hide()
	}
	s.Refresh()
}

// SetPlaceholder replaces the words shown while the box is empty; a narrow window has a short one.
func (s *SearchBox) SetPlaceholder(text string) { s.input.SetPlaceHolder(text) }

// KeyHint shows a key or shortcut in a small frame.
type KeyHint struct {
	widget.BaseWidget
	keys string
}

// NewKeyHint makes a hint for a key.
func NewKeyHint(keys string) *KeyHint {
	k := &KeyHint{keys: keys}
	k.ExtendBaseWidget(k)
	return k
}

// CreateRenderer is called by the toolkit.
func (k *KeyHint) CreateRenderer() fyne.WidgetRenderer {
	frame, text := canvas.NewRectangle(nil), CaptionText(k.keys)
	p := &parts{self: k, objects: []fyne.CanvasObject{frame, text}, paint: text.Refresh}
	p.min = func() fyne.Size { return text.MinSize().AddWidthHeight(Gap12, 2) }
	p.layout = func(size fyne.Size) {
		words := text.MinSize()
		area := fyne.NewSize(size.Width, words.Height+2)
		frame.FillColor = Colour(ColorSurface)
		stroke(frame, ColorLine, EdgeWidth, centred(0, area.Height, size.Height), area, Gap4)
		text.Resize(words)
		text.Move(centred((size.Width-words.Width)/2, words.Height, size.Height))
	}
	return p
}
