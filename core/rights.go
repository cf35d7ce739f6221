package core

import (
	"errors"
	"time"
)

// Right is one thing that a role may or may not do. The table below is the
// only place that says who has which.
type Right string

// The rights.
const (
	// RightOwn is the own security page: look, change the password, sign out.
	RightOwn Right = "own"
	// RightSeeAccounts lists accounts and opens one.
	RightSeeAccounts Right = "accounts.see"
	// RightManageMembers changes accounts whose role is member.
	RightManageMembers Right = "accounts.members"
	// RightManageAll changes accounts of every role and gives every role.
	RightManageAll Right = "accounts.all"
	// RightPolicy sees and changes policies, groups and who they are assigned to.
	RightPolicy Right = "policy.edit"
	// RightExpiry moves the date on which a password expires.
	RightExpiry Right = "expiry.edit"
	// RightKeys moves and rotates the site's keys.
	RightKeys Right = "site.keys"
	// RightHistory sees the sign-in history of the whole site.
	RightHistory Right = "history.see"
	// RightSources lets blocked addresses and computers try again.
	RightSources Right = "sources.edit"
	// RightAccess sets from where and when people may sign in.
	RightAccess Right = "access.edit"
	// RightSite sets what holds for the whole site and is no policy.
	RightSite Right = "site.settings"
	// RightClock confirms the date of a clock that the site does not believe: it
	// may end locks and expiry of every account, root's among them.
	RightClock Right = "site.clock"
	// RightAudit reads the log.
	RightAudit Right = "audit.read"
	// RightAuditKeep exports the log, says for how long it is kept, and answers an
	// alarm about it.
	RightAuditKeep Right = "audit.keep"
)

// rights is the table of roles and rights.
var rights = map[Role]map[Right]bool{
	RoleMember: {RightOwn: true},
	RoleAdmin:  {RightOwn: true, RightSeeAccounts: true, RightManageMembers: true, RightPolicy: true, RightHistory: true, RightSources: true, RightAudit: true},
	RoleRoot: {
		RightOwn: true, RightSeeAccounts: true, RightManageMembers: true, RightManageAll: true,
		RightPolicy: true, RightExpiry: true, RightKeys: true,
		RightClock: true, RightHistory: true, RightSources: true, RightAccess: true, RightSite: true,
		RightAudit: true, RightAuditKeep: true,
	},
}

// Can tells whether the role has the right. The zero role has none.
func (r Role) Can(right Right) bool { return rights[r][right] }

// Valid tells whether r is one of the three roles.
func (r Role) Valid() bool { return rights[r] != nil }

// managing is the right that is needed to change an account of this role, or
// to give somebody the role.
func (r Role) managing() Right {
	if r == RoleMember {
		return RightManageMembers
	}
	return RightManageAll
}

// GivableRoles lists the roles that an account of role r may give, lowest
// first.
func (r Role) GivableRoles() []Role {
	var given []Role
	for _, role := range []Role{RoleMember, RoleAdmin, RoleRoot} {
		if r.Can(role.managing()) {
			given = append(given, role)
		}
	}
	return given
}

// caller is who makes a call, found from its token inside the transaction that
// does the work: a right that was taken away is gone in the next call.
type caller struct {
	session Session
	account Account
	// idle is how long the session may go unused, 0 for no limit, and now the time
	// of the call.
	idle time.Duration
	now  time.Time
}

// may returns an error of CodeForbidden unless the caller has the right.
func (c caller) may(right Right) error {
	if c.account.Role.Can(right) {
		return nil
	}
	return &Error{Code: CodeForbidden, Text: say("Your account has no right to do this. An administrator can do it, or give you the right.")}
}

// mayChange returns an error unless the caller may change the target.
func (c caller) mayChange(target Account) error {
	return c.may(target.Role.managing())
}

// errSession is the refusal of a call whose session is over.
func errSession() *Error {
	return &Error{Code: CodeSession, Text: say("You are signed out. Sign in again to go on.")}
}

// errEnded is errSession, with who or what ended the session where that is worth telling.
func errEnded(why EndReason) *Error {
	e := errSession()
	switch why {
	case EndElsewhere:
		e.Text = say("You were signed out from another device. Sign in again to go on.")
	case EndByAdministrator, EndIncident:
		e.Text = say("An administrator has signed you out. Sign in again to go on.")
	case EndTooMany:
		e.Text = say("You signed in on too many devices, so this one was signed out. Sign in again to go on.")
	case EndAccessRule:
		e.Text = say("A rule of the site signed you out. Sign in again to go on.")
	}
	return e
}

// errLockedWindow is the refusal of a call from a locked window.
func errLockedWindow() *Error {
	return &Error{Code: CodeWindowLocked, Text: say("The window is locked. Type your password to go on.")}
}

// errLimited is the refusal of a call from a session that may only set something up.
func errLimited(scope Scope) *Error {
	switch scope {
	case ScopeEnrol:
		return &Error{Code: CodeForbidden, Text: say("Set up two-step verification or a passkey first, as the sign-in asks. Everything else waits until then.")}
	case ScopeSetQuestion:
		return &Error{Code: CodeForbidden, Text: say("Set your security question first. Everything else waits until then.")}
	}
	return &Error{Code: CodeForbidden, Text: say("Set a new password first. Everything else waits until then.")}
}

// clockSlack is how far the time of use may be ahead: another program may have
// told a later time than this one, without a line in the log.
const clockSlack = 5 * time.Minute

// open tells whether the session lives at the time, whatever its scope. It does
// not before its last use: a clock that is set back gives no time.
func (s Session) open(now time.Time) bool {
	return s.EndedAt.IsZero() && now.Before(s.ExpiresAt) && !now.Before(s.LastActiveAt.Add(-clockSlack))
}

// findCaller looks the token up. Only the full scope reaches further than the
// own password. With an error of errAltered or errShut the caller is known all
// the same.
func (s *Site) findCaller(tx Tx, token Token, scopes ...Scope) (caller, error) {
	session, err := tx.SessionByToken(token.hash())
	if isNotFound(err) {
		return caller{}, errSession()
	}
	if err != nil {
		return caller{}, err
	}
	if !session.open(tx.Now()) {
		return caller{}, errEnded(session.EndReason)
	}
	account, err := tx.AccountByID(session.AccountID)
	if err != nil {
		return caller{}, err
	}
	if account.State != StateActive {
		return caller{}, errSession()
	}
	c := caller{session: session, account: account, now: tx.Now()}
	sound, err := s.sound(tx, account)
	if err != nil {
		return caller{}, err
	}
	if !sound {
		return c, alteredError()
	}
	if !allowed(session.Scope, scopes) {
		return caller{}, errLimited(session.Scope)
	}
	if err := s.refuseAccess(tx, account, session.Device); errors.Is(err, errShut) {
		return c, errShutSession()
	} else if err != nil {
		return caller{}, err
	}
	return c, nil
}

// anyScope are all scopes.
func anyScope() []Scope { return []Scope{ScopeFull, ScopeChangePassword, ScopeEnrol, ScopeSetQuestion} }

// allowed tells whether scope is one of scopes; none means the full scope.
func allowed(scope Scope, scopes []Scope) bool {
	if len(scopes) == 0 {
		return scope == ScopeFull
	}
	for _, s := range scopes {
		if s == scope {
			return true
		}
	}
	return false
}
