package command

import (
	"errors"
	"fmt"
	"os"
	"runtime"

	"gatehouse/core"
	"gatehouse/core/seal"
)

// doctorCommand checks what a site needs. It signs nobody in.
type doctorCommand struct{}

// verdict is what one check says.
type verdict string

// The verdicts: all is well, somebody should look, the site does not work.
const (
	fine verdict = "ok"
	look verdict = "look"
	bad  verdict = "bad"
)

// finding is the outcome of one check.
type finding struct {
	// Check is "folder", "store", "key", "log", "anchor", "keeping", "clock", "breached",
	// "emergency", "settings", "sources", "passkeys" or "display".
	Check   string  `json:"check"`
	Verdict verdict `json:"verdict"`
	Message string  `json:"message"`
}

// examined is the answer of doctor.
type examined struct {
	Data   string    `json:"data"`
	Checks []finding `json:"checks"`
}

// examination collects findings.
type examination struct {
	*console
	found examined
}

// note adds a finding.
func (e *examination) note(check string, v verdict, message string) {
	e.found.Checks = append(e.found.Checks, finding{Check: check, Verdict: v, Message: message})
}

// Run is called by kong.
func (*doctorCommand) Run(c *console) error {
	dir, err := c.place.Dir(c.Env)
	if err != nil {
		return err
	}
	e := &examination{console: c, found: examined{Data: dir}}
	e.folder(dir)
	e.site()
	e.passkeys()
	if c.Display != nil {
		ok, detail := c.Display(c.ctx)
		e.note("display", either(ok, fine, look), detail) // the commands work without one
	}
	return e.report()
}

// either chooses between two verdicts.
func either[T any](ok bool, yes, no T) T {
	if ok {
		return yes
	}
	return no
}

// report prints the findings. One that is bad makes the exit status 4.
func (e *examination) report() error {
	rows := make([][]string, 0, len(e.found.Checks))
	for _, f := range e.found.Checks {
		rows = append(rows, []string{string(f.Verdict), f.Check, f.Message})
		if f.Verdict == bad {
			e.status = core.CodeFault.Exit()
		}
	}
	if e.json {
		return e.object(e.status == 0, e.found)
	}
	lines, err := table(rows)
	if err != nil {
		return err
	}
	return e.show(nil, lines...)
}

// folder looks who may enter the data folder.
func (e *examination) folder(dir string) {
	info, err := os.Stat(dir)
	if err == nil && info.IsDir() {
		_, err = os.ReadDir(dir)
	}
	switch {
	case errors.Is(err, os.ErrNotExist):
		e.note("folder", look, "There is no data folder "+dir+" yet.")
	case err != nil:
		e.note("folder", bad, "The data folder "+dir+" cannot be looked at. Allow this account of the computer to enter it.")
	case !info.IsDir():
		e.note("folder", bad, dir+" is not a folder. Name another one by --data.")
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		e.note("folder", look, "Others on this computer may enter the data folder "+dir+". Allow its owner only (mode 0700).")
	default:
		e.note("folder", fine, dir)
	}
}

// site checks the store and all that is in it.
func (e *examination) site() {
	store, _, err := e.openStore()
	if err != nil {
		e.note("store", either(core.ErrorCode(err) == core.CodeStoreAbsent, look, bad), e.failureOf(err).Message)
		return
	}
	e.store(store)
	door, err := core.Knock(e.ctx, store)
	if err != nil {
		e.note("key", bad, e.failureOf(err).Message)
		e.closed(store.Close())
		return
	}
	e.unlocked(store, door)
}

// store reads all of the store.
func (e *examination) store(store core.Store) {
	info, err := store.Info(e.ctx)
	if err == nil {
		err = store.Check(e.ctx)
	}
	if err != nil {
		e.note("store", bad, e.failureOf(err).Message)
		return
	}
	e.note("store", fine, fmt.Sprintf("%s was read and is whole: schema %d, %d kB.", info.Path, info.Schema, (info.Bytes+999)/1000))
}

// unlocked opens the site and checks what needs its key.
func (e *examination) unlocked(store core.Store, door core.Door) {
	site, err := e.unlock(store)
	if err != nil {
		v := bad
		if errors.Is(err, errNoLine) {
			v = look // the key may be well, it was not tried
		}
		e.note("key", v, e.failureOf(err).Message)
		e.closed(store.Close())
		return
	}
	kept := map[seal.Kind]string{
		seal.KindKeyring: "It is in this computer's keyring and opens the site.", seal.KindPassphrase: "The passphrase opens the site.",
	}[door.Kind]
	if kept == "" {
		kept = "The key file opens the site; it was made as " + door.Hint + "."
	}
	e.note("key", fine, kept)
	e.history(site)
	e.clock(site)
	e.breached(site)
	e.emergency(site)
	e.documents(site)
	e.sources(site)
	e.closed(site.Close())
}

// emergency tells whether there is a code for emergencies, and whether it was used.
func (e *examination) emergency(site *core.Site) {
	const anew = " A root account makes a new one: " + name + " key emergency --as NAME"
	state, err := site.CheckEmergency(e.ctx)
	switch {
	case err != nil:
		e.note("emergency", bad, e.failureOf(err).Message)
	case state.Altered:
		e.note("emergency", bad, "The code for emergencies was changed outside Gatehouse, and does not work."+anew)
	case state.MadeAt.IsZero():
		e.note("emergency", look, "There is no code for emergencies, which lets a root account in that has lost its phone."+anew)
	case !state.UsedAt.IsZero():
		e.note("emergency", look, "The code for emergencies was used by "+state.UsedBy+" on "+clock(state.UsedAt, site.Zone())+". If that was nobody of you, look at the log and at the accounts."+anew)
	default:
		e.note("emergency", fine, "The code for emergencies was made on "+dateIn(state.MadeAt, site.Zone())+" and not used.")
	}
}

// history verifies the log.
func (e *examination) history(site *core.Site) {
	report, err := site.VerifyLog(e.ctx)
	switch {
	case err != nil:
		e.note("log", bad, e.failureOf(err).Message)
	default:
		e.note("log", either(report.Whole(), fine, bad), logWords(report))
	}
	e.anchor(site)
	e.keeping(site)
}

// anchor compares the log with the anchor in the keyring, where the site's key is in
// one.
func (e *examination) anchor(site *core.Site) {
	kept, err := site.CheckKeptAnchor(e.ctx)
	switch {
	case err != nil:
		e.note("anchor", bad, e.failureOf(err).Message)
	case kept.Alarm():
		e.note("anchor", bad, keptWords(kept)+" If that was done on purpose: "+name+" audit accept --help")
	case kept.InUse:
		e.note("anchor", either(kept.Read, fine, look), keptWords(kept))
	}
}

// keeping tells for how long the log is kept, where that is not for ever.
func (e *examination) keeping(site *core.Site) {
	kept, err := site.CheckLogKeeping(e.ctx)
	switch {
	case err != nil:
		e.note("keeping", bad, e.failureOf(err).Message)
	case kept.Altered:
		e.note("keeping", bad, "For how long the log is kept was changed outside Gatehouse and does not count: nothing is purged. Choose it anew: "+name+" audit keep --help")
	case kept.Days != 0:
		e.note("keeping", fine, fmt.Sprintf("Lines of the log are kept for %d days.", kept.Days))
	}
}

// clock tells what the site makes of the computer's clock.
func (e *examination) clock(site *core.Site) {
	view, err := site.Clock(e.ctx)
	switch {
	case err != nil:
		e.note("clock", bad, e.failureOf(err).Message)
	case view.Held:
		e.note("clock", bad, heldClock(view, site.Zone())+" See: "+name+" clock confirm --help")
	case view.Machine.Before(view.Site):
		e.note("clock", fine, standingClock(view, site.Zone()))
	default:
		e.note("clock", fine, fmt.Sprintf("It is %s (%s), after the newest line of the log.", clock(view.Site, site.Zone()), site.Zone()))
	}
}

// breached reads the site's list of leaked passwords wholly.
func (e *examination) breached(site *core.Site) {
	view, err := site.CheckBreached(e.ctx)
	switch {
	case err != nil:
		e.note("breached", bad, e.failureOf(err).Message)
	case !view.Installed:
		e.note("breached", fine, "The built-in list of "+grouped(uint64(view.Common))+" common passwords is in use. The site has no other.")
	case view.Fault.Key != "":
		e.note("breached", bad, "The list of leaked passwords cannot be used. "+view.Fault.String())
	case !view.FaultAt.IsZero():
		e.note("breached", look, fmt.Sprintf("The list of leaked passwords is whole, but a look-up failed on %s. Choose it again.", dateIn(view.FaultAt, site.Zone())))
	default:
		e.note("breached", fine, fmt.Sprintf("%s was read and is whole: %s passwords of %s.", view.File, grouped(uint64(view.Entries)), view.Source))
	}
}

// closed notes what went wrong at the end.
func (e *examination) closed(err error) {
	if err != nil {
		e.note("store", bad, e.failureOf(err).Message)
	}
}
