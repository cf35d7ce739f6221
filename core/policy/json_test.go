package policy

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// formPolicy draws a policy in which every field has any value it can hold.
func formPolicy(t *rapid.T) Policy {
	var p Policy
	for _, f := range Fields() {
		if rapid.Bool().Draw(t, f.Name+" is absent") {
			continue
		}
		if err := f.SetValue(&p, formValue(t, f)); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func formValue(t *rapid.T, f Field) any {
	switch f.Kind {
	case FieldNumber:
		return rapid.OneOf(rapid.IntRange(f.Min, f.Max), rapid.IntRange(f.Min, min(f.Max, f.Min+3))).Draw(t, f.Name)
	case FieldSwitch:
		return rapid.Bool().Draw(t, f.Name)
	case FieldChoice:
		return rapid.SampledFrom(f.Choices).Draw(t, f.Name)
	case FieldText:
		return rapid.StringOfN(rapid.SampledFrom([]rune(" !#$%&\\\"<>\u00a0é€漢\U0001F600,;")), 1, 30, -1).Draw(t, f.Name)
	case FieldDuration:
		return formDuration().Draw(t, f.Name)
	case FieldSchedule:
		if rapid.Bool().Draw(t, "until an administrator") {
			return Schedule{UntilAdmin: true}
		}
		return Schedule{Durations: rapid.SliceOfN(formDuration(), 1, 9).Draw(t, f.Name)}
	case FieldKinds:
		of := rapid.Permutation([]Kind{KindLetter, KindUpper, KindLower, KindDigit, KindSpecial}).Draw(t, f.Name)
		return Kinds{K: rapid.IntRange(1, 5).Draw(t, "k"), Of: of[:rapid.IntRange(1, 5).Draw(t, "kinds")]}
	}
	if len(f.Choices) > 0 {
		return rapid.Permutation(f.Choices).Draw(t, f.Name)[:rapid.IntRange(1, len(f.Choices)).Draw(t, "words")]
	}
	return rapid.SliceOfN(rapid.StringN(1, 12, -1), 1, 6).Draw(t, f.Name)
}

func formDuration() *rapid.Generator[Duration] {
	return rapid.Custom(func(t *rapid.T) Duration {
		unit := rapid.SampledFrom([]Unit{Minutes, Hours, Days}).Draw(t, "unit")
		most := int(MaxLockDuration / unit.length())
		return Duration{rapid.OneOf(rapid.IntRange(1, 90), rapid.IntRange(1, most)).Draw(t, "count"), unit}
	})
}

func TestJSONRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := formPolicy(t)
		data, err := p.JSON()
		if err != nil {
			t.Fatal(err)
		}
		back, err := Parse(data)
		if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		if !reflect.DeepEqual(back, p) {
			t.Fatalf("changed by the way there and back:\n%#v\n%#v\n%s", p, back, data)
		}
		again, err := back.JSON()
		if err != nil || !bytes.Equal(again, data) {
			t.Fatalf("two forms of one policy (%v):\n%s\n%s", err, data, again)
		}
	})
}

func TestJSONForm(t *testing.T) {
	p := Policy{
		Complexity: Complexity{
			MinLength: new(8), Alphabet: AlphabetUnicode, SpecialSet: new("<&>\""), Banned: []string{"a b"},
			MinKinds: &Kinds{2, []Kind{KindLetter, KindDigit}},
		},
		Lockout: Lockout{Durations: &Schedule{Durations: []Duration{{30, Minutes}, {24, Hours}}}},
	}
	const want = `{
  "complexity": {
    "min_length": 8,
    "special_set": "<&>\"",
    "min_kinds": {
      "k": 2,
      "of": [
        "letter",
        "digit"
      ]
    },
    "banned": [
      "a b"
    ]
  },
  "change": {
    "change_on_first_sign_in": false
  },
  "lockout": {
    "enabled": false,
    "durations": "30M;24H"
  }
}
`
	got, err := p.JSON()
	if err != nil || string(got) != want {
		t.Fatalf("%v\n%s", err, got)
	}
}

func TestParseAbsent(t *testing.T) {
	p, err := Parse([]byte("\xef\xbb\xbf {\"complexity\":{\"min_length\":null,\"banned\":[],\"alphabet\":\"unicode\"," +
		"\"forbidden_chars\":\"\",\"forbid_username\":false},\"change\":null} \n"))
	if err != nil || !reflect.DeepEqual(p, Policy{Change: Change{ChangeOnFirstSignIn: true}}) {
		t.Fatalf("%v %+v", err, p)
	}
}

func TestParseLowerCaseDuration(t *testing.T) {
	p, err := Parse([]byte(`{"lockout":{"durations":"30m;2h;1d"}}`))
	if err != nil || p.Lockout.Durations.String() != "30M;2H;1D" {
		t.Fatalf("%v %v", err, p.Lockout.Durations)
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct{ name, text, field, says string }{
		{"nothing", ``, "file", "Line 1"},
		{"no object", `[]`, "file", "braces"},
		{"null", `null`, "file", "braces"},
		{"text after it", "{}\n{}", "file", "Line 2"},
		{"cut off", "{\n\"complexity\":{", "file", "Line 2"},
		{"Latin-1", "{\"complexity\":{\"special_set\":\"\xe9\"}}", "file", "UTF-8"},
		{"too deep", strings.Repeat("[", 20000), "file", "Line 1"},
		{"unknown group", `{"complexty":{}}`, "complexty", "“complexity”"},
		{"unknown field", `{"complexity":{"min_lenght":8}}`, "complexity.min_lenght", "“complexity.min_length”"},
		{"other case", `{"complexity":{"Min_Length":8}}`, "complexity.Min_Length", "“complexity.min_length”"},
		{"field of another group", `{"change":{"warn_days":8}}`, "change.warn_days", "“expiration.warn_days”"},
		{"group of no likeness", `{"colours":{}}`, "colours", "Choose from complexity, change, expiration, lockout, recovery, sign_in"},
		{"field of no likeness", `{"complexity":{"colour":8}}`, "complexity.colour", "There is no field of this name"},
		{"group without a name", `{"":{}}`, "“”", "Choose from complexity, change"},
		{"field without a name", `{"change":{"":1}}`, "change.“”", "There is no field of this name"},
		{"group twice", `{"change":{},"change":{}}`, "change", "twice"},
		{"field twice", `{"change":{"min_age":"1D","min_age":null}}`, "change.min_age", "twice"},
		{"field twice, escaped", `{"change":{"min_age":"1D","min\u005fage":"2D"}}`, "change.min_age", "twice"},
		{"group is a number", `{"change":3}`, "change", "braces"},
		{"number as text", `{"complexity":{"min_length":"8"}}`, "complexity.min_length", "whole number"},
		{"fraction", `{"complexity":{"min_length":8.0}}`, "complexity.min_length", "whole number"},
		{"exponent", `{"complexity":{"min_length":1e1}}`, "complexity.min_length", "whole number"},
		{"zero as no limit", `{"complexity":{"min_length":0}}`, "complexity.min_length", "leave the field out"},
		{"negative", `{"complexity":{"min_length":-1}}`, "complexity.min_length", "1 to 1024"},
		{"huge", `{"complexity":{"min_length":99999999999999999999}}`, "complexity.min_length", "1 to 1024"},
		{"strength 5", `{"complexity":{"min_strength":5}}`, "complexity.min_strength", "0 to 4"},
		{"days", `{"expiration":{"max_age_days":3651}}`, "expiration.max_age_days", "1 to 3650"},
		{"101 failures", `{"lockout":{"first_lock_at":101}}`, "lockout.first_lock_at", "1 to 100"},
		{"4 tries of a source", `{"lockout":{"source_failures":4}}`, "lockout.source_failures", "5 to 100000"},
		{"a source off as 0", `{"lockout":{"source_failures":0}}`, "lockout.source_failures", "leave the field out"},
		{"too many tries of a source", `{"lockout":{"source_failures":100001}}`, "lockout.source_failures", "5 to 100000"},
		{"tries of a source as text", `{"lockout":{"source_failures":"100"}}`, "lockout.source_failures", "whole number"},
		{"no time to count a source", `{"lockout":{"source_window_minutes":0}}`, "lockout.source_window_minutes", "1 to 1440"},
		{"a source for more than a day", `{"lockout":{"source_window_minutes":1441}}`, "lockout.source_window_minutes", "1 to 1440"},
		{"a source stopped for no time", `{"lockout":{"source_block_minutes":0}}`, "lockout.source_block_minutes", "1 to 1440"},
		{"a source stopped by a duration", `{"lockout":{"source_block_minutes":"15M"}}`, "lockout.source_block_minutes", "whole number"},
		{"no session", `{"sign_in":{"max_sessions":0}}`, "sign_in.max_sessions", "leave the field out"},
		{"101 sessions", `{"sign_in":{"max_sessions":101}}`, "sign_in.max_sessions", "1 to 100"},
		{"sessions among the locks", `{"lockout":{"max_sessions":3}}`, "lockout.max_sessions", "“sign_in.max_sessions”"},
		{"recovery code", `{"recovery":{"recovery_code_minutes":11}}`, "recovery.recovery_code_minutes", "1 to 10"},
		{"switch as number", `{"lockout":{"enabled":1}}`, "lockout.enabled", "true or false"},
		{"unknown choice", `{"complexity":{"alphabet":"ASCII"}}`, "complexity.alphabet", "unicode, ascii"},
		{"empty choice", `{"complexity":{"alphabet":""}}`, "complexity.alphabet", "unicode, ascii"},
		{"letter as special", `{"complexity":{"special_set":"!a"}}`, "complexity.special_set", "“a”"},
		{"no specials", `{"complexity":{"special_set":""}}`, "complexity.special_set", "at least one"},
		{"half a pair", `{"complexity":{"special_set":"\ud83d"}}`, "complexity.special_set", "text in quotes"},
		{"empty entry", `{"complexity":{"banned":["a",""]}}`, "complexity.banned", "Entry 2"},
		{"entry of a list", `{"complexity":{"banned":["a",null]}}`, "complexity.banned", "Entry 2"},
		{"list as text", `{"complexity":{"banned":"a,b"}}`, "complexity.banned", "list"},
		{"kinds without k", `{"complexity":{"min_kinds":{"of":["digit"]}}}`, "complexity.min_kinds", "how many"},
		{"kinds without of", `{"complexity":{"min_kinds":{"k":1}}}`, "complexity.min_kinds", "how many"},
		{"kinds with more", `{"complexity":{"min_kinds":{"k":1,"of":["digit"],"x":1}}}`, "complexity.min_kinds", "how many"},
		{"kind twice", `{"complexity":{"min_kinds":{"k":1,"of":["digit","digit"]}}}`, "complexity.min_kinds", "twice"},
		{"k twice", `{"complexity":{"min_kinds":{"k":1,"k":2,"of":["digit"]}}}`, "complexity.min_kinds", "twice"},
		{"unknown kind", `{"complexity":{"min_kinds":{"k":1,"of":["emoji"]}}}`, "complexity.min_kinds", "“emoji”"},
		{"unknown role", `{"sign_in":{"two_step_roles":["owner"]}}`, "sign_in.two_step_roles", "“owner”"},
		{"no grace days as 0", `{"sign_in":{"two_step_grace_days":0}}`, "sign_in.two_step_grace_days", "leave the field out"},
		{"grace days of more than a year", `{"sign_in":{"two_step_grace_days":366}}`, "sign_in.two_step_grace_days", "1 to 365"},
		{"method twice", `{"sign_in":{"two_step_methods":["totp","totp"]}}`, "sign_in.two_step_methods", "twice"},
		{"passkeys of another word", `{"sign_in":{"passkeys":"on"}}`, "sign_in.passkeys", "optional, off, required, by_role"},
		{"passkeys as a switch", `{"sign_in":{"passkeys":true}}`, "sign_in.passkeys", "Choose one of"},
		{"unknown role of passkeys", `{"sign_in":{"passkey_roles":["owner"]}}`, "sign_in.passkey_roles", "“owner”"},
		{"passkeys only as a word", `{"sign_in":{"passkey_only":"yes"}}`, "sign_in.passkey_only", "true or false"},
		{"unknown kind of passkeys", `{"sign_in":{"passkey_kinds":["security_key"]}}`, "sign_in.passkey_kinds", "“security_key”"},
		{"kind of passkeys twice", `{"sign_in":{"passkey_kinds":["phone","phone"]}}`, "sign_in.passkey_kinds", "twice"},
		{"duration", `{"change":{"min_age":"1W"}}`, "change.min_age", "“1W”"},
		{"schedule", `{"lockout":{"durations":"1M;;5x"}}`, "lockout.durations", "Entry 2"},
		{"centuries", `{"lockout":{"durations":"1M;99999999999D"}}`, "lockout.durations", "Entry 2"},
		{"empty schedule", `{"lockout":{"durations":""}}`, "lockout.durations", "Entry 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := Parse([]byte(tt.text))
			var fault *FieldError
			if !errors.As(err, &fault) || fault.Field != tt.field || !strings.Contains(fault.Text.String(), tt.says) {
				t.Errorf("got %v", err)
			}
			if !reflect.DeepEqual(p, Policy{}) {
				t.Errorf("a refused file left %+v", p)
			}
		})
	}
}

func TestParseNamesEveryFault(t *testing.T) {
	_, err := Parse([]byte(`{"complexity":{"min_length":0,"max_length":"x"},"lockout":{"enabled":1},"x":{}}`))
	var faults FieldErrors
	if !errors.As(err, &faults) {
		t.Fatalf("%T: %v", err, err)
	}
	var fields []string
	for _, f := range faults {
		fields = append(fields, f.Field)
	}
	if got := strings.Join(fields, " "); got != "complexity.min_length complexity.max_length lockout.enabled x" {
		t.Error(got)
	}
}

func TestParseManyFaults(t *testing.T) {
	var b strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&b, `,"field%d":1`, i)
	}
	_, err := Parse([]byte(`{"complexity":{` + b.String()[1:] + `}}`))
	var faults FieldErrors
	if !errors.As(err, &faults) || len(faults) != maxFaults {
		t.Errorf("%d faults", len(faults))
	}
}

func TestBoundsRefuseWhatParseRefuses(t *testing.T) {
	bad := Policy{Complexity: Complexity{MinLength: new(0), SpecialSet: new("a"), Alphabet: "klingon"}}
	_, err := bad.JSON()
	var faults FieldErrors
	if !errors.As(err, &faults) || len(faults) != 3 {
		t.Errorf("got %v", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, preset := range Presets() {
		data, err := preset.Policy().JSON()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"complexity":{"banned":["\ud83d\ude00","\\\""],"min_kinds":{"k":1,"of":["digit"]}},"x":[{}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Parse(data)
		if err != nil {
			var faults FieldErrors
			if !errors.As(err, &faults) || len(faults) == 0 || faults[0].Field == "" || faults[0].Text.String() == "" {
				t.Fatalf("an error that names nothing: %#v", err)
			}
			return
		}
		text, err := p.JSON()
		if err != nil {
			t.Fatalf("accepted and not writable: %v", err)
		}
		back, err := Parse(text)
		if err != nil || !reflect.DeepEqual(p, back) {
			t.Fatalf("%v\n%s", err, text)
		}
	})
}
