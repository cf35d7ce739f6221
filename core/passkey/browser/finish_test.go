package browser

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
)

// A request from another place than the page is refused and spends nothing.
func TestOrigin(t *testing.T) {
	s := begin(t, Config{}, saved)
	s.open()
	for _, path := range []string{finishPath, cancelPath} {
		for _, origin := range [][]string{
			nil,
			{""},
			{"null"},
			{"http://localhost"},
			{"https://localhost:" + s.port},
			{"http://127.0.0.1:" + s.port},
			{"http://localhost:1" + s.port},
			{s.Origin() + "/"},
			{"http://LOCALHOST:" + s.port},
			{s.Origin() + ".evil.test"},
			{s.Origin(), s.Origin()},
			{s.Origin(), "http://evil.test"},
		} {
			r := s.request(http.MethodPost, path, "{}")
			r.Header["Origin"] = origin
			s.expect(http.StatusForbidden, r)
		}
	}
	s.unharmed()
}

// What the browser says about the sender has to fit; old browsers say nothing.
func TestFetchSite(t *testing.T) {
	s := begin(t, Config{}, saved)
	s.open()
	for _, site := range [][]string{{"same-site"}, {"cross-site"}, {"none"}, {""}, {"same-origin", "same-origin"}} {
		r := s.request(http.MethodPost, finishPath, "{}")
		r.Header["Sec-Fetch-Site"] = site
		s.expect(http.StatusForbidden, r)
	}
	r := s.request(http.MethodPost, finishPath, "{}")
	r.Header.Del("Sec-Fetch-Site")
	s.expect(http.StatusOK, r)
}

// Types that a form could send, and all others, are refused.
func TestContentType(t *testing.T) {
	s := begin(t, Config{}, saved)
	s.open()
	for _, kind := range [][]string{
		nil,
		{""},
		{"text/plain"},
		{"application/x-www-form-urlencoded"},
		{"multipart/form-data; boundary=x"},
		{"application/json; charset=latin1"},
		{"application/json; x=y"},
		{"application/json,text/plain"},
		{"application/jsonp"},
		{"text/plain; application/json"},
		{"application/json", "application/json"},
	} {
		r := s.request(http.MethodPost, finishPath, "{}")
		r.Header["Content-Type"] = kind
		s.expect(http.StatusUnsupportedMediaType, r)
	}
	s.unharmed()

	for _, kind := range []string{"application/json; charset=utf-8", "application/json;charset=utf-8"} {
		s := begin(t, Config{}, saved)
		s.open()
		r := s.request(http.MethodPost, finishPath, "{}")
		r.Header.Set("Content-Type", kind)
		s.expect(http.StatusOK, r)
	}
}

// unsized keeps the client from telling the length of a body beforehand.
type unsized struct{ *strings.Reader }

// 256 KiB are taken and 257 are not, whether their length is told or not.
func TestSize(t *testing.T) {
	var got int
	s := begin(t, Config{}, func(_ context.Context, response []byte) (Outcome, error) {
		got = len(response)
		return Saved, nil
	})
	s.open()
	body := func(size int) string { return `{"x":"` + strings.Repeat("x", size-8) + `"}` }
	for _, size := range []int{bodyLimit + 1, 257 << 10} {
		s.expect(http.StatusRequestEntityTooLarge, s.request(http.MethodPost, finishPath, body(size)))
		r := s.request(http.MethodPost, finishPath, "")
		r.Body, r.ContentLength = http.NoBody, -1
		chunked, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.URL.String(), unsized{strings.NewReader(body(size))})
		if err != nil {
			t.Fatal(err)
		}
		chunked.Header = r.Header
		s.expect(http.StatusRequestEntityTooLarge, chunked)
	}
	s.expect(http.StatusOK, s.request(http.MethodPost, finishPath, body(bodyLimit)))
	if got != bodyLimit {
		t.Errorf("finish got %d bytes", got)
	}
}

// Only the token of the page finishes or cancels, and only in its header.
func TestFinishToken(t *testing.T) {
	s := begin(t, Config{}, saved)
	s.open()
	right := s.finish.text()
	for _, given := range [][]string{nil, {""}, {"x"}, {right[1:]}, {right + "x"}, {s.launch.text()}, {right, right}, {strings.ToUpper(right)}} {
		for _, path := range []string{finishPath, cancelPath} {
			r := s.request(http.MethodPost, path, `{"token":"`+right+`"}`)
			r.Header[finishHeader] = given
			r.Header.Set("Authorization", "Bearer "+right)
			r.AddCookie(&http.Cookie{Name: finishHeader, Value: right})
			s.expect(http.StatusForbidden, r)
		}
	}
	s.unharmed()
}

// Nothing is finished before the page was opened, not even with the right token.
func TestFinishBeforeOpen(t *testing.T) {
	s := begin(t, Config{}, saved)
	s.expect(http.StatusGone, s.request(http.MethodPost, finishPath, "{}"))
	s.expect(http.StatusGone, s.request(http.MethodPost, cancelPath, `{"reason":"cancelled"}`))
	s.open()
	s.unharmed()
}

// What is no JSON object does not reach finish and spends nothing.
func TestBody(t *testing.T) {
	s := begin(t, Config{}, saved)
	s.open()
	for _, body := range []string{"", "x", "[]", "null", "1", `"{}"`, "{", "{}{}", "\xef\xbb\xbf{}"} {
		s.expect(http.StatusBadRequest, s.request(http.MethodPost, finishPath, body))
		s.expect(http.StatusBadRequest, s.request(http.MethodPost, cancelPath, body))
	}
	for _, body := range []string{"{}", `{"reason":"saved"}`, `{"reason":"timed-out"}`, `{"reason":1}`} {
		s.expect(http.StatusBadRequest, s.request(http.MethodPost, cancelPath, body))
	}
	s.unharmed()
}

// A second answer is refused, also while the first is still looked at, and finish is
// called once.
func TestFinishOnce(t *testing.T) {
	running, release := make(chan struct{}), make(chan struct{})
	calls := 0
	s := begin(t, Config{}, func(context.Context, []byte) (Outcome, error) {
		calls++
		close(running)
		<-release
		return Saved, nil
	})
	s.open()
	first := make(chan answer, 1)
	request := s.request(http.MethodPost, finishPath, "{}")
	go func() { first <- s.do(request) }()
	<-running
	s.expect(http.StatusGone, s.request(http.MethodPost, finishPath, "{}"))
	s.expect(http.StatusGone, s.request(http.MethodPost, cancelPath, `{"reason":"cancelled"}`))
	close(release)
	if got := <-first; got.status != http.StatusOK || !strings.Contains(got.body, `"saved"`) {
		t.Errorf("the first answer: %+v", got)
	}
	if outcome, err := s.Wait(t.Context()); outcome != Saved || err != nil || calls != 1 {
		t.Errorf("the outcome is %q, %v, after %d calls", outcome, err, calls)
	}
}

var errTest = errors.New("secret detail")

// The page is shown what finish has told, never a success beside an error, and nothing
// of the error.
func TestOutcomes(t *testing.T) {
	for _, test := range []struct {
		outcome Outcome
		err     error
		shown   Outcome
		want    error
	}{
		{Saved, nil, Saved, nil},
		{SignedIn, nil, SignedIn, nil},
		{AlreadyRegistered, nil, AlreadyRegistered, nil},
		{AlreadyRegistered, errTest, AlreadyRegistered, errTest},
		{NotRight, errTest, NotRight, errTest},
		{Saved, errTest, NotRight, errTest},
		{"", errTest, NotRight, errTest},
		{"", nil, NotRight, ErrOutcome},
		{TimedOut, nil, NotRight, ErrOutcome},
	} {
		s := begin(t, Config{}, func(_ context.Context, response []byte) (Outcome, error) {
			if string(response) != `{"id":"x"}` {
				t.Errorf("finish got %s", response)
			}
			return test.outcome, test.err
		})
		s.open()
		got := s.expect(http.StatusOK, s.request(http.MethodPost, finishPath, `{"id":"x"}`))
		if want := `{"outcome":"` + string(test.shown) + `"}`; strings.TrimSpace(got.body) != want {
			t.Errorf("%q, %v: the page is told %s", test.outcome, test.err, got.body)
		}
		if outcome, err := s.Wait(t.Context()); outcome != test.shown || !errors.Is(err, test.want) {
			t.Errorf("%q, %v: Wait gives %q, %v", test.outcome, test.err, outcome, err)
		}
		if strings.Contains(s.log.String(), errTest.Error()) {
			t.Errorf("the log has the error of finish: %s", s.log)
		}
	}
}

// The page tells that there will be no answer, and why.
func TestCancelledByPage(t *testing.T) {
	for reason, want := range map[Outcome]error{
		Cancelled: ErrCancelled, AlreadyRegistered: ErrRegistered, Unsupported: ErrUnsupported,
	} {
		s := begin(t, Config{}, saved)
		s.open()
		got := s.expect(http.StatusOK, s.request(http.MethodPost, cancelPath, `{"reason":"`+string(reason)+`"}`))
		if !strings.Contains(got.body, string(reason)) {
			t.Errorf("%s: the page is told %s", reason, got.body)
		}
		if outcome, err := s.Wait(t.Context()); outcome != reason || !errors.Is(err, want) {
			t.Errorf("%s: Wait gives %q, %v", reason, outcome, err)
		}
	}
}
