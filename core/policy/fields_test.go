package policy

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestFieldsAreTheModel holds the registry against the struct: every field of
// the model once, in order, under the name of its tag.
func TestFieldsAreTheModel(t *testing.T) {
	var want []string
	groups := reflect.TypeFor[Policy]()
	for group := range groups.Fields() {
		for field := range group.Type.Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			want = append(want, group.Tag.Get("json")+"."+name)
		}
	}
	var got []string
	for _, f := range Fields() {
		got = append(got, f.Path())
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("registry and model differ:\n%v\n%v", got, want)
	}
}

// TestFieldsReachTheirOwn puts a value into each field and sees it in that
// field of the struct and in no other.
func TestFieldsReachTheirOwn(t *testing.T) {
	for _, f := range Fields() {
		var p Policy
		value := map[FieldKind]any{
			FieldNumber: f.Min, FieldSwitch: true, FieldText: "-", FieldDuration: Duration{1, Days},
			FieldSchedule: Schedule{UntilAdmin: true}, FieldKinds: Kinds{1, []Kind{KindDigit}}, FieldList: []string{"x"},
		}[f.Kind]
		if f.Kind == FieldChoice {
			value = f.Choices[1]
		}
		if f.Kind == FieldList && len(f.Choices) > 0 {
			value = f.Choices[:1]
		}
		if err := f.SetValue(&p, value); err != nil {
			t.Fatal(err)
		}
		name := strings.ReplaceAll(f.Group, "_", "")
		group := reflect.ValueOf(p).FieldByNameFunc(func(n string) bool { return strings.EqualFold(n, name) })
		for i := range group.NumField() {
			tag, _, _ := strings.Cut(group.Type().Field(i).Tag.Get("json"), ",")
			if set := !group.Field(i).IsZero(); set != (tag == f.Name) {
				t.Errorf("%s: %s is set: %v", f.Path(), tag, set)
			}
		}
		if f.DefaultOn {
			continue // TestAbsentSwitch has those that nothing clears
		}
		if err := f.SetValue(&p, nil); err != nil || !reflect.DeepEqual(p, Policy{}) {
			t.Errorf("%s: not cleared: %v %+v", f.Path(), err, p)
		}
	}
}

// TestAbsentSwitch: a policy that does not speak of first passwords asks for
// them to be changed, in every way that a policy can leave it open.
func TestAbsentSwitch(t *testing.T) {
	first, err := FieldNamed("change_on_first_sign_in")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Fields() {
		if f.DefaultOn != (f.Path() == first.Path()) {
			t.Errorf("%s is on when it is absent: %v", f.Path(), f.DefaultOn)
		}
	}
	var put, set Policy
	if err := errors.Join(first.SetValue(&put, nil), Set(&set, "change_on_first_sign_in=null")); err != nil {
		t.Fatal(err)
	}
	policies := map[string]Policy{"a value of nil": put, "an assignment of null": set}
	for _, text := range []string{`{}`, `{"change":null}`, `{"change":{}}`, `{"change":{"change_on_first_sign_in":null}}`} {
		p, err := Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		policies[text] = p
	}
	for name, p := range policies {
		if !p.Change.ChangeOnFirstSignIn {
			t.Errorf("%s: first passwords stay", name)
		}
	}
	p := policies["{}"]
	if err := Set(&p, "change_on_first_sign_in=false"); err != nil || p.Change.ChangeOnFirstSignIn {
		t.Errorf("it cannot be switched off: %v", err)
	}
}

func TestSetValueRefuses(t *testing.T) {
	for _, f := range Fields() {
		for _, value := range []any{-1, struct{}{}, "no such word 1", []string{""}, Duration{}, Schedule{}, Kinds{}, MaxSourceFailures + 1} {
			before := Default()
			p := Default()
			if f.Name == "forbidden_chars" && value == "no such word 1" {
				continue
			}
			err := f.SetValue(&p, value)
			var fault *FieldError
			if !errors.As(err, &fault) || fault.Field != f.Path() || !reflect.DeepEqual(p, before) {
				t.Errorf("%s took %#v: %v", f.Path(), value, err)
			}
		}
	}
}

func TestSet(t *testing.T) {
	tests := []struct{ assignment, field, want string }{
		{"min_length=12", "complexity.min_length", "12"},
		{"complexity.min_length = 12 ", "complexity.min_length", "12"},
		{"min_length=null", "complexity.min_length", "null"},
		{"enabled=false", "lockout.enabled", "false"},
		{`durations="30M;2H"`, "lockout.durations", `"30M;2H"`},
		{`durations=30m;2h`, "lockout.durations", `"30M;2H"`},
		{`durations=until_admin`, "lockout.durations", `"until_admin"`},
		{`min_age=1D`, "change.min_age", `"1D"`},
		{`recheck="always"`, "change.recheck", `"always"`},
		{`recheck=always`, "change.recheck", `"always"`},
		{`recheck=null`, "change.recheck", `"off"`},
		{`special_set=!=?`, "complexity.special_set", `"!=?"`},
		{`special_set=" "`, "complexity.special_set", `" "`},
		{`forbidden_chars=""`, "complexity.forbidden_chars", `null`},
		{`banned=["a","b"]`, "complexity.banned", `["a","b"]`},
		{`min_kinds={"k":2,"of":["letter","digit"]}`, "complexity.min_kinds", `{"k":2,"of":["letter","digit"]}`},
		{`two_step_roles=["root"]`, "sign_in.two_step_roles", `["root"]`},
		{"two_step_grace_days=14", "sign_in.two_step_grace_days", "14"},
		{"passkeys=by_role", "sign_in.passkeys", `"by_role"`},
		{"sign_in.passkeys=null", "sign_in.passkeys", `"optional"`},
		{`passkey_roles=["root","admin"]`, "sign_in.passkey_roles", `["root","admin"]`},
		{"passkey_only=true", "sign_in.passkey_only", "true"},
		{`passkey_kinds=["security-key"]`, "sign_in.passkey_kinds", `["security-key"]`},
		{"sign_in.two_step_grace_days=null", "sign_in.two_step_grace_days", "null"},
		{"max_sessions=3", "sign_in.max_sessions", "3"},
		{"source_failures=100000", "lockout.source_failures", "100000"},
		{"source_failures=null", "lockout.source_failures", "null"},
		{"lockout.source_window_minutes=1440", "lockout.source_window_minutes", "1440"},
		{"source_block_minutes=1", "lockout.source_block_minutes", "1"},
	}
	for _, tt := range tests {
		p := Default()
		if err := Set(&p, tt.assignment); err != nil {
			t.Errorf("%s: %v", tt.assignment, err)
			continue
		}
		f, err := FieldNamed(tt.field)
		if err != nil || f.JSONText(p) != tt.want {
			t.Errorf("%s: %v %s", tt.assignment, err, f.JSONText(p))
		}
	}
}

func TestSetRefuses(t *testing.T) {
	tests := []struct{ assignment, field, says string }{
		{"min_length", "min_length", "equals sign"},
		{"min_lenght=8", "min_lenght", "“min_length”"},
		{"complexity.min_lenght=8", "min_lenght", "“complexity.min_length”"},
		{"change.min_length=8", "min_length", "“complexity.min_length”"},
		{"=8", "“”", "There is no field of this name"},
		{"color=8", "color", "There is no field of this name"},
		{"complexity.color=8", "color", "There is no field of this name"},
		{"min_length=0", "complexity.min_length", "leave the field out"},
		{"min_length=eight", "complexity.min_length", "whole number"},
		{"min_length=", "complexity.min_length", "whole number"},
		{"min_length=8 9", "complexity.min_length", "whole number"},
		{"enabled=yes", "lockout.enabled", "true or false"},
		{"durations=1M;-3H", "lockout.durations", "Entry 2"},
		{"source_failures=4", "lockout.source_failures", "5 to 100000, or leave the field out"},
		{"source_window_minutes=0", "lockout.source_window_minutes", "1 to 1440"},
		{"max_sessions=101", "sign_in.max_sessions", "1 to 100"},
		{"recheck=sometimes", "change.recheck", "off, once_per_revision, always"},
		{"banned=a,b", "complexity.banned", "list"},
		{"special_set=\xff", "complexity.special_set", "UTF-8"},
	}
	for _, tt := range tests {
		p := Default()
		err := Set(&p, tt.assignment)
		var fault *FieldError
		if !errors.As(err, &fault) || fault.Field != tt.field || !strings.Contains(fault.Text.String(), tt.says) {
			t.Errorf("%s: got %v", tt.assignment, err)
		}
		if !reflect.DeepEqual(p, Default()) {
			t.Errorf("%s: a refused assignment changed the policy", tt.assignment)
		}
	}
}

func TestSetReadsWhatJSONTextWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q := formPolicy(t), Policy{}
		for _, f := range Fields() {
			if err := Set(&q, f.Path()+"="+f.JSONText(p)); err != nil {
				t.Fatal(err)
			}
		}
		if !reflect.DeepEqual(p, q) {
			t.Fatalf("%#v\n%#v", p, q)
		}
	})
}

func TestFieldsAreACopy(t *testing.T) {
	all := Fields()
	for i := range all {
		for j := range all[i].Choices {
			all[i].Choices[j] = "changed"
		}
		all[i].Name = "changed"
	}
	if f, err := FieldNamed("alphabet"); err != nil || f.Choices[0] != "unicode" {
		t.Errorf("%v %v", err, f)
	}
}

// What is near is named; another word is not, whatever else there is.
func TestNearestName(t *testing.T) {
	names := []string{"alpha", "bravo", "kilo", "as", "min_length", "max_length", "two_step_methods"}
	for written, want := range map[string]string{
		"alpha": "alpha", "ALPHA": "alpha", "brovo": "bravo", "klo": "kilo", "kiol": "", "lk": "", "alp": "",
		"min_lenght": "min_length", "minlength": "min_length", "mn_lngth": "min_length", "min_len": "min_length",
		"two_step_method": "two_step_methods", "2_step_methods": "two_step_methods", "methods": "",
		"": "", "a": "", "at": "", "x": "", "colour": "", "min": "", "length": "", "m": "",
		strings.Repeat("min_length", 500): "", "min_length" + strings.Repeat("x", 500): "", "\xff\xfe": "",
	} {
		if got := NearestName(written, names); got != want {
			t.Errorf("%.40q: %q, want %q", written, got, want)
		}
	}
	if got := NearestName("alpha", nil); got != "" {
		t.Errorf("of no names the nearest is %q", got)
	}
}

// Every label of another system is found again with a slip of the keys, the long
// ones too.
func TestNearestLabel(t *testing.T) {
	for _, d := range Dialects() {
		for _, label := range d.Labels() {
			if got := NearestName(label[:len(label)-1]+"_", d.Labels()); got != label && len(label) > 2 {
				t.Errorf("%s: %q is taken for %q", d.Name, label, got)
			}
		}
	}
}
