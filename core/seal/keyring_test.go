package seal

import (
	"context"
	"crypto/rand"
	"errors"
	"maps"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"
)

// memoryKeyring keeps items in memory and misbehaves where a field says so.
type memoryKeyring struct {
	mu    sync.Mutex
	items map[string]string

	getErr, setErr, deleteErr error
	change                    func(string) string // what becomes of a stored secret
	keep                      bool                // deleting has no effect
	hang                      chan struct{}       // every call waits for it to close
	running, most             int                 // calls at once, now and at most
}

func newMemoryKeyring() *memoryKeyring {
	return &memoryKeyring{items: map[string]string{}}
}

// enter counts a call and waits where the keyring hangs.
func (m *memoryKeyring) enter() (leave func()) {
	m.mu.Lock()
	m.running++
	m.most = max(m.most, m.running)
	m.mu.Unlock()
	if m.hang != nil {
		<-m.hang
	}
	m.mu.Lock()
	return func() {
		m.running--
		m.mu.Unlock()
	}
}

func (m *memoryKeyring) Get(_ context.Context, item string) (string, error) {
	defer m.enter()()
	secret, ok := m.items[item]
	switch {
	case m.getErr != nil:
		return "", m.getErr
	case !ok:
		return "", ErrKeyMissing
	}
	return secret, nil
}

func (m *memoryKeyring) Set(_ context.Context, item, secret string) error {
	defer m.enter()()
	if m.setErr != nil {
		return m.setErr
	}
	if m.change != nil {
		secret = m.change(secret)
	}
	m.items[item] = secret
	return nil
}

func (m *memoryKeyring) Delete(_ context.Context, item string) error {
	defer m.enter()()
	if m.deleteErr != nil {
		return m.deleteErr
	}
	if _, ok := m.items[item]; !ok {
		return ErrKeyMissing
	}
	if !m.keep {
		delete(m.items, item)
	}
	return nil
}

// panickyKeyring does what a library may that trusts a service's answer.
type panickyKeyring struct{ Keyring }

func (panickyKeyring) Get(context.Context, string) (string, error) {
	var answer any = 7
	return answer.(string), nil
}

func TestKeyringSlot(t *testing.T) {
	k, site := newMemoryKeyring(), mustKey(t)
	slot, err := NewKeyringSlot(t.Context(), k, site, rand.Reader)
	want(t, err, nil)
	if slot.Kind != KindKeyring || len(k.items) != 1 || !isItemName(slot.Params) {
		t.Fatalf("%+v", slot)
	}
	before := maps.Clone(k.items)
	got, err := OpenKeyringSlot(t.Context(), k, slot)
	want(t, err, nil)
	if !got.Equal(site) || !maps.Equal(before, k.items) {
		t.Fatal("another key came back, or the keyring changed")
	}
	second, err := NewKeyringSlot(t.Context(), k, site, rand.Reader)
	want(t, err, nil)
	if len(k.items) != 2 {
		t.Fatal("a second slot took the first one's item")
	}
	want(t, ForgetKeyringSlot(t.Context(), k, slot), nil)
	want(t, ForgetKeyringSlot(t.Context(), k, slot), nil)
	_, err = OpenKeyringSlot(t.Context(), k, slot)
	want(t, err, ErrKeyMissing)
	_, err = OpenKeyringSlot(t.Context(), k, second)
	want(t, err, nil)
}

// TestDamagedKeyringItem changes the item; nothing may be written in answer.
func TestDamagedKeyringItem(t *testing.T) {
	k := newMemoryKeyring()
	slot, err := NewKeyringSlot(t.Context(), k, mustKey(t), rand.Reader)
	want(t, err, nil)
	text := k.items[slot.Params]
	another := newMemoryKeyring()
	other, err := NewKeyringSlot(t.Context(), another, mustKey(t), rand.Reader)
	want(t, err, nil)
	for changed, expected := range map[string]error{
		another.items[other.Params]:            ErrWrongKey,
		"":                                     ErrFormat,
		text[1:]:                               ErrFormat,
		text[:len(text)-1]:                     ErrFormat,
		text + "\n":                            ErrFormat,
		strings.Replace(text, "-1:", "-2:", 1): ErrFormat,
		keyringPrefix + strings.Repeat("A", 43) + "=":        ErrFormat,
		keyringPrefix + "AAECAw==":                           ErrFormat,
		text[:len(keyringPrefix)+8] + "\n" + text[24:]:       ErrFormat,
		keyringPrefix + strings.Repeat("\U0001F511", 11):     ErrFormat,
		keyringPrefix + strings.Repeat("AAAA", 1000) + "AA=": ErrFormat,
	} {
		k.items[slot.Params] = changed
		_, err := OpenKeyringSlot(t.Context(), k, slot)
		want(t, err, expected)
		if k.items[slot.Params] != changed {
			t.Fatal("the item was overwritten")
		}
		if len(changed) > 20 && strings.Contains(err.Error(), changed[16:20]) {
			t.Error("the error shows the item")
		}
	}
	for _, params := range []string{"", "site", strings.ToUpper(slot.Params), slot.Params + "00", slot.Params[1:]} {
		damaged := slot
		damaged.Params = params
		_, err := OpenKeyringSlot(t.Context(), k, damaged)
		want(t, err, ErrFormat)
		want(t, ForgetKeyringSlot(t.Context(), k, damaged), ErrFormat)
	}
}

// TestKeyringFaults makes a keyring fail at each step, for a slot and for a probe.
func TestKeyringFaults(t *testing.T) {
	spoil := func(s string) string { return s + "x" }
	for name, test := range map[string]struct {
		keyring *memoryKeyring
		want    error
		probe   error
		left    int
	}{
		"works":           {&memoryKeyring{}, nil, nil, 0},
		"absent":          {&memoryKeyring{setErr: ErrKeyringAbsent}, ErrKeyringAbsent, ErrKeyringAbsent, 0},
		"locked":          {&memoryKeyring{setErr: ErrKeyringLocked}, ErrKeyringLocked, ErrKeyringLocked, 0},
		"reading fails":   {&memoryKeyring{getErr: ErrKeyringLocked}, ErrKeyringLocked, ErrKeyringLocked, 0},
		"forgets":         {&memoryKeyring{getErr: ErrKeyMissing}, ErrKeyMissing, ErrKeyMissing, 0},
		"spoils":          {&memoryKeyring{change: spoil}, ErrKeyringFault, ErrKeyringFault, 0},
		"keeps":           {&memoryKeyring{keep: true}, nil, ErrKeyringFault, 1},
		"deleting fails":  {&memoryKeyring{deleteErr: ErrKeyringLocked}, nil, ErrKeyringLocked, 1},
		"spoils and keep": {&memoryKeyring{change: spoil, deleteErr: ErrKeyringLocked}, ErrKeyringFault, ErrKeyringFault, 1},
	} {
		t.Run(name, func(t *testing.T) {
			test.keyring.items = map[string]string{}
			want(t, ProbeKeyring(t.Context(), test.keyring, rand.Reader), test.probe)
			if len(test.keyring.items) != test.left {
				t.Errorf("the probe left %d items", len(test.keyring.items))
			}
			clear(test.keyring.items)
			_, err := NewKeyringSlot(t.Context(), test.keyring, mustKey(t), rand.Reader)
			want(t, err, test.want)
			if err != nil && len(test.keyring.items) != test.left {
				t.Errorf("the slot left %d items", len(test.keyring.items))
			}
		})
	}
}

func TestKeyringSlotFailsClosed(t *testing.T) {
	for _, good := range []int{0, itemNameSize, itemNameSize + KeySize} {
		k, source := newMemoryKeyring(), brokenRand(good)
		_, err := NewKeyringSlot(t.Context(), k, mustKey(t), &source)
		want(t, err, ErrRandom)
		if len(k.items) != 0 {
			t.Error("an item was written")
		}
	}
	for _, good := range []int{0, itemNameSize} {
		source := brokenRand(good)
		want(t, ProbeKeyring(t.Context(), newMemoryKeyring(), &source), ErrRandom)
	}
}

// TestDeadline lets a keyring hang; the clock is the test's own.
func TestDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inner := newMemoryKeyring()
		k := WithDeadline(inner, 5*time.Second)
		slot, err := NewKeyringSlot(t.Context(), k, mustKey(t), rand.Reader)
		want(t, err, nil)

		inner.hang = make(chan struct{})
		for name, call := range map[string]func() error{
			"get":    func() error { return second(OpenKeyringSlot(t.Context(), k, slot)) },
			"set":    func() error { return k.Set(t.Context(), "item", "secret") },
			"delete": func() error { return ForgetKeyringSlot(t.Context(), k, slot) },
			"probe":  func() error { return ProbeKeyring(t.Context(), k, rand.Reader) },
		} {
			start := time.Now()
			want(t, call(), ErrKeyringTimeout)
			if took := time.Since(start); took != 5*time.Second {
				t.Errorf("%s: ended after %v", name, took)
			}
		}
		close(inner.hang)
		synctest.Wait()
		if inner.most != 1 {
			t.Errorf("%d calls hung at once", inner.most)
		}
		_, err = OpenKeyringSlot(t.Context(), k, slot)
		if errors.Is(err, ErrKeyringTimeout) {
			t.Error("the keyring answers again, and is still taken for hanging")
		}
	})
}

// TestNewSlotInHangingKeyring needs the deadline twice: to write, and to clean up
// is not tried, because nothing was acknowledged.
func TestNewSlotInHangingKeyring(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inner := newMemoryKeyring()
		inner.hang = make(chan struct{})
		slot, err := NewKeyringSlot(t.Context(), WithDeadline(inner, time.Second), mustKey(t), rand.Reader)
		want(t, err, ErrKeyringTimeout)
		if slot.Wrapped != nil {
			t.Error("a slot came back with the error")
		}
		close(inner.hang)
		synctest.Wait()
	})
}

func TestDeadlineHeedsItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inner := newMemoryKeyring()
		inner.hang = make(chan struct{})
		k := WithDeadline(inner, time.Hour)

		ended, cancel := context.WithCancel(t.Context())
		cancel()
		want(t, k.Set(ended, "item", "secret"), context.Canceled)
		if inner.most != 0 {
			t.Error("the keyring was asked after the end")
		}
		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		want(t, k.Set(short, "item", "secret"), ErrKeyringTimeout)

		later, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Minute, cancel)
		_, err := k.Get(later, "item")
		want(t, err, context.Canceled)
		close(inner.hang)
		synctest.Wait()
	})
}

func TestDeadlineSurvivesPanic(t *testing.T) {
	k := WithDeadline(panickyKeyring{newMemoryKeyring()}, time.Minute)
	_, err := k.Get(t.Context(), "item")
	want(t, err, ErrKeyringFault)
	want(t, k.Set(t.Context(), "item", "secret"), nil)
}

func TestKeyringErrorTypes(t *testing.T) {
	for _, test := range []struct{ in, want error }{
		{nil, nil},
		{keyring.ErrNotFound, ErrKeyMissing},
		{keyring.ErrUnsupportedPlatform, ErrKeyringAbsent},
	} {
		if got := keyringError(test.in); !errors.Is(got, test.want) {
			t.Errorf("%v becomes %v", test.in, got)
		}
	}
}
