package core

import (
	"fmt"
	"slices"
	"time"

	"gatehouse/core/passkey"
	"gatehouse/core/policy"
)

// allowsKind tells whether the policy allows passkeys of a kind. Kinds are what the
// system tells of an authenticator, and no proof.
func (r ruling) allowsKind(kind passkey.Kind) bool {
	kinds := r.SignIn.PasskeyKinds
	return r.SignIn.Passkeys.Allowed() && (len(kinds) == 0 || slices.Contains(kinds, string(kind)))
}

// working are the passkeys that open the account: not copied, and allowed.
func (r ruling) working(has PasskeysRecord) []PasskeyRecord {
	var good []PasskeyRecord
	for _, p := range has.Keys {
		if p.ClonedAt.IsZero() && r.allowsKind(p.Kind) {
			good = append(good, p)
		}
	}
	return good
}

// kept are the passkeys that the policy allows, copied ones among them. They say how the
// account signs in: that somebody has a copy of one must not make its password enough.
func (r ruling) kept(has PasskeysRecord) int {
	n := 0
	for _, p := range has.Keys {
		if r.allowsKind(p.Kind) {
			n++
		}
	}
	return n
}

// needsPasskey tells whether the policy asks an account of a role for a passkey: for one
// that signs in.
func (r ruling) needsPasskey(role Role) bool {
	if r.asksForCode(role) {
		return false
	}
	switch r.SignIn.Passkeys {
	case policy.PasskeysRequired:
		return true
	case policy.PasskeysByRole:
		return slices.Contains(r.SignIn.PasskeyRoles, string(role))
	}
	return false
}

// passkeysOnly is how many passkeys an account needs before its password signs in no
// more: with one alone its loss would lock the person out.
const passkeysOnly = 2

// passwordOff tells whether the password of an account does not sign in, as its passkeys
// do.
func (r ruling) passwordOff(role Role, has PasskeysRecord) bool {
	return r.SignIn.PasskeyOnly && !r.asksForCode(role) && r.kept(has) >= passkeysOnly
}

// asksForCode tells whether an account of a role has to give a code beside its password,
// for which no passkey stands.
func (r ruling) asksForCode(role Role) bool {
	return r.requires(role) && !r.allows(policy.MethodPasskey)
}

// passkeyAsSecond tells whether a passkey of the account is a second step of it.
func (r ruling) passkeyAsSecond(has PasskeysRecord) bool {
	return r.allows(policy.MethodPasskey) && r.kept(has) > 0
}

// stepped tells whether the sign-in of an account with its password has a second step:
// it has an app, or the policy asks for one and a passkey stands for it.
func (r ruling) stepped(role Role, has Credentials) bool {
	return has.TwoStep.on() || r.requires(role) && r.passkeyAsSecond(has.Passkeys)
}

// lacks tells what the policy asks of an account that it has not.
func (r ruling) lacks(role Role, has Credentials) owed {
	return owed{
		enrol:   r.requires(role) && !r.stepped(role, has),
		passkey: r.needsPasskey(role) && len(r.working(has.Passkeys)) == 0,
	}
}

// enrols tells what an account has to set up before anything else, and keeps in its
// terms since when it is asked.
func (r ruling) enrols(role Role, has Credentials, t *Terms, now time.Time) owed {
	lacks := r.lacks(role, has)
	if lacks == (owed{}) {
		t.EnrolFrom = time.Time{}
		return owed{}
	}
	if t.EnrolFrom.IsZero() || t.EnrolFrom.After(now) {
		// A time that was noted while the clock was wrong gives nothing.
		t.EnrolFrom = now
	}
	if now.Before(r.enrolBy(*t)) {
		return owed{}
	}
	return lacks
}

// signsIn refuses a passkey that does not open its account by the policy.
func (r ruling) signsIn(a Account, p PasskeyRecord) error {
	switch {
	case !p.ClonedAt.IsZero():
		return passkey.ErrCloned
	case !r.SignIn.Passkeys.Allowed():
		return refuse(say("Your rules do not allow passkeys. Sign in with your password."))
	case !r.allowsKind(p.Kind):
		return refuse(say("Your rules do not allow passkeys of this kind. Sign in with another one, or with your password."))
	case r.asksForCode(a.Role):
		return refuse(say("Your rules ask for a code beside the password. Sign in with your password."))
	}
	return nil
}

// addablePasskey refuses a passkey that cannot be added.
func (o ownTwoStep) addablePasskey() error {
	switch {
	case !o.held.SignIn.Passkeys.Allowed():
		return refuse(say("Your rules do not allow passkeys."))
	case o.held.asksForCode(o.account.Role):
		return refuse(say("Your rules ask for a code beside the password, so a passkey would not sign you in."))
	case len(o.Passkeys.Keys) >= passkey.MostPasskeys:
		return refuse(say("You have {{.Max}} passkeys. Remove one first.", "Max", passkey.MostPasskeys))
	}
	return nil
}

// removablePasskey finds a passkey that can be taken away: not the last way in, and not
// the last one of what the policy asks for.
func (s *Site) removablePasskey(tx Tx, o ownTwoStep, id PasskeyID) (PasskeyRecord, error) {
	p, err := o.Passkeys.passkey(id)
	if err != nil {
		return PasskeyRecord{}, err
	}
	left := o.Credentials
	left.Passkeys.Keys = slices.DeleteFunc(slices.Clone(o.Passkeys.Keys), func(k PasskeyRecord) bool { return k.ID == id })
	if len(o.held.working(left.Passkeys)) == len(o.held.working(o.Passkeys)) {
		return p, nil // it opens nothing anyway
	}
	before, after := o.held.lacks(o.account.Role, o.Credentials), o.held.lacks(o.account.Role, left)
	switch {
	case after.passkey && !before.passkey:
		return PasskeyRecord{}, refuse(say("Your rules ask for a passkey, so one stays. Add the new one first, then remove this one."))
	case after.enrol && !before.enrol:
		return PasskeyRecord{}, refuse(say("Your rules ask for two-step verification, and this passkey is yours. Add another passkey or an authenticator app first."))
	case len(o.held.working(left.Passkeys)) > 0:
		return p, nil
	}
	if o.held.passwordOff(o.account.Role, left.Passkeys) || o.held.stepped(o.account.Role, left) && !left.TwoStep.on() {
		return PasskeyRecord{}, refuse(say("This passkey is your last way in: the others may have been copied and sign in no more. Remove those first, or add another one."))
	}
	last, err := s.onlyByPasskey(tx, o)
	if err != nil {
		return PasskeyRecord{}, err
	}
	if last {
		return PasskeyRecord{}, refuse(say("This passkey is your last way in: your password has expired and signs in no more. Have an administrator set a new password first."))
	}
	return p, nil
}

// onlyByPasskey tells whether the password of an account opens nothing, so that a
// passkey is its last way in.
func (s *Site) onlyByPasskey(tx Tx, o ownTwoStep) (bool, error) {
	if o.Password.PHC == "" {
		return true, nil
	}
	blocked := s.expired(o.held, o.Password, o.terms, tx.Now()) && o.held.blocks(o.terms)
	if !blocked {
		return false, nil
	}
	last, err := s.lastRoot(tx, o.account)
	if err != nil {
		return false, fmt.Errorf("look for other root accounts: %w", err)
	}
	return !last, nil
}

// kindOf tells where a new passkey is kept: what its authenticator says, else what the
// person has chosen. A passkey of a phone's system can be used on that phone and, by
// way of it, elsewhere; so can one that a computer's system keeps for other devices.
func kindOf(c passkey.Credential, chosen passkey.Kind) passkey.Kind {
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return slices.Contains(c.Transports, n) })
	}
	switch {
	case has("usb", "nfc", "ble", "smart-card"):
		return passkey.SecurityKey
	case has("internal") && !has("hybrid"):
		return passkey.ThisDevice
	case has("hybrid") && (chosen == passkey.SecurityKey || !has("internal")):
		return passkey.Phone
	}
	return chosen
}
