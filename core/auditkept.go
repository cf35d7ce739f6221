package core

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"gatehouse/core/seal"
)

// Where the site's key is in the system's keyring, the anchor of the newest line is
// kept beside it. Who can write to the store's file cannot write there, so that an old
// copy that is put back, or lines that are cut off at the end, are noticed when the
// site is opened. It is brought up to date when a program begins and ends and by every
// sweep, not by every line: a keyring is slow.

// anchorKeeper is the anchor in the keyring, as far as this program knows it. Without
// a keyring it does nothing.
type anchorKeeper struct {
	keyring seal.Keyring
	mu      sync.Mutex
	// kept is what the keyring has, zero for nothing or for what is no anchor, which
	// damaged tells.
	kept    Anchor
	damaged bool
	// unread: the keyring did not answer, so that nothing is known of it.
	unread bool
}

// anchorAtEnd is how long a program that ends waits for the keyring.
const anchorAtEnd = 2 * time.Second

// anchorItem is the name of the item in the keyring.
func (s *Site) anchorItem() string { return "anchor-" + s.settings.ID }

// KeptAnchor is what the anchor in the system's keyring says of the log.
type KeptAnchor struct {
	// InUse: the site's key is in the keyring, and the anchor beside it. Read: the
	// keyring has answered.
	InUse, Read bool
	// Anchor is what is kept, zero for nothing yet.
	Anchor Anchor
	// Finding is what comes of comparing it, "" while there is nothing.
	Finding AnchorFinding
}

// Alarm tells whether administrators have to be told.
func (k KeptAnchor) Alarm() bool { return !k.Finding.Sound() }

// CheckKeptAnchor compares the log with the anchor in the keyring, as it was when the
// site was opened or when this program last wrote it. It asks for no session.
func (s *Site) CheckKeptAnchor(ctx context.Context) (KeptAnchor, error) {
	var found KeptAnchor
	err := s.store.View(ctx, func(tx Tx) error {
		var err error
		found, err = s.compareKept(tx)
		return err
	})
	return found, s.plain(ctx, err)
}

// AuditAlarm does so for somebody who may read the log: the window asks it from time
// to time.
func (s *Site) AuditAlarm(ctx context.Context, token Token) (KeptAnchor, error) {
	var found KeptAnchor
	err := s.look(ctx, token, RightAudit, func(tx Tx, _ caller) error {
		var err error
		found, err = s.compareKept(tx)
		return err
	})
	return found, err
}

// compareKept is CheckKeptAnchor within a transaction.
func (s *Site) compareKept(tx Tx) (KeptAnchor, error) {
	k := &s.anchors
	k.mu.Lock()
	found := KeptAnchor{InUse: k.keyring != nil, Read: !k.unread, Anchor: k.kept}
	if k.damaged {
		found.Finding = AnchorUnreadable
	}
	k.mu.Unlock()
	if found.Anchor.Zero() {
		return found, nil
	}
	var err error
	found.Finding, err = s.compareAnchor(tx, found.Anchor)
	return found, err
}

// openAnchor begins to keep the anchor in the keyring that has opened the site.
func (s *Site) openAnchor(ctx context.Context, keyring seal.Keyring) {
	s.anchors.keyring, s.anchors.unread = keyring, true
	s.keepAnchor(ctx)
}

// readAnchor reads the anchor of the keyring, once. A keyring that does not answer
// stops nothing, and is asked again the next time: doctor tells of it.
func (s *Site) readAnchor(ctx context.Context) error {
	k := &s.anchors
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.unread {
		return nil
	}
	text, err := k.keyring.Get(ctx, s.anchorItem())
	switch {
	case errors.Is(err, seal.ErrKeyMissing):
	case err != nil:
		return fmt.Errorf("read the anchor from the keyring: %w", err)
	default:
		k.kept, err = parseAnchor(text)
		k.damaged = err != nil
	}
	k.unread = false
	return nil
}

// keepAnchor compares the log with the anchor, and brings that up to date when it
// holds. When it does not, it stays as it is until somebody has answered for it, and
// that is written down. What goes wrong is for the program's log alone.
func (s *Site) keepAnchor(ctx context.Context) {
	if s.anchors.keyring == nil {
		return
	}
	if err := s.anchorKept(ctx); err != nil {
		s.log.WarnContext(ctx, "the anchor of the log could not be kept", "cause", err.Error())
	}
}

// anchorKept is keepAnchor with the error as it comes.
func (s *Site) anchorKept(ctx context.Context) error {
	if err := s.readAnchor(ctx); err != nil {
		return err
	}
	var found KeptAnchor
	var head Anchor
	err := s.store.View(ctx, func(tx Tx) error {
		var err error
		if found, err = s.compareKept(tx); err != nil {
			return err
		}
		head, err = s.head(tx)
		return err
	})
	switch {
	case err != nil:
		return err
	case found.Alarm():
		return s.recordMissed(ctx)
	case head != found.Anchor:
		return s.setAnchor(ctx, head)
	}
	return nil
}

// setAnchor writes an anchor into the keyring.
func (s *Site) setAnchor(ctx context.Context, a Anchor) error {
	k := &s.anchors
	if err := k.keyring.Set(ctx, s.anchorItem(), a.String()); err != nil {
		return fmt.Errorf("write the anchor into the keyring: %w", err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept, k.damaged, k.unread = a, false, false
	return nil
}

// closeAnchor brings the anchor up to date when the program ends.
func (s *Site) closeAnchor() {
	ctx, stop := context.WithTimeout(context.Background(), anchorAtEnd)
	defer stop()
	s.keepAnchor(ctx)
}

// recordMissed writes down, once for an anchor, that the log does not hold what it
// says, and tells the administrators.
func (s *Site) recordMissed(ctx context.Context) error {
	return s.store.Update(ctx, func(tx Tx) error {
		found, err := s.compareKept(tx)
		if err != nil || !found.Alarm() {
			return err
		}
		d := detail{"finding": string(found.Finding)}
		if !found.Anchor.Zero() {
			d["line"], d["link"] = strconv.FormatInt(found.Anchor.Line, 10), found.Anchor.Hex()
		}
		told, err := missedBefore(tx, d)
		if err != nil || told {
			return err
		}
		seq, err := s.record(tx, Event{Kind: EventAnchorMissed}, d)
		if err != nil {
			return err
		}
		return s.notifyAdministrators(tx, NoticeAnchorMissed, seq)
	})
}

// missedBefore tells whether the newest alarm is about the same anchor, and nobody has
// answered for it.
func missedBefore(tx Tx, d detail) (bool, error) {
	newest := func(kind EventKind) (Event, error) {
		lines, err := tx.EventsOf(EventSelection{Kind: kind, From: lastLine, Limit: 1})
		if err != nil || len(lines) == 0 {
			return Event{}, err
		}
		return lines[0], nil
	}
	missed, err := newest(EventAnchorMissed)
	if err != nil {
		return false, fmt.Errorf("read the log: %w", err)
	}
	accepted, err := newest(EventAnchorAccepted)
	if err != nil {
		return false, fmt.Errorf("read the log: %w", err)
	}
	of := detailOf(missed)
	return missed.Seq > accepted.Seq && of["line"] == d["line"] && of["link"] == d["link"], nil
}

// AcceptLog is the word of an administrator that the log may go on from where it is,
// though the anchor in the keyring says otherwise: a backup was put back. The reason
// stands in the log, every administrator is told, and the anchor goes on from there.
// It needs RightAuditKeep. Errors: CodeInput for the reason, CodeRefused when there is
// no alarm, CodeKey when the keyring does not take the new anchor; then the alarm
// stays.
func (s *Site) AcceptLog(ctx context.Context, token Token, reason string) error {
	var f form
	reason = f.line(FieldReason, reason, maxReason, true)
	if err := f.problems.orNil(); err != nil {
		return err
	}
	var head Anchor
	err := s.act(ctx, token, RightAuditKeep, func(tx Tx, c caller) error {
		found, err := s.compareKept(tx)
		if err != nil {
			return err
		}
		if !found.Alarm() {
			return refuse(say("There is no alarm about the log. Nothing has to be accepted."))
		}
		seq, err := s.record(tx, c.did(EventAnchorAccepted, Account{}), detail{
			"reason": reason, "finding": string(found.Finding), "line": strconv.FormatInt(found.Anchor.Line, 10), "link": found.Anchor.Hex(),
		})
		if err != nil {
			return err
		}
		if err := s.notifyAdministrators(tx, NoticeAnchorAccepted, seq); err != nil {
			return err
		}
		head, err = s.head(tx)
		return err
	})
	if err != nil {
		return err
	}
	if err := s.setAnchor(ctx, head); err != nil {
		return s.plain(ctx, &Error{Code: CodeKey, Cause: err, Text: say("This computer's keyring did not take the new anchor of the log, so that the alarm stays. Try again.")})
	}
	return nil
}
