package policy

import (
	"slices"
	"strings"
	"testing"
)

// A sentence of a reference text about what a password looks like, and what
// shows that the model does what it says.
type sentence struct {
	says     string
	policy   Policy
	subject  Subject
	password string
	// breaks are the rules that the password breaks, in order; none for one that
	// is taken.
	breaks string
}

// show runs the sentences of one text.
func show(t *testing.T, sentences []sentence) {
	t.Helper()
	for _, s := range sentences {
		t.Run(s.says+"/"+s.password, func(t *testing.T) {
			v := Check(s.policy, s.subject, s.password)
			if got, want := named(v.Violations()), strings.Fields(s.breaks); !slices.Equal(got, want) || v.OK != (s.breaks == "") {
				t.Errorf("“%s”: %q breaks %v, want %v", s.says, s.password, got, want)
			}
		})
	}
}

// complexity is a policy of that group alone.
func complexity(c Complexity) Policy { return Policy{Complexity: c} }

// Text 000, "Password Strength Indicator … Requirements for strong passwords"
// and "Password Guidelines".
func TestReferenceTextsWebHostComplexity(t *testing.T) {
	host := complexity(Complexity{
		MinLength: new(8), MinUpper: new(1), MinLower: new(1), MinDigits: new(1), MinSpecial: new(1),
		Alphabet: AlphabetUnicode, Banned: []string{"password", "welcome"}, BannedMatch: MatchFuzzy, ForbidPersonal: true,
	})
	show(t, []sentence{
		{"Minimum length", host, Subject{}, "Pl!nth4", "min_length"},
		{"Minimum length", host, Subject{}, "Pl!nths4", ""},
		{"Mix of upper and lowercase letters", host, Subject{}, "pl!nths4", "min_upper"},
		{"Mix of upper and lowercase letters", host, Subject{}, "PL!NTHS4", "min_lower"},
		{"Mix of upper and lowercase letters", host, Subject{}, "Éé!34567", ""},
		{"Numbers and special characters", host, Subject{}, "Pl!nthss", "min_digits"},
		{"Numbers and special characters", host, Subject{}, "Plinths4", "min_special"},
		{"Numbers and special characters", host, Subject{}, "Plinths 4", ""},
		{"No common dictionary words", host, Subject{}, "P@ssw0rd!", "banned"},
		{"No common dictionary words", host, Subject{}, "My-Welc0me-4", "banned"},
		{"No common dictionary words", host, Subject{}, "Pl!nths4", ""},
		{"Avoid personal information in passwords", host, ada(), "Okafor!43", "forbid_personal"},
		{"Avoid personal information in passwords", host, ada(), "Orbit!43x", ""},
		{"Create new strong password", host, Subject{}, "x", "min_length min_upper min_digits min_special"},
	})
}

// Text 002, "Complexity Requirements".
func TestReferenceTextsDataRoomComplexity(t *testing.T) {
	none := complexity(Complexity{})
	username := complexity(Complexity{ForbidUsername: true})
	long := strings.Repeat("x", 4096)
	show(t, []sentence{
		{"Minimum Length: A blank or 0 will set no limit for a minimum number of characters", none, Subject{}, "x", ""},
		{"Minimum Length", complexity(Complexity{MinLength: new(8)}), Subject{}, "1234567", "min_length"},
		{"Minimum Length", complexity(Complexity{MinLength: new(8)}), Subject{}, "12345678", ""},
		{"Maximum Length: A blank or 0 will set no limit for a maximum number of characters", none, Subject{}, long, ""},
		{"Maximum Length", complexity(Complexity{MaxLength: new(8)}), Subject{}, "123456789", "max_length"},
		{"Maximum Length", complexity(Complexity{MaxLength: new(8)}), Subject{}, "12345678", ""},
		{"Require Upper Case Letter: On, required to include an upper case letter", complexity(Complexity{MinUpper: new(1)}), Subject{}, "abc", "min_upper"},
		{"Require Upper Case Letter: On, required to include an upper case letter", complexity(Complexity{MinUpper: new(1)}), Subject{}, "aBc", ""},
		{"Require Upper Case Letter: Off, will have the choice to include an upper case letter", none, Subject{}, "abc", ""},
		{"Require Upper Case Letter: Off, will have the choice to include an upper case letter", none, Subject{}, "aBc", ""},
		{"Lower Case Letter Required: On, required to include a lower case letter", complexity(Complexity{MinLower: new(1)}), Subject{}, "ABC", "min_lower"},
		{"Lower Case Letter Required: On, required to include a lower case letter", complexity(Complexity{MinLower: new(1)}), Subject{}, "ABc", ""},
		{"Lower Case Letter Required: Off, will have the choice to include a lower case letter", none, Subject{}, "ABC", ""},
		{"Number Required: to contain at least one number", complexity(Complexity{MinDigits: new(1)}), Subject{}, "abc", "min_digits"},
		{"Number Required: to contain at least one number", complexity(Complexity{MinDigits: new(1)}), Subject{}, "abc4", ""},
		{"Number Required: Off, will have the choice to include a number", none, Subject{}, "abc", ""},
		{"Special Character Required: to contain at least one special character", complexity(Complexity{MinSpecial: new(1)}), Subject{}, "abc4", "min_special"},
		{"Special Character Required: to contain at least one special character", complexity(Complexity{MinSpecial: new(1)}), Subject{}, "abc 4", ""},
		{"Special Character Required: Off, will have the choice to include a special character", none, Subject{}, "abc4", ""},
		{"Password Can Contain Username: On, the option for their password to contain their username", none, ada(), "x-a.okafor-x", ""},
		{"Password Can Contain Username: Off, not be able to use their username in their password", username, ada(), "x-A.Okafor-x", "forbid_username"},
		{"Password Can Contain Username: Off, not be able to use their username in their password", username, ada(), "x-okafor-x", ""},
		{"Require a Security Question", complexity(Complexity{RequireSecurityQuestion: true}), Subject{}, "x", ""},
	})
	reuse := Policy{Change: Change{HistoryDepth: new(3)}}
	show(t, []sentence{
		{"setting this to 3 would not allow the user to reuse the last 3 passwords", reuse, Subject{InHistory: new(true)}, "plinth", "history_depth"},
		{"setting this to 3 would not allow the user to reuse the last 3 passwords", reuse, Subject{InHistory: new(false)}, "plinth", ""},
		{"A blank or 0 will set no limit for the number of previous passwords", Policy{}, Subject{InHistory: new(true)}, "plinth", ""},
	})
}

// teSpecial is the list of text 003 without the space.
const teSpecial = "~`!@#$%^&*()+=_-{}[]\":;'?/<>,."

// Text 003, "Strength".
func TestReferenceTextsTEComplexity(t *testing.T) {
	te := complexity(Complexity{
		MinLength: new(8), MaxLength: new(20), Alphabet: AlphabetASCII, SpecialSet: new(teSpecial), ForbiddenChars: " ",
		MinKinds: &Kinds{K: 2, Of: []Kind{KindLetter, KindDigit, KindSpecial}},
	})
	sentences := []sentence{
		{"the password shall contain 8-20 characters", te, Subject{}, "plinth4", "min_length"},
		{"the password shall contain 8-20 characters", te, Subject{}, "plinths4", ""},
		{"the password shall contain 8-20 characters", te, Subject{}, "plinths4plinths4pli4", ""},
		{"the password shall contain 8-20 characters", te, Subject{}, "plinths4plinths4plin4", "max_length"},
		{"including two of such elements as letters, numbers, and special characters", te, Subject{}, "plinthsx", "min_kinds"},
		{"including two of such elements as letters, numbers, and special characters", te, Subject{}, "plinTHSX", "min_kinds"},
		{"including two of such elements as letters, numbers, and special characters", te, Subject{}, "12345678", "min_kinds"},
		{"including two of such elements as letters, numbers, and special characters", te, Subject{}, "!!!!!!!!", "min_kinds"},
		{"including two of such elements as letters, numbers, and special characters", te, Subject{}, "1234567!", ""},
		{"including two of such elements as letters, numbers, and special characters", te, Subject{}, "plinths!", ""},
		{"including two of such elements as letters, numbers, and special characters", te, Subject{}, "plinths4!", ""},
		{"Special characters include English characters (é and \\ are none)", te, Subject{}, `plinthé\`, "min_kinds"},
		{"Space shall not be used as a part of the password", te, Subject{}, "plinths 4", "forbidden_chars"},
		{"Space shall not be used as a part of the password", te, Subject{}, "plinths\u00a04", ""},
	}
	for _, r := range teSpecial {
		sentences = append(sentences, sentence{"Special characters include English characters", te, Subject{}, "plinths" + string(r), ""})
	}
	if n := len(teSpecial); n != 30 {
		t.Errorf("the list has %d characters, the text 30", n)
	}
	show(t, sentences)
}

// formflowSpecial is the list of text 004.
const formflowSpecial = `!@#$%^&*()-_=+\|[]{};:/?.><`

// Text 004, the minimums and the list of banned passwords.
func TestReferenceTextsFormFlowComplexity(t *testing.T) {
	flow := func(c Complexity) Policy {
		c.Alphabet, c.SpecialSet = AlphabetASCII, new(formflowSpecial)
		return complexity(c)
	}
	banned := flow(Complexity{Banned: strings.Split("hunter2,Plinth, orbit", ","), BannedMatch: MatchExact})
	sentences := []sentence{
		{"Minimum length – the minimum total number of characters", flow(Complexity{MinLength: new(6)}), Subject{}, "orbit", "min_length"},
		{"Minimum length – the minimum total number of characters", flow(Complexity{MinLength: new(6)}), Subject{}, "orbits", ""},
		{"zero means any number", flow(Complexity{}), Subject{}, "o", ""},
		{"the minimum number of lowercase (a-z) or uppercase (A-Z) letters", flow(Complexity{MinLetters: new(4)}), Subject{}, "orb1234", "min_letters"},
		{"the minimum number of lowercase (a-z) or uppercase (A-Z) letters", flow(Complexity{MinLetters: new(4)}), Subject{}, "oRBi1234", ""},
		{"the minimum number of lowercase (a-z) or uppercase (A-Z) letters", flow(Complexity{MinLetters: new(4)}), Subject{}, "orbé1234", "min_letters"},
		{"Zero means any number of letters is allowed", flow(Complexity{}), Subject{}, "1234", ""},
		{"minimum number of A-Z characters", flow(Complexity{MinUpper: new(2)}), Subject{}, "OrbÉt", "min_upper"},
		{"minimum number of A-Z characters", flow(Complexity{MinUpper: new(2)}), Subject{}, "ORbit", ""},
		{"letters includes the upper-case ones", flow(Complexity{MinLetters: new(2), MinUpper: new(2)}), Subject{}, "OR", ""},
		{"at least the given number of digits (0–9)", flow(Complexity{MinDigits: new(2)}), Subject{}, "orbit٣4", "min_digits"},
		{"at least the given number of digits (0–9)", flow(Complexity{MinDigits: new(2)}), Subject{}, "orbit34", ""},
		{"at least the given number of special characters", flow(Complexity{MinSpecial: new(2)}), Subject{}, "orbit!", "min_special"},
		{"at least the given number of special characters", flow(Complexity{MinSpecial: new(2)}), Subject{}, `orbit|\`, ""},
		{"The following special characters are supported (~ , ` ' \" and the space are not)", flow(Complexity{MinSpecial: new(1)}), Subject{}, "orbit~,`'\" ", "min_special"},
		{"how many characters other than digits and letters of the English alphabet", flow(Complexity{MinOther: new(3)}), Subject{}, "orbit4 é", "min_other"},
		{"how many characters other than digits and letters of the English alphabet", flow(Complexity{MinOther: new(3)}), Subject{}, "orbit4 é!", ""},
		{"Zero means any number is accepted", flow(Complexity{}), Subject{}, "orbit4", ""},
		{"enter any specific passwords you want to ban", banned, Subject{}, "hunter2", "banned"},
		{"enter any specific passwords you want to ban", banned, Subject{}, "Hunter2", ""},
		{"enter any specific passwords you want to ban", banned, Subject{}, "hunter22", ""},
		{"only a comma, not a comma followed by a space", banned, Subject{}, " orbit", "banned"},
		{"only a comma, not a comma followed by a space", banned, Subject{}, "orbit", ""},
		{"Zero means no restrictions, no passwords will be stored", Policy{}, Subject{InHistory: new(true)}, "orbit", ""},
		{"The user will not be allowed to reuse these passwords", Policy{Change: Change{HistoryDepth: new(1)}}, Subject{InHistory: new(true)}, "orbit", "history_depth"},
	}
	for _, r := range formflowSpecial {
		sentences = append(sentences, sentence{"The following special characters are supported", flow(Complexity{MinSpecial: new(1)}), Subject{}, "orbit" + string(r), ""})
	}
	if n := len(formflowSpecial); n != 27 {
		t.Errorf("the list has %d characters, the text 27", n)
	}
	show(t, sentences)
}

// The default, SP 800-63B-4, 3.1.1.2: "Verifiers and CSPs SHALL require
// passwords that are used as a single-factor authentication mechanism to be a
// minimum of 15 characters in length … MAY allow passwords that are only used as
// part of multi-factor authentication processes to be shorter but SHALL require
// them to be a minimum of eight characters in length."
func TestReferenceTextsNISTComplexity(t *testing.T) {
	show(t, []sentence{
		{"a minimum of 15 characters", Default(), Subject{}, "plinth orbit 4", "min_length"},
		{"a minimum of 15 characters", Default(), Subject{}, "plinth orbit 43", ""},
		{"a minimum of eight characters", Default(), Subject{TwoStep: true}, "plinth4", "min_length"},
		{"a minimum of eight characters", Default(), Subject{TwoStep: true}, "plinths4", ""},
		{"SHALL NOT impose other composition rules", Default(), Subject{}, "ooooooooooooooo", ""},
		{"SHOULD accept all printing ASCII characters and the space character", Default(), Subject{}, " !\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~ ", ""},
		{"Each Unicode code point SHALL be counted as a single character", Default(), Subject{}, strings.Repeat("🦉", 14), "min_length"},
		{"Each Unicode code point SHALL be counted as a single character", Default(), Subject{}, strings.Repeat("🦉", 15), ""},
		{"context-specific words, such as … the username, and derivatives thereof", Default(), ada(), "tally-A.OKAFOR-plinth", "forbid_username forbid_personal"},
	})
}
