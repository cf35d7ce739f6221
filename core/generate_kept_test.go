package core_test

import (
	"maps"
	"sync"
	"testing"

	"gatehouse/core"
	"gatehouse/core/password/generate"
	"gatehouse/core/policy"
)

// What a judge draws from is counted once, and beforehand where that is asked for,
// with options of one's own and without.
func TestGeneratorsAreKept(t *testing.T) {
	o := generate.Usual()
	o.Words = 7
	impossible := o
	impossible.Words, impossible.Separator = 1, "----------"
	for name, tt := range map[string]struct {
		options *generate.Options
		want    int
	}{"fitting": {nil, 1}, "own": {&o, 1}, "own that do not go with the rules": {&impossible, 2}} {
		judge := core.NewPolicyJudge("", policy.Policy{Complexity: policy.Complexity{MinLength: new(24), MaxRepeat: new(2)}})
		draw := func() string {
			t.Helper()
			typed, err := "", error(nil)
			if tt.options == nil {
				typed, err = judge.Generate(policy.Subject{})
			} else {
				typed, err = judge.GenerateWith(*tt.options, policy.Subject{})
			}
			must(t, err)
			return typed
		}
		judge.PrepareGenerator(tt.options, false)
		prepared := judge.Generators()
		if len(prepared) != tt.want {
			t.Errorf("%s: %d are kept, want %d", name, len(prepared), tt.want)
		}
		if first := draw(); first == draw() {
			t.Errorf("%s: %q twice", name, first)
		}
		if !maps.Equal(judge.Generators(), prepared) {
			t.Errorf("%s: made anew", name)
		}
	}
}

// Each wish has its own: other options, and two-step verification, are followed at
// once; and there are never many.
func TestKeptGeneratorsFollowTheWish(t *testing.T) {
	judge := core.NewPolicyJudge("", policy.Policy{Complexity: policy.Complexity{MinLength: new(60), MinLengthWithTwoStep: new(8)}})
	for length := 60; length < 90; length++ {
		o := generate.Usual()
		o.Kind, o.Length = generate.Characters, length
		typed, err := judge.GenerateWith(o, policy.Subject{})
		if err != nil || len(typed) != length {
			t.Fatalf("%q, %v, want %d characters", typed, err, length)
		}
		short, err := judge.Generate(policy.Subject{TwoStep: true})
		if err != nil || len(short) >= 60 {
			t.Fatalf("with two-step verification %q, %v", short, err)
		}
		if n := len(judge.Generators()); n > 6 {
			t.Fatalf("%d are kept", n)
		}
	}
}

// A judge that shares another's lists shares its generators only where the rules are
// the same.
func TestSharedGenerators(t *testing.T) {
	judge := core.NewJudge("Northfield")
	judge.PrepareGenerator(nil, false)
	if same := core.NewJudge("Harbour").Sharing(judge); !maps.Equal(same.Generators(), judge.Generators()) {
		t.Error("the same rules, counted anew")
	}
	longer := core.NewPolicyJudge("", policy.Policy{Complexity: policy.Complexity{MinLength: new(70)}}).Sharing(judge)
	if typed, err := longer.Generate(policy.Subject{}); err != nil || len(typed) < 70 {
		t.Errorf("%q, %v", typed, err)
	}
	if len(judge.Generators()) != 1 {
		t.Error("other rules put theirs among them")
	}
}

// Preparing and drawing may run beside one another.
func TestParallelGenerate(t *testing.T) {
	judge := core.NewJudge("Northfield")
	var all sync.WaitGroup
	drawn := make(chan string, 40)
	for range 4 {
		all.Go(func() { judge.PrepareGenerator(nil, false) })
		all.Go(func() {
			for range 10 {
				typed, err := judge.Generate(policy.Subject{Name: "ada"})
				if err != nil {
					t.Error(err)
				}
				drawn <- typed
			}
		})
	}
	all.Wait()
	close(drawn)
	seen := map[string]bool{}
	for typed := range drawn {
		if seen[typed] || typed == "" {
			t.Errorf("%q, drawn before: %v", typed, seen[typed])
		}
		seen[typed] = true
	}
}

// BenchmarkPress is a press of "Generate password" that is not the first one.
func BenchmarkPress(b *testing.B) {
	rules := map[string]policy.Policy{"sequences": {Complexity: policy.Complexity{
		MinLength: new(64), MinUpper: new(1), MinLower: new(1), MinDigits: new(1), MinSpecial: new(1), MaxRepeat: new(2), MaxSequence: new(3),
	}}}
	for _, preset := range policy.Presets() {
		rules[preset.Name] = preset.Policy()
	}
	for name, p := range rules {
		judge := core.NewPolicyJudge("", p)
		judge.Prepare()
		judge.PrepareGenerator(nil, false)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := judge.Generate(policy.Subject{Name: "a.okafor"}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The first password of a root account repeats none before it: the rules on that are
// not listed, and are where a policy is tried.
func TestNewSiteTellsNoFormerPasswords(t *testing.T) {
	former := func(judge *core.Judge) (names []string) {
		for _, rule := range judge.New("", policy.Subject{}).Verdict.Rules {
			if rule.Name == "differs_from_current" || rule.Name == "history_depth" {
				names = append(names, rule.Name)
			}
		}
		return names
	}
	if names := former(core.NewJudge("Workshop")); len(names) != 0 {
		t.Errorf("a new site lists %q", names)
	}
	listed := 0
	for _, preset := range policy.Presets() {
		if names := former(core.NewSite{Name: "Workshop", Preset: preset.Name}.Judge()); len(names) != 0 {
			t.Errorf("%s lists %q", preset.Name, names)
		}
		listed += len(former(core.NewPolicyJudge("", preset.Policy())))
	}
	if listed == 0 {
		t.Error("no policy lists one")
	}
}
