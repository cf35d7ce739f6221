package mail

import "context"

// maxBroken is on how many messages in a row a connection may end before the rest of them
// has to wait.
const maxBroken = 2

// Send hands one message to the relay, over a connection of its own. When it returns nil
// the relay has taken it. Errors are an *Error.
func Send(ctx context.Context, s Settings, m Message) error {
	return SendAll(ctx, s, []Message{m})[0]
}

// SendAll hands messages to the relay one after the other, over one connection as long as
// it holds. It tells of each message by itself what became of it: nil when the relay has
// taken it, else an *Error. When the relay cannot be reached, or the connection ends on
// two messages in a row, the rest has that error without having been tried.
func SendAll(ctx context.Context, s Settings, all []Message) []error {
	results := make([]error, len(all))
	r, found := s.relay()
	if found != nil {
		for i := range results {
			results[i] = &Error{Kind: KindSettings, Problems: found}
		}
		return results
	}
	b := batch{relay: r, veil: r.veil(all)}
	for i, m := range all {
		if fault := b.send(ctx, m); fault != nil {
			results[i] = fault
		}
	}
	if b.session != nil {
		b.session.quit()
	}
	return results
}

// veil covers the password, and the codes of all messages: a relay may repeat one late.
func (r relay) veil(all []Message) *veil {
	v := &veil{}
	v.coverPassword(string(r.password.Bytes()))
	for _, m := range all {
		for _, secret := range m.Secrets {
			v.cover(secret)
		}
		v.coverCodes(m.Subject, m.To)
		v.coverCodes(m.Text, m.To)
	}
	return v
}

// A batch is messages that share a connection.
type batch struct {
	relay   relay
	veil    *veil
	session *session // nil while there is none
	broken  int      // messages in a row on which a connection ended
	lost    *Error   // why the rest is not tried
}

func (b *batch) send(ctx context.Context, m Message) *Error {
	l, fault := m.write(b.relay.from)
	if fault != nil {
		return fault
	}
	if b.lost != nil {
		return b.lost.forOthers()
	}
	if b.session != nil && !b.session.fresh(ctx) {
		b.end()
	}
	if b.session == nil {
		if b.session, fault = b.relay.open(ctx, b.veil); fault != nil {
			b.lost = fault
			return fault
		}
	}
	fault = b.session.deliver(ctx, l)
	if fault == nil {
		b.broken = 0
		return nil
	}
	if b.session.goOn(fault) {
		b.broken = 0
		return fault
	}
	b.end()
	if b.broken++; b.broken == maxBroken || ctx.Err() != nil {
		b.lost = fault
	}
	return fault
}

// end ends a connection that is good for nothing any more.
func (b *batch) end() {
	b.session.close()
	b.session = nil
}
