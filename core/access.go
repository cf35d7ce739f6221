package core

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"gatehouse/core/access"
	"gatehouse/core/network"
	"gatehouse/core/policy"
)

// AccessOf says whose access a list of rules is about: an account's, a role's or, when
// both are zero, everybody's.
type AccessOf struct {
	Account AccountID
	Role    Role
}

// accessPrefix begins the names of the documents that hold access rules.
const accessPrefix = "access/"

// document is the name of the document with the rules.
func (o AccessOf) document() string {
	switch {
	case o.Account != 0:
		return accessPrefix + "account/" + strconv.FormatInt(int64(o.Account), 10)
	case o.Role != "":
		return accessPrefix + "role/" + string(o.Role)
	}
	return accessPrefix + "site"
}

// accessOf reads the name of a document.
func accessOf(document string) (AccessOf, bool) {
	name := strings.TrimPrefix(document, accessPrefix)
	if role, ok := strings.CutPrefix(name, "role/"); ok {
		return AccessOf{Role: Role(role)}, Role(role).Valid()
	}
	if number, ok := strings.CutPrefix(name, "account/"); ok {
		id, err := strconv.ParseInt(number, 10, 64)
		return AccessOf{Account: AccountID(id)}, err == nil && id > 0
	}
	return AccessOf{}, name == "site"
}

// shutToAll are rules that let in nobody: what stands in place of rules that were changed
// outside the program, for all but root accounts.
func shutToAll() access.Rules { return access.Rules{{Allow: false}} }

// rulesOf reads the rules of one list.
func (s *Site) rulesOf(tx Tx, of AccessOf) (heldDocument[access.Rules], error) {
	return readOnce(s, tx, of.document(), func(text []byte) (access.Rules, error) {
		if len(text) == 0 {
			return nil, nil
		}
		return access.ParseJSON(text)
	})
}

// accessLists are the lists that decide over an account, in their order. For a root
// account none do while the site's places are not as they were written: nobody is in a
// place then, and whom rules let in from a place alone could not write them again.
func (s *Site) accessLists(tx Tx, a Account) ([]access.List, error) {
	if a.Role == RoleRoot {
		places, err := s.places(tx)
		if err != nil {
			return nil, err
		}
		if !places.sound {
			return []access.List{{Scope: access.ScopeAccount}, {Scope: access.ScopeRole}, {Scope: access.ScopeSite}}, nil
		}
	}
	var lists []access.List
	for _, one := range []struct {
		scope access.Scope
		of    AccessOf
	}{
		{access.ScopeAccount, AccessOf{Account: a.ID}}, {access.ScopeRole, AccessOf{Role: a.Role}}, {access.ScopeSite, AccessOf{}},
	} {
		held, err := s.rulesOf(tx, one.of)
		if err != nil {
			return nil, err
		}
		if !held.sound && a.Role != RoleRoot {
			held.value = shutToAll()
		}
		lists = append(lists, access.List{Scope: one.scope, Rules: held.value})
	}
	return lists, nil
}

// pointOf is from where and when a device comes.
func (s *Site) pointOf(tx Tx, d Device, at time.Time) (access.Point, error) {
	place, err := s.placeOf(tx, d)
	if err != nil {
		return access.Point{}, err
	}
	addr, err := netip.ParseAddr(d.Address)
	if err != nil {
		addr = netip.Addr{} // none is known
	}
	return access.Point{Addr: network.Plain(addr), Place: place, At: at, Zone: s.zone}, nil
}

// errShut is the cause of a refusal by an access rule.
var errShut = errors.New("core: an access rule says no")

// refuseAccess refuses an account that no rule lets in from a device now.
func (s *Site) refuseAccess(tx Tx, a Account, d Device) error {
	lists, err := s.accessLists(tx, a)
	if err != nil {
		return err
	}
	point, err := s.pointOf(tx, d, tx.Now())
	if err != nil {
		return err
	}
	if access.Decide(lists, point).Allowed {
		return nil
	}
	return &Error{
		Code: CodeRefused, Cause: errShut,
		Text: say("The rules of this site let nobody in with this account from here, or at this time. Ask an administrator."),
	}
}

// errShutSession is the end of a session that no rule lets go on.
func errShutSession() *Error {
	return &Error{
		Code: CodeSession, Cause: errShut,
		Text: say("The rules of this site sign you out here, or at this time. Ask an administrator."),
	}
}

// recordShut writes that somebody who was proved was not let in, and takes back what
// was counted. The act is refused already, so a failure here is for the log alone.
func (s *Site) recordShut(ctx context.Context, g guess, method string) {
	err := s.store.Update(context.WithoutCancel(ctx), func(tx Tx) error {
		if g.subject != "" {
			if err := takeBack(tx, g); err != nil {
				return err
			}
		}
		c := caller{account: g.account, session: Session{Device: g.device}}
		_, err := s.record(tx, c.did(EventSignInShut, g.account), detail{"for": g.purpose, "method": method, "why": reasonAccess})
		return err
	})
	if err != nil {
		s.log.ErrorContext(ctx, "a sign-in that was not let in could not be recorded", "cause", err.Error())
	}
}

// endShut ends the session of a caller whom no rule lets go on.
func (s *Site) endShut(ctx context.Context, c caller) {
	err := s.store.Update(context.WithoutCancel(ctx), func(tx Tx) error {
		which := SessionFilter{AccountID: c.account.ID, Only: c.session.ID}
		return s.endSessions(tx, c, c.account, which, EndAccessRule)
	})
	if err != nil {
		s.log.ErrorContext(ctx, "a session that no rule lets go on could not be ended", "cause", err.Error())
	}
}

// lookAhead is how far the rules are tried out before they are saved, and lookEvery how
// often in it: hours begin and end at minutes, and whoever shuts a site for a quarter of
// an hour a week can wait for it.
const (
	lookAhead = access.Ahead
	lookEvery = 15 * time.Minute
)

// keepRootHere refuses, in the transaction that has written rules or places, what would
// leave no root account that can sign in from where the caller is, now or within a week.
func (s *Site) keepRootHere(tx Tx, c caller) error { return s.keepRootWith(tx, c, s.accessLists) }

// keepRootWith is keepRootHere with the lists of accounts as they would be.
func (s *Site) keepRootWith(tx Tx, c caller, listsOf func(Tx, Account) ([]access.List, error)) error {
	mine, err := listsOf(tx, c.account)
	if err != nil {
		return err
	}
	point, err := s.pointOf(tx, c.session.Device, tx.Now())
	if err != nil {
		return err
	}
	if !access.Decide(mine, point).Allowed {
		return problem(FieldRules, say("This would shut you out, here and now. Put a rule before it that lets you in."))
	}
	roots, err := s.rootLists(tx, listsOf)
	if err != nil {
		return err
	}
	for ; point.At.Before(tx.Now().Add(lookAhead)); point.At = point.At.Add(lookEvery) {
		if !anyAllowed(roots, point) {
			return problem(FieldRules, say("With these rules no root account could sign in at this computer on {{.When}}. Put a rule before them that lets one in.",
				"When", point.At.In(s.zone).Format("2006-01-02 15:04")))
		}
	}
	return nil
}

// anyAllowed tells whether one of several accounts is let in.
func anyAllowed(lists [][]access.List, at access.Point) bool {
	for _, one := range lists {
		if access.Decide(one, at).Allowed {
			return true
		}
	}
	return false
}

// rootLists are the lists of each root account that can sign in.
func (s *Site) rootLists(tx Tx, listsOf func(Tx, Account) ([]access.List, error)) ([][]access.List, error) {
	ids, err := tx.Usable(RoleRoot, 0, policy.MaxConsecutiveFailures)
	if err != nil {
		return nil, fmt.Errorf("list root accounts: %w", err)
	}
	var all [][]access.List
	for _, id := range ids {
		opens, err := s.opensOthers(tx, id)
		if err != nil {
			return nil, err
		}
		if !opens {
			continue
		}
		lists, err := listsOf(tx, Account{ID: id, Role: RoleRoot})
		if err != nil {
			return nil, err
		}
		all = append(all, lists)
	}
	return all, nil
}
