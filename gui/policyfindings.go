package gui

import (
	"context"
	"strings"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// policyFindings is what can be said of a draft without asking the store.
type policyFindings struct {
	// was has the former value in words of each changed field, by full name.
	was     map[string]string
	changes []policy.Difference
	// problems has what cannot stand, at the first field of each that is shown;
	// advice what speaks against a field.
	problems  map[string]string
	advice    map[string]policyAdvice
	report    policy.Report
	sentences []kit.Span
	lockout   string
	moments   []policy.Moment
	// judge judges by the draft; nil while that cannot stand.
	judge *core.Judge
	// preset is the name of the preset that the draft is the same as.
	preset string
}

// policyAdvice is what speaks against a field.
type policyAdvice struct{ text, source string }

// timelineLength is how many wrong passwords the timeline shows.
const timelineLength = 10

// find looks at a draft. It may take a while where the list of banned passwords
// is long, so it ends early with ctx; nothing in it belongs to the window.
func find(ctx context.Context, site policyService, base, draft policy.Policy) policyFindings {
	known := policyFindings{
		was: map[string]string{}, problems: map[string]string{}, advice: map[string]policyAdvice{},
		changes: policy.Diff(base, draft), report: site.LintPolicy(draft),
	}
	for _, change := range known.changes {
		known.was[change.Group+"."+change.Field] = words(change.Old)
	}
	for _, problem := range known.report.Problems {
		addTo(known.problems, words(problem.Text), problem.Paths())
	}
	for _, advice := range known.report.Advice {
		path := advice.Paths()[0]
		if _, taken := known.advice[path]; !taken {
			known.advice[path] = policyAdvice{text: words(advice.Text), source: advice.Source}
		}
	}
	if ctx.Err() != nil {
		return known
	}
	known.sentences, known.lockout = plainWords(base, draft)
	known.moments = policy.Timeline(draft.Lockout, timelineLength)
	for _, preset := range policy.Presets() {
		rules := preset.Policy()
		if len(rules.Complexity.Banned) == len(draft.Complexity.Banned) && len(policy.Diff(rules, draft)) == 0 {
			known.preset = preset.Name
			break
		}
	}
	if known.report.OK() && ctx.Err() == nil {
		known.judge = site.JudgeOf(draft)
	}
	return known
}

// addTo puts a text beside each field that it is about.
func addTo(to map[string]string, text string, paths []string) {
	for _, path := range paths {
		if to[path] == "" {
			to[path] = text
		}
	}
}

// plainWords is the policy in sentences, bold where they are new, and those
// about the lockout by themselves.
func plainWords(base, draft policy.Policy) (spans []kit.Span, lockout string) {
	former := map[string]bool{}
	for _, sentence := range policy.Describe(base) {
		former[words(sentence.Text)] = true
	}
	var locks []string
	for i, sentence := range policy.Describe(draft) {
		text := words(sentence.Text)
		space := ""
		if i > 0 {
			space = " "
		}
		spans = append(spans, kit.Span{Text: space}, kit.Span{Text: text, Bold: !former[text]})
		if sentence.Group == policy.GroupLockout {
			locks = append(locks, text)
		}
	}
	return spans, strings.Join(locks, " ")
}
