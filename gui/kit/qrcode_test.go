package kit

import (
	"image"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"gatehouse/core/twostep"
)

// address is one that an authenticator app takes over.
func address(t *testing.T, issuer, account string) string {
	t.Helper()
	secret, err := twostep.SecretOf([]byte("12345678901234567890"))
	if err != nil {
		t.Fatal(err)
	}
	return twostep.Key{Secret: secret, Params: twostep.Params{Algorithm: twostep.SHA1, Digits: 6, Period: 30 * time.Second}}.URI(issuer, account)
}

// qrOf is the widget of an address.
func qrOf(t *testing.T, uri string) *QRCode {
	t.Helper()
	modules, err := twostep.QR(uri)
	if err != nil {
		t.Fatal(err)
	}
	return NewQRCode(modules, "QR code for the authenticator app")
}

// readQR reads the code in a picture by another library, as a camera would: it is found in the picture, not known to be all
// of it.
func readQR(t *testing.T, picture image.Image) string {
	t.Helper()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		t.Fatal(err)
	}
	read, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		return err.Error()
	}
	return read.GetText()
}

// What the window shows is read back, in both themes and at each scale, with names that are long or have signs in them.
func TestQRCodeIsReadFromTheWindow(t *testing.T) {
	for _, name := range [][2]string{
		{"Northfield Depot", "a.okafor"},
		{"診療所", "山田 太郎"},
		{"A:B", "50 % & more"},
		{"Northfield Community Health and Rehabilitation Centre", "bartholomew.vanderberghollingsworth"},
	} {
		uri := address(t, name[0], name[1])
		for _, v := range []Variant{Light, Dark} {
			for _, scale := range []float32{1, 1.1, 1.25, 1.5, 1.75, 2} {
				inTheme(t, v)
				c := software.NewCanvas()
				c.SetContent(Inset(24, 24, 24, 24, qrOf(t, uri)))
				c.SetScale(scale)
				c.Resize(c.Content().MinSize())
				if got := readQR(t, c.Capture()); got != uri {
					t.Errorf("%q in theme %v at scale %v: %s", name, v, scale, got)
				}
			}
		}
	}
}

// The picture of the window that is kept with the tests is read back as well.
func TestQRCodeLooks(t *testing.T) {
	uri := address(t, "Northfield Depot", "a.okafor")
	pictures(t, "qrcode", 360, 360, func() fyne.CanvasObject { return VBox(0, qrOf(t, uri)) })
	w := shown(t, Inset(24, 24, 24, 24, VBox(0, qrOf(t, uri))), 360, 360)
	if got := readQR(t, w.Canvas().Capture()); got != uri {
		t.Error(got)
	}
}

// Every module is the same number of whole pixels at any size, and nothing breaks where there is no room.
func TestQRCodeModulesAreWhole(t *testing.T) {
	q := qrOf(t, "otpauth://totp/a:b")
	side := len(q.modules)
	for _, size := range []int{0, 1, side - 1, side, side*3 + 2, side*4 + side/2} {
		picture := q.draw(size, size)
		module := size / side
		dark := 0
		for y := range size {
			for x := range size {
				if r, _, _, _ := picture.At(x, y).RGBA(); r == 0 {
					dark++
				}
			}
		}
		want := 0
		for _, row := range q.modules {
			for _, on := range row {
				if on {
					want += module * module
				}
			}
		}
		if dark != want {
			t.Errorf("at %d: %d dark pixels, want %d", size, dark, want)
		}
	}
	if empty := NewQRCode(nil, ""); empty.draw(3, 3) == nil || !empty.MinSize().IsZero() {
		t.Error("a code of nothing")
	}
}
