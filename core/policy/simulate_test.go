package policy

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// simulated simulates steps in JSON and writes the answers in JSON, without the
// names of their fields.
func simulated(t *testing.T, l Lockout, steps string) string {
	t.Helper()
	read, err := ParseSteps([]byte(steps))
	if err != nil {
		t.Fatal(err)
	}
	answers, err := Simulate(l, read)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(answers)
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer(`"result":`, "", `"failures":`, "", `"lock":`, "", `"`, "").Replace(string(text))
}

func TestSimulate(t *testing.T) {
	te := Lockout{Enabled: true, FirstLockAt: new(5), FailuresPerNextLock: new(5), Durations: readSchedule(t, "15M")}
	two := Lockout{Enabled: true, FirstLockAt: new(2), Durations: readSchedule(t, "1M;1H"), WhenExhausted: ExhaustedUntilAdmin}
	quiet := Lockout{Enabled: true, FirstLockAt: new(3), Durations: readSchedule(t, "1M"), ResetAfter: &Duration{10, Minutes}}
	tests := []struct {
		name  string
		l     Lockout
		steps string
		want  string
	}{
		{
			"five, then refused to the end of the lock", te,
			`[{"t":0,"do":"fail","times":4},{"t":1,"do":"fail"},{"t":2,"do":"fail","times":50},{"t":900.999,"do":"success"},
			  {"t":901,"do":"fail"},{"t":901,"do":"success"},{"t":902,"do":"fail"}]`,
			`[{counted,4,null},{counted,5,900},{refused,5,900},{refused,5,900},{counted,6,null},{ok,0,null},{counted,1,null}]`,
		},
		{
			"an answer is the one of the last of its times", te, `[{"t":0,"do":"fail","times":5},{"t":0,"do":"fail","times":6}]`,
			`[{counted,5,900},{refused,5,900}]`,
		},
		{"refused within one step", te, `[{"t":0,"do":"fail","times":6}]`, `[{refused,5,900}]`},
		{
			"a stale password", te,
			`[{"t":0,"do":"fail","pw":"old"},{"t":20,"do":"fail","pw":"old"},{"t":30,"do":"fail","pw":"old"},{"t":30.001,"do":"fail","pw":"old"},
			  {"t":60,"do":"fail","pw":"old"},{"t":61,"do":"fail","pw":"old"},{"t":61,"do":"fail","pw":"Old"}]`,
			`[{counted,1,null},{same,1,null},{same,1,null},{counted,2,null},{same,2,null},{counted,3,null},{counted,4,null}]`,
		},
		{"the same many times at once", te, `[{"t":0,"do":"fail","pw":"old","times":100000}]`, `[{same,1,null}]`},
		{
			"the same with another between", te, `[{"t":0,"do":"fail","pw":"a"},{"t":1,"do":"fail","pw":"b"},{"t":2,"do":"fail","pw":"a"}]`,
			`[{counted,1,null},{counted,2,null},{same,2,null}]`,
		},
		{
			"composed and decomposed are the same", te, `[{"t":0,"do":"fail","pw":"\u00e9"},{"t":1,"do":"fail","pw":"e\u0301"}]`,
			`[{counted,1,null},{same,1,null}]`,
		},
		{
			"a success and an unlock forget it", te,
			`[{"t":0,"do":"fail","pw":"a"},{"t":1,"do":"success"},{"t":2,"do":"fail","pw":"a"},{"t":3,"do":"unlock"},{"t":4,"do":"fail","pw":"a"}]`,
			`[{counted,1,null},{ok,0,null},{counted,1,null},{ok,0,null},{counted,1,null}]`,
		},
		{
			"the same while locked is refused", two, `[{"t":0,"do":"fail","pw":"a"},{"t":1,"do":"fail","pw":"b"},{"t":2,"do":"fail","pw":"b"}]`,
			`[{counted,1,null},{counted,2,60},{refused,2,60}]`,
		},
		{
			"up to an administrator's unlock", two,
			`[{"t":0,"do":"fail","times":2},{"t":60,"do":"fail"},{"t":3660,"do":"fail"},{"t":1e9,"do":"success"},{"t":1e9,"do":"unlock"},
			  {"t":1e9,"do":"fail"},{"t":1e9,"do":"fail"}]`,
			`[{counted,2,60},{counted,3,3600},{counted,4,until_admin},{refused,4,until_admin},{ok,0,null},{counted,1,null},{counted,2,60}]`,
		},
		{
			"a quiet time", quiet,
			`[{"t":0,"do":"fail","times":2},{"t":599.9,"do":"fail","pw":"a"},{"t":1259.8,"do":"fail"},{"t":1859.8,"do":"fail"}]`,
			`[{counted,2,null},{counted,3,60},{counted,4,60},{counted,5,60}]`,
		},
		{
			"a quiet time that is over", quiet, `[{"t":0,"do":"fail","times":3},{"t":660,"do":"fail"},{"t":1260,"do":"fail"}]`,
			`[{counted,3,60},{counted,1,null},{counted,1,null}]`,
		},
		{"off, to the hundredth", Lockout{}, `[{"t":0,"do":"fail","times":99},{"t":1,"do":"fail"},{"t":2,"do":"success"}]`, `[{counted,99,null},{counted,100,until_admin},{refused,100,until_admin}]`},
		{"the longest lock", Lockout{Enabled: true, Durations: readSchedule(t, "3650D")}, `[{"t":0,"do":"fail"}]`, `[{counted,1,315360000}]`},
		{"nothing", te, `[]`, `[]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := simulated(t, tt.l, tt.steps); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestAnswerInJSON(t *testing.T) {
	for want, a := range map[string]Answer{
		`{"result":"counted","failures":5,"lock":900}`:           {Counted, 5, &Lock{For: 15 * time.Minute}},
		`{"result":"refused","failures":3,"lock":"until_admin"}`: {Refused, 3, &Lock{UntilAdmin: true}},
		`{"result":"ok","failures":0,"lock":null}`:               {Result: Done},
	} {
		if got, err := json.Marshal(a); err != nil || string(got) != want {
			t.Errorf("%s, %v, want %s", got, err, want)
		}
	}
}

func TestSimulateRefuses(t *testing.T) {
	ok := Step{Do: DoFail, Times: 1}
	for name, tt := range map[string]struct {
		step  Step
		field string
	}{
		"earlier":      {Step{T: 0.5, Do: DoFail, Times: 1}, "t"},
		"negative":     {Step{T: -1, Do: DoFail, Times: 1}, "t"},
		"not a time":   {Step{T: math.NaN(), Do: DoFail, Times: 1}, "t"},
		"never":        {Step{T: math.Inf(1), Do: DoFail, Times: 1}, "t"},
		"too late":     {Step{T: MaxStepSeconds + 1, Do: DoFail, Times: 1}, "t"},
		"no deed":      {Step{T: 1, Times: 1}, "do"},
		"never done":   {Step{T: 1, Do: DoFail}, "times"},
		"too often":    {Step{T: 1, Do: DoFail, Times: MaxStepTimes + 1}, "times"},
		"not so often": {Step{T: 1, Do: DoFail, Times: -1}, "times"},
	} {
		answers, err := Simulate(Lockout{}, []Step{ok, {T: 1, Do: DoUnlock, Times: 1}, tt.step})
		var wrong *StepError
		if !errors.As(err, &wrong) || wrong.Step != 3 || wrong.Field != tt.field || wrong.Text.IsZero() || answers != nil {
			t.Errorf("%s: %v, %v", name, answers, err)
		}
	}
}

// However an attacker times the guesses, the lock never grants one more than the
// policy says: the k-th counted guess is never before the k-th moment of the
// timeline, and what the timeline allows at once is allowed.
func TestNeverOneGuessMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawLockout().Draw(t, "lockout")
		moments := Timeline(l, MaxConsecutiveFailures)
		earliest := []time.Duration{0} // of the k-th counted guess
		for _, m := range moments {
			earliest = append(earliest, earliest[len(earliest)-1]+m.Lock.For)
		}
		var f Failures
		now := firstTry
		counted := 0
		for range 60 {
			pause := rapid.SampledFrom([]time.Duration{0, 1, time.Second, time.Minute - 1, time.Minute, time.Hour, 3650 * 24 * time.Hour}).Draw(t, "pause")
			if rapid.IntRange(0, 3).Draw(t, "waits") == 0 && f.LockedUntil.After(now) {
				pause = f.LockedUntil.Sub(now) - time.Duration(rapid.IntRange(0, 1).Draw(t, "early"))
			}
			now = now.Add(pause)
			_, held := l.Now(f, now)
			after, lock, locks := l.Fail(f, now)
			if held != nil {
				if after != f || locks {
					t.Fatalf("a guess while locked: %+v", after)
				}
				continue
			}
			if counted == len(moments) || now.Sub(firstTry) < earliest[counted] {
				t.Fatalf("guess %d at %v, before %v", counted+1, now.Sub(firstTry), earliest[min(counted, len(moments)-1)])
			}
			if m := moments[counted]; m.Locked != locks || m.Lock != lock || after.Count != m.Failure {
				t.Fatalf("guess %d: %+v, want %+v", counted+1, lock, m)
			}
			f = after
			counted++
		}
	})
}

// Simulate makes each try of a step one by one, whatever shortcut it takes: a
// step of so many times answers as the last of so many steps.
func TestTimesAreSteps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawLockout().Draw(t, "lockout")
		if rapid.Bool().Draw(t, "forgets") {
			l.ResetAfter = &Duration{rapid.IntRange(1, 3).Draw(t, "reset"), Minutes}
		}
		var steps, single []Step
		var ends []int
		at := 0.0
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			at += rapid.SampledFrom([]float64{0, 0.5, 29.5, 30, 31, 60, 3600}).Draw(t, "pause")
			s := Step{
				T: at, Times: rapid.IntRange(1, 8).Draw(t, "times"),
				Do: rapid.SampledFrom([]Deed{DoFail, DoFail, DoFail, DoFail, DoSuccess, DoUnlock}).Draw(t, "do"),
				PW: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "pw"),
			}
			steps = append(steps, s)
			for range s.Times {
				single = append(single, Step{T: s.T, Do: s.Do, PW: s.PW, Times: 1})
			}
			ends = append(ends, len(single)-1)
		}
		got, err := Simulate(l, steps)
		if err != nil {
			t.Fatal(err)
		}
		each, err := Simulate(l, single)
		if err != nil {
			t.Fatal(err)
		}
		for i, end := range ends {
			a, b := got[i], each[end]
			if a.Result != b.Result || a.Failures != b.Failures || (a.Lock == nil) != (b.Lock == nil) || a.Lock != nil && *a.Lock != *b.Lock {
				t.Fatalf("step %d: %+v, but one by one %+v", i+1, a, b)
			}
		}
	})
}
