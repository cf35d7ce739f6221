package twostep

import (
	"errors"

	"github.com/skip2/go-qrcode"
)

// ErrTooLong reports names that leave no room in a QR code that can be scanned. The
// key can still be typed.
var ErrTooLong = errors.New("twostep: too long for a QR code")

// largestVersion bounds a QR code: 77 modules a side, which at four pixels each still
// fit into a dialog and are read by a phone's camera.
const largestVersion = 15

// QR draws a text as a QR code: rows of modules, true for dark ones, with the four
// light ones around it that scanners need (ISO/IEC 18004). It returns ErrTooLong, which
// says nothing of the text.
func QR(text string) ([][]bool, error) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil || code.VersionNumber > largestVersion {
		// The error of the library has the text in it, and so the secret.
		return nil, ErrTooLong
	}
	return code.Bitmap(), nil
}
