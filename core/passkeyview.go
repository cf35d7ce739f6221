package core

import (
	"time"

	"gatehouse/core/passkey"
)

// Passkeys are those of an account, and what the policy says of them.
type Passkeys struct {
	// Keys are the passkeys, the oldest first.
	Keys []Passkey
	// Allowed: the policy allows passkeys. Kinds are those that it allows, none for all.
	Allowed bool
	Kinds   []passkey.Kind
	// Required: the policy asks for one. Until is when somebody who has none that works
	// may no longer sign in without, zero where the next sign-in asks for it or begins
	// the time.
	Required bool
	Until    time.Time
	// CodeAsked: the policy asks for a code that no passkey stands for, so that none signs
	// in.
	CodeAsked bool
	// Only: the policy lets the password sign in no more once there are two passkeys.
	// PasswordOff: there are.
	Only, PasswordOff bool
}

// Passkey is one passkey, without its key.
type Passkey struct {
	ID   PasskeyID
	Name string
	// Kind is where it is kept, passkey.AnyKind where the system does not tell.
	Kind passkey.Kind
	// Model is the name of what keeps it, as its maker gives it, "" for one that is not
	// known. It is not proved.
	Model string
	// Syncable: it may be on several devices of its owner. Synced: it is now.
	Syncable, Synced bool
	// CreatedAt is when it was made, UsedAt when somebody signed in with it last, zero
	// for never.
	CreatedAt, UsedAt time.Time
	// ClonedAt is when there was found to be a second copy of it, perhaps: it opens
	// nothing since. Zero for a passkey without that suspicion.
	ClonedAt time.Time
	// Works: it signs in. One that was copied does not, and one that the policy does not
	// allow.
	Works bool
	// Counts: it counts for what the password is worth beside it. One that was copied does,
	// while it is there.
	Counts bool
}

// passkeysOf describes what is stored.
func passkeysOf(r PasskeysRecord, held ruling, role Role, terms Terms, now time.Time) Passkeys {
	p := Passkeys{
		Allowed: held.SignIn.Passkeys.Allowed(), Required: held.needsPasskey(role),
		CodeAsked: held.asksForCode(role), Only: held.SignIn.PasskeyOnly, PasswordOff: held.passwordOff(role, r),
	}
	for _, kind := range held.SignIn.PasskeyKinds {
		p.Kinds = append(p.Kinds, passkey.Kind(kind))
	}
	for _, k := range r.Keys {
		p.Keys = append(p.Keys, held.view(role, k))
	}
	if by := held.enrolBy(terms); p.Required && len(held.working(r)) == 0 && by.After(now) {
		p.Until = by
	}
	return p
}

// view describes one passkey.
func (r ruling) view(role Role, k PasskeyRecord) Passkey {
	return Passkey{
		ID: k.ID, Name: k.Name, Kind: k.Kind, Model: passkey.Label(k.Credential.AAGUID.String()),
		Syncable: k.Credential.BackupEligible, Synced: k.Credential.BackedUp,
		CreatedAt: k.CreatedAt, UsedAt: k.UsedAt, ClonedAt: k.ClonedAt,
		Counts: r.allowsKind(k.Kind) && !r.asksForCode(role),
		Works:  k.ClonedAt.IsZero() && r.allowsKind(k.Kind) && !r.asksForCode(role),
	}
}

// PasswordOffWithout tells whether the password does not sign in when a passkey is gone,
// with "" as it is now.
func (p Passkeys) PasswordOffWithout(id PasskeyID) bool {
	counting := 0
	for _, k := range p.Keys {
		if k.Counts && k.ID != id {
			counting++
		}
	}
	return p.Only && counting >= passkeysOnly
}

// Allows tells whether the policy allows passkeys of a kind.
func (p Passkeys) Allows(kind passkey.Kind) bool {
	if len(p.Kinds) == 0 {
		return p.Allowed
	}
	for _, one := range p.Kinds {
		if one == kind {
			return p.Allowed
		}
	}
	return false
}

// Offered are the kinds of a provider that the policy allows, in the provider's order.
func (p Passkeys) Offered(by passkey.Provider) []passkey.Kind {
	var offered []passkey.Kind
	for _, kind := range by.Kinds() {
		if p.Allows(kind) {
			offered = append(offered, kind)
		}
	}
	return offered
}
