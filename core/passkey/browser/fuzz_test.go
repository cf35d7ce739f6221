package browser

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

// connectedToItself is a connection whose both ends are ours, for requests that are
// handed to the handler without a wire.
func connectedToItself(f *testing.F) (peer, here net.Addr) {
	f.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		f.Fatal(err)
	}
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { conn.Close(); l.Close() })
	return conn.LocalAddr(), conn.RemoteAddr()
}

// Whatever the body, there is one answer of the few that are meant, and finish gets JSON
// objects within the limit only.
func FuzzBody(f *testing.F) {
	for _, body := range []string{"", "{}", "[]", `{"reason":"cancelled"}`, `{"reason":1}`, `{"id":"\u0000"}`, strings.Repeat("[", 20000)} {
		f.Add(finishPath, body)
		f.Add(cancelPath, body)
	}
	peer, here := connectedToItself(f)
	pages, err := parsePages()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, path, body string) {
		if path != finishPath && path != cancelPath {
			path = finishPath
		}
		config, err := Config{Log: slog.New(slog.NewTextHandler(io.Discard, nil))}.complete()
		if err != nil {
			t.Fatal(err)
		}
		port := netip.MustParseAddrPort(here.String()).Port()
		host := netip.AddrPortFrom(netip.MustParseAddr(loopback4), port).String()
		s := &Server{
			config: config, host: host, origin: "http://" + host, finish: newToken(), progress: newProgress(), alive: t.Context(),
		}
		s.progress.open()
		called := false
		finish := func(_ context.Context, response []byte) (Outcome, error) {
			called = true
			var object map[string]any
			if err := json.Unmarshal(response, &object); err != nil || object == nil || len(response) > bodyLimit {
				t.Errorf("finish got %q", response)
			}
			return Saved, nil
		}
		h := &handler{server: s, ceremony: Ceremony{Finish: finish}, pages: pages}
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
		r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, here))
		r.Host, r.RemoteAddr = host, peer.String()
		r.Header.Set("Origin", s.origin)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set(finishHeader, s.finish.text())
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		switch w.Code {
		case http.StatusOK, http.StatusBadRequest, http.StatusRequestEntityTooLarge:
		default:
			t.Errorf("status %d", w.Code)
		}
		if called && (w.Code != http.StatusOK || path == cancelPath) {
			t.Errorf("finish was called, and the status is %d", w.Code)
		}
	})
}
