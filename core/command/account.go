package command

import (
	"fmt"
	"time"

	"gatehouse/core"
)

// accountCommands are the commands for accounts.
type accountCommands struct {
	Add           accountAdd           `cmd:"" help:"Add an account; its first password is shown once."`
	List          accountList          `cmd:"" help:"List accounts."`
	Show          accountShow          `cmd:"" help:"Show one account."`
	Edit          accountEdit          `cmd:"" help:"Change names, mail address or role."`
	Disable       accountDisable       `cmd:"" help:"Switch an account off and sign it out everywhere."`
	Enable        accountEnable        `cmd:"" help:"Switch an account on again."`
	Unlock        accountUnlock        `cmd:"" help:"End the lock of one account."`
	UnlockAll     accountUnlockAll     `cmd:"" help:"End the locks of all accounts that are locked."`
	Reset         accountReset         `cmd:"" help:"Give an account a new first password, shown once."`
	ResetTwoStep  accountResetTwoStep  `cmd:"" help:"Take away the two-step verification of an account that has lost its phone."`
	ResetPasskeys accountResetPasskeys `cmd:"" help:"Take away passkeys of an account that has lost them."`
	ResetQuestion accountResetQuestion `cmd:"" help:"Take away the security question of an account that has lost its answer."`
	Delete        accountDelete        `cmd:"" help:"Delete an account for good."`
}

// accountLine is an account in a list.
type accountLine struct {
	Name     string            `json:"name"`
	FullName string            `json:"full_name"`
	Mail     string            `json:"mail"`
	Role     core.Role         `json:"role"`
	State    core.AccountState `json:"state"`
	// LastSignIn is null for an account that never signed in.
	LastSignIn *time.Time `json:"last_sign_in_at"`
	// LockedUntil is null for an account that is not locked.
	LockedUntil *time.Time `json:"locked_until"`
	// UntilUnlocked: the lock ends with an unlocking, whatever LockedUntil says.
	UntilUnlocked bool `json:"locked_until_unlocked"`
	// MustChange: its password has to be changed at the next sign-in.
	MustChange bool `json:"must_change_password"`
	// TwoStepOn: a sign-in asks for a second step.
	TwoStepOn bool `json:"two_step_on"`
	// Passkeys counts them.
	Passkeys int `json:"passkeys"`
}

// state words the state of an account for people.
func (l accountLine) state(zone *time.Location) string {
	switch {
	case l.State == core.StateDisabled:
		return "switched off"
	case l.UntilUnlocked:
		return "locked until it is unlocked"
	case l.LockedUntil != nil:
		return "locked until " + clock(*l.LockedUntil, zone)
	case l.MustChange:
		return "new password due"
	default:
		return "active"
	}
}

// lastSignIn words the time of the last sign-in.
func (l accountLine) lastSignIn(zone *time.Location) string {
	if l.LastSignIn == nil {
		return "never"
	}
	return clock(*l.LastSignIn, zone)
}

// accountList lists accounts.
type accountList struct {
	actor
	Search string `placeholder:"TEXT" help:"Part of a name, full name or mail address."`
	Filter string `enum:",locked,never,disabled" default:"" placeholder:"WHICH" help:"locked, never (signed in) or disabled."`
	Offset int    `default:"0" help:"How many to leave out at the start."`
	Limit  int    `default:"100" help:"How many to list, at most 500."`
}

// accountsListed is the answer of account list.
type accountsListed struct {
	// Total fit the search. With More set there are more than that.
	Total    int           `json:"total"`
	More     bool          `json:"more"`
	Offset   int           `json:"offset"`
	Counts   accountCounts `json:"counts"`
	Accounts []accountLine `json:"accounts"`
}

// accountCounts are the numbers of all accounts of the site.
type accountCounts struct {
	All      int `json:"all"`
	Locked   int `json:"locked"`
	Never    int `json:"never"`
	Disabled int `json:"disabled"`
}

// Run is called by kong.
func (l *accountList) Run(c *console) error {
	if l.Limit < 1 || l.Limit > 500 {
		return wrongUse(fieldLimit, "Give a number from 1 to 500.")
	}
	if l.Offset < 0 {
		return wrongUse(fieldOffset, "Give a number from 0 up.")
	}
	query := core.AccountQuery{Search: l.Search, Filter: core.AccountFilter(l.Filter), Offset: l.Offset, Limit: l.Limit}
	return l.act(c, func(site *core.Site, token core.Token) error {
		found, err := site.Accounts(c.ctx, token, query)
		if err != nil {
			return err
		}
		return l.show(c, site.Zone(), found)
	})
}

// show prints the list.
func (l *accountList) show(c *console, zone *time.Location, found core.AccountList) error {
	listed := accountsListed{
		Total: found.Total, More: found.More, Offset: l.Offset, Counts: accountCounts(found.Counts),
		Accounts: make([]accountLine, 0, len(found.Rows)),
	}
	rows := [][]string{{"NAME", "ROLE", "FULL NAME", "MAIL", "STATE", "TWO-STEP", "PASSKEYS", "LAST SIGN-IN"}}
	for _, r := range found.Rows {
		line := accountLine{
			Name: r.Name, FullName: r.FullName, Mail: r.Mail, Role: r.Role, State: r.State,
			LastSignIn: at(r.LastSignInAt), LockedUntil: at(r.LockedUntil),
			UntilUnlocked: r.UntilUnlocked, MustChange: r.MustChange, TwoStepOn: r.TwoStep, Passkeys: r.Passkeys,
		}
		listed.Accounts = append(listed.Accounts, line)
		rows = append(rows, []string{line.Name, string(line.Role), line.FullName, line.Mail, line.state(zone), either(line.TwoStepOn, "on", "off"), fmt.Sprint(line.Passkeys), line.lastSignIn(zone)})
	}
	lines, err := table(rows)
	if err != nil {
		return err
	}
	than := ""
	if found.More {
		than = "more than "
	}
	return c.show(listed, append(lines, fmt.Sprintf("%d of %s%d", len(found.Rows), than, found.Total))...)
}

// accountShow shows one account.
type accountShow struct {
	named
}

// accountShown is the answer of account show.
type accountShown struct {
	accountLine
	CreatedAt     *time.Time `json:"created_at"`
	PasswordSetAt *time.Time `json:"password_set_at"`
	// PasswordExpiresAt is null for a password that does not expire.
	PasswordExpiresAt *time.Time `json:"password_expires_at"`
	// Policy holds for the account; PolicyWhy says by what.
	Policy    string `json:"policy"`
	PolicyWhy string `json:"policy_why"`
	// SetByOther: somebody else has set the password, and so has seen it.
	SetByOther bool `json:"password_set_by_other"`
	// QuestionSetAt is when its security question was set, null for none, and
	// QuestionAsked tells whether the policy asks for one.
	QuestionSetAt *time.Time `json:"security_question_set_at"`
	QuestionAsked bool       `json:"security_question_asked"`
	// TwoStep is what the account has for its second step, never a secret.
	TwoStep twoStepShown `json:"two_step"`
	// PasskeyList are its passkeys, never a key.
	PasskeyList []passkeyShown `json:"passkey_list"`
	// Altered: the account was changed outside the program; nobody can sign in
	// with it.
	Altered bool `json:"altered"`
	// Failures is how many wrong passwords in a row there were.
	Failures int      `json:"wrong_passwords"`
	Devices  []device `json:"devices"`
}

// device is where an account is signed in.
type device struct {
	Client     core.Client `json:"client"`
	Host       string      `json:"host"`
	System     string      `json:"system"`
	Address    string      `json:"address"`
	StartedAt  *time.Time  `json:"started_at"`
	LastActive *time.Time  `json:"last_active_at"`
}

// Run is called by kong.
func (s *accountShow) Run(c *console) error {
	return s.on(c, func(site *core.Site, _ core.Token, v core.AccountView) error {
		shown := accountShown{
			accountLine: accountLine{
				Name: v.Name, FullName: v.FullName, Mail: v.Mail, Role: v.Role, State: v.State,
				LastSignIn: at(v.LastSignInAt), MustChange: v.MustChange, TwoStepOn: v.TwoStep.On(), Passkeys: len(v.Passkeys.Keys),
			},
			CreatedAt: at(v.CreatedAt), PasswordSetAt: at(v.PasswordSetAt), SetByOther: v.SetByOther, PasswordExpiresAt: at(v.ExpiresAt),
			Policy: v.Policy.Name, PolicyWhy: v.Policy.Why.String(), Altered: v.Altered,
			QuestionSetAt: at(v.QuestionSetAt), QuestionAsked: v.QuestionAsked, TwoStep: shownTwoStep(v.TwoStep), PasskeyList: shownPasskeys(v.Passkeys.Keys),
			Failures: v.Failures, Devices: []device{},
		}
		if v.Lock != nil {
			shown.LockedUntil, shown.UntilUnlocked = at(v.Lock.Until), v.Lock.UntilUnlocked
		}
		for _, session := range v.Sessions {
			d := session.Device
			shown.Devices = append(shown.Devices, device{
				Client: d.Client, Host: d.Host, System: d.System, Address: d.Address,
				StartedAt: at(session.StartedAt), LastActive: at(session.LastActiveAt),
			})
		}
		return s.show(c, site.Zone(), shown)
	})
}

// show prints one account.
func (s *accountShow) show(c *console, zone *time.Location, a accountShown) error {
	rows := [][]string{
		{"Name", a.Name},
		{"Full name", a.FullName},
		{"Mail", a.Mail},
		{"Role", string(a.Role)},
		{"State", a.state(zone)},
		{"Last sign-in", a.lastSignIn(zone)},
		{"Wrong passwords", fmt.Sprint(a.Failures)},
		{"Policy", a.Policy + ". " + a.PolicyWhy},
	}
	if a.Altered {
		rows = append(rows, []string{"Attention", "Changed outside Gatehouse, so nobody can sign in with it. A member gets whole by a reset; make others a member first."})
	}
	if a.PasswordSetAt != nil {
		by := ""
		if a.SetByOther {
			by = ", by an administrator"
		}
		rows = append(rows, []string{"Password set", clock(*a.PasswordSetAt, zone) + by})
	}
	if a.PasswordExpiresAt != nil {
		rows = append(rows, []string{"Password expires", dateIn(*a.PasswordExpiresAt, zone)})
	}
	rows = append(rows, []string{"Two-step", a.TwoStep.words(zone)})
	for _, p := range a.PasskeyList {
		rows = append(rows, []string{"Passkey", p.words(zone)})
	}
	if question := a.question(zone); question != "" {
		rows = append(rows, []string{"Security question", question})
	}
	for _, d := range a.Devices {
		rows = append(rows, []string{"Signed in", fmt.Sprintf("%s on %s (%s), since %s", d.Client, d.Host, d.System, clock(*d.StartedAt, zone))})
	}
	lines, err := table(rows)
	if err != nil {
		return err
	}
	return c.show(a, lines...)
}

// question words what there is of a security question, "" where none is asked or
// set.
func (a accountShown) question(zone *time.Location) string {
	switch {
	case a.QuestionSetAt == nil && a.QuestionAsked:
		return "to be set at the next sign-in"
	case a.QuestionSetAt == nil:
		return ""
	case a.QuestionAsked:
		return "set " + clock(*a.QuestionSetAt, zone)
	}
	return "set " + clock(*a.QuestionSetAt, zone) + ", not asked by this policy"
}
