package core

import (
	"fmt"
	"time"
)

// enterSite settles the right guess of a sign-in whose person is proved: what the
// policy asks of the account, and the session that it is good for.
func (s *Site) enterSite(tx Tx, p passed, found proven, token Token) (facts, bool, error) {
	g, account := p.guess, found.account
	g.whole = true
	if err := resetCount(tx, g); err != nil {
		return facts{}, false, err
	}
	// The hash is the one that was verified; what is demanded beside it may have
	// changed since.
	g.stored = found.Password
	asked, err := s.demandOf(tx, found, &g.stored, atHand{secret: p.secret, looked: p.looked})
	if err != nil {
		return facts{}, false, err
	}
	if err := s.recordAlteredPolicy(tx, g, asked.held); err != nil {
		return facts{}, false, err
	}
	if err := s.storeRehash(tx, g, account, p.rehashed); err != nil {
		return facts{}, false, err
	}
	if asked.blocked {
		c := caller{account: account, session: Session{Device: g.device}}
		_, err := s.record(tx, c.did(EventSignInLocked, account), detail{"for": g.purpose, "why": string(ReasonExpired)})
		return facts{}, true, err
	}
	known := facts{
		mustChange: asked.change, why: asked.why, expiry: asked.expiry, judge: s.judge(asked.held),
		subject: account.subject(asked.held.stepped(account.Role, found.Credentials)), owed: asked.owed,
	}
	if known.mustChange {
		if known.generator, err = generatorOf(tx, account.ID); err != nil {
			return facts{}, false, err
		}
	}
	scope := scopeFor(known)
	if err := noteSignIn(tx, account, scope); err != nil {
		return facts{}, false, err
	}
	return known, false, s.startSession(tx, asked.held, account, newSession{token: token, scope: scope, device: g.device, method: p.method})
}

// recordAlteredPolicy writes that somebody signs in by the rules of a new site,
// since those that were meant were changed outside the program.
func (s *Site) recordAlteredPolicy(tx Tx, g guess, held ruling) error {
	if !held.altered {
		return nil
	}
	c := caller{account: g.account, session: Session{Device: g.device}}
	return s.recordPolicy(tx, c, EventPolicyAltered, detail{"policy": held.name})
}

// scopeFor is the scope of the session that a sign-in starts.
func scopeFor(f facts) Scope {
	switch {
	case f.mustChange:
		return ScopeChangePassword
	}
	return f.owed.scope()
}

// scope is the scope of a session that has to set up what is owed first.
func (o owed) scope() Scope {
	switch {
	case o.enrol || o.passkey:
		return ScopeEnrol
	case o.question:
		return ScopeSetQuestion
	}
	return ScopeFull
}

// noteSignIn writes when the account was last signed in. A session that may
// only set something up is not there yet. A clock that shows a time before the
// account was made is wrong, and would lock the account for want of use.
func noteSignIn(tx Tx, account Account, scope Scope) error {
	if scope != ScopeFull || tx.Now().Before(account.CreatedAt) {
		return nil
	}
	if err := tx.SetLastSignIn(account.ID, tx.Now()); err != nil {
		return fmt.Errorf("note the sign-in: %w", err)
	}
	return nil
}

// setUpLife is how long a session lasts that can only set up a second step or a
// question: whoever has the password alone is not to come back to it hours later.
const setUpLife = 30 * time.Minute

// newSession is a session that is about to start.
type newSession struct {
	token  Token
	scope  Scope
	device Device
	// method is what was proved for it.
	method string
	// from is the scope of the session that it takes the place of, "" for a sign-in.
	from Scope
}

// startSession stores a session, as long as the policy lets it live, and its
// event.
func (s *Site) startSession(tx Tx, held ruling, account Account, n newSession) error {
	life := sessionLife
	if held.SignIn.SessionHours != nil {
		life = time.Duration(*held.SignIn.SessionHours) * time.Hour
	}
	if n.scope == ScopeSetQuestion || n.scope == ScopeEnrol {
		life = min(life, setUpLife)
	}
	place, err := s.placeOf(tx, n.device)
	if err != nil {
		return err
	}
	session := Session{
		AccountID: account.ID, TokenHash: n.token.hash(), Scope: n.scope, Device: n.device, Place: place,
		StartedAt: tx.Now(), LastActiveAt: tx.Now(), ExpiresAt: tx.Now().Add(life),
	}
	if err := s.makeRoom(tx, held, account, n.device); err != nil {
		return err
	}
	if err := tx.InsertSession(&session); err != nil {
		return fmt.Errorf("start a session: %w", err)
	}
	c := caller{session: session, account: account}
	told := detail{"method": n.method, "scope": string(n.scope)}
	if n.from != "" {
		told["from"] = string(n.from)
	}
	_, err = s.record(tx, c.did(EventSignedIn, account), told)
	return err
}
