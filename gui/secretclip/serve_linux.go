package secretclip

import "github.com/jezek/xgb/xproto"

// serve starts what answers other programs. It ends with the connection.
//
// There are two goroutines, because the connection holds everything back while its
// events are not taken: one takes them and waits for nobody, the other answers.
func (x *x11) serve() {
	x.serving.Go(x.watch)
	x.serving.Go(func() {
		for question := range x.questions {
			x.answer(question)
		}
	})
}

// watch takes what the server sends. Errors are those of windows that have gone
// and of properties that nobody can have: whoever asked so goes without.
func (x *x11) watch() {
	defer close(x.ended)
	defer close(x.questions)
	for {
		event, err := x.conn.WaitForEvent()
		if event == nil && err == nil {
			return // the connection has ended
		}
		x.heard(event)
	}
}

// heard passes one event on. What there is no room for is dropped.
func (x *x11) heard(event any) {
	switch e := event.(type) {
	case xproto.SelectionRequestEvent:
		pass(x.questions, e)
	case xproto.SelectionNotifyEvent:
		pass(x.notices, e)
	case xproto.PropertyNotifyEvent:
		if e.Window == x.window && atom(e.Atom) == x.atoms.stamp && e.State == xproto.PropertyNewValue {
			pass(x.stamps, e.Time)
		}
	case xproto.SelectionClearEvent:
		x.lost(e)
	}
}

// pass puts something into a queue that has room.
func pass[T any](queue chan<- T, what T) {
	select {
	case queue <- what:
	default:
	}
}

// lost stops offering when another program has taken the selection. News of an
// owner from before our last Copy is old.
func (x *x11) lost(e xproto.SelectionClearEvent) {
	x.state.Lock()
	defer x.state.Unlock()
	if e.Owner == x.window && atom(e.Selection) == x.atoms.clipboard && !before(uint32(e.Time), x.offered.since) {
		clear(x.offered.text)
		x.offered = offer{}
	}
}

// answer writes what was asked for into a property of who asks, and says so (ICCCM
// 2.2). A refusal says it without a property.
func (x *x11) answer(q xproto.SelectionRequestEvent) {
	name := q.Property
	if name == xproto.AtomNone {
		name = q.Target // so do clients of old
	}
	reply, ok := x.reply(q)
	if !ok {
		name = xproto.AtomNone
	} else {
		items := uint32(len(reply.data)) / uint32(reply.format/8)
		xproto.ChangeProperty(x.conn, xproto.PropModeReplace, q.Requestor, name, xproto.Atom(reply.kind), reply.format, items, reply.data)
		clear(reply.data)
	}
	told := xproto.SelectionNotifyEvent{Time: q.Time, Requestor: q.Requestor, Selection: q.Selection, Target: q.Target, Property: name}
	xproto.SendEvent(x.conn, false, q.Requestor, xproto.EventMaskNoEvent, string(told.Bytes()))
}

// reply decides what is answered. A property of the root window would stay when who
// asked has gone, with the secret in it; our own window does not ask itself.
func (x *x11) reply(q xproto.SelectionRequestEvent) (property, bool) {
	x.state.Lock()
	defer x.state.Unlock()
	o := x.offered
	switch {
	case o.text == nil || q.Owner != x.window || atom(q.Selection) != x.atoms.clipboard:
		return property{}, false
	case q.Requestor == x.root || q.Requestor == x.window:
		return property{}, false
	case q.Time != xproto.TimeCurrentTime && before(uint32(q.Time), o.since):
		return property{}, false // about what was there before
	}
	return o.asked(x.atoms, atom(q.Target))
}
