package kit

import (
	"math"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

func TestTimeRingLooks(t *testing.T) {
	pictures(t, "timering", 400, 84, func() fyne.CanvasObject {
		line := HBox(Gap16)
		for _, left := range []int{30, 29, 18, 15, 7, 1, 0} {
			r := NewTimeRing()
			r.Set(time.Duration(left)*time.Second, 30*time.Second)
			line.Add(r)
		}
		return VBox(0, line)
	})
}

func TestTimeRingStaysWithinItsPeriod(t *testing.T) {
	inTheme(t, Light)
	r := NewTimeRing()
	shown(t, r, 36, 36)
	const second = time.Second
	for _, c := range []struct {
		left, period time.Duration
		seconds      string
		angle        float32
	}{
		{18 * second, 30 * second, "18", 216},
		{17*second + 1, 30 * second, "18", 204},
		{second / 100, 30 * second, "1", .12},
		{30 * second, 30 * second, "30", 360},
		{31 * second, 30 * second, "30", 360},
		{math.MaxInt64, 30 * second, "30", 360},
		{math.MaxInt64, math.MaxInt64, "9223372037", 360},
	} {
		r.Set(c.left, c.period)
		if r.seconds.Text() != c.seconds || math.Abs(float64(r.arc.EndAngle-c.angle)) > .01 || r.arc.Hidden || r.track.Hidden {
			t.Errorf("%v of %v: %q, %v degrees", c.left, c.period, r.seconds.Text(), r.arc.EndAngle)
		}
	}
	if r.MinSize() != fyne.NewSquareSize(36) {
		t.Errorf("it asks for %v", r.MinSize())
	}
}

func TestTimeRingShowsNoMoreThanThereIs(t *testing.T) {
	inTheme(t, Light)
	r := NewTimeRing()
	shown(t, r, 36, 36)
	for _, left := range []time.Duration{0, -1, math.MinInt64} {
		r.Set(left, 30*time.Second)
		if r.seconds.Text() != "0" || !r.arc.Hidden || r.track.Hidden || r.seconds.Hidden {
			t.Errorf("with %v left it says %q", left, r.seconds.Text())
		}
	}
	for _, period := range []time.Duration{0, -30 * time.Second} {
		r.Set(5*time.Second, period)
		if !r.arc.Hidden || !r.track.Hidden || !r.seconds.Hidden {
			t.Errorf("something shows in a period of %v", period)
		}
	}
}
