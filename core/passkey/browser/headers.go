package browser

import (
	"net/http"
	"slices"
)

// finishHeader carries the finish token. A header of one's own cannot be set by a form,
// nor from another origin without a preflight, which is refused.
const finishHeader = "Gatehouse-Finish"

// policyBase ends every Content-Security-Policy of the server.
const policyBase = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

// harden sets the headers of every answer. Without nonces nothing is loaded or run.
func harden(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; "+policyBase)
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "publickey-credentials-create=(self), publickey-credentials-get=(self)")
}

// allowPage lets the page's one script and one style in.
func allowPage(h http.Header, data pageData) {
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'nonce-"+data.ScriptNonce+
		"'; style-src 'nonce-"+data.StyleNonce+"'; connect-src 'self'; "+policyBase)
}

// allowStyle lets the style in, for a page without a script.
func allowStyle(h http.Header, data pageData) {
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'nonce-"+data.StyleNonce+"'; "+policyBase)
}

// only gives the value of a header that may stand once; "" when it is missing or stands
// more than once.
func only(h http.Header, name string) string {
	if values := h.Values(name); len(values) == 1 {
		return values[0]
	}
	return ""
}

// isJSON tells the content types of JSON that the page may send. They are compared as
// they are: nothing else than the page writes them.
func isJSON(contentType string) bool {
	return slices.Contains([]string{
		"application/json", "application/json; charset=utf-8", "application/json;charset=utf-8",
	}, contentType)
}

// fromPage tells what a browser says about where a request comes from (Fetch Metadata).
// Browsers that do not know the header leave it out.
func fromPage(h http.Header) bool {
	return len(h.Values("Sec-Fetch-Site")) == 0 || only(h, "Sec-Fetch-Site") == "same-origin"
}
