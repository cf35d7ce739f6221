package policy

import (
	"slices"
	"unicode/utf8"
)

// maxCount bounds numbers of failures: far beyond the hundred that lock an
// account in any case, and small enough to never overflow.
const maxCount = 1000

// maxSetChars bounds the literal sets of characters.
const maxSetChars = 4096

// numberBound is a number of a policy and where it may lie.
type numberBound struct {
	field    string
	value    *int
	min, max int
}

// lintBounds finds values that no policy can have, whatever else it says. They
// come from policies made in code; the reader of policy files refuses them.
func lintBounds(p Policy) []Problem {
	var found []Problem
	for _, n := range slices.Concat(complexityNumbers(p.Complexity), otherNumbers(p)) {
		if n.value != nil && (*n.value < n.min || *n.value > n.max) {
			found = append(found, problem(
				say("Choose a number from {{.Min}} to {{.Max}}, or no limit", "Min", n.min, "Max", n.max), n.field))
		}
	}
	found = append(found, lintChoices(p)...)
	found = append(found, lintKinds(p.Complexity.MinKinds)...)
	found = append(found, lintSets(p.Complexity)...)
	found = append(found, lintDurations(p)...)
	return append(found, lintNames(p.SignIn)...)
}

func complexityNumbers(c Complexity) []numberBound {
	return []numberBound{
		{"min_length", c.MinLength, 1, MaxLengthLimit},
		{"max_length", c.MaxLength, 1, MaxLengthLimit},
		{"min_length_with_two_step", c.MinLengthWithTwoStep, 1, MaxLengthLimit},
		{"min_letters", c.MinLetters, 1, MaxLengthLimit},
		{"min_upper", c.MinUpper, 1, MaxLengthLimit},
		{"min_lower", c.MinLower, 1, MaxLengthLimit},
		{"min_digits", c.MinDigits, 1, MaxLengthLimit},
		{"min_special", c.MinSpecial, 1, MaxLengthLimit},
		{"min_other", c.MinOther, 1, MaxLengthLimit},
		{"min_strength", c.MinStrength, 0, 4},
		{"max_repeat", c.MaxRepeat, 1, MaxLengthLimit},
		{"max_sequence", c.MaxSequence, 1, MaxLengthLimit},
	}
}

func otherNumbers(p Policy) []numberBound {
	return []numberBound{
		{"changes_per_day", p.Change.ChangesPerDay, 1, MaxChangesPerDay},
		{"history_depth", p.Change.HistoryDepth, 1, MaxHistory},
		{"fresh_seconds", p.Change.FreshSeconds, 1, MaxFreshSeconds},
		{"max_age_days", p.Expiration.MaxAgeDays, 1, MaxDays},
		{"warn_days", p.Expiration.WarnDays, 1, MaxDays},
		{"grace_sign_ins", p.Expiration.GraceSignIns, 1, MaxGraceSignIns},
		{"inactivity_days", p.Expiration.InactivityDays, 1, MaxDays},
		{"first_lock_at", p.Lockout.FirstLockAt, 1, maxCount},
		{"failures_per_next_lock", p.Lockout.FailuresPerNextLock, 1, maxCount},
		{"recovery_code_minutes", p.Recovery.RecoveryCodeMinutes, 1, MaxRecoveryMinutes},
		{"idle_minutes", p.SignIn.IdleMinutes, 1, MaxIdleMinutes},
		{"session_hours", p.SignIn.SessionHours, 1, MaxSessionHours},
	}
}

// unknownChoice is the problem of a word that a choice does not have.
func unknownChoice(field string) Problem {
	return problem(say("This choice is not known. Choose one of the list"), field)
}

// lintChoices finds words that are no choice; the empty word is the first one.
func lintChoices(p Policy) []Problem {
	known := []struct {
		field string
		ok    bool
	}{
		{"alphabet", known(p.Complexity.Alphabet, AlphabetUnicode, AlphabetASCII)},
		{"banned_match", known(p.Complexity.BannedMatch, MatchExact, MatchFolded, MatchFuzzy)},
		{"breached", known(p.Complexity.Breached, BreachedOff, BreachedAudit, BreachedRefuse)},
		{"require_current", known(p.Change.RequireCurrent, CurrentAlways, CurrentUnlessFresh, CurrentNever)},
		{"recheck", known(p.Change.Recheck, RecheckOff, RecheckOncePerRevision, RecheckAlways)},
		{"recheck_scope", known(p.Change.RecheckScope, ScopeNoncompliant, ScopeWeak, ScopeAll)},
		{"after_expiry", known(p.Expiration.AfterExpiry, AfterForceChange, AfterGrace, AfterBlocked)},
		{"index_base", known(p.Lockout.IndexBase, IndexFirstLock, IndexRawFailure)},
		{"when_exhausted", known(p.Lockout.WhenExhausted, ExhaustedRepeatLast, ExhaustedUntilAdmin)},
		{"two_step", known(p.SignIn.TwoStep, TwoStepOptional, TwoStepRequired, TwoStepByRole)},
	}
	var found []Problem
	for _, choice := range known {
		if !choice.ok {
			found = append(found, unknownChoice(choice.field))
		}
	}
	return found
}

// known reports whether a choice is empty or one of its list.
func known[T ~string](value T, list ...T) bool { return value == "" || slices.Contains(list, value) }

func lintKinds(k *Kinds) []Problem {
	if k == nil {
		return nil
	}
	var found []Problem
	if !allKnownOnce(k.Of, KindLetter, KindUpper, KindLower, KindDigit, KindSpecial) {
		found = append(found, problem(
			say("Name each kind of characters once: letters, uppercase or lowercase letters, digits, special characters"), "min_kinds"))
	}
	switch {
	case k.K < 1:
		found = append(found, problem(say("Ask for at least 1 kind of characters, or for none"), "min_kinds"))
	case k.K > len(k.Of):
		found = append(found, problem(say("{{.Wanted}} kinds are asked for, but only {{.Kinds}} can be chosen from",
			"Wanted", k.K, "Kinds", len(k.Of)), "min_kinds"))
	}
	return found
}

// allKnownOnce reports whether every value is one of the list, and none twice.
func allKnownOnce[T ~string](values []T, list ...T) bool {
	for i, value := range values {
		if !slices.Contains(list, value) || slices.Contains(values[:i], value) {
			return false
		}
	}
	return true
}

func lintSets(c Complexity) []Problem {
	var found []Problem
	check := func(set, field string) {
		if !utf8.ValidString(set) || utf8.RuneCountInString(set) > maxSetChars {
			found = append(found, problem(say("Name at most {{.Max}} characters", "Max", maxSetChars), field))
		}
	}
	if c.SpecialSet != nil {
		check(*c.SpecialSet, "special_set")
	}
	check(c.ForbiddenChars, "forbidden_chars")
	size := 0
	for _, entry := range c.Banned {
		size += len(entry)
	}
	if len(c.Banned) > MaxBanned || size > MaxBannedBytes {
		found = append(found, problem(say("The list is too long. It holds at most {{.Max}} passwords", "Max", MaxBanned), "banned"))
	}
	return found
}

func lintDurations(p Policy) []Problem {
	var found []Problem
	check := func(d *Duration, field string) {
		if d != nil && !d.withinBounds() {
			found = append(found, problem(say("Choose a time from 1 minute to {{.Days}} days", "Days", MaxDays), field))
		}
	}
	check(p.Change.MinAge, "min_age")
	check(p.Lockout.ResetAfter, "reset_after")
	s := p.Lockout.Durations
	switch {
	case s == nil:
	case s.UntilAdmin && len(s.Durations) > 0:
		found = append(found, problem(say("A lock either has lengths or lasts until an administrator ends it"), "durations"))
	case len(s.Durations) > maxDurations:
		found = append(found, problem(say("Name at most {{.Max}} lock times", "Max", maxDurations), "durations"))
	default:
		for i, d := range s.Durations {
			if !d.withinBounds() {
				found = append(found, problem(say("Lock time {{.Position}}: choose a time from 1 minute to {{.Days}} days",
					"Position", i+1, "Days", MaxDays), "durations"))
			}
		}
	}
	return found
}

// withinBounds reports whether a duration can have been parsed. The count is
// compared before it is multiplied, so that it cannot overflow.
func (d Duration) withinBounds() bool {
	unit := d.Unit.length()
	return unit > 0 && d.Count >= 1 && d.Count <= int(MaxLockDuration/unit)
}

func lintNames(s SignIn) []Problem {
	var found []Problem
	if !allKnownOnce(s.TwoStepRoles, "root", "admin", "member") {
		found = append(found, problem(say("Name each role once: root, admin, member"), "two_step_roles"))
	}
	if !allKnownOnce(s.TwoStepMethods, "totp", "passkey", "recovery_code") {
		found = append(found, problem(say("Name each method once: totp, passkey, recovery_code"), "two_step_methods"))
	}
	return found
}
