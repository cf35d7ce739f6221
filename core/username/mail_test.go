package username

import (
	"errors"
	"strings"
	"testing"
)

func TestParseMailTakes(t *testing.T) {
	for typed, want := range map[string]Mail{
		"":                               {},
		" \t":                            {},
		"ada@example.org":                {"ada@example.org", "ada@example.org"},
		"  ada@example.org\n":            {"ada@example.org", "ada@example.org"},
		"Ada.Lovelace+Site@Example.ORG":  {"Ada.Lovelace+Site@Example.ORG", "ada.lovelace+site@example.org"},
		"ada@server":                     {"ada@server", "ada@server"},
		"o'neil/x!#$%&*=?^_`{|}~@a-b.de": {"o'neil/x!#$%&*=?^_`{|}~@a-b.de", "o'neil/x!#$%&*=?^_`{|}~@a-b.de"},
		"jose\u0301@mu\u0308ller.de":     {"jos\u00e9@m\u00fcller.de", "jos\u00e9@m\u00fcller.de"},
		"JOSÉ@MÜLLER.DE":                 {"JOSÉ@MÜLLER.DE", "josé@müller.de"},
		"Mike@GitHub.com":                {"Mike@GitHub.com", "mike@github.com"},
		"ß@straße.de":                    {"ß@straße.de", "ss@strasse.de"},
		"用户@例子.公司":                       {"用户@例子.公司", "用户@例子.公司"},
		"ada@xn--mller-kva.de":           {"ada@xn--mller-kva.de", "ada@xn--mller-kva.de"},
	} {
		got, err := ParseMail(typed)
		if err != nil || got != want {
			t.Errorf("ParseMail(%+q) = %+q, %v; want %+q", typed, got, err, want)
		}
	}
}

// The address that a look-up by key finds is not the one that was typed: the
// dotless i of CVE-2019-19844 must not be folded onto the i of another person.
func TestMailKeysOfOtherPeople(t *testing.T) {
	mine, err := ParseMail("mike@example.org")
	if err != nil {
		t.Fatal(err)
	}
	other, err := ParseMail("mıke@example.org")
	if err != nil {
		t.Fatal(err)
	}
	if mine.Key == other.Key {
		t.Errorf("%q and %q share the key %q", mine.Typed, other.Typed, mine.Key)
	}
}

func TestParseMailRefuses(t *testing.T) {
	for typed, want := range map[string]Reason{
		"ada":                                   ReasonMailAt,
		"ada@b@c":                               ReasonMailAt,
		"\"a@b\"@c":                             ReasonMailAt,
		"@example.org":                          ReasonMailName,
		".ada@example.org":                      ReasonMailName,
		"ada.@example.org":                      ReasonMailName,
		"a..b@example.org":                      ReasonMailName,
		strings.Repeat("a", 65) + "@b.de":       ReasonMailName,
		strings.Repeat("ß", 32) + "x@b.de":      ReasonMailName,
		"ada@":                                  ReasonMailDomain,
		"ada@.":                                 ReasonMailDomain,
		"ada@example.org.":                      ReasonMailDomain,
		"ada@a..b":                              ReasonMailDomain,
		"ada@-a.de":                             ReasonMailDomain,
		"ada@a-.de":                             ReasonMailDomain,
		"ada@[10.0.0.1]":                        ReasonMailDomain,
		"ada@a_b.de":                            ReasonMailDomain,
		"ada@\u0301x.de":                        ReasonMailDomain,
		"ada@" + strings.Repeat("a", 64):        ReasonMailDomain,
		"a@" + strings.Repeat("abc.", 63) + "a": ReasonTooLong,
		strings.Repeat("a", 2000):               ReasonTooLong,
		"ada lovelace@example.org":              ReasonSpace,
		"Ada <ada@example.org>":                 ReasonSpace,
		"<ada@example.org>":                     ReasonForbidden,
		"a,b@example.org":                       ReasonForbidden,
		"a\"b@example.org":                      ReasonForbidden,
		"a;b@example.org":                       ReasonForbidden,
		"😀@example.org":                         ReasonForbidden,
		"ada\r\nBcc:x@example.org":              ReasonInvisible,
		"ada\x00@example.org":                   ReasonInvisible,
		"ada@exam\u200bple.org":                 ReasonInvisible,
		"\u202eada@example.org":                 ReasonInvisible,
		"ada@exam\ue000ple.org":                 ReasonUnassigned,
		"\u0301a@example.org":                   ReasonStart,
		"a\u0301\u0301@example.org":             ReasonMarks,
		"ada@\xff.de":                           ReasonNotUTF8,
	} {
		got, err := ParseMail(typed)
		if reason := reasonOf(t, err); reason != want || got != (Mail{}) {
			t.Errorf("ParseMail(%+.60q) = %+q, reason %q (%v), not %q", typed, got, reason, err, want)
		}
	}
}

func TestMailPlace(t *testing.T) {
	_, err := ParseMail("ada<x@example.org")
	var p *Problem
	if !errors.As(err, &p) || p.At != 4 || p.Rune != '<' {
		t.Errorf("%#v", err)
	}
}
