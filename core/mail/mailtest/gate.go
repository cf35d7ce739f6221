package mailtest

import (
	"net"
	"sync"

	"gatehouse/core/mail"
)

// A gate is the listener of a relay. It knows the connections, notes what is sent on them,
// and lets them in one by one.
type gate struct {
	net.Listener
	server *Server
	let    chan net.Conn
	life   chan struct{} // closed when the relay goes down
	tasks  sync.WaitGroup

	mu    sync.Mutex // guards conns
	conns map[*line]bool
}

// A line is one connection, as it goes over the network.
type line struct {
	net.Conn
	gate *gate
}

func newGate(s *Server, listener net.Listener) *gate {
	g := &gate{
		Listener: listener, server: s, let: make(chan net.Conn), life: make(chan struct{}), conns: map[*line]bool{},
	}
	g.tasks.Go(g.accept)
	return g
}

// accept takes connections until the listener is closed.
func (g *gate) accept() {
	for {
		conn, err := g.Listener.Accept()
		if err != nil {
			return
		}
		one := &line{conn, g}
		g.mu.Lock()
		g.conns[one] = true
		g.mu.Unlock()
		g.server.mu.Lock()
		g.server.accepted++
		g.server.mu.Unlock()
		g.tasks.Go(func() { g.admit(one) })
	}
}

// admit lets a connection in, unless the relay was told otherwise.
func (g *gate) admit(one *line) {
	if refused, drop := g.server.reach(mail.StageConnect, g.life); drop || refused != nil {
		if refused != nil {
			_, _ = one.Write([]byte(refused.line())) // to somebody who may be gone
		}
		_ = one.Close()
		return
	}
	select {
	case g.let <- one:
	case <-g.life:
		_ = one.Close() // it may be closed already
	}
}

// Accept gives the next connection that is let in.
func (g *gate) Accept() (net.Conn, error) {
	select {
	case conn := <-g.let:
		return conn, nil
	case <-g.life:
		return nil, net.ErrClosed
	}
}

// shut closes the listener and every connection.
func (g *gate) shut() error {
	err := g.Listener.Close()
	close(g.life)
	g.mu.Lock()
	open := make([]*line, 0, len(g.conns))
	for one := range g.conns {
		open = append(open, one)
	}
	g.mu.Unlock()
	for _, one := range open {
		_ = one.Close() // it may be closed already
	}
	g.tasks.Wait()
	return err
}

// Read notes what is sent.
func (l *line) Read(p []byte) (int, error) {
	n, err := l.Conn.Read(p)
	l.gate.server.mu.Lock()
	l.gate.server.wire = append(l.gate.server.wire, p[:n]...)
	l.gate.server.mu.Unlock()
	return n, err
}

// Close forgets the connection.
func (l *line) Close() error {
	l.gate.mu.Lock()
	delete(l.gate.conns, l)
	l.gate.mu.Unlock()
	return l.Conn.Close()
}
