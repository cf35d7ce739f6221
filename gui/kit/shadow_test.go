package kit

import (
	"testing"

	"fyne.io/fyne/v2"
)

// The pieces of a shadow meet without a gap, and what none of them covers lies under what casts it.
func TestShadowIsWhole(t *testing.T) {
	inTheme(t, Light)
	s, size := newShadow(), fyne.NewSize(400, 300)
	s.layout(size)
	at := func(i int) (left, top, right, bottom float32) {
		p, of := s.pieces[i].Position(), s.pieces[i].Size()
		return p.X, p.Y, p.X + of.Width, p.Y + of.Height
	}
	_, _, leftEnd, topEnd := at(0)
	rightStart, _, _, _ := at(2)
	_, bottomStart, _, _ := at(5)
	for i, want := range [8][2]float32{
		{leftEnd - shadowBlur, topEnd - shadowBlur},
		{leftEnd, topEnd - shadowBlur},
		{rightStart, topEnd - shadowBlur},
		{leftEnd - shadowBlur, topEnd},
		{rightStart, topEnd},
		{leftEnd - shadowBlur, bottomStart},
		{leftEnd, bottomStart},
		{rightStart, bottomStart},
	} {
		if left, top, _, _ := at(i); left != want[0] || top != want[1] {
			t.Errorf("piece %d is at %v, %v; want %v", i, left, top, want)
		}
	}
	if _, _, right, _ := at(1); right != rightStart {
		t.Errorf("the upper edge ends at %v, the corner begins at %v", right, rightStart)
	}
	if _, _, _, bottom := at(3); bottom != bottomStart {
		t.Errorf("the left edge ends at %v, the corner begins at %v", bottom, bottomStart)
	}
	if leftEnd < 0 || topEnd < 0 || rightStart > size.Width || bottomStart > size.Height {
		t.Errorf("the hole from %v, %v to %v, %v is seen", leftEnd, topEnd, rightStart, bottomStart)
	}
}

// A shadow is gone at its outer end, half as strong at the outline, and never grows on the way out.
func TestShadowFades(t *testing.T) {
	if shadowStrength(0) != 1 || shadowStrength(shadowBlur/2) != 0.5 || shadowStrength(shadowBlur) != 0 || shadowStrength(2*shadowBlur) != 0 {
		t.Errorf("%v, %v, %v", shadowStrength(0), shadowStrength(shadowBlur/2), shadowStrength(shadowBlur))
	}
	for beyond := range shadowBlur {
		if shadowStrength(float64(beyond+1)) > shadowStrength(float64(beyond)) {
			t.Errorf("it grows from %d on", beyond)
		}
	}
}

// The shadow has the colour of the theme in use.
func TestShadowFollowsTheTheme(t *testing.T) {
	strength := func(v Variant) uint32 {
		inTheme(t, v)
		s := newShadow()
		s.paint(Colour(ColorDialogShadow))
		_, _, _, a := s.pieces[1].Image.At(0, shadowBlur-1).RGBA()
		return a
	}
	if light, dark := strength(Light), strength(Dark); light == 0 || dark <= light {
		t.Errorf("light %d, dark %d", light, dark)
	}
}
