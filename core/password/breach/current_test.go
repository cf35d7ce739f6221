package breach

import (
	"errors"
	"path/filepath"
	"sync"
	"testing"
)

// wordList makes a list of words.
func wordList(t *testing.T, words string) string {
	t.Helper()
	dir := t.TempDir()
	out := filepath.Join(dir, "out.list")
	mustBuild(t, write(t, dir, "words", []byte(words)), out, small())
	return out
}

func TestCurrent(t *testing.T) {
	var c Current
	want := func(word string, found bool) {
		t.Helper()
		if got, err := c.Contains([]byte(word)); err != nil || got != found {
			t.Errorf("%s: %v, %v", word, got, err)
		}
	}
	want("summer", false)
	if _, there := c.Info(); there {
		t.Error("a list from nowhere")
	}
	info, err := c.Use(wordList(t, "summer\n"))
	if err != nil {
		t.Fatal(err)
	}
	want("summer", true)
	if got, there := c.Info(); !there || got != info {
		t.Errorf("%+v, %+v", got, info)
	}
	// What is no list leaves the old one in use.
	if _, err := c.Use(write(t, t.TempDir(), "text", []byte("winter\n"))); !errors.Is(err, ErrForeign) {
		t.Error(err)
	}
	want("summer", true)
	if _, err := c.Use(wordList(t, "winter\n")); err != nil {
		t.Fatal(err)
	}
	want("summer", false)
	want("winter", true)
	for range 2 {
		if err := c.Remove(); err != nil {
			t.Error(err)
		}
	}
	want("winter", false)
}

// TestCurrentIsExchangedWhileAsked: a look-up gets the answer of the old list or
// of the new one, never an error.
func TestCurrentIsExchangedWhileAsked(t *testing.T) {
	lists := []string{wordList(t, "summer\nspring\n"), wordList(t, "summer\nautumn\n")}
	var c Current
	if _, err := c.Use(lists[0]); err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	var askers sync.WaitGroup
	for range 4 {
		askers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if found, err := c.Contains([]byte("summer")); err != nil || !found {
					t.Errorf("%v, %v", found, err)
					return
				}
			}
		})
	}
	for i := range 50 {
		if _, err := c.Use(lists[i%2]); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	askers.Wait()
	if err := c.Remove(); err != nil {
		t.Error(err)
	}
	var _ Checker = &c
}
