package breach

import "sync"

// Current is the list in use. Another one may take its place at any time. The
// zero value has none, and therefore no passwords.
type Current struct {
	mu   sync.RWMutex
	list *List
}

// Use opens a list and puts it in the place of the one before. With an error,
// one of Open, that one stays in use.
func (c *Current) Use(path string) (Info, error) {
	list, err := Open(path)
	if err != nil {
		return Info{}, err
	}
	return list.Info(), c.put(list)
}

// Remove leaves no list in use.
func (c *Current) Remove() error { return c.put(nil) }

// put exchanges the lists and closes the old one, which nobody uses any more
// then.
func (c *Current) put(list *List) error {
	c.mu.Lock()
	old := c.list
	c.list = list
	c.mu.Unlock()
	if old == nil {
		return nil
	}
	return old.Close()
}

// Info tells about the list in use; false: there is none.
func (c *Current) Info() (Info, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.list == nil {
		return Info{}, false
	}
	return c.list.Info(), true
}

// Contains tells whether the password is on the list in use. Without one it is
// not. The errors are those of List.Contains.
func (c *Current) Contains(password []byte) (bool, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.list == nil {
		return false, nil
	}
	return c.list.Contains(password)
}
