package core

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

// SessionView is one session as its owner and administrators see it.
type SessionView struct {
	ID     SessionID
	Scope  Scope
	Device Device
	// Place is the name that its address had when it began, "" for none.
	Place                              string
	StartedAt, LastActiveAt, ExpiresAt time.Time
	// LockedAt is when its window was locked, zero while it is open.
	LockedAt time.Time
	// EndedAt and Why are of a session that is over.
	EndedAt time.Time
	Why     EndReason
	// This: it is the session that asks.
	This bool
}

// DeviceView is one computer with an account's open sessions on it.
type DeviceView struct {
	// Device is that of the session that was used last.
	Device Device
	// Sessions are those there, the one used last first.
	Sessions []SessionView
	// This: the session that asks is among them.
	This bool
}

// Devices is where an account is signed in, and where it was.
type Devices struct {
	Account AccountID
	// Open are the devices with open sessions: this one first, then by last use.
	Open []DeviceView
	// Ended are sessions that are over, the newest end first; there are More of them.
	Ended []SessionView
	More  bool
	// KeptDays is how long they are kept.
	KeptDays int
}

// Others counts the open sessions but the one that asks.
func (d Devices) Others() int {
	count := 0
	for _, device := range d.Open {
		for _, session := range device.Sessions {
			if !session.This {
				count++
			}
		}
	}
	return count
}

// Here is the session that asks, 0 where it is none of them.
func (d Devices) Here() SessionID {
	for _, device := range d.Open {
		for _, session := range device.Sessions {
			if session.This {
				return session.ID
			}
		}
	}
	return 0
}

// endedShown is how many ended sessions Devices gives.
const endedShown = 100

// OwnDevices is where the caller's account is signed in.
func (s *Site) OwnDevices(ctx context.Context, token Token) (Devices, error) {
	var seen Devices
	err := s.look(ctx, token, RightOwn, func(tx Tx, c caller) error {
		var err error
		seen, err = s.devicesOf(tx, c, c.account.ID)
		return err
	})
	return seen, err
}

// DevicesOf is where another account is signed in, for whoever may see accounts.
func (s *Site) DevicesOf(ctx context.Context, token Token, id AccountID) (Devices, error) {
	var seen Devices
	err := s.look(ctx, token, RightSeeAccounts, func(tx Tx, c caller) error {
		account, err := existing(tx, id)
		if err != nil {
			return err
		}
		seen, err = s.devicesOf(tx, c, account.ID)
		return err
	})
	return seen, err
}

// devicesOf reads the sessions of an account.
func (s *Site) devicesOf(tx Tx, c caller, id AccountID) (Devices, error) {
	kept, _, err := s.keeping(tx)
	if err != nil {
		return Devices{}, err
	}
	seen := Devices{Account: id, KeptDays: kept.EndedDays}
	open, err := tx.Sessions(id)
	if err != nil {
		return Devices{}, fmt.Errorf("read sessions: %w", err)
	}
	open = slices.DeleteFunc(open, func(one Session) bool { return !one.open(tx.Now()) })
	seen.Open = byDevice(open, c.session.ID)
	ended, err := tx.EndedSessions(id, tx.Now().AddDate(0, 0, -kept.EndedDays), endedShown+1)
	if err != nil {
		return Devices{}, fmt.Errorf("read ended sessions: %w", err)
	}
	if len(ended) > endedShown {
		ended, seen.More = ended[:endedShown], true
	}
	for _, one := range ended {
		view := one.view(0)
		if view.EndedAt.IsZero() {
			view.EndedAt, view.Why = view.ExpiresAt, EndExpired // no sweep came since
		}
		seen.Ended = append(seen.Ended, view)
	}
	return seen, nil
}

// view is a session without what proves it.
func (one Session) view(asks SessionID) SessionView {
	v := SessionView{
		ID: one.ID, Scope: one.Scope, Device: one.Device, Place: one.Place,
		StartedAt: one.StartedAt, LastActiveAt: one.LastActiveAt, ExpiresAt: one.ExpiresAt,
		LockedAt: one.LockedAt, EndedAt: one.EndedAt, Why: one.EndReason, This: asks != 0 && one.ID == asks,
	}
	return v
}

// byDevice groups open sessions by computer.
func byDevice(open []Session, asks SessionID) []DeviceView {
	var devices []DeviceView
	at := map[string]int{}
	slices.SortStableFunc(open, func(a, b Session) int { return b.LastActiveAt.Compare(a.LastActiveAt) })
	for _, one := range open {
		key := deviceKey(one.Device)
		place, known := at[key]
		if !known {
			place = len(devices)
			at[key] = place
			devices = append(devices, DeviceView{Device: one.Device})
		}
		view := one.view(asks)
		devices[place].Sessions = append(devices[place].Sessions, view)
		devices[place].This = devices[place].This || view.This
	}
	slices.SortStableFunc(devices, func(a, b DeviceView) int { return cmp.Compare(order(a.This), order(b.This)) })
	return devices
}

// order puts what is first before the rest.
func order(first bool) int {
	if first {
		return 0
	}
	return 1
}

// EndOwnSession signs the caller's account out of one of its other sessions. One that
// is over already is no error; the own one is ended with SignOut.
func (s *Site) EndOwnSession(ctx context.Context, token Token, id SessionID) error {
	return s.act(ctx, token, RightOwn, func(tx Tx, c caller) error {
		if id == c.session.ID || id == 0 {
			return &Error{Code: CodeUsage, Text: say("This is where you are now. Sign out to end it.")}
		}
		return s.endSessions(tx, c, c.account, SessionFilter{AccountID: c.account.ID, Only: id}, EndElsewhere)
	})
}

// EndOtherSessions signs the caller's account out of all sessions but this one, and
// tells of how many.
func (s *Site) EndOtherSessions(ctx context.Context, token Token) (int, error) {
	ended := 0
	err := s.act(ctx, token, RightOwn, func(tx Tx, c caller) error {
		others, err := otherSessions(tx, c)
		if err != nil {
			return err
		}
		ended = len(others)
		which := SessionFilter{AccountID: c.account.ID, Except: c.session.ID}
		return s.endSessions(tx, c, c.account, which, EndElsewhere)
	})
	return ended, err
}

// EndAllSessions signs the caller's account out everywhere, here too.
func (s *Site) EndAllSessions(ctx context.Context, token Token) error {
	return s.act(ctx, token, RightOwn, func(tx Tx, c caller) error {
		return s.endSessions(tx, c, c.account, SessionFilter{AccountID: c.account.ID}, EndElsewhere)
	})
}

// EndSessionsOf signs another account out of one session, or with 0 of all, for whoever
// may change it. The reason, which may be empty, is kept in the log.
func (s *Site) EndSessionsOf(ctx context.Context, token Token, id AccountID, only SessionID, reason string) error {
	var f form
	why := f.line(FieldReason, reason, maxReason, false)
	if err := f.problems.orNil(); err != nil {
		return err
	}
	return s.change(ctx, token, id, func(tx Tx, c caller, a Account) error {
		if err := notSelf(c, a); err != nil {
			return err
		}
		which := SessionFilter{AccountID: a.ID, Only: only}
		seq, ended, err := s.endSessionsFor(tx, c, a, which, EndByAdministrator, why)
		if err != nil || ended == 0 {
			return err
		}
		return notify(tx, a.ID, NoticeSignedOut, seq)
	})
}
