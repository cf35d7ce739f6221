package policy

import "testing"

// Lint runs while a person types in the editor.
func BenchmarkLint(b *testing.B) {
	p := everything()
	for b.Loop() {
		Lint(p)
	}
}

func BenchmarkDescribe(b *testing.B) {
	p := everything()
	for b.Loop() {
		for _, s := range Describe(p) {
			_ = s.Text.String()
		}
	}
}

func BenchmarkDiff(b *testing.B) {
	older, newer := Default(), everything()
	for b.Loop() {
		Diff(older, newer)
	}
}
