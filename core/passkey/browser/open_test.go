package browser

import (
	"net"
	"net/http"
	"strings"
	"testing"
)

// The launch token opens the page once; a wrong one before that spends nothing.
func TestOpenOnce(t *testing.T) {
	s := begin(t, Config{}, saved)
	for _, path := range []string{"/", "/?launch=", "/?launch=x", s.path() + "x", s.path() + "&a=b", "/?a=b&" + s.path()[2:]} {
		s.expect(http.StatusNotFound, s.request(http.MethodGet, path, ""))
	}
	s.open()
	for _, path := range []string{s.path(), "/"} {
		got := s.expect(http.StatusGone, s.request(http.MethodGet, path, ""))
		if !strings.Contains(got.body, "This link has been used.") || strings.Contains(got.body, s.finish.text()) {
			t.Errorf("the page of a used link: %s", got.body)
		}
	}
	s.unharmed()
}

// Two that open the link at the same time do not both get the page.
func TestOpenRace(t *testing.T) {
	s := begin(t, Config{}, saved)
	const openers = 8
	statuses := make(chan int, openers)
	for range openers {
		go func() {
			response, err := s.client.Get(s.Link())
			if err != nil {
				statuses <- 0
				return
			}
			defer response.Body.Close()
			statuses <- response.StatusCode
		}()
	}
	count := map[int]int{}
	for range openers {
		count[<-statuses]++
	}
	if count[http.StatusOK] != 1 || count[http.StatusGone] != openers-1 {
		t.Errorf("statuses %v", count)
	}
}

// Any other name of this computer is refused: it could be one that leads here from
// elsewhere (DNS rebinding).
func TestHost(t *testing.T) {
	s := begin(t, Config{}, saved)
	hosts := []string{
		"localhost", "127.0.0.1:" + s.port, "[::1]:" + s.port, "evil.test", "evil.test:" + s.port, "127.evil.test:" + s.port,
		"localhost:1" + s.port, "localhost:1", "localhost.:" + s.port, "LOCALHOST:" + s.port, "a.localhost:" + s.port,
		"localhost:0" + s.port,
	}
	for _, host := range hosts {
		r := s.request(http.MethodGet, s.path(), "")
		r.Host = host
		s.expect(http.StatusMisdirectedRequest, r)
	}
	s.open()
	for _, host := range hosts {
		r := s.request(http.MethodPost, finishPath, "{}")
		r.Host = host
		s.expect(http.StatusMisdirectedRequest, r)
	}
	s.unharmed()
}

// raw sends a request that a client would not, and gives the first line of the answer.
func (s *stage) raw(request string) string {
	s.t.Helper()
	conn, err := net.Dial("tcp", net.JoinHostPort(loopback4, s.port))
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte(request)); err != nil {
		s.t.Fatal(err)
	}
	line := make([]byte, len("HTTP/1.1 000"))
	if _, err := conn.Read(line); err != nil {
		s.t.Fatal(err)
	}
	return string(line[len("HTTP/1.1 "):])
}

// A host in the request line, none at all, and two of them are refused as well.
func TestHostRaw(t *testing.T) {
	s := begin(t, Config{}, saved)
	const end = "\r\n\r\n"
	for request, want := range map[string]string{
		"GET " + s.Link() + " HTTP/1.1\r\nHost: localhost:" + s.port + end:                         "421",
		"GET http://evil.test" + s.path() + " HTTP/1.1\r\nHost: localhost:" + s.port + end:         "421",
		"GET " + s.path() + " HTTP/1.0" + end:                                                      "421",
		"GET " + s.path() + " HTTP/1.1" + end:                                                      "400",
		"GET " + s.path() + " HTTP/1.1\r\nHost: localhost:" + s.port + "\r\nHost: evil" + end:      "400",
		"OPTIONS * HTTP/1.1\r\nHost: localhost:" + s.port + end:                                    "404",
		"GET //" + s.path() + " HTTP/1.1\r\nHost: localhost:" + s.port + end:                       "404",
		"PRI * HTTP/2.0\r\n\r\nSM" + end:                                                           "421",
		"GET /%66inish HTTP/1.1\r\nHost: localhost:" + s.port + end:                                "404",
		"CONNECT localhost:" + s.port + " HTTP/1.1\r\nHost: localhost:" + s.port + end:             "421",
		"GET /?launch=" + strings.Repeat("x", 2*headerSize) + " HTTP/1.1\r\nHost: localhost" + end: "431",
	} {
		if got := s.raw(request); got != want {
			t.Errorf("%.60q…: status %s, want %s", request, got, want)
		}
	}
	s.open()
}

// Other methods are refused on every address and spend nothing; other addresses are not
// there, whatever the method.
func TestMethodsAndPaths(t *testing.T) {
	s := begin(t, Config{}, saved)
	all := []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"}
	for _, method := range all {
		for path, allowed := range map[string]string{s.path(): "GET", "/": "GET", finishPath: "POST", cancelPath: "POST"} {
			if method == allowed {
				continue
			}
			r := s.request(method, path, "")
			r.Header.Set("Access-Control-Request-Method", "POST")
			got := s.expect(http.StatusMethodNotAllowed, r)
			if got.header.Get("Allow") != allowed {
				t.Errorf("%s %s: Allow is %q", method, path, got.header.Get("Allow"))
			}
		}
		for _, path := range []string{"/favicon.ico", "/finish/", "/Finish", "/finish?a=b", "/cancel?", "/page/page.js", "/x"} {
			s.expect(http.StatusNotFound, s.request(method, path, ""))
		}
	}
	s.open()
	s.unharmed()
}
