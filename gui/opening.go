package gui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/core/seal"
	"gatehouse/gui/kit"
)

// opening is the screen before anything is known: the mark, and a ring if it
// takes long.
type opening struct{ content fyne.CanvasObject }

// newOpening builds the screen.
func newOpening() *opening {
	mark := kit.VBox(kit.Gap16, container.NewCenter(kit.NewLogo(44)), container.NewCenter(kit.NewSpinner()))
	return &opening{content: onSurface(container.NewCenter(mark))}
}

func (o *opening) object() fyne.CanvasObject { return o.content }
func (o *opening) shown(fyne.Canvas)         {}
func (o *opening) size() fyne.Size           { return smallWindow }
func (o *opening) leave(fyne.Canvas)         {}

// onSurface lays an object on the ground of the sign-in.
func onSurface(object fyne.CanvasObject) fyne.CanvasObject {
	return kit.Layered(kit.NewGround(kit.GroundSpec{Fill: kit.ColorSurface}), object)
}

// onPage lays an object on the ground of the shell.
func onPage(object fyne.CanvasObject) fyne.CanvasObject {
	return kit.Layered(kit.NewGround(kit.GroundSpec{Fill: kit.ColorPage}), object)
}

// open looks for the site in the data folder. A folder without one leads to
// the first run; a store that is damaged, foreign, empty or newer never does.
func (a *App) open() {
	a.back.latest(&a.opening, func(ctx context.Context) func() {
		store, err := a.program.OpenStore(ctx, a.program.DataDir)
		if core.ErrorCode(err) == core.CodeStoreAbsent {
			return a.firstRun
		}
		if err != nil {
			return func() { a.show(newStoreProblem(a, err)) }
		}
		door, err := core.Knock(ctx, store)
		return func() {
			a.store = store
			if err != nil {
				a.show(newStoreProblem(a, err))
				return
			}
			a.knocked(door)
		}
	})
}

// knocked goes on with a store whose site is known by name.
func (a *App) knocked(door core.Door) {
	a.keyKind = door.Kind
	if door.Kind == seal.KindPassphrase {
		a.show(newKeyScreen(a, door, nil))
		return
	}
	a.unlockSite(core.Unlock{Keyring: a.program.Keyring(), KeyFile: a.program.KeyFile}, func(err error) {
		a.show(newKeyScreen(a, door, err))
	})
}

// unlockSite opens the site with its key and goes to the sign-in; failed shows
// why it did not open.
func (a *App) unlockSite(u core.Unlock, failed func(error)) {
	a.back.latest(&a.opening, func(ctx context.Context) func() {
		site, err := core.Open(ctx, a.store, u, a.program.config())
		return func() {
			if err != nil {
				failed(err)
				return
			}
			a.opened(site)
		}
	})
}

// opened goes to the sign-in of an open site.
func (a *App) opened(site *core.Site) {
	a.site = site
	a.window.SetTitle(trf("{{.Site}} – Gatehouse", "Site", site.Name()))
	a.showSignIn("")
	a.sweep()
	a.rest()
}

// restAfter is when the first pictures of the sign-in are surely painted.
const restAfter = time.Second

// rest calls rested later, once.
func (a *App) rest() {
	rested := a.rested
	if rested == nil {
		return
	}
	a.rested = nil
	var stop func()
	stop = a.back.every(restAfter, func() {
		stop()
		a.back.run(func(context.Context) func() {
			rested()
			return nil
		})
	})
}

// config is what core gets from the window.
func (p Program) config() core.Config {
	c := p.Config
	c.Log = p.Log
	return c
}

// retryOpen begins again, for instance after a disk was put back.
func (a *App) retryOpen() {
	if a.store != nil {
		a.logged("close the store", a.store.Close())
		a.store = nil
	}
	a.show(newOpening())
	a.open()
}
