package browser

import (
	"bytes"
	"encoding/json"
	"errors"
	"html/template"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"
)

// The addresses of the server. They are compared as they were sent.
const (
	rootPath     = "/"
	launchPrefix = "/?launch="
	finishPath   = "/finish"
	cancelPath   = "/cancel"
)

// bodyLimit is the longest body, in bytes.
const bodyLimit = 256 << 10

// handler answers the requests of one ceremony.
type handler struct {
	server   *Server
	ceremony Ceremony
	pages    *template.Template
}

// refusal is why a request is not answered: the status, and the rule for the log.
type refusal struct {
	status int
	rule   string
}

// ServeHTTP lets a request through to its step when it keeps every rule.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	harden(w.Header())
	refused := h.guard(r)
	if refused == nil {
		refused = h.answer(w, r)
	}
	if refused == nil {
		return
	}
	// The request itself is kept out of the log: it may have a token in it.
	h.server.config.Log.Warn("passkey page: a request was refused", "status", refused.status, "rule", refused.rule)
	if refused.status == http.StatusGone && r.Method == http.MethodGet {
		h.showUsed(w)
		return
	}
	http.Error(w, http.StatusText(refused.status), refused.status)
}

// guard checks what holds for every request: whose it is, and that it names this host
// and no other.
func (h *handler) guard(r *http.Request) *refusal {
	own, err := peerIsOwn(r)
	if err != nil {
		return &refusal{http.StatusForbidden, "peer unknown: " + err.Error()}
	}
	if !own {
		return &refusal{http.StatusForbidden, "peer"}
	}
	// A request with a whole address would bring its host there.
	if r.Host != h.server.host || r.URL.Host != "" {
		return &refusal{http.StatusMisdirectedRequest, "host"}
	}
	return nil
}

// peerIsOwn asks the system whose the other end of the connection is.
func peerIsOwn(r *http.Request) (bool, error) {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return false, errors.New("the connection has no end here")
	}
	here, err := netip.ParseAddrPort(local.String())
	if err != nil {
		return false, err
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return false, err
	}
	return ownPeer(peer, here)
}

// answer finds the step of a request.
func (h *handler) answer(w http.ResponseWriter, r *http.Request) *refusal {
	path, _, _ := strings.Cut(r.RequestURI, "?")
	allowed := http.MethodPost
	switch {
	case path == rootPath:
		allowed = http.MethodGet
	case r.RequestURI != finishPath && r.RequestURI != cancelPath:
		return &refusal{http.StatusNotFound, "path"}
	}
	if r.Method != allowed {
		w.Header().Set("Allow", allowed)
		return &refusal{http.StatusMethodNotAllowed, "method"}
	}
	if path == rootPath {
		return h.open(w, r)
	}
	body, refused := h.read(w, r)
	if refused != nil {
		return refused
	}
	if r.RequestURI == finishPath {
		return h.finish(w, body)
	}
	return h.cancel(w, body)
}

// open shows the page for the launch token, once. A reload has no token and finds the
// link spent.
func (h *handler) open(w http.ResponseWriter, r *http.Request) *refusal {
	given, _ := strings.CutPrefix(r.RequestURI, launchPrefix)
	if !h.server.launch.is(given) && !h.server.progress.wasOpened() {
		return &refusal{http.StatusNotFound, "launch token"}
	}
	if !h.server.launch.is(given) || !h.server.progress.open() {
		return &refusal{http.StatusGone, "launch token is spent"}
	}
	if err := h.showPage(w); err != nil {
		h.server.config.Log.Error("passkey page: the page was not shown", "error", err)
		return &refusal{http.StatusInternalServerError, "page"}
	}
	return nil
}

// read checks a request of the page and gives its body.
func (h *handler) read(w http.ResponseWriter, r *http.Request) ([]byte, *refusal) {
	switch {
	case only(r.Header, "Origin") != h.server.origin:
		return nil, &refusal{http.StatusForbidden, "origin"}
	case !fromPage(r.Header):
		return nil, &refusal{http.StatusForbidden, "site"}
	case !isJSON(only(r.Header, "Content-Type")):
		return nil, &refusal{http.StatusUnsupportedMediaType, "content type"}
	case !h.server.finish.is(only(r.Header, finishHeader)):
		return nil, &refusal{http.StatusForbidden, "finish token"}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
	if _, tooLong := errors.AsType[*http.MaxBytesError](err); tooLong {
		return nil, &refusal{http.StatusRequestEntityTooLarge, "size"}
	}
	if err != nil {
		return nil, &refusal{http.StatusBadRequest, "body"}
	}
	if !json.Valid(body) || !bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("{")) {
		return nil, &refusal{http.StatusBadRequest, "no JSON object"}
	}
	return body, nil
}

// finish hands the browser's answer on, once, and tells the page what became of it.
func (h *handler) finish(w http.ResponseWriter, body []byte) *refusal {
	if !h.server.progress.begin() {
		return &refusal{http.StatusGone, "finish token is spent"}
	}
	outcome, err := NotRight, error(ErrOutcome)
	// The page is told first: when the ceremony is settled the port closes. It is
	// settled, too, where finish panics.
	defer func() { h.server.progress.settle(outcome, err) }()
	outcome, err = h.ask(body)
	h.tell(w, outcome)
	return nil
}

// ask calls finish and turns away outcomes that are not its to give.
func (h *handler) ask(body []byte) (Outcome, error) {
	outcome, err := h.ceremony.Finish(h.server.alive, body)
	switch {
	case !outcome.fromFinish() && err == nil:
		return NotRight, ErrOutcome
	case !outcome.fromFinish(), err != nil && outcome.success():
		return NotRight, err
	}
	return outcome, err
}

// cancel takes the page's notice that there will be no answer.
func (h *handler) cancel(w http.ResponseWriter, body []byte) *refusal {
	var notice struct {
		Reason Outcome `json:"reason"`
	}
	if err := json.Unmarshal(body, &notice); err != nil {
		return &refusal{http.StatusBadRequest, "reason"}
	}
	var why error
	switch notice.Reason {
	case Cancelled:
		why = ErrCancelled
	case AlreadyRegistered:
		why = ErrRegistered
	case Unsupported:
		why = ErrUnsupported
	default:
		return &refusal{http.StatusBadRequest, "reason"}
	}
	if !h.server.progress.begin() {
		return &refusal{http.StatusGone, "finish token is spent"}
	}
	defer h.server.progress.settle(notice.Reason, why)
	h.tell(w, notice.Reason)
	return nil
}

// tell gives the page its outcome.
func (h *handler) tell(w http.ResponseWriter, outcome Outcome) {
	w.Header().Set("Content-Type", "application/json")
	err := json.NewEncoder(w).Encode(map[string]Outcome{"outcome": outcome})
	if err == nil {
		err = http.NewResponseController(w).Flush()
	}
	if err != nil {
		h.server.config.Log.Warn("passkey page: the page could not be told the outcome", "error", err)
	}
}

// showPage writes the page of the ceremony. It is made whole first, so that a fault is
// not half a page.
func (h *handler) showPage(w http.ResponseWriter) error {
	words := h.server.config.Words
	data, err := newPageData(words)
	if err != nil {
		return err
	}
	data.Kind, data.Messages = h.ceremony.Kind, messages(words, h.ceremony.Kind)
	data.Heading, data.Explain, data.Begin = words.CreateHeading, words.CreateExplain, words.CreateStart
	if h.ceremony.Kind == Get {
		data.Heading, data.Explain, data.Begin = words.GetHeading, words.GetExplain, words.GetStart
	}
	data.Options, data.Finish = string(h.ceremony.Options), h.server.finish.text()
	data.Automatic = h.server.config.Automatic
	data.Left = max(0, time.Until(h.server.deadline).Milliseconds())
	var page bytes.Buffer
	if err := h.pages.ExecuteTemplate(&page, pageName, data); err != nil {
		return err
	}
	allowPage(w.Header(), data)
	h.write(w, http.StatusOK, page.Bytes())
	return nil
}

// showUsed tells a person that the link is spent.
func (h *handler) showUsed(w http.ResponseWriter) {
	data, err := newPageData(h.server.config.Words)
	var page bytes.Buffer
	if err == nil {
		err = h.pages.ExecuteTemplate(&page, usedName, data)
	}
	if err != nil {
		h.server.config.Log.Error("passkey page: the page was not shown", "error", err)
		http.Error(w, http.StatusText(http.StatusGone), http.StatusGone)
		return
	}
	allowStyle(w.Header(), data)
	h.write(w, http.StatusGone, page.Bytes())
}

func (h *handler) write(w http.ResponseWriter, status int, page []byte) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if _, err := w.Write(page); err != nil {
		h.server.config.Log.Warn("passkey page: the page was not sent", "error", err)
	}
}
