package core

import (
	"fmt"
	"sync"

	"gatehouse/core/password/breach"
)

// openList is the site's list of leaked passwords while the program runs. It is
// opened when a password is first looked up, and another one takes its place when
// the store says so.
type openList struct {
	mu sync.RWMutex
	// read: wanted is the ID of the list that the store last named, "" for none.
	read   bool
	wanted string
	// list is open and has the ID.
	list   *breach.List
	id     string
	closed bool
}

// want notes which list is in use; sound is false where that cannot be believed. A
// list that is in use no more is closed, so that its file can be removed.
func (l *openList) want(id string, sound bool) error {
	l.mu.RLock()
	same := l.read == sound && l.wanted == id && (l.list == nil || l.id == id)
	l.mu.RUnlock()
	if same {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.read, l.wanted = sound, id
	if l.list == nil || l.id == id {
		return nil
	}
	return l.shut()
}

// shut closes what is open. The caller holds the lock.
func (l *openList) shut() error {
	list := l.list
	l.list, l.id = nil, ""
	if list == nil {
		return nil
	}
	return list.Close()
}

// drop closes a list, so that the next look-up opens its file anew.
func (l *openList) drop(id string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.id != id {
		return nil
	}
	return l.shut()
}

// close ends all look-ups.
func (l *openList) close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	return l.shut()
}

// contains looks a password up in the list with the ID, whose file is at the path.
// One that fails is opened anew the next time.
func (l *openList) contains(path, id string, secret []byte) (bool, error) {
	for {
		found, open, err := l.ask(id, secret)
		if err != nil {
			// What was open is of no use any more; what went wrong with it is told.
			_ = l.drop(id)
			return false, err
		}
		if open {
			return found, nil
		}
		if err := l.use(path, id); err != nil {
			return false, err
		}
	}
}

// ask looks a password up if the list is open.
func (l *openList) ask(id string, secret []byte) (found, open bool, err error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.list == nil || l.id != id {
		return false, false, nil
	}
	found, err = l.list.Contains(secret)
	return found, true, err
}

// use opens a list in the place of the one before.
func (l *openList) use(path, id string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.closed:
		return breach.ErrClosed
	case l.list != nil && l.id == id:
		return nil
	}
	list, err := breach.Open(path)
	if err != nil {
		return err
	}
	if list.Info().ID != id {
		return fmt.Errorf("%w: another list has its name", closing(list, breach.ErrDamaged))
	}
	if err := l.shut(); err != nil {
		return closing(list, err)
	}
	l.list, l.id = list, id
	return nil
}

// closing closes a list because of an error.
func closing(list *breach.List, err error) error {
	if closed := list.Close(); closed != nil {
		return fmt.Errorf("%w; and it stays open: %w", err, closed)
	}
	return err
}

// peek answers from what is open already and waits for nobody; nil where that tells
// nothing.
func (l *openList) peek(secret []byte) *bool {
	if !l.mu.TryRLock() {
		return nil
	}
	defer l.mu.RUnlock()
	switch {
	case !l.read || l.wanted != "" && (l.list == nil || l.id != l.wanted):
		return nil
	case l.wanted == "":
		return new(false)
	}
	found, err := l.list.Contains(secret)
	if err != nil {
		return nil
	}
	return &found
}
