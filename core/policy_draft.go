package core

import (
	"fmt"
	"slices"
	"strings"

	"gatehouse/core/policy"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Bounds of what a policy or a group is called and ranked by.
const (
	maxPolicyName = 80
	maxRank       = 9999
)

// LintPolicy tells what is wrong with a policy and where it departs from the
// standard. Beside policy.Lint it names what this version cannot do yet.
func (s *Site) LintPolicy(p policy.Policy) policy.Report { return lintPolicy(p) }

// lintPolicy is LintPolicy, which needs no site.
func lintPolicy(p policy.Policy) policy.Report {
	report := policy.Lint(p)
	for _, found := range beyondThisVersion(p) {
		if !atFault(report, found.Fields[0]) {
			report.Problems = append(report.Problems, found)
		}
	}
	return report
}

// atFault tells whether a report has a problem with a field, by its bare name, so
// that one mistake is told once.
func atFault(report policy.Report, field string) bool {
	return slices.ContainsFunc(report.Problems, func(p policy.Problem) bool { return slices.Contains(p.Fields, field) })
}

// beyondThisVersion names the rules that are part of the model, and that nothing
// would enforce, or nobody could follow, if they were saved.
func beyondThisVersion(p policy.Policy) []policy.Problem {
	var found []policy.Problem
	refused := func(on bool, field string, text Text) {
		if on {
			found = append(found, policy.Problem{Fields: []string{field}, Text: text})
		}
	}
	refused(p.Recovery.RecoveryByMail, "recovery_by_mail",
		say("Gatehouse cannot send mail yet. Leave this off."))
	return found
}

// NotYet says beside a rule, by its full name, what of it nothing would act on in
// this version; the zero Text for every other one.
func NotYet(field string) Text {
	switch field {
	case "recovery.recovery_by_mail", "recovery.recovery_code_minutes":
		return say("This version cannot send mail yet.")
	}
	return Text{}
}

// rules notes what cannot stand in a policy, each beside its field.
func (f *form) rules(report policy.Report) {
	for _, found := range report.Problems {
		field := FieldPolicy
		if paths := found.Paths(); len(paths) > 0 {
			field = paths[0]
		}
		f.note(problem(field, found.Text))
	}
}

// title reads the name of a policy or a group, and folds it for comparing.
func (f *form) title(typed string) (name, key string) {
	name = norm.NFC.String(f.line(FieldName, typed, maxPolicyName, true))
	return name, cases.Fold().String(name)
}

// readDraft is a draft as far as it can be read without the store.
type readDraft struct {
	PolicyDraft
	key    string
	report policy.Report
	form   form
	// document is the JSON form of the rules, and rules what it says.
	document []byte
	rules    policy.Policy
}

// readPolicy reads a draft.
func (s *Site) readPolicy(draft PolicyDraft) (readDraft, error) {
	r := readDraft{PolicyDraft: draft}
	r.Name, r.key = r.form.title(draft.Name)
	switch {
	case draft.ID == DefaultPolicy:
		r.Rank = 0
	case draft.Rank < 1 || draft.Rank > maxRank:
		r.form.note(problem(FieldRank, say("Choose a rank from 1 to {{.Max}}. The lowest one holds.", "Max", maxRank)))
	}
	r.report = s.LintPolicy(draft.Policy)
	r.form.rules(r.report)
	r.Reason = r.form.line(FieldReason, draft.Reason, maxReason, false)
	if !r.report.OK() {
		return r, nil
	}
	var err error
	r.document, r.rules, err = storable(draft.Policy)
	wrong := policy.FieldErrorsOf(err)
	for _, w := range wrong {
		r.form.note(problem(w.Field, w.Text))
	}
	if len(wrong) > 0 {
		return r, nil
	}
	return r, err
}

// storable writes rules without problems down, and reads them again: what cannot be read would
// stand as the rules of a new site.
func storable(p policy.Policy) (document []byte, read policy.Policy, err error) {
	document, err = p.JSON()
	if err != nil {
		return nil, policy.Policy{}, fmt.Errorf("write a policy: %w", err)
	}
	read, err = policy.Parse(document)
	if err != nil {
		return nil, policy.Policy{}, fmt.Errorf("read a policy: %w", err)
	}
	return document, read, nil
}

// check adds the problems that only the store knows of, and gives all of them.
func (r *readDraft) check(tx Tx, before opened) error {
	records, err := allPolicies(tx)
	if err != nil {
		return err
	}
	for _, other := range records {
		if other.ID == r.ID {
			continue
		}
		if r.key != "" && other.Key == r.key {
			r.form.note(problem(FieldName, say("There is a policy of this name. Choose another one.")))
		}
		if r.ID != DefaultPolicy && other.ID != DefaultPolicy && other.Rank == r.Rank {
			r.form.note(problem(FieldRank, say("The policy “{{.Other}}” has this rank. Choose another one.", "Other", other.Name)))
		}
	}
	if r.Reason == "" && r.departs(before) {
		r.form.note(problem(FieldReason, reasonNeeded()))
	}
	return r.form.problems.orNil()
}

// departs tells whether the draft leaves the standard where the policy did not
// before; a new one is compared with the rules of a new site.
func (r *readDraft) departs(before opened) bool { return leaves(before.rules, r.report) }

// leaves tells whether what was found in a policy departs from the standard where
// the rules before it did not.
func leaves(before policy.Policy, report policy.Report) bool {
	if len(report.Advice) == 0 {
		return false
	}
	known := map[string]bool{}
	for _, advice := range policy.Lint(before).Advice {
		known[adviceKey(advice)] = true
	}
	return slices.ContainsFunc(report.Advice, func(a policy.Advice) bool { return !known[adviceKey(a)] })
}

// reasonNeeded asks why a policy departs from the standard.
func reasonNeeded() Text { return say("This policy leaves the standard. Write down why.") }

// adviceKey tells advices apart, by their numbers too.
func adviceKey(a policy.Advice) string { return strings.Join(a.Fields, ",") + "\n" + a.Text.String() }

// changedFields names what differs between two policies, for the log. It tells
// nothing of the values: a list of banned passwords has no place there.
func changedFields(before, after policy.Policy) []string {
	var fields []string
	for _, d := range policy.Diff(before, after) {
		field := d.Field
		if d.Group != "" && !strings.Contains(field, ".") {
			field = d.Group + "." + field
		}
		fields = append(fields, field)
	}
	return fields
}
