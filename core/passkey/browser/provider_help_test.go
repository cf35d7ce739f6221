package browser

import (
	"context"
	"errors"
	"html"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gatehouse/core/passkey"
)

const wrapped = `{"publicKey":` + options + `}`

// reader is a browser that reads the redirect file and does what a test tells the page to do.
type reader struct {
	t    *testing.T
	does func(page *stage)
}

// open follows the redirect file as a browser would.
func (r reader) open(_ context.Context, path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	link := regexp.MustCompile(`href="([^"]+)"`).FindSubmatch(text)
	if link == nil {
		return errors.New("no link in the redirect file")
	}
	r.follow(html.UnescapeString(string(link[1])))
	return nil
}

// follow opens the page and lets it act.
func (r reader) follow(link string) {
	origin, token, ok := strings.Cut(link, launchPrefix)
	if !ok {
		r.t.Errorf("%q is no link", link)
		return
	}
	page := newStage(r.t, &Server{origin: origin, launch: tokenOf(token)}, nil)
	shown := sent(page, http.MethodGet, launchPrefix+token, "")
	finish := regexp.MustCompile(`data-finish="([^"]+)"`).FindStringSubmatch(shown.body)
	if shown.status != http.StatusOK || finish == nil {
		r.t.Errorf("the page: %d %s", shown.status, shown.body)
		return
	}
	page.finish = tokenOf(finish[1])
	if r.does != nil {
		r.does(page)
	}
}

func tokenOf(text string) token {
	at := &text
	return token{&at}
}

// sent sends a request of the page, which does not end with the ceremony, and fails the
// test from any goroutine.
func sent(page *stage, method, path, body string) answer {
	request := page.request(method, path, body)
	response, err := page.client.Do(request.WithContext(context.WithoutCancel(request.Context())))
	if err != nil {
		page.t.Error(err)
		return answer{}
	}
	text, err := io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		page.t.Error(err)
	}
	return answer{response.StatusCode, response.Header, string(text)}
}

// answers sends an answer and sees what the page is told.
func answers(told Outcome) func(*stage) {
	return func(page *stage) {
		got := sent(page, http.MethodPost, finishPath, `{"id":"x"}`)
		if got.status != http.StatusOK || !strings.Contains(got.body, `"`+string(told)+`"`) {
			page.t.Errorf("the page is told %d %s, want %s", got.status, got.body, told)
		}
	}
}

// gives sends a notice that there will be no answer.
func gives(reason Outcome) func(*stage) {
	return func(page *stage) {
		if got := sent(page, http.MethodPost, cancelPath, `{"reason":"`+string(reason)+`"}`); got.status != http.StatusOK {
			page.t.Errorf("the notice: %d %s", got.status, got.body)
		}
	}
}

// provide starts a ceremony that ends with the test.
func provide(t *testing.T, c ProviderConfig) passkey.Ceremony {
	t.Helper()
	if c.Dir == "" {
		c.Dir = filepath.Join(t.TempDir(), "made", "by it")
	}
	p, err := NewProvider(c)
	if err != nil {
		t.Fatal(err)
	}
	made, err := p.Start(t.Context(), passkey.AnyKind)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := made.Close(); err != nil {
			t.Error(err)
		}
		for range made.(passkey.Linked).NotOpened() { // until the browser has done its part
		}
	})
	return made
}
