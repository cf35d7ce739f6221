package browser

import (
	"embed"
	"fmt"
	"html/template"
)

//go:embed page
var files embed.FS

// The files of the page.
const (
	pageName     = "page.html"
	usedName     = "used.html"
	redirectName = "redirect.html"
	styleFile    = "page/page.css"
	scriptFile   = "page/page.js"
)

// nonceBytes is the size of a nonce: 128 bits (CSP level 3, 7.1).
const nonceBytes = 16

func parsePages() (*template.Template, error) {
	pages, err := template.ParseFS(files, "page/*.html")
	if err != nil {
		return nil, fmt.Errorf("passkey page: read the page: %w", err)
	}
	return pages, nil
}

// A message is one sentence that the page may have to say: its name in the script, how
// it is coloured, and the text.
type message struct{ Name, Tone, Text string }

// pageData fills page.html and used.html.
type pageData struct {
	Words           Words
	Kind            Kind
	Heading         string
	Explain         string
	Begin           string
	Messages        []message
	Options, Finish string
	Automatic       bool
	Left            int64 // milliseconds until the time is up

	StyleNonce, ScriptNonce string
	Style                   template.CSS
	Script                  template.JS
}

// newPageData has the words, the style and new nonces.
func newPageData(w Words) (pageData, error) {
	style, err := files.ReadFile(styleFile)
	if err != nil {
		return pageData{}, fmt.Errorf("passkey page: read the style: %w", err)
	}
	script, err := files.ReadFile(scriptFile)
	if err != nil {
		return pageData{}, fmt.Errorf("passkey page: read the script: %w", err)
	}
	return pageData{
		Words:       w,
		StyleNonce:  random(nonceBytes),
		ScriptNonce: random(nonceBytes),
		// Both are files of the program itself.
		Style:  template.CSS(style),
		Script: template.JS(script),
	}, nil
}

// messages are the sentences of a ceremony of this kind.
func messages(w Words, kind Kind) []message {
	nothing := w.CreateNothing
	if kind == Get {
		nothing = w.GetNothing
	}
	return []message{
		{"asking", "plain", w.Asking},
		{"checking", "plain", w.Checking},
		{"nothing", "attention", nothing},
		{"ended", "attention", w.Ended},
		{string(Saved), "good", w.Saved},
		{string(SignedIn), "good", w.SignedIn},
		{string(AlreadyRegistered), "attention", w.AlreadyRegistered},
		{string(Cancelled), "attention", w.Cancelled},
		{string(TimedOut), "attention", w.TimedOut},
		{string(NotRight), "danger", w.NotRight},
		{string(Unsupported), "danger", w.Unsupported},
	}
}
