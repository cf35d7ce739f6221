package browser

import (
	"context"
	"errors"
	"net/http"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"gatehouse/core/passkey"
)

func TestProviderSettings(t *testing.T) {
	for system, kinds := range map[string][]passkey.Kind{
		"linux":   {passkey.SecurityKey, passkey.Phone},
		"freebsd": {passkey.SecurityKey, passkey.Phone},
		"windows": {passkey.SecurityKey, passkey.ThisDevice, passkey.Phone},
		"darwin":  {passkey.SecurityKey, passkey.ThisDevice, passkey.Phone},
	} {
		if got := KindsOn(system); !slices.Equal(got, kinds) {
			t.Errorf("%s: %v", system, got)
		}
	}
	var p passkey.Provider
	p, err := NewProvider(ProviderConfig{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if p.Name() != "browser" || !slices.Equal(p.Kinds(), KindsOn(runtime.GOOS)) {
		t.Errorf("%s offers %v", p.Name(), p.Kinds())
	}
	p, err = NewProvider(ProviderConfig{Dir: t.TempDir(), Kinds: []passkey.Kind{passkey.Phone}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Start(t.Context(), passkey.SecurityKey); !errors.Is(err, passkey.ErrNotSupported) {
		t.Errorf("a kind that is not offered: %v", err)
	}
	over, end := context.WithCancel(t.Context())
	end()
	if _, err := p.Start(over, passkey.Phone); !errors.Is(err, context.Canceled) {
		t.Errorf("without time: %v", err)
	}
	for name, c := range map[string]ProviderConfig{
		"no folder":  {},
		"no words":   {Dir: t.TempDir(), Words: Words{Language: "en"}},
		"no time":    {Dir: t.TempDir(), Lifetime: -1},
		"both wrong": {Words: Words{Language: "en"}},
	} {
		if _, err := NewProvider(c); !errors.Is(err, ErrConfig) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestProviderFinishes: what finish says is what the page shows and what is returned.
func TestProviderFinishes(t *testing.T) {
	for _, test := range []struct {
		kind Kind
		err  error
		told Outcome
	}{
		{Create, nil, Saved},
		{Get, nil, SignedIn},
		{Create, passkey.ErrRegistered, AlreadyRegistered},
		{Create, passkey.ErrRefused, NotRight},
		{Get, passkey.ErrCloned, NotRight},
		{Get, errTest, NotRight},
	} {
		made := provide(t, ProviderConfig{Open: reader{t, answers(test.told)}.open})
		type key struct{}
		ctx := context.WithValue(t.Context(), key{}, "value")
		call := made.Create
		if test.kind == Get {
			call = made.Get
		}
		err := call(ctx, []byte(wrapped), func(ctx context.Context, response []byte) error {
			if string(response) != `{"id":"x"}` || ctx.Value(key{}) != "value" || ctx.Err() != nil {
				t.Errorf("finish got %s, %v", response, ctx)
			}
			return test.err
		})
		if !errors.Is(err, test.err) || test.err == nil && err != nil {
			t.Errorf("%s, %v: %v", test.kind, test.err, err)
		}
		for _, other := range []error{passkey.ErrCancelled, passkey.ErrTimedOut, passkey.ErrNotSupported} {
			if errors.Is(err, other) {
				t.Errorf("%s, %v: %v", test.kind, test.err, err)
			}
		}
	}
}

// never is a finish that nothing may reach.
func never(t *testing.T) passkey.Finish {
	return func(context.Context, []byte) error { t.Error("finished"); return nil }
}

// TestProviderPageGivesUp: what the page says is told in the words of the package passkey.
func TestProviderPageGivesUp(t *testing.T) {
	for reason, wanted := range map[Outcome]error{
		Cancelled: passkey.ErrCancelled, AlreadyRegistered: passkey.ErrRegistered, Unsupported: passkey.ErrNotSupported,
	} {
		made := provide(t, ProviderConfig{Open: reader{t, gives(reason)}.open})
		if err := made.Create(t.Context(), []byte(wrapped), never(t)); !errors.Is(err, wanted) {
			t.Errorf("%s: %v", reason, err)
		}
	}
}

// TestProviderEnds: the time, Close and the caller end a ceremony that waits.
func TestProviderEnds(t *testing.T) {
	clock := newHands()
	late := provide(t, ProviderConfig{After: clock.after, Lifetime: time.Hour, Open: reader{t, func(*stage) { clock.fire(time.Hour) }}.open})
	if err := late.Get(t.Context(), []byte(wrapped), never(t)); !errors.Is(err, passkey.ErrTimedOut) {
		t.Errorf("late: %v", err)
	}
	var closed passkey.Ceremony
	shown := make(chan struct{})
	closed = provide(t, ProviderConfig{Open: reader{t, func(*stage) { close(shown) }}.open})
	go func() {
		<-shown
		if err := closed.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := closed.Get(t.Context(), []byte(wrapped), never(t)); !errors.Is(err, passkey.ErrCancelled) {
		t.Errorf("closed: %v", err)
	}
	ctx, end := context.WithCancelCause(t.Context())
	left := provide(t, ProviderConfig{Open: reader{t, func(*stage) { end(errTest) }}.open})
	if err := left.Get(ctx, []byte(wrapped), never(t)); !errors.Is(err, passkey.ErrCancelled) || !errors.Is(err, errTest) {
		t.Errorf("left: %v", err)
	}
	ctx, stop := context.WithDeadline(t.Context(), time.Now())
	defer stop()
	if err := provide(t, ProviderConfig{Open: func(context.Context, string) error { return nil }}).Get(ctx, []byte(wrapped), never(t)); !errors.Is(err, passkey.ErrTimedOut) {
		t.Errorf("with a deadline: %v", err)
	}
}

// TestProviderLeftWhileFinishing: a passkey that was stored is not told as cancelled.
func TestProviderLeftWhileFinishing(t *testing.T) {
	for _, said := range []error{nil, errTest} {
		ctx, end := context.WithCancel(t.Context())
		sent := make(chan struct{})
		made := provide(t, ProviderConfig{Open: reader{t, func(page *stage) {
			defer close(sent)
			// The answer may or may not arrive any more.
			if response, err := page.client.Do(page.request(http.MethodPost, finishPath, "{}")); err == nil {
				_ = response.Body.Close()
			}
		}}.open})
		err := made.Create(ctx, []byte(wrapped), func(ctx context.Context, _ []byte) error {
			end()
			<-ctx.Done()
			return said
		})
		if said == nil && err != nil || said != nil && !errors.Is(err, said) {
			t.Errorf("finish said %v: %v", said, err)
		}
		<-sent
	}
}

// TestProviderNotOpened: without a browser the person can use the link.
func TestProviderNotOpened(t *testing.T) {
	made := provide(t, ProviderConfig{Open: func(context.Context, string) error { return errTest }})
	linked := made.(passkey.Linked)
	told := make(chan error, 1)
	var acting sync.WaitGroup
	defer acting.Wait()
	acting.Go(func() {
		told <- <-linked.NotOpened()
		reader{t, answers(Saved)}.follow(linked.Link())
	})
	if err := made.Create(t.Context(), []byte(wrapped), func(context.Context, []byte) error { return nil }); err != nil {
		t.Error(err)
	}
	if err := <-told; !errors.Is(err, errTest) {
		t.Errorf("told %v", err)
	}
	if err, open := <-linked.NotOpened(); open {
		t.Errorf("told again %v", err)
	}
	// Neither a browser that was started nor a ceremony that never was has anything to tell.
	opened := provide(t, ProviderConfig{Open: reader{t, gives(Cancelled)}.open})
	if err := opened.Create(t.Context(), []byte(wrapped), never(t)); !errors.Is(err, passkey.ErrCancelled) {
		t.Error(err)
	}
	unasked := provide(t, ProviderConfig{})
	if err := unasked.Close(); err != nil {
		t.Error(err)
	}
	for _, c := range []passkey.Ceremony{opened, unasked} {
		if err, open := <-c.(passkey.Linked).NotOpened(); open {
			t.Errorf("told %v", err)
		}
	}
}

// TestProviderRequests: options that are none, and a second call.
func TestProviderRequests(t *testing.T) {
	for _, text := range []string{"", "[]", "{}", options, `{"publicKey":{}}`, `{"publicKey":"x"}`} {
		if err := provide(t, ProviderConfig{}).Create(t.Context(), []byte(text), never(t)); !errors.Is(err, passkey.ErrRequest) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if err := provide(t, ProviderConfig{}).Create(t.Context(), []byte(wrapped), nil); !errors.Is(err, passkey.ErrRequest) {
		t.Errorf("no finish: %v", err)
	}
	var made passkey.Ceremony
	made = provide(t, ProviderConfig{Open: reader{t, func(page *stage) {
		if err := made.Get(t.Context(), []byte(wrapped), never(t)); !errors.Is(err, passkey.ErrUsed) {
			t.Errorf("again: %v", err)
		}
		gives(Cancelled)(page)
	}}.open})
	if err := made.Create(t.Context(), []byte(wrapped), never(t)); !errors.Is(err, passkey.ErrCancelled) {
		t.Error(err)
	}
	if err := made.Close(); err != nil {
		t.Error(err)
	}
	if err := made.Get(t.Context(), []byte(wrapped), never(t)); !errors.Is(err, passkey.ErrUsed) && !errors.Is(err, passkey.ErrCancelled) {
		t.Errorf("closed: %v", err)
	}
}
