package policy

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestParseSteps(t *testing.T) {
	got, err := ParseSteps([]byte(` [{"t":0,"do":"fail"}, {"do":"success","t":1.5,"pw":"x","times":100000}, {"t":3153600000,"do":"unlock","times":1}] `))
	want := []Step{{T: 0, Do: DoFail, Times: 1}, {T: 1.5, Do: DoSuccess, PW: "x", Times: 100_000}, {T: MaxStepSeconds, Do: DoUnlock, Times: 1}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("ParseSteps = %v, %v, want %v", got, err, want)
	}
	if got, err := ParseSteps([]byte("[]")); err != nil || len(got) != 0 {
		t.Errorf("no steps: %v, %v", got, err)
	}
}

// Each error names the step and the field.
func TestParseStepsNamesTheField(t *testing.T) {
	const object = "Write a step as a JSON object with t and do"
	tests := []struct {
		name, json string
		step       int
		field      string
		text       string
	}{
		{"nothing", ``, 0, "", "This is no JSON: something is wrong near byte 0"},
		{"no JSON", `[{"t":0,]`, 0, "", "This is no JSON: something is wrong near byte 9"},
		{"more after it", `[] []`, 0, "", "This is no JSON: something is wrong near byte 4"},
		{"null", `null`, 0, "", "Write the steps as a JSON array"},
		{"one object", `{"t":0,"do":"fail"}`, 0, "", "Write the steps as a JSON array"},
		{"a step is null", `[{"t":0,"do":"fail"},null]`, 2, "", object},
		{"a step is a number", `[3]`, 1, "", object},
		{"a step is an array", `[[]]`, 1, "", object},
		{"no t", `[{"do":"fail"}]`, 1, "t", "This field is missing"},
		{"no do", `[{"t":0}]`, 1, "do", "This field is missing"},
		{"unknown field", `[{"t":0,"do":"fail","password":"x"}]`, 1, "password", "There is no such field. Choose from t, do, pw and times"},
		{"upper-case field", `[{"T":0,"do":"fail"}]`, 1, "T", "There is no such field. Choose from t, do, pw and times"},
		{"twice", `[{"t":0,"do":"fail","t":1}]`, 1, "t", "This field stands here twice. Write it once"},
		{"t is a text", `[{"t":"0","do":"fail"}]`, 1, "t", "Write a number of seconds"},
		{"t is null", `[{"t":null,"do":"fail"}]`, 1, "t", "Write a number of seconds"},
		{"t is huge", `[{"t":1e400,"do":"fail"}]`, 1, "t", "Write a number of seconds"},
		{"t is negative", `[{"t":-0.1,"do":"fail"}]`, 1, "t", "Choose a time from 0 to 3153600000 seconds"},
		{"t is late", `[{"t":3153600001,"do":"fail"}]`, 1, "t", "Choose a time from 0 to 3153600000 seconds"},
		{"do is a number", `[{"t":0,"do":1}]`, 1, "do", "Write “fail”, “success” or “unlock”"},
		{"do is another", `[{"t":0,"do":"Fail"}]`, 1, "do", "Write “fail”, “success” or “unlock”"},
		{"times is 0", `[{"t":0,"do":"fail","times":0}]`, 1, "times", "Choose a number from 1 to 100000"},
		{"times is huge", `[{"t":0,"do":"fail"},{"t":0,"do":"fail","times":100001}]`, 2, "times", "Choose a number from 1 to 100000"},
		{"times is a part", `[{"t":0,"do":"fail","times":1.5}]`, 1, "times", "Write a whole number"},
		{"times is null", `[{"t":0,"do":"fail","times":null}]`, 1, "times", "Write a whole number"},
		{"pw is a number", `[{"t":0,"do":"fail","pw":1}]`, 1, "pw", "Write a text"},
		{"pw is empty", `[{"t":0,"do":"fail","pw":""}]`, 1, "pw", "Write a password, or leave the field out for another one each time"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseSteps([]byte(tt.json))
			var wrong *StepError
			if !errors.As(err, &wrong) || got != nil {
				t.Fatalf("ParseSteps = %v, %v", got, err)
			}
			if wrong.Step != tt.step || wrong.Field != tt.field || wrong.Text.String() != tt.text {
				t.Errorf("step %d, field %q: %s", wrong.Step, wrong.Field, wrong.Text)
			}
		})
	}
}

func TestStepErrorSaysWhere(t *testing.T) {
	for want, e := range map[string]*StepError{
		"policy: step 2: t: late":       {2, "t", say("late")},
		"policy: step 2: late":          {2, "", say("late")},
		"policy: steps: late":           {0, "", say("late")},
		"policy: step 1: \ufffdx: late": {1, "\x1bx", say("late")},
	} {
		if e.Error() != want {
			t.Errorf("%q, want %q", e.Error(), want)
		}
	}
}

// A file of 10 MiB is read and run in a moment, however often its steps ask.
func TestManySteps(t *testing.T) {
	const one = `{"t":0,"do":"fail","times":100000},{"t":0,"do":"unlock","times":100000},`
	steps, err := ParseSteps([]byte("[" + strings.TrimSuffix(strings.Repeat(one, 20_000), ",") + "]"))
	if err != nil {
		t.Fatal(err)
	}
	answers, err := Simulate(Lockout{}, steps)
	if err != nil || len(answers) != 40_000 || answers[39_998].Result != Refused || answers[39_999].Result != Done {
		t.Fatalf("%d answers, %v", len(answers), err)
	}
}

func FuzzSteps(f *testing.F) {
	for _, seed := range []string{
		`[{"t":0,"do":"fail","pw":"x","times":3},{"t":1.5,"do":"success"},{"t":2,"do":"unlock"}]`,
		`[{"t":1e300,"do":"fail"}]`, `[{"t":0,"do":"fail","times":-1}]`, `[{"t":0,"t":0}]`, `[null]`, `{}`, `[`, `[{"t":0,"do":"fail"}]x`,
	} {
		f.Add(seed)
	}
	l := Lockout{Enabled: true, FirstLockAt: new(3), Durations: &Schedule{Durations: []Duration{{1, Minutes}}}}
	f.Fuzz(func(t *testing.T, text string) {
		steps, err := ParseSteps([]byte(text))
		var wrong *StepError
		if err != nil {
			if !errors.As(err, &wrong) || wrong.Text.IsZero() {
				t.Fatalf("ParseSteps: %v", err)
			}
			return
		}
		answers, err := Simulate(l, steps)
		if err != nil {
			if !errors.As(err, &wrong) || wrong.Field != "t" {
				t.Fatalf("Simulate: %v", err)
			}
			return
		}
		if len(answers) != len(steps) {
			t.Fatalf("%d answers to %d steps", len(answers), len(steps))
		}
		if _, err := json.Marshal(answers); err != nil {
			t.Fatal(err)
		}
	})
}
