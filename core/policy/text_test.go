package policy

import (
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

func TestTextString(t *testing.T) {
	tests := []struct {
		name string
		text Text
		want string
	}{
		{"plain", Say("No spaces"), "No spaces"},
		{"values", Say("At least {{.Min}} characters, you have {{.Have}}", "Min", 15, "Have", 22), "At least 15 characters, you have 22"},
		{"value is data", Say("Leave out “{{.Part}}”", "Part", "{{.Min}}"), "Leave out “{{.Min}}”"},
		{"no markup escaping", Say("Leave out “{{.Part}}”", "Part", "<o'k&"), "Leave out “<o'k&”"},
		{"value missing", Text{Key: "At least {{.Min}} characters"}, "At least {{.Min}} characters"},
		{"other value", Say("At least {{.Min}} characters", "Max", 3), "At least {{.Min}} characters"},
		{"no template", Say("Use {{ as it is", "A", 1), "Use {{ as it is"},
		{"nothing", Text{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.text.String(); got != tt.want {
				t.Errorf("String() = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSayRefusesMistakes(t *testing.T) {
	odd := make([]any, 1)
	for name, call := range map[string]func(){
		"name without value": func() { Say("x", odd...) },
		"name is no string":  func() { Say("x", 1, 2) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("Say did not panic")
				}
			}()
			call()
		})
	}
}

func TestTextIsZero(t *testing.T) {
	if !(Text{}).IsZero() || Say("x").IsZero() {
		t.Error("IsZero does not tell an empty text from a full one")
	}
}

// Whatever stands in a value comes out unchanged, and always the same.
func TestTextValuesAreData(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.String().Draw(t, "part")
		text := Say("a {{.Part}} b", "Part", part)
		first := text.String()
		if first != "a "+part+" b" || first != text.String() {
			t.Fatalf("String() = %q for %q", first, part)
		}
	})
}

func TestTextConcurrently(t *testing.T) {
	text := Say("{{.A}}{{.B}}", "A", 1, "B", 2)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got := text.String(); got != "12" {
				t.Errorf("String() = %q", got)
			}
		})
	}
	wg.Wait()
}

// Every sentence a rule can say is plain: sentence case, no blame, no gap left
// by a missing value.
func TestSentencesArePlain(t *testing.T) {
	var texts []Text
	for name := range wordings {
		for _, limit := range []int{0, 1, 2, 15} {
			for _, actual := range []Number{{}, number(0), number(1), number(20)} {
				r := Rule{Name: name, Limit: number(limit), Actual: actual, part: "okafor", owner: nameKind(limit % 3), set: " ~#"[limit%3:]}
				texts = append(texts, r.Text())
				r.State = NotMet
				texts = append(texts, r.Advice())
			}
		}
	}
	for _, text := range texts {
		s := text.String()
		if strings.Contains(s, "{{") || strings.Contains(s, "no value") {
			t.Errorf("%q has a gap: %q", text.Key, s)
		}
		for _, word := range []string{"invalid", "failed", "must", "!", "error", "please"} {
			if strings.Contains(strings.ToLower(s), word) {
				t.Errorf("%q says %q", s, word)
			}
		}
		if first := s[:1]; first != strings.ToUpper(first) {
			t.Errorf("%q does not begin with a capital", s)
		}
	}
}
