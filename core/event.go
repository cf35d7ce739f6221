package core

import (
	"encoding/json"
	"fmt"
)

// detail holds the values of an event that have no column of their own.
type detail map[string]string

// record appends an event to the log within tx and returns its number. The
// line's MAC covers the MAC of the line before it, so that no line can be
// changed, taken out or put in without the audit key.
func (s *Site) record(tx Tx, e Event, d detail) (int64, error) {
	seq, previous, err := tx.LastEvent()
	if err != nil {
		return 0, fmt.Errorf("read the end of the log: %w", err)
	}
	encoded, err := json.Marshal(d)
	if err != nil {
		return 0, fmt.Errorf("write the detail of an event: %w", err)
	}
	if d == nil {
		encoded = []byte("{}")
	}
	e.Seq, e.At, e.Detail = seq+1, tx.Now(), string(encoded)
	mac := s.keys.chain.Link(link(previous), e.line())
	e.MAC = mac[:]
	if err := tx.AppendEvent(e); err != nil {
		return 0, fmt.Errorf("write the log: %w", err)
	}
	return e.Seq, s.keepHistory(tx, e, d)
}

// detailOf reads the detail of an event; one that cannot be read has none.
func detailOf(e Event) detail {
	d := detail{}
	if err := json.Unmarshal([]byte(e.Detail), &d); err != nil {
		return detail{}
	}
	return d
}

// link turns a stored MAC into the start of the next; the first line follows
// 32 zero bytes.
func link(mac []byte) [32]byte {
	var previous [32]byte
	copy(previous[:], mac)
	return previous
}

// line is the form of an event that its MAC covers.
func (e Event) line() []byte { return e.appendLine(nil) }

// by makes the event of something that the caller did.
func (c caller) did(kind EventKind, target Account) Event {
	return Event{
		Kind:    kind,
		ActorID: c.account.ID, ActorName: c.account.Name,
		TargetID: target.ID, TargetName: target.Name,
		SessionID: c.session.ID, Device: c.session.Device,
	}
}

// notify tells an account what an event means for it.
func notify(tx Tx, account AccountID, kind NoticeKind, seq int64) error {
	err := tx.AddNotice(Notice{AccountID: account, At: tx.Now(), Kind: kind, EventSeq: seq})
	if err != nil {
		return fmt.Errorf("write a notice: %w", err)
	}
	return nil
}
