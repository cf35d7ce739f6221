package browser

import (
	"html"
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// Every answer has the same headers; only what may be loaded differs.
func TestHeaders(t *testing.T) {
	s := begin(t, Config{}, saved)
	const end = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
	check := func(name string, got answer, policy, kind string) {
		t.Helper()
		want := http.Header{
			"Content-Security-Policy":      {policy + end},
			"Cache-Control":                {"no-store"},
			"Referrer-Policy":              {"no-referrer"},
			"X-Content-Type-Options":       {"nosniff"},
			"Cross-Origin-Opener-Policy":   {"same-origin"},
			"Cross-Origin-Resource-Policy": {"same-origin"},
			"Permissions-Policy":           {"publickey-credentials-create=(self), publickey-credentials-get=(self)"},
			"Content-Type":                 {kind},
		}
		for _, transport := range []string{"Date", "Content-Length", "Allow", "Connection"} {
			got.header.Del(transport)
		}
		if !reflect.DeepEqual(got.header, want) {
			t.Errorf("%s: headers %v, want %v", name, got.header, want)
		}
	}
	const nothing = "default-src 'none'; "
	const plain = "text/plain; charset=utf-8"
	check("other path", s.do(s.request(http.MethodGet, "/x", "")), nothing, plain)
	check("other method", s.do(s.request(http.MethodOptions, "/", "")), nothing, plain)
	stranger := s.request(http.MethodGet, "/", "")
	stranger.Host = "evil.test"
	check("other host", s.do(stranger), nothing, plain)
	page := s.open()
	check("page", page, nothing+"script-src 'nonce-"+nonce(t, page.body, "script")+"'; style-src 'nonce-"+
		nonce(t, page.body, "style")+"'; connect-src 'self'; ", "text/html; charset=utf-8")
	used := s.do(s.request(http.MethodGet, s.path(), ""))
	check("used", used, nothing+"style-src 'nonce-"+nonce(t, used.body, "style")+"'; ", "text/html; charset=utf-8")
	wrong := s.request(http.MethodPost, finishPath, "{}")
	wrong.Header.Del("Origin")
	check("other origin", s.do(wrong), nothing, plain)
	check("finish", s.do(s.request(http.MethodPost, finishPath, "{}")), nothing, "application/json")
}

// Nonces are new with each answer, and those of script and style are not the same.
func TestNonces(t *testing.T) {
	seen := map[string]bool{}
	for range 3 {
		s := begin(t, Config{}, saved)
		page := s.open().body
		used := s.do(s.request(http.MethodGet, s.path(), "")).body
		again := s.do(s.request(http.MethodGet, s.path(), "")).body
		for _, drawn := range []string{
			nonce(t, page, "script"), nonce(t, page, "style"), nonce(t, used, "style"), nonce(t, again, "style"),
		} {
			if len(drawn) != 22 || seen[drawn] {
				t.Errorf("the nonce %q is short or stands twice", drawn)
			}
			seen[drawn] = true
		}
	}
}

// The page has the finish token once and the launch token nowhere. It loads nothing.
func TestPageContents(t *testing.T) {
	s := begin(t, Config{Automatic: true}, saved)
	page := s.open().body
	if strings.Count(page, s.finish.text()) != 1 || strings.Contains(page, s.launch.text()) {
		t.Error("the finish token does not stand once, or the launch token does")
	}
	for _, outside := range []string{"src=", "href=", "http:", "https:", "@import", "url(", "style=\"", "onclick", "innerHTML", "ZgotmplZ"} {
		if strings.Contains(page, outside) {
			t.Errorf("the page contains %q", outside)
		}
	}
	for _, part := range []string{
		`<html lang="en">`, `aria-live="polite"`, "prefers-color-scheme: dark", " data-automatic>", `data-kind="create"`,
		`data-options="` + html.EscapeString(options) + `"`,
	} {
		if !strings.Contains(page, part) {
			t.Errorf("the page does not contain %q", part)
		}
	}
	first := regexp.MustCompile(`<head>[\s\S]*<script nonce="[^"]+">"use strict";\n//[^\n]*\nhistory.replaceState\(null, "", "/"\);\n[\s\S]*</head>`)
	if !first.MatchString(page) {
		t.Error("the address is not replaced first, or behind the head")
	}
}

// The words of the page are those of the caller, and none of them is markup.
func TestWords(t *testing.T) {
	words := English()
	fields := reflect.ValueOf(&words).Elem()
	for i := range fields.NumField() {
		fields.Field(i).SetString(`<b>"` + fields.Type().Field(i).Name + `"</b>`)
	}
	words.Language = "de-CH"
	of := map[Kind]string{Create: "Get", Get: "Create"}
	for kind, other := range of {
		s, err := Listen(t.Context(), Config{Words: words})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if err := s.Start(Ceremony{Kind: kind, Options: []byte(options), Finish: saved}); err != nil {
			t.Fatal(err)
		}
		at := newStage(t, s, nil)
		page := at.open().body + at.do(at.request(http.MethodGet, "/", "")).body
		if strings.Contains(page, "<b>") || !strings.Contains(page, `<html lang="de-CH">`) {
			t.Error("a word is markup, or the language is missing")
		}
		plain := html.UnescapeString(page)
		for i := range fields.NumField() {
			name := fields.Type().Field(i).Name
			want := name != "Language" && name != "Open" && !strings.HasPrefix(name, other)
			if strings.Contains(plain, `"`+name+`"`) != want {
				t.Errorf("%s: the word %s stands on the page: %v", kind, name, !want)
			}
		}
	}
}

// A word that is missing is refused, whichever it is, and so are half ceremonies.
func TestIncomplete(t *testing.T) {
	for i := range reflect.TypeFor[Words]().NumField() {
		words := English()
		reflect.ValueOf(&words).Elem().Field(i).SetString("")
		if _, err := (Config{Words: words}).complete(); err == nil {
			t.Errorf("without %s: no error", reflect.TypeFor[Words]().Field(i).Name)
		}
	}
	if _, err := (Config{Lifetime: -1}).complete(); err == nil {
		t.Error("a negative lifetime: no error")
	}
	for _, c := range []Ceremony{
		{},
		{Kind: "x", Options: []byte(options), Finish: saved},
		{Kind: Create, Options: []byte(options)},
		{Kind: Get, Options: []byte("x"), Finish: saved},
		{Kind: Get, Options: []byte(`{"publicKey":` + options + `}`), Finish: saved},
	} {
		if c.check() == nil {
			t.Errorf("%+v: no error", c.Kind)
		}
	}
}

// No answer sets a cookie or lets another origin in, whatever the request asks for.
func TestNoCookiesNoCORS(t *testing.T) {
	s := begin(t, Config{}, saved)
	answers := []answer{s.open()}
	for _, method := range []string{http.MethodGet, http.MethodOptions, http.MethodPost} {
		for _, path := range []string{"/", finishPath, cancelPath, "/x"} {
			r := s.request(method, path, "")
			r.Header.Set("Origin", "http://evil.test")
			r.Header.Set("Access-Control-Request-Headers", finishHeader)
			r.Header.Set("Access-Control-Request-Private-Network", "true")
			r.AddCookie(&http.Cookie{Name: "a", Value: "b"})
			answers = append(answers, s.do(r))
		}
	}
	answers = append(answers, s.do(s.request(http.MethodPost, finishPath, "{}")))
	for _, got := range answers {
		for name := range got.header {
			if name == "Set-Cookie" || strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("an answer has %s", name)
			}
		}
	}
}
