package twostep

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// URI is the address by which an app takes the key over
// (https://github.com/google/google-authenticator/wiki/Key-Uri-Format). issuer is the
// site and account the name, as the app shows them. It has the secret in it: it is
// shown once, and never logged.
func (k Key) URI(issuer, account string) string {
	query := url.Values{
		"secret":    {k.Base32()},
		"issuer":    {issuer},
		"algorithm": {string(k.Params.Algorithm)},
		"digits":    {strconv.Itoa(k.Params.Digits)},
		"period":    {strconv.Itoa(int(k.Params.Period / time.Second))},
	}
	// A colon parts the two names, so that one within them has to be escaped; apps read
	// a plus as itself, so that a space is %20.
	return "otpauth://totp/" + label(issuer) + ":" + label(account) + "?" + strings.ReplaceAll(query.Encode(), "+", "%20")
}

// label escapes a name for one side of the colon.
func label(name string) string { return strings.ReplaceAll(url.PathEscape(name), ":", "%3A") }
