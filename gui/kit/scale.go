package kit

import (
	"fmt"
	"os"
	"strconv"

	"fyne.io/fyne/v2"
)

// Least and greatest scale that a person can choose, in percent.
const (
	ScaleLeast    = 100
	ScaleGreatest = 200
)

// scaleVariable is the toolkit's only way in: it reads this variable of its own process whenever the settings change and
// multiplies every length of every window by it, strokes and text included. The kit's numbers stay logical.
const scaleVariable = "FYNE_SCALE"

// SetScale makes everything in the open windows larger, by percent of the system's own scale, and takes effect at once. The
// toolkit rounds to a tenth, so steps of 10 show as they are. The error names a percentage out of the range, which changes
// nothing.
func SetScale(app fyne.App, percent int) error {
	if percent < ScaleLeast || percent > ScaleGreatest {
		return fmt.Errorf("scale of %d %%: want %d to %d", percent, ScaleLeast, ScaleGreatest)
	}
	factor := strconv.FormatFloat(float64(percent)/100, 'f', 2, 64)
	if err := os.Setenv(scaleVariable, factor); err != nil {
		return fmt.Errorf("scale: %w", err)
	}
	app.Settings().SetTheme(app.Settings().Theme())
	return nil
}
