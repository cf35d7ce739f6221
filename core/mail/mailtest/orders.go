package mailtest

import (
	"fmt"
	"sync"

	"github.com/emersion/go-smtp"

	"gatehouse/core/mail"
)

// Reply is what the relay says when it does not take something.
type Reply struct {
	// Code is 4xx for now or 5xx for good.
	Code int
	// Enhanced is as {5, 1, 1}; zero is the general one of the code.
	Enhanced [3]int
	Text     string
}

// NoSuchUser, TryLater, NotWelcome and NotTaken are replies as relays give them.
func NoSuchUser() Reply { return Reply{550, [3]int{5, 1, 1}, "No such user here"} }

// TryLater is a refusal for now.
func TryLater() Reply { return Reply{451, [3]int{4, 3, 0}, "Try again later"} }

// NotWelcome is how a sender is refused for good.
func NotWelcome() Reply { return Reply{550, [3]int{5, 7, 1}, "Sender not allowed"} }

// NotTaken is how a message is refused for good.
func NotTaken() Reply { return Reply{554, [3]int{5, 6, 0}, "Message not taken"} }

func greylisted() Reply { return Reply{451, [3]int{4, 7, 1}, "Greylisted, try again later"} }

func (r Reply) err() error {
	return &smtp.SMTPError{Code: r.Code, EnhancedCode: smtp.EnhancedCode(r.Enhanced), Message: r.Text}
}

func (r Reply) line() string { return fmt.Sprintf("%d %s\r\n", r.Code, r.Text) }

// orders are what is to happen at a stage.
type orders struct {
	once   []Reply
	always *Reply
	drops  int
	hold   *Hold
}

// order gives the orders of a stage. It is called under the lock. The stages are
// StageConnect, which is before the relay says anything, StageHello, StageSignIn,
// StageSender, StageRecipient and StageMessage, which is when the relay has read it.
func (s *Server) order(stage mail.Stage) *orders {
	if s.stages[stage] == nil {
		s.stages[stage] = &orders{}
	}
	return s.stages[stage]
}

// Refuse lets the relay refuse at a stage until it is told to Accept. What has a reply of
// its own (RefuseOnce) comes first.
func (s *Server) Refuse(stage mail.Stage, r Reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.order(stage).always = &r
}

// RefuseOnce lets the relay refuse the next ones at a stage, one for each reply.
func (s *Server) RefuseOnce(stage mail.Stage, replies ...Reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.order(stage).once = append(s.order(stage).once, replies...)
}

// Accept takes back what was told about a stage. What is held there is let go.
func (s *Server) Accept(stage mail.Stage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if held := s.order(stage).hold; held != nil {
		held.Release()
	}
	delete(s.stages, stage)
}

// RefuseRecipient lets the relay refuse one address until the reply is zero.
func (s *Server) RefuseRecipient(address string, r Reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refused[address] = r
}

// Greylist lets the relay refuse each recipient for now when it comes the first time.
func (s *Server) Greylist(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.greylist = nil
	if on {
		s.greylist = map[string]bool{}
	}
}

// Drop lets the relay hang up the next times at a stage. At StageMessage it has read a
// part of the message.
func (s *Server) Drop(stage mail.Stage, times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.order(stage).drops = times
}

// Hold lets the relay say nothing at a stage until the Hold is released.
func (s *Server) Hold(stage mail.Stage) *Hold {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := &Hold{reached: make(chan struct{}), released: make(chan struct{})}
	s.order(stage).hold = h
	return h
}

// Hold is a stage at which the relay is slow.
type Hold struct {
	reached, released chan struct{}
	reach, release    sync.Once
}

// Reached is closed when somebody waits there.
func (h *Hold) Reached() <-chan struct{} { return h.reached }

// Release lets the relay go on, there and from now on.
func (h *Hold) Release() { h.release.Do(func() { close(h.released) }) }

// reach is called where a stage begins. It waits for a Hold, at most until the relay goes
// down, and gives what to refuse with, or that to hang up.
func (s *Server) reach(stage mail.Stage, life <-chan struct{}) (refused *Reply, drop bool) {
	s.mu.Lock()
	held := s.order(stage).hold
	s.mu.Unlock()
	if held != nil {
		held.reach.Do(func() { close(held.reached) })
		select {
		case <-held.released:
		case <-life:
			return nil, true
		}
	}
	if s.drops(stage) {
		return nil, true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.order(stage)
	if len(o.once) > 0 {
		refused = &o.once[0]
		o.once = o.once[1:]
		return refused, false
	}
	return o.always, false
}

// drops tells to hang up at a stage.
func (s *Server) drops(stage mail.Stage) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.order(stage)
	if o.drops == 0 {
		return false
	}
	o.drops--
	return true
}

// judge gives what a recipient is refused with.
func (s *Server) judge(recipient string) *Reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.refused[recipient]; r.Code != 0 {
		return &r
	}
	if s.greylist != nil && !s.greylist[recipient] {
		s.greylist[recipient] = true
		r := greylisted()
		return &r
	}
	return nil
}
