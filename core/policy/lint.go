package policy

// What Lint finds is of two sorts. A problem is a policy that cannot be applied
// or that no password can meet; it is refused. An advice is a departure from
// NIST SP 800-63B-4 (August 2025); it is allowed, and whoever saves it says why.

// Report is the answer to Lint.
type Report struct {
	// Problems are in the order of the fields in the published model, values out of
	// their bounds before contradictions.
	Problems []Problem
	// Advice is in a fixed order: length, composition, contents, rotation, lockout.
	Advice []Advice
}

// OK reports whether the policy can be saved.
func (r Report) OK() bool { return len(r.Problems) == 0 }

// NeedsReason reports whether saving asks for a reason that goes into the log.
func (r Report) NeedsReason() bool { return len(r.Advice) > 0 }

// Problem is something that cannot stand.
type Problem struct {
	// Fields are the bare names of the fields that together cause it, at least one.
	Fields []string
	// Text says what is wrong and what to do.
	Text Text
}

// Paths are the fields with their groups: "complexity.min_length".
func (p Problem) Paths() []string { return fieldPaths(p.Fields) }

// Advice is a departure from the standard.
type Advice struct {
	// Fields are the bare names of the fields that depart, at least one.
	Fields []string
	// Text says what the standard asks for and why.
	Text Text
	// Source is the document and paragraph: "SP 800-63B-4, 3.1.1.2".
	Source string
}

// Paths are the fields with their groups: "complexity.max_length".
func (a Advice) Paths() []string { return fieldPaths(a.Fields) }

// fieldPaths puts the group before each field.
func fieldPaths(fields []string) []string {
	paths := make([]string, len(fields))
	for i, field := range fields {
		paths[i] = field
		if group := GroupOf(field); group != "" {
			paths[i] = group + "." + field
		}
	}
	return paths
}

// Lint judges a policy without any password. It costs the same whatever the
// length of the banned list, save for one pass over its entries.
func Lint(p Policy) Report {
	return Report{Problems: lintProblems(p), Advice: lintAdvice(p)}
}

// lintProblems finds what cannot stand. Contradictions are looked for only
// among values that are within their bounds, so that one mistake is told once.
func lintProblems(p Policy) []Problem {
	if bounds := lintBounds(p); len(bounds) > 0 {
		return bounds
	}
	problems := lintComplexity(p.Complexity)
	problems = append(problems, lintChange(p.Change)...)
	problems = append(problems, lintExpiration(p.Expiration)...)
	problems = append(problems, lintLockout(p.Lockout)...)
	return append(problems, lintSignIn(p.SignIn)...)
}

// problem makes a Problem.
func problem(text Text, fields ...string) Problem { return Problem{Fields: fields, Text: text} }

func lintChange(c Change) []Problem {
	if c.RequireCurrent == CurrentUnlessFresh && c.FreshSeconds == nil {
		return []Problem{problem(
			say("Say for how many seconds after a sign-in the current password is not asked for"),
			"require_current", "fresh_seconds")}
	}
	return nil
}

func lintExpiration(e Expiration) []Problem {
	var found []Problem
	switch {
	case e.WarnDays != nil && e.MaxAgeDays == nil:
		found = append(found, problem(
			say("Passwords do not run out, so there is nothing to tell people of. Set how long a password lasts, or leave the notice out"),
			"warn_days", "max_age_days"))
	case e.WarnDays != nil && *e.WarnDays >= *e.MaxAgeDays:
		found = append(found, problem(
			say("The notice would start before the password is set. Make it shorter than the {{.Days}} days a password lasts", "Days", *e.MaxAgeDays),
			"warn_days", "max_age_days"))
	}
	if e.GraceSignIns != nil && e.AfterExpiry != AfterGrace {
		found = append(found, problem(
			say("A number of sign-ins with an expired password acts only when an expired password still signs in"),
			"grace_sign_ins", "after_expiry"))
	}
	return found
}

func lintLockout(l Lockout) []Problem { return append(lintLocks(l), lintSource(l)...) }

// lintSource finds times beside a number of wrong tries that is not there.
func lintSource(l Lockout) []Problem {
	if l.SourceFailures != nil {
		return nil
	}
	var found []Problem
	if l.SourceWindowMinutes != nil {
		found = append(found, problem(
			say("A time within which wrong tries of a computer or address count acts only with a number of them. Name the number, or leave the time out"),
			"source_window_minutes", "source_failures"))
	}
	if l.SourceBlockMinutes != nil {
		found = append(found, problem(
			say("How long a computer or address is stopped acts only with a number of wrong tries. Name the number, or leave the time out"),
			"source_block_minutes", "source_failures"))
	}
	return found
}

func lintLocks(l Lockout) []Problem {
	if !l.Enabled {
		return nil
	}
	var found []Problem
	if l.FirstLockAt == nil {
		found = append(found, problem(say("Say which wrong password in a row locks first, or switch the lock off"),
			"first_lock_at", "enabled"))
	}
	if l.Durations == nil || !l.Durations.UntilAdmin && len(l.Durations.Durations) == 0 {
		found = append(found, problem(say("Say how long a lock lasts, such as 15M, or switch the lock off"),
			"durations", "enabled"))
	}
	return found
}
