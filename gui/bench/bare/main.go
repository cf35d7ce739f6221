// Command bare shows a window of the toolkit with one line of text: what the start and the memory of the program are
// compared with.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"
)

func main() {
	a := app.NewWithID("org.gatehouse.Bare")
	w := a.NewWindow("Bare")
	w.SetContent(widget.NewLabel("Bare"))
	w.Resize(fyne.NewSize(440, 560)) // as the program's first window
	w.CenterOnScreen()
	w.ShowAndRun()
}
