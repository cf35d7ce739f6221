package command

import (
	"context"
	"io"
	"log/slog"
	"slices"
	"time"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/core/seal"

	"github.com/alecthomas/kong"
)

// Program is what the command line takes from outside. All but Display and
// Passkeys is needed.
type Program struct {
	// Args are the arguments without the program's name.
	Args           []string
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Env gives a variable of the environment, "" for none.
	Env func(string) string
	// OpenStore opens the store in a data folder. Its errors are those of
	// core.Store.
	OpenStore func(ctx context.Context, dir string) (core.Store, error)
	// CreateStore makes a store that appears with all that fill put into it, or
	// not at all.
	CreateStore func(ctx context.Context, dir string, fill func(core.Store) error) error
	// Keyring gives the system's keyring, with a deadline.
	Keyring func() seal.Keyring
	// Log gives the log of a data folder. Without a site in it nothing may be
	// made there.
	Log func(dir string, site bool) (*slog.Logger, io.Closer)
	// Display tells whether a window could be opened, and a sentence on it; nil
	// is not asked.
	Display func(ctx context.Context) (ok bool, detail string)
	// Passkeys gives the ways to authenticators that this computer has, what it
	// prefers first, with what they keep in a data folder and their log; nil is none.
	Passkeys func(dir string, log *slog.Logger) []passkey.Provider
	// Device is this computer, as sign-ins from here are recorded.
	Device core.Device
	// Now is what the computer's clock shows; it is that of the store.
	Now func() time.Time
	// Version of the program.
	Version string
}

// name is what the program is called in its own texts.
const name = "gatehouse"

// grammar is the command line as kong reads it.
type grammar struct {
	Place
	JSON      bool   `name:"json" help:"Answer with one JSON object."`
	Code      string `name:"code" placeholder:"CODE" help:"Code of an authenticator app, or a recovery code, where the sign-in asks for one; the word passkey uses a passkey in its place. Without it standard input has it, on the line after the password."`
	ByPasskey bool   `name:"by-passkey" help:"Sign in with a passkey in place of the password. A password is still read where it confirms an act."`

	Init     initCommand      `cmd:"" help:"Set up a site and its root account."`
	Signin   signinCommand    `cmd:"" help:"Check a name and a password, or a passkey, and tell what the sign-in asks for next."`
	Account  accountCommands  `cmd:"" help:"List, add and change accounts."`
	Group    groupCommands    `cmd:"" help:"Groups of accounts: list, make and change them."`
	Expiry   expiryCommands   `cmd:"" help:"When passwords expire: calendar, one account's date, spreading a day."`
	Password passwordCommand  `cmd:"" help:"Passwords: change your own, draw new ones, tell how strong one is."`
	Question questionCommands `cmd:"" help:"Your own security question: set, change, take away."`
	Twostep  twostepCommands  `cmd:"" help:"Your own two-step verification: set up an app, take one away, recovery codes."`
	Passkey  passkeyCommands  `cmd:"" help:"Your own passkeys: list, add, rename and remove them."`
	Session  sessionCommands  `cmd:"" help:"Where you are signed in: list and end sessions."`
	History  historyCommands  `cmd:"" help:"The history of sign-ins: list, export, count it; say whether it was you."`
	Location placeCommands    `cmd:"" name:"place" help:"Places: names of ranges of addresses."`
	Access   accessCommands   `cmd:"" help:"Access rules: from where and when people may sign in."`
	Source   sourceCommands   `cmd:"" help:"Addresses and computers that were blocked after too many wrong tries."`
	Breached breachCommands   `cmd:"" help:"Lists of leaked passwords, without internet: build one, look a password up, put one in use."`
	Policy   policyCommands   `cmd:"" help:"Password policies: presets, checks, the site's own."`
	Key      keyCommands      `cmd:"" help:"The site's keys: where they are, new ones in their place."`
	Audit    auditCommands    `cmd:"" help:"The log: list, export and verify it, and for how long it is kept."`
	Clock    clockCommands    `cmd:"" help:"This computer's clock: look at it, confirm its date after it has jumped."`
	Recover  recoverCommand   `cmd:"" help:"Open a site with its recovery key and keep its key at a new place."`
	Doctor   doctorCommand    `cmd:"" help:"Check store, key, log, clock, settings, blocked sources, display and the way to passkeys."`
	Version  versionCommand   `cmd:"" help:"Tell the version of the program."`
}

// Run carries out the command that the arguments ask for and returns the exit
// status.
func Run(ctx context.Context, p Program) int {
	var g grammar
	helped := false
	c := &console{Program: p, ctx: ctx, place: &g.Place, log: slog.New(slog.DiscardHandler)}
	parser, err := kong.New(&g, kong.Name(name), kong.Description("Accounts of one site. Without a command it opens the window."),
		kong.Vars{"dialects": dialects()}, kong.Writers(p.Stdout, p.Stderr), kong.Exit(func(int) { helped = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}))
	if err != nil {
		return c.fail(err)
	}
	parsed, err := parser.Parse(p.Args)
	if helped {
		return 0
	}
	c.json, c.code, c.byPasskey = g.JSON, g.Code, g.ByPasskey
	if err != nil {
		c.json = slices.Contains(p.Args, "--json")
		return c.fail(&refusal{code: core.CodeUsage, text: usageText(err) + " See: " + name + " --help"})
	}
	if err := c.checkProvider(); err != nil {
		return c.fail(err)
	}
	c.command = parsed.Command()
	c.in = newInput(ctx, p.Stdin, p.Stderr)
	err = parsed.Run(c)
	if err != nil {
		status := c.fail(err)
		c.closeLog()
		return status
	}
	c.closeLog()
	return c.status
}

// Window tells whether the arguments ask for the window: there is no command,
// and at most the flags that say where things are.
func Window(args []string) (Place, bool) {
	var place Place
	parser, err := kong.New(&place, kong.Name(name), kong.NoDefaultHelp(), kong.Exit(func(int) {}))
	if err != nil {
		return Place{}, false
	}
	if _, err := parser.Parse(args); err != nil {
		return Place{}, false
	}
	return place, true
}
