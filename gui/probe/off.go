//go:build !tour

package probe

import "fyne.io/fyne/v2"

// Install does nothing in a program that was not built for a tour.
func Install(fyne.Window) {}
