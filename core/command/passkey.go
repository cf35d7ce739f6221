package command

import (
	"fmt"
	"strings"
	"time"

	"gatehouse/core"
	"gatehouse/core/passkey"
)

// passkeyCommands are the own passkeys.
type passkeyCommands struct {
	List    passkeyList    `cmd:"" help:"List your passkeys, and tell what your policy says of them."`
	Add     passkeyAdd     `cmd:"" help:"Add a passkey: on a phone, on a security key, or on this computer."`
	Rename  passkeyRename  `cmd:"" help:"Give a passkey another name."`
	Remove  passkeyRemove  `cmd:"" help:"Take a passkey away: it signs in no more."`
	Recover passkeyRecover `cmd:"" help:"With the recovery key: remove the passkeys of a root account that has lost them."`
}

// passkeyActor is whose passkeys they are.
type passkeyActor struct {
	As string `required:"" aliases:"user" placeholder:"NAME" help:"Your account. Its password is read from standard input."`
}

// passkeyShown is one passkey in an answer.
type passkeyShown struct {
	ID   core.PasskeyID `json:"id"`
	Name string         `json:"name"`
	// Kind is "phone", "security-key" or "this-device", "" where that is not known.
	Kind passkey.Kind `json:"kind"`
	// Model is what its maker calls it, "" where that is not known; it is not proved.
	Model string `json:"model"`
	// Syncable: it may be on several devices of its owner. Synced: it is now.
	Syncable  bool       `json:"syncable"`
	Synced    bool       `json:"synced"`
	CreatedAt *time.Time `json:"created_at"`
	UsedAt    *time.Time `json:"last_used_at"`
	// CopiedAt is when there was found to be a second copy of it, perhaps: it signs in
	// no more since.
	CopiedAt *time.Time `json:"copied_at"`
	// Works: it signs in.
	Works bool `json:"works"`
}

// passkeysListed is the answer of passkey list.
type passkeysListed struct {
	User string `json:"user"`
	// Allowed: the policy allows passkeys. Kinds are those that it allows, none for all.
	Allowed bool           `json:"allowed"`
	Kinds   []passkey.Kind `json:"kinds"`
	// Required: the policy asks for one. AddBy is when somebody who has none may no
	// longer sign in without.
	Required bool       `json:"required"`
	AddBy    *time.Time `json:"add_by"`
	// PasskeyOnly: with two passkeys the password signs in no more.
	// PasswordOff: there are.
	PasskeyOnly bool           `json:"passkey_only"`
	PasswordOff bool           `json:"password_off"`
	Passkeys    []passkeyShown `json:"passkeys"`
}

// shownPasskey is a passkey for an answer.
func shownPasskey(p core.Passkey) passkeyShown {
	return passkeyShown{
		ID: p.ID, Name: p.Name, Kind: p.Kind, Model: p.Model, Syncable: p.Syncable, Synced: p.Synced,
		CreatedAt: at(p.CreatedAt), UsedAt: at(p.UsedAt), CopiedAt: at(p.ClonedAt), Works: p.Works,
	}
}

// shownPasskeys are those of an account for an answer.
func shownPasskeys(all []core.Passkey) []passkeyShown {
	shown := make([]passkeyShown, len(all))
	for i, p := range all {
		shown[i] = shownPasskey(p)
	}
	return shown
}

// state words what a passkey is good for.
func (p passkeyShown) state() string {
	switch {
	case p.CopiedAt != nil:
		return "refused: may have been copied"
	case !p.Works:
		return "refused: not allowed"
	}
	return "works"
}

// kept words on how many devices a passkey is.
func (p passkeyShown) kept() string {
	switch {
	case p.Synced:
		return "synced"
	case p.Syncable:
		return "may be synced"
	}
	return "one device"
}

// words say it in a line.
func (p passkeyShown) words(zone *time.Location) string {
	text := p.Name
	if p.Kind != "" {
		text += " (" + string(p.Kind) + ")"
	}
	text += ", added " + clock(*p.CreatedAt, zone)
	if !p.Works {
		text += ", " + p.state()
	}
	return text
}

// passkeyList lists the own passkeys.
type passkeyList struct{ passkeyActor }

// Run is called by kong.
func (l *passkeyList) Run(c *console) error {
	return actor{As: l.As}.act(c, func(site *core.Site, token core.Token) error {
		me, err := site.Me(c.ctx, token)
		if err != nil {
			return err
		}
		has := me.Passkeys
		listed := passkeysListed{
			User: me.Name, Allowed: has.Allowed, Kinds: append([]passkey.Kind{}, has.Kinds...), Required: has.Required,
			AddBy: at(has.Until), PasskeyOnly: has.Only, PasswordOff: has.PasswordOff, Passkeys: shownPasskeys(has.Keys),
		}
		return l.show(c, site.Zone(), listed)
	})
}

// show prints the list.
func (l *passkeyList) show(c *console, zone *time.Location, listed passkeysListed) error {
	var lines []string
	if len(listed.Passkeys) > 0 {
		rows := [][]string{{"NAME", "KIND", "MODEL", "KEPT", "ADDED", "LAST USED", "STATE", "ID"}}
		for _, p := range listed.Passkeys {
			used := "never"
			if p.UsedAt != nil {
				used = clock(*p.UsedAt, zone)
			}
			rows = append(rows, []string{p.Name, either(p.Kind == "", "-", string(p.Kind)), either(p.Model == "", "-", p.Model), p.kept(), clock(*p.CreatedAt, zone), used, p.state(), string(p.ID)})
		}
		var err error
		if lines, err = table(rows); err != nil {
			return err
		}
	}
	return c.show(listed, append(lines, listed.words(zone)...)...)
}

// words say what the policy makes of the passkeys.
func (l passkeysListed) words(zone *time.Location) []string {
	said := []string{fmt.Sprintf("%s of %s.", counted(len(l.Passkeys), "passkey"), l.User)}
	switch {
	case !l.Allowed:
		said = append(said, "The policy allows no passkeys.")
	case len(l.Kinds) > 0:
		said = append(said, "The policy allows these kinds: "+joinKinds(l.Kinds)+".")
	}
	if l.AddBy != nil {
		said = append(said, "The policy asks for one by "+clock(*l.AddBy, zone)+".")
	} else if l.Required {
		said = append(said, "The policy asks for one.")
	}
	if l.PasswordOff {
		said = append(said, "The password does not sign in any more.")
	} else if l.PasskeyOnly {
		said = append(said, "With two passkeys the password does not sign in any more.")
	}
	return said
}

// joinKinds lists kinds of passkeys as the flags name them.
func joinKinds(kinds []passkey.Kind) string {
	names := make([]string, len(kinds))
	for i, kind := range kinds {
		names[i] = string(kind)
	}
	return strings.Join(names, ", ")
}

// passkeyNamed finds a passkey by its ID or its name.
func passkeyNamed(all []core.Passkey, named string) (core.Passkey, error) {
	if len(all) == 0 {
		return core.Passkey{}, &refusal{code: core.CodeNotFound, field: fieldPasskey, text: "There is no passkey."}
	}
	var names []string
	for _, p := range all {
		if string(p.ID) == named || strings.EqualFold(p.Name, strings.TrimSpace(named)) {
			return p, nil
		}
		names = append(names, p.Name)
	}
	return core.Passkey{}, &refusal{code: core.CodeNotFound, field: fieldPasskey, text: "Name one of these passkeys: " + strings.Join(names, ", ") + "."}
}
