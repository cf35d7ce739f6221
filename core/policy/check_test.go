package policy

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// ada has names that a password may not contain.
func ada() Subject {
	return Subject{Name: "a.okafor", FullName: "Ada Okafor", Mail: "ada.o@depot.example"}
}

// describe writes a verdict as one line a rule.
func describe(v Verdict) string {
	var b strings.Builder
	fmt.Fprintf(&b, "ok=%v\n", v.OK)
	for _, r := range v.Rules {
		fmt.Fprintf(&b, "%s %s: %s", r.Name, r.State, r.Text())
		if !r.Advice().IsZero() {
			fmt.Fprintf(&b, " (%s)", r.Advice())
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestCheckWords(t *testing.T) {
	bounded := Policy{Complexity: Complexity{MinLength: new(8), MaxLength: new(10), ForbidUsername: true}}
	same, other := ada(), ada()
	same.SameAsCurrent, other.SameAsCurrent = new(true), new(false)
	same.Breached, other.Breached = new(true), new(false)
	tests := []struct {
		name     string
		policy   Policy
		subject  Subject
		password string
		want     string
	}{
		{"nothing typed", Default(), ada(), "", `
			ok=false
			min_length not_yet: At least 15 characters
			forbid_username not_yet: The account name is not in it
			forbid_personal not_yet: Your name is not in it
			breached not_yet: Not a common or leaked password
			differs_from_current not_yet: Not the password you have now`},
		{"as in the reference picture", Default(), ada(), "okafor-Orbit-43-plinth", `
			ok=false
			min_length met: At least 15 characters, you have 22
			forbid_username met: The account name is not in it
			forbid_personal not_met: Your name is not in it (Leave out “okafor”: it is part of your name)
			breached on_save: Not a common or leaked password
			differs_from_current on_save: Not the password you have now`},
		{"every rule is answered", Default(), same, "okafor", `
			ok=false
			min_length not_met: At least 15 characters, you have 6 (Add 9 more characters)
			forbid_username met: The account name is not in it
			forbid_personal not_met: Your name is not in it (Leave out “okafor”: it is part of your name)
			breached not_met: Not a common or leaked password (This password is common or has leaked. Choose another one)
			differs_from_current not_met: Not the password you have now (This is the password you have now. Choose another one)`},
		{"good", Default(), other, "tally-Orbit-43-plinth", `
			ok=true
			min_length met: At least 15 characters, you have 21
			forbid_username met: The account name is not in it
			forbid_personal met: Your name is not in it
			breached met: Not a common or leaked password
			differs_from_current met: Not the password you have now`},
		{"too long by one", bounded, ada(), "tally-orbit", `
			ok=false
			min_length met: At least 8 characters, you have 11
			max_length not_met: At most 10 characters, you have 11 (Leave out 1 character)
			forbid_username met: The account name is not in it`},
		{"too short by one", bounded, ada(), "tally-o", `
			ok=false
			min_length not_met: At least 8 characters, you have 7 (Add 1 more character)
			max_length met: At most 10 characters, you have 7
			forbid_username met: The account name is not in it`},
		{"no rules", Policy{}, ada(), "x", "\nok=true"},
		{"no rules, nothing typed", Policy{}, ada(), "", "\nok=false"},
		{"personal alone", Policy{Complexity: Complexity{ForbidPersonal: true}}, ada(), "a.o", `
			ok=true
			forbid_personal met: Your name is not in it`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := strings.ReplaceAll(strings.TrimPrefix(tt.want, "\n"), "\t", "") + "\n"
			if got := describe(Check(tt.policy, tt.subject, tt.password)); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

// "Lengths and counts are Unicode code points of the NFC form."
func TestCheckCountsCodePoints(t *testing.T) {
	tests := []struct {
		name, password string
		want           int
	}{
		{"ASCII", "abcdef", 6},
		{"emoji", "🦉🦉🦉", 3},
		{"family emoji is seven", "👩‍👩‍👧‍👦", 7},
		{"NFC", "caf\u00e9", 4},
		{"NFD is counted as NFC", "cafe\u0301", 4},
		{"spaces count", " a b ", 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := Check(Policy{Complexity: Complexity{MinLength: new(tt.want)}}, Subject{}, tt.password)
			if r := v.Rules[0]; !v.OK || r.Actual != number(tt.want) || r.Limit != number(tt.want) {
				t.Errorf("counted %v, ok %v; want %d", r.Actual, v.OK, tt.want)
			}
			if v := Check(Policy{Complexity: Complexity{MinLength: new(tt.want + 1)}}, Subject{}, tt.password); v.OK {
				t.Error("one more character is not asked for")
			}
		})
	}
}

// "Folding is full Unicode case folding after NFC (ß = ss), no width folding, no
// locale … needles under 3 code points skipped; personal parts are the words of
// the full name and the whole local part of the mail address."
func TestCheckNames(t *testing.T) {
	both := Complexity{ForbidUsername: true, ForbidPersonal: true}
	username := Complexity{ForbidUsername: true}
	personal := Complexity{ForbidPersonal: true}
	tests := []struct {
		name       string
		complexity Complexity
		subject    Subject
		password   string
		part       string // found, or "" for none
	}{
		{"case", both, Subject{Name: "root"}, "my-ROOT-word", "root"},
		{"ß = ss", both, Subject{FullName: "Eva Strauß"}, "STRAUSSENEI", "strauss"},
		{"ss = ß", both, Subject{FullName: "Eva Strauss"}, "Straußenei", "strauss"},
		{"final sigma", both, Subject{Name: "Νίκος"}, "ΝΊΚΟΣ-1234", "νίκοσ"},
		{"NFD name, NFC password", both, Subject{Name: "rene\u0301"}, "x-REN\u00c9-x", "ren\u00e9"},
		{"no locale: I is i", both, Subject{Name: "ali"}, "ALI-1234", "ali"},
		{"no locale: ı is not i", both, Subject{Name: "alı"}, "ali-1234", ""},
		{"no width folding", both, Subject{Name: "root"}, "ｒｏｏｔ-1234", ""},
		{"an accent makes another name", both, Subject{Name: "rene"}, "ren\u00e9-1234", ""},
		{"two code points are skipped", both, Subject{Name: "bo", FullName: "Bo Li", Mail: "bo@x.example"}, "bo-li-bo-li", ""},
		{"three are not", both, Subject{Name: "bob"}, "kabobs", "bob"},
		{"three that are no ASCII", both, Subject{Name: "Ева"}, "xx-ЕВА-xx", "ева"},
		{"two code points that fold to three are skipped", both, Subject{Name: "aß"}, "xxassxx", ""},
		{"the whole account name only", username, Subject{Name: "a.okafor"}, "okafor-orbit", ""},
		{"the account name", username, Subject{Name: "a.okafor"}, "x-A.Okafor-x", "a.okafor"},
		{"full name does not act", username, ada(), "okafor-orbit", ""},
		{"account name does not act", personal, Subject{Name: "root", FullName: "Ada"}, "my-root-word", ""},
		{"words of the full name", personal, Subject{FullName: "Ada  King\tLovelace"}, "lovelace-1", "lovelace"},
		{"not the full name alone", personal, Subject{FullName: "Ada Lovelace"}, "a-d-a-lovelac", ""},
		{"hyphenated is one word", personal, Subject{FullName: "Anne-Marie"}, "marie-1234", ""},
		{"all of the hyphenated", personal, Subject{FullName: "Anne-Marie"}, "x-anne-MARIE-4", "anne-marie"},
		{"apostrophe stays", personal, Subject{FullName: "Pat O'Brien"}, "obrien brien", ""},
		{"punctuation around a word", personal, Subject{FullName: "O'Brien, (Pat)"}, "xx-o'brien-pat", "o'brien"},
		{"two code points and a full stop", personal, Subject{FullName: "Ada Jr."}, "xjr.x", ""},
		{"whole local part", personal, Subject{Mail: "ada.o@depot.example"}, "x-ADA.O-x", "ada.o"},
		{"not a part of the local part", personal, Subject{Mail: "okafor.ada@depot.example"}, "okafor-1234", ""},
		{"not the domain", personal, Subject{Mail: "ada.o@depot.example"}, "depot.example", ""},
		{"last @ of a quoted local part", personal, Subject{Mail: `"a@b"@depot.example`}, `x"A@B"x`, `"a@b"`},
		{"no @", personal, Subject{Mail: "lovelace"}, "lovelace-1", "lovelace"},
		{"empty names forbid nothing", both, Subject{Name: "  ", FullName: " ", Mail: "@x"}, "   x", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := Check(Policy{Complexity: tt.complexity}, tt.subject, tt.password)
			if v.OK != (tt.part == "") {
				t.Fatalf("ok = %v, want part %q: %s", v.OK, tt.part, describe(v))
			}
			if tt.part == "" {
				return
			}
			if part := v.Violations()[0].Advice().Args["Part"]; part != tt.part {
				t.Errorf("found %q, want %q", part, tt.part)
			}
		})
	}
}

func TestCheckSaysWhoseNameItIs(t *testing.T) {
	tests := []struct{ password, want string }{
		{"x-a.okafor-x", "Leave out “a.okafor”: it is your account name"},
		{"x-okafor-x", "Leave out “okafor”: it is part of your name"},
		{"x-ada.o-x", "Leave out “ada”: it is part of your name"},
	}
	p := Policy{Complexity: Complexity{ForbidUsername: true, ForbidPersonal: true}}
	for _, tt := range tests {
		if got := Check(p, ada(), tt.password).Violations()[0].Advice().String(); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.password, got, tt.want)
		}
	}
	mail := Subject{Mail: "lovelace@x.example"}
	want := "Leave out “lovelace”: it is part of your mail address"
	if got := Check(p, mail, "x-lovelace-x").Violations()[0].Advice().String(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// "An empty or blank password is refused before any rule."
func TestCheckRefusesWhatIsNoPassword(t *testing.T) {
	for name, password := range map[string]string{
		"empty": "", "blank": strings.Repeat(" ", 20), "other white space": strings.Repeat("\u00a0\u3000\t", 9),
		"not UTF-8": "tally-Orbit-43-\xff\xfeplinth", "beyond 4 KiB": strings.Repeat("xy", 2049), "1 MiB": strings.Repeat("e\u0301", 1<<19),
	} {
		t.Run(name, func(t *testing.T) {
			v := Check(Default(), ada(), password)
			if v.OK || len(v.Rules) != 5 {
				t.Fatalf("verdict %s", describe(v))
			}
			for _, r := range v.Rules {
				if r.State != NotYet || r.Actual.Known || !r.Advice().IsZero() {
					t.Errorf("%s is %s", r.Name, r.State)
				}
			}
		})
	}
}

func TestVerdictFinalAndCount(t *testing.T) {
	typing, saving := ada(), ada()
	saving.SameAsCurrent, saving.Breached = new(false), new(false)
	v := Check(Default(), typing, "tally-Orbit-43-plinth")
	if met, judged := v.Count(); !v.OK || v.Final() || met != 3 || judged != 3 {
		t.Errorf("while typing: %d of %d, final %v", met, judged, v.Final())
	}
	v = Check(Default(), saving, "tally-Orbit-43-plinth")
	if met, judged := v.Count(); !v.OK || !v.Final() || met != 5 || judged != 5 {
		t.Errorf("at saving: %d of %d, final %v", met, judged, v.Final())
	}
	v = Check(Default(), saving, "")
	if met, judged := v.Count(); met != 0 || judged != 5 {
		t.Errorf("nothing typed: %d of %d", met, judged)
	}
}

// A checker is of the policy as it was.
func TestCheckerKeepsItsPolicy(t *testing.T) {
	p := Default()
	p.Complexity.Banned = []string{"tally-Orbit-43-plinth"}
	c := NewChecker(p)
	*p.Complexity.MinLength, p.Complexity.Banned[0] = 99, "something-else-entirely"
	v := c.Check(ada(), "tally-Orbit-43-plinth")
	if broken := v.Violations(); len(broken) != 1 || broken[0].Name != "banned" {
		t.Errorf("the checker changed with its policy: %s", describe(v))
	}
}

// The rules, their order, limits and count depend on the policy alone; OK says
// what the states say; NFC and NFD get one verdict.
func TestCheckIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, s := policies().Draw(t, "policy"), subjects().Draw(t, "subject")
		password := passwords().Draw(t, "password")
		v, empty := Check(p, s, password), Check(p, s, "")
		if len(v.Rules) != len(empty.Rules) {
			t.Fatalf("%d rules, %d for an empty password", len(v.Rules), len(empty.Rules))
		}
		ok := strings.TrimSpace(password) != ""
		for i, r := range v.Rules {
			if r.Name != empty.Rules[i].Name {
				t.Fatalf("rule %d is %s, %s for an empty password", i, r.Name, empty.Rules[i].Name)
			}
			if r.State == NotMet || r.State == NotYet {
				ok = false
			}
			if r.Advice().IsZero() != (r.State != NotMet) || r.Text().IsZero() {
				t.Fatalf("%s is %s with advice %q", r.Name, r.State, r.Advice())
			}
		}
		if v.OK != ok {
			t.Fatalf("ok = %v:\n%s", v.OK, describe(v))
		}
		nfc, nfd := describe(Check(p, s, norm.NFC.String(password))), describe(Check(p, s, norm.NFD.String(password)))
		if nfc != nfd {
			t.Fatalf("NFC:\n%sNFD:\n%s", nfc, nfd)
		}
	})
}

// A verdict tells no more of a password than counts and the account's names.
func TestVerdictKeepsTheSecret(t *testing.T) {
	p := fullPolicy()
	p.Complexity.Banned, p.Complexity.BannedMatch, p.Complexity.ForbiddenChars = []string{"xK9#okafor"}, MatchFuzzy, "#%"
	v := Check(p, ada(), "xK9#OKAFOR#vQQQ2abcdef")
	told := fmt.Sprintf("%+v", v)
	for _, r := range v.Rules {
		told += r.Text().String() + r.Advice().String()
	}
	for _, secret := range []string{"xK9", "OKAFOR", "QQ", "Q2", "#v", "abcd"} {
		if strings.Contains(strings.ReplaceAll(told, "abc, 321", ""), secret) {
			t.Errorf("the verdict tells %q", secret)
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("a.okafor", "Ada Okafor", "ada@x.example", "okafor-Orbit-43-plinth")
	f.Add("\xff", "\u0301\u0301", "@", "\u0345\u0391")
	f.Add("\u0390\u03b0", "\ufb03x", "\u1e9e@", "\u0390\u03b0 \ufb03x \u1e9e")
	full := fullPolicy()
	full.Complexity.BannedMatch = MatchFuzzy
	checkers := []*Checker{NewChecker(Default()), NewChecker(full)}
	f.Fuzz(func(t *testing.T, name, full, mail, password string) {
		n := utf8.RuneCountInString(norm.NFC.String(password))
		for i, least := range []int{15, 8} {
			v := checkers[i].Check(Subject{Name: name, FullName: full, Mail: mail}, password)
			if v.OK && (n < least || len(password) > 4096 || !utf8.ValidString(password)) {
				t.Errorf("%q is taken", password)
			}
			if broken := v.Violations(); v.OK && broken != nil {
				t.Errorf("%q is taken and breaks %v", password, named(broken))
			}
			for _, r := range v.Rules {
				if r.Text().String() == "" || (r.Advice().String() == "") == (r.State == NotMet) {
					t.Errorf("%s is %s and says %q, %q", r.Name, r.State, r.Text(), r.Advice())
				}
			}
		}
	})
}
