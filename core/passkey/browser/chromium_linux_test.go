package browser_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"gatehouse/core/passkey"
	"gatehouse/core/passkey/browser"
	"gatehouse/core/passkey/chromiumtest"
)

// site is a relying party with one account, reached by the real page in a real browser.
type site struct {
	t       testing.TB
	chrome  *chromiumtest.Browser
	config  browser.ProviderConfig
	handle  []byte
	kept    []passkey.Credential
	origins []string
	begun   time.Time // the last ceremony
}

func newSite(t testing.TB, chrome *chromiumtest.Browser) *site {
	t.Helper()
	handle, err := passkey.NewUserHandle(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &site{t: t, chrome: chrome, handle: handle, config: browser.ProviderConfig{Dir: t.TempDir(), Open: chrome.Open}}
}

// start starts a ceremony that ends with the test.
func (s *site) start() passkey.Ceremony {
	s.t.Helper()
	s.begun = time.Now()
	provider, err := browser.NewProvider(s.config)
	if err != nil {
		s.t.Fatal(err)
	}
	c, err := provider.Start(s.t.Context(), passkey.SecurityKey)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		if err := c.Close(); err != nil {
			s.t.Error(err)
		}
	})
	s.origins = append(s.origins, c.Origin())
	return c
}

// register begins a registration; what becomes of it comes when the page is done.
func (s *site) register(ctx context.Context) <-chan error {
	s.t.Helper()
	return s.create(ctx, s.start())
}

// create begins the registration of a ceremony.
func (s *site) create(ctx context.Context, c passkey.Ceremony) <-chan error {
	s.t.Helper()
	r, err := passkey.Enrolment{
		Origin: c.Origin(), Site: "Example Works", Name: "ada", FullName: "Ada Lovelace", Handle: s.handle,
		Kind: passkey.SecurityKey, Existing: s.kept,
	}.Begin(time.Now())
	if err != nil {
		s.t.Fatal(err)
	}
	return s.run(func() error {
		return c.Create(ctx, r.Options(), func(_ context.Context, response []byte) error {
			made, err := r.Finish(response, time.Now())
			if err == nil {
				s.kept = append(s.kept, made)
			}
			return err
		})
	})
}

// signIn begins a sign-in.
func (s *site) signIn(ctx context.Context) <-chan error {
	s.t.Helper()
	c := s.start()
	a, err := passkey.BeginAssertion(c.Origin(), time.Now())
	if err != nil {
		s.t.Fatal(err)
	}
	return s.run(func() error {
		return c.Get(ctx, a.Options(), func(_ context.Context, response []byte) error {
			used, err := a.Finish(response, time.Now(), s.find)
			if err == nil {
				at := slices.IndexFunc(s.kept, func(c passkey.Credential) bool { return bytes.Equal(c.ID, used.ID) })
				s.kept[at] = s.kept[at].After(used)
			}
			return err
		})
	})
}

// run lets a ceremony run and waits until the page is opened.
func (s *site) run(ceremony func() error) <-chan error {
	s.t.Helper()
	done := make(chan error, 1)
	go func() { done <- ceremony() }()
	s.chrome.Opened()
	return done
}

func (s *site) find(handle, id []byte) (passkey.Credential, error) {
	for _, c := range s.kept {
		if bytes.Equal(handle, s.handle) && bytes.Equal(id, c.ID) {
			return c, nil
		}
	}
	return passkey.Credential{}, passkey.ErrUnknown
}

// proceed presses the button of the page and waits for what it says in the end.
func (s *site) proceed(says string) {
	s.t.Helper()
	s.chrome.Click("#begin")
	s.chrome.Shows(says)
}

// want fails the test for another error.
func want(t testing.TB, name string, err, wanted error) {
	t.Helper()
	if wanted == nil && err != nil || wanted != nil && !errors.Is(err, wanted) {
		t.Errorf("%s: %v, want %v", name, err, wanted)
	}
}

// enrolled is a site whose account has a passkey in the browser's authenticator.
func enrolled(t testing.TB, chrome *chromiumtest.Browser) *site {
	t.Helper()
	s := newSite(t, chrome)
	done := s.register(t.Context())
	s.proceed(browser.English().Saved)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	return s
}

// TestChromium: a passkey is made, signs in from two more ports, and no second one is
// made beside it.
func TestChromium(t *testing.T) {
	words := browser.English()
	chrome := chromiumtest.Start(t, chromiumtest.Config{})
	s := enrolled(t, chrome)
	if held := chrome.Passkeys(); len(held) != 1 || !bytes.Equal(held[0].Handle, s.handle) || !bytes.Equal(held[0].ID, s.kept[0].ID) {
		t.Fatalf("the authenticator holds %+v, the site %+v", held, s.kept)
	}
	for range 2 {
		before := s.kept[0].SignCount
		done := s.signIn(t.Context())
		s.proceed(words.SignedIn)
		want(t, "sign-in", <-done, nil)
		if s.kept[0].SignCount <= before {
			t.Errorf("the count is %d after %d", s.kept[0].SignCount, before)
		}
	}
	if slices.Sort(s.origins); len(slices.Compact(s.origins)) != 3 {
		t.Errorf("the origins are %v", s.origins)
	}
	done := s.register(t.Context())
	s.proceed(words.AlreadyRegistered)
	want(t, "a second one", <-done, passkey.ErrRegistered)
	if len(s.kept) != 1 || len(chrome.Passkeys()) != 1 {
		t.Errorf("%d kept, %d held", len(s.kept), len(chrome.Passkeys()))
	}
}

// TestChromiumRefused: what the site does not take is told to the person, and why to the
// caller.
func TestChromiumRefused(t *testing.T) {
	words := browser.English()
	chrome := chromiumtest.Start(t, chromiumtest.Config{})
	s := enrolled(t, chrome)
	chrome.SetCount(s.kept[0].ID, s.kept[0].SignCount-1)
	done := s.signIn(t.Context())
	s.proceed(words.NotRight)
	want(t, "a copied key", <-done, passkey.ErrCloned)
	chrome.SetCount(s.kept[0].ID, s.kept[0].SignCount)
	done = s.signIn(t.Context())
	s.proceed(words.SignedIn)
	want(t, "the key itself", <-done, nil)
	s.kept = nil
	done = s.signIn(t.Context())
	s.proceed(words.NotRight)
	want(t, "removed by the site", <-done, passkey.ErrUnknown)
}

// TestChromiumNothing: the person is told, may try again, and may give up.
func TestChromiumNothing(t *testing.T) {
	words := browser.English()
	chrome := chromiumtest.Start(t, chromiumtest.Config{})
	s := newSite(t, chrome)
	chrome.Verify(false)
	done := s.register(t.Context())
	s.proceed(words.CreateNothing)
	chrome.Verify(true)
	s.proceed(words.Saved)
	want(t, "again", <-done, nil)

	chrome.Remove(s.kept[0].ID)
	done = s.signIn(t.Context())
	s.proceed(words.GetNothing)
	chrome.Click("#cancel")
	chrome.Shows(words.Cancelled)
	want(t, "removed from the authenticator", <-done, passkey.ErrCancelled)
}

// TestChromiumLeft: the button, a closed tab, another page, a reload and the caller end the
// ceremony, before the browser asks for the key and while it does.
func TestChromiumLeft(t *testing.T) {
	words := browser.English()
	for _, asking := range []bool{false, true} {
		chrome := chromiumtest.Start(t, chromiumtest.Config{Absent: true})
		s := newSite(t, chrome)
		begin := func() <-chan error {
			done := s.register(t.Context())
			chrome.Shows(words.CreateHeading)
			if asking {
				s.proceed(words.Asking)
			}
			return done
		}
		done := begin()
		chrome.Click("#cancel")
		chrome.Shows(words.Cancelled)
		want(t, "the button", <-done, passkey.ErrCancelled)

		done = begin()
		chrome.CloseTab()
		want(t, "the tab is closed", <-done, passkey.ErrCancelled)

		done = begin()
		want(t, "open", chrome.Open(t.Context(), "about:blank"), nil)
		chrome.Opened()
		want(t, "another page", <-done, passkey.ErrCancelled)

		done = begin()
		chromiumtest.Evaluate[int](chrome, "location.reload(), 0")
		want(t, "loaded again", <-done, passkey.ErrCancelled)

		ctx, end := context.WithCancel(t.Context())
		done = s.register(ctx)
		chrome.Shows(words.CreateHeading)
		if asking {
			s.proceed(words.Asking)
		}
		end()
		want(t, "the caller", <-done, passkey.ErrCancelled)
		chrome.Click("#cancel")
		chrome.Shows(words.Ended)
	}
}

// TestChromiumBySystem: the browser that the system opens gets to the page by the file
// alone, whatever stands in its folder's name.
func TestChromiumBySystem(t *testing.T) {
	chrome := chromiumtest.Start(t, chromiumtest.Config{})
	t.Setenv("PATH", chrome.Opener()+string(os.PathListSeparator)+os.Getenv("PATH"))
	s := newSite(t, chrome)
	s.config.Open = nil
	s.config.Dir = filepath.Join(s.config.Dir, `it's "50%20" #1? & ü`)
	done := s.register(t.Context())
	s.proceed(browser.English().Saved)
	want(t, "registration", <-done, nil)
}
