package twostep_test

import (
	"errors"
	"image"
	"image/color"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/pquerna/otp"

	"gatehouse/core/twostep"
)

// names are pairs of site and account that an address could be broken by.
func names() [][2]string {
	return [][2]string{
		{"Northfield Depot", "a.okafor"},
		{"診療所", "山田 太郎"},
		{"A:B", "c:d"},
		{"100 % sure", "a%20b"},
		{"R&D", "x&secret=AAAA"},
		{"a+b", "c+d e"},
		{"a/b?c#d", "e/../f"},
		{strings.Repeat("Clinic ", 9), strings.Repeat("long.name", 7)},
	}
}

// What is written is read back by another library: its names, its secret, its
// parameters.
func TestURIIsReadBack(t *testing.T) {
	for _, algorithm := range []twostep.Algorithm{twostep.SHA1, twostep.SHA256, twostep.SHA512} {
		k := vectorKey(t, algorithm)
		for _, name := range names() {
			read, err := otp.NewKeyFromURL(k.URI(name[0], name[1]))
			if err != nil {
				t.Fatal(err)
			}
			if read.Type() != "totp" || read.Secret() != k.Base32() || read.Issuer() != name[0] ||
				read.Period() != 30 || read.Digits().Length() != 8 || read.Algorithm().String() != string(algorithm) {
				t.Errorf("%q: %+v", name, read)
			}
			// The library parts the names at the first colon of the path, escaped or not.
			if !strings.Contains(name[0], ":") && read.AccountName() != name[1] {
				t.Errorf("the account %q is read as %q", name[1], read.AccountName())
			}
		}
	}
}

// A label has one colon, that between the names, and no space as a plus.
func TestURILabel(t *testing.T) {
	got := vectorKey(t, twostep.SHA1).URI("A:B c", "d:e+f")
	if want := "otpauth://totp/A%3AB%20c:d%3Ae+f?"; !strings.HasPrefix(got, want) || !strings.Contains(got, "issuer=A%3AB%20c&") {
		t.Errorf("%s", got)
	}
}

// A second library reads the code that is drawn.
func TestQRIsReadBack(t *testing.T) {
	for _, name := range names() {
		uri := vectorKey(t, twostep.SHA512).URI(name[0], name[1])
		modules, err := twostep.QR(uri)
		if err != nil {
			t.Fatal(err)
		}
		bitmap, err := gozxing.NewBinaryBitmapFromImage(picture(modules, 4))
		if err != nil {
			t.Fatal(err)
		}
		read, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true})
		if err != nil || read.GetText() != uri {
			t.Errorf("%q: %v, %v", name, read, err)
		}
	}
}

// picture draws modules in black on white, each scale pixels a side.
func picture(modules [][]bool, scale int) image.Image {
	p := image.NewGray(image.Rect(0, 0, len(modules)*scale, len(modules)*scale))
	for y := range len(modules) * scale {
		for x := range len(modules) * scale {
			if !modules[y/scale][x/scale] {
				p.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	return p
}

// A code has a quiet zone of four modules (ISO/IEC 18004).
func TestQRQuietZone(t *testing.T) {
	modules, err := twostep.QR("otpauth://totp/a:b")
	if err != nil {
		t.Fatal(err)
	}
	side := len(modules)
	for y, row := range modules {
		for x, dark := range row {
			if edge := x < 4 || y < 4 || x >= side-4 || y >= side-4; edge && dark {
				t.Fatalf("dark at %d, %d of %d", x, y, side)
			}
		}
	}
	if !modules[4][4] {
		t.Error("the quiet zone is wider than four")
	}
}

// FAULTS 35: names too long for a code give an error that says nothing of the secret.
func TestQRTooLong(t *testing.T) {
	k := vectorKey(t, twostep.SHA1)
	for _, length := range []int{400, 4000} {
		_, err := twostep.QR(k.URI(strings.Repeat("x", length), "a"))
		if !errors.Is(err, twostep.ErrTooLong) || strings.Contains(err.Error(), k.Base32()[:6]) {
			t.Errorf("%d characters: %v", length, err)
		}
	}
}
