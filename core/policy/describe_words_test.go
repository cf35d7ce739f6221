package policy

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// saidIn collects the English of all texts in the source files that match.
func saidIn(t *testing.T, patterns ...string) []string {
	t.Helper()
	var keys []string
	for _, pattern := range patterns {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("no files %s: %v", pattern, err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if key, ok := saidKey(n); ok {
					keys = append(keys, key)
				}
				return true
			})
		}
	}
	return keys
}

// saidKey reads the key of a call of say.
func saidKey(n ast.Node) (string, bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return "", false
	}
	name, ok := call.Fun.(*ast.Ident)
	literal, isLiteral := call.Args[0].(*ast.BasicLit)
	if !ok || name.Name != "say" || !isLiteral {
		return "", false
	}
	key, err := strconv.Unquote(literal.Value)
	return key, err == nil
}

// What is said of a policy is plain: no blame, no jargon, no shouting.
func TestWordsOnPoliciesArePlain(t *testing.T) {
	keys := saidIn(t, "lint*.go", "describe*.go", "diff*.go", "witness*.go")
	if len(keys) < 200 {
		t.Fatalf("only %d texts found", len(keys))
	}
	blame := regexp.MustCompile(`(?i)invalid|failed|\bmust\b|!|error|please|\bsession|credential|authenticat|\btotp\b.*\bcode|regex|null|\bset cover`)
	for _, key := range keys {
		if found := blame.FindString(key); found != "" {
			t.Errorf("%q says %q", key, found)
		}
	}
}

// No sentence about a policy has a gap where a value is missing.
func TestSentencesOnPoliciesHaveNoGaps(t *testing.T) {
	bad := everything()
	bad.Complexity.MaxLength, bad.Lockout.Durations, bad.Expiration.WarnDays = new(3), nil, new(90)
	var texts []Text
	for _, p := range []Policy{{}, Default(), everything(), bad} {
		report := Lint(p)
		for _, problem := range report.Problems {
			texts = append(texts, problem.Text)
		}
		for _, advice := range report.Advice {
			texts = append(texts, advice.Text)
		}
		for _, sentence := range Describe(p) {
			texts = append(texts, sentence.Text)
		}
		for _, d := range Diff(everything(), p) {
			texts = append(texts, d.Label, d.Old, d.New)
		}
	}
	for _, text := range texts {
		if s := text.String(); s == "" || strings.Contains(s, "{{") || strings.Contains(s, "no value") {
			t.Errorf("%q has a gap: %q", text.Key, s)
		}
	}
}
