package command_test

import (
	"encoding/base32"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"gatehouse/core/twostep"
)

// TestNoTwoStepSecretIsKept runs the commands of two-step verification, right and
// wrong, and looks for the secret of the app, its codes, the recovery codes and the code
// for emergencies in every file of the data folder and in the events. Each is printed
// when it is made, and never again.
func TestNoTwoStepSecretIsKept(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	s := &secrets{words: []string{rootPassword}}
	given := &secrets{whole: true} // codes, which are short: a file may have one of them by chance
	root := rootPassword + "\n"
	begun := d.must(root, "init", "--site", "Workshop", "--root", "ada", "--time-zone", "UTC", "--key-file", d.keyFile, "--json")
	once := []string{s.shownOnce(t, begun, "recovery_key"), s.shownOnce(t, begun, "emergency_code")}
	secret := s.shownOnce(t, d.must(root, "twostep", "enrol", "--as", "ada", "--json"), "secret")
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil {
		t.Fatal(err)
	}
	held, err := twostep.SecretOf(raw)
	if err != nil {
		t.Fatal(err)
	}
	key := twostep.Key{Secret: held, Params: twostep.Usual()}
	code := func() string {
		d.now = d.now.Add(time.Minute)
		code, err := key.Code(key.Params.Step(d.now))
		if err != nil {
			t.Fatal(err)
		}
		given.words = append(given.words, code)
		return code
	}
	codes := func(r result) []string {
		var answer struct {
			Codes []string `json:"recovery_codes"`
		}
		if err := json.Unmarshal([]byte(r.stdout), &answer); err != nil || len(answer.Codes) != 10 {
			t.Fatalf("%d codes, %v", len(answer.Codes), err)
		}
		s.words = append(s.words, answer.Codes...)
		return answer.Codes
	}
	once = append(once, codes(d.must(root, "twostep", "confirm", "--code", code(), "--as", "ada", "--json"))...)
	d.must(root, "signin", "--user", "ada", "--code", code())
	d.must(root+once[2]+"\n", "twostep", "status", "--as", "ada")
	for _, wrong := range []string{once[2], code() + " ", secret, "000000"} { // as a code that was used, and what is none
		if r := d.run(root, "signin", "--user", "ada", "--code", wrong); r.status == 0 {
			t.Errorf("a wrong code: %+v", r)
		}
	}
	if r := d.run(root, "signin", "--user", secret, "--code", code()); r.status == 0 {
		t.Errorf("a secret as a name: %+v", r)
	}
	once = append(once, codes(d.must(root, "twostep", "codes", "--code", code(), "--as", "ada", "--json"))...)
	d.must(root, "signin", "--user", "ada", "--code", once[1])
	once = append(once, s.shownOnce(t, d.must(root, "key", "emergency", "--code", code(), "--as", "ada", "--json"), "emergency_code"))
	d.must(root, "key", "rotate", "--code", code(), "--as", "ada")
	d.must(root, "account", "show", "ada", "--code", code(), "--as", "ada", "--json")
	d.must("", "doctor")
	d.must(root, "twostep", "remove", "--code", code(), "--as", "ada")

	printed := d.stdout.String() + d.stderr.String()
	for _, word := range once {
		if strings.Count(printed, word) != 1 {
			t.Errorf("%q was printed %d times", word, strings.Count(printed, word))
		}
		printed = strings.ReplaceAll(printed, word, "")
	}
	if strings.Count(printed, secret) != 2 { // as it is, and in the address
		t.Errorf("the secret was printed %d times", strings.Count(printed, secret))
	}
	if found := s.in(strings.ReplaceAll(printed, secret, "")); found != nil {
		t.Errorf("printed: %q", found)
	}
	if found := given.in(printed); found != nil {
		t.Errorf("printed: %q", found)
	}
	s.notInFiles(t, d.dir)
	s.notInEvents(t, d.dir)
	given.notInEvents(t, d.dir)
}
